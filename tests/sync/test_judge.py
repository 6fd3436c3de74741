"""Who may say what: parked waits for the office, refused never takes effect (DESIGN §5.3)."""

import pytest

from sync.judge import OFFICE, judge
from sync.op import Op
from tests.sync.build import RECORD, UNIT

TABLET, CLERK = "facilitator", "check_in_clerk"
BASE = "a" * 20 + ".1.aaaaaaaa"


def verdict(kind, sets=None, personal=None, writer=TABLET, n=1):
    """The judgement of an op in one word: a code, the state `None` for what may be merged."""
    with_bases = ({p: v if type(v) is tuple else (v, ()) for p, v in s.items()} for s in (sets or {}, personal or {}))
    found = judge(Op("a" * 20, 1, "aaaaaaaa", kind, RECORD, n, 0, 1, *with_bases), writer)
    return found and ":".join(found)


@pytest.mark.parametrize(
    ("kind", "sets"),
    [
        ("proposal", {"title": "Худаг", "cost": 6_500_000, "unit": UNIT, "needs_investment": True}),
        ("proposal", {"title": None, "translation/kk": "Құдық", "kind": "petition"}),
        ("proposal", {"_deleted": ""}),
        ("proposal", {"_deleted": False}),
        ("proposal", {"_deleted": None}),
        ("minutes", {"text": ""}),
        ("ballot", {"marks/a": 1, "invalid": False}),
    ],
)
def test_a_tablet_may_say(kind, sets):
    assert verdict(kind, sets) is None


def test_personal_things_stand_in_the_personal_line():
    assert verdict("person", {"sex": "female"}, {"phone": "99112233"}) is None
    assert verdict("person", {"phone": "99112233"}) == "refused:misplaced"
    assert verdict("person", {}, {"sex": "female"}) == "refused:misplaced"
    assert verdict("proposal", {}, {"title": "x"}) == "refused:misplaced"


@pytest.mark.parametrize(
    ("kind", "sets", "writer", "code"),
    [
        ("starship", {"title": 1}, OFFICE, "unknown-type"),
        ("proposal", {"colour": ["any"]}, OFFICE, "unknown-field"),
        ("proposal", {"constructor": "x"}, TABLET, "unknown-field"),
        ("proposal", {"_newer": "x"}, TABLET, "unknown-field"),
        ("proposal", {"kind": "idea"}, TABLET, "unknown-choice"),
        ("proposal", {"status": "accepted"}, TABLET, "office-field"),
        ("person", {"_erased": True}, TABLET, "office-field"),
        ("proposal", {"title": "x"}, CLERK, "role"),
        ("unit", {"name": "x"}, TABLET, "role"),
        ("tally", {"counts/a": 1}, "stranger", "role"),
    ],
)
def test_what_the_office_must_see_is_parked(kind, sets, writer, code):
    assert verdict(kind, sets, writer=writer) == "parked:" + code


def test_the_office_may_say_what_a_tablet_may_not():
    assert verdict("proposal", {"status": "accepted", "status_reason": "x"}, writer=OFFICE) is None
    assert verdict("person", {"_erased": True}, writer=OFFICE) is None
    assert verdict("unit", {"name": "Мөнххайрхан"}, writer=OFFICE) is None


@pytest.mark.parametrize(
    ("kind", "sets", "code"),
    [
        ("proposal", {"title": 7}, "bad-value"),
        ("proposal", {"title": "x" * 2**20}, "too-long"),
        ("proposal", {"title": "и\u0306"}, "bad-text"),
        ("proposal", {"kind": "No Slug"}, "bad-value"),
        ("proposal", {"cost": 2**53}, "bad-number"),
        ("proposal", {"title/a": "x"}, "bad-key"),
        ("proposal", {"translation": "x"}, "bad-key"),
        ("proposal", {"translation/a/b": "x"}, "bad-key"),
        ("proposal", {"_deleted/x": ""}, "bad-key"),
        ("proposal", {"_deleted": True}, "bad-value"),
        ("proposal", {"_deleted": "x"}, "bad-value"),
        ("person", {"_erased": 1}, "bad-value"),
        ("minutes", {"text": "AAA"}, "bad-value"),
        ("minutes", {"text": "AAAA"}, "bad-value"),
    ],
)
def test_what_can_never_take_effect_is_refused(kind, sets, code):
    assert verdict(kind, sets) == "refused:" + code


def test_h23_a_key_that_browsers_know_is_a_key_like_others_where_there_is_a_map():
    assert verdict("tally", {"counts/__proto__": 1}) is None
    assert verdict("proposal", {"title/__proto__": "x"}) == "refused:bad-key"
    assert verdict("proposal", {"__proto__": "x"}) == "parked:unknown-field"


def test_a_refusal_counts_more_than_a_parking_wherever_it_stands():
    assert verdict("proposal", {"colour": 1, "title": 7}) == "refused:bad-value"
    assert verdict("proposal", {"title": 7, "colour": 1}) == "refused:bad-value"
    assert verdict("person", {"colour": 1}, {"phone": 7}) == "refused:bad-value"
    assert verdict("person", {"sex": 7}, {"colour": 1}) == "refused:bad-value"


def test_of_two_parkings_the_first_is_told():
    assert verdict("person", {"colour": 1, "sex": "other"}) == "parked:unknown-field"
    assert verdict("person", {"sex": "other"}, {"colour": 1}) == "parked:unknown-choice"
    assert verdict("person", {"sex": "male"}, {"colour": 1}) == "parked:unknown-field"


@pytest.mark.parametrize(
    ("sets", "personal", "n"),
    [
        ({"for_what": "minutes"}, {}, 2),
        ({"for_what": ("minutes", (BASE,))}, {}, 1),
        ({}, {"signer_name": ("Бат", (BASE,))}, 1),
        ({"_deleted": ""}, {}, 1),
        ({"_erased": True, "for_what": "minutes"}, {}, 2),
    ],
)
def test_an_immutable_record_is_never_changed(sets, personal, n):
    assert verdict("signature", sets, personal, OFFICE, n) == "refused:immutable"


def test_an_immutable_record_is_made_once_and_may_be_erased():
    assert verdict("signature", {"for_what": "minutes"}, {"signer_name": "Бат"}) is None
    assert verdict("signature", {"_erased": True}, {}, OFFICE, 2) is None
