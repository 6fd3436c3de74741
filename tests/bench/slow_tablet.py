"""A tablet six times slower than this machine, in a real Chromium, and a stop-watch inside its page.

Chromium slows the main thread alone, so the answers of workers (Argon2id of the PIN) are held back here by as much.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import chromium
from tests.browser.hands import SCREEN, TIMEOUT_S, Page

SLOWER = 6
STOP_WATCH = """
globalThis.yavuulShown = (selector) => new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  if (document.querySelector(selector)) return drawn();
  const watch = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    watch.disconnect();
    drawn();
  });
  watch.observe(document, { subtree: true, childList: true, attributes: true });
});
"""
_SLOW_WORKERS = """
const Quick = Worker;
globalThis.Worker = class extends Quick {
  #asked = 0;
  postMessage(...said) { this.#asked = performance.now(); super.postMessage(...said); }
  set onmessage(heard) {
    super.onmessage = (event) => setTimeout(() => heard(event), (performance.now() - this.#asked) * MORE);
  }
};
""".replace("MORE", str(SLOWER - 1))


class SlowTablet(Page):
    """The app on a slow tablet. All spans in seconds, until the next frame is drawn."""

    def __init__(self, page) -> None:
        super().__init__(page)
        self.page.add_init_script(STOP_WATCH + _SLOW_WORKERS)
        self._line = page.context.new_cdp_session(page)

    def slow_down(self) -> None:
        """From now on."""
        self._line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def full_speed(self) -> None:
        """As fast as this machine again."""
        self._line.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    def opened(self, url: str, shows: str) -> float:
        """Open the app; until `shows` is drawn, from the start of the navigation."""
        self.page.goto(url, wait_until="commit")
        return self.shown(shows)

    def shown(self, shows: str) -> float:
        """From the start of the last navigation until `shows` is drawn."""
        return self.page.evaluate("(shows) => yavuulShown(shows)", shows) / 1000

    def pressed(self, press: str, shows: str) -> float:
        """Press a button; until `shows` is drawn."""
        self.page.wait_for_selector(press, timeout=TIMEOUT_S * 1000)
        return pressed(self.page, press, shows)


def pressed(page, press: str, shows: str) -> float:
    """Press a button of a page that has the stop-watch; seconds until `shows` is drawn, as the page sees them."""
    return (
        page.evaluate(
            "([press, shows]) => { const began = performance.now(); document.querySelector(press).click(); "
            "return yavuulShown(shows).then((drawn) => drawn - began); }",
            [press, shows],
        )
        / 1000
    )


@contextmanager
def slow_tablet(driver, profile: Path) -> Iterator[SlowTablet]:
    """A tablet on a profile of its own."""
    context = driver.chromium.launch_persistent_context(
        str(profile), viewport=SCREEN, locale="mn-MN", has_touch=True, **chromium.launch_options()
    )
    try:
        yield SlowTablet(context.pages[0])
    finally:
        context.close()


def p95(spans: list[float]) -> float:
    """The span that one of twenty exceeds."""
    return sorted(spans)[int(len(spans) * 0.95)]
