"""Cases of the merge by clause: ops in an order, and what they add up to in Python.

Ops are named by inc and seq: `a1` is `aaaaaaaaaaaaaaaaaaaa.1.aaaaaaaa`, `x1` the office's.
"""

import json

from sync import opset
from tests.sync.answers import fold_history, summary
from tests.vectors.cases_values import update_cases

RECORD, HEARING = "r" * 26, "h" * 26


def op_id(name: str) -> str:
    """`a1` → a whole op id; a second letter is the branch of a cloned tablet."""
    inc = "office-k7f2q3" if name[0] == "x" else name[0] * 20
    return f"{inc}.{name.strip('abcdefghijklmnopqrstuvwxyz')}.{name[-1] * 8 if name[-1].isalpha() else 'aaaaaaaa'}"


def _entry(said: object) -> list:
    """A bare value, or (value, base …) with named bases."""
    value, *bases = said if isinstance(said, tuple) else (said,)
    return [value, *(op_id(base) for base in bases)]


def op(name: str, n: int, do: str = "apply", personal: dict | None = None, **sets: object) -> dict:
    """An op of a history; `media__x` is the path `media/x`."""
    found: dict = {"id": op_id(name), "do": do, "n": n}
    found["set"] = {path.replace("__", "/"): _entry(said) for path, said in sets.items()}
    if personal:
        found["personal"] = {path: _entry(said) for path, said in personal.items()}
    return found


def seen(*names: str) -> str:
    """The value of a delete that has seen these ops."""
    return opset.encode(op_id(name) for name in names)


A1 = op("a1", 1, title="Гар худаг")
PERSON = op("a1", 1, sex="female", personal={"given_name": "Дорж", "phone": "99112233"})
MERGE = next(case["merge"] for case in update_cases() if "merge" in case)

