"""The app as a test's gunicorn serves it: with places at which a request can be stopped, to be killed there.

A request with the header `X-Test-Pause: <point>` writes its process id to `$YAVUUL_TEST_PAUSES/<point>` when it gets
there, and goes no further. `$YAVUUL_TEST_BODY_DEADLINE_S` shortens the deadline of a body.
"""

import functools
import os
import threading
from dataclasses import replace
from pathlib import Path

from server import exchange
from server.app import create_app
from server.config import Settings
from server.media import finish, vouch
from server.media.drafts import Draft
from server.media.shelf import Shelf
from server.store import feed, log, media, records, subjects, tablets

BEFORE_COMMIT = {
    "locked": (tablets, "lock"),
    "placed": (exchange, "place"),
    "loaded": (records, "load"),
    "saved": (records, "save"),
    "counted": (feed, "advance"),
    "published": (feed, "publish"),
    "reviewed": (records, "save_reviews"),
    "keyed": (subjects.SubjectKeys, "save"),
    "logged": (log, "add_ops"),
    "chained": (log, "put_chain"),
    "batched": (log, "add_batch"),
    "noted": (tablets, "note_contact"),
}
AFTER_COMMIT = {"committed": (exchange, "push"), "read": (exchange, "receipts"), "answered": (exchange, "sync")}
MEDIA = {
    "drafted": (Draft, "append"),
    "moved": (media, "move_upload"),
    "vouched": (vouch, "vouch"),
    "shelved": (Shelf, "put"),
    "closed": (media, "drop_upload"),
    "entered": (media, "put_file"),
    "finished": (finish, "finish"),
}

_asked = threading.local()


def application():
    """The app, with its places to stop."""
    settings = Settings.from_env()
    if deadline := os.environ.get("YAVUUL_TEST_BODY_DEADLINE_S"):
        settings = replace(settings, body_deadline_s=float(deadline))
    if folder := os.environ.get("YAVUUL_TEST_PAUSES"):
        for point, (owner, name) in (BEFORE_COMMIT | AFTER_COMMIT | MEDIA).items():
            setattr(owner, name, _stopping(getattr(owner, name), point, Path(folder)))
    app = create_app(settings)
    inner = app.wsgi_app

    def outer(environ, start_response):
        _asked.point = environ.get("HTTP_X_TEST_PAUSE", "")
        return inner(environ, start_response)

    app.wsgi_app = outer
    return app


def _stopping(function, point, folder):
    @functools.wraps(function)
    def stopped(*args, **options):
        found = function(*args, **options)
        if getattr(_asked, "point", "") == point:
            note = folder / f"{point}.new"
            note.write_text(str(os.getpid()))
            note.rename(folder / point)
            threading.Event().wait()
        return found

    return stopped
