"""Rows of people with an account: told from those that are there, and invited after the yes, one by one (O15, O16)."""

from collections.abc import Iterable
from typing import NamedTuple

from server import accounts, welcome
from server.office.imports.cells import ALL_UNITS
from server.office.imports.rows import Row
from server.problems import Problem
from server.who import Actor


class Invited(NamedTuple):
    """Somebody of a sheet. `account` empty: was not made, the address was taken meanwhile. `code`: for a first
    password; empty for who only carries a tablet."""

    email: str
    name: str
    role: str
    account: str
    code: str


def known(tenant: str, rows: Iterable[Row]) -> set[str]:
    """The addresses that have an account here; one that is another organisation's is wrong."""
    of_rows = {str(row.values["email"]): row for row in rows if "email" in row.values}
    owners = accounts.tenants_of(of_rows)
    for email, owner in owners.items():
        if owner != tenant:
            of_rows[email].wrong["email"] = "office.imports.wrong.taken"
    return {email for email, owner in owners.items() if owner == tenant}


def invite(actor: Actor, rows: Iterable[Row]) -> list[Invited]:
    """Make their accounts, as the form for one person does; each stands when it is made."""
    return [_invite(actor, row) for row in rows]


def _invite(actor: Actor, row: Row) -> Invited:
    email, name, role, units = (str(row.values[path]) for path in ("email", "name", "role", "units"))
    try:
        account, code = welcome.invite(actor, email, name, role, None if units == ALL_UNITS else units.split())
    except Problem as problem:
        if problem.code != "bad-values":
            raise
        account = code = ""
    return Invited(email, name, role, account, code)
