"""`POST /api/v1/enrol`: a tablet's new key, with a one-time code of the office, becomes an inc."""

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from server import enrol as service
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("enrol", __name__, url_prefix="/api/v1", description="A tablet becomes known")


class EnrolSchema(Schema):
    """The request. Lengths of key and signature are the service's to judge: a bad key is a problem of its
    own."""

    code = fields.String(required=True, validate=validate.Length(1, 80))
    public_key = fields.String(required=True, metadata={"description": "base64url of the uncompressed P-256 point"})
    sig = fields.String(
        required=True,
        metadata={"description": "base64url of r‖s over `yavuul-enrol-1`, the code and the key, one a line"},
    )
    app_version = fields.String(required=True, validate=validate.Length(1, 40))


class EnrolledSchema(Schema):
    """What the tablet must know."""

    inc = fields.String(required=True)
    tenant = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Id of the account"})
    name = fields.String(required=True)
    role = fields.String(required=True)
    units = fields.List(fields.String(), required=True, allow_none=True, metadata={"description": "null: all"})
    certificate = fields.String(required=True)
    server_signing_key = fields.String(required=True)
    sealing_key = fields.String(required=True)
    cursor = fields.String(required=True)
    server_time = fields.Integer(required=True)


@blueprint.post("/enrol")
@rule(Verb.SEND, "enrolment")
@blueprint.arguments(EnrolSchema)
@blueprint.response(201, EnrolledSchema)
def enrol(said: dict):
    """Enrol the tablet."""
    return service.enrol(service.Request(**said), request.remote_addr or "")