CASES: list[tuple[str, str, str, list[dict], list[str] | None]] = [
    ("§4", "one op", "proposal", [A1], None),
    ("§4", "two values beside each other", "proposal", [A1, op("b1", 1, title="Гүүр")], None),
    ("§4", "equal values are clean", "proposal", [A1, op("b1", 2, title="Гар худаг")], None),
    ("§4", "a work reaches down", "work", [op("a1", 1, unit="v" * 26), op("b1", 1, unit="u" * 26)], None),
    ("§4", "true is not one", "proposal", [op("a1", 1, place_is_public=True), op("b1", 1, place_is_public=1)], None),
    (
        "§4",
        "the default op is the one with most sole values",
        "proposal",
        [op("a1", 1, title="a", cost=1), op("b1", 2, body="b"), op("c1", 1, title="c")],
        None,
    ),
    ("I1", "twice is once", "proposal", [A1, op("a2", 2, title=("b", "a1")), A1], None),
    (
        "M1",
        "named is kept for each path",
        "proposal",
        [op("b1", 2, title=("b", "a1")), op("a1", 1, title="a", cost=5)],
        None,
    ),
    ("M1", "an op named where it says nothing", "proposal", [op("b1", 2, cost=(7, "a1")), A1], None),
    (
        "M2",
        "history still names",
        "proposal",
        [A1, op("c3", 3, title=("c", "b2")), op("b2", 2, title=("b", "a1"))],
        None,
    ),
    (
        "M3",
        "holes in seen",
        "proposal",
        [op("a9", 1, title="a"), op("a11", 2, title=("b", "a9")), op("a2", 1, cost=1)],
        None,
    ),
    (
        "M4",
        "a clone's two branches",
        "proposal",
        [A1, op("a2b", 2, title=("b", "a1")), op("a2c", 2, title=("c", "a1"))],
        None,
    ),
    (
        "M7",
        "naming what was parked names what it named",
        "proposal",
        [A1, op("b2", 2, "aside", title=("b", "a1")), op("b3", 3, title=("c", "b2"))],
        None,
    ),
    (
        "M7",
        "the same, with the naming first",
        "proposal",
        [A1, op("b3", 3, title=("c", "b2")), op("b2", 2, "aside", title=("b", "a1"))],
        None,
    ),
    (
        "M7",
        "a chain of parked ops",
        "proposal",
        [
            op("d4", 4, title=("d", "c3")),
            op("c3", 3, "aside", title=("c", "b2")),
            A1,
            op("b2", 2, "aside", title=("b", "a1")),
        ],
        None,
    ),
    (
        "M11",
        "an edit beside a delete",
        "proposal",
        [A1, op("b2", 2, _deleted=seen("a1")), op("a2", 2, title=("b", "a1"))],
        None,
    ),
    (
        "M11",
        "a delete that had seen the edit",
        "proposal",
        [A1, op("a2", 2, title=("b", "a1")), op("b2", 3, _deleted=seen("a1", "a2"))],
        None,
    ),
    (
        "M11",
        "a text beside a delete",
        "minutes",
        [op("a1", 1, text=MERGE[0]), op("b2", 2, _deleted=seen("a1")), op("a2", 2, text=MERGE[2])],
        None,
    ),
    (
        "M11",
        "a delete that had seen the text",
        "minutes",
        [op("a1", 1, text=MERGE[0]), op("a2", 2, text=MERGE[2]), op("b2", 3, _deleted=seen("a1", "a2"))],
        None,
    ),
    (
        "M12",
        "two deletes are equal",
        "proposal",
        [A1, op("b2", 2, _deleted=seen("a1")), op("c2", 2, _deleted=seen())],
        None,
    ),
    (
        "M13",
        "an edit that restores",
        "proposal",
        [A1, op("b2", 2, _deleted=seen("a1")), op("c3", 3, title=("c", "a1"), _deleted=(False, "b2"))],
        None,
    ),
    (
        "M14",
        "a removed map entry",
        "proposal",
        [op("a1", 1, media__x="f" * 64), op("a2", 2, media__x=(None, "a1")), op("b2", 2, media__x=("e" * 64, "a1"))],
        None,
    ),
    ("M15", "a late note", "proposal", [A1, op("b2", 2, title=("b", "a1"), cost=3)], ["a1"]),
    (
        "M15",
        "late and then named by the office",
        "proposal",
        [A1, op("b2", 2, title=("b", "a1")), op("x3", 3, title=("c", "b2"))],
        ["a1"],
    ),
    ("M15", "the office is never late", "proposal", [A1, op("x3", 3, title=("c", "a1"))], ["a1"]),
    ("M15", "a record of late notes alone", "proposal", [op("a1", 1, unit="u" * 26, hearing=HEARING)], []),
    ("M19", "erasing", "person", [PERSON, op("x1", 2, _erased=True)], None),
    ("M19", "erased before it came", "person", [op("x1", 2, _erased=True), PERSON], None),
    (
        "M19",
        "erased with notes that were late or stood aside",
        "person",
        [
            PERSON,
            op("b1", 2, "aside", personal={"phone": ("1", "a1")}),
            op("c1", 2, personal={"phone": "2"}),
            op("x1", 3, _erased=True),
        ],
        ["a1", "b1"],
    ),
    (
        "M19",
        "personal fields stand in the second line",
        "person",
        [PERSON, op("b1", 2, personal={"phone": ("88112233", "a1")}), op("c1", 2, personal={"phone": ("1", "d1")})],
        None,
    ),
    (
        "M21",
        "a huge n wins a tie for display, never more",
        "proposal",
        [A1, op("b1", 2**53 - 1, title="b"), op("a2", 2, title=("c", "a1"))],
        None,
    ),
    (
        "M22",
        "an edit names what is shown, and its equals",
        "proposal",
        [A1, op("b1", 3, title="b"), op("c1", 2, title="b"), op("d1", 2, title="d")],
        None,
    ),
    (
        "§4",
        "more live values than an op can name",
        "proposal",
        [op(f"a{seq}", 1, title=str(seq)) for seq in range(1, 71)],
        None,
    ),
    (
        "§4",
        "long text in any order",
        "minutes",
        [op(f"a{seq}", seq, text=MERGE[seq - 1]) for seq in (3, 1, 5, 2, 4)],
        None,
    ),
    (
        "§1",
        "a type that a newer server knows",
        "newer_type",
        [op("a1", 1, strange="x", strange__2=1, strange__10=True)],
        None,
    ),
]


def merge_cases() -> list[dict]:
    """Histories with the state they add up to; `again`: reading the row and writing it gives the same bytes."""
    return [_case(*case) for case in CASES]


def _case(clause: str, name: str, kind: str, ops: list[dict], seal: list[str] | None) -> dict:
    history = {"type": kind, "id": RECORD, "seal": seal and [op_id(name) for name in seal], "ops": ops}
    if seal == []:
        history["seal"] = []
    facts = json.loads(summary(fold_history(history)))
    facts["row"] = json.loads(facts["row"])
    facts["personal"] = facts["personal"] and json.loads(facts["personal"])
    return {"clause": clause, "name": name, "history": history, "expect": facts}
