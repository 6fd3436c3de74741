"""`/api/v1/media`: photos and voice notes by tus 1.0 (creation, checksum, termination, expiration).

Every request but OPTIONS is signed (server/media/signed.py). A client's name for its file, its folders and
whatever else it says beside the three known keys is never read (H58).
"""

import json
from datetime import UTC, datetime
from hashlib import sha256

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.http import http_date

from server.exchange.recognise import Sender
from server.media import metadata, signed, states, uploads
from server.media.uploads import PIECE_BYTES_MAX, Standing
from server.problems import Problem
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("media", __name__, url_prefix="/api/v1", description="Photos and voice notes, by tus 1.0")
ROOT = "/api/v1/media"
TUS = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
ASKING_BYTES_MAX = 32 * 1024

_signature = [
    {"in": "header", "name": "Yavuul-Inc", "schema": {"type": "string"}, "required": True},
    {"in": "header", "name": "Yavuul-Signature", "schema": {"type": "string"}, "required": True},
]
_piece = {"requestBody": {"content": {PIECE_TYPE: {"schema": {"type": "string", "format": "binary"}}}}}


class AskingSchema(Schema):
    """Which files the tablet asks about."""

    sha256 = fields.List(
        fields.String(validate=[validate.Length(equal=64), validate.Regexp("^[0-9a-f]+$")]),
        required=True,
        validate=validate.Length(max=states.ASKED_MAX),
    )


class StatesSchema(Schema):
    """What became of each."""

    states = fields.Dict(
        required=True,
        metadata={"description": "sha256 → missing, uploading, arrived, safe, or the code of a refusal"},
    )


@blueprint.after_app_request
def name_the_protocol(response: Response) -> Response:
    """Every answer of the lane, refusals too, says which tus it speaks."""
    if request.path == ROOT or request.path.startswith(ROOT + "/"):
        response.headers["Tus-Resumable"] = TUS
    return response


@blueprint.route("/media", methods=["OPTIONS"], provide_automatic_options=False)
@rule(Verb.SEE, "health")
def abilities() -> Response:
    """What this server speaks and takes."""
    return _empty(
        204,
        {
            "Tus-Version": TUS,
            "Tus-Extension": "creation,checksum,termination,expiration",
            "Tus-Max-Size": str(metadata.MEDIA_BYTES_MAX),
            "Tus-Checksum-Algorithm": "sha256",
        },
    )


@blueprint.route("/media", methods=["POST"], provide_automatic_options=False)
@rule(Verb.SEND, "exchange")
@blueprint.doc(parameters=_signature, responses={"201": {"description": "`Location` of the upload"}})
def create() -> Response:
    """Open an upload, or name the one that is open or finished for these bytes."""
    sender = _sender()
    standing = uploads.create(sender, metadata.read_claim(request.headers))
    return _empty(201, {"Location": f"{ROOT}/{standing.id}", **_times(standing)})


@blueprint.route("/media/<upload_id>", methods=["GET"])
@rule(Verb.SEND, "exchange")
@blueprint.doc(parameters=_signature, responses={"200": {"description": "How far it is, in headers; no body"}})
def look(upload_id: str) -> Response:
    """How far the upload is (HEAD). The bytes themselves are never given back here."""
    standing = uploads.look(_sender(), upload_id)
    if request.method != "HEAD":
        raise Problem("method-not-allowed")
    said = {"Upload-Offset": str(standing.offset), "Upload-Length": str(standing.length)}
    return _empty(200, {**said, **_times(standing), "Cache-Control": "no-store"})


@blueprint.route("/media/<upload_id>", methods=["PATCH"])
@rule(Verb.SEND, "exchange")
@blueprint.doc(parameters=_signature, responses={"204": {"description": "The new `Upload-Offset`"}}, **_piece)
def append(upload_id: str) -> Response:
    """Take a piece, whole or not at all; the last one also finishes the upload."""
    if request.mimetype != PIECE_TYPE:
        raise Problem("wrong-content-type")
    piece = _piece_sent()
    sender = _sender()
    offset = metadata.read_number(request.headers, "Upload-Offset")
    standing = uploads.append(sender, upload_id, offset, metadata.read_checksum(request.headers), piece)
    return _empty(204, {"Upload-Offset": str(standing.offset), **_times(standing)})


@blueprint.route("/media/<upload_id>", methods=["DELETE"])
@rule(Verb.SEND, "exchange")
@blueprint.doc(parameters=_signature, responses={"204": {"description": "It is closed"}})
def end(upload_id: str) -> Response:
    """Give up an upload that is open."""
    uploads.end(_sender(), upload_id)
    return _empty(204, {})


@blueprint.route("/media/states", methods=["POST"])
@rule(Verb.SEND, "exchange")
@blueprint.doc(parameters=_signature, requestBody={"content": {"application/json": {"schema": AskingSchema}}})
@blueprint.response(200, StatesSchema)
def ask():
    """What became of the tablet's files: which to send (again), which it may let go."""
    if request.mimetype != "application/json":
        raise Problem("wrong-content-type")
    if (request.content_length or 0) > ASKING_BYTES_MAX:
        raise Problem("too-large", max_bytes=ASKING_BYTES_MAX)
    body = request.get_data()
    sender = _sender()
    if sha256(body).digest() != metadata.read_checksum(request.headers):
        raise Problem("wrong-checksum")
    return {"states": states.states(sender, _asked(body))}


def _asked(body: bytes) -> list[str]:
    """The hashes in the body of a question."""
    try:
        return AskingSchema().load(json.loads(body))["sha256"]
    except ValidationError as error:
        raise Problem("bad-values", fields=error.normalized_messages()) from None
    except (ValueError, RecursionError):
        raise Problem("bad-body") from None


def _sender() -> Sender:
    """Who signed this request."""
    if request.query_string:
        raise Problem("bad-request")  # nothing that proves who asks belongs into a URL (H1)
    if request.headers.get("Tus-Resumable", TUS) != TUS:
        raise Problem("wrong-tus-version")
    return signed.sender(request.method, request.path, request.headers)


def _piece_sent() -> bytes:
    """The whole body. Read before anybody is asked for, so that an early answer does not cut the sender off."""
    if (request.content_length or 0) > PIECE_BYTES_MAX:
        raise Problem("too-large", max_bytes=PIECE_BYTES_MAX)
    body = request.stream.read(PIECE_BYTES_MAX + 1)
    if len(body) < (request.content_length or 0):
        raise Problem("cut-off")
    return body


def _empty(status: int, headers: dict[str, str]) -> Response:
    response = Response(status=status)
    response.headers.update(headers)
    return response


def _times(standing: Standing) -> dict[str, str]:
    if standing.expires_at is None:
        return {}
    return {"Upload-Expires": http_date(datetime.fromtimestamp(standing.expires_at / 1000, UTC))}
