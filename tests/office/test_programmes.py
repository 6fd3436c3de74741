"""Programmes: what was reached beside what was wanted; petitions by quarter; baghs long without a hearing (O19)."""

import pytest

from server import acts, clock
from server.office.hearings.desk import Desk
from server.office.programmes import petitions, quiet, service
from server.office.proposals import listing
from server.store.petitions import FIGURES
from tests.office.conftest import HALL

NOW = 1_795_516_200_000  # Tuesday 24 November 2026, noon in Hovd


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)


def _programme(hall, **said):
    values = {"name": "Иргэний танхим", "targets/participants": 430, "targets/baghs": 12} | said
    return hall.world.state(acts.creation("programme", values))


def _hearing(hall, bagh, day, **said):
    values = {"unit": hall.world.units[bagh], "held_on": day, "stage": "sealed"} | said
    return hall.world.state(acts.creation("hearing", values))


def test_a_programme_shows_what_its_own_hearings_reached(hall, reviewer):
    programme = _programme(hall)
    first = _hearing(hall, HALL, "2026-05-01", programme=programme, **{"head_counts/female.unknown": 40})
    _hearing(hall, "Бугат", "2026-06-01", programme=programme)  # nobody counted
    _hearing(hall, "Бугат", "2026-12-01", programme=programme)  # still to come
    _hearing(hall, "Бугат", "2026-07-01", **{"head_counts/female.unknown": 99})  # of no programme
    person = hall.ana.say("person", unit=hall.unit)
    for _ in range(2):
        hall.ana.say("attendance", unit=hall.unit, hearing=first, person=person)
    hall.ana.say("proposal", unit=hall.unit, hearing=first, kind="initiative", title="Мод тарих")
    hall.world.sync(hall.ana)
    with hall.world.connection() as connection:
        desk = Desk(connection, reviewer)
        found = service.reached(desk, service.find(desk, programme))
    assert found.reached == {
        "participants": (41, 430),
        "baghs": (2, 12),
        "initiatives": (1, None),
        "understanding": (0, None),
    }
    assert (found.hearings, found.turnout.is_more) == (2, True)
    assert [(place.name, place.hearings, place.came, place.is_more) for place in found.places] == [
        ("Бугат", 1, 0, True),
        (HALL, 1, 41, False),
    ]


def _petitions(hall):
    """Voices of a quarter: raised, answered, late, and a formal petition that goes back to none of them."""
    made = [
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=f"{n}", kind=kind)
        for n, kind in enumerate(("proposal", "proposal", "complaint", "request"))
    ]
    hall.ana.say("petition", unit=hall.unit, hearing=hall.hearing, proposal=made[3], kind="petition")
    hall.ana.say("petition", unit=hall.unit, hearing=hall.hearing, kind="complaint")
    hall.world.sync(hall.ana)
    for proposal, due_on, answered_on in ((made[0], "2026-12-30", "2026-12-04"), (made[2], "2026-11-23", None)):
        letter = {"unit": hall.unit, "proposal": proposal, "due_on": due_on, "answered_on": answered_on}
        letter = {path: value for path, value in letter.items() if value}
        hall.world.state(acts.creation("referral", letter))
    hall.world.state(acts.Statement("proposal", made[0], {"status": ("answered", ())}))


def test_petitions_of_a_quarter_by_kind_days_and_state(hall, reviewer):
    _petitions(hall)
    with hall.world.connection() as connection:
        lines = petitions.of_span(Desk(connection, reviewer), "2026-10-01", "2026-12-31")
        assert petitions.of_span(Desk(connection, reviewer), "2026-01-01", "2026-09-30") == []
    found = {line.kind: (line.received, line.solved, line.open, line.overdue, line.days) for line in lines}
    assert found == {
        "proposal": (2, 1, 1, 0, 10),
        "petition": (1, 0, 1, 0, None),
        "complaint": (2, 0, 2, 1, None),
        "": (5, 1, 4, 1, 10),
    }


def test_each_figure_of_the_statistics_opens_the_list_that_it_counts(hall, reviewer):
    _petitions(hall)
    days = {"since": "2026-10-01", "until": "2026-12-31"}
    with hall.world.connection() as connection:
        lines = petitions.of_span(Desk(connection, reviewer), *days.values())
        for line in lines:
            counted = {"received": line.received - line.alone, "solved": line.solved, "open": line.open - line.alone}
            counted |= {"overdue": line.overdue, "answered": line.answered}
            for figure, count in counted.items():
                said = days | {"petition": figure} | ({"kind": line.kind} if line.kind else {})
                assert listing.listed(connection, reviewer, said).sums.count == count, (line.kind, figure)


def test_the_figures_of_the_statistics_are_links(desk):
    hall, browser, _ = desk
    _petitions(hall)
    page = browser.get("/programmes/petitions?span=2026-q4").text
    for figure in FIGURES:
        assert f"petition={figure}" in page
    assert browser.get("/proposals?petition=solved&kind=proposal").status_code == 200


def test_a_bagh_is_quiet_after_as_many_days_as_the_house_says(hall, reviewer, officer_of):
    def names(actor=reviewer):
        with hall.world.connection() as connection:
            return [(one.name, one.days) for one in quiet.quiet(Desk(connection, actor))[1]]

    assert names() == [("Бугат", 0)]  # never; Рашаант has one today
    _hearing(hall, "Бугат", "2026-08-01")
    assert names() == [("Бугат", 115)]
    with hall.world.connection() as connection:
        (tenant,) = connection.exec_driver_sql("SELECT id FROM p_tenant").scalars()
    hall.world.state(acts.Statement("tenant", tenant, {f"settings/{quiet.DAYS.key}": ("120", ())}))
    assert names() == []
    assert names(officer_of("officer", HALL)) == []


def test_a_programme_is_made_and_changed_by_those_who_may(desk):
    hall, reviewer, browse = desk
    officer = browse("officer")
    form = {"page": "/programmes/new", "name": "Шинэ хөтөлбөр", "starts_on": "2026-01-01"}
    wrong = officer.submit("/programmes", **form | {"ends_on": "2025-01-01", "targets/baghs": "олон", "name": ""})
    assert wrong.status_code == 422
    assert "олон" in wrong.text
    made = officer.submit("/programmes", **form, **{"targets/baghs": "12"})
    assert made.status_code == 303
    page = officer.get(made.location).text
    assert "Шинэ хөтөлбөр" in page
    assert "/ 12" in page
    assert officer.submit(made.location, **form | {"name": "Өөр нэр"}).status_code == 303
    for path in ("/programmes", "/programmes/petitions?span=all", "/programmes/quiet", made.location):
        assert reviewer.get(path).status_code == 200
    assert "Өөр нэр" in reviewer.get("/programmes").text
    assert reviewer.get("/programmes/new").status_code == 403
    assert officer.get(f"/programmes/{hall.hearing}").status_code == 404
