"""Who may do what: the whole matrix, and the reach of tenant and units (I9, H72, H73)."""

import pytest

from server.problems import Problem
from server.who import ANONYMOUS, NOBODY, ROLES, RULES, Actor, Thing, Verb, allowed, check, has_role

# One line a deed: administrator, officer, reviewer, facilitator, check_in_clerk, anonymous.
MATRIX = """
page see               x x x x x x
health see             x x x x x x
public see             x x x x x x
public send            x x x x x x
session create         x x x x x x
enrolment send         x x x x x x
exchange send          x x x x x x
list see               x x x x x x
request send           x x x x x x
session change         x x x x x -
filter change          x x x x x -
rescue send            - - - - - -
office see             x x x - - -
record see             x x x x x -
record create          x x - x x -
record change          x x x x x -
record decide          x - x - - -
proposal see           x x x x x -
proposal change        x x x x x -
proposal decide        x x x - - -
proposal publish       x - x - - -
cluster see            x x x - - -
cluster change         x x x - - -
directory see          x x x - - -
directory change       x x - - - -
letter see             x x x - - -
letter create          x x - - - -
letter decide          x x - - - -
route see              x x x - - -
route change           x x - - - -
reply create           x x x x x x
review see             x x x - - -
review decide          x - x - - -
hearing see            x x x x x -
remark see             x - x - - -
remark decide          x - x - - -
hearing create         x x - - - -
hearing change         x x x x x -
hearing decide         x - x - - -
hearing publish        x - x - - -
person see             x x x x x -
person change          x x x x x -
person erase           x - - - - -
report see             x x x - - -
report export          x x x - - -
report create          x x - - - -
report change          x x - - - -
person export          x x - - - -
key change             x - - - - -
programme see          x x x - - -
programme change       x x - - - -
campaign see           x x x - - -
campaign change        x x - - - -
export export          x x - - - -
import create          x x - - - -
audit see              x - - - - -
settings see           x - - - - -
settings change        x - - - - -
unit see               x x x x x -
unit change            x - - - - -
privacy see            x x x - - -
privacy create         x x - - - -
privacy decide         x x - - - -
message see            x x x - - -
message change         x x - - - -
account see            x x - - - -
account create         x - - - - -
account change         x - - - - -
tablet see             x x - - - -
tablet create          x x - - - -
tablet revoke          x x - - - -
"""
CELLS = [
    (type_name, Verb(verb), role, mark == "x")
    for type_name, verb, *marks in map(str.split, MATRIX.strip().splitlines())
    for role, mark in zip([*ROLES, ANONYMOUS], marks, strict=True)
]
HERE, THERE = "jargalant", "buyant"


def someone(role, units=frozenset({"u1"})):
    return NOBODY if role == ANONYMOUS else Actor("account", HERE, "a" * 26, role, units)


@pytest.mark.parametrize(("type_name", "verb", "role", "may"), CELLS)
def test_a_role_may_do_what_the_matrix_says(type_name, verb, role, may):
    assert has_role(someone(role), verb, type_name) is may
    assert allowed(someone(role), verb, Thing(type_name)) is may


def test_the_matrix_has_every_rule():
    in_matrix = {(type_name, verb) for type_name, verb, *_ in CELLS}
    lacking = set(RULES) - in_matrix
    assert in_matrix <= set(RULES)
    assert not {deed for deed in lacking if RULES[deed] & {ANONYMOUS}}, "a deed for everyone must stand in the matrix"


def test_what_is_not_declared_is_nobodys():
    assert not any(has_role(someone(role), Verb.ERASE, "page") for role in [*ROLES, ANONYMOUS])


@pytest.mark.parametrize(
    ("units", "thing_units", "is_within"),
    [
        ({"u1"}, {"u1"}, True),
        ({"u1"}, {"u1", "u2"}, True),
        ({"u1"}, {"u2"}, False),
        (set(), {"u1"}, False),
        ({"u1"}, set(), True),
        (None, {"u1"}, True),
    ],
)
def test_units_bound_the_reach(units, thing_units, is_within):
    actor = someone("officer", None if units is None else frozenset(units))
    assert allowed(actor, Verb.SEE, Thing("proposal", HERE, frozenset(thing_units))) is is_within


@pytest.mark.parametrize("role", ROLES)
def test_another_tenants_thing_is_out_of_everybodys_reach(role):
    assert not allowed(someone(role, None), Verb.SEE, Thing("proposal", THERE))


@pytest.mark.parametrize(
    ("actor", "verb", "thing", "code"),
    [
        (someone("officer"), Verb.SEE, Thing("proposal", THERE, frozenset({"u1"})), "not-found"),
        (someone("officer"), Verb.SEE, Thing("proposal", HERE, frozenset({"u2"})), "not-found"),
        (someone("officer"), Verb.ERASE, Thing("person", THERE), "not-found"),
        (someone("reviewer"), Verb.ERASE, Thing("person", HERE, frozenset({"u1"})), "forbidden"),
        (NOBODY, Verb.SEE, Thing("office"), "sign-in-needed"),
        (NOBODY, Verb.SEE, Thing("proposal", HERE), "not-found"),
    ],
)
def test_a_refusal_tells_no_more_than_one_may_know(actor, verb, thing, code):
    with pytest.raises(Problem) as raised:
        check(actor, verb, thing)
    assert raised.value.code == code


def test_what_is_allowed_passes():
    assert check(someone("officer"), Verb.DECIDE, Thing("proposal", HERE, frozenset({"u1"}))) is None
