"""Taking a list out: two at a time, within reach, written down without what it said (H82, H84)."""

import fcntl
from collections.abc import Mapping
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlencode

from flask_babel import gettext

from server import acts, clock, config
from server.exports import files, rows
from server.office.hearings import shown
from server.problems import Problem
from server.store import exports
from server.store.unit_of_work import reading, write
from server.who import Actor
from sync.op import Value

AT_ONCE = 2  # of all processes on this data directory: each holds a reader and a file
RETRY_AFTER_S = 5
_noted = ("unit", "category", "status", "year", "investment", "age", "hearing", "kind", "review", "month", "open")


@contextmanager
def _turn():
    """One of AT_ONCE places. A place is a lock on a file, which the kernel takes back from a process that died."""
    for place in range(AT_ONCE):
        with (config.current().data_dir / f"export-{place}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return
    raise Problem("too-many-requests", retry_after=RETRY_AFTER_S)


def take(actor: Actor, name: str, form: str, said: Mapping[str, str]) -> IO[bytes]:
    """The list `name` as a file at its beginning; the taking is in the access log before the file is given away."""
    export = rows.LISTS.get(name)
    if export is None or form not in files.KINDS or (form == "geojson" and not export.has_places):
        raise Problem("not-found")
    fields = [shown.field_of(*label.split(".")[:2]) for label in export.columns]

    def words(column: int, value: Value) -> Value:
        """Numbers as numbers, choices and yes or no in words."""
        if value is None or type(value) is int or fields[column] is None:
            return value
        kind = fields[column].kind
        return shown.said(fields[column], value, {}) if kind in ("choice", "flag", "slug") else value

    head = [gettext(label) for label in export.columns]
    keys = [label.replace(".", "_") for label in export.columns]
    with _turn(), reading() as connection:
        file, count = files.write(
            form, head, keys, rows.stream(connection, actor, name, said), words, export.is_private
        )
    asked = urlencode({one: said[one][:40] for one in _noted if said.get(one)})[:500]
    write(
        lambda connection: exports.note(
            connection,
            tenant=actor.tenant,
            id=acts.new_id(),
            by=actor.id,
            list=name,
            form=form,
            asked=asked,
            rows=count,
            at=clock.now_ms(),
        )
    )
    return file
