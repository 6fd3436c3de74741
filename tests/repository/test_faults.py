"""Every hostile input, fault and trap has its test, or a reason why it has none (tests/faults.toml)."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAST = {"H": 93, "F": 62, "trap": 44}
ISSUES = range(7)  # 0: no issue names it
LISTED = tomllib.loads((ROOT / "tests/faults.toml").read_text())
TESTED = [
    (series, int(number)) for series, said in LISTED.items() for number, by in said.items() if isinstance(by, int)
]

_typescript = re.compile(r"""^\s*(?:(?:test|it|describe)\b.*|//.*|\*.*)$""", re.M)


def _python_words(path: Path) -> list[str]:
    """Names and docstrings of the tests in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found += [node.name, ast.get_docstring(node) or ""]
    return found


@cache
def carried() -> str:
    """All that tests say of themselves: names and docstrings in Python, names and comments in TypeScript."""
    words = [word for path in sorted((ROOT / "tests").rglob("test_*.py")) for word in _python_words(path)]
    for path in sorted((ROOT / "pwa/src").rglob("*.test.ts")):
        words += _typescript.findall(path.read_text())
    return "\n".join(words)


def carries(text: str, series: str, number: int) -> bool:
    """Whether `text` names the number: `h05`, `H5`, `trap_03`, `trap 3`."""
    name = series + "[_ ]" if series == "trap" else series
    return bool(re.search(rf"(?<![A-Za-z0-9]){name}0*{number}(?![0-9])", text, re.I))


@pytest.mark.parametrize("series", sorted(LAST))
def test_every_number_is_listed_once(series):
    assert sorted(map(int, LISTED[series])) == list(range(1, LAST[series] + 1))


def test_what_has_no_test_has_a_reason():
    wrong = [
        f"{series}{number}"
        for series, said in LISTED.items()
        for number, by in said.items()
        if not (by in ISSUES if isinstance(by, int) else len(by.split()) >= 5)
    ]
    assert wrong == []


@pytest.mark.parametrize(("series", "number"), TESTED, ids=[f"{series}{number}" for series, number in TESTED])
def test_what_is_said_to_be_tested_has_a_test_that_carries_its_number(series, number):
    assert carries(carried(), series, number), f"no test names {series} {number}"


@pytest.mark.parametrize(
    ("text", "series", "number", "found"),
    [
        ("test_h05_other_bytes", "H", 5, True),
        ("F17 and F21", "F", 1, False),
        ("F1: killed", "F", 1, True),
        ("test_f34_trap_03_locks", "trap", 3, True),
        ("test_m16_groups", "H", 16, False),
        ("h_12 = SHA-256", "H", 12, False),
    ],
)
def test_a_number_is_known_by_its_whole_name(text, series, number, found):
    assert carries(text, series, number) is found
