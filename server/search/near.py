"""Wishes that are alike, out of all of a tenant's: for one wish, and over the whole list (O3).

The index holds the roots of each proposal's wish. The rarest words of the wish that is asked for, slips of the pen
included, lead to at most LOOKED_AT others; those are compared one by one (alike.py). So the cost does not follow the
number of proposals.
"""

from collections.abc import Collection
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from server.search import alike
from server.search.find import STEPS_AT_ONCE
from server.search.index import Index

LOOKED_AT = 400
RANKED_AT_ONCE = 5_000  # wishes that the index itself puts in order
FORMS_MAX = 12  # roots that one root may stand for
ROOTS_MAX = 8
GROUPS_MAX = 50


class Wish(NamedTuple):
    """What is asked for: its words, and its category where that is known."""

    text: str
    category: str = ""


class Alike(NamedTuple):
    """A proposal that is like a wish, and why."""

    record: str
    unit: str
    category: str
    why: alike.Likeness


class Group(NamedTuple):
    """Proposals of several units whose wishes differ in light words alone: how many, and of how many units."""

    sign: str
    count: int
    units: int


def near(index: Index, tenant: str, wish: Wish, units: Collection[str] | None = None, limit: int = 20) -> list[Alike]:
    """The proposals within `units` (None: all) that are like `wish`, the likest first."""
    index.read_up(tenant, STEPS_AT_ONCE)
    mine = alike.roots(wish.text)
    with index.open() as connection:
        rows = _looked_at(connection, tenant, mine, units) if mine else []
    found = []
    for record, unit, category, said in rows:
        why = alike.compare(mine, tuple(said.split()), (wish.category, category))
        if why.score >= alike.LIKE_MIN:
            found.append(Alike(record, unit, category, why))
    return sorted(found, key=lambda one: (-one.why.score, one.record))[:limit]


def _looked_at(connection, tenant: str, mine: tuple[str, ...], units: Collection[str] | None) -> list[tuple]:
    """(record, unit, category, roots) of those that share a word that says much: the rarest words first."""
    told = [one for one in mine if alike.weight(one) == 1.0][:ROOTS_MAX] or list(mine)[:ROOTS_MAX]
    forms = _forms(connection, told)
    rarest = sorted((one for one in told if forms[one][1]), key=lambda one: forms[one][1])
    taken, count = [], 0
    for one in rarest:
        if taken and count + forms[one][1] > RANKED_AT_ONCE:
            break
        taken.append(one)
        count += forms[one][1]
    if not taken:
        return []
    terms = ["(" + " OR ".join(f'"{form}"' for form in forms[one][0]) + ")" for one in taken]
    if count <= RANKED_AT_ONCE:
        return _rows(connection, tenant, units, " OR ".join(terms), "rank")
    # even the rarest is in thousands: those that share most words, the newest of them first
    every = ["(" + " OR ".join(f'"{form}"' for form in forms[one][0]) + ")" for one in rarest]
    rows: dict[str, tuple] = {}
    for most in range(len(every), 0, -1):
        for row in _rows(connection, tenant, units, " AND ".join(every[:most]), "wished.rowid DESC"):
            rows.setdefault(row[0], row)
        if len(rows) >= LOOKED_AT:
            break
    return list(rows.values())


def _rows(connection, tenant: str, units: Collection[str] | None, match: str, order: str) -> list[tuple]:
    within = "" if units is None else f" AND wish.unit IN ({','.join('?' * len(units))})"
    return connection.execute(
        "SELECT wish.record, wish.unit, wish.category, wished.said FROM wished "  # noqa: S608 - no words of anybody
        f"JOIN wish ON wish.rowid = wished.rowid WHERE wished MATCH ? AND wish.tenant = ?{within} "
        f"ORDER BY {order} LIMIT ?",
        (match, tenant, *sorted(units or ()), LOOKED_AT),
    ).fetchall()


def _forms(connection, told: list[str]) -> dict[str, tuple[list[str], int]]:
    """Each root → the known roots that it may stand for, and in how many wishes these are."""
    least, most = min(map(len, told)) - 2, max(map(len, told)) + 3
    rows = connection.execute(
        "SELECT term, wishes FROM root WHERE wishes > 0 AND length(term) BETWEEN ? AND ?", (least, most)
    )
    counts = dict(rows.fetchall())
    known = list(counts)
    found = {}
    for one in told:
        hits = extract(one, known, scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=4 * FORMS_MAX)
        forms = [term for term, _, _ in hits if alike.nearness(one, term)]
        forms = sorted(forms, key=lambda term: (-alike.nearness(one, term), term))[:FORMS_MAX]
        found[one] = (forms, sum(counts[term] for term in forms))
    return found


def groups(index: Index, tenant: str, units: Collection[str] | None = None, limit: int = GROUPS_MAX) -> list[Group]:
    """Wishes that were said in several units, the most wide-spread first."""
    index.read_up(tenant, STEPS_AT_ONCE)
    within = "" if units is None else f" AND unit IN ({','.join('?' * len(units))})"
    with index.open() as connection:
        rows = connection.execute(
            "SELECT sign, count(*), count(DISTINCT unit) FROM wish "  # noqa: S608 - marks alone
            f"WHERE tenant = ? AND sign > ''{within} "
            "GROUP BY sign HAVING count(DISTINCT unit) > 1 ORDER BY 3 DESC, 2 DESC, sign LIMIT ?",
            (tenant, *sorted(units or ()), limit),
        ).fetchall()
    return [Group(*row) for row in rows]


def of_sign(
    index: Index, tenant: str, sign: str, units: Collection[str] | None = None, limit: int = LOOKED_AT
) -> list[str]:
    """The proposals of one group."""
    within = "" if units is None else f" AND unit IN ({','.join('?' * len(units))})"
    with index.open() as connection:
        rows = connection.execute(
            f"SELECT record FROM wish WHERE tenant = ? AND sign = ?{within} ORDER BY record LIMIT ?",  # noqa: S608
            (tenant, sign, *sorted(units or ()), limit),
        ).fetchall()
    return [record for (record,) in rows]
