"""The ranking sessions of a hearing as an officer reads them: counted again here, marked where they differ.

Of an open session nothing that was cast is shown or counted (scenario 14): `server.ballot_box` hides it.
"""

from dataclasses import dataclass
from fractions import Fraction

from server import ballot_box
from server.ballot_box import Recount
from server.office.hearings.desk import Desk, Origin
from server.store import hearings
from sync import merge
from sync.op import Value
from sync.record import Record

RECORDS_MAX = 5_000  # ballots or hand counts of one hearing


@dataclass(frozen=True, slots=True)
class Place:
    """A proposal in the result: its place (None: not funded), the key it was voted under, its score for the eye."""

    rank: int | None
    key: str
    proposal: str
    score: str
    cost: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A session. `places` and `recount` are empty while it is open, and where its method is not known here."""

    record: Record
    values: dict[str, Value]
    is_closed: bool
    recount: Recount | None
    places: list[Place]
    origins: list[Origin]


def of_hearing(desk: Desk, hearing: Record) -> list[Shown]:
    """The sessions of a hearing, the one that was closed last first."""
    found = _records(desk, hearing, "ranking_session")
    ballots, tallies = (_by_session(_records(desk, hearing, kind)) for kind in ("ballot", "tally"))
    shown = [_shown(desk, one, ballots.get(one.id, []), tallies.get(one.id, [])) for one in found]
    return sorted(shown, key=lambda one: str(one.values.get("closed_at") or "~"), reverse=True)


def _records(desk: Desk, hearing: Record, kind: str) -> list[Record]:
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, kind, "", RECORDS_MAX)
    return list(desk.load(ids).values())


def _by_session(records: list[Record]) -> dict[Value, list[Record]]:
    found: dict[Value, list[Record]] = {}
    for record in records:
        found.setdefault(merge.value_of(record, "session"), []).append(record)
    return found


def _shown(desk: Desk, record: Record, ballots: list[Record], tallies: list[Record]) -> Shown:
    values = ballot_box.values_of(record)
    try:
        recount = ballot_box.recount(record, ballots, tallies)
    except ValueError:
        recount = None  # a method of a newer tablet: what it wrote is shown
    places = _places(values, recount) if recount else []
    origins = desk.origins({op_id for live in record.live.values() for op_id in live})
    hands = sorted(origins.values(), key=lambda one: (one.received_at, one.op))
    return Shown(record, values, ballot_box.is_closed(record), recount, places, hands)


def _places(values: dict[str, Value], recount: Recount) -> list[Place]:
    return [
        Place(
            item["rank"],
            item["item"],
            str(values.get(f"items/{item['item']}") or ""),
            figure(item["score"]),
            values.get(f"costs/{item['item']}"),
        )
        for item in recount.result["items"]
    ]


def figure(score: str) -> str:
    """An exact score for the eye: whole as it is, a fraction to two places, halves up."""
    exact = Fraction(score)
    if exact.denominator == 1:
        return str(exact)
    hundredths = (exact.numerator * 200 + exact.denominator) // (2 * exact.denominator)
    return f"{hundredths // 100},{hundredths % 100:02}".rstrip("0").rstrip(",")
