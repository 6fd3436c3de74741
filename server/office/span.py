"""The days over which figures are added up: a year, a quarter, a month, all of it, or two dates; in the address.

`span=2026`, `2026-q4`, `2026-11`, `all`, or `since=2026-01-05&until=2026-02-05`. Else the usual one.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.store.figures import LATEST, Within

WORD = re.compile(r"(\d{4})(?:-(?:q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Span:
    """`word`: how the address says it (empty: two dates of one's own)."""

    word: str
    since: str
    until: str

    @property
    def year(self) -> str:
        """The year that a calendar of it shows: that of its last day."""
        return self.until[:4]

    @property
    def query(self) -> dict[str, str]:
        """The same as query arguments of this page."""
        return {"span": self.word} if self.word else {"since": self.since, "until": self.until}

    @property
    def days(self) -> dict[str, str]:
        """The same as query arguments of a list; nothing where all is asked."""
        return {} if self.word == "all" else {"since": self.since, "until": self.until}

    def within(self, unit: str = "", programme: str = "") -> Within:
        """What the store is asked."""
        return Within(self.since, self.until, unit, programme)


def of_word(word: str) -> Span | None:
    """The span that a word says; None where it says none."""
    if word == "all":
        return Span("all", "", LATEST)
    found = WORD.fullmatch(word)
    if not found or found[1] == "0000":
        return None
    year, quarter, month = found.groups()
    first = int(month or 0) or (int(quarter) * 3 - 2 if quarter else 1)
    last = int(month or 0) or (int(quarter) * 3 if quarter else 12)
    return Span(word, f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(int(year), last)[1]:02}")


def asked(said: Mapping[str, str], usual: str) -> Span:
    """The span that query arguments ask for."""
    since, until = day(said.get("since", "")), day(said.get("until", ""))
    if since and until and since <= until:
        return Span("", since, until)
    found = of_word(said.get("span", "")) or of_word(usual)
    assert found, usual
    return found


def day(text: str) -> str:
    """`text` if it is a date, else nothing."""
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else ""
    except ValueError:
        return ""


def choices(years: Sequence[str], today: str) -> list[str]:
    """The words that a page offers: this month, this quarter, the years, all."""
    quarter = f"{today[:4]}-q{(int(today[5:7]) + 2) // 3}"
    return [today[:7], quarter, *list(years)[:6], "all"]
