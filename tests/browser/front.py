"""What stands between a tablet and the hall's server: it may bring another build of the app, or half of a file."""

import http.client
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.browser.hall import Hall

OURS = {"connection", "content-length", "transfer-encoding", "content-encoding"}


class Front:
    """A proxy on a port of its own. `change(path, body)` answers in the server's place; `cut` ends a file half-way."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.asked = hall, []
        self._changed, self._cut, self._gone = {}, set(), set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the app is, seen through it."""
        return f"http://app.localhost:{self._server.server_port}/"

    def stop(self) -> None:
        """Nobody answers any more."""
        self._server.shutdown()
        self._server.server_close()

    def release(self, cut: str = "") -> None:
        """Serve a newer build: another page, and English under another name; `cut` comes only half."""
        page = self.fetch("GET", "/", b"", {})[2].replace(b"<title>", b'<meta name="release" content="2" /><title>')
        worker = self.fetch("GET", "/sw.js", b"", {})[2].decode()
        worker = re.sub(r'(\{[^{}]*"?url"?:\s*"index\.html"[^{}]*\})', _newer, worker)
        old = re.search(r"assets/texts\.en-[\w-]+\.js", worker)[0]
        new = old.replace("texts.en-", "texts.en-2")
        self._changed = {"/": page, "/index.html": page, "/sw.js": worker.replace(old, new).encode()}
        self._changed[f"/{new}"] = self.fetch("GET", f"/{old}", b"", {})[2]
        self._gone = {f"/{old}"}
        self._cut = {f"/{new}"} if cut == "texts" else set()

    def repair(self) -> None:
        """Nothing is cut any more."""
        self._cut = set()

    def answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict, bytes, bool]:
        """Status, headers, body, and whether only half of it goes."""
        bare = path.partition("?")[0]
        if bare in self._gone:
            return 404, {"Content-Type": "text/plain"}, b"gone", False
        known = "/" if bare in self._changed and bare.startswith("/assets/") else path
        status, said, found = self.fetch(method, known, body, headers)
        if bare.startswith("/assets/") and bare in self._changed:
            said["Content-Type"] = "text/javascript"
        return status, said, self._changed.get(bare, found), bare in self._cut

    def fetch(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict, bytes]:
        """The answer of the hall's own server."""
        line = http.client.HTTPConnection("127.0.0.1", self.hall.settings.port, timeout=60)
        passed = {name: value for name, value in headers.items() if name.lower() not in {"host", "accept-encoding"}}
        host = f"app.{self.hall.settings.host}:{self.hall.settings.port}"
        line.request(method, path, body or None, passed | {"Host": host, "Accept-Encoding": "identity"})
        response = line.getresponse()
        said = {name: value for name, value in response.getheaders() if name.lower() not in OURS}
        return response.status, said, response.read()


def _newer(found: re.Match) -> str:
    """The entry of the page in the worker's list of files, with another revision."""
    return re.sub(r'("?revision"?:\s*)"[^"]*"', r'\1"2222222222222222"', found[1])


def _handler(front: Front) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            front.asked.append(self.path)
            try:
                status, headers, found, is_cut = front.answer(self.command, self.path, body, dict(self.headers))
            except OSError:
                return self.close_connection_now()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found[: len(found) // 2] if is_cut else found)
            return None

        do_GET = do_POST = _pass

        def close_connection_now(self) -> None:
            self.close_connection = True

        def log_message(self, *_):
            pass

    return Handler
