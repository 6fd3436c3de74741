"""Scopes: whom a record reaches (DESIGN §5.4, I9)."""

import pytest

from sync import scope
from tests.sync.build import OTHER_UNIT, UNIT, Author, replica


def test_the_names_of_scopes():
    assert scope.of_unit(UNIT) == "unit:" + UNIT
    assert scope.of_below(UNIT) == "below:" + UNIT
    assert scope.of_inc("a" * 20) == "inc:" + "a" * 20


@pytest.mark.parametrize(
    ("kind", "found"), [("unit", ["tenant"]), ("body", ["tenant"]), ("starship", []), ("proposal", [])]
)
def test_the_type_says_whether_all_see_it(kind, found):
    assert scope.scopes(Author("a", kind).record) == found


def test_a_record_reaches_the_tablets_of_its_unit():
    assert scope.scopes(replica(Author("a").edit(unit=UNIT))) == ["unit:" + UNIT]


def test_a_work_reaches_the_tablets_of_the_units_below_its_own_too():
    ana, bold = Author("a", "work"), Author("b", "work")
    found = replica(ana.edit(unit=UNIT), bold.edit(unit=OTHER_UNIT), kind="work")
    assert scope.scopes(found) == [of + one for of in ("below:", "unit:") for one in (UNIT, OTHER_UNIT)]


def test_while_units_collide_it_reaches_all_of_them():
    record = replica(Author("a").edit(unit=UNIT), Author("b").edit(unit=OTHER_UNIT), Author("c").edit(unit=None))
    assert scope.scopes(record) == ["unit:" + UNIT, "unit:" + OTHER_UNIT]


def test_late_notes_reach_the_unit_that_they_say_unless_the_record_has_one():
    ana = Author("a")
    first = ana.edit(unit=UNIT)
    move = ana.edit(unit=OTHER_UNIT)
    assert scope.scopes(replica(first, seal=set())) == ["unit:" + UNIT]
    assert scope.scopes(replica(first, move, seal={first.id})) == ["unit:" + UNIT]


def test_a_type_of_the_office_reaches_no_tablet(monkeypatch):
    secret = scope.BY_NAME["proposal"]
    monkeypatch.setitem(scope.BY_NAME, "proposal", type(secret)("proposal", secret.fields, scope="office"))
    assert scope.scopes(replica(Author("a").edit(unit=UNIT))) == []


def test_an_op_concerns_the_unit_of_its_record_and_the_one_that_it_sets():
    ana = Author("a")
    first = ana.edit(unit=UNIT)
    move = ana.edit(unit=OTHER_UNIT)
    assert scope.units_of_op(first.sets, None) == {UNIT}
    assert scope.units_of_op(move.sets, replica(first)) == {UNIT, OTHER_UNIT}
    assert scope.units_of_op({}, replica(first)) == {UNIT}
    assert scope.units_of_op({"unit": (7, ())}, None) == set()
    assert scope.units_of_op({}, None) == set()
