"""A real gunicorn for tests, with the project's own configuration, on a port of 127.0.0.1 that the system chose."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 60


@dataclass
class Reply:
    """An answer as the clients of tests/world.py give it."""

    status_code: int
    headers: dict[str, str]
    data: bytes


@dataclass
class Server:
    """A running server. `post` is what a tablet of tests/tablet.py wants of its client."""

    port: int
    process: subprocess.Popen
    extra: dict[str, str] = field(default_factory=dict)  # headers of every request

    def post(self, path: str, data: bytes, headers: dict[str, str]) -> Reply:
        """POST to the tablet's host."""
        return self.ask("POST", path, data, headers)

    def ask(self, method: str, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        with contextlib.closing(connection):
            said = {"Host": f"app.localhost:{self.port}", **(headers or {}), **self.extra}
            connection.request(method, path, data, said)
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.headers), answer.read())

    def raw(self, *parts: bytes) -> bytes:
        """Send bytes as they are, and read until the server closes or has answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT_S) as connection:
            for part in parts:
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while piece := connection.recv(65_536):
                    answer += piece
            return answer

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return list(map(int, Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()))

    def peak_bytes(self) -> int:
        """The most memory that any worker has had resident so far."""
        peaks = []
        for worker in self.workers():
            lines = Path(f"/proc/{worker}/status").read_text().splitlines()
            peaks += [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
        return max(peaks)


@contextlib.contextmanager
def serve(world, workers: int = 1, **environment: str) -> Iterator[Server]:
    """Serve the deployment of `world`; afterwards end this server and nothing else."""
    url = world.app.config["SQLALCHEMY_DATABASE_URI"]
    said = os.environ | environment | {"YAVUUL_DATA": str(world.data_dir), "YAVUUL_WORKERS": str(workers)}
    said["DATABASE_URL"] = "" if url.startswith("sqlite") else url
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    descriptor = listener.fileno()
    words = ["-m", "gunicorn", "--config", "python:server.gunicorn_conf", "--bind", f"fd://{descriptor}"]
    with listener:
        process = subprocess.Popen(
            [sys.executable, *words, "tests.hooks:application()"],
            cwd=ROOT,
            env=said,
            pass_fds=[descriptor],
            stderr=subprocess.DEVNULL,
        )
        server = Server(listener.getsockname()[1], process)
        try:
            assert server.ask("GET", "/api/v1/health").status_code == 200
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(TIMEOUT_S)


def until(met: Callable[[], object], what: str):
    """Wait until `met()` is true, and return what it gave."""
    deadline = time.monotonic() + TIMEOUT_S
    while not (found := met()):
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)
    return found
