"""How often pages are asked for, without knowing by whom (P9; «ӨНӨӨДӨР: 393 · НИЙТ: 64 355» of the first web site).

A counter by page and day, nothing of the reader: no cookie, no address, no word of the browser but whether it calls
itself a robot. Counted in memory, added to the table every FLUSH_MS or FLUSH_MAX visits; a power cut loses those.
"""

import atexit
import contextlib
from collections import Counter
from threading import Lock

from flask import current_app, request
from sqlalchemy import Connection, select, text

from server import clock, config
from server.models.public import Visit
from server.problems import Problem
from server.store.unit_of_work import write
from server.text import says

FLUSH_MS, FLUSH_MAX, PAGES_MAX = 10_000, 500, 5000
ROBOTS = ("bot", "crawl", "spider", "slurp", "preview", "curl/", "wget/", "python-")
ALL = ""  # the page that counts all pages; the day that counts all days
_table = Visit.__table__
_add = text(
    "INSERT INTO public_visit (tenant, page, day, count) VALUES (:tenant, :page, :day, :count) "
    "ON CONFLICT (tenant, page, day) DO UPDATE SET count = public_visit.count + :count"
)


class Waiting:
    """Visits that were counted and stand in no table yet."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.since_ms, self.lock = clock.now_ms(), Lock()

    def take(self) -> Counter[tuple[str, str, str]]:
        """All of them, to be written by the caller alone."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            self.since_ms = clock.now_ms()
            return taken


def count(tenant: str, path: str) -> None:
    """Somebody reads a page."""
    if request.method != "GET" or any(word in request.user_agent.string.lower() for word in ROBOTS):
        return
    app = current_app._get_current_object()
    waiting = app.extensions.get("yavuul_visits")
    if waiting is None:
        waiting = app.extensions.setdefault("yavuul_visits", Waiting())
        atexit.register(_last, app)
    day = says.local_day(clock.now_ms(), config.current().zone)
    with waiting.lock:
        for page in (page_of(path), ALL):
            for one in (day, ALL):
                if len(waiting.counts) < PAGES_MAX or (tenant, page, one) in waiting.counts:
                    waiting.counts[tenant, page, one] += 1
        is_due = waiting.counts.total() >= 4 * FLUSH_MAX or clock.now_ms() - waiting.since_ms >= FLUSH_MS
    if is_due:
        flush()


def flush() -> None:
    """Write down what was counted."""
    waiting: Waiting | None = current_app.extensions.get("yavuul_visits")
    taken = waiting.take() if waiting else Counter()
    if not taken:
        return
    rows = sorted(taken.items())
    said = [{"tenant": tenant, "page": page, "day": day, "count": n} for (tenant, page, day), n in rows]
    try:
        write(lambda connection: connection.execute(_add, said))
    except Problem:  # the store is busy with something that matters more: later
        with waiting.lock:
            waiting.counts.update(taken)


def told(connection: Connection, tenant: str, path: str) -> tuple[str, str, str]:
    """Visits of this page in all; of all pages today, and in all; with thin figures as people write them."""
    day = says.local_day(clock.now_ms(), config.current().zone)
    rows = select(_table.c.page, _table.c.day, _table.c.count).where(
        _table.c.tenant == tenant, _table.c.page.in_((page_of(path), ALL)), _table.c.day.in_((day, ALL))
    )
    found = {(page, on): count for page, on, count in connection.execute(rows)}
    return tuple(says.number(found.get(key, 0)) for key in ((page_of(path), ALL), (ALL, day), (ALL, ALL)))


def page_of(path: str) -> str:
    """The page that a path is counted as: without the tenant."""
    return path.partition("/")[2].partition("/")[2][:80] or "/"


def _last(app) -> None:
    with contextlib.suppress(Exception), app.app_context():  # the process ends; a lost count harms nobody
        flush()
