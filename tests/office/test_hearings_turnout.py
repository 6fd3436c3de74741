"""Who came, in figures: counted as the tablets count (T6; DOMAIN scenarios 1, 11)."""

import pytest

from server import acts
from server.office.entries import twins
from server.office.hearings import listing, views
from server.store import records
from server.store.subjects import SubjectKeys
from sync.merge import edit


def _came(hall, actor):
    with hall.world.connection() as connection:
        return views.people(connection, actor, hall.hearing, {})["came"]


def _attend(hall, tablet, **values):
    return tablet.say("attendance", unit=hall.unit, hearing=hall.hearing, **values)


def _rule(hall, **values):
    """Let the office state the unit's rule."""
    with hall.world.connection() as connection:
        keys = SubjectKeys(connection, hall.world.tenant)
        unit = records.load(connection, hall.world.tenant, [hall.unit], keys)[hall.unit]
    hall.world.state(acts.Statement("unit", hall.unit, edit(unit, values)))


def _households(hall, count):
    for number in range(count):
        home = hall.ana.say("household", unit=hall.unit, number=str(number))
        _attend(hall, hall.ana, household=home, stands_for=True, role="citizen")
        _attend(hall, hall.ana, household=home, role="citizen")
    hall.world.sync(hall.ana)


@pytest.mark.parametrize(("present", "is_valid"), [(4, False), (5, True)])
def test_a_quorum_of_households_counts_those_that_somebody_stands_for(hall, reviewer, present, is_valid):
    _rule(hall, quorum_basis="household", quorum_percent=50, households=9)
    _households(hall, present)
    came = _came(hall, reviewer)
    assert (came.households, came.attendances) == (present, 2 * present)
    assert (came.quorum.needed, came.quorum.present, came.quorum.is_valid) == (5, present, is_valid)


def test_a_quorum_of_citizens_counts_the_grown_and_the_heads_and_no_guest(hall, reviewer):
    _rule(hall, quorum_basis="citizen", quorum_percent=25, citizens=10)
    for values in ({"role": "citizen"}, {"role": "guest"}, {"role": "citizen", "age_band": "under_18"}):
        _attend(hall, hall.ana, **values)
    hall.ana.say("hearing", hall.hearing, **{"head_counts/female.25_34": 2, "head_counts/male.under_18": 3})
    hall.world.sync(hall.ana)
    came = _came(hall, reviewer)
    assert (came.quorum.needed, came.quorum.present, came.heads) == (3, 3, 5)
    assert dict(came.by["sex"]) == {"male": 3, "female": 2, "unknown": 3}


def test_without_a_rule_no_quorum_is_invented(hall, reviewer):
    _attend(hall, hall.ana, role="citizen")
    hall.world.sync(hall.ana)
    assert _came(hall, reviewer).quorum is None


def test_two_entries_of_the_register_for_one_person_are_one(hall, reviewer):
    first = hall.ana.say("person", unit=hall.unit, sex="female", _personal={"given_name": "Дулмаа"})
    double = hall.ana.say("person", unit=hall.unit, same_as=first, _personal={"given_name": "Дулмаа"})
    for person in (first, double):
        _attend(hall, hall.ana, person=person, role="citizen")
    hall.world.sync(hall.ana)
    (one,) = _came(hall, reviewer).people
    assert (len(one.rows), one.words["sex"]) == (2, "female")


def test_a_ring_of_doubles_is_one_person(hall, reviewer):
    first = hall.ana.new_id()
    second = hall.ana.say("person", unit=hall.unit, same_as=first)
    hall.ana.say("person", first, unit=hall.unit, same_as=second)
    for person in (first, second):
        _attend(hall, hall.ana, person=person, role="citizen")
    hall.world.sync(hall.ana)
    assert len(_came(hall, reviewer).people) == 1


def _counted(hall, actor):
    """Distinct people of the hall's hearing: its head, its row in the list, and the foot of the list."""
    with hall.world.connection() as connection:
        head = views.merged(connection, actor, hall.hearing)["turnout"].people
        listed = listing.listed(connection, actor, {})
        return head, listed.cut.rows[0].turnout.people, listed.sums["people"]


def test_the_head_and_the_lists_count_doubles_as_one_person(hall, reviewer):
    first, second, third, other = (hall.ana.say("person", unit=hall.unit) for _ in range(4))
    for person in (first, second, third, other, first):
        _attend(hall, hall.ana, person=person, role="citizen")
    _attend(hall, hall.ana, role="citizen")
    hall.world.sync(hall.ana)
    assert _counted(hall, reviewer) == (5, 5, 5)
    for double, one in ((second, first), (third, second)):
        with hall.world.app.app_context():
            twins.join(reviewer, double, one)
    assert _counted(hall, reviewer) == (3, 3, 3)
    assert len(_came(hall, reviewer).people) == 3


def test_doubles_count_as_one_where_the_kept_entry_did_not_come(hall, reviewer):
    first, second, third = (hall.ana.say("person", unit=hall.unit) for _ in range(3))
    ring = hall.ana.new_id(), hall.ana.new_id()
    for one, other in (ring, ring[::-1]):
        hall.ana.say("person", one, unit=hall.unit, same_as=other)
    for person in (second, third, *ring):
        _attend(hall, hall.ana, person=person, role="citizen")
    hall.world.sync(hall.ana)
    assert _counted(hall, reviewer) == (3, 3, 3)
    for double in (second, third):
        with hall.world.app.app_context():
            twins.join(reviewer, double, first)
    assert _counted(hall, reviewer) == (2, 2, 2)
    assert len(_came(hall, reviewer).people) == 2
