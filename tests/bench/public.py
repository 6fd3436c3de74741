"""The public pages over 100 000 proposals and as many codes, by a real server (P1, P9): weight, speed, first content.

Codes stand in the projection alone, as marks of real proposals: what is measured is the look-up and the page, not how
they came there. Hearings are approved in the projection for the same reason.
"""

import gzip
import http.client
import re
import socket
import threading
import time
from itertools import count as count_from
from itertools import cycle
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright
from sqlalchemy import update

from server.models.projections import TABLES
from server.projections import code_mark
from server.store import bulk
from server.store.unit_of_work import write
from sync import codes
from tests import chromium
from tests.bench.figure import Figure, at_least, at_most, progress
from tests.bench.full_office import full, some
from tests.bench.gunicorn import Server, serve
from tests.world import World

APP = "server.app:create_app()"
HOST = "localhost:8000"
CODES, CODES_QUICK = 100_000, 5_000
HTML_CSS_BYTES_MAX, PAGE_BYTES_MAX = 10_000, 50_000
REQUESTS_S_MIN, CODE_MS_MAX, MISS_MS_MAX, DRAWN_MS_MAX, FIRST_CONTENT_S_MAX = 500, 100, 100, 1000, 3.5
LOAD_S, LOAD_S_QUICK, LINES = 10, 3, 8
ASKED, ASKED_QUICK = 200, 40
FOLLOW, GUESSERS, GUESSES, BESIDE_TIMES_MAX = "/jargalant/follow", 2, 20, 3
SLOWER, LATENCY_MS, BYTES_S = 6, 600, 50_000 / 8
PHONE = {"width": 360, "height": 640}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def measure(is_quick: bool) -> list[Figure]:
    """On SQLite."""
    with full(is_quick) as world:
        given = _publish(world, CODES_QUICK if is_quick else CODES)
        pages = _pages(world)
        with serve(APP, world) as server:
            figures = _weights(server, pages)
            figures += _drawn(server, pages)
            figures.append(_load(server, list(pages.values()), LOAD_S_QUICK if is_quick else LOAD_S))
            figures += _codes(server, given, ASKED_QUICK if is_quick else ASKED)
            figures.append(_first_content(server, pages))
    return figures


