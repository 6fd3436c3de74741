"""The house itself: the commands are listed and named, the locks are clean, database and browser start."""

import contextlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest

from tests import chromium, postgres

ROOT = Path(__file__).resolve().parents[2]
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M)) - {"system-run"}


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_make_help_lists_every_command(target):
    listing = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^  make {target} +\w", listing, re.M)


def test_the_promised_commands_exist():
    assert {"run", "test", "test-slow", "check", "bench", "generate", "screens", "help", "yavuul"} <= TARGETS


def test_the_readme_names_both_commands():
    readme = (ROOT / "README.md").read_text()
    assert "make run" in readme
    assert "make test" in readme


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_pages_name_only_commands_that_exist(page):
    named = set(re.findall(r"make ([a-z][a-z-]*)`", (ROOT / page).read_text()))
    assert named
    assert named <= TARGETS


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_hashed_and_name_no_host(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9._-]+(?:\[.*\])?==[^\\]*", text, re.M)
    assert len(packages) > 30
    assert len(re.findall(r"\\\n +--hash=sha256:[0-9a-f]{64}", text)) >= len(packages)


def test_requirements_are_locked_from_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = [re.match(r"[\w-]+", requirement)[0] for requirement in declared]
    locked = (ROOT / "requirements-dev.txt").read_text()
    assert [name for name in names if f"\n{name}==" not in locked] == []


def test_the_node_lock_names_no_registry():
    lock = json.loads((ROOT / "pwa/package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_node_package_has_its_reason():
    declared = json.loads((ROOT / "pwa/package.json").read_text())
    reasons = (ROOT / "pwa/DEPENDENCIES.md").read_text()
    names = {**declared.get("dependencies", {}), **declared["devDependencies"], **declared["overrides"]}
    assert [name for name in names if f"| `{name}` |" not in reasons] == []


def test_postgres_answers_and_databases_are_apart(postgres_cluster, postgres_url):
    other_url = postgres.fresh_database(postgres_cluster)
    with psycopg.connect(_libpq(postgres_url)) as one, psycopg.connect(_libpq(other_url)) as other:
        one.execute("CREATE TABLE hearing (name text)")
        one.execute("INSERT INTO hearing VALUES ('Мөнххайрхан')")
        assert one.execute("SELECT upper(name) FROM hearing").fetchone() == ("МӨНХХАЙРХАН",)
        assert other.execute("SELECT to_regclass('hearing')").fetchone() == (None,)
    postgres.drop_database(postgres_cluster, other_url)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a server of its parent's end")
@pytest.mark.usefixtures("postgres_cluster")
def test_postgres_ends_with_the_process_that_started_it():
    program = (
        "from tests import postgres\n"
        "with postgres.start() as cluster:\n"
        "    print(cluster.url.query['host'], flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        home = Path(starter.stdout.readline().strip())
        server_pid = int((home / "data/postmaster.pid").read_text().split()[0])
        server_end = os.pidfd_open(server_pid)
        os.kill(starter.pid, signal.SIGKILL)
    assert select.select([server_end], [], [], 30)[0]
    os.close(server_end)
    shutil.rmtree(home)


def test_chromium_opens_the_three_hosts_as_secure_contexts(browser):
    hosts_seen = set()
    with _host_recorder(hosts_seen) as port:
        page = browser.new_page()
        for host in ("localhost", "app.localhost", "office.localhost"):
            page.goto(f"http://{host}:{port}/")
            assert page.evaluate("isSecureContext && 'serviceWorker' in navigator")
            assert f"{host}:{port}" in hosts_seen
        page.close()


def test_a_browser_named_but_missing_is_an_error(monkeypatch):
    monkeypatch.setenv("YAVUUL_CHROMIUM", "/nowhere/chrome")
    with pytest.raises(chromium.ChromiumMissing, match="YAVUUL_CHROMIUM"):
        chromium.executable()


def _libpq(url):
    return url.replace("postgresql+psycopg", "postgresql")


@contextlib.contextmanager
def _host_recorder(hosts_seen):
    """Serve an empty page on a free port of 127.0.0.1, noting each request's Host header."""

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self):
            hosts_seen.add(self.headers["Host"])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Recorder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
