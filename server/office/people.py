"""The list of accounts, and all that is known of one: rights, tablets, open codes, what was done to it (O16)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from server import account_deeds, accounts, enrol_codes, who
from server.account_deeds import Done
from server.enrol_codes import Code
from server.models.accounts import Account
from server.office import fleet
from server.office.fleet import Known
from server.office.hearings.turnout import given_name
from server.office.tables import Asked, Column, Cut
from server.store import hearings
from server.store.unit_of_work import reading
from server.text import collate
from server.who import ROLES, Actor

COLUMNS = (
    Column("name", "office.accounts.name", sorts=True),
    Column("email", "office.accounts.email", sorts=True),
    Column("role", "office.accounts.role", sorts=True),
    Column("units", "office.accounts.units"),
    Column("tablets", "office.accounts.tablets", is_number=True, sorts=True, is_down_first=True),
    Column("signed_in", "office.accounts.signed_in", sorts=True, is_down_first=True),
    Column("state", "office.accounts.state", sorts=True),
)
FILTERS = ("role", "unit", "state")
USUAL = "name"
STATES = ("active", "invited", "inactive")


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of people shows. `tablets` is how many each account still has that read."""

    asked: Asked
    cut: Cut
    units: list[tuple[str, str]]
    tablets: Mapping[str, int]
    counts: dict[str, int]
    watched: list[Done]


@dataclass(frozen=True, slots=True)
class One:
    """All that is known of one account. `units` are names; None: every unit."""

    account: Account
    state: str
    units: list[str] | None
    tablets: list[Known]
    codes: list[Code]
    deeds: list[Done]


def state_of(account: Account) -> str:
    """One of STATES; who works on a tablet alone needs no password."""
    if not account.active:
        return "inactive"
    return "invited" if account.role in who.OFFICE_ROLES and account.password is None else "active"


def units_of(actor: Actor) -> list[tuple[str, str]]:
    """Every unit of the tenant, by name."""
    with reading() as connection:
        found = hearings.units(connection, actor.tenant, None)
    return sorted(found.items(), key=lambda pair: collate.key(pair[1]))


def listed(actor: Actor, said: Mapping[str, str]) -> Listing:
    """The accounts that fit what was asked (query arguments)."""
    every = accounts.listed(actor)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    known = fleet.every(actor)
    live = Counter(one.account for one in known if one.revoked_at is None and one.wiped_at is None)
    fitting = [one for one in every if _fits(one, asked.filters)]
    counts = Counter(state_of(one) for one in every)
    shown = asked.cut(_sorted(fitting, asked, live))
    return Listing(asked, shown, units_of(actor), live, dict(counts), account_deeds.watched(actor))


def one(actor: Actor, account_id: str) -> One:
    """All of one account; `not-found` outside the tenant."""
    account = accounts.find(actor, account_id)
    names = dict(units_of(actor))
    units = account.units
    named = None if units is None else sorted((names.get(unit, "") for unit in units), key=collate.key)
    tablets = [known for known in fleet.every(actor) if known.account == account_id]
    codes, deeds = enrol_codes.open_of(actor, account_id), account_deeds.of(actor, account_id)
    return One(account, state_of(account), named, tablets, codes, deeds)


def _fits(account: Account, filters: Mapping[str, str]) -> bool:
    unit = filters.get("unit")
    return (
        filters.get("role", account.role) == account.role
        and filters.get("state", state_of(account)) == state_of(account)
        and (unit is None or account.units is None or unit in account.units)
    )


def _sorted(rows: list[Account], asked: Asked, tablets: Mapping[str, int]) -> list[Account]:
    """In the order asked for; equal ones by the given name, as lists of people are kept here (DOMAIN §C2)."""
    by_name = {account.id: (collate.key(given_name(account.name)), account.id) for account in rows}
    keys = {
        "name": lambda account: by_name[account.id],
        "email": lambda account: account.email,
        "role": lambda account: ROLES.index(account.role) if account.role in ROLES else len(ROLES),
        "tablets": lambda account: tablets.get(account.id, 0),
        "signed_in": lambda account: account.signed_in_at or 0,
        "state": lambda account: STATES.index(state_of(account)),
    }
    rows = sorted(rows, key=keys["name"])
    return sorted(rows, key=keys[asked.sort], reverse=asked.is_down)
