"""Who is told when a deadline comes near and when it is past: five steps, each a setting. Pure.

Being told means here: it stands in that person's menu and list. The steps are a rule of the house, not of the law.
"""

from collections.abc import Mapping
from typing import NamedTuple

from server import legal
from server.legal import Setting
from server.who import ADMINISTRATOR, OFFICER, REVIEWER

SOURCE = "Дотоод журам: байгууллага өөрөө тогтооно"
VERIFIED = "2026-11-23"


class Step(NamedTuple):
    """A step of the ladder: from `days` past the last day (before it: negative), and the roles that are told."""

    name: str
    days: Setting
    told: tuple[str, ...]
    is_before: bool = False


STEPS = (
    Step("near", Setting("overdue.days_before", 5, SOURCE, VERIFIED), (OFFICER,), True),
    Step("due", Setting("overdue.due", 0, SOURCE, VERIFIED), (OFFICER,)),
    Step("late", Setting("overdue.first", 1, SOURCE, VERIFIED), (OFFICER, REVIEWER)),
    Step("later", Setting("overdue.second", 7, SOURCE, VERIFIED), (OFFICER, REVIEWER, ADMINISTRATOR)),
    Step("latest", Setting("overdue.third", 30, SOURCE, VERIFIED), (OFFICER, REVIEWER, ADMINISTRATOR)),
)
NAMES = tuple(step.name for step in STEPS)


def begins(step: Step, settings: Mapping[str, str]) -> int:
    """From how many days past the last day the step holds."""
    days = legal.number(settings, step.days)
    return -days if step.is_before else days


def step_of(days_over: int, settings: Mapping[str, str]) -> Step | None:
    """The step on which a deadline stands; None while it is far."""
    return next((step for step in reversed(STEPS) if days_over >= begins(step, settings)), None)


def span(name: str, settings: Mapping[str, str]) -> tuple[int, int]:
    """The days past the last day, first and last, on which a step holds."""
    place = NAMES.index(name)
    last = begins(STEPS[place + 1], settings) - 1 if place + 1 < len(STEPS) else 100_000
    return begins(STEPS[place], settings), last


def first_told(role: str, settings: Mapping[str, str]) -> int | None:
    """From how many days past the last day a role is told; None: never."""
    return next((begins(step, settings) for step in STEPS if role in step.told), None)
