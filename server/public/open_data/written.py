"""Plain data as the forms that others read: XML and JSON of Open311, GeoJSON, CSV, Atom."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO
from xml.etree.ElementTree import Element, SubElement, tostring  # only written, never read

from server.public import answers
from server.public.open_data import source
from server.public.open_data.source import Tenant, Told
from server.text.places import Position

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # what a spreadsheet would run (H81)
ATOM = "http://www.w3.org/2005/Atom"
_not_xml = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(root: str, item: str, said: object) -> bytes:
    """`said` under the element `root`; the members of a list are elements `item`."""
    top = Element(root)
    _fill(top, item, said)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode").encode()


def _fill(element: Element, item: str, said: object) -> None:
    if isinstance(said, Mapping):
        for name, value in said.items():
            _fill(SubElement(element, name), item_of(name), value)
    elif isinstance(said, list):
        for value in said:
            _fill(SubElement(element, item), item_of(item), value)
    elif said is not None:
        element.text = legal(str(said).lower() if isinstance(said, bool) else str(said))


def item_of(name: str) -> str:
    """The element of one member of the list `name`: `endpoints` → `endpoint`."""
    return name.removesuffix("s")


def legal(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _not_xml.sub("\ufffd", text)


def sheet(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """CSV that a spreadsheet opens as it is: UTF-8 with its mark, and no cell that it would run (H81)."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    text.detach()


def cell(value: object) -> object:
    """A cell; text that begins like a formula gets an apostrophe."""
    if not isinstance(value, str):
        return "" if value is None else value
    return "'" + value if value.startswith(FORMULA) else value


def features(file: IO[bytes], tenant: Tenant, found: Iterable[Told], root: str) -> None:
    """GeoJSON (RFC 7946) of the proposals that say where they are."""
    placed = ((one.place, proposal_values(one)) for one in found if one.place)
    collection(file, tenant, placed, f"{root}/proposals")


def collection(
    file: IO[bytes], tenant: Tenant, found: Iterable[tuple[Position, dict[str, object]]], pages: str
) -> None:
    """GeoJSON of points and what is told of each; its page is under `pages` by its id."""
    about = {"type": "FeatureCollection", "licence": source.LICENCE_URL, "updated": source.instant(tenant.changed_at)}
    file.write(answers.dumps(about)[:-1] + b',"features":[')
    for number, (place, values) in enumerate(found):
        feature = {
            "type": "Feature",
            "id": values["id"],
            "geometry": {"type": "Point", "coordinates": list(place)},
            "properties": values | {"url": f"{pages}/{values['id']}"},
        }
        file.write((b",\n" if number else b"\n") + answers.dumps(feature))
    file.write(b"\n]}\n")


def proposal_values(one: Told) -> dict[str, object]:
    """What tables and maps say of a proposal."""
    return {
        "id": one.id,
        "day": one.day,
        "unit": one.unit,
        "category": one.category,
        "title": one.title,
        "body": one.body,
        "status": one.status,
        "status_reason": one.reason,
        "cost": one.cost,
        "supporters": one.supporters,
        "updated": source.instant(one.changed_at) if one.changed_at else "",
    }


def atom(tenant: Tenant, found: Sequence[Told], root: str, own: str, title: str) -> bytes:
    """An Atom feed (RFC 4287) of proposals."""
    feed = Element("feed", xmlns=ATOM)
    newest = max((one.changed_at for one in found), default=tenant.changed_at)
    for name, text in (("title", f"{title} · {tenant.name}"), ("id", own), ("updated", source.instant(newest))):
        SubElement(feed, name).text = legal(text)
    SubElement(feed, "link", rel="self", href=own, type="application/atom+xml")
    SubElement(feed, "rights").text = source.LICENCE
    SubElement(SubElement(feed, "author"), "name").text = legal(tenant.name)
    for one in found:
        entry = SubElement(feed, "entry")
        page = f"{root}/proposals/{one.id}"
        texts = (
            ("title", one.title or one.text[:80]),
            ("id", page),
            ("updated", source.instant(one.changed_at)),
            ("summary", ". ".join(part for part in (source.status(one.status), one.reason, one.text) if part)),
        )
        for name, text in texts:
            SubElement(entry, name).text = legal(text)
        SubElement(entry, "link", rel="alternate", href=page, type="text/html")
        if one.category:
            SubElement(entry, "category", term=legal(one.category), label=legal(source.category(one.category)))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(feed, encoding="unicode").encode()
