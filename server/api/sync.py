"""`POST /api/v1/sync`, `/sealed`, `/digest`, `/relay`, `/witness`: parse, one service, answer (server/exchange)."""

import gzip
from collections.abc import Callable

import brotli
from flask import Response, request
from flask_smorest import Blueprint

from server import exchange, wire
from server.exchange.bundles import take_bundles
from server.exchange.digest import compare
from server.exchange.sealed import take_sealed
from server.exchange.witness import witness as show_head
from server.problems import Problem
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1", description="Push, acknowledge, pull: one request")
PACK_FROM = 300  # bytes; below, packing only adds
BEST_TO = 32 * 1024  # bytes; up to here the best packing costs a few ms, and an evening's news fits

_ndjson = {"content": {wire.MEDIA_TYPE: {"schema": {"type": "string"}}}}
_doc = {"requestBody": {**_ndjson, "required": True}, "responses": {"200": {"description": "NDJSON", **_ndjson}}}


@blueprint.post("/sync")
@rule(Verb.SEND, "exchange")
@blueprint.doc(description="A signed header, then op lines; answered by head and feed rows: sync/README.md.", **_doc)
def sync():
    """Take a batch and answer with receipts, outcomes and what is new in the sender's scopes."""
    return _answer(exchange.sync)


@blueprint.post("/sealed")
@rule(Verb.SEND, "exchange")
@blueprint.doc(description="Sealed frames of an inc whose person is locked out: server/exchange/sealed.py.", **_doc)
def sealed():
    """Open sealed frames, take their ops, and answer with receipts and outcomes."""
    return _answer(take_sealed)


@blueprint.post("/digest")
@rule(Verb.SEND, "exchange")
@blueprint.doc(description="A signed header with cursor and `under`: digests, or rows: sync/README.md §7.", **_doc)
def digest():
    """Compare what tablet and server hold, and give back what differs."""
    return _answer(compare)


@blueprint.post("/relay")
@rule(Verb.SEND, "exchange")
@blueprint.doc(description="Bundles that a tablet carries for others: server/exchange/bundles.py.", **_doc)
def relay():
    """Open sealed bundles, take their authors' ops, and answer with the authors' receipts."""
    return _answer(take_bundles)


@blueprint.post("/witness")
@rule(Verb.SEND, "exchange")
@blueprint.doc(description="A signed header with the head that the tablet keeps: sync/README.md §11.", **_doc)
def witness():
    """The newest head of the log, and the proof that it begins with the one that the tablet keeps."""
    return _answer(show_head)


def _answer(service: Callable[[bytes, str], bytes]) -> Response:
    if request.query_string:
        raise Problem("bad-request")  # nothing that proves who asks belongs into a URL (H1)
    if request.mimetype != wire.MEDIA_TYPE:
        raise Problem("wrong-content-type")
    if (request.content_length or 0) > wire.BODY_BYTES_MAX:
        raise Problem("too-large", max_bytes=wire.BODY_BYTES_MAX)
    body = request.stream.read(wire.BODY_BYTES_MAX + 1)
    if len(body) < (request.content_length or 0):
        raise Problem("cut-off")  # F19: the sender is to try again, whatever the rest would have said
    answer = service(body, request.headers.get("Content-Encoding", "").strip().lower())
    response = Response(content_type=wire.MEDIA_TYPE)
    encoding, packed = _pack(answer)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_data(packed)
    return response


def _pack(answer: bytes) -> tuple[str, bytes]:
    """`answer` in the best encoding that the sender reads, and its name. Brotli is a sixth smaller than gzip."""
    if len(answer) >= PACK_FROM:
        if request.accept_encodings["br"]:
            quality = 11 if len(answer) <= BEST_TO else 9
            return "br", brotli.compress(answer, mode=brotli.MODE_TEXT, quality=quality)
        if request.accept_encodings["gzip"]:
            return "gzip", gzip.compress(answer, 9, mtime=0)
    return "", answer
