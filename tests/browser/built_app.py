"""The built tablet app, served as the server serves it: same headers, nothing behind `/api/`. It can be stopped."""

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from server.headers import APP_CSP, ARGON2_CSP

DIST = Path(__file__).resolve().parents[2] / "pwa" / "dist"


class _Handler(SimpleHTTPRequestHandler):
    """Files of the build; the API answers what a captive portal would."""

    def __init__(self, *args):
        super().__init__(*args, directory=str(DIST))

    def end_headers(self):
        self.send_header("Content-Security-Policy", ARGON2_CSP if "argon2" in self.path else APP_CSP)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        page = b"<html>Sign in to the Wi-Fi</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


class BuiltApp:
    """The app on a fixed port of localhost; `stop` really closes the port."""

    def __init__(self, port: int = 0) -> None:
        self._server: ThreadingHTTPServer | None = None
        self.port = port
        self.start()

    def start(self) -> None:
        """Serve again, on the same port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """No answer any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def url(self) -> str:
        """Where the app is."""
        return f"http://app.localhost:{self.port}/"
