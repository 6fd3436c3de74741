"""A tablet whose whole profile was copied, as a backup app does it (F16): both are opened, and both go on."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.browser.hall import BAGH
from tests.browser.hands import Tablet

TITLE = "Рашаант багийн хэлэлцүүлэг"


def incs_of(hall):
    """How many incs have said something."""
    with closing(sqlite3.connect(hall.settings.data_dir / "yavuul.sqlite3")) as database:
        return database.execute("SELECT count(DISTINCT inc) FROM op WHERE inc NOT LIKE 'office-%'").fetchone()[0]


@pytest.mark.slow
def test_f16_a_profile_that_was_copied_and_opened_twice_loses_no_word_and_goes_on_as_two(
    playwright_driver, tmp_path, hall
):
    """Both write under the same seq; the second that sends is told so, and becomes an inc of its own (M4)."""
    own, copied = tmp_path / "own", tmp_path / "copied"
    bold = Tablet(playwright_driver, own, hall.settings.origin("app"))
    bold.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    bold.new_hearing(unit=BAGH, title=TITLE, place="Рашаант багийн төв", held_on="2026-11-22")
    bold.send()
    assert incs_of(hall) == 1
    bold.close()
    shutil.copytree(own, copied, symlinks=True, ignore=shutil.ignore_patterns("Singleton*"))
    tablets = [Tablet(playwright_driver, profile, hall.settings.origin("app")) for profile in (own, copied)]
    try:
        for tablet, title in zip(tablets, ("Гар худаг гаргах", "Гүүр засах"), strict=True):
            tablet.unlock()
            tablet.open_hearing(TITLE)
            tablet.add({"title": title})
        for _ in range(2):
            for tablet in tablets:
                tablet.send()
        for tablet in tablets:
            assert tablet.counts()["tablet"] == 0
            tablet.open_hearing(TITLE)
            tablet.add({"title": "Дараа нь"})
            tablet.send()
        tablets[0].send()
        for tablet in tablets:
            tablet.open_hearing(TITLE)
            assert sorted(tablet.names()) == ["Гар худаг гаргах", "Гүүр засах", "Дараа нь", "Дараа нь"]
        assert incs_of(hall) == 2
    finally:
        for tablet in tablets:
            tablet.close()
