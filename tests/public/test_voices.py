"""Scenario 16: what halls say outranks voices by code, and a code alone opens nothing again."""

import pytest

from server.findings import Finding, balance, state

HALL_YES = Finding("b", "hall", "2026-11-02", "confirmed", count_for=31)
HALL_NO = Finding("c", "hall", "2026-11-02", "not_done", count_against=27)


def code(number, finding, corrects=""):
    yes = finding == "confirmed"
    return Finding(f"v{number}", "", "", finding, corrects, int(yes), int(not yes))


@pytest.mark.parametrize(
    ("status", "said", "stands"),
    [
        ("done", [], "done"),
        ("done", [code(1, "confirmed")], "confirmed"),
        ("done", [code(1, "confirmed"), code(2, "not_done")], "done"),
        ("done", [code(1, "not_done"), code(2, "not_done")], "done"),
        ("declined", [code(1, "not_done"), code(2, "confirmed")], "declined"),
        ("done", [HALL_NO, code(1, "confirmed"), code(2, "confirmed")], "reopened"),
        ("done", [HALL_YES, code(1, "not_done"), code(2, "not_done")], "confirmed"),
    ],
)
def test_halls_outrank_codes(status, said, stands):
    assert state(status, said) == stands


def test_who_changed_his_mind_counts_once():
    said = [code(1, "confirmed"), code(2, "not_done", "v1"), code(3, "confirmed", "v2"), code(4, "confirmed")]
    assert balance(said) == 2
