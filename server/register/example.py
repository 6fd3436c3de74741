"""A sheet to fill in: the headings that are understood, and two people who are nobody."""

import io

from flask_babel import gettext
from openpyxl import Workbook
from openpyxl.styles import Font

from server.register.rows import HEADINGS

ROWS = (
    ("12", "Өнөр", "Үүрийнтуяа", "эм", 1980, "99112233", "1-р гудамж 4"),
    ("12", "Дорж", "Болд", "эр", 1978, "", ""),
)
WIDTHS = (16, 20, 20, 10, 12, 14, 28)


def workbook() -> bytes:
    """The sheet as an XLSX file. Household numbers and telephones are text, so that no program rounds them."""
    book = Workbook()
    page = book.active
    page.title = gettext("room.register")
    page.append([gettext(f"register.heading.{name}") for name in HEADINGS])
    for row in ROWS:
        page.append(row)
    for cell, width in zip(page[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        page.column_dimensions[cell.column_letter].width = width
    page.freeze_panes = "A2"
    for column in ("A", "F"):
        for cell in page[column]:
            cell.number_format = "@"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
