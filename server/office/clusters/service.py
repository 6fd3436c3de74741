"""Clusters: the list, one of them with every voice in its own words, and what the office does to them, as ops (O3).

Linking changes one entry of the cluster's map and nothing of the proposal, so two officers at one cluster never write
over each other, and every deed has its way back. A cluster is within reach of whoever reaches a proposal that it
named, ever; other voices of it are neither shown nor counted there (I9).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import Connection

from server import acts
from server.office.clusters.candidates import Candidate, for_voices
from server.office.hearings.desk import Desk, name_of
from server.office.tables import Asked, Column, Cut
from server.problems import Problem
from server.store import clusters, hearings
from server.store.clusters import LINK_PATH, Behind
from server.store.unit_of_work import write
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.kinds import bad_text
from sync.op import Value
from sync.record import Record

COLUMNS = (
    Column("title", "record.cluster"),
    Column("units", "office.clusters.units", is_number=True, sorts=True, is_down_first=True),
    Column("people", "office.clusters.people", is_number=True),
    Column("hands", "office.clusters.hands", is_number=True),
    Column("voices", "office.clusters.voices", is_number=True, sorts=True, is_down_first=True),
)
USUAL = "-units"
LIST_ROWS = 25
VOICES_SHOWN = 200
TITLE_MAX, NOTE_MAX = 200, 2_000
NOBODY = Behind(0, 0)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of clusters shows. `behind`: cluster → who stands behind it."""

    asked: Asked
    cut: Cut
    behind: dict[str, Behind]
    is_khoroo: bool


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Listing:
    """The clusters within reach, one page."""
    check(actor, Verb.SEE, Thing("cluster", actor.tenant))
    asked = Asked.of(said, COLUMNS, (), USUAL)
    count = clusters.count(connection, actor.tenant, actor.units)
    pages = max(1, -(-count // LIST_ROWS))
    number = min(asked.page, pages)
    before = (number - 1) * LIST_ROWS
    order = (asked.sort, asked.is_down)
    rows = clusters.page(connection, actor.tenant, actor.units, order, before, LIST_ROWS)
    voices = clusters.voices(connection, actor.tenant, actor.units, [row.id for row in rows])
    behind = clusters.behind(connection, actor.tenant, voices)
    is_khoroo = clusters.has_khoroos(connection, actor.tenant)
    return Listing(asked, Cut(rows, number, pages, count, before), behind, is_khoroo)


@dataclass(frozen=True, slots=True)
class Said:
    """One voice of a cluster as its page shows it."""

    record: Record
    name: str
    unit: str
    hearing: str
    day: str
    supporters: int


@dataclass(frozen=True, slots=True)
class Page:
    """One cluster. `token` says what was shown; `units`: how many baghs or khoroos; `is_cut`: there are more voices."""

    record: Record
    token: int
    voices: list[Said]
    units: int
    behind: Behind
    candidates: list[Candidate]
    is_cut: bool
    is_khoroo: bool


def page(connection: Connection, actor: Actor, cluster_id: str) -> Page:
    """One cluster within reach, or `not-found`."""
    record = _find(connection, actor, cluster_id, Verb.SEE)
    if merge.is_deleted(record):
        raise Problem("not-found")
    found = clusters.voices(connection, actor.tenant, actor.units, [cluster_id])
    desk = Desk(connection, actor)
    shown = found[:VOICES_SHOWN]
    known = desk.load({voice.proposal for voice in shown})
    units = hearings.units(connection, actor.tenant, actor.units)
    days = clusters.days(connection, actor.tenant, {voice.hearing for voice in shown})
    voices = [
        Said(
            known[voice.proposal],
            name_of(known[voice.proposal], {}),
            units.get(voice.unit, ""),
            voice.hearing,
            days.get(voice.hearing, ""),
            voice.supporters,
        )
        for voice in shown
        if voice.proposal in known
    ]
    voices.sort(key=lambda one: (collate.key(one.unit), one.day, one.record.id))
    return Page(
        record,
        record.top,
        voices,
        len({voice.unit for voice in found}),
        clusters.behind(connection, actor.tenant, found).get(cluster_id, NOBODY),
        for_voices(desk, [known[one.proposal] for one in shown if one.proposal in known]),
        len(found) > len(shown),
        clusters.has_khoroos(connection, actor.tenant),
    )


def of_proposal(connection: Connection, actor: Actor, proposal: str) -> list[tuple[str, str]]:
    """(cluster, title) of the clusters that hold a proposal, which the caller has found within reach."""
    return clusters.of_proposals(connection, actor.tenant, [proposal]).get(proposal, [])


def found(actor: Actor, proposal_ids: Collection[str], title: str = "") -> str:
    """A new cluster of these proposals; its title is theirs where none is said. Returns its id."""

    def work(connection: Connection) -> str:
        records = _proposals(connection, actor, proposal_ids)
        first = records[0]
        values: dict[str, Value] = {"title": _fit(title, TITLE_MAX) or name_of(first, {})}
        if category := merge.value_of(first, "category"):
            values["category"] = category
        values |= {LINK_PATH + one.id: one.id for one in records}
        statement = acts.creation("cluster", values)
        acts.state_in(connection, actor.tenant, actor.id, [statement])
        return statement.record

    return write(work)


def link(actor: Actor, cluster_id: str, proposal_ids: Collection[str], is_linked: bool = True) -> None:
    """Link proposals to a cluster, or unlink them; once more changes nothing. Neither loses a word."""

    def work(connection: Connection) -> None:
        cluster = _find(connection, actor, cluster_id, Verb.CHANGE)
        wished = {one.id: one.id if is_linked else None for one in _proposals(connection, actor, proposal_ids)}
        statement = linked(cluster, wished)
        if statement.sets:
            acts.state_in(connection, actor.tenant, actor.id, [statement])

    write(work)


def linked(cluster: Record, wished: Mapping[str, str | None]) -> acts.Statement:
    """The statement of what changes: proposal → itself, or None where it is to be unlinked."""
    sets = {}
    for proposal, value in wished.items():
        if merge.value_of(cluster, LINK_PATH + proposal) != value:
            sets |= merge.resolve(cluster, LINK_PATH + proposal, value)
    if sets and merge.is_deleted(cluster):
        sets |= merge.edit(cluster, {})
    return acts.Statement("cluster", cluster.id, sets)


def change(actor: Actor, cluster_id: str, token: str, said: Mapping[str, str]) -> None:
    """Another title or note. `stale` where somebody changed one of them since the page was shown."""

    def work(connection: Connection) -> None:
        cluster = _find(connection, actor, cluster_id, Verb.CHANGE)
        wished = {"title": _fit(said.get("title", ""), TITLE_MAX), "note": _fit(said.get("note", ""), NOTE_MAX) or None}
        if not wished["title"]:
            raise Problem("bad-values", reasons=["title"])
        changed = {path: value for path, value in wished.items() if merge.value_of(cluster, path) != value}
        if any(n > _number(token) for path in changed for _, n in cluster.live.get(path, {}).values()):
            raise Problem("stale")
        if changed:
            acts.state_in(connection, actor.tenant, actor.id, [acts.change(cluster, changed)])

    write(work)


def remove(actor: Actor, cluster_id: str, is_gone: bool = True) -> None:
    """Take a cluster off the list, or bring it back; its proposals stay as they are."""

    def work(connection: Connection) -> None:
        cluster = _find(connection, actor, cluster_id, Verb.CHANGE)
        if merge.is_deleted(cluster) != is_gone:
            sets = merge.delete(cluster) if is_gone else merge.edit(cluster, {})
            acts.state_in(connection, actor.tenant, actor.id, [acts.Statement("cluster", cluster.id, sets)])

    write(work)


def _find(connection: Connection, actor: Actor, cluster_id: str, verb: Verb) -> Record:
    check(actor, verb, Thing("cluster", actor.tenant))
    record = clusters.load(connection, actor.tenant, cluster_id, lock=verb != Verb.SEE)
    if record is None or not (actor.units is None or clusters.names_any(connection, actor.tenant, record, actor.units)):
        raise Problem("not-found")
    return record


def _proposals(connection: Connection, actor: Actor, ids: Collection[str]) -> list[Record]:
    """The proposals within reach, in the order said; `not-found` if one of them is not."""
    desk = Desk(connection, actor)
    records = [desk.find(one, Verb.DECIDE, "proposal", lock=True) for one in dict.fromkeys(ids)]
    if not records or any(one.type != "proposal" for one in records):
        raise Problem("not-found")
    return records


def _fit(text: str, most: int) -> str:
    said = normalize("NFC", text.replace("\r\n", "\n")).strip()[:most].strip()
    if bad_text(said):
        raise Problem("bad-values", reasons=["text"])
    return said


def _number(token: str) -> int:
    return int(token) if token.isascii() and token.isdecimal() and len(token) < 16 else 0
