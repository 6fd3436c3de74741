"""Cells that no program takes for a formula (RELIABILITY H81; OWASP ASVS 5.0 V1.2.10).

What begins like one gets an apostrophe before it, also after a line break and in full width; NUL goes. Numbers that are
numbers stay numbers.
"""

import re

_formula = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def safe(value: object) -> object:
    """`value` as a cell may hold it: numbers and blanks as they are, text that is no formula."""
    if value is None or type(value) is int:
        return value
    text = str(value).replace("\0", "")
    return f"'{text}" if _formula.match(text) or re.search(r"[\r\n][=+\-@]", text) else text
