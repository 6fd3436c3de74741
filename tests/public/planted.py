"""A record of every type with every field filled, from the catalogue: for tests that look where values come out.

`fill(world, text)` says them all as the office does, of a published hearing and a proposal that is done, so that every
page has something to show; `text(kind, field)` is what a field of text gets. A new field needs no line here.
"""

from base64 import b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass

from pycrdt import Doc, Text
from werkzeug.datastructures import MultiDict

from server import acts
from server.exports import api_keys
from server.media import given
from server.office.letters import issue, view
from server.office.reports import fortnight
from server.office.works import photos
from server.public import remarks
from server.who import ADMINISTRATOR, Actor
from sync import codes
from sync.catalogue import BY_NAME, RECORDS
from sync.declare import Field
from sync.update import ROOT
from tests.media_lane import photo
from tests.office.conftest import make_officer
from tests.public.walk import ORIGIN

TEXTS = ("line", "text")
MADE = {("letter", "paper"), ("report", "content"), ("tenant", "settings")}  # pieces that services make; not free text
OF_ITSELF = ("parent", "merged_into", "same_as", "corrects", "status_after", "returned_from", "calls")  # stays empty
USUAL = {
    "integer": 1,
    "count": 7,
    "money": 5_000_000,
    "flag": False,
    "date": "2026-11-02",
    "decimal": "1",
    "op_set": "",
    "instant": "2026-11-02T10:00:00Z[Asia/Hovd]",
    "point": "48.01,91.65",
    "slug": "water",
    "media": "a" * 64,
}
SAID = {
    ("hearing", "review"): "approved",
    ("hearing", "stage"): "sealed",
    ("proposal", "status"): "done",
    ("proposal", "place_is_public"): True,
    ("referral", "answer"): "not_competent",
    ("referral", "due_on"): "2026-12-03",
    ("ranking_session", "method"): "show_of_hands",
    ("unit", "level"): "bagh",
    ("unit", "zone"): "Asia/Hovd",
    ("tenant", "zone"): "Asia/Hovd",
    ("tenant", "languages"): "mn en",
    ("tenant", "short_name"): "jargalant",
    ("media", "publish"): True,
    ("work_photo", "publish"): True,
    ("wording", "key"): "public.home",
}
KEYS = {("category", "name"): "mn", ("proposal", "translation"): "kk", ("poll", "question"): "q1"}
YEARS = ("year", "birth_year")


def written(text: str) -> str:
    """A long text as a tablet writes it: one update of a document, in base64."""
    document = Doc()
    document[ROOT] = Text(text)
    return b64encode(document.get_update()).decode()


def code(number: int) -> str:
    """A code with its check symbol."""
    twelve = f"7K2M9QX{number:05}"
    return twelve + codes.check_symbol(twelve)


def values(kind: str, ids: dict[str, str], text: Callable[[str, Field], str]) -> dict[str, object]:
    """Path → value of every field of a record of that type; references lead to `ids`."""
    said = {}
    for one in BY_NAME[kind].fields:
        path = f"{one.name}/{KEYS.get((kind, one.name), 'a')}" if one.map else one.name
        if (kind, one.name) in SAID:
            said[path] = SAID[kind, one.name]
        elif (kind, one.name) in MADE or one.name in OF_ITSELF:
            continue
        elif one.kind in TEXTS or one.kind in ("long_text", "code"):
            said[path] = text(kind, one)
        elif one.kind == "reference":
            said |= {path: ids[one.target]} if one.target in ids else {}
        elif one.kind == "choice":
            said[path] = one.choices[0]
        else:
            said[path] = 2026 if one.name in YEARS else USUAL[one.kind]
    return said


def fill(world, text: Callable[[str, Field], str], kinds: Collection[str] = (), beside: dict[str, str] | None = None):
    """Say one record of each type that is not among `beside` (of `kinds` alone); returns type → id, `beside` too."""
    others = [one.name for one in RECORDS if one.name != "tenant" and one.name not in (beside or {})]
    wanted = list(kinds) or others
    ids = (beside or {}) | {kind: acts.new_id() for kind in wanted}
    said = [acts.creation(kind, values(kind, ids, text), ids[kind]) for kind in wanted]
    with world.app.app_context():
        acts.state(world.tenant, "", said)
    return ids


@dataclass
class House:
    """What `furnish` made: record ids by type, and what services made beside them."""

    ids: dict[str, str]
    actor: Actor
    email: str
    report: str = ""
    letter: str = ""
    link: str = ""  # by which a body replies: its path
    key: str = ""  # of a program


def furnish(soum, text: Callable[[str, Field], str], word: Callable[[str, str], str]) -> House:
    """`fill`, and a report, a letter with its link, remarks and photos; `word(of, name)`: what people write there."""
    world = soum.world
    officer = make_officer(world, ADMINISTRATOR)
    actor = officer.actor()

    def report(unit: str) -> str:
        said = MultiDict({"last": "", "office": word("report", "office"), "note": word("report", "note")})
        with world.app.test_request_context(base_url=ORIGIN):
            return fortnight.issue(actor, unit, said)

    house = House(fill(world, text, beside={"report": report(soum.unit)}), actor, officer.email)
    house.report = report(house.ids["unit"])
    with world.app.app_context():
        for state in (remarks.PUBLISHED, remarks.KEPT, remarks.WAITING):
            picture = given.look(photo(320, 240))
            remarks.add("jargalant", house.ids["proposal"], "comment", word("remark", state), True, photo=picture)
            (mine,) = [row[1] for row in world.everything()["public_remark"] if row[4] == remarks.WAITING]
            if state != remarks.WAITING:
                remarks.decide(actor, mine, state)
        photos.add(actor, house.ids["work_progress"], {"caption": "Багана", "publish": "1"}, photo(320, 240))
        road = world.state(acts.creation("proposal", {"unit": house.ids["unit"], "title": "Зам", "status": "accepted"}))
        words = [word("letter", name) for name in ("subject", "text")]
        (house.letter,) = issue.issue(actor, issue.Wish({road: house.ids["body"]}, *words))
        with world.connection() as connection:
            house.link = view.page(connection, actor, house.letter)["address"].removeprefix(ORIGIN)
        house.key = api_keys.make(actor, "Самбар", list(api_keys.LISTS), None)
    return house
