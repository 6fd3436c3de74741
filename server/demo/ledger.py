"""What the tablets captured: every op that they sent, added up in memory by the merge alone, and counted by hearing.

The server's store, projections and pages have no part in it: `yavuul demo --check` lays their figures beside these.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from server.demo.room import Room
from server.demo.tablet import Tablet
from sync import lifecycle, merge, op, opset
from sync.chain import tag
from sync.op import Op
from sync.record import Record

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Figures:
    """One hearing in figures. `cost` and `supporters` are sums over its proposals; `expected` ops are those that the
    manifests name, `arrived` those of them that were sent."""

    title: str
    attendances: int = 0
    people: int = 0
    proposals: int = 0
    decisions: int = 0
    supporters: int = 0
    cost: int = 0
    media: int = 0
    collisions: int = 0
    parked: int = 0
    expected: int = 0
    arrived: int = 0


Ledger = dict[str, dict[str, Figures]]  # tenant → hearing → figures


def ops_of(tablet: Tablet, last: int = 0) -> Iterable[Op]:
    """The ops of a tablet, up to number `last` (all of them by default)."""
    for seq, (line, *personal) in enumerate(tablet.lines[: last or None], 1):
        yield op.read(line, personal[0] if personal else None, tablet.inc, seq, tag(tablet.hashes[seq]))


def fold(said: Iterable[Op]) -> dict[str, Record]:
    """Record id → what these ops add up to. What a seal had not seen stands late (M15)."""
    by_record: dict[str, list[Op]] = {}
    for one in said:
        by_record.setdefault(one.record, []).append(one)
    found = {name: merge.fold(ops[0].type, name, ops) for name, ops in by_record.items()}
    seals: dict[str, list[Record]] = {}
    for one in found.values():
        if one.type == "seal":
            seals.setdefault(str(merge.value_of(one, "hearing")), []).append(one)
    for name, ops in by_record.items():
        for hearing in lifecycle.hearings_of(found[name]) & seals.keys():
            found[name] = merge.fold(ops[0].type, name, ops, lifecycle.seen_by(seals[hearing]))
    return found


def captured(rooms: Iterable[Room]) -> dict[str, Figures]:
    """The figures of these hearings, from what their tablets have sent."""
    rooms = list(rooms)
    tablets = {tablet.inc: tablet for room in rooms for tablet in room.team.tablets}
    aside = set().union(*(room.aside for room in rooms))
    sent = [said for tablet in tablets.values() for said in ops_of(tablet, tablet.sent)]
    records = fold(said for said in sent if said.id not in aside)
    ids = {said.id for said in sent}
    by_hearing: dict[str, list[Record]] = {}
    for one in records.values():
        for hearing in {one.id} if one.type == "hearing" else {merge.value_of(one, "hearing")}:
            by_hearing.setdefault(str(hearing), []).append(one)
    return {room.hearing: _figures(room, by_hearing[room.hearing], ids) for room in rooms}


def _figures(room: Room, found: Collection[Record], sent: Collection[str]) -> Figures:
    def of(kind: str) -> list[Record]:
        return [one for one in found if one.type == kind and not merge.is_deleted(one)]

    proposals = of("proposal")
    told = [str(merge.value_of(one, "holds") or "") for one in of("manifest")]
    expected = frozenset().union(*map(opset.decode, told))
    return Figures(
        title=room.title,
        attendances=len(of("attendance")),
        people=len({merge.value_of(one, "person") or one.id for one in of("attendance")}),
        proposals=len(proposals),
        decisions=len(of("decision")),
        supporters=sum(int(merge.value_of(one, "supporters") or 0) for one in proposals) + len(of("supporter")),
        cost=sum(int(merge.value_of(one, "cost") or 0) for one in proposals),
        media=room.arrived_files,
        collisions=sum(len(merge.reviews(one)) for one in found),
        parked=len(room.aside),
        expected=len(expected),
        arrived=len(expected & set(sent)),
    )


def save(ledger: Ledger, data_dir: Path) -> None:
    """Keep it beside the data: `demo.json`, figures and titles, nothing of persons."""
    said = {tenant: {one: asdict(figures) for one, figures in halls.items()} for tenant, halls in ledger.items()}
    (data_dir / FILE).write_text(json.dumps(said, ensure_ascii=False, indent=1))


def load(data_dir: Path) -> Ledger:
    """What was kept; FileNotFoundError where no demo was filled here."""
    said = json.loads((data_dir / FILE).read_text())
    return {tenant: {one: Figures(**figures) for one, figures in halls.items()} for tenant, halls in said.items()}
