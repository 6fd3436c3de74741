"""The reply page: a body without an account answers a letter by its link (O4). No sign-in, no script, no names.

The link opens the proposals of one letter, as they were forwarded, and nothing else. Guesses are counted by address,
replies by letter. What is written here is read by an officer before anybody else sees it.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy import Connection

from server import limits
from server.extensions import csrf
from server.office.hearings.desk import Desk
from server.office.letters import links, replies, view
from server.office.letters.replies import Wish
from server.problems import Problem
from server.public.pages import frame
from server.public.reader import Reader
from server.rules import rule
from server.store import records, referrals, tenants
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("reply", __name__)
MISSES_MAX, SENT_MAX, WINDOW_S = 20, 60, 900


@blueprint.get("/<tenant>/reply/<token>")
@rule(Verb.SEE, "public")
def ask(tenant: str, token: str) -> str:
    """The letter's proposals, each with its form."""
    return _page(tenant, token)


@blueprint.post("/<tenant>/reply/<token>/<referral>")
@csrf.exempt  # the link is the proof, and this host keeps no session
@rule(Verb.CREATE, "reply")
def answer(tenant: str, token: str, referral: str) -> Response | tuple[str, int]:
    """Take a reply in; what did not fit is shown again with what was written."""
    wish = Wish(*(request.form.get(name, "") for name in Wish._fields))
    with reading() as connection:
        letter = _letter(connection, tenant, token)
    limits.hit("reply", SENT_MAX, WINDOW_S, tenant, letter)
    try:
        replies.by_link(tenant, token, referral, wish)
    except Problem as problem:
        if problem.code not in ("bad-values", "bad-state"):
            raise
        return _page(tenant, token, referral, problem), problem.status
    where = url_for("reply.ask", tenant=tenant, token=token, done=referral)
    return redirect(f"{where}#r-{referral}", 303)


def _page(tenant: str, token: str, at: str = "", problem: Problem | None = None) -> str:
    with reading() as connection:
        letter = _letter(connection, tenant, token)
        desk = Desk(connection, replies.bearer(tenant))
        record = records.load_open(connection, tenant, [letter])[letter]
        lines = view.sent(desk, referrals.of_letter(connection, tenant, letter))
        shared = frame(Reader(connection, tenant))
    return render_template(
        "public/reply.html",
        **shared,
        token=token,
        letter=record,
        lines=lines,
        answers=replies.ANSWERS,
        at=at,
        problem=problem,
        tried=request.form,
        value_of=view.value_of,
    )


def _letter(connection: Connection, tenant: str, token: str) -> str:
    """The letter that the link opens; misses are counted by address."""
    address = request.remote_addr or ""
    limits.refuse_if_spent("reply-miss", MISSES_MAX, WINDOW_S, address)
    try:
        if tenant not in tenants.names(connection):
            raise Problem("not-found")
        return links.letter_of(connection, tenant, token)
    except Problem as problem:
        if problem.code == "not-found":
            limits.hit("reply-miss", MISSES_MAX, WINDOW_S, address)
        raise
