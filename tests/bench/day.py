"""The evening of a hearing: a day's data, then its photos, over 50 kbit/s and 600 ms, from a real browser."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from server.demo.places import GIVEN, PARENTS, PROPOSALS
from tests import chromium
from tests.bench.figure import Figure, at_most, beside
from tests.bench.line import Line, line_to
from tests.bench.slow_tablet import STOP_WATCH, pressed
from tests.browser.hall import BAGH, Desk, Hall
from tests.browser.hands import Tablet
from tests.browser.test_media import camera_file

BYTES_PER_S, RTT_S = 50_000 / 8, 0.6
OVER_THE_LINE_MAX = 1.3
WASTE_PERCENT_MAX = 2.0
PHOTOS, CUT_EVERY_S = 3, 15
MEDIA_BYTES_PER_S = 50_000  # quicker than the hill, or the bench would take ten minutes
HEARING = "Рашаант багийн хэлэлцүүлэг"
PEOPLE = 41


def measure(is_quick: bool) -> list[Figure]:
    """What the person on the hill waits for."""
    with (
        tempfile.TemporaryDirectory(prefix="yavuul-day-") as folder,
        sync_playwright() as playwright,
    ):
        hall = Hall(Path(folder))
        hall.found()
        hall.start()
        browser = playwright.chromium.launch(**chromium.launch_options())
        desk = Desk(browser, hall, "admin@jargalant.example")
        with line_to(hall.settings.port) as line:
            tablet = Tablet(playwright, Path(folder) / "profile", f"http://app.{hall.settings.host}:{line.port}")
            tablet.enrol(desk.code_for("Б.Болд"))
            browser.close()
            tablet.new_hearing(unit=BAGH, title=HEARING, held_on="2026-11-22", place="Багийн төв")
            tablet.send()
            try:
                return [
                    *_words(tablet, line, 4 if is_quick else PEOPLE),
                    *_media(tablet, line, 1 if is_quick else PHOTOS),
                ]
            finally:
                tablet.close()
                hall.stop()


def _words(tablet: Tablet, line: Line, people: int) -> list[Figure]:
    """Check-ins and proposals, written without a network and then sent."""
    tablet.page.context.set_offline(True)
    tablet.open_hearing(HEARING, "attendance")
    tablet.add(*({"name": _name(number)} for number in range(people)))
    tablet.to("proposal")
    tablet.add(*({"title": title} for title, *_ in PROPOSALS))
    tablet.home()
    line.bytes_per_s, line.rtt_s = BYTES_PER_S, RTT_S
    before = line.up_bytes + line.down_bytes
    tablet.page.evaluate(f"{STOP_WATCH}; true")  # a function alone would be called
    tablet.page.context.set_offline(False)
    took = pressed(tablet.page, "[data-testid=send]", "[data-testid=counts][data-on-tablet='0']")
    moved = line.up_bytes + line.down_bytes - before
    tablet.page.wait_for_selector("[data-testid=line][data-line=idle]")
    alone = moved / BYTES_PER_S
    return [
        beside("a hearing day's data: bytes on the line, both ways, heads included", moved, "bytes"),
        beside("a hearing day's data over 50 kbit/s and 600 ms, until all has arrived", took, "s"),
        at_most(
            "a hearing day's data: (time - 1 RTT) / (bytes / bandwidth)",
            (took - RTT_S) / alone,
            "ratio",
            OVER_THE_LINE_MAX,
        ),
    ]


def _name(number: int) -> str:
    """A name that no other number below 242 has."""
    turn, place = divmod(number, len(GIVEN))
    return f"{PARENTS[(place + turn) % len(PARENTS)][0]}.{GIVEN[place]}"


def _media(tablet: Tablet, line: Line, photos: int) -> list[Figure]:
    """Photos of one proposal, on a line that breaks again and again; sent bytes against the files' own."""
    line.bytes_per_s = MEDIA_BYTES_PER_S
    page, sent, sizes = tablet.page, [0], {}

    def note(request) -> None:
        if request.method == "PATCH":
            sent[0] += len(request.post_data_buffer or b"")
        elif request.method == "POST" and "upload-length" in request.headers:
            sizes[request.headers["upload-metadata"]] = int(request.headers["upload-length"])

    page.on("request", note)
    tablet.open_hearing(HEARING)
    page.locator("[data-testid=row]").first.click()
    for number in range(1, photos + 1):
        page.set_input_files("[data-testid=photo-input]", camera_file())
        page.wait_for_selector(f"[data-testid=media-photo] >> nth={number - 1}")
    cut_at = time.monotonic() + CUT_EVERY_S
    cuts = 0
    while page.locator("[data-testid=media-photo][data-state=arrived]").count() < photos:
        page.wait_for_timeout(250)
        if time.monotonic() > cut_at and cuts < photos:
            line.cut()
            cuts, cut_at = cuts + 1, time.monotonic() + CUT_EVERY_S
    files = sum(sizes.values())
    return [
        beside(f"{photos} photos: bytes", files, "bytes"),
        beside(f"{photos} photos: times the line was cut", cuts, "cuts"),
        at_most(f"{photos} photos: sent more than once", (sent[0] - files) / files * 100, "percent", WASTE_PERCENT_MAX),
    ]
