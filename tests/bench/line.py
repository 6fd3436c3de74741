"""A line of so many bits a second and so much delay, between a tablet and the server, that counts what passes."""

import contextlib
import heapq
import itertools
import socket
import threading
import time
from collections.abc import Iterator

PIECE_BYTES = 1_400


class Line:
    """Both directions have `bytes_per_s` each, whatever the number of connections; a packet takes half of `rtt_s`.

    0 bytes a second: as quick as it goes. `cut` breaks every connection that is open.
    """

    def __init__(self, port: int) -> None:
        self.bytes_per_s, self.rtt_s = 0, 0.0
        self.up_bytes = self.down_bytes = 0
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._free_at = {"up": 0.0, "down": 0.0}
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break what is open; new connections are taken."""
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up for good."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                with self._lock:
                    self._open |= {near, far}
                _Pump(self, near, far, "up")
                _Pump(self, far, near, "down")

    def passes(self, way: str, size: int) -> float:
        """Count a packet; when it arrives."""
        now = time.monotonic()
        with self._lock:
            if way == "up":
                self.up_bytes += size
            else:
                self.down_bytes += size
            if not self.bytes_per_s:
                return now + self.rtt_s / 2
            self._free_at[way] = max(now, self._free_at[way]) + size / self.bytes_per_s
            return self._free_at[way] + self.rtt_s / 2


class _Pump:
    """One direction of one connection: read as it comes, given on when it has arrived."""

    def __init__(self, line: Line, source: socket.socket, sink: socket.socket, way: str) -> None:
        self._line, self._source, self._sink, self._way = line, source, sink, way
        self._due: list[tuple[float, int, bytes]] = []
        self._order = itertools.count()
        self._some = threading.Condition()
        for work in (self._read, self._write):
            threading.Thread(target=work, daemon=True).start()

    def _read(self) -> None:
        piece = b"begin"
        while piece:
            try:
                piece = self._source.recv(PIECE_BYTES)
            except OSError:
                piece = b""
            due = self._line.passes(self._way, len(piece))
            with self._some:
                heapq.heappush(self._due, (due, next(self._order), piece))
                self._some.notify()

    def _write(self) -> None:
        while True:
            with self._some:
                while not self._due:
                    self._some.wait()
                due, _, piece = heapq.heappop(self._due)
            time.sleep(max(0.0, due - time.monotonic()))
            with contextlib.suppress(OSError):
                if not piece:
                    self._sink.shutdown(socket.SHUT_WR)
                    return
                self._sink.sendall(piece)


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to a server on 127.0.0.1, hung up afterwards."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
