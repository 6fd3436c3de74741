"""Every page that links lead to, one of each kind, as it stands and as it prints; and where its papers are."""

import re
from urllib.parse import urlsplit

ID = re.compile(r"(?=.*\d)[0-9a-z.]{10,}|\d+|[a-z2-7]{26}")
PAPER = re.compile(r"\.pdf$|/paper$")
NO_PAGE = re.compile(r"\.(xlsx|csv|geojson|json|atom|pb|xml|js|jpg|png)$|/(table|file|thumb|cancel)$|^/static/")
LINKS = """() => [...document.querySelectorAll('a[href]')].filter((a) => a.origin === location.origin)
  .map((a) => a.pathname + a.search)"""
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"
READY = "[data-map][data-ready], body:not(:has([data-map]))"
PRINTS = "() => !!document.querySelector('[data-print]') || document.body.matches('.notice, :has(.sheet)')"
A4 = {"width": 794, "height": 1123}


def kind(path: str) -> str:
    """What sort of page an address is: ids are all one, filters say nothing."""
    parts = ("one" if ID.fullmatch(part) else part for part in urlsplit(path).path.strip("/").split("/"))
    return "-".join(parts) or "home"


def take(album, page, start: str, name: str, sizes: dict[str, tuple[int, int]]) -> set[str]:
    """Picture each kind of page reached from `start`; returns papers, one for each kind of page that leads there."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    seen, waiting, papers = set(), [(start, "")], set()
    while waiting:
        path, before = waiting.pop(0)
        where = urlsplit(path).path
        sort = kind(where.removeprefix(start))
        is_paper = bool(PAPER.search(where))
        key = (sort, before if is_paper else "")
        if key in seen or NO_PAGE.search(where) or not where.startswith(start):
            continue
        seen.add(key)
        if is_paper:
            papers.add(path)
            continue
        answer = page.goto(origin + path, wait_until="domcontentloaded")
        assert answer.status < 400, (path, answer.status)
        page.wait_for_selector(READY, state="attached", timeout=60_000)
        waiting += [(link, sort) for link in page.evaluate(LINKS)]
        album.take(page, f"{name}-{sort}", sizes)
        for width, height in sizes.values():
            page.set_viewport_size({"width": width, "height": height})
            assert not page.evaluate(TOO_WIDE), (path, width)
        if page.evaluate(PRINTS):
            album.print(page, f"{name}-{sort}", A4)
    return papers
