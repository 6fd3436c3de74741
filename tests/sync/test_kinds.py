"""Kinds: which values a field may take (README §1, hostile lines H15, H16, H25–H27, H29, H30)."""

import time

import pytest

from sync import kinds
from sync.kinds import INTEGER_MAX, KEY, KINDS, LINE_MAX, LONG_TEXT_MAX, OP_SET_MAX, TEXT_MAX

ID = "a" * 26
OP_SET = "a" * 20 + ":1.xxxxxxxx"
GOOD = {
    "line": ["", "Гар худаг", "x" * LINE_MAX, "😀" * LINE_MAX, "<img src=x onerror=…>{{7*7}}"],
    "text": ["", "а\n\tб", "x" * TEXT_MAX],
    "integer": [0, -1, INTEGER_MAX, -INTEGER_MAX],
    "count": [0, 1, INTEGER_MAX],
    "money": [0, 6_500_000],
    "flag": [True, False],
    "date": ["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2026-04-30"],
    "instant": ["2026-11-22T10:00:00Z[Asia/Hovd]", "2026-11-22T23:59:59Z[UTC]", "2026-11-22T00:00:00Z[Etc/GMT-8]"],
    "point": ["48.00123,91.65012", "-90,-180", "90,180", "90.0000000,0", "0,0"],
    "decimal": ["0", "-0.5", "12.25", "999999999999999.123456789"],
    "slug": ["a", "water_supply", "a" * 40],
    "choice": ["anything_new", "18_24"],
    "reference": [ID, "234567" + "a" * 20],
    "media": ["0" * 64, "f" * 64],
    "code": ["0123456789AB0", "ZZZZZZZZZZZZZ"],
    "op_set": ["", OP_SET, OP_SET + ",2.yyyyyyyy;office-k7f2q5:9007199254740991.aaaaaaaa"],
    "long_text": ["", "AAA=", "AA==", "AAAA"],
}
BAD = {
    "line": [(7, "bad-value"), (True, "bad-value"), ("x" * (LINE_MAX + 1), "too-long"), ("а\nб", "bad-text")],
    "text": [(7, "bad-value"), ("x" * (TEXT_MAX + 1), "too-long"), ("\r", "bad-text"), ("ж\u2028", "bad-text")],
    "integer": [("1", "bad-value"), (True, "bad-value"), (1.0, "bad-value"), (INTEGER_MAX + 1, "bad-number")],
    "count": [(-1, "bad-value"), (False, "bad-value"), (-INTEGER_MAX - 1, "bad-number")],
    "money": [(-1, "bad-value"), ("6500000", "bad-value")],
    "flag": [(0, "bad-value"), (1, "bad-value"), ("true", "bad-value")],
    "date": [
        *[("2026-02-29", "bad-value"), ("1900-02-29", "bad-value"), ("2026-04-31", "bad-value")],
        *[("2026-13-01", "bad-value"), ("0000-01-01", "bad-value"), ("2026-1-1", "bad-value")],
        *[("٢٠٢٦-١١-٢٢", "bad-value"), ("2026-11-22Z", "too-long"), (20261122, "bad-value")],
    ],
    "instant": [
        *[("2026-11-22T10:00:00Z", "bad-value"), ("2026-11-22T24:00:00Z[UTC]", "bad-value")],
        *[("2026-02-30T10:00:00Z[UTC]", "bad-value"), ("2026-11-22T10:00:00+07:00[Asia/Hovd]", "bad-value")],
        *[("2026-11-22T10:00:00Z[../etc/passwd]", "bad-value"), (f"2026-11-22T10:00:00Z[{ID * 2}]", "too-long")],
    ],
    "point": [
        *[("90.0000001,0", "bad-value"), ("0,180.0000001", "bad-value"), ("NaN,0", "bad-value")],
        *[("48,91,1", "bad-value"), ("1e1,0", "bad-value"), ("48.00000000,91", "bad-value")],
        ("0" * 25, "too-long"),
    ],
    "decimal": [("1e5", "bad-value"), ("01", "bad-value"), ("+1", "bad-value"), (1, "bad-value"), ("1.", "bad-value")],
    "slug": [("", "bad-value"), ("A", "bad-value"), ("1a", "bad-value"), ("a-b", "bad-value"), ("a" * 41, "too-long")],
    "choice": [("No Slug", "bad-value"), (None, "bad-value")],
    "reference": [("a" * 25, "bad-value"), ("a" * 25 + "1", "bad-value"), ("a" * 27, "too-long")],
    "media": [("F" * 64, "bad-value"), ("0" * 63, "bad-value"), ("0" * 65, "too-long")],
    "code": [("0123456789ABI", "bad-value"), ("o123456789AB0", "bad-value"), ("0123456789AB", "bad-value")],
    "op_set": [
        *[(";", "bad-value"), (OP_SET + ";", "bad-value"), (OP_SET + ",", "bad-value")],
        *[(OP_SET.replace(":1", ":0"), "bad-value"), ("a" * (OP_SET_MAX + 1), "too-long"), (7, "bad-value")],
    ],
    "long_text": [
        ("A", "bad-value"),
        ("AA=", "bad-value"),
        ("-_==", "bad-value"),
        ("A" * (LONG_TEXT_MAX + 4), "too-long"),
    ],
}


