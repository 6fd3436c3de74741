"""Answers of the public host that machines read: bounded, cacheable, with an ETag, open to every origin.

What is said here is public, so any site may read it (`Access-Control-Allow-Origin: *`); a reader that has it already
pays one short answer (304).
"""

import json as _json

from flask import Response, request
from sqlalchemy import Connection

from server.problems import Problem
from server.public.kept import Kept, answer, packed
from server.store import tenants

MINUTES_5 = 300


def known(connection: Connection, tenant: str) -> str:
    """The organisation of a public address; `not-found` where there is none."""
    if tenant not in tenants.names(connection):
        raise Problem("not-found")
    return tenant


def whole(name: str, default: int, lowest: int = 0, highest: int = 2**53 - 1) -> int:
    """A whole number of the address; `bad-values` for what is none, or stands twice (H36)."""
    said = request.args.getlist(name)
    if not said:
        return default
    if len(said) > 1 or not said[0].isascii() or not said[0].isdigit() or len(said[0]) > 16:
        raise Problem("bad-values", reasons=[name])
    if not lowest <= int(said[0]) <= highest:
        raise Problem("bad-values", reasons=[name])
    return int(said[0])


def json(said: object, max_age_s: int = MINUTES_5, mimetype: str = "application/json", name: str = "") -> Response:
    """`said` as JSON."""
    return body(dumps(said), f"{mimetype}; charset=utf-8", max_age_s, name)


def dumps(said: object) -> bytes:
    """JSON in the order in which it is said, as people write it."""
    return _json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def body(raw: bytes, content_type: str, max_age_s: int = MINUTES_5, name: str = "") -> Response:
    """`raw` with what caches need; `name`: to be saved as a file of that name."""
    response = of_kept(packed(raw), content_type, max_age_s)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def of_kept(found: Kept, content_type: str, max_age_s: int = MINUTES_5) -> Response:
    """What is kept (kept.py), packed as the reader takes it."""
    response = answer(found, content_type, f"public, max-age={max_age_s}")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def for_all(response: Response, tag: str, max_age_s: int = MINUTES_5) -> Response:
    """`response` as any site may read and keep it."""
    response.headers["Cache-Control"] = f"public, max-age={max_age_s}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.set_etag(tag)
    return response
