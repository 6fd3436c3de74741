"""`GET /api/v1/health`: the process is alive and its database answers. Tells nothing else."""

from flask_smorest import Blueprint
from marshmallow import Schema, fields
from sqlalchemy import text

from server.clock import now_ms
from server.extensions import db
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("health", __name__, url_prefix="/api/v1", description="Is it alive?")


class HealthSchema(Schema):
    """What a monitor or a tablet learns."""

    alive = fields.Boolean(required=True)
    server_time = fields.Integer(required=True, metadata={"description": "ms since 1970, UTC"})


@blueprint.get("/health")
@rule(Verb.SEE, "health")
@blueprint.response(200, HealthSchema)
def health():
    """Answer once the database has answered; a database that does not is the problem `busy`."""
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"alive": True, "server_time": now_ms()}
