"""A deployment for tests: an app on a real database, a tenant with units, and tablets that sync with it.

The same tests run on SQLite and on PostgreSQL (`world` in tests/exchange/conftest.py). Tables come from the real
migrations, once per process, and are then copied.
"""

import random
import shutil
from base64 import b32encode
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, inspect, select

from server import acts, certificates, clock, keys
from server.app import create_app
from server.config import Settings
from server.extensions import db
from server.models.accounts import Account
from server.models.log import feed, records, reviews
from server.models.projections import LINKS, TABLES
from server.models.tablets import Tablet as TabletRow
from server.store import tenants
from server.store.unit_of_work import reading, write
from tests.tablet import Answer, Tablet

BAGHS = ("Рашаант", "Бугат")


class Client:
    """The tablet's host of an app, as a tablet reaches it."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def post(self, path: str, data: bytes, headers: dict[str, str]):
        """POST to `http://app.localhost`."""
        return self.ask("POST", path, data, headers)

    def ask(self, method: str, path: str, data: bytes | None = None, headers: dict[str, str] | None = None):
        """One request to `http://app.localhost`."""
        base = "http://app.localhost:8000"
        return self._client.open(path, method=method, data=data, headers=headers, base_url=base)


class World:
    """One deployment. `units` are record ids by name of the bagh."""

    def __init__(self, data_dir: Path, database_url: str = "", seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.data_dir = data_dir
        if not (data_dir / keys.FILE).exists():
            keys.save(keys.create(), data_dir)
        self.app = create_app(Settings(data_dir=data_dir, database_url=database_url, argon2_memory_kib=8))
        self.client = Client(self.app)
        self.units: dict[str, str] = {}
        self.tenant = "jargalant"

    def migrate(self) -> "World":
        """Run the real migrations."""
        with self.app.app_context():
            upgrade()
            assert inspect(db.engine).has_table("op")
            db.engine.dispose()
        return self

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()

    def found(self, tenant: str = "jargalant", baghs: tuple[str, ...] = BAGHS) -> "World":
        """Make a tenant with one account and its baghs."""
        with self.app.app_context():
            acts.found_tenant(tenant, tenant.capitalize(), "Asia/Hovd")
            self.units |= {
                name: self.state(acts.creation("unit", {"name": name, "level": "bagh"}), tenant) for name in baghs
            }
            write(lambda connection: _add_account(connection, tenant))
        return self

    def state(self, statement: acts.Statement, tenant: str = "") -> str:
        """Let the office say something; returns the record's id."""
        with self.app.app_context():
            acts.state(tenant or self.tenant, "", [statement])
        return statement.record

    def enrol(self, *baghs: str, role: str = "facilitator", tenant: str = "") -> Tablet:
        """A tablet with these baghs (all of BAGHS by default), enrolled and with its first cursor."""
        tenant = tenant or self.tenant
        tablet = Tablet(random.Random(self.random.random()))
        units = " ".join(self.units[name] for name in baghs or BAGHS)
        row = {
            "tenant": tenant,
            "inc": tablet.inc,
            "public_key": tablet.public_key,
            "account": _account_id(tenant),
            "role": role,
            "units": units,
            "serial": "1",
            "not_after": 2**52,
            "created_at": clock.now_ms(),
        }
        with self.app.app_context():
            write(lambda connection: connection.execute(TabletRow.__table__.insert().values(**row)))
            with reading() as connection:
                tablet.cursor = f"{tenants.epoch(connection, tenant)}.0"
        return tablet

    def certificate(self, tablet: Tablet) -> str:
        """A certificate of this deployment for a tablet, for all units."""
        told = certificates.Certificate(
            inc=tablet.inc,
            public_key=tablet.public_key,
            tenant=self.tenant,
            person="a" * 26,
            name="Б.Болд",
            role="facilitator",
            units=frozenset(self.units.values()),
            not_after=2**52,
            serial="s",
        )
        with self.app.app_context():
            return certificates.issue(told)

    def sync(self, tablet: Tablet, **header: object) -> Answer:
        """One sync of a tablet, which must be served."""
        answer = tablet.sync(self.client, **header)
        assert answer.status == 200, answer.head
        return answer

    @contextmanager
    def connection(self):
        """A read transaction inside the app."""
        with self.app.app_context(), reading() as connection:
            yield connection

    def derived(self) -> dict[str, list[tuple]]:
        """All that is derived from the log, as rows: what `rebuild` must bring back."""
        shared = feed.c.scope.not_like("inc:%")
        with self.connection() as connection:
            found = {
                "record": select(records.c.tenant, records.c.id, records.c.type, records.c.state),
                "review": select(reviews),
                "feed": select(feed).where(shared),
                **{table.name: select(table) for table in TABLES.values()},
                **{table.name: select(table) for links in LINKS.values() for table in links.values()},
            }
            return {name: sorted(map(_row, connection.execute(query)), key=repr) for name, query in found.items()}

    def everything(self) -> dict[str, list[tuple]]:
        """Every row of every table: for tests that nothing at all was stored (∅)."""
        with self.connection() as connection:
            metadata: list[Table] = db.metadata.sorted_tables
            return {table.name: sorted(map(_row, connection.execute(select(table))), key=repr) for table in metadata}


def _row(row) -> tuple:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _account_id(tenant: str) -> str:
    return b32encode(tenant.encode().ljust(16, b"."))[:26].decode().lower()


def _add_account(connection, tenant: str) -> None:
    connection.execute(
        Account.__table__.insert().values(
            tenant=tenant,
            id=_account_id(tenant),
            email=f"bold@{tenant}.mn",
            name="Б.Болд",
            role="facilitator",
            all_units=False,
            active=True,
            fs_uniquifier=tenant,
            created_at=0,
        )
    )


def migrated_sqlite(folder: Path, template: Path) -> None:
    """An empty, migrated SQLite database in `folder`; `template` is made by the real migrations when first needed."""
    if not template.exists():
        template.mkdir(parents=True)
        World(template).migrate()
    shutil.copy(template / "yavuul.sqlite3", folder / "yavuul.sqlite3")
