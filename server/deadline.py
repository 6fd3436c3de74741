"""A request body must have come within a deadline, so that slow senders cannot hold all threads (DESIGN §8).

At the deadline the reading half of the connection is closed under the waiting worker, however small the drops
in which the body came. That is the problem `too-slow`; the tablet halves its batch. Only gunicorn hands out
the connection; under another server the proxy in front keeps the deadline.
"""

import contextlib
import socket
from collections.abc import Callable
from threading import Timer

from werkzeug.exceptions import BadRequest, RequestTimeout


class BodyDeadline:
    """WSGI middleware that puts a deadline on reading the body."""

    def __init__(self, app: Callable, deadline_s: float) -> None:
        self.app = app
        self.deadline_s = deadline_s

    def __call__(self, environ: dict, start_response: Callable):
        connection = environ.get("gunicorn.socket")
        has_body = environ.get("CONTENT_LENGTH", "0") != "0" or environ.get("HTTP_TRANSFER_ENCODING")
        if connection is None or not has_body:
            return self.app(environ, start_response)
        body = environ["wsgi.input"] = _Body(environ["wsgi.input"], connection)
        timer = Timer(self.deadline_s, body.close)
        timer.daemon = True
        timer.start()
        try:
            return self.app(environ, start_response)
        finally:
            timer.cancel()


class _Body:
    """A body stream that can be closed by another thread while one waits for it."""

    def __init__(self, stream, connection: socket.socket) -> None:
        self._stream, self._connection = stream, connection
        self._is_late = False

    def close(self) -> None:
        """Let whoever waits for the body go on without it."""
        self._is_late = True
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RD)

    def _timed(self, read: Callable, *arguments):
        try:
            data = read(*arguments)
        except Exception as error:
            if self._is_late:
                raise RequestTimeout from error
            raise BadRequest from error  # the sender's framing, or the sender is gone: no fault of ours (H21)
        if self._is_late:
            raise RequestTimeout
        return data

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        return self._timed(self._stream.read, size)

    def readline(self, size: int = -1) -> bytes:
        """As of a file."""
        return self._timed(self._stream.readline, size)

    def readlines(self, _hint: int = -1) -> list[bytes]:
        """As of a file."""
        return list(self)

    def __iter__(self):
        return iter(self.readline, b"")
