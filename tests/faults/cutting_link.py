"""A link for tests that breaks where it is told: after so many bytes of a request, or before its answer."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

READ_BYTES = 16_384


@dataclass
class Link:
    """What becomes of the next connection. `cut_after`: bytes that pass to the server; `lose_answer`: none comes
    back, though the request did."""

    port: int
    cut_after: int | None = None
    lose_answer: bool = False


@contextlib.contextmanager
def cutting_link(port: int) -> Iterator[Link]:
    """A link to `port` of 127.0.0.1."""
    listener = socket.create_server(("127.0.0.1", 0))
    link = Link(listener.getsockname()[1])

    def there(near: socket.socket, far: socket.socket, left: int | None) -> None:
        with contextlib.suppress(OSError):
            while piece := near.recv(READ_BYTES if left is None else min(READ_BYTES, left)):
                far.sendall(piece)
                left = None if left is None else left - len(piece)
                if left == 0:
                    _break(near, far)
                    return
            far.shutdown(socket.SHUT_WR)

    def back(far: socket.socket, near: socket.socket, is_lost: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := far.recv(READ_BYTES):
                if is_lost:
                    _break(near, far)
                    return
                near.sendall(piece)
            near.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", port))
                threading.Thread(target=there, args=(near, far, link.cut_after), daemon=True).start()
                threading.Thread(target=back, args=(far, near, link.lose_answer), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield link
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _break(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
