"""Which settings there are, in groups as they are said together; each value is checked here, and no key is free. Pure.

The settings themselves stand beside what they govern. To add one: a line in `GROUPS`, its name in the translations
(`setting.<key>`); a new group also says what it changes (`settings.<group>`, `settings.<group>.about`).
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from server import papers
from server.legal import Setting
from server.messages import quiet, worker
from server.office.book import service as book
from server.office.clocks import ladder, terms
from server.office.letters import links, paper
from server.office.programmes import quiet as silence
from server.office.reports.terms import REPORT_BACK
from server.office.works import funds
from server.public import privacy
from sync.catalogue import BY_NAME

LINE_MAX, SOURCE_MAX = 200, 300
_check = BY_NAME["tenant"].field("settings").check


class Known(NamedTuple):
    """One setting: how it is typed (`number`, `line`, `lines`, `day`, `hours`), its bounds, and what holds unsaid."""

    key: str
    kind: str
    usual: str
    least: int = 0
    most: int = 0
    source: str = ""
    verified: str = ""

    def read(self, typed: str) -> str | None:
        """What is kept of what was typed; None: ours again. Raises ValueError where it does not fit."""
        said = "|".join(part for line in typed.split("\n") if (part := " ".join(line.replace("|", " ").split())))
        if not said:
            return None
        kept = _readers[self.kind](self, said)
        if _check(kept) is not None:
            raise ValueError(self.key)
        return None if kept == self.usual else kept

    def shown(self, kept: str) -> str:
        """A kept value as it is typed."""
        if self.kind == "day":
            return f"{int(kept) // 100:02}-{int(kept) % 100:02}"
        return kept.replace("|", "\n") if self.kind == "lines" else kept


class Group(NamedTuple):
    """Settings that are said together. `rising`: keys whose numbers must rise; `is_law`: own values need a source."""

    name: str
    settings: tuple[Known, ...]
    is_law: bool = False
    rising: tuple[str, ...] = ()

    def keys(self) -> list[str]:
        """The keys."""
        return [one.key for one in self.settings]


def _number(known: Known, said: str) -> str:
    if not (said.isascii() and said.isdecimal() and len(said) <= 6 and known.least <= int(said) <= known.most):
        raise ValueError(known.key)
    return str(int(said))


def _line(known: Known, said: str) -> str:
    if len(said) > LINE_MAX or "|" in said or not said.isprintable():
        raise ValueError(known.key)
    return said


def _lines(known: Known, said: str) -> str:
    if len(said) > LINE_MAX or said.count("|") > 3 or not said.isprintable():
        raise ValueError(known.key)
    return said


def _day(known: Known, said: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[-./](\d{1,2})", said, re.ASCII)
    if not found:
        raise ValueError(known.key)
    day = date(2027, int(found[1]), int(found[2]))  # of every year: the 29th of February is none
    return str(day.month * 100 + day.day)


def _hours(known: Known, said: str) -> str:
    if not quiet.FORM.fullmatch(said):
        raise ValueError(known.key)
    return said


_readers: dict[str, Callable[[Known, str], str]] = {
    "number": _number,
    "line": _line,
    "lines": _lines,
    "day": _day,
    "hours": _hours,
}


def _of(setting: Setting, least: int, most: int, kind: str = "number") -> Known:
    return Known(setting.key, kind, str(setting.value), least, most, setting.source, setting.verified)


_steps = tuple(step.days for step in ladder.STEPS)
_rules = {rule.days.key: rule.days for rule in book.RULES if rule.days}
GROUPS = (
    Group(
        "letter",
        (
            Known(paper.ORGANISATION, "lines", ""),
            *(Known(key, "line", "") for key in (paper.SIGNER_POST, paper.SIGNER_NAME, paper.ADDRESS, paper.PLACE)),
            _of(links.LIFE, 1, 730),
        ),
    ),
    Group("paper", tuple(_of(setting, 5, 60) for setting in papers.MARGINS.values())),
    Group("term", tuple(_of(one, 0, 365) for term in terms.TERMS.values() for one in term), is_law=True),
    Group("overdue", tuple(_of(one, 0, 365) for one in _steps), rising=tuple(one.key for one in _steps[1:])),
    Group("report", (_of(REPORT_BACK, 1, 365), _of(silence.DAYS, 1, 3650)), is_law=True),
    Group("book", tuple(_of(one, 0, 365) for one in (*_rules.values(), book.WRITTEN)), is_law=True),
    Group(
        "ldf",
        tuple(_of(one, 101, 1231, "day") for one in funds.WINDOW.values()),
        is_law=True,
        rising=tuple(one.key for one in funds.WINDOW.values()),
    ),
    Group(
        "message",
        (
            Known("message.quiet", "hours", quiet.USUAL),
            Known("message.day_max", "number", str(worker.DAY_MAX), 0, 100_000),
        ),
    ),
    Group(
        "consent",
        tuple(Known(f"consent.{one}.months", "number", str(months), 1, 600) for one, months in privacy.MONTHS.items()),
        is_law=True,
    ),
)
BY_GROUP: Mapping[str, Group] = {group.name: group for group in GROUPS}
BY_KEY: Mapping[str, Known] = {one.key: one for group in GROUPS for one in group.settings}
PATHS = frozenset(f"settings/{key}{of}" for key in BY_KEY for of in ("", ".source", ".verified"))
