"""What becomes of an op: a value, never an exception (DESIGN §10). The codes and what each means in words.

`applied` is the rule and is not written down. `duplicate` answers with the first outcome. Parked and refused ops are
stored all the same, stand aside in the record (M7) and wait for the office.
"""

from typing import NamedTuple


class Outcome(NamedTuple):
    """`state` applied, late, parked or refused; `code` says why (empty when applied or late)."""

    state: str
    code: str = ""


APPLIED = Outcome("applied")
LATE = Outcome("late")

PARKED = {
    "out-of-scope": "The record belongs to a unit that the tablet is not assigned to.",
    "office-field": "Only the office writes this field.",
    "role": "The person's role may not write this type of record.",
    "unknown-type": "The type is newer than this server.",
    "unknown-field": "The field is newer than this server.",
    "unknown-choice": "The choice is newer than this server.",
    "revoked": "The tablet was revoked before the op arrived.",
    "group": "Another op of the same group was not applied.",
    "closed": "Voting was closed without it; a correction is a new session (T9).",
}
REFUSED = {
    "bad-json": "The line is not JSON.",
    "bad-encoding": "The line is not UTF-8.",
    "bad-shape": "The line is not an op.",
    "bad-base": "A base is not an op id.",
    "bad-key": "A path is not a field, or a field and the key of a map entry.",
    "bad-number": "A number is not whole or too large.",
    "bad-text": "A text holds what text may not hold.",
    "bad-value": "A value is not of its field's kind.",
    "too-long": "A text is too long.",
    "too-deep": "The line is nested too deeply.",
    "duplicate-key": "A key stands twice.",
    "immutable": "The record may not be changed; a correction is a new record.",
    "misplaced": "A personal field stands in the open line, or the other way round.",
}


def parked(code: str) -> Outcome:
    """The op waits for the office."""
    assert code in PARKED, code
    return Outcome("parked", code)


def refused(code: str) -> Outcome:
    """The op cannot ever take effect as it stands."""
    assert code in REFUSED, code
    return Outcome("refused", code)
