"""Tracking codes: read as people write them, wrong symbols found (scenario 17); the same cases run in TypeScript."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import codes, kinds

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "codes.json").read_text())
symbols = st.text(codes.ALPHABET, min_size=codes.SYMBOLS, max_size=codes.SYMBOLS)


@pytest.mark.parametrize(("typed", "code"), VECTORS["read"])
def test_scenario_17_a_code_is_read_as_people_write_it(typed, code):
    """H87: O for 0, I for 1, small letters, spaces, Cyrillic look-alikes."""
    assert codes.read(typed) == code


@pytest.mark.parametrize(("twelve", "check"), VECTORS["check"])
def test_check_symbols_are_the_same_in_both_languages(twelve, check):
    assert codes.check_symbol(twelve) == check
    assert codes.read(codes.shown(twelve + check)) == twelve + check
    assert kinds.KINDS["code"](twelve + check) is None


@given(symbols, st.integers(0, codes.SYMBOLS), st.sampled_from(codes.ALPHABET))
def test_one_wrong_symbol_is_always_found(twelve, place, wrong):
    code = twelve + codes.check_symbol(twelve)
    mistaken = code[:place] + wrong + code[place + 1 :]
    assert codes.read(mistaken) == (code if mistaken == code else None)


@given(symbols, st.integers(0, codes.SYMBOLS - 1))
def test_two_swapped_symbols_are_found_but_for_the_first_and_the_last_of_the_alphabet(twelve, place):
    code = twelve + codes.check_symbol(twelve)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code and {code[place], code[place + 1]} != {"0", "Z"}:
        assert codes.read(swapped) is None
