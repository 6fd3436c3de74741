"""A query answered: every word must be there, in any form; a word that nobody said is taken for a slip of the pen."""

from collections.abc import Collection
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from server.search import words
from server.search.index import Index

LIMIT_MAX = 200
QUERY_WORDS_MAX = 12
SLIPS_MAX = 8  # known stems tried for one unknown one
STEPS_AT_ONCE = 1  # of reading up, before a search answers


class Found(NamedTuple):
    """One hit, best first."""

    record: str
    type: str
    unit: str


class Answer(NamedTuple):
    """`guessed`: words that nobody said, and what was searched instead. `behind`: changes not read up yet."""

    found: list[Found]
    guessed: dict[str, list[str]]
    behind: int


def find(
    index: Index,
    tenant: str,
    query: str,
    units: Collection[str] | None = None,
    types: Collection[str] | None = None,
    limit: int = 50,
    after: int = 0,
) -> Answer:
    """Records of `types` within `units` (None: all of the tenant) that hold every word of `query`."""
    behind = index.read_up(tenant, STEPS_AT_ONCE)
    asked = list(dict.fromkeys(words.stems(query)))[:QUERY_WORDS_MAX]
    if not asked:
        return Answer([], {}, behind)
    with index.open() as connection:
        guessed: dict[str, list[str]] = {}
        terms = []
        for one in asked:
            meant = [one] if _is_known(connection, one) else _slips(connection, one)
            if meant != [one]:
                guessed[one] = meant
            terms.append(
                "(" + " OR ".join(f'"{stem}"*' if len(stem) > 2 else f'"{stem}"' for stem in meant or [one]) + ")"
            )
        where, values = _within(units, types)
        rows = connection.execute(
            "SELECT doc.record, doc.type, doc.unit FROM stems JOIN doc ON doc.rowid = stems.rowid "  # noqa: S608
            f"WHERE stems MATCH ? AND doc.tenant = ?{where} ORDER BY stems.rank, doc.rowid DESC LIMIT ? OFFSET ?",
            (" AND ".join(terms), tenant, *values, min(limit, LIMIT_MAX), after),
        ).fetchall()
    return Answer([Found(*row) for row in rows], guessed, behind)


def _within(units: Collection[str] | None, types: Collection[str] | None) -> tuple[str, list[str]]:
    where, values = "", []
    for column, allowed in (("unit", units), ("type", types)):
        if allowed is not None:
            where += f" AND doc.{column} IN ({','.join('?' * len(allowed))})"
            values += sorted(allowed)
    return where, values


def _is_known(connection, stem: str) -> bool:
    """Whether somebody said a word that begins so."""
    row = connection.execute("SELECT 1 FROM known WHERE term >= ? AND term < ? LIMIT 1", (stem, stem + "\U0010ffff"))
    return row.fetchone() is not None


def _slips(connection, stem: str) -> list[str]:
    """Known stems within one slip (two, in a long word) of `stem`, the nearest first."""
    most = 1 if len(stem) < 6 else 2
    near = connection.execute(
        "SELECT term FROM known WHERE length(term) BETWEEN ? AND ?", (len(stem) - most, len(stem) + most)
    )
    hits = extract(
        stem,
        [term for (term,) in near],
        scorer=DamerauLevenshtein.distance,
        score_cutoff=most,
        limit=SLIPS_MAX,
    )
    return [term for term, _, _ in hits]
