"""Everything that a reader reaches from the first page by links, asked once each; forms that only ask are filled in."""

import re
from html import unescape

ORIGIN = "http://localhost:8000"


def links(page: str) -> list[str]:
    """The addresses of our own that a page leads to."""
    found = (unescape(one).partition("#")[0] for one in re.findall(r'(?:href|src)="([^"]+)"', page))
    return [one for one in found if one.startswith("/")]


def walked(client, first: str = "/", most: int = 500) -> dict[str, object]:
    """Address → answer, of all that can be reached from `first`, style sheets and pictures included."""
    seen: dict[str, object] = {}
    waiting = [first]
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen[address] = client.get(address, base_url=ORIGIN, headers={"Accept-Language": "mn"})
        if seen[address].mimetype == "text/html":
            found = (one for one in links(seen[address].text) if "lang=" not in one)  # the other language says the same
            waiting += [one for one in found if one not in seen]
    return seen
