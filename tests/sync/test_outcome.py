"""Outcomes: every code is in the table and says in words what it means."""

import pytest

from sync.outcome import APPLIED, LATE, PARKED, REFUSED, parked, refused


def test_applied_and_late_need_no_code():
    assert (APPLIED, LATE) == (("applied", ""), ("late", ""))


@pytest.mark.parametrize("code", PARKED)
def test_a_parking_has_a_code_of_its_table(code):
    assert parked(code) == ("parked", code)


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_has_a_code_of_its_table(code):
    assert refused(code) == ("refused", code)


def test_a_code_is_either_a_parking_or_a_refusal_and_written_as_a_slug():
    assert not PARKED.keys() & REFUSED.keys()
    assert all(code.replace("-", "").isalpha() and code == code.lower() for code in PARKED | REFUSED)
    assert all(words.endswith(".") for words in (PARKED | REFUSED).values())


@pytest.mark.parametrize("make", [parked, refused])
def test_an_unknown_code_is_a_mistake_of_ours(make):
    with pytest.raises(AssertionError, match="unheard-of"):
        make("unheard-of")
