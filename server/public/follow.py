"""P1, P6: a citizen follows a proposal by the code on his slip, and says whether it was done. No sign-in, no name.

The code is asked for in a form and travels in the body: it stands in no address and no log (I7). The slip's QR carries
it behind «#», which browsers keep to themselves; the one small script of these pages puts it into the form.
A hit is served whatever others guess; misses are counted by address, and in all, so that guessing is slow and slows
nobody down (docs/public.md has the arithmetic).
"""

from flask import Blueprint, Response, make_response, render_template, request

from server import clock, limits
from server.extensions import csrf
from server.problems import Problem
from server.projections import code_mark
from server.public import forms, remarks, voices, way
from server.public.pages import frame, open_page
from server.public.reader import Reader
from server.rules import rule
from server.text import says
from server.who import Verb
from sync import codes

blueprint = Blueprint("follow", __name__)
MISSES_MAX, WINDOW_S = 20, 900  # of one address: 20 guesses in a quarter of an hour at 2**60 codes find nothing
VOICES_MAX, VOICES_S = 6, 24 * 3600  # of one code: people may change their mind, not fill the log
MISSES_IN_ALL, IN_ALL_S = 300, 60  # five a second of all addresses together
SCRIPT_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@blueprint.get("/<tenant>/follow")
@rule(Verb.SEE, "public")
@open_page
def ask(reader: Reader) -> Response:
    """The form."""
    response = make_response(_form(reader))
    response.headers["Content-Security-Policy"] = SCRIPT_CSP
    return response


@blueprint.post("/<tenant>/follow")
@csrf.exempt  # changes nothing, and this host keeps no session
@rule(Verb.SEE, "public")
@open_page
def follow(reader: Reader) -> str:
    """What became of the proposal with this code."""
    typed = request.form.get("code", "")[:40]
    found = _asked(reader, typed)
    if isinstance(found, str):
        return _form(reader, typed, found)
    return _told(reader, codes.shown(codes.read(typed) or ""), found)


@blueprint.post("/<tenant>/follow/verify")
@csrf.exempt  # the code is what proves; another site does not know it
@rule(Verb.SEND, "public")
@open_page
def verify(reader: Reader) -> str:
    """Done, or not: one voice a code."""
    forms.refuse_foreign()
    typed = request.form.get("code", "")[:40]
    found = _asked(reader, typed)
    if isinstance(found, str):
        return _form(reader, typed, found)
    code, finding = codes.read(typed) or "", voices.FINDINGS.get(request.form.get("finding", ""))
    if found.root.proposal.get("status") not in way.DONE:
        raise Problem("bad-state")
    if finding is None:
        return _told(reader, codes.shown(code), found, wrong="public.verify.choose")
    if not forms.is_trapped():
        limits.hit("voice", VOICES_MAX, VOICES_S, reader.tenant, code_mark(reader.tenant, code))
        voices.say(reader.tenant, code, found.root.proposal, finding, remarks.clean(request.form.get("note", "")))
    return _told(reader, codes.shown(code), found, thanks=finding)


def _asked(reader: Reader, typed: str) -> way.Told | str:
    """The proposal of the code that was typed, or the msgid of what is wrong."""
    address = request.remote_addr or ""
    limits.refuse_if_spent("follow-miss", MISSES_MAX, WINDOW_S, address)
    code = codes.read(typed)
    if code is None:
        return "follow.no_code"
    proposal = reader.of_code(code)
    if proposal is not None:
        today = says.local_day(clock.now_ms(), frame(reader)["zone"])
        return way.told(reader, proposal, today)
    limits.refuse_if_spent("follow-miss-all", MISSES_IN_ALL, IN_ALL_S)
    limits.hit("follow-miss", MISSES_MAX, WINDOW_S, address)
    limits.hit("follow-miss-all", MISSES_IN_ALL, IN_ALL_S)
    return "follow.not_found"


def _form(reader: Reader, typed: str = "", wrong: str = "") -> str:
    return render_template("public/follow.html", **frame(reader), typed=typed, wrong=wrong)


def _told(reader: Reader, code: str, found: way.Told, **said: str) -> str:
    return render_template("public/followed.html", **frame(reader), code=code, told=found, trap=forms.TRAP, **said)
