"""A tablet with ten thousand records and 2 500 people on board, in a Chromium whose processor is slowed down six times.

It is filled by the real server and the real sync call; then the server is stopped, and the person opens the tablet.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from server.models.projections import TABLES
from tests import chromium
from tests.bench import onboard
from tests.bench.figure import Figure, at_most, beside
from tests.bench.slow_tablet import SLOWER, SlowTablet, p95
from tests.browser.hall import BAGH, Desk, Hall
from tests.browser.hands import PIN, Tablet
from tests.world import World

RUNS = 5
PIN_SCREEN_S_MAX = 1.5
OPEN_HEARING_S_MAX = 4.0
CHANGE_S_MAX, SAVE_S_MAX, MAP_S_MAX = 0.2, 0.1, 1.0
ROUNDS, SAVES = 15, 120
HAND_MS = 300  # from what one sees or types to the next press
FILL_TIMEOUT_MS = 300_000
ROW = "[data-testid=hearings] [data-testid=row]"


@contextmanager
def full_hall(folder: Path, part: int = 1) -> Iterator[Hall]:
    """A hall whose bagh has ten thousand records and 2 500 people (or the `part`th of them), served."""
    hall = Hall(folder)
    hall.found()
    world = World(hall.settings.data_dir)
    world.units[BAGH] = _bagh(world)
    onboard.fill(world, BAGH, onboard.RECORDS // part, onboard.PEOPLE // part)
    world.close()
    hall.start()
    try:
        yield hall
    finally:
        if hall.answers():
            hall.stop()


def _bagh(world: World) -> str:
    with world.connection() as connection:
        return connection.execute(select(TABLES["unit"].c.id)).scalars().one()


def measure(is_quick: bool) -> list[Figure]:
    """What the person waits for."""
    with (
        tempfile.TemporaryDirectory(prefix="yavuul-board-") as folder,
        full_hall(Path(folder), 10 if is_quick else 1) as hall,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium.launch_options())
        desk = Desk(browser, hall, "admin@jargalant.example")
        tablet = Tablet(playwright, Path(folder) / "profile", hall.settings.origin("app"))
        tablet.page.set_default_timeout(FILL_TIMEOUT_MS)
        began = time.monotonic()
        tablet.enrol(desk.code_for("Б.Болд"))
        filled_s = time.monotonic() - began
        desk.close()
        browser.close()
        hall.stop()
        slow = SlowTablet(tablet.page)
        slow.slow_down()
        waits = [_open(slow) for _ in range(1 if is_quick else RUNS)]
        changes = [span for _ in range(1 if is_quick else ROUNDS) for span in _look_around(slow)]
        saves = [_save(slow, f"Бүлэг {number}") for number in range(SAVES)]
        maps = [_open_map(slow) for _ in range(1 if is_quick else RUNS)]
        tablet.close()
    return [
        beside("a new tablet's first sync on a fast line, as enrolled", filled_s, "s"),
        at_most(f"PIN screen without network, {SLOWER}x slower", _median(waits, 0), "s", PIN_SCREEN_S_MAX),
        beside(f"PIN to first screen, {SLOWER}x slower", _median(waits, 1), "s"),
        at_most(f"PIN to open hearing, {SLOWER}x slower", _median(waits, 2), "s", OPEN_HEARING_S_MAX),
        at_most(f"screen change, {SLOWER}x slower: p95 of {len(changes)}", p95(changes), "s", CHANGE_S_MAX),
        at_most(f"a save, {SLOWER}x slower: p95 of {len(saves)}", p95(saves), "s", SAVE_S_MAX),
        at_most(f"the map opens, {SLOWER}x slower: longest of {len(maps)}", max(maps), "s", MAP_S_MAX),
    ]


def _median(waits: list[tuple[float, ...]], place: int) -> float:
    return sorted(wait[place] for wait in waits)[len(waits) // 2]


def _open(tablet: SlowTablet) -> tuple[float, float, float]:
    """Seconds from a cold page to the PIN, from the PIN to the first screen, and to an open hearing."""
    page = tablet.page
    page.evaluate("() => void (location.hash = '')")
    page.reload(wait_until="commit")
    pin_screen_s = tablet.shown(_at("pin"))
    page.fill(_at("pin"), PIN)
    first_screen_s = tablet.pressed(_at("unlock"), ROW)
    return pin_screen_s, first_screen_s, first_screen_s + tablet.pressed(ROW, _at("back"))


def _at(name: str) -> str:
    return f"[data-testid={name}]"


def _look_around(tablet: SlowTablet) -> list[float]:
    """From stage to stage of the open hearing, into a new proposal and out again."""
    stages = [_at(f"stage-{stage}") for stage in ("notice", "check_in", "decisions", "group_work", "plenary")]
    presses = [(stage, f"{stage}[aria-pressed=true]") for stage in stages]
    presses += [(_at("add"), _at("field-title")), (_at("back"), _at("stage-notice"))]
    spans = []
    for press, shows in presses:
        tablet.page.wait_for_timeout(HAND_MS)
        spans.append(tablet.pressed(press, shows))
    return spans


def _save(tablet: SlowTablet, theme: str) -> float:
    """A new record by its form, from the press until it is said to be saved."""
    page = tablet.page
    page.evaluate("() => { location.hash = location.hash.split('/').slice(0, 3).join('/') + '/record/group/new'; }")
    page.wait_for_selector(f"{_at('save')}:disabled")
    page.fill(_at("field-theme"), theme)
    page.wait_for_timeout(HAND_MS)
    took = tablet.pressed(_at("save"), _at("saved-note"))
    page.click(_at("back"))
    page.wait_for_selector(_at("stage-notice"))
    return took


def _open_map(tablet: SlowTablet) -> float:
    """The map of a new proposal, until it is drawn."""
    page = tablet.page
    page.click(_at("stage-plenary"))
    page.click(_at("add"))
    took = tablet.pressed(_at("place"), f"{_at('map')}[data-ready=true]")
    page.click(_at("sheet-close"))
    page.click(_at("back"))
    page.wait_for_selector(_at("stage-notice"))
    return took
