"""P1, P6: a citizen follows a proposal by the code on his slip, and says whether it was done. No sign-in, no name.

The code is asked for in a form and travels in the body: it stands in no address and no log (I7). The slip's QR carries
it behind «#», which browsers keep to themselves; the one small script of these pages puts it into the form.
A hit is served whatever others guess; misses are counted by address, and in all, so that guessing is slow and slows
nobody down (docs/public.md has the arithmetic).
"""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from server import clock, limits
from server.extensions import csrf
from server.media import given
from server.problems import Problem
from server.projections import code_mark
from server.public import forms, remarks, voices, way
from server.public.pages import frame, open_page
from server.public.reader import Reader
from server.rules import rule, takes
from server.store.unit_of_work import reading
from server.text import says
from server.who import Verb
from sync import codes

blueprint = Blueprint("follow", __name__)
MISSES_MAX, WINDOW_S = 20, 900  # of one address: 20 guesses in a quarter of an hour at 2**60 codes find nothing
VOICES_MAX, VOICES_S = 6, 24 * 3600  # of one code: people may change their mind, not fill the log
WORDS_BYTES = 64 * 1024  # of a form without its photo
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
@takes(given.PHOTO_BYTES_MAX + WORDS_BYTES, of_anybody=True)
@open_page
def verify(reader: Reader) -> str | tuple[str, int]:
    """Done, or not: one voice a code, with a note and a photo if he likes."""
    forms.refuse_foreign()
    if request.content_length is None or request.content_length > WORDS_BYTES:
        remarks.refuse_flood(reader.tenant, request.remote_addr or "")  # before a photo is read
    try:
        typed = request.form.get("code", "")[:40]
    except RequestEntityTooLarge:
        return _form(reader, wrong="public.verify.photo.too_large"), 413
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
        try:
            beside = _beside()
        except Problem as problem:
            if problem.code not in given.REFUSED:
                raise
            wrong = "too_large" if problem.code in given.TOO_LARGE else "not_taken"
            return _told(reader, codes.shown(code), found, wrong=f"public.verify.photo.{wrong}"), problem.status
        voices.say(reader.tenant, code, found.root.proposal, finding, beside)
    with reading() as connection:  # with what has just been said
        after = Reader(connection, reader.tenant)
        return _told(after, codes.shown(code), _of_code(after, code) or found, thanks=finding)


def _beside() -> voices.Beside:
    """What was sent beside the voice; the photo is looked into, nothing is kept yet. Raises what `given.look` does."""
    file = request.files.get("photo")
    plain = file.read(given.PHOTO_BYTES_MAX + 1) if file else b""
    note = remarks.clean(request.form.get("note", ""))
    return voices.Beside(note, given.look(plain) if plain else None, "publish" in request.form)


def _asked(reader: Reader, typed: str) -> way.Told | str:
    """The proposal of the code that was typed, or the msgid of what is wrong."""
    address = request.remote_addr or ""
    limits.refuse_if_spent("follow-miss", MISSES_MAX, WINDOW_S, address)
    code = codes.read(typed)
    if code is None:
        return "follow.no_code"
    if found := _of_code(reader, code):
        return found
    limits.refuse_if_spent("follow-miss-all", MISSES_IN_ALL, IN_ALL_S)
    limits.hit("follow-miss", MISSES_MAX, WINDOW_S, address)
    limits.hit("follow-miss-all", MISSES_IN_ALL, IN_ALL_S)
    return "follow.not_found"


def _of_code(reader: Reader, code: str) -> way.Told | None:
    proposal = reader.of_code(code)
    return proposal and way.told(reader, proposal, says.local_day(clock.now_ms(), frame(reader)["zone"]))


def _form(reader: Reader, typed: str = "", wrong: str = "") -> str:
    return render_template("public/follow.html", **frame(reader), typed=typed, wrong=wrong)


def _told(reader: Reader, code: str, found: way.Told, **said: str) -> str:
    typed = request.form  # shown again where a photo was not taken
    return render_template(
        "public/followed.html", **frame(reader), code=code, told=found, trap=forms.TRAP, typed=typed, **said
    )
