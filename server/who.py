"""Who may do what: one table, one function (I9). Pure: no request, no database.

`allowed(actor, verb, thing)`; `check` does the same and raises what the route should answer: outside the
actor's tenant or units a thing cannot be told from one that does not exist (404), a role that lacks the deed
gets 403, nobody at all gets 401. A new deed: one line in RULES; tests/server/test_who.py prints the matrix.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from server.problems import Problem


class Verb(StrEnum):
    """What can be done to a thing."""

    SEE = "see"
    CREATE = "create"
    CHANGE = "change"
    DECIDE = "decide"  # settle a collision, accept a parked op, move a status
    PUBLISH = "publish"
    EXPORT = "export"
    ERASE = "erase"
    REVOKE = "revoke"
    SEND = "send"  # the exchange of a tablet; enrolling


ADMINISTRATOR, OFFICER, REVIEWER = "administrator", "officer", "reviewer"
FACILITATOR, CLERK = "facilitator", "check_in_clerk"
OFFICE_ROLES = (ADMINISTRATOR, OFFICER, REVIEWER)
TABLET_ROLES = (FACILITATOR, CLERK)
ROLES = OFFICE_ROLES + TABLET_ROLES
ANONYMOUS = "anonymous"

_everyone = frozenset({*ROLES, ANONYMOUS})
_signed_in = frozenset(ROLES)
_office = frozenset(OFFICE_ROLES)
_tablets = frozenset(TABLET_ROLES)
_routing = frozenset({ADMINISTRATOR, OFFICER})
_reviewing = frozenset({ADMINISTRATOR, REVIEWER})
_administrator = frozenset({ADMINISTRATOR})

RULES: dict[tuple[str, Verb], frozenset[str]] = {
    # pages and services that anyone may reach; what they answer is their own check
    ("page", Verb.SEE): _everyone,
    ("health", Verb.SEE): _everyone,
    ("session", Verb.CREATE): _everyone,  # sign in
    ("enrolment", Verb.SEND): _everyone,  # the one-time code is the proof
    ("exchange", Verb.SEND): _everyone,  # the signature is the proof
    ("public", Verb.SEE): _everyone,
    ("request", Verb.SEND): _everyone,  # a key of the office is the proof (Open311)
    ("public", Verb.SEND): _everyone,  # a voice by code, a remark that waits
    # the office
    ("session", Verb.CHANGE): _signed_in,  # own password, second factor, language; sign out
    ("filter", Verb.CHANGE): _signed_in,  # one's own
    ("rescue", Verb.SEND): frozenset(),  # a second factor lost: the administrator resets it, no mail does
    ("office", Verb.SEE): _office,
    ("record", Verb.SEE): _office | _tablets,
    ("record", Verb.CREATE): _routing | _tablets,
    ("record", Verb.CHANGE): _office | _tablets,
    ("record", Verb.DECIDE): _reviewing,
    ("proposal", Verb.SEE): _office | _tablets,
    ("proposal", Verb.CHANGE): _office | _tablets,
    ("proposal", Verb.DECIDE): _office,  # routes, answers, moves its status
    ("proposal", Verb.PUBLISH): _reviewing,
    ("cluster", Verb.SEE): _office,
    ("cluster", Verb.CHANGE): _office,  # link and unlink; nothing of a proposal is changed
    ("directory", Verb.SEE): _office,  # bodies, materials, goals
    ("directory", Verb.CHANGE): _routing,
    ("letter", Verb.SEE): _office,
    ("letter", Verb.CREATE): _routing,
    ("letter", Verb.DECIDE): _routing,  # extends a term, takes in a reply, ends a link
    ("route", Verb.SEE): _office,
    ("route", Verb.CHANGE): _routing,
    ("reply", Verb.CREATE): _everyone,  # the link's signature is the proof
    ("review", Verb.SEE): _office,
    ("review", Verb.DECIDE): _reviewing,
    ("remark", Verb.SEE): _reviewing,  # what readers of public pages wrote
    ("remark", Verb.DECIDE): _reviewing,
    ("hearing", Verb.SEE): _office | _tablets,
    ("hearing", Verb.CREATE): _routing,
    ("hearing", Verb.CHANGE): _office | _tablets,
    ("hearing", Verb.DECIDE): _reviewing,
    ("hearing", Verb.PUBLISH): _reviewing,
    ("person", Verb.SEE): _office | _tablets,
    ("person", Verb.CHANGE): _office | _tablets,
    ("person", Verb.ERASE): _administrator,
    ("work", Verb.SEE): _office,  # works, joint plans, years of the local fund, groups that watch
    ("work", Verb.CHANGE): _routing,
    ("report", Verb.SEE): _office,
    ("report", Verb.EXPORT): _office,
    ("report", Verb.CREATE): _routing,  # issue one
    ("report", Verb.CHANGE): _routing,  # enter what came back on it
    ("programme", Verb.SEE): _office,
    ("programme", Verb.CHANGE): _routing,
    ("campaign", Verb.SEE): _office,
    ("campaign", Verb.CHANGE): _routing,
    ("export", Verb.EXPORT): _routing,
    ("person", Verb.EXPORT): _routing,  # names leave the house: only of units within reach
    ("key", Verb.CHANGE): _administrator,  # by which programs read lists
    ("list", Verb.SEE): _everyone,  # REST: the key is the proof
    ("import", Verb.CREATE): _routing,
    ("audit", Verb.SEE): _administrator,
    ("settings", Verb.SEE): _administrator,
    ("settings", Verb.CHANGE): _administrator,
    ("unit", Verb.SEE): _office | _tablets,
    ("unit", Verb.CHANGE): _administrator,
    # privacy and messages
    ("privacy", Verb.SEE): _office,
    ("privacy", Verb.CREATE): _routing,  # a citizen asks through an officer
    ("privacy", Verb.DECIDE): _routing,  # another one says yes; to forget is ("person", ERASE) besides
    ("message", Verb.SEE): _office,
    ("message", Verb.CHANGE): _routing,
    # accounts and tablets
    ("account", Verb.SEE): _routing,
    ("account", Verb.CREATE): _administrator,
    ("account", Verb.CHANGE): _administrator,
    ("tablet", Verb.SEE): _routing,
    ("tablet", Verb.CREATE): _routing,  # an enrol code
    ("tablet", Verb.REVOKE): _routing,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account of the office, a tablet (its inc), or nobody. `units` None: every unit of the
    tenant."""

    kind: str = ANONYMOUS  # account, tablet, anonymous
    tenant: str = ""
    id: str = ""  # account id, or inc
    role: str = ANONYMOUS
    units: frozenset[str] | None = field(default_factory=frozenset)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is acted on: its type, its tenant (empty: concerns none), its units (empty: the whole
    tenant's)."""

    type: str
    tenant: str = ""
    units: frozenset[str] = frozenset()


NOBODY = Actor()


def allowed(actor: Actor, verb: Verb, thing: Thing) -> bool:
    """Whether `actor` may do `verb` to `thing`: the role may, and the thing is within reach."""
    return has_role(actor, verb, thing.type) and within_reach(actor, thing)


def has_role(actor: Actor, verb: Verb, type_name: str) -> bool:
    """Whether the role may do this to such things at all. An undeclared deed is nobody's."""
    return actor.role in RULES.get((type_name, verb), frozenset())


def within_reach(actor: Actor, thing: Thing) -> bool:
    """Whether the thing is in the actor's tenant and in one of the actor's units, or belongs to no unit."""
    if thing.tenant and thing.tenant != actor.tenant:
        return False
    return actor.units is None or not thing.units or bool(thing.units & actor.units)


def check(actor: Actor, verb: Verb, thing: Thing) -> None:
    """Return if allowed, else raise the Problem that tells no more than the actor may know."""
    if not within_reach(actor, thing):
        raise Problem("not-found")
    if not has_role(actor, verb, thing.type):
        raise Problem("sign-in-needed" if actor.kind == ANONYMOUS else "forbidden")
