"""An office of many years: 100 000 proposals in 3 000 hearings, who came to them, and what is undecided.

Entered by the real sync call once, then kept in the temporary folder under a name that changes with the tables, the
engine and this file; each measure works on a copy. PostgreSQL gets the very same rows, table by table.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

from sqlalchemy import select

from server import accounts
from server.extensions import db
from server.models.projections import TABLES
from server.search.index import Index
from server.store import bulk
from server.store.unit_of_work import reading, write
from server.who import REVIEWER
from sync import opset
from tests.bench.deployment import edit, propose
from tests.bench.figure import progress
from tests.bench.onboard import attend, enter_person
from tests.tablet import Tablet
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
HEARINGS, HEARINGS_QUICK = 3_000, 150
PROPOSALS_EACH, EXTRA_EVERY = 33, 3  # one more in every third hearing: 100 000 in 3 000
UNITS, PEOPLE_EACH, CAME_EACH = 60, 80, 20
COLLISIONS_EVERY, WAITING_EVERY = 10, 15  # hearings
FIRST_ON = date(2016, 1, 4)
BATCH = 1_000
PASSWORD, EMAIL = "Ховдын таван толгой", "reviewer@office.example"
STEPS_AT_ONCE = 1_000


@contextmanager
def full(is_quick: bool, database_url: str = "") -> Iterator[World]:
    """The full office on SQLite, or on an empty PostgreSQL database; gone afterwards."""
    template = _template(HEARINGS_QUICK if is_quick else HEARINGS)
    with tempfile.TemporaryDirectory(prefix="yavuul-office-") as folder:
        home = Path(folder) / "data"
        shutil.copytree(template, home)
        world = World(home, database_url)
        if database_url:
            world.migrate()
            _copy(World(home), world)
        table = TABLES["unit"]
        with world.connection() as connection:
            world.units = dict(connection.execute(select(table.c.name, table.c.id)).tuples().all())
        try:
            yield world
        finally:
            world.close()


def some(world: World, kind: str, count: int, seed: int = 1) -> list[str]:
    """Ids of records of one type, drawn at random."""
    table = TABLES[kind]
    with world.connection() as connection:
        ids = list(connection.execute(select(table.c.id).order_by(table.c.id)).scalars())
    return Random(seed).sample(ids, min(count, len(ids)))


def _template(hearings: int) -> Path:
    """The data directory that all measures copy; made when first needed."""
    sources = [*ROOT.glob("migrations/versions/*.py"), *ROOT.glob("sync/*.py"), *ROOT.glob("server/search/*.py")]
    sources += [ROOT / "server/projections.py", Path(__file__)]
    mark = sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:16]
    there = Path(tempfile.gettempdir()) / f"yavuul-full-office-{hearings}-{mark}"
    if not there.exists():
        making = Path(tempfile.mkdtemp(prefix="yavuul-full-office-"))
        _fill(making, hearings)
        os.rename(making, there)
    return there


def _fill(folder: Path, hearings: int) -> None:
    progress(f"an office of {hearings} hearings is entered, once")
    world = World(folder).migrate()
    world.found(baghs=tuple(f"{place}-р баг" for place in range(1, UNITS + 1)))
    with world.app.app_context():
        accounts.create(world.tenant, EMAIL, "Ц.Сарантуяа", REVIEWER, PASSWORD, None)
    for place, (bagh, unit) in enumerate(world.units.items()):
        _of_unit(world, bagh, unit, range(place, hearings, UNITS))
    index = Index(folder)
    with world.app.app_context():
        while index.read_up(world.tenant, STEPS_AT_ONCE):
            progress("the index is read up")
    world.close()


def _of_unit(world: World, bagh: str, unit: str, numbers: range) -> None:
    """The hearings of one unit: entered by one tablet, some changed by another at the same time."""
    author, other = world.enrol(bagh), world.enrol(bagh)
    known = [enter_person(author, unit) for _ in range(PEOPLE_EACH)]
    edits = []
    for number in numbers:
        day = FIRST_ON + timedelta(days=number * 3900 // max(numbers.stop, 1))
        said = {"unit": unit, "title": f"{bagh}: {number + 1}-р хэлэлцүүлэг", "held_on": day.isoformat()}
        first = len(author.lines)
        hearing = author.say("hearing", kind=("discussion", "thematic", "visit")[number % 3], **said)
        for _ in range(CAME_EACH):
            attend(author, unit, hearing, known)
        start = len(author.lines)
        made = propose(author, PROPOSALS_EACH + (number % EXTRA_EVERY == 0), unit, hearing, is_on_map=True)
        author.say("decision", unit=unit, hearing=hearing, number=1, text="Эхний гурван саналыг уламжлах", votes_for=15)
        holds = opset.encode(author.op_id(seq) for seq in range(first + 1, len(author.lines) + 1))
        author.say("manifest", unit=unit, hearing=hearing, holds=holds)
        if number % COLLISIONS_EVERY == 0:
            edits.append((made[0]["id"], author.op_id(start + 1)))
        if number % WAITING_EVERY == 0:
            author.say("proposal", str(made[1]["id"]), status="accepted")
    _push(world, author)
    for record, base in edits:
        edit(author, record, "title", "Гар худаг шинээр гаргах", (base,))
        edit(other, record, "title", "Гар худгийг засах", (base,), n=2)
    _push(world, author)
    _push(world, other)


def _push(world: World, tablet: Tablet) -> None:
    while tablet.sent < len(tablet.lines):
        answer = tablet.sync(world.client, tablet.sent + 1, min(tablet.sent + BATCH, len(tablet.lines)))
        assert answer.status == 200, answer.head


def _copy(source: World, target: World) -> None:
    """Every row of every table from one database into the other, which has just been migrated."""
    progress("its rows are copied")
    for table in db.metadata.sorted_tables:
        columns = tuple(column.name for column in table.columns)
        with source.app.app_context(), reading() as connection:
            rows = [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        with target.app.app_context():
            for first in range(0, len(rows), 20_000):
                part = rows[first : first + 20_000]
                write(partial(bulk.insert, table=table, columns=columns, rows=part))
    source.close()
    with target.app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
