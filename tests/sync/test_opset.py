"""Op sets are canonical strings (README §1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import opset
from sync.kinds import KINDS

A, B = "a" * 20, "b" * 20


@pytest.mark.parametrize(
    ("ids", "encoded"),
    [
        ([], ""),
        ([f"{A}.1.xxxxxxxx"], f"{A}:1.xxxxxxxx"),
        ([f"{A}.10.xxxxxxxx", f"{A}.9.xxxxxxxx"], f"{A}:9.xxxxxxxx,10.xxxxxxxx"),
        ([f"{A}.1.yyyyyyyy", f"{A}.1.xxxxxxxx"], f"{A}:1.xxxxxxxx,1.yyyyyyyy"),
        ([f"{B}.1.xxxxxxxx", f"{A}.2.xxxxxxxx"], f"{A}:2.xxxxxxxx;{B}:1.xxxxxxxx"),
    ],
)
def test_incs_are_sorted_as_text_seqs_as_numbers_then_tags(ids, encoded):
    assert opset.encode(ids) == encoded
    assert opset.encode(reversed(ids)) == encoded
    assert opset.decode(encoded) == set(ids)


_letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz234567")
_incs = st.one_of(st.text(_letters, min_size=20, max_size=20), st.just("office-k7f2q5"))
_ids = st.builds("{}.{}.{}".format, _incs, st.integers(1, 2**53 - 1), st.text(_letters, min_size=8, max_size=8))


@given(st.sets(_ids, max_size=20))
def test_any_set_comes_back_and_is_of_its_kind(ids):
    assert opset.decode(opset.encode(ids)) == ids
    assert KINDS["op_set"](opset.encode(ids)) is None
