"""A snapshot of the public pages is served by any plain web host (P9)."""

import re
import threading
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest

from server.publish import MARK, NotEmpty, publish


class Quiet(SimpleHTTPRequestHandler):
    """A web host that can nothing but hand out files."""

    def log_message(self, *_about) -> None:
        """Say nothing."""


@pytest.fixture
def host(tmp_path):
    """(folder, address) of a plain web host."""
    folder = tmp_path / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def told(soum):
    """A soum with an approved hearing and more proposals than one page holds."""
    for number in range(23):
        soum.say("proposal", title=f"Санал {number}", supporters=number)
    soum.approve()
    return soum


def test_every_link_of_a_snapshot_works_on_a_plain_host_and_nothing_needs_a_server(told, host):
    folder, address = host
    with told.world.app.app_context():
        count = publish(told.world.app, folder, "jargalant")
    waiting, seen, outside = [address], set(), set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        try:
            with urlopen(page) as answer:
                body, kind = answer.read(), answer.headers.get_content_type()
        except HTTPError as error:
            pytest.fail(f"{page}: {error.code}")
        if kind == "text/html":
            text = body.decode()
            assert "<form" not in text and "<script" not in text and "<!doctype html>" in text, page
            for to in re.findall(r'(?:href|src)="([^"]+)"', text):
                whole = urljoin(page, unescape(to)).partition("#")[0]
                (waiting if whole.startswith(address) else outside.add(whole) or []).append(whole)
    assert len(seen) > 40 and count >= len(seen) - 1
    assert {urlsplit(one).netloc for one in outside} <= {"localhost:8000", "creativecommons.org"}
    assert "Санал 0" in (folder / "jargalant/proposals~page-2.html").read_text()


def test_a_second_snapshot_takes_the_place_of_the_first_and_touches_nothing_else(told, tmp_path):
    folder = tmp_path / "site"
    with told.world.app.app_context():
        stale = folder / "jargalant" / "old.html"
        stale.parent.mkdir(parents=True)
        stale.write_text("old")
        (folder / MARK).touch()
        publish(told.world.app, folder, "jargalant")
        assert told.world.app.extensions.get("yavuul_visits") is None, "its maker is no visitor"
        assert not stale.exists() and (folder / "index.html").exists() and not list(folder.rglob("*~"))
        (folder / MARK).unlink()
        with pytest.raises(NotEmpty):
            publish(told.world.app, folder, "jargalant")
