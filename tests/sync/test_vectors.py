"""The vectors that both languages read are what Python says now; pwa/src/domain/vectors.test.ts reads the same files.

Where one is stale, `python -m tests.vectors.make` writes it; the difference belongs into the same commit as its cause.
"""

import json

import pytest

from sync import chain, opset, record, text
from sync.update import is_update
from tests.sync.answers import fold_history
from tests.vectors import make


def cases(name):
    """The cases of a vector file."""
    return json.loads((make.HERE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(make.FILES))
def test_a_vector_file_is_current(name):
    assert name not in make.stale()


def test_every_case_of_the_merge_reads_back_what_it_wrote():
    assert [case["name"] for case in cases("merge.json") if not case["expect"]["again"]] == []


def test_the_order_of_ops_does_not_change_a_row():
    for case in cases("merge.json"):
        history = case["history"]
        there = record.encode(fold_history(history))
        back = record.encode(fold_history({**history, "ops": history["ops"][::-1]}))
        assert there == back or case["history"]["type"] == "minutes", case["name"]


def test_op_sets_are_inverse():
    for case in cases("opset.json"):
        assert opset.decode(case["set"]) == set(case["ids"])


def test_saves_of_a_text_say_the_same_in_every_order():
    merged = [case for case in cases("text.json") if "merge" in case]
    for case in merged:
        update = ""
        for save in case["merge"]:
            assert is_update(save)
            update = text.merge(update, save)
        assert text.read(update) == case["text"]
    assert merged[0]["text"] == merged[1]["text"] == merged[2]["text"]


def test_what_is_no_base64url_is_refused():
    for case in cases("chain.json"):
        if "base64url" in case and case["hex"] is None:
            with pytest.raises(ValueError, match=r"base64|padding|ASCII|multiple of 4"):
                chain.from_base64url(case["base64url"])
