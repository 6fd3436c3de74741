"""The merged hearing: what the lists count, who said what on which tablet, what has arrived (O1)."""

import pytest

from server import acts
from server.office.hearings import arrived, listing, service, shown, views
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.text.labels import tablet_label
from tests.office.conftest import HALL


def _list(world, actor, **said):
    with world.connection() as connection:
        return listing.listed(connection, actor, said)


def _merged(hall, actor):
    with hall.world.connection() as connection:
        return views.merged(connection, actor, hall.hearing)


def _attend(hall, tablet, person, name="Дулмаа"):
    return tablet.say(
        "attendance",
        unit=hall.unit,
        hearing=hall.hearing,
        person=person,
        role="citizen",
        _personal={"name_as_given": name},
    )


def test_the_list_counts_people_and_attendances_apart(hall, reviewer):
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Дулмаа", "parent_name": "Дорж"})
    for tablet in (hall.ana, hall.bold):
        _attend(hall, tablet, person)
    hall.bold.say("attendance", unit=hall.unit, hearing=hall.hearing, role="guest")
    hall.bold.say("decision", unit=hall.unit, hearing=hall.hearing, text="Худаг гаргах")
    hall.bold.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Төлөв", status="done")  # parked
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    hall.collide()
    found = _list(hall.world, reviewer)
    (line,) = found.cut.rows
    assert (line.turnout.people, line.turnout.attendances) == (2, 3)
    assert (line.proposals, line.decisions, line.reviews, line.waiting) == (1, 1, 1, 1)
    assert found.sums == {"people": 2, "attendance": 3, "proposal": 1, "decision": 1, "open": 1}
    assert line.unit == HALL


def test_hearings_stand_by_day_newest_first_then_by_place(hall, reviewer):
    for bagh, day in (("Бугат", "2026-11-24"), (HALL, "2026-11-25"), ("Бугат", None)):
        hall.ana.say("hearing", unit=hall.world.units[bagh], held_on=day, title="Хурал")
    hall.world.sync(hall.ana)
    seen = [(line.unit, line.hearing.live["held_on"].popitem()[1][0]) for line in _list(hall.world, reviewer).cut.rows]
    assert seen == [(HALL, "2026-11-25"), ("Бугат", "2026-11-24"), (HALL, "2026-11-24"), ("Бугат", None)]


def test_a_hearing_outside_units_or_tenant_cannot_be_told_from_none(hall, officer_of, stranger):
    for actor in (officer_of("reviewer", "Бугат"), stranger):
        found = _list(hall.world, actor)
        assert (found.cut.rows, found.sums["proposal"], found.open, found.months) == ([], 0, 0, [])
        assert _list(hall.world, actor, unit=hall.unit).cut.rows == []
        with pytest.raises(Problem, match="not-found"):
            _merged(hall, actor)
    with hall.world.connection() as connection, pytest.raises(Problem, match="not-found"):
        views.record(connection, officer_of("officer", "Бугат", "Бугат"), hall.hearing)


def test_one_person_on_two_tablets_is_one_row(hall, reviewer):
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Дулмаа", "parent_name": "Дорж"})
    for tablet in (hall.ana, hall.bold):
        _attend(hall, tablet, person)
        hall.world.sync(tablet)
    with hall.world.connection() as connection:
        came = views.people(connection, reviewer, hall.hearing, {})["came"]
    (row,) = came.people
    assert (row.name, came.attendances) == ("Дулмаа", 2)
    assert row.tablets == sorted([tablet_label(hall.ana.inc), tablet_label(hall.bold.inc)])


def test_every_value_says_who_which_tablet_and_when(hall, reviewer):
    hall.ana.at += 400 * 24 * 3600 * 1000  # its clock runs far ahead
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар худаг")
    hall.world.sync(hall.ana, at=hall.ana.at)
    office = acts.Statement("proposal", record, {"status": ("recorded", ())})
    with hall.world.app.app_context():
        acts.state(hall.world.tenant, reviewer.id, [office])
    with hall.world.connection() as connection:
        view = views.record(connection, reviewer, record)
    assert list(view["cells"]) == ["unit", "hearing", "title", "status"]
    (op_id,) = view["cells"]["title"].ops
    title = view["origins"][op_id]
    assert (title.name, title.tablet, title.at) == ("Б.Болд", tablet_label(hall.ana.inc), hall.ana.at)
    assert title.is_clock_off
    assert title.received_at < title.at
    (op_id,) = view["cells"]["status"].ops
    assert (view["origins"][op_id].is_office, view["origins"][op_id].name) == (True, reviewer.name)


def test_the_history_keeps_every_value_and_what_it_replaced(hall, reviewer):
    record, (one, two) = hall.collide(one=1, two=2)
    with hall.world.connection() as connection:
        view = views.record_history(connection, reviewer, record, {"path": "cost"})
    words = {entry.origin.op: entry.words[0] for entry in view["entries"]}
    assert {word.value: word.state for word in words.values()} == {6_000_000: "replaced", 1: "open", 2: "open"}
    assert words[one].bases == words[two].bases != ()


def test_a_late_note_stands_in_the_history_as_late(hall, reviewer):
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    tags = ",".join(f"{n}.{hall.ana.op_id(n)[-8:]}" for n in (1, 2))
    hall.ana.say("seal", unit=hall.unit, hearing=hall.hearing, seen=f"{hall.ana.inc}:{tags}")
    hall.world.sync(hall.ana)
    hall.bold.say("proposal", record, _n=2, title="Хожуу")
    hall.world.sync(hall.bold)
    with hall.world.connection() as connection:
        view = views.record_history(connection, reviewer, record, {"path": "title"})
    assert [(entry.words[0].value, entry.words[0].state) for entry in view["entries"]] == [
        ("Хожуу", "late"),
        ("Худаг", "live"),
    ]
    assert [item.origin.outcome for item in _merged(hall, reviewer)["waiting"].items] == ["late"]


def test_expected_and_arrived_by_tablet(hall, reviewer):
    hall.bold.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Нэг")
    hall.bold.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Хоёр")
    holds = f"{hall.bold.inc}:" + ",".join(f"{n}.{hall.bold.op_id(n)[-8:]}" for n in (1, 2))
    hall.ana.say("manifest", unit=hall.unit, hearing=hall.hearing, holds=holds)
    hall.world.sync(hall.ana)
    hall.world.sync(hall.bold, last=1)
    with hall.world.connection() as connection:
        desk = Desk(connection, reviewer)
        (row,) = arrived.by_tablet(desk, service.find_hearing(desk, hall.hearing))
    assert (row.tablet, row.name, row.expected, row.arrived) == (tablet_label(hall.bold.inc), "Б.Болд", 2, 1)


def test_a_person_of_another_unit_is_not_named_through_a_reference(hall, officer_of):
    person = hall.ana.say("person", unit=hall.world.units["Бугат"], _personal={"given_name": "Нууцгай"})
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг", proposer=person)
    hall.world.sync(hall.ana)
    with hall.world.connection() as connection:
        assert person not in views.record(connection, officer_of("reviewer", HALL), record)["names"]


def test_an_entry_of_a_map_is_called_by_its_choice_or_type_and_never_by_an_id(sqlite_world):
    with sqlite_world.app.test_request_context("/", headers={"Accept-Language": "mn"}):
        assert shown.label("hearing", "steps/check_in") == "Үе шатны цаг · Ирцийн бүртгэл"
        assert shown.label("manifest", "records/agenda_item") == "Бичлэгийн тоо · Хэлэлцэх асуудал"
        assert shown.label("proposal", "goals/" + "a" * 26) == shown.label("proposal", "goals")
