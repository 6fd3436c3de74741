"""People of the organisation: who works with which role and units, invited, changed, switched off (O16)."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext

from server import accounts, config, rights, welcome, who
from server.again import again
from server.office import people
from server.office.hearings import shown
from server.office.rooms import Room
from server.problems import Problem
from server.rules import actor, rule
from server.who import Verb

blueprint = Blueprint("accounts", __name__)
blueprint.context_processor(shown.tools)
ROOM = Room("accounts", "accounts.index", Verb.SEE, "account", place=80, icon="id-card")
DEEDS = ("switch", "sessions", "second-step", "welcome")  # each has a page that says first what it will do


@blueprint.get("/accounts")
@rule(Verb.SEE, "account")
def index() -> str:
    """All accounts that fit."""
    asking = actor()
    may_change = who.has_role(asking, Verb.CHANGE, "account")
    return render_template(
        "office/accounts.html",
        list=people.listed(asking, request.args),
        columns=people.COLUMNS,
        roles=[(role, gettext(f"role.{role}")) for role in who.ROLES],
        may_change=may_change,
    )


@blueprint.get("/accounts/new")
@rule(Verb.CREATE, "account")
def new() -> str:
    """The form that invites."""
    return render_template("office/account_new.html", units=people.units_of(actor()), roles=who.ROLES, said={})


@blueprint.post("/accounts/new")
@rule(Verb.CREATE, "account")
def invite():
    """Make an account; who works in the office gets a one-time code, shown now and never again."""
    said = request.form
    try:
        account_id, code = welcome.invite(
            actor(), said.get("email", ""), said.get("name", ""), said.get("role", ""), _units_said()
        )
    except Problem as problem:
        if problem.code != "bad-values":
            raise
        units, wrong = people.units_of(actor()), problem.detail.get("field")
        page = render_template("office/account_new.html", units=units, roles=who.ROLES, said=said, wrong=wrong)
        return page, 422
    if not code:
        return redirect(url_for("accounts.account", account_id=account_id), 303)
    return _welcome(account_id, code)


@blueprint.get("/accounts/<account_id>")
@rule(Verb.SEE, "account")
def account(account_id: str) -> str:
    """One person."""
    asking = actor()
    may_change = who.has_role(asking, Verb.CHANGE, "account")
    return render_template("office/account.html", one=people.one(asking, account_id), may_change=may_change)


@blueprint.get("/accounts/<account_id>/rights")
@rule(Verb.CHANGE, "account")
@again
def rights_form(account_id: str) -> str:
    """The form for role and units."""
    found = people.one(actor(), account_id)
    return render_template(
        "office/account_rights.html", one=found, units=people.units_of(actor()), roles=who.ROLES, said=None
    )


@blueprint.post("/accounts/<account_id>/rights")
@rule(Verb.CHANGE, "account")
@again
def change_rights(account_id: str) -> Response:
    """Give another role or other units."""
    rights.change(actor(), account_id, request.form.get("role", ""), _units_said())
    return _to(account_id)


@blueprint.get("/accounts/<account_id>/deeds/<deed>")
@rule(Verb.CHANGE, "account")
@again
def ask(account_id: str, deed: str) -> str:
    """What the deed will do, told before it is done."""
    _known(deed)
    return render_template("office/account_deed.html", one=people.one(actor(), account_id), deed=deed)


@blueprint.post("/accounts/<account_id>/deeds/<deed>")
@rule(Verb.CHANGE, "account")
@again
def do(account_id: str, deed: str):
    """Do it."""
    _known(deed)
    asking, said = actor(), request.form
    if deed == "welcome":
        return _welcome(account_id, welcome.again(asking, account_id))
    if deed == "switch":
        rights.switch(asking, account_id, said.get("active") == "1", said.get("tablets") == "1")
    elif deed == "sessions":
        rights.end_sessions(asking, account_id)
    else:
        rights.reset_second_step(asking, account_id, said.get("why", ""))
    return _to(account_id)


def _known(deed: str) -> None:
    if deed not in DEEDS:
        raise Problem("not-found")


def _welcome(account_id: str, code: str) -> str:
    """The page with a one-time code; the address holds it behind `#`, which browsers never send to a server."""
    address = f"{config.current().origin('office')}{url_for('welcome.form', _external=False)}"
    found = accounts.find(actor(), account_id)
    return render_template("office/invited.html", account=found, code=code, address=address)


def _to(account_id: str) -> Response:
    return redirect(url_for("accounts.account", account_id=account_id), 303)


def _units_said() -> list[str] | None:
    """None where all units were chosen."""
    return None if request.form.get("all_units") == "1" else request.form.getlist("unit")
