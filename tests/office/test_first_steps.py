"""The first day of a real organisation, from an empty data directory, by commands and pages alone (O15, O16, O18).

The steps are those of docs/operations.md, «First steps of an organisation».
"""

import html
import io
import json
import re

import pytest
from click.testing import CliRunner

from server.app import create_app
from server.cli import program
from server.config import Settings
from server.extensions import db
from sync.chain import base64url
from tests.server.conftest import PASSWORD, browser_on
from tests.tablet import Tablet
from tests.world import Client

UNITS = """Түвшин;Нэр;Харьяа;Өрх;Ирцийн суурь;Ирцийн хувь
сум;Жаргалант;;1420;;
баг;Рашаант;Жаргалант;142;өрх;30
"""
PEOPLE = """Нэр;Цахим шуудан;Үүрэг;Нэгж
Г.Дулмаа;dulmaa@example.mn;Төвийн ажилтан;бүгд
Б.Болд;bold@example.mn;Чиглүүлэгч;Рашаант
"""
HOMES = "Нэр;Эцгийн нэр;Өрх\nСүх;Дорж;7\n"


@pytest.fixture
def deployment(tmp_path, monkeypatch):
    """The app of a deployment that was begun by commands, with one administrator."""
    monkeypatch.setenv("YAVUUL_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    mail = ("admin@example.mn", "--tenant", "jargalant", "--name", "Ж.Админ", "--role", "administrator")
    for words in (
        ("init",),
        ("migrate",),
        ("tenant", "add", "jargalant", "--name", "Жаргалант сумын ИТХ", "--zone", "Asia/Hovd"),
        ("user", "add", *mail, "--all-units", "--password-from", "-"),
    ):
        done = CliRunner().invoke(program, words, input=PASSWORD + "\n")
        assert done.exit_code == 0, done.output
    app = create_app(Settings(data_dir=tmp_path / "var", argon2_memory_kib=64, argon2_time_cost=1))
    yield app
    with app.app_context():
        db.engine.dispose()


def _hidden(page, name):
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def _take_in(browser, kind, text):
    """Upload a list of the room «imports», and say yes to what would happen."""
    plan = browser.submit("/imports", "/imports", kind=kind, file=(io.BytesIO(text.encode()), "жагсаалт.csv")).text
    assert "Засах" not in plan
    return browser.submit("/imports/confirmation", "/imports", **{n: _hidden(plan, n) for n in ("sealed", "token")})


def _enrol(app, code):
    """A tablet that types the code, as the app does."""
    tablet = Tablet()
    key = base64url(tablet.public_key)
    sig = tablet.sign(f"yavuul-enrol-1\n{code.replace('-', '')}\n{key}".encode())
    body = json.dumps({"code": code, "public_key": key, "sig": sig, "app_version": "1.0.0"}).encode()
    answer = Client(app).ask("POST", "/api/v1/enrol", body, {"Content-Type": "application/json"})
    assert answer.status_code == 201, answer.text
    tablet.cursor = answer.json["cursor"]
    return tablet, answer.json


def test_an_organisation_goes_from_nothing_to_a_hearing_that_its_office_sees(deployment):
    boss = browser_on(deployment, "office")
    boss.sign_in("admin@example.mn", PASSWORD)
    assert boss.get("/settings").status_code == 200  # the organisation's record is there to be said of
    assert _take_in(boss, "unit", UNITS).status_code == 303
    assert "Рашаант" in boss.get("/units").text

    invited = _take_in(boss, "user", PEOPLE).text
    (code,) = re.findall(r"<code>([0-9A-Z-]{24})</code>", invited)
    officer = browser_on(deployment, "office")
    said = {"email": "dulmaa@example.mn", "code": code, "new_password": PASSWORD, "new_password_confirm": PASSWORD}
    assert officer.submit("/welcome", "/welcome", **said).status_code == 303
    assert officer.sign_in("dulmaa@example.mn").status_code == 302

    unit = re.search(r'<option value="([a-z2-7]{26})">Рашаант', officer.get("/register").text)[1]
    job = officer.submit(
        "/register/imports", "/register", unit=unit, file=(io.BytesIO(HOMES.encode()), "х.csv")
    ).location
    token = _hidden(officer.get(job).text, "token")
    assert officer.submit(f"{job}/confirmation", job, token=token).status_code == 303

    bold = re.search(r'href="/accounts/([a-z2-7]{26})"><bdi>Б\.Болд', officer.get("/accounts").text)[1]
    page = officer.submit(f"/accounts/{bold}/code", f"/accounts/{bold}").text
    tablet, told = _enrol(deployment, re.search(r"(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}", page)[0])
    assert told["units"] == [unit]
    rows = tablet.sync(Client(deployment)).rows
    assert {"unit", "household", "person"} <= {row["type"] for row, _ in rows}
    title = "Рашаант багийн хэлэлцүүлэг"
    hearing = tablet.say("hearing", unit=unit, title=title, kind="discussion", held_on="2026-11-24")
    tablet.say("proposal", unit=unit, hearing=hearing, title="Гар худаг гаргах")
    assert tablet.sync(Client(deployment)).status == 200

    assert title in officer.get("/hearings").text
    assert "Б.Болд" in officer.get(f"/hearings/{hearing}").text
    assert "Гар худаг гаргах" in officer.get("/proposals").text
