"""The paper of a letter: what is set, and how it is kept (MNS 5140-3:2021, annex В5; DOMAIN §C1).

What is set stands in the letter's record without the link for replies: this one is signed anew when a paper must be set
again, and the log never holds it. The bytes as issued stand beside, so that a reprint is the same paper.
"""

import json
from typing import NamedTuple

from server import papers
from server.store.settings import House
from server.text import says
from server.texts import translations
from sync.merge import value_of
from sync.op import Value
from sync.record import Record, shown_id

PIECE = 9000  # code points: what one text field takes, with room
ORGANISATION = "letter.organisation"  # lines of the letterhead, `|` between
SIGNER_POST, SIGNER_NAME, ADDRESS, PLACE = "letter.signer_post", "letter.signer_name", "letter.address", "letter.place"


class Line(NamedTuple):
    """One proposal in the letter."""

    words: dict[str, str]
    unit: str
    received_on: str
    due_on: str


class Head(NamedTuple):
    """What stands around the list. `follows`: number and day of the letter that this one adds to."""

    number: str
    issued_on: str
    addressee: str
    official: str
    subject: str
    text: str
    signer_post: str
    signer_name: str
    reply_by: str
    follows: tuple[str, str] = ("", "")


def data(house: House, head: Head, lines: list[Line]) -> dict:
    """What the template `letter` sets; official papers speak Mongolian."""
    said = translations("mn").ugettext
    settings = house.settings
    day = says.formal_day(head.issued_on)
    return {
        "title": f"{head.subject} № {head.number}",
        "dated": head.issued_on,
        "margins": papers.margins(settings),
        "letterhead": {
            "organisation": [part.strip() for part in settings.get(ORGANISATION, house.name).split("|")],
            "date": day,
            "number": f"№ {head.number}",
            "place": settings.get(PLACE, ""),
        },
        "addressee": [part for part in (head.addressee, head.official) if part],
        "subject": head.subject,
        "text": head.text,
        "columns": [said(f"letter.paper.{name}") for name in ("no", "proposal", "unit", "received", "due")],
        "rows": [_row(number, line) for number, line in enumerate(lines, 1)],
        "asks": _asks(head),
        "ways": [part for part in (said("letter.paper.by_link"), settings.get(ADDRESS, "")) if part],
        "signs": [[head.signer_post, head.signer_name]],
    }


def _asks(head: Head) -> str:
    said = translations("mn").ugettext
    return said("letter.paper.asks") % {"day": says.formal_day(head.reply_by)} if head.reply_by else ""


def _row(number: int, line: Line) -> list:
    said = translations("mn").ugettext
    title = line.words.get("title") or line.words.get("body", "")
    more = [line.words["body"]] if line.words.get("body", title) != title else []
    labelled = {path: line.words[path] for path in ("root_cause", "solution", "addendum") if line.words.get(path)}
    cost = line.words.get("cost", "")
    labelled |= {"cost": says.money(int(cost))} if cost.isdigit() else {}
    more += [f"{said(f'proposal.{path}')}: {words}" for path, words in labelled.items()]
    return [
        str(number),
        {"title": title, "more": more},
        line.unit,
        says.short_day(line.received_on),
        says.short_day(line.due_on),
    ]


def pdf(said: dict, link: str) -> bytes:
    """The paper with its link for replies."""
    foot = {"qr": papers.qr(link), "lines": [link]}
    return papers.pdf("letter", said | {"foot": foot})


def pieces(said: dict) -> dict[str, Value]:
    """What is set, as values of the field `paper`."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return {f"paper/{at // PIECE:03}": text[at : at + PIECE] for at in range(0, len(text), PIECE)}


def joined(letter: Record) -> dict:
    """What `pieces` was given."""
    keys = sorted(path for path in letter.live if path.startswith("paper/"))
    return json.loads("".join(str(letter.live[key][shown_id(letter.live[key])][0]) for key in keys))


def units_of(letter: Record) -> set[str]:
    """The units whose proposals the letter carries."""
    return {path.partition("/")[2] for path in letter.live if path.startswith("units/")}


def name_of(letter: Record) -> str:
    """`№ 12 · 2026.11.24`."""
    return f"№ {value_of(letter, 'number')} · {says.short_day(str(value_of(letter, 'issued_on') or ''))}"
