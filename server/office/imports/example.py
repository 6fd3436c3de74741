"""A sheet to fill in: the headings that are understood, and rows that are nobody's."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font

from server.office.imports.headings import SHEETS

ROWS = {
    "hearing": (("Рашаант", "2026-12-27", "Ажлын уулзалт", "Багийн төв", ""),),
    "proposal": (("Рашаант", "Цэцэрлэг барих", "100 хүүхдийн", "670,0 сая", 41, "2025-05-14"),),
    "work": (
        {"unit": "Рашаант", "name": "Цэцэрлэг барих", "capacity": "100 хүүхэд", "year": 2026, "package": "ОНХС-1"}
        | {"amount": "670,0 сая", "funding/ldf_state": "400,0 сая", "funding/aimag": "270,0 сая", "state": "эхэлсэн"}
        | {"progress_percent": "45 %"},
        {"unit": "Рашаант", "name": "Бие засах газар", "year": 2026, "package": "ОНХС-1", "state": "төлөвлөсөн"},
    ),
    "unit": (
        {"level": "сум", "name": "Жаргалант", "citizens": 4200},
        {"parent": "Жаргалант", "level": "баг", "name": "Рашаант", "households": 142, "citizens": 560}
        | {"quorum_basis": "өрх", "quorum_percent": "30 %", "zone": "Asia/Hovd", "place": "48.0, 91.64"},
    ),
    "user": (
        {"name": "Г.Дулмаа", "email": "dulmaa@example.mn", "role": "Төвийн ажилтан", "units": "бүгд"},
        {"name": "Б.Болд", "email": "bold@example.mn", "role": "Чиглүүлэгч", "units": "Рашаант"},
    ),
}


def workbook(kind: str) -> bytes:
    """The sheet as an XLSX file."""
    book = Workbook()
    page = book.active
    page.append([ways[0][0].upper() + ways[0][1:] for ways in SHEETS[kind].values()])
    for row in ROWS[kind]:
        page.append([row.get(name) for name in SHEETS[kind]] if isinstance(row, dict) else row)
    for cell in page[1]:
        cell.font = Font(bold=True)
        page.column_dimensions[cell.column_letter].width = 18
    page.freeze_panes = "A2"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
