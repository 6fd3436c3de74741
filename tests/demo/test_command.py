"""`yavuul demo` as a person runs it."""

import os
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from server import clock
from server.app import create_app
from server.cli import program
from server.demo import story
from server.extensions import db
from server.models.log import batches
from server.models.projections import TABLES
from server.office.reports import frozen
from server.store import records, reports
from server.who import ROLES
from tests.server.conftest import browser_on


@pytest.fixture
def yavuul(tmp_path, monkeypatch):
    """Run the program with a data directory of its own."""
    monkeypatch.setenv("YAVUUL_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words, status=0):
        done = CliRunner().invoke(program, words)
        assert done.exit_code == status, done.output
        return done.output

    run("init")
    run("migrate")
    return run


def test_the_demo_prints_log_ins_that_work_and_is_filled_once(yavuul):
    said = yavuul("demo", "--small")
    logins = re.findall(r"^  (\S+@\S+) +(\S+) +(\S+) +\S+$", said, re.M)
    assert {role for _, _, role in logins} == set(ROLES)
    assert "http://office.localhost:8000" in said
    app = create_app()
    for role in ("administrator", "officer", "reviewer"):
        email, password = next((email, password) for email, password, of in logins if of == role)
        assert browser_on(app, "office").sign_in(email, password).status_code == 302
    with app.app_context():
        db.engine.dispose()
    assert "Every figure is the same." in yavuul("demo", "--check")
    assert "not empty" in yavuul("demo")
    assert yavuul("demo", "--check").count("\n") == 7


def test_without_a_demo_there_is_nothing_to_compare(yavuul):
    assert "No demo was filled here." in yavuul("demo", "--check", status=1)


def test_the_season_is_told_from_the_day_on_which_the_demo_is_filled(blank, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2027-03-05T20:00:00+07:00")
    with blank.app.app_context():
        story.tell(blank.app, story.Part(1, ("spring", "planned"), 0))
    assert os.environ["YAVUUL_NOW"] == "2027-03-05T20:00:00+07:00"
    with blank.connection() as connection:
        days = sorted(connection.execute(select(TABLES["hearing"].c.held_on)).scalars())
        came = sorted(connection.execute(select(batches.c.received_at)).scalars())
    assert days == ["2015-04-14", "2026-08-11", "2027-03-08", "2027-03-14", "2027-03-21"]
    years = [datetime.fromtimestamp(at_ms / 1000, UTC).year for at_ms in came]
    assert (years[0], years[-1], came[-1]) == (2015, 2027, clock.now_ms())
    spans = _spans(blank)
    assert len(spans) == 15  # two of 2015, thirteen since spring
    assert max(spans) == timedelta(days=15)


def _spans(world):
    """How long each report to citizens looks back."""
    with world.connection() as connection:
        told = [one.id for one in reports.issued(connection, "jargalant", None, ["fortnight"])]
        kept = [frozen.unpack(one) for one in records.load_open(connection, "jargalant", told).values()]
    return [date.fromisoformat(one["to_on"]) - date.fromisoformat(one["from_on"]) for one in kept]


def test_a_citizen_can_follow_a_proposal_of_the_demo_by_its_code(blank):
    with blank.app.app_context():
        demo = story.tell(blank.app, story.Part(0, ("spring",), 0))
    (room,) = demo.rooms["jargalant"]
    page = browser_on(blank.app, "").post("/jargalant/follow", data={"code": room.slips[0]})
    assert "Багийн төвд шинээр гар худаг гаргах" in page.text
    assert "Өрмийн ажил дууссан, худаг ус гарч байна." in page.text
