"""Who answers for a proposal: the most specific rule by category and place wins, and the page says why (O4).

A rule that names the category beats one that does not: competence follows the matter. Among these the rule of the
nearer place wins: the bagh before its soum, the soum before its aimag, any before nothing.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from server import acts
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import letters, records
from server.store.letters import ROUTES_MAX, Route
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.kinds import KINDS
from sync.merge import value_of
from sync.record import Record

DEPTH_MAX = 12  # units above each other; a ring of parents ends here


def is_addressee(body: Record) -> bool:
    """Whether letters go to it: a body that the directory still offers; what named it keeps its name."""
    return body.type == "body" and value_of(body, "hidden") is not True


def above(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    """A unit and all that it is part of, the nearest first."""
    found: list[str] = []
    while unit and unit not in found and len(found) < DEPTH_MAX:
        found.append(unit)
        unit = parents.get(unit) or ""
    return found


def choose(rules: Sequence[Route], category: str, places: Sequence[str]) -> Route | None:
    """The rule that holds for a category at `places` (the nearest first); None where none does."""

    def fits(rule: Route) -> bool:
        return rule.category in (None, category) and (rule.place is None or rule.place in places)

    def order(rule: Route) -> tuple:
        near = places.index(rule.place) if rule.place else len(places)
        return (rule.category is None, near, rule.id)

    return min(filter(fits, rules), key=order, default=None)


def add(actor: Actor, category: str, place: str, body: str, note: str = "") -> str:
    """A new rule. `bad-values` where it names no body, or what is not there; `bad-state` where the same one stands."""
    check(actor, Verb.CHANGE, Thing("route", actor.tenant))

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        asked = {one for one in (place, body) if KINDS["reference"](one) is None}
        known = desk.load(asked)
        wrong = [] if body in known and is_addressee(known[body]) else ["body"]
        wrong += ["place"] if place and (place not in known or known[place].type != "unit") else []
        wrong += ["category"] if category and KINDS["slug"](category) else []
        wrong += ["note"] if KINDS["line"](note) else []
        if wrong:
            raise Problem("bad-values", fields={path: ["bad-value"] for path in wrong})
        rules = letters.routes(connection, actor.tenant)
        same = [one for one in rules if (one.category or "", one.place or "") == (category, place)]
        if same or len(rules) >= ROUTES_MAX:
            raise Problem("bad-state")
        said = {"category": category, "place": place, "body": body, "note": note}
        made = acts.creation("route", {path: value for path, value in said.items() if value})
        acts.state_in(connection, actor.tenant, actor.id, [made])
        return made.record

    return write(work)


def remove(actor: Actor, route: str, is_gone: bool = True) -> None:
    """Take a rule away, or bring it back."""
    check(actor, Verb.CHANGE, Thing("route", actor.tenant))

    def work(connection: Connection) -> None:
        found = records.load_open(connection, actor.tenant, [route]).get(route)
        if found is None or found.type != "route":
            raise Problem("not-found")
        if merge.is_deleted(found) != is_gone:
            said = acts.Statement("route", route, merge.delete(found)) if is_gone else acts.change(found, {})
            acts.state_in(connection, actor.tenant, actor.id, [said])

    write(work)
