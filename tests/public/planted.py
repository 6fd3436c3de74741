"""A record of every type with every field filled, from the catalogue: for tests that look where values come out.

`fill(world, text)` says them all as the office does, of a published hearing and a proposal that is done, so that every
page has something to show; `text(kind, field)` is what a field of text gets. A new field needs no line here.
"""

from base64 import b64encode
from collections.abc import Callable, Collection

from pycrdt import Doc, Text

from server import acts
from sync import codes
from sync.catalogue import BY_NAME, RECORDS
from sync.declare import Field
from sync.update import ROOT

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