def _publish(world: World, count: int) -> list[str]:
    """Approve every hearing, and give so many codes; returns some of them."""
    proposals = some(world, "proposal", count)
    given = [_code(number) for number in range(len(proposals))]
    hearing, slip = TABLES["hearing"], TABLES["tracking_code"]
    columns = ("tenant", "id", "deleted", "proposal", "code")
    with world.app.app_context():
        marks = [(code_mark(world.tenant, code), proposal) for code, proposal in zip(given, proposals, strict=True)]
        rows = [(world.tenant, f"bench{n:021}", False, proposal, mark) for n, (mark, proposal) in enumerate(marks)]

        def work(connection) -> None:
            connection.execute(update(hearing).values(review="approved"))
            bulk.insert(connection, slip, columns, rows)

        write(work)
    progress(f"{len(rows)} codes")
    return given[:: max(1, len(given) // 400)]


def _code(number: int) -> str:
    symbols = "".join(codes.ALPHABET[(number >> shift) & 31] for shift in range(55, -5, -5))
    return symbols + codes.check_symbol(symbols)


def _pages(world: World) -> dict[str, str]:
    one = {kind: some(world, kind, 1)[0] for kind in ("proposal", "hearing", "unit")}
    base = f"/{world.tenant}"
    return {
        "first page": base,
        "proposals": f"{base}/proposals",
        "proposals filtered": f"{base}/proposals?status=recorded&sort=supporters",
        "proposals far on": f"{base}/proposals?page=2000",
        "hearings": f"{base}/hearings",
        "works": f"{base}/works",
        "units": f"{base}/units",
        "one proposal": f"{base}/proposals/{one['proposal']}",
        "one hearing": f"{base}/hearings/{one['hearing']}",
        "one bagh": f"{base}/units/{one['unit']}",
        "notice": f"{base}/units/{one['unit']}/notice",
    }


def _get(line: http.client.HTTPConnection, path: str, coding: str = "gzip", method: str = "GET", body: str = ""):
    headers = {"Host": HOST, "Accept-Encoding": coding, "Accept-Language": "mn"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request(method, path, body or None, headers)
    answer = line.getresponse()
    return answer.status, answer.read()


def _weights(server: Server, pages: dict[str, str]) -> list[Figure]:
    """The heaviest page: as HTML and style sheet, and with all that it asks for."""
    line, files, faces = server.connect(), {}, {}
    small, whole = {}, {}
    for name, path in pages.items():
        status, body = _get(line, path)
        assert status == 200, (status, path)
        parts, page = {}, gzip.decompress(body).decode()
        for asset in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            if asset not in files:
                plain = _get(line, asset, "identity")[1]
                files[asset] = len(gzip.compress(plain, 9))
                faces[asset] = [
                    (len(_get(line, f"/static/{font}", "identity")[1]), _letters(face))
                    for face in re.findall(r"@font-face *{[^}]*}", plain.decode() if asset.endswith(".css") else "")
                    for font in re.findall(r"url\((fonts/[^)]+)\)", face)
                ]
            parts[asset] = files[asset]
            parts[f"{asset} fonts"] = sum(size for size, letters in faces[asset] if re.search(letters, page))
        sheets = sum(size for asset, size in parts.items() if asset.endswith(".css"))
        small[name], whole[name] = len(body) + sheets, len(body) + sum(parts.values())
    line.close()
    heavy, all_of = max(small, key=small.get), max(whole, key=whole.get)
    return [
        at_most(f"public, HTML and CSS, gzip: the heaviest ({heavy})", small[heavy], "bytes", HTML_CSS_BYTES_MAX),
        at_most(f"public, whole page: the heaviest ({all_of})", whole[all_of], "bytes", PAGE_BYTES_MAX),
    ]


def _letters(face: str) -> str:
    """A pattern of the letters for which a browser fetches a font: all, or those of its `unicode-range`."""
    said = re.search(r"unicode-range:([^;}]+)", face)
    ranges = re.findall(r"U\+(\w+)(?:-(\w+))?", said[1]) if said else [("0", "10FFFF")]
    return "[" + "".join(f"{chr(int(first, 16))}-{chr(int(last or first, 16))}" for first, last in ranges) + "]"


def _drawn(server: Server, pages: dict[str, str]) -> list[Figure]:
    """A page that nobody has asked for since the last change."""
    line, slow = server.connect(), {}
    for name, path in pages.items():
        spans = []
        for number in range(5):
            began = time.perf_counter()
            status, _ = _get(line, path + ("&" if "?" in path else "?") + f"fresh={number}")
            assert status == 200, path
            spans.append((time.perf_counter() - began) * 1000)
        slow[name] = sorted(spans)[2]
    line.close()
    for name, ms in slow.items():
        progress(f"{name}: drawn in {ms:.0f} ms")
    worst = max(slow, key=slow.get)
    return [at_most(f"public, a page drawn anew: the slowest ({worst})", slow[worst], "ms", DRAWN_MS_MAX)]


def _load(server: Server, paths: list[str], span_s: float) -> Figure:
    """Kept pages, asked for over LINES connections, client and server on one machine."""
    counts, stop = [0] * LINES, time.monotonic() + span_s
    threads = [threading.Thread(target=_ask_on, args=(server, paths, counts, n, stop)) for n in range(LINES)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(counts) / (time.monotonic() - began)
    return at_least("public, kept pages over one machine, client included", rate, "requests/s", REQUESTS_S_MIN)


def _ask_on(server: Server, paths: list[str], counts: list[int], number: int, stop: float) -> None:
    head = f"Host: {HOST}\r\nAccept-Encoding: br, gzip\r\nAccept-Language: mn\r\n\r\n"
    asked = [f"GET {path} HTTP/1.1\r\n{head}".encode() for path in paths]
    turns = cycle(asked[number % len(asked) :] + asked[: number % len(asked)])
    with socket.create_connection(("127.0.0.1", server.port)) as line, line.makefile("rb") as answers:
        while time.monotonic() < stop:
            line.sendall(next(turns))
            status, length = answers.readline(), 0
            while (told := answers.readline()) != b"\r\n":
                if told.lower().startswith(b"content-length:"):
                    length = int(told.split(b":")[1])
            assert b" 200 " in status and len(answers.read(length)) == length, status
            counts[number] += 1


def _codes(server: Server, given: list[str], count: int) -> list[Figure]:
    """Pages by code, and wrong codes until the address is told to wait, one after another."""
    line, path = server.connect(), FOLLOW
    turns, hits = cycle(given), []
    for _ in range(count):
        began = time.perf_counter()
        status, body = _get(line, path, "identity", "POST", urlencode({"code": next(turns)}))
        assert status == 200 and b"timeline" in body, status
        hits.append((time.perf_counter() - began) * 1000)
    misses, states = [], set()
    for number in range(count):
        began = time.perf_counter()
        status, _ = _get(line, path, "identity", "POST", urlencode({"code": _code(2**50 + number)}))
        misses.append((time.perf_counter() - began) * 1000)
        states.add(status)
    line.close()
    assert states == {200, 429}, states
    beside = _beside_guesses(server, given, count)
    p95 = sorted(hits)[len(hits) * 95 // 100]
    miss = sorted(misses)[len(misses) * 95 // 100]
    return [
        at_most("public, the page of a code: 95 of 100 within", p95, "ms", CODE_MS_MAX),
        at_most("public, a wrong code: 95 of 100 within", miss, "ms", MISS_MS_MAX),
        at_most("public, the page of a code beside guesses / alone, middle", beside, "times", BESIDE_TIMES_MAX),
    ]


def _beside_guesses(server: Server, given: list[str], count: int) -> float:
    """How many times longer the page of a code takes while GUESSERS addresses try wrong codes without end (H86)."""

    def asked() -> float:
        line, turns, spans = _line_from(server, "127.0.0.2"), cycle(given), []
        for _ in range(count):
            began = time.perf_counter()
            status, _ = _get(line, FOLLOW, "identity", "POST", urlencode({"code": next(turns)}))
            spans.append(time.perf_counter() - began)
            assert status == 200, status
        line.close()
        return sorted(spans)[count // 2]

    alone, is_over = asked(), threading.Event()
    threads = [threading.Thread(target=_guess_on, args=(server, n, is_over)) for n in range(GUESSERS)]
    for thread in threads:
        thread.start()
    beside = asked()
    is_over.set()
    for thread in threads:
        thread.join()
    return beside / alone


def _line_from(server: Server, address: str) -> http.client.HTTPConnection:
    """A connection from another address of this machine, which is counted for itself."""
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(address, 0))


def _guess_on(server: Server, number: int, is_over: threading.Event) -> None:
    """Wrong codes from an address of one's own, another one when it is told to wait."""
    for turn in count_from(0):
        line = _line_from(server, f"127.0.{number + 1}.{turn % 250 + 1}")
        for one in range(GUESSES):
            if is_over.is_set():
                return line.close()
            wrong = _code(2**51 + (number * 10_000 + turn) * GUESSES + one)
            _get(line, FOLLOW, "identity", "POST", urlencode({"code": wrong}))
        line.close()


def _first_content(server: Server, pages: dict[str, str]) -> Figure:
    """On a phone six times slower than this machine, at 50 kbit/s and 600 ms; the slowest page."""
    slow = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        for name, path in pages.items():
            context = browser.new_context(viewport=PHONE, locale="mn-MN", bypass_csp=True)  # the stop-watch is a script
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            speed = {"latency": LATENCY_MS, "downloadThroughput": BYTES_S, "uploadThroughput": BYTES_S}
            line.send("Network.emulateNetworkConditions", {"offline": False, **speed})
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(f"http://localhost:{server.port}{path}", timeout=120_000)
            page.wait_for_function(f"({PAINT}) > 0")
            slow[name] = page.evaluate(PAINT) / 1000
            context.close()
        browser.close()
    worst = max(slow, key=slow.get)
    name = f"public, first content at 50 kbit/s, 600 ms, {SLOWER}x: the slowest page ({worst})"
    return at_most(name, slow[worst], "s", FIRST_CONTENT_S_MAX)