def test_every_kind_is_in_both_tables():
    assert GOOD.keys() == BAD.keys() == KINDS.keys()


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in GOOD.items() for value in values])
def test_a_kind_takes(kind, value):
    assert KINDS[kind](value) is None


@pytest.mark.parametrize(
    ("kind", "value", "code"), [(kind, value, code) for kind, values in BAD.items() for value, code in values]
)
def test_a_kind_refuses(kind, value, code):
    assert KINDS[kind](value) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [("yes", None), ("maybe", "unknown-choice"), ("65_plus", "unknown-choice"), ("No", "bad-value"), (1, "bad-value")],
)
def test_a_choice_may_be_newer_than_this_server(value, code):
    assert kinds.choice(("yes", "no"))(value) == code


@pytest.mark.parametrize(
    ("key", "good"),
    [
        ("a", True),
        ("a.b~c_D-9", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("", False),
        ("ö", False),
        ("a/b", False),
        ("a\n", False),
    ],
)
def test_keys_of_maps_are_short_and_ascii(key, good):
    assert bool(KEY.fullmatch(key)) is good


@pytest.mark.parametrize("text", ["\ud800", "Худаг\udfff", "\ud83d\ude00"])
def test_h15_a_lone_surrogate_is_bad_text(text):
    """trap_39: refused alike on both stores; H16 has U+0000."""
    assert kinds.line(text) == "bad-text"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x0b", "\x1f", "\x7f", "\r"])
@pytest.mark.parametrize("around", ["a{}b", "ө{}ү"])
def test_h16_controls_are_bad_text(control, around):
    assert kinds.text(around.format(control)) == "bad-text"


@pytest.mark.parametrize("text", ["\u202eabc", "а\u200bб", "\u200f", "tag\U000e0041", "е\u0301\u0302\u0303\u0304"])
def test_h25_bidi_and_zero_width_signs_and_up_to_four_marks_are_stored(text):
    assert kinds.line(text) is None


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u20dd", "\u1ab0", "\u1dc4", "\ufe20"])
def test_h25_more_than_four_marks_on_a_letter_are_bad_text(mark):
    assert kinds.bad_text("ж" + mark * 4) is None
    assert kinds.bad_text("ж" + mark * 5) == "bad-text"
    assert kinds.bad_text("ж" + mark * 500) == "bad-text"


@pytest.mark.parametrize("text", ["и\u0306", "е\u0308", "e\u0301", "\u212b"])
def test_h26_what_is_not_nfc_is_bad_text(text):
    """trap_37: one form of every letter, made by the tablet."""
    assert kinds.line(text) == "bad-text"


@pytest.mark.parametrize("text", ["й", "ё", "Ө", "Θ", "Ү", "Y", "é"])
def test_h26_nfc_and_its_look_alikes_are_taken_as_they_are(text):
    assert kinds.line(text) is None


@pytest.mark.parametrize("value", ["x" * 2**20, "ө" * 2**20, " " * 10**5 + "!", ("a" * 40 + "_") * 20_000, "A" * 2**20])
def test_h27_long_texts_are_refused_quickly_by_every_kind(value):
    verdicts = {}
    for kind, check in KINDS.items():
        began = time.process_time()
        verdicts[kind] = check(value)
        assert time.process_time() - began < 0.05, kind
    assert verdicts["line"] == verdicts["text"] == "too-long"
    assert None not in verdicts.values()


@pytest.mark.parametrize("text", ["99112233\r\nBcc: x", "a\nb", "a\tb"])
def test_h29_a_line_has_no_line_breaks(text):
    assert kinds.line(text) == "bad-text"


@pytest.mark.parametrize(("kind", "value"), [("point", "91,0"), ("date", "2026-02-31"), ("count", -1)])
def test_h30_what_cannot_be_is_a_bad_value(kind, value):
    assert KINDS[kind](value) == "bad-value"
