"""P10: the log that anybody can check: signed heads, paths between them, proofs of what a hearing came to.

Hashes and public values only; a page that says in plain words what it proves and what it does not (docs/verify.md).
"""

import re

from flask import Blueprint, Response, render_template

from server import clock, keys, log_heads
from server.problems import Problem
from server.public import answers
from server.public.pages import frame, page, page_with
from server.public.reader import Reader
from server.rules import rule
from server.store import log_heads as stored
from server.store.unit_of_work import reading
from server.who import Verb
from sync.chain import base64url

blueprint = Blueprint("log", __name__)
HEADS = 30  # on a page
WITNESSED_MS = 30 * log_heads.DAY_MS
_id = re.compile(r"[a-z2-7]{26}", re.ASCII)


def _standing(tenant: str) -> str:
    head = _today(tenant)
    with reading() as connection:
        return f".{head.at}.{stored.witnessed(connection, tenant, clock.now_ms() - WITNESSED_MS)}"


@blueprint.get("/<tenant>/log")
@rule(Verb.SEE, "public")
@page_with(_standing)
def index(reader: Reader) -> str:
    """What the log is, how it stands, and how to check it."""
    connection, tenant = reader.connection, reader.tenant
    head = log_heads.newest(connection, tenant, 1)[0]
    before = answers.whole("before", 2**53 - 1)
    heads = log_heads.newest(connection, tenant, HEADS + 1, before)
    agree, apart = stored.witnessed(connection, tenant, clock.now_ms() - WITNESSED_MS)
    point = keys.point(keys.current().signing)
    return render_template(
        "public/log.html",
        **frame(reader),
        head=head,
        root=base64url(head.root),
        key=base64url(point),
        fingerprint=keys.fingerprint(point),
        heads=heads[:HEADS],
        hashed=base64url,
        older=heads[HEADS - 1].at if len(heads) > HEADS else None,
        agree=agree,
        apart=apart,
    )


@blueprint.get("/<tenant>/log/head.json")
@rule(Verb.SEE, "public")
def head(tenant: str) -> Response:
    """The newest head, to keep."""
    return answers.json(_today(tenant).to_json())


@blueprint.get("/<tenant>/log/heads.json")
@rule(Verb.SEE, "public")
def heads(tenant: str) -> Response:
    """The heads that were published, the last first; `before` (ms) for the next page."""
    before = answers.whole("before", 2**53 - 1)
    with reading() as connection:
        found = log_heads.newest(connection, answers.known(connection, tenant), 100, before)
    return answers.json({"heads": [one.to_json() for one in found]})


@blueprint.get("/<tenant>/log/consistency")
@rule(Verb.SEE, "public")
def consistency(tenant: str) -> Response:
    """The path that proves the log of the first `from` ops to be the beginning of that of `to` (the newest head)."""
    newest = _today(tenant)
    first, size = answers.whole("from", 0), answers.whole("to", newest.size)
    if size > newest.size:
        raise Problem("bad-values", reasons=["to"])
    with reading() as connection:
        path = log_heads.consistency(connection, tenant, first, size)
    return answers.json({"from": first, "to": size, "path": [base64url(step) for step in path]})


@blueprint.get("/<tenant>/log/hearings/<hearing>")
@rule(Verb.SEE, "public")
@page
def of_hearing(reader: Reader, hearing: str) -> str:
    """What of a sealed hearing can be proved, each with its file."""
    found = reader.find("hearing", _known_id(hearing))
    proved = log_heads.of_hearing(reader.connection, reader.tenant, hearing)
    if not proved:
        raise Problem("not-found")
    return render_template("public/log_hearing.html", **frame(reader), hearing=found, proved=proved)


@blueprint.get("/<tenant>/log/hearings/<hearing>/<op>.json")
@rule(Verb.SEE, "public")
def proof(tenant: str, hearing: str, op: str) -> Response:
    """A proof that can be checked without any server: `yavuul verify FILE --key …`."""
    with reading() as connection:
        answers.known(connection, tenant)
    made = log_heads.proof(tenant, _known_id(hearing), op)
    return answers.json(made.to_json(), name=f"{tenant}-{op}.json")


def _known_id(said: str) -> str:
    if not _id.fullmatch(said):
        raise Problem("not-found")
    return said


def _today(tenant: str):
    with reading() as connection:
        answers.known(connection, tenant)
    return log_heads.today(tenant)
