"""Lighthouse's word on the public pages of the demo, on a phone as it plays one (slow 4G, four times slower).

`python -m tests.lighthouse PROGRAM`, as `make lighthouse` calls it, prints a row for each page: performance,
accessibility, best practices, search engines (each of 100), and the first content in seconds.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

from tests import chromium
from tests.browser.hall import Hall
from tests.screens.__main__ import told

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ROOMS = ("", "/proposals", "/works", "/hearings", "/units", "/reports", "/follow")


def pages(address: str) -> list[str]:
    """Each room, and the first page that its list leads to."""
    found = []
    for room in ROOMS:
        found.append(f"{address}/jargalant{room}")
        with urlopen(found[-1]) as answer:
            inner = re.search(rf'href="(/jargalant{room}/[a-z2-7]{{26}})"', answer.read().decode())
        if room and inner:
            found.append(address + inner[1])
    return list(dict.fromkeys(found))


def scores(program: str, url: str) -> tuple[list[int], float]:
    """The score of each category, and the first content in seconds."""
    flags = ["--quiet", "--output=json", "--chrome-flags=--headless --no-sandbox"]
    asked = [program, url, f"--only-categories={','.join(CATEGORIES)}", *flags]
    environment = os.environ | {"CHROME_PATH": chromium.executable()}
    said = subprocess.run(asked, env=environment, check=True, capture_output=True)
    found = json.loads(said.stdout)
    told_s = found["audits"]["first-contentful-paint"]["numericValue"] / 1000
    return [round(100 * found["categories"][one]["score"]) for one in CATEGORIES], told_s


def main(program: str) -> None:
    """All pages."""
    with tempfile.TemporaryDirectory() as home:
        hall = Hall(Path(home))
        told(hall)
        hall.start()
        try:
            address = hall.settings.origin("")
            for url in pages(address):
                points, first_s = scores(program, url)
                print(f"| `{url.removeprefix(address)}` | {' | '.join(map(str, points))} | {first_s:.1f} |", flush=True)
        finally:
            hall.stop()


if __name__ == "__main__":
    main(sys.argv[1])
