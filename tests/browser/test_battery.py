"""The battery falls out: SIGKILL to the browser at random moments. What was said to be saved is there (I11, F1)."""

import random
import threading

import pytest
from playwright.sync_api import Error

from tests.browser.hall import BAGH
from tests.browser.hands import Tablet

HEARING = "Рашаант багийн хэлэлцүүлэг"
SEED = 11
EARLIEST_S, LATEST_S = 0.3, 5.0  # after the hearing is open


@pytest.fixture
def tablet(playwright_driver, tmp_path, hall):
    """A tablet with a hearing, and no network any more."""
    made = Tablet(playwright_driver, tmp_path / "profile", hall.settings.origin("app"))
    made.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    made.new_hearing(unit=BAGH, title=HEARING, held_on="2026-11-22")
    hall.stop()
    made.close()
    made.start()
    yield made
    made.close()


def write_until_it_dies(tablet, moment, saved):
    """Proposals one after the other; `saved` grows only by what the bar called saved."""
    tablet.proposals.begin()
    for number in range(1_000):
        if number:
            tablet.proposals.next()
        title = f"Санал {moment}-{number}"
        tablet.proposals.fill(title=title, supporters=str(number + 1))
        tablet.proposals.saved()
        saved.append(title)


def fall_out(tablet, fallen):
    fallen.set()
    tablet.kill()


@pytest.mark.parametrize("moments", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_f01_whenever_the_browser_is_killed_every_saved_fact_is_there(tablet, moments):
    chance = random.Random(SEED)
    everything: list[str] = []
    for moment in range(moments):
        tablet.unlock()
        tablet.open_hearing(HEARING)
        saved: list[str] = []
        fallen = threading.Event()
        killer = threading.Timer(chance.uniform(EARLIEST_S, LATEST_S), fall_out, (tablet, fallen))
        killer.start()
        with pytest.raises((Error, AssertionError)):  # an `expect` says it as the latter
            write_until_it_dies(tablet, moment, saved)
        assert fallen.is_set(), f"seed {SEED}, moment {moment}: it failed with the battery in"
        killer.join()
        tablet.start()
        everything += saved
        print(f"seed {SEED}, moment {moment}: {len(saved)} saved before the end")
    tablet.unlock()
    tablet.open_hearing(HEARING)
    there = set(tablet.names())
    assert everything
    assert set(everything) <= there, f"seed {SEED}: gone: {sorted(set(everything) - there)}"
