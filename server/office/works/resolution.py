"""The khural's resolution on a year of the local fund, on paper: what the limit pays of the governor's list (O10).

While the khural has given it no number it is a draft, of the day that it is drawn on, and says so. Set from the year
as it stands. The basis that it names is the source of the window's setting, never a law that nobody read.
"""

from sqlalchemy import Connection

from server import clock, config, papers
from server.office.letters.paper import ORGANISATION, PLACE
from server.office.works import funds
from server.problems import Problem
from server.store.settings import house
from server.text import amounts, says
from server.texts import translations
from server.who import Actor
from sync.merge import value_of

HEAD = ("no", "work", "unit", "citizens", "cost", "why")


def paper(connection: Connection, actor: Actor, cycle_id: str) -> tuple[bytes, int]:
    """The PDF and the fund's year. Raises `Problem`: `not-found` also while the limit pays nothing of the list."""
    view = funds.one(connection, actor, cycle_id)
    lines = [line for line in view["lines"] if line.proposal in view["funded"]]
    if not lines:
        raise Problem("not-found")
    return papers.pdf("resolution", _data(connection, actor, view, lines)), int(value_of(view["cycle"], "year") or 0)


def _data(connection: Connection, actor: Actor, view: dict, lines: list[funds.Line]) -> dict:
    _ = translations("mn").gettext
    settings = house(connection, actor.tenant)
    number, day = (str(value_of(view["cycle"], f"resolution_{name}") or "") for name in ("number", "on"))
    total = sum(line.cost or 0 for line in lines)
    said = {
        "year": int(value_of(view["cycle"], "year") or 0) + 1,
        "count": len(lines),
        "sum": f"{says.number(total)}{says.NO_BREAK}₮",
        "words": amounts.in_words(total),
        "source": view["source"].source.replace(";", ","),
        "unit": view["names"].get(value_of(view["cycle"], "unit"), ""),
    }
    words = {name: _(f"fund.paper.{name}") % said for name in ("subject", "basis", "approve", "report", "annex.title")}
    units = view["units_of"]
    letterhead = {
        "organisation": [part.strip() for part in settings.settings.get(ORGANISATION, settings.name).split("|")],
        "name": _("fund.paper.name"),
        "date": says.formal_day(day) if day else _("fund.paper.day_open"),
        "number": f"№ {number or '........'}",
        "place": settings.settings.get(PLACE, ""),
    }
    return {
        "title": words["subject"],
        "dated": day or says.local_day(clock.now_ms(), config.current().zone),
        "margins": papers.margins(settings.settings),
        "draft": "" if number else _("fund.paper.draft"),
        "letterhead": letterhead,
        "subject": words["subject"],
        "basis": words["basis"],
        "resolves": _("fund.paper.resolves"),
        "points": [words["approve"], words["report"]],
        "signers": [[_("fund.paper.chair"), ""], [_("fund.paper.secretary"), ""]],
        "annex": {
            "name": [_("fund.paper.annex"), f"{letterhead['date']}, {letterhead['number']}"],
            "title": words["annex.title"],
            "head": [_(f"fund.paper.head.{name}") for name in HEAD],
            "rows": [
                [
                    str(place),
                    view["names"].get(line.proposal, line.proposal[:6]),
                    view["names"].get(units.get(line.proposal, ""), ""),
                    str(line.citizens),
                    amounts.millions(line.cost or 0),
                    line.reason if line.differs else "",
                ]
                for place, line in enumerate(lines, 1)
            ],
            "total": f"{_('fund.paper.total')}: {amounts.millions(total)} {_('fund.paper.million')}",
        },
    }
