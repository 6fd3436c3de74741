"""Nothing that is not marked public reaches a public page (I7, H88): strings are planted in every field that is not."""

import pytest

from server import acts
from server.public import remarks
from server.store import records
from server.store.subjects import SubjectKeys
from sync.catalogue import BY_NAME, RECORDS
from tests.office.conftest import make_officer
from tests.public.walk import walked
from tests.server.conftest import browser_on

PLANTED = 500
TEXTS = ("line", "text")


def unpublished(kind):
    """The text fields of a type that nobody may read."""
    return [one for one in BY_NAME[kind].fields if one.kind in TEXTS and (one.personal or not one.public)]


@pytest.fixture
def planted(soum):
    """(soum, all strings): in every private text field of every record that belongs to a published hearing."""
    told = []

    def secret(of):
        told.append(f"Нууц{len(told):04}ы{of}")
        return told[-1]

    proposal = soum.say("proposal", title="Гар худаг гаргах", body="Ус хол байна", addendum=secret("proposal"))
    soum.well, soum.code_of = proposal, soum.code(proposal, "7K2M9QXA4TBC")
    kinds = [one.name for one in RECORDS if one.roles and unpublished(one.name)]
    while len(told) < PLANTED:
        for kind in kinds:
            if kind in ("proposal", "tracking_code", "hearing", "minutes", "ranking_session"):
                continue
            fields = unpublished(kind)
            personal = {one.name: secret(kind) for one in fields if one.personal and not one.map}
            plain = {one.name: secret(kind) for one in fields if not one.personal and not one.map}
            refs = {"proposal": proposal} if BY_NAME[kind].field("proposal") else {}
            refs |= {"of": proposal} if kind == "media" else {}
            soum.say(kind, _personal=personal or None, **plain, **refs)
    soum.say("person", _personal={"given_name": "Айгүл", "phone": "99112233", "address": "Нарны гудамж 5-12"})
    soum.approve()
    body = {"name": "Ус суваг", "email": "nuuts@example.mn", "phone": "70432211"}
    soum.world.state(acts.creation("body", body))
    soum.office("comment", of=proposal, text=secret("comment"), author=secret("comment"), hearing=soum.hearing)
    with soum.world.app.app_context():
        remarks.add("jargalant", proposal, "comment", secret("remark"), may_publish=True)
    return soum, [*told, "Айгүл", "99112233", "Нарны гудамж", "nuuts@example.mn", "70432211"]


def test_h88_no_public_address_tells_any_of_500_private_strings(planted, reader, capsys):
    soum, secrets = planted
    assert len(secrets) > PLANTED
    found = walked(reader.client)
    pages = {address: answer.get_data(as_text=True) for address, answer in found.items()}
    told = {"code": soum.code_of}
    pages["by code"] = reader.client.post("/jargalant/follow", data=told, base_url="http://localhost:8000").text
    assert len(pages) > 20 and "Ус хол байна" in pages["by code"]
    leaks = [(address, one) for address, text in pages.items() for one in secrets if one in text]
    assert leaks == []
    assert soum.code_of not in capsys.readouterr().err, "a code stands in no log"


def test_the_same_strings_are_there_for_who_may_read_them(planted):
    """The positive control: were they not, the walk above would prove nothing."""
    soum, secrets = planted
    office = browser_on(soum.world.app, "office")
    assert office.sign_in(make_officer(soum.world, "administrator").email).status_code == 302
    page = office.get(f"/records/{soum.well}").text + office.get("/remarks").text
    assert secrets[0] in page and next(one for one in secrets if one.endswith("ыremark")) in page
    with soum.world.app.app_context(), soum.world.connection() as connection:
        ids = [row[1] for row in soum.world.everything()["record"]]
        known = records.load(connection, "jargalant", ids, SubjectKeys(connection, "jargalant"))
        values = " ".join(
            str(value) for one in known.values() for live in one.live.values() for value, _ in live.values()
        )
    lacking = [one for one in secrets if one not in values and not one.endswith("ыremark")]
    assert lacking == []
