"""The real server, with the project's own gunicorn settings, and the CPU time of processes."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
HOST = "app.localhost:8000"
WORKERS = 2
TIMEOUT_S = 60
_tick = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn that answers on 127.0.0.1."""

    port: int
    pid: int

    def connect(self, timeout_s: float = TIMEOUT_S) -> http.client.HTTPConnection:
        """A connection of a tablet."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)

    def cpu_s(self) -> float:
        """CPU time of gunicorn and its workers so far."""
        return cpu_s(self.pid)


@contextmanager
def serve(application: str, world: World) -> Iterator[Server]:
    """Serve `application` on the data of `world`, from its own processes."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YAVUUL_")}
    environment |= {"YAVUUL_DATA": str(world.data_dir), "YAVUUL_WORKERS": str(WORKERS)}
    environment["DATABASE_URL"] = world.app.extensions["yavuul_settings"].database_url
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener, (world.data_dir / "log").open("wb") as log:
        words = ["-m", "gunicorn", "--config", "python:server.gunicorn_conf"]
        words += ["--bind", f"fd://{listener.fileno()}", application]
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            server = Server(listener.getsockname()[1], process.pid)
            _wait(server, process, world.data_dir / "log")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Server, process: subprocess.Popen, log: Path) -> None:
    """Until it answers; the listener is ours, so a connection waits in its queue."""
    for _ in range(TIMEOUT_S):
        if process.poll() is not None:
            break
        with contextlib.suppress(TimeoutError), closing(server.connect(1)) as connection:
            connection.request("GET", "/api/v1/health", headers={"Host": HOST})
            if connection.getresponse().status == 200:
                return
            break
    raise RuntimeError(f"gunicorn did not start, or is not well:\n{log.read_text()}")


def cpu_s(pid: int) -> float:
    """User and system time of a process and its children, those that ended included, in seconds."""
    found = _stats()
    family, size = {pid}, 0
    while len(family) > size:
        size = len(family)
        family |= {child for child, fields in found.items() if int(fields[1]) in family}
    return sum(int(ticks) for member in family for ticks in found[member][11:15]) / _tick


def _stats() -> dict[int, list[str]]:
    """Process id → the fields of its `stat` from the state on."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(file.parent.name)] = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
    return found
