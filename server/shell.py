"""The tablet app on `app.<host>`: the files that its build wrote, with the caching that each kind needs.

`sw.js` and `index.html` are asked for anew each time, hashed assets never again. The Argon2 worker alone may
compile WebAssembly: its own response says so (RELIABILITY 4.7).
"""

import mimetypes

from flask import Blueprint, Response, request, send_from_directory
from flask.globals import request_ctx
from werkzeug.exceptions import MethodNotAllowed, NotFound

from server import config
from server.headers import ARGON2_CSP
from server.problems import Problem
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("shell", __name__, subdomain="app")
A_YEAR = "public, max-age=31536000, immutable"
PACKED = (("br", ".br"), ("gzip", ".gz"))  # as pwa/pack.mjs leaves them, the smaller first


@blueprint.get("/")
@rule(Verb.SEE, "page")
def index() -> Response:
    """The shell."""
    return _file("index.html")


@blueprint.get("/<path:name>")
@rule(Verb.SEE, "page")
def file(name: str) -> Response:
    """A file of the build. Paths of the API come here only when no route of it fits them."""
    if name.startswith("api/"):
        methods = set(request_ctx.url_adapter.allowed_methods()) - {"GET", "HEAD", "OPTIONS"}
        raise MethodNotAllowed(sorted(methods)) if methods else NotFound
    return _file(name)


def _file(name: str) -> Response:
    directory = config.current().pwa_dir
    if any(part.startswith(".") for part in name.split("/")):
        raise NotFound
    if not (directory / "index.html").exists():
        raise Problem("not-built", retry_after=60)
    encoding, ending = next(
        (
            (coding, end)
            for coding, end in PACKED
            if request.accept_encodings[coding] and (directory / (name + end)).exists()
        ),
        ("", ""),
    )
    response = send_from_directory(directory, name + ending, mimetype=mimetypes.guess_type(name)[0])
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = A_YEAR if name.startswith("assets/") else "no-cache"
    if "argon2" in name and name.endswith(".js"):
        response.headers["Content-Security-Policy"] = ARGON2_CSP
    return response
