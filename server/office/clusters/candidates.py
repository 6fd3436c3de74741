"""What is alike, and why it looks so: for one proposal, for a cluster's voices, and over the whole list (O3).

The machine offers, a person decides. Each candidate says by which words it was found, which of them are one but for a
slip, whether the category is the same, and how far away it is.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from server import config
from server.office.hearings.desk import Desk, name_of
from server.search import alike
from server.search.index import Index
from server.search.near import Alike, Group, Wish, groups, near, of_sign
from server.search.words import WORD
from server.store import clusters, hearings
from server.text import places
from server.who import Actor, Verb
from sync.merge import is_deleted, value_of
from sync.record import Record

SHOWN_MAX = 12
WISHES_MAX = 6  # different ones of a cluster that are asked for
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal that may want the same. `name` in pieces, each with whether its word was found; `slips`: (mine,
    theirs); `kilometres`: between the two places, None where one says none; `clusters`: those that hold it."""

    record: Record
    name: Pieces
    unit: str
    score: float
    slips: list[tuple[str, str]]
    is_same_category: bool
    kilometres: float | None
    clusters: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A wish that was said in several units and is in no cluster yet: `names` are some of its wordings."""

    sign: str
    count: int
    units: int
    names: list[str]


def index() -> Index:
    """The index of this deployment."""
    return Index(config.current().data_dir)


def for_proposal(connection: Connection, actor: Actor, proposal_id: str) -> tuple[Record, list[Candidate]]:
    """A proposal within reach, and what is like it."""
    desk = Desk(connection, actor)
    record = desk.find(proposal_id, Verb.SEE, "proposal")
    return record, for_voices(desk, [record])


def for_voices(desk: Desk, voices: list[Record]) -> list[Candidate]:
    """What is like one of these proposals and is none of them, the likest first."""
    mine = {voice.id for voice in voices}
    best: dict[str, tuple[Alike, Record]] = {}
    for voice in _different(voices):
        for hit in near(index(), desk.tenant, _wish(voice), desk.actor.units, SHOWN_MAX + len(mine)):
            if hit.record not in mine and (hit.record not in best or best[hit.record][0].why.score < hit.why.score):
                best[hit.record] = (hit, voice)
    likest = sorted(best.values(), key=lambda pair: (-pair[0].why.score, pair[0].record))[:SHOWN_MAX]
    known = desk.load(hit.record for hit, _ in likest)
    units = hearings.units(desk.connection, desk.tenant, desk.actor.units)
    held = clusters.of_proposals(desk.connection, desk.tenant, known)
    return [
        _candidate(hit, voice, known[hit.record], units.get(hit.unit, ""), held.get(hit.record, []))
        for hit, voice in likest
        if hit.record in known and not is_deleted(known[hit.record])
    ]


def _different(voices: Iterable[Record]) -> list[Record]:
    """The first voice of each wish."""
    found: dict[str, Record] = {}
    for voice in voices:
        found.setdefault(alike.sign(alike.roots(_wish(voice).text)), voice)
    return list(found.values())[:WISHES_MAX]


def _wish(proposal: Record) -> Wish:
    said = value_of(proposal, "title") or value_of(proposal, "body") or ""
    return Wish(str(said)[:200], str(value_of(proposal, "category") or ""))


def _candidate(hit: Alike, voice: Record, record: Record, unit: str, held: list[tuple[str, str]]) -> Candidate:
    roots = {*hit.why.shared, *(theirs for _, theirs in hit.why.slips)}
    name, theirs = name_of(record, {}), {alike.root(one.lower()): one for one in _words(_wish(record).text)}
    mine = {alike.root(one.lower()): one for one in _words(_wish(voice).text)}
    slips = [(mine.get(one, one), theirs.get(other, other)) for one, other in hit.why.slips]
    at, other_at = (places.position(value_of(one, "place")) for one in (voice, record))
    category = value_of(voice, "category")
    return Candidate(
        record,
        _marked(name, roots),
        unit,
        hit.why.score,
        slips,
        category is not None and category == value_of(record, "category"),
        places.kilometres(at, other_at) if at and other_at else None,
        held,
    )


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFC", text))


def _marked(text: str, roots: set[str]) -> Pieces:
    """`text` in pieces, each with whether it is a word with one of these roots (or begins as one)."""
    text, pieces, end = unicodedata.normalize("NFC", text), [], 0
    for found in WORD.finditer(text):
        root = alike.root(found.group().lower())
        if any(alike.nearness(root, one) > alike.SLIP for one in roots):
            pieces += [(text[end : found.start()], False), (found.group(), True)]
            end = found.end()
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def offers(connection: Connection, actor: Actor, limit: int = 10) -> list[Offer]:
    """Wishes that were said in several units, of which no cluster holds a proposal, the most wide-spread first."""
    desk = Desk(connection, actor)
    found = []
    for group in groups(index(), actor.tenant, actor.units):
        ids = of_sign(index(), actor.tenant, group.sign, actor.units)
        if not clusters.of_proposals(connection, actor.tenant, ids):
            found.append((group, ids))
        if len(found) == limit:
            break
    known = desk.load({one for _, ids in found for one in ids[:NAMED]})
    return [_offer(group, [known[one] for one in ids[:NAMED] if one in known]) for group, ids in found]


NAMED = 6


def _offer(group: Group, some: list[Record]) -> Offer:
    return Offer(group.sign, group.count, group.units, list(dict.fromkeys(name_of(one, {}) for one in some)))


def of_offer(actor: Actor, sign: str) -> list[str]:
    """The proposals of an offer, within reach."""
    return of_sign(index(), actor.tenant, sign, actor.units)
