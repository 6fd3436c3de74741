"""Rows written as they stream: XLSX, CSV, GeoJSON, each into a temporary file that memory does not follow (O14)."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable
from itertools import islice
from typing import IO

import xlsxwriter

from server.exports.cells import safe
from server.exports.rows import Row

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
XLSX_ROWS_MAX = 1_048_575  # beneath the head: what the format holds


def write(
    form: str, head: list[str], keys: list[str], rows: Iterable[Row], words: Callable, is_private: bool = False
) -> tuple[IO[bytes], int]:
    """The file, at its beginning, and how many rows it holds.

    `head`: names of the columns for people; `keys`: for programs; `words(column, value)`: a value as people read it.
    What is private stays in memory and never lies on the disk (I7).
    """
    file = io.BytesIO() if is_private else tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        count = _writers[form](file, head, keys, rows, words)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, count


def _xlsx(file: IO[bytes], head: list[str], _keys: list[str], rows: Iterable[Row], words: Callable) -> int:
    is_private = isinstance(file, io.BytesIO)
    options = {
        "in_memory": is_private,
        "constant_memory": not is_private,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    page = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, name in enumerate(head):
        page.set_column(column, column, 18)
        page.write_string(0, column, name, bold)
    page.freeze_panes(1, 0)
    count = 0
    for row in islice(rows, XLSX_ROWS_MAX):
        count += 1
        for column, value in enumerate(row.values):
            cell = safe(words(column, value))
            if type(cell) is int:
                page.write_number(count, column, cell)
            elif cell not in (None, ""):
                page.write_string(count, column, cell[:32_767])
    book.close()
    return count


def _csv(file: IO[bytes], head: list[str], _keys: list[str], rows: Iterable[Row], words: Callable) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(head)
    count = 0
    for row in rows:
        writer.writerow([safe(words(column, value)) for column, value in enumerate(row.values)])
        count += 1
    text.flush()
    text.detach()
    return count


def _geojson(file: IO[bytes], _head: list[str], keys: list[str], rows: Iterable[Row], _words: Callable) -> int:
    """Points alone: what says no place is left out (RFC 7946: longitude first)."""
    file.write(b'{"type":"FeatureCollection","features":[')
    count = 0
    for row in rows:
        if row.at is None:
            continue
        feature = {
            "type": "Feature",
            "id": row.values[0],
            "geometry": {"type": "Point", "coordinates": row.at},
            "properties": dict(zip(keys[1:], row.values[1:], strict=True)),
        }
        file.write((b",\n" if count else b"\n") + json.dumps(feature, ensure_ascii=False).encode())
        count += 1
    file.write(b"\n]}\n")
    return count


_writers = {"xlsx": _xlsx, "csv": _csv, "geojson": _geojson}
