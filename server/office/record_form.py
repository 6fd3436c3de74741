"""A form of the office read by the catalogue: every field checked by its own kind, nothing taken that is not named."""

from collections.abc import Mapping

from server.text import says
from sync.catalogue import BY_NAME
from sync.op import Value

DIGITS_MAX = 15


def read(kind: str, paths: tuple[str, ...], said: Mapping[str, str]) -> tuple[dict[str, Value], list[str]]:
    """Path → value (None where nothing was written), and the paths whose value does not fit."""
    values: dict[str, Value] = {}
    wrong = []
    for path in paths:
        field = BY_NAME[kind].field(path.partition("/")[0])
        assert field is not None, path
        raw = said.get(path, "").replace("\r\n", "\n").strip()
        value: Value = None
        if raw and field.kind in ("count", "integer", "money"):
            digits = raw.replace(" ", "").replace(says.NO_BREAK, "")
            value = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS_MAX else raw
        elif raw:
            value = raw
        if value is not None and field.check(value):
            wrong.append(path)
        values[path] = value
    return values, wrong
