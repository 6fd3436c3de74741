"""Requests that cannot be served: one exception, one table, one shape (DESIGN §10; RFC 9457).

`raise Problem("busy", retry_after=2)` anywhere; the answer is `application/problem+json` on the tablet's host
and a page in plain words elsewhere. The text of a code is the msgid `problem.<code>`. What becomes of an op
is never a problem: see sync/outcome.py. Nothing internal, and no value that was sent, stands in an answer
(I7).

A new code: one line in TABLE, its words in both translations, `make generate`.
"""

import secrets
from typing import NamedTuple

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask_babel import gettext
from marshmallow import Schema, fields
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from server.hosts import UnknownHost

DEEDS = {
    "retry": "Try again later, with growing pauses.",
    "halve": "Try again with half of it.",
    "sign-in": "Ask the person to sign in.",
    "enrol": "Ask the office for a new code.",
    "update": "Load the new version of the app.",
    "correct": "Ask the person to correct what was entered.",
    "new-inc": "Make a new key and enrol with it.",
    "stop": "Do not send this again; keep it, and tell the office.",
}


class Entry(NamedTuple):
    """One line of the table: the HTTP status, and what the tablet should do."""

    status: int
    do: str


TABLE: dict[str, Entry] = {
    # the request itself
    "bad-request": Entry(400, "stop"),
    "unknown-host": Entry(400, "stop"),
    "bad-header": Entry(400, "stop"),
    "bad-body": Entry(400, "stop"),
    "bad-encoding": Entry(400, "stop"),
    "cut-off": Entry(400, "retry"),
    "not-found": Entry(404, "stop"),
    "method-not-allowed": Entry(405, "stop"),
    "not-acceptable": Entry(406, "stop"),
    "too-slow": Entry(408, "halve"),
    "conflict": Entry(409, "stop"),
    "bad-state": Entry(409, "stop"),
    "stale": Entry(409, "correct"),
    "gone": Entry(410, "stop"),
    "length-required": Entry(411, "stop"),
    "too-large": Entry(413, "halve"),
    "path-too-long": Entry(414, "stop"),
    "wrong-content-type": Entry(415, "stop"),
    "range-not-satisfiable": Entry(416, "retry"),
    "bad-values": Entry(422, "correct"),
    "headers-too-large": Entry(431, "stop"),
    "too-many-requests": Entry(429, "retry"),
    # who asks
    "sign-in-needed": Entry(401, "sign-in"),
    "bad-signature": Entry(401, "stop"),
    "unknown-inc": Entry(401, "enrol"),
    "bad-certificate": Entry(401, "enrol"),
    "certificate-expired": Entry(401, "enrol"),
    "forbidden": Entry(403, "stop"),
    "bad-form-token": Entry(403, "correct"),
    "revoked": Entry(403, "stop"),
    "password-too-long": Entry(422, "correct"),
    "last-administrator": Entry(409, "stop"),
    # enrolling
    "bad-code": Entry(404, "enrol"),
    "bad-key": Entry(422, "new-inc"),
    "already-enrolled": Entry(409, "new-inc"),
    # the exchange
    "unknown-wire": Entry(400, "update"),
    "wrong-tenant": Entry(404, "stop"),
    "chain-gap": Entry(409, "retry"),
    "cloned": Entry(409, "new-inc"),
    # the media lane (server/media)
    "wrong-tus-version": Entry(412, "update"),
    "media-too-large": Entry(413, "stop"),
    "media-not-taken": Entry(415, "stop"),
    "wrong-offset": Entry(409, "retry"),
    "wrong-checksum": Entry(460, "retry"),
    "wrong-media-hash": Entry(460, "retry"),
    "upload-locked": Entry(423, "retry"),
    "upload-finished": Entry(403, "retry"),
    "upload-expired": Entry(410, "retry"),
    "too-many-uploads": Entry(429, "retry"),
    "not-what-it-says": Entry(422, "stop"),
    "bad-media": Entry(422, "stop"),
    "too-many-pixels": Entry(422, "stop"),
    "too-many-frames": Entry(422, "stop"),
    "too-much-metadata": Entry(422, "stop"),
    "voice-too-long": Entry(422, "stop"),
    # the server
    "internal": Entry(500, "retry"),
    "busy": Entry(503, "retry"),
    "restoring": Entry(503, "retry"),
    "store-full": Entry(507, "retry"),
    "not-built": Entry(503, "retry"),
}
BY_STATUS = {
    400: "bad-request",
    401: "sign-in-needed",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "too-slow",
    409: "conflict",
    410: "gone",
    411: "length-required",
    413: "too-large",
    414: "path-too-long",
    415: "wrong-content-type",
    416: "range-not-satisfiable",
    422: "bad-values",
    429: "too-many-requests",
    431: "headers-too-large",
    503: "busy",
}
CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """This request cannot be served. `detail` are further members of the answer; `retry_after` is also a
    header."""

    def __init__(self, code: str, **detail) -> None:
        assert code in TABLE, code
        super().__init__(code)
        self.code = code
        self.detail = detail

    @property
    def status(self) -> int:
        """The HTTP status."""
        return TABLE[self.code].status

    @property
    def do(self) -> str:
        """What the tablet should do: a key of DEEDS."""
        return TABLE[self.code].do


