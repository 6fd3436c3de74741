"""Everything that a reader reaches from the first page by links, asked once each; and every address that a host has."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from itertools import product

from pypdf import PdfReader

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


def addresses(app, face: str, known: Mapping[str, Sequence[str]]) -> tuple[list[str], set[str]]:
    """Every address of a host that can be read, each argument in each of its `known` values; and the endpoints of which
    an argument is not known."""
    host, found, unknown = app.url_map.bind("localhost:8000", subdomain=face), [], set()
    for rule in app.url_map.iter_rules():
        if rule.subdomain != face or "GET" not in rule.methods:
            continue
        takes = sorted(rule.arguments - set(rule.defaults or ()))
        values = [known.get(f"{rule.endpoint}:{one}", known.get(one, ())) for one in takes]
        if not all(values):
            unknown.add(rule.endpoint)
        for some in product(*values):
            found.append(host.build(rule.endpoint, dict(zip(takes, some, strict=True)) | dict(rule.defaults or {})))
    return found, unknown


def read(mimetype: str, body: bytes) -> str:
    """What a person or a program reads in an answer: escapes undone; of a paper its text, without spaces."""
    if mimetype == "application/pdf":
        return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())
    text = body.decode(errors="ignore")
    if mimetype.endswith("json"):
        return json.dumps(json.loads(text), ensure_ascii=False)
    return unescape(text)
