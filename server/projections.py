"""From a record to its row in the projection: the shown values of the indexed fields, and sums of maps."""

from functools import cache

from server import keys
from server.models.projections import COLUMNS, LINKS, SUMS
from sync import merge
from sync.catalogue import BY_NAME
from sync.chain import base64url
from sync.record import Record


@cache
def projection_columns(kind: str) -> tuple[str, ...]:
    """The columns of a projection, in the order of `projection_row`."""
    return ("tenant", "id", "deleted", *COLUMNS[kind])


@cache
def _columns(kind: str) -> tuple[tuple[str, bool, bool], ...]:
    """The indexed fields of a type: name, whether it is the sum of a map, whether it is a code."""
    sums, codes = SUMS.get(kind, ()), {field.name for field in BY_NAME[kind].fields if field.kind == "code"}
    return tuple((name, name in sums, name in codes) for name in COLUMNS[kind])


def projection_row(tenant: str, record: Record) -> tuple:
    """The record's row; colliding values: the shown one."""
    live = record.live
    row = [tenant, record.id, merge.DELETED in live and merge.is_deleted(record)]
    for name, is_sum, is_code in _columns(record.type):
        entry = live.get(name)
        if is_sum:
            value = _sum(record, name + "/")
        elif not entry:
            value = None
        elif len(entry) == 1:
            ((value, _),) = entry.values()
        else:
            value = merge.value_of(record, name)
        row.append(code_mark(tenant, value) if is_code and value is not None else value)
    return tuple(row)


def link_rows(tenant: str, record: Record) -> dict[str, list[tuple]]:
    """The rows of the record's indexed maps, by field; of maps in which nobody has ever written, nothing."""
    entries = [path for path in record.live if "/" in path]
    if not entries:
        return {}
    found: dict[str, list[tuple]] = {}
    for name in LINKS.get(record.type, ()):
        paths = [path for path in entries if path.startswith(name + "/")]
        if paths:
            shown = {path: merge.value_of(record, path) for path in paths} if not merge.is_deleted(record) else {}
            rows = [(tenant, record.id, path[len(name) + 1 :], value) for path, value in sorted(shown.items())]
            found[name] = [row for row in rows if type(row[3]) is str]
    return found


def _sum(record: Record, prefix: str) -> int | None:
    """Over the keys of a map; None where nothing is said."""
    said = [merge.value_of(record, path) for path in record.live if path.startswith(prefix)]
    numbers = [value for value in said if type(value) is int]
    return sum(numbers) if numbers else None


def code_mark(tenant: str, code: str) -> str:
    """What stands for a tracking code in the projection: nobody reads a code from a stolen database (DESIGN §11)."""
    return base64url(keys.current().hmac("tracking-code", f"{tenant}/{code}"))