class ProblemSchema(Schema):
    """The answer to a request that cannot be served (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "`urn:yavuul:problem:` and the code"})
    title = fields.String(required=True, metadata={"description": "In words, in the person's language"})
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    do = fields.String(required=True, metadata={"description": "What the tablet should do", "enum": [*DEEDS]})
    incident = fields.String(metadata={"description": "Names the log line of a fault of ours"})
    retry_after = fields.Integer(metadata={"description": "Seconds"})
    fields_ = fields.Dict(data_key="fields", metadata={"description": "What is wrong, by field"})


def register(app: Flask) -> None:
    """Have `app` answer every error in our shape."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_unexpected)


def answer(problem: Problem) -> Response:
    """The answer to a Problem: JSON for machines, a page for people."""
    request.environ["yavuul.problem"] = problem.code
    body = {
        "type": "urn:yavuul:problem:" + problem.code,
        "title": gettext("problem." + problem.code),
        "status": problem.status,
        "code": problem.code,
        "do": problem.do,
        **problem.detail,
    }
    if wants_page():
        page = "problem.html" if getattr(request, "face", "") else "public/problem.html"
        response = current_app.make_response(render_template(page, problem=problem, body=body))
    else:
        response = Response(current_app.json.dumps(body), content_type=CONTENT_TYPE)
    response.status_code = problem.status
    if "retry_after" in problem.detail:
        response.headers["Retry-After"] = str(problem.detail["retry_after"])
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_http(error: HTTPException) -> Response:
    """The answer to an HTTPException of Flask, werkzeug, smorest or an extension; redirects pass as they
    are."""
    if isinstance(error, InternalServerError):
        return answer_unexpected(error.original_exception or error)
    if isinstance(error, UnknownHost):
        return answer(Problem("unknown-host"))
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    code = BY_STATUS.get(error.code, "bad-request" if error.code < 500 else "internal")
    response = answer(Problem(code, **_wrong_fields(error)))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            response.headers[name] = value
    return response


def _wrong_fields(error: HTTPException) -> dict:
    """What marshmallow says of each field, without the values; empty where the whole body was at fault."""
    said = getattr(error, "data", {}).get("messages") or {}
    fields_of_places = [place for place in said.values() if isinstance(place, dict)]
    found = {name: said for place in fields_of_places for name, said in place.items()}
    return {"fields": found} if found else {}


def answer_unexpected(error: Exception) -> Response:
    """A fault of ours: the log gets all of it under an incident id, the answer gets the id."""
    if isinstance(error, OperationalError | PoolTimeout):  # it does not answer, or all connections are taken (F46)
        kind = type(getattr(error, "orig", error)).__name__
        structlog.get_logger().warning("database", endpoint=request.endpoint, kind=kind)
        return answer(Problem("busy", retry_after=2))
    incident = secrets.token_hex(4)
    structlog.get_logger().error(
        "incident", incident=incident, endpoint=request.endpoint, kind=type(error).__name__, exc_info=error
    )
    return answer(Problem("internal", incident=incident))


def wants_page() -> bool:
    """Whether a person reads the answer: on the office's and the public host, outside the API."""
    return getattr(request, "face", None) in ("office", "") and not request.path.startswith("/api/")
