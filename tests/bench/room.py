"""A room without a server, as who comes late meets it: a code read off a screen, then sixty proposals as QR codes.

A real camera's path: Chromium's fake device shows the codes at the pace of the showing screen, the app reads them with
its own library, on a tablet six times slower.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from server import certificates, keys
from server.app import create_app
from sync import bundle
from sync.chain import base64url
from tests import chromium
from tests.bench.deployment import propose
from tests.bench.figure import Figure, at_most, beside
from tests.bench.slow_tablet import SlowTablet
from tests.browser import fake_camera
from tests.browser.hall import Desk, Hall
from tests.browser.hands import SCREEN
from tests.sealing import CODE, seal
from tests.tablet import Tablet

PROPOSALS = 60
FPS = 4  # pwa/src/screens/room/ShowCodes.svelte
JOIN_S_MAX, WIRE_S_MAX = 10, 60
HEARING = "h" * 26


def measure(is_quick: bool) -> list[Figure]:
    """What somebody waits for who joins a hearing that is held without a network."""
    with tempfile.TemporaryDirectory(prefix="yavuul-room-") as folder, sync_playwright() as playwright:
        hall = Hall(Path(folder))
        hall.found()
        hall.start()
        try:
            sealed = _wire(hall, 6 if is_quick else PROPOSALS)
            return _meet(playwright, hall, Path(folder), sealed)
        finally:
            hall.stop()


def _wire(hall: Hall, count: int) -> bytes:
    """What another tablet of the room would show: a run of proposals, signed, with its certificate."""
    author = Tablet()
    propose(author, count, "u" * 26, HEARING)
    with create_app(hall.settings).app_context():
        certificate = certificates.Certificate(
            inc=author.inc,
            public_key=author.public_key,
            tenant="jargalant",
            person="p" * 26,
            name="Б.Болд",
            role="facilitator",
            units=None,
            not_after=2**52,
            serial=certificates.new_serial(),
        )
        run = author.body(1, count, certificate=certificates.issue(certificate))
        return seal(bundle.write(HEARING, "Рашаант баг", [run]), keys.point(keys.current().sealing))


def _meet(playwright, hall: Hall, folder: Path, sealed: bytes) -> list[Figure]:
    join = f"YVJ1.{CODE}.{HEARING}.{base64url('Рашаант баг'.encode())}"
    shown = bundle.frames(sealed)
    with _tablet(playwright, hall, folder, fake_camera.film(folder / "join.y4m", [join] * FPS, FPS)) as tablet:
        browser = playwright.chromium.launch(**chromium.launch_options())
        tablet.enrol(Desk(browser, hall, "admin@jargalant.example").code_for("Ө.Туяа"))
        browser.close()
        tablet.page.click("[data-testid=to-join]")
        tablet.slow_down()
        joined = tablet.pressed("[data-testid=scan]", "[data-testid=joined]")
    with _tablet(playwright, hall, folder, fake_camera.film(folder / "codes.y4m", shown, FPS)) as tablet:
        tablet.unlock()
        tablet.page.click("[data-testid=to-join]")
        tablet.slow_down()
        read = tablet.pressed("[data-testid=read-codes]", "[data-testid=came] .hint-box[data-tone=safe]")
    return [
        at_most("joining a room by its code, read off a screen, at 6×", joined, "s", JOIN_S_MAX),
        at_most(f"{PROPOSALS} proposals by QR codes at {FPS} a second, at 6×", read, "s", WIRE_S_MAX),
        beside("the same: codes", len(shown), "codes"),
        beside("the same: sealed", len(sealed), "bytes"),
    ]


@contextmanager
def _tablet(playwright, hall: Hall, folder: Path, film: Path):
    options = chromium.launch_options()
    options["args"] = [*options["args"], *fake_camera.switches(film)]
    context = playwright.chromium.launch_persistent_context(
        str(folder / "profile"), viewport=SCREEN, locale="mn-MN", has_touch=True, **options
    )
    try:
        tablet = SlowTablet(context.pages[0])
        tablet.page.goto(hall.settings.origin("app"))
        yield tablet
    finally:
        context.close()
