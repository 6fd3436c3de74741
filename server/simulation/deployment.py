"""The server's side of a schedule: the real app in this process, asked one thing at a time.

Between schedules the tables are emptied, not made anew. `ask` answers one question of the tablets' process; what it
can be asked are the methods named in QUESTIONS.
"""

import base64
import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert
from werkzeug.test import create_environ, run_wsgi_app

from server import acts, enrol, keys, logs, who
from server.app import create_app
from server.backup.marks import FILE as MARKS
from server.backup.restore import restore
from server.backup.ship import ship
from server.config import Settings
from server.extensions import db
from server.models.accounts import Account, AccountUnit
from server.replay import rebuild
from server.simulation import office
from server.simulation.log import derived, read_log
from server.store.unit_of_work import reading, write
from server.who import Actor

TENANT = "jargalant"
BAGHS = ("Рашаант", "Бугат")
OPERATOR = Actor("account", TENANT, "operator", who.ADMINISTRATOR, None, "operator")


class Deployment:
    """One app on one SQLite file; `begin` makes it new for a schedule."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        keys.save(keys.create(), folder)
        self.settings = Settings(data_dir=folder, argon2_memory_kib=8)
        self.app = self._start()
        with self.app.app_context():
            upgrade()
        self.random = random.Random(0)  # noqa: S311 - seeded on purpose
        self.units: list[str] = []
        self.dropped: set[str] = set()
        self.faults: list[str] = []
        self._people = 0

    @property
    def place(self) -> Path:
        """Where backups go."""
        return self.folder / "backup"

    def begin(self, seed: int, now_ms: int) -> list[str]:
        """Empty everything and found the tenant; returns the ids of its units."""
        self.random.seed(seed)
        self.dropped, self.faults, self._people = set(), [], 0
        self._set_clock(now_ms)
        shutil.rmtree(self.place, ignore_errors=True)
        (self.folder / MARKS).unlink(missing_ok=True)
        with self.app.app_context():
            self._empty()
            acts.found_tenant(TENANT, "Жаргалант", "Asia/Hovd")
            units = [acts.creation("unit", {"name": name, "level": "bagh"}) for name in BAGHS]
            acts.state(TENANT, "", units)
        self.units = [unit.record for unit in units]
        return self.units

    def ask(self, question: dict) -> dict:
        """Answer one question of the tablets' process."""
        self._set_clock(question["now"])
        if question["do"] == "http":
            return self._http(question)
        with self.app.app_context():
            return QUESTIONS[question["do"]](self, question)

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()

    def _start(self) -> Flask:
        app = create_app(self.settings)
        logs.quiet()
        return app

    def _set_clock(self, now_ms: int) -> None:
        os.environ["YAVUUL_NOW"] = datetime.fromtimestamp(now_ms / 1000, UTC).isoformat()

    def _empty(self) -> None:
        def work(connection) -> None:
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(table.delete())

        write(work)

    def _http(self, question: dict) -> dict:
        environ = create_environ(
            question["path"],
            "http://app.localhost:8000",
            method="POST",
            headers=question["headers"],
            data=base64.b64decode(question["body"]),
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        body, status, headers = run_wsgi_app(self.app.wsgi_app, environ, buffered=True)
        code = int(status.split(" ", 1)[0])
        if code == 500:
            self.faults.append(f"{question['path']} answered 500")
        kept = {name: headers[name] for name in ("Content-Type", "Retry-After") if name in headers}
        return {"status": code, "headers": kept, "body": base64.b64encode(b"".join(body)).decode()}

    def _code(self, question: dict) -> dict:
        """A one-time code for a new person with some of the units."""
        self._people += 1
        account = f"person{self._people:020}"
        person = {
            "tenant": TENANT,
            "id": account,
            "email": f"p{self._people}@{TENANT}.mn",
            "name": "Б.Болд",
            "role": question["role"],
            "all_units": question["units"] is None,
            "active": True,
            "fs_uniquifier": account,
            "created_at": 0,
        }
        assigned = [{"tenant": TENANT, "account": account, "unit": unit} for unit in question["units"] or []]

        def work(connection) -> None:
            connection.execute(insert(Account.__table__).values(person))
            for row in assigned:
                connection.execute(insert(AccountUnit.__table__).values(row))

        write(work)
        return {"code": enrol.create_code(OPERATOR, account)}

    def _revoke(self, question: dict) -> dict:
        enrol.revoke(OPERATOR, question["inc"])
        return {}

    def _backup(self, _question: dict) -> dict:
        return {"said": str(ship(self.place)[0].last)}

    def _restore(self, _question: dict) -> dict:
        """The database is gone; the newest backup goes into an empty one, and a new epoch begins."""
        if not (self.place / TENANT).exists():
            return {"said": "no backup"}
        before = {op.id for op in read_log(TENANT)}
        self._empty()
        done = restore(self.place, TENANT)
        self.dropped |= before - {op.id for op in read_log(TENANT)}
        return {"said": done.epoch}

    def _restart(self, _question: dict) -> dict:
        db.engine.dispose()
        self.app = self._start()
        return {}

    def _rebuild(self, _question: dict) -> dict:
        with reading() as connection:
            before = derived(connection, TENANT)
        rebuild(TENANT)
        with reading() as connection:
            after = derived(connection, TENANT)
        changed = [name for name in before if before[name] != after[name]]
        self.faults += [f"rebuild changed {name}" for name in changed]
        return {}

    def _office(self, question: dict) -> dict:
        return {"said": office.ACTS[question["act"]](TENANT, self.random)}


QUESTIONS: dict[str, Callable[[Deployment, dict], dict]] = {
    "code": Deployment._code,
    "revoke": Deployment._revoke,
    "backup": Deployment._backup,
    "restore": Deployment._restore,
    "restart": Deployment._restart,
    "rebuild": Deployment._rebuild,
    "office": Deployment._office,
}
