"""Fixtures of the browser tests that need a real server: a hall, people of the office, tablets."""

import shutil

import pytest

from tests.browser.built_app import DIST
from tests.browser.hall import Desk, Hall


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
