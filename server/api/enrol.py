"""`POST /api/v1/enrol`: a new key, with a one-time code or the certificate of a closed inc, becomes an inc."""

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate, validates_schema
from marshmallow.exceptions import ValidationError

from server import enrol as service
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("enrol", __name__, url_prefix="/api/v1", description="A tablet becomes known")


class EnrolSchema(Schema):
    """The request. Lengths of key and signature are the service's to judge: a bad key is a problem of its
    own."""

    code = fields.String(validate=validate.Length(1, 80))
    certificate = fields.String(
        validate=validate.Length(1, 8000), metadata={"description": "Instead of a code: of an inc closed after a fork"}
    )
    old_sig = fields.String(
        validate=validate.Length(1, 100),
        metadata={
            "description": "By the closed inc's key, over `yavuul-new-inc-1`, certificate and new key, one a line"
        },
    )
    public_key = fields.String(required=True, metadata={"description": "base64url of the uncompressed P-256 point"})
    sig = fields.String(
        required=True,
        metadata={"description": "base64url of r‖s over `yavuul-enrol-1`, the code and the key, one a line"},
    )
    app_version = fields.String(required=True, validate=validate.Length(1, 40))

    @validates_schema
    def one_proof(self, said: dict, **_: object) -> None:
        """Either a code, or a certificate with its key's signature."""
        if set(said) & {"code", "certificate", "old_sig"} not in ({"code"}, {"certificate", "old_sig"}):
            raise ValidationError("code, or certificate and old_sig", "code")


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
    if "certificate" in said:
        return service.renew(service.Renewal(**said))
    return service.enrol(service.Request(**said), request.remote_addr or "")
