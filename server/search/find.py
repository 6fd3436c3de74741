"""A query answered: every word must be there, in any form; a word that nobody said is taken for a slip of the pen."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from server.search import words
from server.search.index import TENANT_WIDE, Index

LIMIT_MAX = 2000
QUERY_WORDS_MAX = 12
SLIPS_MAX = 8  # known stems tried for one unknown one
SLIP_LETTERS_MAX = 40  # of a stem; longer ones nobody says
STEPS_AT_ONCE = 1  # of reading up, before a search answers


class Found(NamedTuple):
    """One hit, best first."""

    record: str
    type: str
    unit: str


class Answer(NamedTuple):
    """`guessed`: words that nobody said, and what was searched instead. `behind`: changes not read up yet.

    `meant`: every stem that was asked for, and the stems that stand for it (itself, or what was guessed).
    """

    found: list[Found]
    guessed: dict[str, list[str]]
    behind: int
    meant: dict[str, list[str]]


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
        return Answer([], {}, behind, {})
    with index.open() as connection:
        slips = _slips(connection, [one for one in asked if not _is_known(connection, one)])
        meant = {one: slips.get(one, [one]) for one in asked}
        terms = [" OR ".join(_term(stem) for stem in stems or [one]) for one, stems in meant.items()]
        where, values = _within(units, types)
        rows = connection.execute(
            "SELECT doc.record, doc.type, doc.unit FROM stems JOIN doc ON doc.rowid = stems.rowid "  # noqa: S608
            f"WHERE stems MATCH ? AND doc.tenant = ?{where} ORDER BY stems.rank, doc.rowid DESC LIMIT ? OFFSET ?",
            (" AND ".join(f"({term})" for term in terms), tenant, *values, min(limit, LIMIT_MAX), after),
        ).fetchall()
    guessed = {one: stems for one, stems in meant.items() if stems != [one]}
    return Answer([Found(*row) for row in rows], guessed, behind, meant)


def _term(stem: str) -> str:
    """As FTS5 asks for it: a stem of more than two letters also finds what begins with it (words.fits)."""
    return f'"{stem}"*' if len(stem) > words.WHOLE_MAX else f'"{stem}"'


def _within(units: Collection[str] | None, types: Collection[str] | None) -> tuple[str, list[str]]:
    """Records of the whole tenant are within everybody's reach."""
    where, values = "", []
    if units is not None:
        where += f" AND (doc.unit IN ({_marks(units)}) OR doc.type IN ({_marks(TENANT_WIDE)}))"
        values += [*sorted(units), *sorted(TENANT_WIDE)]
    if types is not None:
        where += f" AND doc.type IN ({_marks(types)})"
        values += sorted(types)
    return where, values


def _marks(values: Collection[str]) -> str:
    return ",".join("?" * len(values))


def _is_known(connection, stem: str) -> bool:
    """Whether somebody said a word that begins so."""
    row = connection.execute("SELECT 1 FROM known WHERE term >= ? AND term < ? LIMIT 1", (stem, stem + "\U0010ffff"))
    return row.fetchone() is not None


def _slips(connection, unknown: list[str]) -> dict[str, list[str]]:
    """Known stems within one slip (two, in a long word) of each of `unknown`, the nearest first.

    All that is known is looked at once, however many words are asked for (H77), and not for what is no word.
    """
    most = {stem: 1 if len(stem) < 6 else 2 for stem in unknown if len(stem) <= SLIP_LETTERS_MAX}
    by_length: dict[int, list[str]] = defaultdict(list)
    if most:
        within = (min(map(len, most)) - 2, max(map(len, most)) + 2)
        for (term,) in connection.execute("SELECT term FROM known WHERE length(term) BETWEEN ? AND ?", within):
            by_length[len(term)].append(term)
    return {stem: _nearest(stem, most[stem], by_length) if stem in most else [] for stem in unknown}


def _nearest(stem: str, most: int, by_length: dict[int, list[str]]) -> list[str]:
    near = [term for length in range(len(stem) - most, len(stem) + most + 1) for term in by_length.get(length, ())]
    hits = extract(stem, near, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=SLIPS_MAX)
    return [term for term, _, _ in hits]
