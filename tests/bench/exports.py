"""What leaves the house (O14): a list of 100 000 as a file, and minutes of 40 pages.

The export runs in a process of its own, as a worker of the server would, and tells how much memory it held at most:
the high-water mark of its own pages (`VmHWM`); `ru_maxrss` would count those of the process that started it.
"""

import json
import subprocess
import sys
import time
from io import BytesIO

from pypdf import PdfReader

from server import accounts
from server.papers import pdf
from tests.bench.figure import Figure, at_most, beside
from tests.bench.full_office import full
from tests.bench.office import EMAIL

RSS_MB_MAX, PAPER_S_MAX, PAGES, PROPOSALS = 200, 3, 40, 1_600
PROGRAM = """
import json, sys, time
from pathlib import Path
from server import accounts
from server.app import create_app
from server.config import Settings
from server.exports import taking
from server.who import ADMINISTRATOR
def most_mb():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
app = create_app(Settings(data_dir=Path(sys.argv[1])))
with app.test_request_context(base_url="http://office.localhost:8000"):
    actor = accounts.by_email(sys.argv[2]).actor()
    empty = most_mb()
    began = time.perf_counter()
    file = taking.take(actor, "proposals", sys.argv[3], {})
    took_s = time.perf_counter() - began
    most = most_mb()
    size = file.seek(0, 2)
print(json.dumps([took_s, most, empty, size]))
"""


def measure(is_quick: bool) -> list[Figure]:
    """Exports on SQLite, and a long paper."""
    figures = []
    with full(is_quick) as world:
        with world.app.app_context():
            email = f"export-{EMAIL}"
            accounts.create(world.tenant, email, "Б.Болд", "officer", "Ховдын таван толгой", None)
        for form in ("xlsx", "csv", "geojson"):
            said = [sys.executable, "-c", PROGRAM, str(world.data_dir), email, form]
            answer = subprocess.run(said, capture_output=True, text=True, check=True).stdout
            took_s, most_mb, empty_mb, size = json.loads(answer.splitlines()[-1])
            figures.append(at_most(f"export of all proposals as {form}: memory at most", most_mb, "MB", RSS_MB_MAX))
            figures.append(beside(f"export of all proposals as {form}: before it", empty_mb, "MB"))
            figures.append(beside(f"export of all proposals as {form}", took_s, "s"))
            figures.append(beside(f"export of all proposals as {form}: the file", size / 1e6, "MB"))
    return figures + _paper()


def _paper() -> list[Figure]:
    rows = [[str(number), f"Багийн төв хүртэлх {number} км замыг засах", "18,0", "24"] for number in range(PROPOSALS)]
    empty = {"name": "", "head": ["", "", "", ""], "rows": [], "note": ""}
    data = {
        "title": "Хурлын тэмдэглэл", "dated": "2026-11-24", "size": 10, "facts": [["Ирц", "38"]], "agenda_name": "",
        "agenda": [], "heard_name": "", "heard": [], "ranking": empty, "decisions": empty, "signers": [["", ""]],
        "annexes": [{"name": "", "title": "Эрэмбэ", "head": ["№", "Санал", "₮", "Оноо"], "rows": rows}],
        "script_name": "Үндэсний бичгээр", "script_about": "",
    }  # fmt: skip
    pdf("minutes", data | {"annexes": []})  # what is loaded once
    began = time.perf_counter()
    paper = pdf("minutes", data)
    took_s = time.perf_counter() - began
    pages = len(PdfReader(BytesIO(paper)).pages)
    assert pages >= PAGES, pages
    return [at_most(f"minutes of {pages} pages", took_s, "s", PAPER_S_MAX)]
