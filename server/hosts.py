"""Three faces on one port, told apart by the Host header: app.<base>, office.<base> and <base> (DESIGN §8).

A blueprint names its face as `subdomain`. Any other host is a problem (H91); X-Forwarded-Host counts only
behind a proxy that the settings trust. `url_for` to another face gives a whole address.
"""

from io import BytesIO

import structlog
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from werkzeug.exceptions import BadRequest
from werkzeug.routing import MapAdapter

from server.config import FACES


class FaceRequest(Request):
    """A request that knows its face: `app`, `office`, the empty string for public, or None for a host not
    ours."""

    face: str | None = None

    def _get_file_stream(self, *_about, **_more) -> BytesIO:
        """Files of forms stay in memory, which is bounded: they hold people's names, and never lie on the disk (I7)."""
        return BytesIO()


class UnknownHost(BadRequest):
    """The Host header names no host of ours."""


class OfficeSessions(SecureCookieSessionInterface):
    """Cookie sessions on the office host alone: the tablet's host and the public one neither read nor set a
    cookie."""

    def open_session(self, app: Flask, request: FaceRequest) -> SessionMixin | None:
        """The session of the cookie on the office host, elsewhere one that lasts as long as the request."""
        return super().open_session(app, request) if request.face == "office" else SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie, on the office host."""
        if request.face == "office":
            super().save_session(app, session, response)


class FaceFlask(Flask):
    """Flask whose routes are matched by face."""

    request_class = FaceRequest
    session_interface = OfficeSessions()

    def log_exception(self, exc_info: tuple) -> None:
        """Our way of writing faults down; Flask's own would quote values (server/logs.py)."""
        structlog.get_logger().critical("fault", exc_info=exc_info[1])

    def create_url_adapter(self, request: FaceRequest | None) -> MapAdapter | None:
        """Bind the URL map to the face that the Host header names."""
        if request is None:
            return super().create_url_adapter(None)
        base = self.extensions["yavuul_settings"].host
        name, _, port = request.host.partition(":")
        request.face = face_of(name, base)
        if request.face is None:
            raise UnknownHost
        server = f"{base}:{port}" if port else base
        return self.url_map.bind_to_environ(request.environ, server_name=server, subdomain=request.face)


def face_of(name: str, base: str) -> str | None:
    """The face that host `name` means, or None. Case does not matter; a trailing dot is not ours."""
    return {f"{face}.{base}" if face else base: face for face in FACES}.get(name.lower())
