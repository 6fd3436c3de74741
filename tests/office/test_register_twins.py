"""Entries of the register that may be one person: found, joined as an op, parted again, within reach alone (O18)."""

import pytest

from server.office.entries import twins
from server.problems import Problem
from server.store import people
from tests.office.conftest import make_officer


@pytest.fixture
def officer(world):
    return make_officer(world, "officer").actor()


def register(hall, *entries, unit=""):
    """Put people in; each a dictionary of personal values and open ones. Returns their ids."""
    made = []
    for entry in entries:
        opened = {path: entry.pop(path) for path in ("sex", "household") if path in entry}
        made.append(hall.ana.say("person", unit=unit or hall.unit, _personal=entry, **opened))
    hall.world.sync(hall.ana)
    return made


def found(hall, actor, unit=""):
    with hall.world.connection() as connection:
        return [
            ({pair.one.record, pair.other.record}, set(pair.alike))
            for pair in twins.candidates(connection, actor, unit)
        ]


def join(hall, *said):
    with hall.world.app.app_context():
        return twins.join(*said)


def part(hall, *said):
    with hall.world.app.app_context():
        twins.part(*said)


def same_as(hall):
    with hall.world.connection() as connection:
        return {
            person.record: person.values["same_as"] for person in people.of_units(connection, hall.world.tenant, None)
        }


def test_the_same_names_in_any_spelling_are_candidates_and_other_years_are_not(hall, officer):
    one, other, *_ = register(
        hall,
        {"parent_name": "Өнөр", "given_name": "Үүрийнтуяа", "birth_year": 1980},
        {"parent_name": "Онор", "given_name": "Уурийнтуяа"},
        {"parent_name": "Бат", "given_name": "Үүрийнтуяа"},
        {"parent_name": "Дорж", "given_name": "Болд", "birth_year": 1950},
        {"parent_name": "Дорж", "given_name": "Болд", "birth_year": 1990},
    )
    assert found(hall, officer) == [({one, other}, {"parent_name", "unit"})]


def test_a_shared_telephone_outweighs_a_slip_in_the_year(hall, officer):
    pair = register(
        hall,
        {"given_name": "Болд", "birth_year": 1950, "phone": "99112233"},
        {"given_name": "Болд", "birth_year": 1951, "phone": "99112233"},
        {"given_name": "Цэцэг", "birth_year": 1951, "phone": "99112233"},
    )[:2]
    assert found(hall, officer) == [(set(pair), {"phone", "unit"})]


def test_joined_entries_are_no_candidates_any_more_and_parted_ones_are_again(hall, officer):
    one, other = register(hall, *({"parent_name": "Дорж", "given_name": "Болд"} for _ in range(2)))
    double = join(hall, officer, other, one)
    assert (double, same_as(hall)) == (other, {one: None, other: one})
    assert found(hall, officer) == []
    assert join(hall, officer, one, other) == one, "said the other way round: nothing to do"
    assert same_as(hall) == {one: None, other: one}
    part(hall, officer, double)
    part(hall, officer, double)
    assert same_as(hall) == {one: None, other: None}
    assert len(found(hall, officer)) == 1


def test_two_people_who_only_look_alike_are_offered_no_more_until_that_is_taken_back(hall, officer):
    one, other = register(hall, *({"parent_name": "Дорж", "given_name": "Болд"} for _ in range(2)))
    for are_two, left in ((True, 0), (True, 0), (False, 1)):
        with hall.world.app.app_context():
            twins.tell_apart(officer, other, one, are_two)
        assert len(found(hall, officer)) == left
    with hall.world.app.app_context(), pytest.raises(Problem):
        twins.tell_apart(officer, one, hall.hearing)


def test_joining_what_is_joined_already_joins_the_ends(hall, officer):
    a, b, c, d = register(hall, *({"given_name": "Болд"} for _ in range(4)))
    join(hall, officer, b, a)
    join(hall, officer, d, c)
    assert join(hall, officer, d, b) == c
    with hall.world.connection() as connection:
        assert set(people.soles(connection, hall.world.tenant, [a, b, c, d]).values()) == {a}


def test_a_joining_shows_on_the_tablets_of_the_unit_and_in_the_log(hall, officer):
    one, other = register(hall, *({"given_name": "Болд"} for _ in range(2)))
    join(hall, officer, other, one)
    rows = [row for row, _ in hall.world.sync(hall.bold).rows if row["id"] == other]
    assert one in str(rows)


def test_i9_entries_out_of_reach_are_neither_found_nor_joined(hall, world, officer):
    one, other = register(hall, *({"parent_name": "Дорж", "given_name": "Болд"} for _ in range(2)))
    stranger = make_officer(world, "officer", "Бугат").actor()
    assert found(hall, stranger) == []
    for deed in (lambda: join(hall, stranger, one, other), lambda: part(hall, stranger, one)):
        with pytest.raises(Problem) as refused:
            deed()
        assert refused.value.code == "not-found"
    assert set(same_as(hall).values()) == {None}


def test_only_people_are_joined(hall, officer):
    (one,) = register(hall, {"given_name": "Болд"})
    for double, keeps in ((one, one), (one, hall.hearing), (hall.hearing, one), (one, "x")):
        with pytest.raises(Problem) as refused:
            join(hall, officer, double, keeps)
        assert refused.value.code == "not-found"


def test_whoever_leads_into_a_ring_of_doubles_is_the_same_person_as_those_in_it(hall):
    a, b, c = sorted(hall.ana.new_id() for _ in range(3))
    for one, other in ((a, c), (b, c), (c, b)):
        hall.ana.say("person", one, unit=hall.unit, same_as=other)
    hall.world.sync(hall.ana)
    with hall.world.connection() as connection:
        assert people.soles(connection, hall.world.tenant, [a, b, c]) == dict.fromkeys((a, b, c), b)
