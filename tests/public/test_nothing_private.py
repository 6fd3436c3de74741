"""Nothing that is not marked public reaches a public page (I7, H88): strings are planted in every field that is not.

The same strings are then looked for in the office: what nobody could find there, a walk over public pages would not
find either.
"""

from itertools import count
from mimetypes import guess_type

import pytest

from server.exports import api_keys
from server.public import remarks
from server.publish import MARK, publish
from sync import codes
from sync.catalogue import RECORDS
from tests.public import planted
from tests.public.walk import addresses, read, walked
from tests.server.conftest import browser_on

PLANTED, HISTORY_PAGES = 500, 8
# What no page of the office shows either, and why.
UNSEEN = {
    **dict.fromkeys(
        [("ranking_session", name) for name in ("lock", "leader_key", "spare_key", "key")],
        "keys of a ballot box: for tablets and the count alone",
    ),
    ("ballot", "sealed"): "a secret ballot, as it was sealed",
}
AS_READ = ("tracking_code", "as it is read")
FOLLOWED = "/jargalant/follow/verify"


def is_private(one):
    """A text that nobody may read."""
    return one.kind in (*planted.TEXTS, "code") and (one.personal or not one.public)


class Secrets:
    """What was planted: string → (type, field). `self(kind, field)` is what the field gets."""

    def __init__(self) -> None:
        self.told, self.open, self.numbers = {}, set(), count()

    def __call__(self, kind, one):
        if one.kind == "long_text":
            return planted.written("Тэмдэглэл")
        if not is_private(one):
            self.open.add((kind, one.name))
            return f"{kind}, {one.name}"
        return self.new(kind, one.name, planted.code if one.kind == "code" else "Нууц{:04}ы".format)

    def new(self, kind, name, form="Нууц{:04}ы".format):
        """One more."""
        said = form(next(self.numbers))
        self.told[said] = (kind, name)
        return said

    def word(self, of, name):
        """What somebody writes in a form; what he gave to everybody is none."""
        return "Баярлалаа" if of == "report" or name == remarks.PUBLISHED else self.new(of, name)


@pytest.fixture
def told(soum):
    """The soum, furnished and published as far as it can be; the planted strings with where they stand."""
    secrets = Secrets()
    soum.house = planted.furnish(soum, secrets, secrets.word)
    kinds = [one.name for one in RECORDS if one.name != "tenant" and any(map(is_private, one.fields))]
    soum.more = []
    while len(secrets.told) < PLANTED:
        soum.more.append(planted.fill(soum.world, secrets, kinds, soum.house.ids))
    secrets.told[soum.house.email] = ("account", "email")
    soum.code_of, *others = (one for one, (kind, _) in secrets.told.items() if kind == "tracking_code")
    secrets.told |= {codes.shown(one): AS_READ for one in others}
    soum.open = secrets.open
    return soum, secrets.told


def public_pages(soum, reader, folder):
    """Address → text, of everything that a host answers to who is not signed in; every endpoint has answered."""
    app, house, ids = soum.world.app, soum.house, soum.house.ids
    known = {
        "tenant": ["jargalant"],
        "record_id": [*ids.values(), house.report],
        "hearing": [ids["hearing"]],
        "request_id": [ids["proposal"]],
        "code": ["water"],
        "form": ["xml", "json"],
        "language": ["mn", "en", "kk"],
        "token": [house.link.rpartition("/")[2]],
    }
    every, by_links = addresses(app, "", known)
    answers = {one: reader.ask(one) for one in every} | walked(reader.client, "/jargalant")
    by_code = {"code": soum.code_of, "finding": "yes"}
    answers |= {f"{path} by code": reader.ask(path, **by_code) for path in ("/jargalant/follow", FOLLOWED)}
    host = app.url_map.bind("localhost:8000", subdomain="")
    read_of = {
        host.match(one.partition("?")[0])[0] for one in answers if " " not in one and answers[one].status_code == 200
    }
    assert {one.endpoint for one in app.url_map.iter_rules() if one.subdomain == "" and "GET" in one.methods} == read_of
    assert by_links == {"public_proposals.photo", "public_works.photo", "public.static_file", "log.proof"}
    for name in api_keys.LISTS:
        answer = soum.world.client.ask("GET", f"/api/v1/{name}", None, {"Authorization": f"Bearer {house.key}"})
        assert answer.status_code == 200 and answer.json["items"], name
        answers[name] = answer
    pages = {one: read(answer.mimetype, answer.data) for one, answer in answers.items()}
    with app.app_context():
        publish(app, folder, "jargalant")
    files = [one for one in folder.rglob("*") if one.is_file() and one.name != MARK]
    return pages | {str(one): read(guess_type(one)[0] or "", one.read_bytes()) for one in files}


def test_h88_no_public_address_file_or_snapshot_tells_any_of_500_private_strings(told, reader, tmp_path, capsys):
    soum, secrets = told
    assert len(secrets) > PLANTED
    pages = public_pages(soum, reader, tmp_path / "snapshot")
    assert len(pages) > PLANTED and any(one.endswith(".pdf") for one in pages)
    leaks = [(address, secrets[one]) for address, text in pages.items() for one in secrets if one in text]
    assert leaks == []
    together = "\n".join(pages.values())
    shown = {(kind, name) for kind, name in soum.open if f"{kind}, {name}" in together}
    assert len(shown) > 40, "the records stand on these pages, with what is public of them"
    assert soum.code_of not in capsys.readouterr().err, "a code stands in no log"


def test_the_same_strings_are_there_for_who_may_read_them(told):
    """The positive control: were they not, the walk above would prove nothing."""
    (soum, secrets), house = told, told[0].house
    office = browser_on(soum.world.app, "office")
    assert office.sign_in(house.email).status_code == 302
    in_hall = {one.name for one in RECORDS if one.field("hearing")}
    homes = {"cluster": "/clusters/{}", "letter": "/letters/{}", "body": "/directory/bodies/{}"}
    paths = [
        "/remarks",
        "/remarks?state=kept",
        "/accounts",
        "/routes",
        f"/letters/{house.letter}",
        f"/letters/{house.letter}/paper",
    ]
    paths += [f"/hearings/{house.ids['hearing']}/history?page={number}" for number in range(1, HISTORY_PAGES + 1)]
    for ids in (house.ids, *soum.more):
        paths += [homes.get(kind, "/records/{}").format(one) for kind, one in ids.items() if kind not in in_hall]
    answers = [office.get(path) for path in dict.fromkeys(paths)]
    together = "\n".join(read(one.mimetype, one.data) for one in answers)
    lacking = {secrets[one] for one in secrets if one not in together}
    assert lacking - {AS_READ} == set(UNSEEN)
