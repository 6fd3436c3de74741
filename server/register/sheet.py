"""A sheet → its rows as text. Bounded before anything is unpacked (H71): size, members, rows, columns, cell length."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from math import isfinite

import defusedxml  # openpyxl reads XML through it once it is there: no entities, no external parts
from openpyxl import load_workbook

from server.problems import Problem

FILE_BYTES_MAX = 10 * 1024 * 1024
UNPACKED_BYTES_MAX = 200 * 1024 * 1024
MEMBERS_MAX = 1_000
ROWS_MAX = 20_000
COLUMNS_MAX = 60
CELL_MAX = 500

assert defusedxml.__version__


def rows(raw: bytes) -> Iterator[list[str]]:
    """The rows of an XLSX file's first sheet, or of a CSV file in UTF-8 or cp1251; empty rows too, so that numbers fit.

    Raises `Problem`: `too-large`, `bad-values`.
    """
    if len(raw) > FILE_BYTES_MAX:
        raise Problem("too-large", max_bytes=FILE_BYTES_MAX)
    found = _of_workbook(raw) if raw[:2] == b"PK" else _of_text(raw)
    for number, row in enumerate(found):
        if number >= ROWS_MAX:
            raise Problem("too-large", max_rows=ROWS_MAX)
        yield [_text(cell) for cell in row[:COLUMNS_MAX]]


def _of_workbook(raw: bytes) -> Iterator[tuple]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_BYTES_MAX:
                raise Problem("too-large", max_bytes=UNPACKED_BYTES_MAX)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except Problem:
        raise
    except Exception:  # a broken or hostile file may raise anything in there; it is the file, not we
        raise Problem("bad-values", reasons=["bad-file"]) from None


def _of_text(raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1251", "replace")
    if "\x00" in text:
        raise Problem("bad-values", reasons=["bad-file"])
    first = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    except csv.Error:
        raise Problem("bad-values", reasons=["bad-file"]) from None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and isfinite(cell):
        return _figure(cell)
    return str(cell)[:CELL_MAX].strip()


def _figure(cell: float) -> str:
    """Without the dust of binary sums; with exactly three places a fourth, so that they are not read as thousands."""
    text = f"{cell:.6f}".rstrip("0").removesuffix(".")
    return text + "0" if len(text.partition(".")[2]) == 3 else text
