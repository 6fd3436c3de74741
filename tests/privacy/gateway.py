"""A gateway on 127.0.0.1 that can be good, slow, faulty or double, and remembers whom it reached."""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    """What it was sent: by key what left it (`told`), and every call (`calls`). `moods`: how it answers next."""

    def __init__(self) -> None:
        self.told: dict[str, dict] = {}
        self.calls: Counter[str] = Counter()
        self.moods: list[str] = []
        self.tokens: set[str] = set()
        self.address = ""
        self.lock = threading.Lock()
        self.free = threading.Event()

    def take(self, said: dict) -> str:
        """Take a message; the mood in which to answer. Twice the same key leaves the house once."""
        with self.lock:
            mood = self.moods.pop(0) if self.moods else "good"
            self.calls[said["key"]] += 1
            if mood not in ("fault", "refuse", "redirect"):
                assert self.told.setdefault(said["key"], said) == said, "one key, one message"
            return mood


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        gateway = self.server.gateway
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway.tokens.add(self.headers.get("Authorization", ""))
        assert self.headers["Idempotency-Key"] == said["key"]
        mood = gateway.take(said)
        if mood == "hang":
            gateway.free.wait(20)  # it has gone out, and nobody hears of it
        codes = {"fault": 500, "refuse": 400, "redirect": 302, "double": 409}
        answer = {"id": "m-" + said["key"]}
        self._answer(codes.get(mood, 202), b"<html>" if mood == "odd" else json.dumps(answer).encode())

    def do_GET(self):
        self._answer(200, json.dumps({"id": self.path[1:], "state": "delivered"}).encode())

    def _answer(self, code, body):
        self.send_response(code)
        if code == 302:
            self.send_header("Location", self.server.gateway.address)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serving():
    """The gateway, while it serves."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        server.gateway = gateway = Gateway()
        gateway.address = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield gateway
        gateway.free.set()
        server.shutdown()
