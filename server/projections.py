"""From a record to its row in the projection: the shown values of the indexed fields."""

from functools import cache

from server.models.projections import COLUMNS
from sync import merge
from sync.record import Record


@cache
def projection_columns(kind: str) -> tuple[str, ...]:
    """The columns of a projection, in the order of `projection_row`."""
    return ("tenant", "id", "deleted", *COLUMNS[kind])


def projection_row(tenant: str, record: Record) -> tuple:
    """The record's row; colliding values: the shown one."""
    live = record.live
    values = []
    for name in COLUMNS[record.type]:
        entry = live.get(name)
        if not entry:
            values.append(None)
        elif len(entry) == 1:
            ((value, _),) = entry.values()
            values.append(value)
        else:
            values.append(merge.value_of(record, name))
    return (tenant, record.id, merge.DELETED in live and merge.is_deleted(record), *values)
