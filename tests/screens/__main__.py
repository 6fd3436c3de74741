"""Take the pictures of the guides from a server with the demo: `make screens` writes the chosen ones to docs/screens.

python -m tests.screens FOLDER writes all of them to FOLDER, to look at: every page that links lead to, every paper.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.hall import Hall
from tests.screens.album import Album
from tests.screens.office import of_office, of_papers
from tests.screens.public import of_log_and_data, of_public
from tests.screens.tablet import of_tablet


def told(hall: Hall) -> tuple[dict[str, str], str]:
    """Fill the demo; returns passwords by e-mail, and all that it said."""
    hall.yavuul("init")
    hall.yavuul("migrate")
    said = hall.yavuul("demo")
    hall.yavuul("backup", str(hall.settings.data_dir.with_name("elsewhere")))
    return dict(re.findall(r"^  (\S+@\S+)\s+(\S+)", said, re.M)), said


def main(folder: Path | None) -> None:
    """All pictures, from a server of their own."""
    album = Album(folder)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as driver:
        hall = Hall(Path(home))
        passwords, demo = told(hall)
        hall.start()
        browser = driver.chromium.launch(**chromium.launch_options())
        try:
            of_office(album, browser, hall, passwords)
            of_papers(album, browser, hall, passwords)
            of_log_and_data(album, browser, hall)
            of_public(album, browser, hall, demo)
            of_tablet(album, browser, hall, passwords)
        finally:
            browser.close()
            hall.stop()
    total = sum(path.stat().st_size for path in album.folder.glob("*.png"))
    print(f"{len(list(album.folder.glob('*.png')))} pictures, {total // 1024} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
