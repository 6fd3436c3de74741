"""What has to follow from a change, whoever made it: services that are told after the commit which records changed.

Told after, never within: what follows must not delay a tablet's receipt, and where it fails or the machine stops
between, a daily step finds it (server/privacy/sweep.py). A service names itself by `follow(app, kind, heard)`.
"""

from collections.abc import Callable

import structlog
from flask import Flask, current_app

from server.exchange.batch import Taken
from server.problems import Problem

Heard = Callable[[str, list[str]], None]  # tenant, ids of records of the kind


def follow(app: Flask, kind: str, heard: Heard) -> None:
    """Let `heard` be told of changed records of one type."""
    app.extensions.setdefault("yavuul_followers", []).append((kind, heard))


def tell(tenant: str, taken: Taken) -> None:
    """Tell those who follow what a batch changed; new records are not told, since nothing can have ended in them."""
    for kind, heard in current_app.extensions.get("yavuul_followers", ()):
        changed = [
            one
            for one, item in taken.held.items()
            if item.changed and not item.is_new and item.written is not None and item.written.type == kind
        ]
        if changed:
            try:
                heard(tenant, sorted(changed))
            except Problem as problem:
                structlog.get_logger().warning("not_followed", kind=kind, code=problem.code, count=len(changed))
