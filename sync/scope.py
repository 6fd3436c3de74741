"""Scopes: which tablets a record reaches (DESIGN §5.4, I9)."""

from sync.catalogue import BY_NAME
from sync.record import Record, references

TENANT = "tenant"


def of_unit(unit: str) -> str:
    """The scope of one unit's records."""
    return "unit:" + unit


def of_below(unit: str) -> str:
    """The scope of those records of one unit that the tablets of the units below it see too."""
    return "below:" + unit


def of_inc(inc: str) -> str:
    """The scope of what concerns one inc alone: outcomes, grants, receipts."""
    return "inc:" + inc


def scopes(record: Record) -> list[str]:
    """The scopes whose feeds carry `record`, sorted. Colliding units: all of them, until the office chooses.

    A record of late notes alone goes where they say.
    """
    declared = BY_NAME.get(record.type)
    if declared is None or declared.scope == "office":
        return []
    if declared.scope == TENANT:
        return [TENANT]
    units = references(record, "unit")
    found = [*map(of_unit, units)] if len(units) < 2 else sorted(map(of_unit, units))
    return [*sorted(map(of_below, units)), *found] if declared.below else found


def units_of_op(sets: dict, record: Record | None) -> set[str]:
    """The units that an op concerns: those the record has, and the one it sets. Empty for a record without unit."""
    units = references(record, "unit") if record else set()
    said = sets.get("unit", (None,))[0]
    return units | {said} if type(said) is str else units
