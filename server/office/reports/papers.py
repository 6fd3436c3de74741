"""Issued reports as papers: from what was frozen to PDF and XLSX, the same each time (scenario 8).

Official papers are Mongolian, whatever language the office speaks.
"""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from server.exports.cells import safe
from server.papers import pdf, traditional
from server.text import amounts, says
from server.texts import translations

CELLS = {"text_wrap": True, "valign": "top", "border": 1, "font_name": "Times New Roman", "font_size": 11}


def paper(content: dict, margins: dict[str, int]) -> bytes:
    """The PDF of a report's frozen content."""
    return pdf(content["kind"], data(content) | {"margins": margins} | traditional(content.get("traditional", "")))


def data(content: dict) -> dict:
    """What the template of its kind reads."""
    return _sheet(content) if content["kind"] == "monthly_sheet" else _fortnight(content)


def _sheet(content: dict) -> dict:
    _ = translations("mn").gettext
    lines = [
        [
            str(line["no"]),
            line["title"],
            line["place"],
            "" if line["supporters"] is None else says.number(line["supporters"]),
            line["funding"],
            "" if line["cost"] is None else amounts.millions(line["cost"]),
            "",
        ]
        for line in content["lines"]
    ]
    unknown = sum(line["cost"] is None for line in content["lines"])
    return {
        "title": f"{_('report.paper.sheet')} № {content['number']}",
        "dated": content["day"],
        "office": content["office"],
        "to": content["to"],
        "number": f"№ {content['number']}",
        "day": says.formal_day(content["day"]),
        "name": _("report.paper.sheet"),
        "about": f"{says.month(content['month'])}. {_('report.paper.sheet.about')}",
        "corrects": _("report.paper.corrects") % {"number": content["corrects"]} if content.get("corrects") else "",
        "head": [_(name) for name in SHEET_HEAD],
        "lines": lines,
        "none": _("report.paper.sheet.none"),
        "count": _("report.paper.sheet.count") % {"count": len(lines)},
        "total": amounts.millions(content["total"]),
        "sum": _("report.paper.sheet.sum"),
        "figures": f"{says.number(content['total'])}{says.NO_BREAK}₮",
        "words": amounts.in_words(content["total"]),
        "unknown": _("report.paper.sheet.unknown") % {"count": unknown} if unknown else "",
        "signers": _signers(content),
        "foot": {"lines": [_("report.paper.frozen") % {"at": content["issued_at"]}]},
    }


SHEET_HEAD = (
    "report.paper.no",
    "report.paper.work",
    "report.paper.place",
    "report.paper.supporters",
    "report.paper.funding",
    "report.paper.cost",
    "report.paper.decision",
)


def _signers(content: dict) -> list[list[str]]:
    pairs = [[content[post], content[name]] for post, name in (("post", "name"), ("checked_post", "checked_name"))]
    return [pair for pair in pairs if any(pair)]


def _fortnight(content: dict) -> dict:
    _ = translations("mn").gettext
    titles = {
        "status": _("report.paper.kind.status"),
        "measure": _("report.paper.kind.measure"),
        "reply": _("report.paper.kind.reply"),
        "work": _("report.paper.kind.work"),
    }
    sections = []
    for kind, title in titles.items():
        lines = [line for line in content["lines"] if line["kind"] == kind]
        if lines:
            sections.append([title, [[says.short_day(line["on"]), line["title"], said(line, _)] for line in lines]])
    return {
        "title": f"{_('report.paper.fortnight')} № {content['number']}",
        "dated": content["day"],
        "letterhead": {
            "organisation": [content["office"]],
            "name": _("report.paper.fortnight"),
            "date": says.formal_day(content["day"]),
            "number": f"№ {content['number']}",
            "place": content["unit"],
        },
        "about": _("report.paper.span")
        % {"since": says.short_day(content["from_on"]), "until": says.short_day(content["to_on"])},
        "sections": sections,
        "head": [_("report.paper.day"), _("report.paper.what"), _("report.paper.became")],
        "nothing": _("report.paper.nothing_new") if content["nothing_new"] else "",
        "note": content["note"],
        "next": _("report.paper.next") % {"day": says.formal_day(content["next_on"])},
        "signers": _signers(content),
    }


def said(line: dict, translate) -> str:
    """What a line of a report says became of it."""
    word = translate(f"choice.{line['word']}") if line["word"] not in ("", "none") else ""
    return ". ".join(part for part in (word, line["text"].rstrip(".")) if part)


def workbook(content: dict) -> bytes:
    """The XLSX of a monthly sheet; the same content makes the same bytes."""
    _ = translations("mn").gettext
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = datetime.fromisoformat(content["day"])
    book.set_properties({"title": f"{_('report.paper.sheet')} № {content['number']}", "created": day})
    page = book.add_worksheet(content["month"])
    plain, money = book.add_format(CELLS), book.add_format(CELLS | {"num_format": "#,##0"})
    bold = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 12})
    head = book.add_format(CELLS | {"bold": True, "bg_color": "#EFEDE4", "align": "center", "valign": "vcenter"})
    page.write_string(0, 0, content["office"], bold)
    page.write_string(1, 0, content["to"])
    page.write_string(2, 0, f"{_('report.paper.sheet')} № {content['number']}, {says.formal_day(content['day'])}", bold)
    titles = [*SHEET_HEAD[:5], "report.paper.cost_in_full", SHEET_HEAD[6]]
    for column, (title, width) in enumerate(zip(titles, (5, 44, 24, 11, 22, 18, 28), strict=True)):
        page.set_column(column, column, width)
        page.write_string(4, column, _(title), head)
    for row, line in enumerate(content["lines"], 5):
        cells = [line["no"], line["title"], line["place"], line["supporters"], line["funding"], line["cost"], None]
        for column, cell in enumerate(cells):
            write_cell(page, row, column, cell, money if column == 5 else plain)
    foot = 5 + len(content["lines"])
    page.write_string(foot, 1, _("report.paper.sheet.count") % {"count": len(content["lines"])}, head)
    page.write_number(foot, 5, content["total"], money)
    page.write_string(foot + 1, 0, f"{_('report.paper.sheet.sum')}: {amounts.in_words(content['total'])}")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(4)
    page.freeze_panes(5, 0)
    book.close()
    return out.getvalue()


def write_cell(page, row: int, column: int, value: object, form=None) -> None:
    """A number as a number, all else as text that nothing reckons with."""
    if type(value) is int:
        page.write_number(row, column, value, form)
    elif value is None:
        page.write_blank(row, column, None, form)
    else:
        page.write_string(row, column, str(safe(value)), form)
