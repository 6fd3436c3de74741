"""The real server: gunicorn with the app, its limits on headers, and the deadline of a body."""

import contextlib
import http.client
import os
import select
import signal
import socket
import subprocess
import sys

import pytest

START_TIMEOUT_S = 60
PROGRAM = """
import sys
from dataclasses import replace
from server import config
deadline = config.Settings.from_env
config.Settings.from_env = classmethod(lambda cls, *a: replace(deadline(*a), body_deadline_s=1, workers=1))
from gunicorn.app.wsgiapp import run
sys.argv = ["gunicorn", "--config", "python:server.gunicorn_conf", "--bind", "fd://3", "server.app:create_app()"]
run()
"""


@pytest.fixture(scope="module")
def port(deployment_template, tmp_path_factory):
    """The port of a running server, on a copy of the deployment."""
    import shutil

    data_dir = tmp_path_factory.mktemp("serve") / "var"
    shutil.copytree(deployment_template, data_dir)
    listener = socket.create_server(("127.0.0.1", 0))
    environment = os.environ | {"YAVUUL_DATA": str(data_dir)}
    environment.pop("DATABASE_URL", None)
    with (
        listener,
        subprocess.Popen(
            ["bash", "-c", f'exec 3<&{listener.fileno()}; exec "$0" -c "$1"', sys.executable, PROGRAM],
            pass_fds=[listener.fileno()],
            env=environment,
        ) as server,
    ):
        yield listener.getsockname()[1]
        server.send_signal(signal.SIGTERM)


def ask(port, path="/api/v1/health", method="GET", headers=None, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_TIMEOUT_S)
    with contextlib.closing(connection):
        connection.request(method, path, body, {"Host": f"app.localhost:{port}", **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_server_answers(port):
    status, body = ask(port)
    assert status == 200
    assert b'"alive":true' in body


@pytest.mark.parametrize(
    ("path", "headers", "statuses"),
    [
        ("/api/v1/health", {"X-Long": "x" * 100_000}, {400, 431}),
        ("/api/v1/health", {f"Cookie-{i}": "x" for i in range(200)}, {400, 431}),
        ("/" + "%252e" * 1600, {}, {400, 414}),
        ("/" + "%252e" * 400, {}, {404, 503}),
    ],
)
def test_h92_monstrous_heads_are_refused(port, path, headers, statuses):
    assert ask(port, path, headers=headers)[0] in statuses


def test_a_body_that_drips_is_given_up_at_the_deadline(port):
    head = f"POST /api/v1/enrol HTTP/1.1\r\nHost: app.localhost:{port}\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=START_TIMEOUT_S) as connection:
        connection.sendall(f"{head}Content-Length: 100000\r\n\r\n{{".encode())
        while not select.select([connection], [], [], 0.2)[0]:
            connection.sendall(b" ")
        answer = b""
        while b"too-slow" not in answer and (more := connection.recv(65536)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"too-slow" in answer


def test_a_body_in_time_is_taken(port):
    status, body = ask(port, "/api/v1/enrol", "POST", {"Content-Type": "application/json"}, b"{}")
    assert status == 422
    assert b"bad-values" in body
