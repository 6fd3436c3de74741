"""The bytes of photos and voice notes, for the office's pages: only what was written anew, never an original (H59).

GET /media/<record>/thumb, /media/<record>/file
"""

from io import BytesIO

from flask import Blueprint, Response, send_file

from server.office.hearings.desk import Desk
from server.office.hearings.media import open_file
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("files", __name__)
SANDBOX = "default-src 'none'; sandbox"


@blueprint.get("/media/<record_id>/thumb")
@rule(Verb.SEE, "record")
def thumb(record_id: str) -> Response:
    """A small picture of a photo."""
    return _sent(record_id, thumbnail=True)


@blueprint.get("/media/<record_id>/file")
@rule(Verb.SEE, "record")
def file(record_id: str) -> Response:
    """The photo, or the voice note."""
    return _sent(record_id, thumbnail=False)


def _sent(record_id: str, thumbnail: bool) -> Response:
    with reading() as connection:
        kind, data = open_file(Desk(connection, actor()), record_id, thumbnail)
    is_photo = kind.startswith("image/")
    name = f"{record_id[:6]}.{'jpg' if is_photo else 'webm'}"
    response = send_file(BytesIO(data), kind, as_attachment=not is_photo, download_name=name, max_age=0)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
