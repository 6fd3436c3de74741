"""Fixtures of the browser tests that need a real server: a hall, people of the office, tablets."""

import shutil

import pytest

from tests.browser.built_app import DIST
from tests.browser.evening import LANDSCAPE, Evening
from tests.browser.hall import Desk, Hall
from tests.browser.hands import Tablet

ORIENTATIONS = {"across": "upright", "landscape": "portrait"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A story told in both orientations is told in one by `make test`, by turns, and in the other by `make test-slow`;
    what looks at the lay-out itself (axe, larger text) is told in both."""
    names = {item.nodeid for item in items}
    turn = False
    for item in items:
        for wide, tall in ORIENTATIONS.items():
            other = item.nodeid.replace(f"[{wide}", f"[{tall}")
            if other != item.nodeid and other in names and "axe" not in item.nodeid:
                left_out = item.nodeid if (turn := not turn) else other
                next(one for one in items if one.nodeid == left_out).add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """The data of a founded hall, to be copied."""
    folder = tmp_path_factory.mktemp("hall")
    Hall(folder).found()
    return folder


@pytest.fixture
def hall(tmp_path, founded):
    """A server with Рашаант bagh and five accounts."""
    if not (DIST / "index.html").exists():
        pytest.fail("pwa/dist is not built: make test builds it, or cd pwa && npm run build", pytrace=False)
    shutil.copytree(founded, tmp_path, dirs_exist_ok=True)
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


@pytest.fixture
def desk(browser, hall):
    """Somebody of the office at a browser: `desk("admin")`."""
    opened = []

    def sit(name):
        opened.append(Desk(browser, hall, f"{name}@jargalant.example"))
        return opened[-1]

    yield sit
    for one in opened:
        one.close()


@pytest.fixture
def hands():
    """How the tablets of `tablet_of` are worked: a class over Evening."""
    return Evening


@pytest.fixture
def tablet_of(browser, hall, hands):
    """`tablet_of("bold", hearing)`: a connected tablet, worked by touch; `code`: of the office, else a fresh one."""
    made = []

    def connect(name, hearing, size=LANDSCAPE, code=""):
        made.append(browser.new_context(viewport=size, locale="mn-MN", has_touch=True))
        tablet = hands(made[-1].new_page())
        tablet.page.goto(hall.settings.origin("app"))
        tablet.enrol(code or hall.yavuul("enrol-code", f"{name}@jargalant.example").strip())
        tablet.hearing = hearing
        return tablet

    yield connect
    for context in made:
        context.close()


@pytest.fixture
def tablets(playwright_driver, tmp_path, hall, desk):
    """The tablets of Болд, Туяа and Дорж, each a browser of its own, connected with a code of the office."""
    administrator = desk("admin")
    made = [Tablet(playwright_driver, tmp_path / name, hall.settings.origin("app")) for name in ("b", "t", "d")]
    for tablet, name in zip(made, ("Б.Болд", "Ө.Туяа", "Л.Дорж"), strict=True):
        tablet.enrol(administrator.code_for(name))
    yield made
    for tablet in made:
        tablet.close()
