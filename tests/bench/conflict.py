"""Two tablets edit the same records offline: no value is lost (I4), and only what collides goes to an officer."""

from sqlalchemy import func, select

from server.models.log import reviews
from tests.bench.deployment import BAGHS, drain, edit, fresh, hearing, propose
from tests.bench.figure import Figure, exactly
from tests.tablet import Tablet
from tests.world import World

RECORDS, RECORDS_QUICK = 500, 100


def measure(is_quick: bool) -> list[Figure]:
    """Once in different fields, once in the same."""
    count = RECORDS_QUICK if is_quick else RECORDS
    return _meet(count, ("title", "cost"), 0) + _meet(count, ("title", "title"), count)


def _meet(count: int, paths: tuple[str, str], collisions: int) -> list[Figure]:
    with fresh() as world:
        bagh = BAGHS[0]
        author, other, reader = (world.enrol(bagh) for _ in range(3))
        records = propose(author, count, world.units[bagh], hearing(world, bagh))
        drain(world, author)
        drain(world, other)
        wanted = set()
        for seq, record in enumerate(records, 1):
            bases = (author.op_id(seq),)
            for tablet, path, name in ((author, paths[0], "А"), (other, paths[1], "Б")):
                value = seq * 1_000 if path == "cost" else f"Худаг {name}{seq}"
                edit(tablet, record["id"], path, value, bases if path in record else (), 2)
                wanted.add((record["id"], path, value))
        drain(world, author)
        drain(world, other)
        readable = _live(world, reader) & wanted
        with world.connection() as connection:
            opened = connection.execute(select(func.count()).select_from(reviews)).scalar_one()
    name = f"{count} records edited by two tablets offline, in {'different fields' if not collisions else 'one field'}"
    return [
        exactly(f"{name}: values readable", len(readable), "values", 2 * count),
        exactly(f"{name}: review items", opened, "items", collisions),
    ]


def _live(world: World, reader: Tablet) -> set[tuple]:
    """(record, path, value) of every live value that a third tablet hears of."""
    found = set()
    for answer in drain(world, reader):
        for row, _ in answer.rows:
            found |= {(row["id"], path, value) for path, value in row.get("set", {}).items()}
            for path, entries in row.get("live", {}).items():
                found |= {(row["id"], path, value) for _, value, _ in entries}
    return found
