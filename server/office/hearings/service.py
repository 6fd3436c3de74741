"""The merged hearing: what all tablets brought together (O1). Plain functions, no Flask.

Each takes a desk (one officer in one read transaction) and returns values that templates and tests read. Lists come
from projections; records are loaded for one page at a time, never all of them.
"""

from dataclasses import dataclass

from server.office.hearings import authors, collisions, history
from server.office.hearings.collisions import Collision
from server.office.hearings.desk import Desk, Origin, name_of
from server.problems import Problem
from server.store import hearings
from server.who import Verb
from sync import merge
from sync.catalogue import BY_NAME, Field
from sync.op import Value
from sync.record import Record, references, shown_id

ROWS_MAX = 100
ITEMS_MAX = 200  # open reviews listed of one hearing


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a record: the shown value, the ops that say it, and how many words its history has."""

    path: str
    field: Field | None
    value: Value
    ops: tuple[str, ...]
    is_open: bool
    words: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One record in a table: its cells by path, and the tablets that wrote what stands."""

    record: Record
    name: str
    cells: dict[str, Cell]
    origins: list[Origin]
    is_deleted: bool
    is_open: bool


def find_hearing(desk: Desk, hearing_id: str) -> Record:
    """The hearing within reach, or `not-found`."""
    hearing = desk.find(hearing_id, Verb.SEE, "hearing")
    if hearing.type != "hearing":
        raise Problem("not-found")
    return hearing


def cells(record: Record, words: dict[str, int] | None = None) -> dict[str, Cell]:
    """The fields of a record that somebody has filled, in the order of the catalogue; map entries after each other."""
    order = {field.name: place for place, field in enumerate(BY_NAME[record.type].fields)}
    open_paths = set(merge.reviews(record))
    found = {}
    for path in sorted({*record.live, *record.texts}, key=lambda path: (order.get(path.partition("/")[0], 99), path)):
        live = record.live.get(path, {})
        value = record.texts.get(path) if path in record.texts else live[shown_id(live)][0]
        same = tuple(sorted(op_id for op_id, (said, _) in live.items() if (type(said), said) == (type(value), value)))
        field = collisions.field_of(record.type, path)
        found[path] = Cell(path, field, value, same, path in open_paths, (words or {}).get(path, 0))
    return found


def table(desk: Desk, hearing: Record, kind: str, after: str = "", limit: int = ROWS_MAX, deleted: bool = False):
    """A page of a hearing's records of one type as rows, and where the next begins (empty: nowhere)."""
    if kind not in hearings.KINDS:
        raise Problem("not-found")
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, kind, after, limit + 1, deleted)
    known = desk.load(ids[:limit])
    return rows(desk, list(known.values())), ids[limit - 1] if len(ids) > limit else ""


def rows(desk: Desk, found: list[Record]) -> list[Row]:
    """Records as rows of a table, with the hands that wrote what stands."""
    of_record = {one.id: {op_id for live in one.live.values() for op_id in live} for one in found}
    origins = desk.origins(set().union(*of_record.values()))
    people = {merge.value_of(one, "person") for one in found if one.type == "attendance"}
    others = desk.load({one for one in people if type(one) is str})
    made = []
    for one in found:
        hands = sorted((origins[op_id] for op_id in of_record[one.id] if op_id in origins), key=_by_arrival)
        is_open = bool(merge.reviews(one))
        made.append(Row(one, name_of(one, others), cells(one), hands, merge.is_deleted(one), is_open))
    return made


def _by_arrival(origin: Origin) -> tuple:
    return (origin.received_at, origin.op)


@dataclass(frozen=True, slots=True)
class Item:
    """One open review of a hearing: the record's type, id and name, the path."""

    type: str
    record: str
    name: str
    path: str


def items(desk: Desk, hearing: Record) -> list[Item]:
    """The open reviews of the hearing, in the order in which they opened."""
    found = hearings.open_reviews(desk.connection, desk.tenant, [hearing.id], ITEMS_MAX)
    names = desk.names({one.record for one in found})
    return [Item(one.type, one.record, names[one.record], one.path) for one in found if one.record in names]


def record_page(
    desk: Desk, record: Record
) -> tuple[dict[str, Cell], dict[str, Origin], list[Collision], list[history.Entry]]:
    """Every field of a record with who, which tablet and when; its collisions; its ops, newest first."""
    told, _ = history.entries(desk, record)
    found = cells(record, history.counts(told))
    cards = collisions.of_record(record)
    return found, authors.origins(desk, ops_of(found, cards), cards), cards, told


def ops_of(found: dict[str, Cell], cards: list[Collision]) -> set[str]:
    """The ops whose origin these cells and collisions show."""
    return {op_id for cell in found.values() for op_id in cell.ops} | {
        op_id for card in cards for side in card.sides for op_id in side.ops
    }


def references_in(found: list[Record], cards: list[Collision]) -> set[object]:
    """The ids that the shown values of these records point to."""
    ids: set[object] = set()
    for record in [*found, *(card.record for card in cards)]:
        for path, live in record.live.items():
            field = collisions.field_of(record.type, path)
            if field and field.kind == "reference":
                ids |= {value for value, _ in live.values()}
    return ids


def hearings_of(desk: Desk, record: Record) -> list[str]:
    """The hearings that a record belongs to, itself included, within reach."""
    ids = {record.id} if record.type == "hearing" else references(record, "hearing")
    return sorted(desk.load(ids))
