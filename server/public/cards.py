"""Pictures for where an address is shared (P8): PNG 1200 × 630 with the public words of a proposal or a hearing.

GET /<tenant>/proposals/<id>/card.png, /<tenant>/hearings/<id>/card.png
Made of what the Reader shows and of nothing else. The ETag is the hash of the words, so that what has not changed is
neither drawn nor sent again; what is drawn is bounded by address, one at a time.
"""

import json
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from flask_babel import gettext

from server import config, limits, papers
from server.problems import Problem
from server.public import answers, words
from server.public.pages import language
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store.unit_of_work import reading
from server.text import says
from server.who import Verb

blueprint = Blueprint("cards", __name__)
DRAWN_MAX, WINDOW_S, WAIT_S = 120, 600, 5  # pictures that one address may have drawn
CARDS_KEPT = 64  # of one process, about 40 kB each
TITLE_MAX, LINE_MAX = 150, 46
HOUR_S = 3600
ENDED = ("declined", "not_competent", "withdrawn")
TONES = {"confirmed": "safe", "reopened": "attention"} | dict.fromkeys(ENDED, "ended")
_turn = Lock()


@blueprint.get("/<tenant>/proposals/<record_id>/card.png")
@rule(Verb.SEE, "public")
def proposal(tenant: str, record_id: str) -> Response:
    """The picture of a proposal: what it asks for, how it stands."""
    with reading() as connection:
        reader = Reader(connection, answers.known(connection, tenant))
        one = reader.find("proposal", record_id)
        state = reader.standing(record_id)
        unit = reader.names([one.get("unit")]).get(one.text("unit"), "")
        supporters = int(one.get("supporters") or 0)
        backed = gettext("public.supporters", count=says.number(supporters)) if supporters else ""
        said = _said(reader, one, words.choice(state), [unit, backed])
    return _answer(said | {"tone": TONES.get(state, "accent")})


@blueprint.get("/<tenant>/hearings/<record_id>/card.png")
@rule(Verb.SEE, "public")
def hearing(tenant: str, record_id: str) -> Response:
    """The picture of a hearing: when, where, and how many came once that is published."""
    with reading() as connection:
        reader = Reader(connection, answers.known(connection, tenant))
        one = reader.find("hearing", record_id)
        came = reader.turnouts([record_id]).get(record_id)
        people = f"{says.number(came)} {gettext('public.turnout.people')}" if came else ""
        place = one.text("place") or reader.names([one.get("unit")]).get(one.text("unit"), "")
        said = _said(reader, one, words.day(one.get("held_on")), [place, people])
    return _answer(said)


def _said(reader: Reader, one: Shown, state: str, about: list[str]) -> dict[str, str]:
    owner = reader.owner()
    return {
        "brand": gettext("app.name"),
        "owner": _cut(owner.name if owner else reader.tenant, LINE_MAX),
        "title": _cut(one.name, TITLE_MAX),
        "state": _cut(state, LINE_MAX),
        "about": _cut(" · ".join(part for part in about if part), LINE_MAX),
        "address": urlsplit(config.current().origin()).netloc,
        "language": language(),
    }


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _answer(said: dict[str, str]) -> Response:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    tag = sha256(text.encode()).hexdigest()[:32]
    if tag in request.if_none_match:
        return answers.for_all(Response(status=304), tag, HOUR_S)
    limits.hit("card", DRAWN_MAX, WINDOW_S, request.remote_addr or "")
    if not _turn.acquire(timeout=WAIT_S):
        raise Problem("too-many-requests", retry_after=WAIT_S)
    try:
        raw = _drawn(text)
    finally:
        _turn.release()
    return answers.for_all(Response(raw, content_type="image/png"), tag, HOUR_S)


@lru_cache(CARDS_KEPT)
def _drawn(text: str) -> bytes:
    return papers.png("card", json.loads(text), ppi=72)[0]
