"""What a tablet downloads before it can be used: the first page, without map and scanner, which come when asked for."""

import gzip
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.bench.figure import Figure, at_most, beside
from tests.browser.hall import Hall

FIRST_LOAD_BYTES_MAX = 200_000
PACKED = (".woff2", ".png", ".webp")  # as small as they get already


def measure(_is_quick: bool) -> list[Figure]:
    """Sizes of the built app as gzip sends them."""
    with tempfile.TemporaryDirectory(prefix="yavuul-bench-") as folder, sync_playwright() as driver:
        hall = Hall(Path(folder))
        hall.yavuul("init")
        hall.yavuul("migrate")
        hall.start()
        browser = driver.chromium.launch(**chromium.launch_options())
        try:
            bodies = _first_page(browser, hall.settings.origin("app"))
        finally:
            browser.close()
            hall.stop()
    sizes = {url: len(body) if url.endswith(PACKED) else len(gzip.compress(body, 9)) for url, body in bodies.items()}
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    return [
        at_most("first load of the tablet app, gzip", sum(sizes.values()), "bytes", FIRST_LOAD_BYTES_MAX),
        beside("first load: scripts, gzip", scripts, "bytes"),
    ]


def _first_page(browser, url: str) -> dict[str, bytes]:
    """What the page itself asks for until it rests; what the service worker lays in store is not waited for."""
    page = browser.new_context(service_workers="block").new_page()
    bodies: dict[str, bytes] = {}
    page.on("response", lambda response: bodies.setdefault(response.url, response.body()))
    page.goto(url)
    page.wait_for_selector("[data-testid=code]")
    page.wait_for_load_state("networkidle")
    return bodies
