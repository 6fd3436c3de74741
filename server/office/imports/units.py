"""What rows of units are beside one another and beside the units that there are: each once, at its place (O15)."""

import re
from collections.abc import Iterable
from hashlib import sha256

from server.office.imports.rows import Row
from server.store import units
from server.store.units import Unit, name_key
from sync.chain import base32

_kind = re.compile(r"\s+(аймаг|нийслэл|хот|сум|дүүрэг)$")


def settle(tenant: str, rows: Iterable[Row], standing: Iterable[Unit], zone: str) -> dict[int, str]:
    """Number of the row → its unit: the one that is there, else one to be. A unit above is known by its name; it is
    there already, or stands in a row before. `zone`: of units whose row says none."""
    known = list(standing)
    found = {}
    for row in rows:
        _place(row, known)
        _check_quorum(row)
        if zone and "zone" not in row.wrong:
            row.values.setdefault("zone", zone)
        name, level, parent = (str(row.values.get(path) or "") for path in ("name", "level", "parent"))
        own = Unit("", name, level, parent).is_known_by
        unit = next((one.id for one in known if one.is_known_by == own), "")
        found[row.number] = unit or base32(sha256(repr((tenant, "unit", own)).encode()).digest()[:16])
        if not unit and not row.wrong:
            known.append(Unit(found[row.number], name, level, parent))
    return found


def _place(row: Row, known: list[Unit]) -> None:
    """The name of the unit above → its id: the nearest of that name that may stand above."""
    said = row.values.pop("parent", None)
    if said is None or "level" in row.wrong:
        return
    level = str(row.values.get("level") or "")
    named = [one for one in known if _plain(one.name) == _plain(str(said)) and units.is_above(one.level, level)]
    nearest = max((units.RANK[one.level] for one in named), default=0)
    fitting = [one for one in named if units.RANK[one.level] == nearest]
    if len(fitting) == 1:
        row.values["parent"] = fitting[0].id
    else:
        row.wrong["parent"] = f"office.imports.wrong.{'several' if fitting else 'parent'}"


def _plain(name: str) -> str:
    return _kind.sub("", name_key(name))


def _check_quorum(row: Row) -> None:
    """Neither share nor basis says anything alone."""
    for path, other in (("quorum_basis", "quorum_percent"), ("quorum_percent", "quorum_basis")):
        if path in row.values and other not in row.values:
            row.wrong.setdefault(other, "office.imports.wrong.missing")
    if row.values.get("quorum_percent") == 0:
        row.wrong["quorum_percent"] = "office.imports.wrong.value"
