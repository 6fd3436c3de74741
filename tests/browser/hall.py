"""The hall of a hearing: a real `yavuul serve` on a port of its own, with one unit and five accounts.

The server can be stopped and started again, on the same port and data, as when the network ends at the last hill.
"""

import contextlib
import http.client
import multiprocessing
import os
import signal
import socket
import time
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import select

from server import accounts, acts
from server.app import create_app
from server.cli import program
from server.config import Settings
from server.extensions import db
from server.models.projections import TABLES

TENANT = "jargalant"
PASSWORD = "Ховдын таван толгой"
BAGH = "Рашаант"
PEOPLE = {
    "admin@jargalant.example": ("Б.Энхтуяа", "administrator"),
    "review@jargalant.example": ("Ц.Сарантуяа", "reviewer"),
    "bold@jargalant.example": ("Б.Болд", "facilitator"),
    "tuya@jargalant.example": ("Ө.Туяа", "facilitator"),
    "dorj@jargalant.example": ("Л.Дорж", "check_in_clerk"),
}
TIMEOUT_S = 60


_servers = multiprocessing.get_context("forkserver")  # servers begin with everything imported, a second sooner
_servers.set_forkserver_preload(["tests.browser.served"])


def _serve(said: dict[str, str], log: str) -> None:
    """Imported where it runs: a test process needs no gunicorn."""
    from tests.browser.served import serve

    serve(said, log)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Hall:
    """One deployment in `folder`, and its server process while there is one."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder / "var", port=free_port())
        self._process: multiprocessing.Process | None = None

    def yavuul(self, *words: str) -> str:
        """Run a command of the program, in this process; returns what it says."""
        done = CliRunner().invoke(program, words, env=self._ours())
        assert done.exit_code == 0, done.output
        return done.stdout

    def found(self) -> None:
        """Keys, tables, the organisation, one unit, five accounts."""
        self.yavuul("init")
        self.yavuul("migrate")
        self.yavuul("tenant", "add", TENANT, "--name", TENANT.capitalize(), "--zone", "Asia/Hovd")
        app = create_app(self.settings)
        with app.app_context():
            unit = acts.creation("unit", {"name": BAGH, "level": "bagh", "zone": "Asia/Hovd", "households": 142})
            acts.state(TENANT, "", [unit])
            for email, (name, role) in PEOPLE.items():
                reach = None if role in ("administrator", "reviewer") else [unit.record]
                accounts.create(TENANT, email, name, role, PASSWORD, reach)
            db.session.remove()
            db.engine.dispose()

    def office(self, said) -> None:
        """Let the office state what `said` makes of the unit's id: one statement, or a list of them."""
        app = create_app(self.settings)
        with app.app_context():
            units = TABLES["unit"]
            unit = db.session.execute(select(units.c.id).where(units.c.name == BAGH)).scalar_one()
            told = said(unit)
            acts.state(TENANT, "", told if isinstance(told, list) else [told])
            db.session.remove()
            db.engine.dispose()

    def start(self) -> None:
        """Serve, and return when it answers."""
        self._process = _servers.Process(target=_serve, args=(self._ours(), str(self.settings.data_dir / "serve.log")))
        self._process.start()
        deadline = time.monotonic() + TIMEOUT_S
        while not self.answers():
            assert self._process.is_alive(), self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server process; afterwards nobody listens on its port."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGQUIT)
            self._process.join(TIMEOUT_S)
            self._process = None
            assert not self.answers()

    def answers(self) -> bool:
        """Whether the API is there."""
        line = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=TIMEOUT_S)
        with contextlib.closing(line), contextlib.suppress(OSError):
            line.request("GET", "/api/v1/health", headers={"Host": f"app.{self.settings.host}:{self.settings.port}"})
            return line.getresponse().status == 200
        return False

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return (self.settings.data_dir / "serve.log").read_text()

    def _ours(self) -> dict[str, str]:
        """What the environment says of this deployment."""
        return {"YAVUUL_DATA": str(self.settings.data_dir), "YAVUUL_PORT": str(self.settings.port), "DATABASE_URL": ""}


class Desk:
    """A person of the office at a browser."""

    def __init__(self, browser, hall: Hall, email: str, password: str = PASSWORD) -> None:
        self._context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="mn-MN")
        self.page = self._context.new_page()
        self.origin = hall.settings.origin("office")
        self.page.goto(f"{self.origin}/sign-in")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main form button")
        self.page.wait_for_selector("nav.nav")
        self.page.wait_for_load_state()

    def code_for(self, name: str) -> str:
        """A one-time code for the tablet of `name`, made with the form on the page of that person."""
        self.page.goto(f"{self.origin}/accounts")
        self.page.get_by_role("link", name=name, exact=True).click()
        self.page.locator("form[action$='/code'] button").click()
        return self.page.inner_text(".code code")

    def open_hearing(self, title: str) -> None:
        """From the list of hearings to the merged hearing."""
        self.page.goto(f"{self.origin}/hearings")
        self.page.get_by_role("link", name=title).click()
        self.page.wait_for_selector(".figures")

    def figures(self) -> dict[str, str]:
        """The figures at the head of a merged hearing, as they stand there."""
        self.tab("Ерөнхий")
        pairs = self.page.locator(".figures > div")
        return {one.locator("dt").inner_text(): one.locator("dd").inner_text() for one in pairs.all()}

    def tab(self, name: str) -> None:
        """Turn to a tab of the hearing that is open."""
        tabs = self.page.locator(".tabs a", has_text=name)
        if tabs.first.get_attribute("aria-current") != "page" or "/review" in self.page.url:
            tabs.first.click()
            self.page.wait_for_selector(f".tabs a[aria-current=page]:has-text('{name}')")

    def rows(self, section: str) -> int:
        """How many rows the table of a section has; its tab is then open."""
        self.tab({"people": "Ирц", "proposals": "Санал", "decisions": "Шийдвэр"}[section])
        return self.page.locator(f"section[aria-labelledby={section}] tbody tr").count()

    def collisions(self) -> list[str]:
        """The values of the first open collision of the hearing, side by side."""
        self.tab("Ерөнхий")
        self.page.locator(".go a").click()
        self.page.wait_for_selector(".collision")
        return self.page.locator(".collision .side .value").all_inner_texts()

    def close(self) -> None:
        """Leave."""
        self._context.close()
