"""What the room shows first: requests, classes with their terms and what is over, what was erased last."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server import acts, local_day
from server.office.hearings.desk import Desk
from server.privacy import requests, retention, sweep
from server.privacy.requests import Request
from server.privacy.retention import TERMS, Term
from server.problems import Problem
from server.store import hearings, origins, records, settings, subject
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check

DONE_MAX = 30
NAMED_MAX = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """One class: its term in months as it stands, whether the organisation set it, how many records are over."""

    term: Term
    months: int
    is_own: bool
    over: int


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was erased: of whom is not said; `left`: records whose words a person should look at."""

    at: int
    why: str
    unit: str
    by: str
    counts: Mapping[str, int]
    left: list[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """The page."""

    requests: list[Request]
    names: dict[str, str]
    accounts: dict[str, str]
    units: dict[str, str]
    kept: list[Kept]
    done: list[Done]


def overview(connection: Connection, actor: Actor) -> Overview:
    """The page for this officer."""
    check(actor, Verb.SEE, Thing("privacy", actor.tenant))
    asked = requests.listed(connection, actor)[:NAMED_MAX]
    units = hearings.units(connection, actor.tenant, actor.units)
    rows = [row for row in sweep.done_last(connection, actor.tenant) if not row.unit or row.unit in units][:DONE_MAX]
    accounts = {one.asked_by for one in asked} | {one.decided_by or "" for one in asked} | {row.account for row in rows}
    known = origins.account_names(connection, actor.tenant, accounts)
    done = [
        Done(row.at, row.why, row.unit, known.get(row.account, ""), json.loads(row.counts), json.loads(row.left))
        for row in rows
    ]
    names = Desk(connection, actor).names({one.person for one in asked if one.state == requests.ASKED})
    return Overview(asked, names, known, units, kept(connection, actor.tenant), done)


def kept(connection: Connection, tenant: str) -> list[Kept]:
    """Each class, and how much of it is over today."""
    said = settings.house(connection, tenant).settings
    today = local_day.today(connection, tenant, "")
    found = []
    for term in TERMS:
        months = retention.months(term, said)
        over = 0
        if term.kind and months:
            over = len(retention.over(connection, tenant, term, retention.first_day(today, months)))
        found.append(Kept(term, months, f"retention.{term.name}.months" in said, over))
    return found


def set_term(actor: Actor, name: str, months: str) -> None:
    """Set how long a class is kept; `bad-values` for what is no number of months."""
    check(actor, Verb.CHANGE, Thing("settings", actor.tenant))
    is_number = months.isascii() and months.isdecimal() and len(months) < 5 and int(months) <= retention.MONTHS_MAX
    if name not in retention.BY_NAME or not is_number:
        raise Problem("bad-values", reasons=["months"])
    set_setting(actor, {f"retention.{name}.months": str(int(months))})


def set_setting(actor: Actor, values: Mapping[str, str | None]) -> None:
    """Say settings of the organisation; None: ours again."""

    def work(connection: Connection) -> None:
        own = subject.settings(connection, actor.tenant)
        found = records.load_open(connection, actor.tenant, [own] if own else []).get(own or "")
        if found is None:
            raise Problem("not-found")
        said = {f"settings/{name}": value for name, value in values.items()}
        acts.state_in(connection, actor.tenant, actor.id, [acts.change(found, said)])

    write(work)
