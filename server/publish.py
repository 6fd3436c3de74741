"""A snapshot of the public pages that any plain web host serves (P9): `yavuul publish --to DIR`.

Every page that links lead to, drawn without forms and with relative links, so that DIR can be copied to a stick, a
free host, or the folder of another site. What needs a server (codes, remarks) says where that is. Files that the last
snapshot had and this one has not are removed; DIR must be empty, or hold a snapshot (its mark is MARK).
"""

import os
import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, urlsplit

from flask import Flask

from server import config
from server.public.pages import SNAPSHOT

MARK = ".yavuul-snapshot"
PAGES_MAX = 50_000
LINK = re.compile(r'(?P<before>\b(?:href|src)=")(?P<to>/[^"]*)(?P<after>")')
ASSET = re.compile(r"url\((?P<to>[a-z0-9/._-]+)\)")
SORTS = ("page", "lang", "unit", "size")  # arguments that a snapshot follows; other filters need a server


class NotEmpty(Exception):
    """The folder holds something that is no snapshot: nothing was written."""


def publish(app: Flask, folder: Path, tenant: str = "", note: Callable[[str], None] = lambda text: None) -> int:
    """Write the snapshot; returns how many files it has. `tenant`: of one organisation alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise NotEmpty(str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    kept = {folder / MARK}
    for address, body in _drawn(app, f"/{tenant}" if tenant else "/"):
        place = folder / file_of(address)
        if tenant and address == f"/{tenant}":
            kept.add(_write(folder / "index.html", _moved(body, address, "index.html")))
        kept.add(_write(place, _moved(body, address, file_of(address))))
        if len(kept) % 500 == 0:
            note(f"{len(kept)} files")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return len(kept) - 1


def _drawn(app: Flask, first: str):
    """(address, bytes) of everything that links lead to from `first`."""
    client, origin = app.test_client(), config.current().origin()
    waiting, seen = [first], {first}
    while waiting and len(seen) <= PAGES_MAX:
        address = waiting.pop()
        answer = client.get(address, base_url=origin, environ_overrides={SNAPSHOT: True})
        if answer.status_code != 200:
            continue
        yield address, answer.data
        for to in _links(answer.data, address, answer.mimetype or ""):
            if to not in seen and is_followed(to):
                seen.add(to)
                waiting.append(to)


def _links(body: bytes, address: str, kind: str) -> list[str]:
    if kind == "text/html":
        return [unescape(found["to"]).partition("#")[0] for found in LINK.finditer(body.decode())]
    if kind == "text/css":
        base = PurePosixPath(address).parent
        return [str(base / found["to"]) for found in ASSET.finditer(body.decode())]
    return []


def is_followed(address: str) -> bool:
    """Whether a snapshot has the page: filters, forms and what machines ask need a server."""
    parts = urlsplit(address)
    is_service = parts.path.endswith(("/follow", "/remark")) or "/open311/" in parts.path
    return not is_service and all(name in SORTS for name, _ in parse_qsl(parts.query))


def file_of(address: str) -> str:
    """The file of an address: `/jargalant/works?page=2` → `jargalant/works~page-2.html`."""
    parts = urlsplit(address)
    if parts.path.startswith("/static/") or "." in PurePosixPath(parts.path).name:
        return parts.path[1:]
    asked = "".join(f"~{name}-{re.sub('[^a-z0-9]', '', value.lower())}" for name, value in parse_qsl(parts.query))
    return (parts.path.strip("/") or "index") + asked + ("" if parts.path.endswith(".jpg") else ".html")


def _moved(body: bytes, address: str, file: str) -> bytes:
    """A page with links that work from its file; what the snapshot has not leads to the server."""
    if not body.lstrip().startswith(b"<!doctype html>"):
        return body
    here, origin = PurePosixPath(file).parent, config.current().origin()

    def relative(found: re.Match) -> str:
        to, _, mark = unescape(found["to"]).partition("#")
        target = os.path.relpath(file_of(to), here) if is_followed(to) else origin + to
        return found["before"] + escape(target + (f"#{mark}" if mark else "")) + found["after"]

    return LINK.sub(relative, body.decode()).encode()


def _write(place: Path, body: bytes) -> Path:
    """Write a file at once, so that a host that serves the folder never shows half of one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(place.name + "~")
    draft.write_bytes(body)
    draft.replace(place)
    return place
