"""The least that a Flask server can do with the same bodies: unpack them, parse each line, answer. To compare with."""

import gzip
import json

from flask import Flask, request


def create_app() -> Flask:
    """An app with the same route as the sync call."""
    app = Flask(__name__)

    @app.get("/api/v1/health")
    def health():
        return {"alive": True}

    @app.post("/api/v1/sync")
    def sync():
        body = request.get_data()
        if request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return {"lines": sum(json.loads(line) is not None for line in body.split(b"\n"))}

    return app
