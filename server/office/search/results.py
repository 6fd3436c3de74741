"""Hits of a search, by kind: filtered, counted, one page at a time, with what the words of the query were taken for.

The index says which records hold the words; what they are filtered by comes from projections, and what is shown from
the records, within reach (I9). Of more hits than HITS_MAX the best are kept, and the page says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from server import config
from server.office.hearings.desk import Desk, name_of
from server.office.tables import Asked, Column, Cut
from server.search import words
from server.search.find import Answer, find
from server.search.index import TEXTS, Index
from server.store import found, hearings
from server.store.found import Fact
from server.text import collate
from server.text.says import short_day
from server.who import Actor, Thing, Verb, check
from sync.catalogue import BY_NAME
from sync.record import Record

COLUMNS = (
    Column("what", "office.search.what"),
    Column("unit", "hearing.unit"),
    Column("day", "office.search.day", sorts=True, is_down_first=True),
    Column("state", "proposal.status"),
)
FILTERS = ("q", "kind", "unit", "year", "category", "state")
KINDS = ("hearing", "proposal", "decision", "work", "body", "unit", "measure", "referral", "agenda_item", "material")
HITS_MAX = 2000
OF_EACH = 5  # hits of one kind beside other kinds
EXCERPT = 200  # letters
FORMS = 3  # words that one word of the query was taken for

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: its name and what it says around the words, in pieces; whether a piece is such a word."""

    fact: Fact
    name: Pieces
    says: Pieces
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind: those shown, and how many there are."""

    kind: str
    hits: list[Hit]
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """What the page shows. `taken`: word of the query → the words that it found, where they are others.

    `guessed`: words that nobody said, and were taken for slips. `behind`: changes that the index has not read yet.
    """

    asked: Asked
    groups: list[Group]
    counts: dict[str, int]
    cut: Cut
    taken: dict[str, list[str]]
    guessed: set[str]
    is_cut: bool
    behind: int
    choices: dict[str, list[tuple[str, str]]]


def searched(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Results:
    """Answer the query arguments `said`."""
    check(actor, Verb.SEE, Thing("record", actor.tenant))
    asked = Asked.of(said, COLUMNS, FILTERS)
    query = asked.filters.get("q", "")
    answer = find(Index(config.current().data_dir), actor.tenant, query, actor.units, limit=HITS_MAX)
    facts = found.facts(connection, actor.tenant, [(hit.record, hit.type) for hit in answer.found])
    units = hearings.units(connection, actor.tenant, actor.units)
    fitting = _sorted([fact for fact in facts if _fits(fact, asked.filters)], asked)
    counts = Counter(fact.type for fact in fitting)
    kind = asked.filters.get("kind", "")
    cut = asked.cut([fact for fact in fitting if fact.type == kind])
    shown = (
        {kind: cut.rows} if kind else {one: [fact for fact in fitting if fact.type == one][:OF_EACH] for one in KINDS}
    )
    known = Desk(connection, actor).load({fact.record for rows in shown.values() for fact in rows})
    meant = {stem for stems in answer.meant.values() for stem in stems}
    groups = [
        Group(one, [_hit(fact, known[fact.record], meant, units) for fact in rows if fact.record in known], counts[one])
        for one, rows in shown.items()
        if rows
    ]
    return Results(
        asked,
        groups,
        {one: counts[one] for one in KINDS if counts[one]},
        cut,
        _taken(query, answer, known.values()),
        {word for word in words.words(query) if words.stem(word) in answer.guessed},
        len(answer.found) == HITS_MAX,
        answer.behind,
        _choices(facts, units),
    )


def _fits(fact: Fact, filters: Mapping[str, str]) -> bool:
    said = {"unit": fact.unit, "year": fact.day[:4], "category": fact.category, "state": fact.state}
    return all(filters.get(name, value) == value for name, value in said.items())


def _sorted(facts: list[Fact], asked: Asked) -> list[Fact]:
    """By day where that is asked, else the best first."""
    return sorted(facts, key=lambda fact: fact.day, reverse=asked.is_down) if asked.sort == "day" else facts


def _choices(facts: Sequence[Fact], units: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: of all hits, whatever is filtered. Words for categories and states are the page's."""
    place = sorted({fact.unit for fact in facts} & units.keys(), key=lambda unit: collate.key(units[unit]))
    return {
        "unit": [(unit, units[unit]) for unit in place],
        "year": [(year, year) for year in sorted({fact.day[:4] for fact in facts if fact.day}, reverse=True)],
        "category": [(one, one) for one in sorted({fact.category for fact in facts if fact.category})],
        "state": [(one, one) for one in sorted({fact.state for fact in facts if fact.state})],
    }


def _hit(fact: Fact, record: Record, meant: set[str], units: dict[str, str]) -> Hit:
    texts = list(_texts(record))
    name = name_of(record, {})
    if name == record.id[:6] and texts:
        name = texts[0][:120]
    others = [text for text in texts if not text.startswith(name)]
    says = next((text for text in others if any(hit for _, hit in words.marked(text, meant))), next(iter(others), ""))
    excerpt = words.marked(words.around(says, meant, EXCERPT), meant)
    return Hit(fact, words.marked(name, meant), excerpt, units.get(fact.unit, ""))


def _texts(record: Record) -> Iterator[str]:
    """All that a record says, hidden sides of collisions too; days as people read them."""
    for path in TEXTS[record.type]:
        is_day = BY_NAME[record.type].field(path).kind == "date"
        for value, _ in record.live.get(path, {}).values():
            if type(value) is str:
                yield short_day(value) if is_day else value


def _taken(query: str, answer: Answer, shown) -> dict[str, list[str]]:
    """Word of the query → the commonest words that it found in what is shown, where it found others than itself."""
    said = Counter(word for record in shown for text in _texts(record) for word in words.words(text))
    taken = {}
    for word in dict.fromkeys(words.words(query)):
        meant = answer.meant.get(words.stem(word), [])
        forms = [form for form in said if words.fits(words.stem(form), meant)]
        if forms and (forms := sorted(forms, key=lambda form: (-said[form], len(form), form))[:FORMS]) != [word]:
            taken[word] = forms
    return taken
