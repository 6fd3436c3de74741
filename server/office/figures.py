"""What the board's figures are made of, hearing by hearing: parse, one service, answer.

GET /board/people          who came to each hearing of the span
GET /board/understanding   what those asked understood before and after, at each hearing
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from sqlalchemy import Connection

from server import clock
from server.office import coverage, participation, span
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.participation import Turnout
from server.office.span import Span
from server.office.tables import Asked, Column, Cut
from server.rules import actor, rule
from server.store import figures, hearings
from server.store.figures import Row, Within
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Actor, Verb

blueprint = Blueprint("board", __name__, url_prefix="/board")
blueprint.context_processor(shown.tools)
COLUMNS = (
    Column("held_on", "hearing.held_on", sorts=True, is_down_first=True),
    Column("unit", "hearing.unit", sorts=True),
    Column("title", "record.hearing"),
    Column("visits", "office.hearings.people", is_number=True, sorts=True, is_down_first=True),
    Column("attendances", "office.hearings.attendances", is_number=True, sorts=True, is_down_first=True),
    Column("heads", "office.board.heads", is_number=True, sorts=True, is_down_first=True),
    Column("female", "choice.female", is_number=True, sorts=True, is_down_first=True),
    Column("male", "choice.male", is_number=True, sorts=True, is_down_first=True),
)
FILTERS = ("span", "since", "until", "unit", "programme")


@dataclass(frozen=True, slots=True)
class Frame:
    """What both pages begin with: the span and unit that were asked, and what can be chosen."""

    desk: Desk
    span: Span
    spans: list[str]
    units: dict[str, str]
    unit: str
    within: Within

    @property
    def places(self) -> list[tuple[str, str]]:
        """The units, by name."""
        return sorted(self.units.items(), key=lambda pair: collate.key(pair[1]))


def frame(connection: Connection, officer: Actor) -> Frame:
    """By the query arguments."""
    desk = Desk(connection, officer)
    units = hearings.units(connection, desk.tenant, officer.units)
    unit = request.args.get("unit", "")
    unit = unit if unit in units else ""
    years = coverage.years(desk)
    chosen = span.asked(request.args, coverage.usual_year(years))
    spans = span.choices(years, clock.now().date().isoformat())
    return Frame(desk, chosen, spans, units, unit, chosen.within(unit, request.args.get("programme", "")[:40]))


@dataclass(frozen=True, slots=True)
class People:
    """The list: `names` of hearings and programme; `turnout` adds up all its rows."""

    asked: Asked
    cut: Cut
    turnout: Turnout
    names: dict[str, str]


def _people(found: Frame) -> People:
    asked = Asked.of(request.args, COLUMNS, FILTERS, "-held_on")
    within = participation.past(found.within)
    whole = (found.desk.connection, found.desk.tenant, found.desk.actor.units, within)
    uncounted = participation.uncounted(found.desk, within)
    rows = figures.rows(*whole, participation.ROWS_MAX)
    rows = [row for row in rows if row.visits or row.heads or row.hearing in uncounted]
    rows.sort(key=_order(asked.sort, found.units), reverse=asked.is_down)
    cut = asked.cut(rows)
    names = found.desk.names([row.hearing for row in cut.rows] + [found.within.programme])
    return People(asked, cut, participation.of_span(found.desk, found.within), names)


def _order(name: str, units: dict[str, str]) -> Callable[[Row], object]:
    if name == "unit":
        return lambda row: collate.key(units.get(row.unit, ""))
    return lambda row: getattr(row, name)


@blueprint.get("/people")
@rule(Verb.SEE, "hearing")
def people() -> str:
    """Who came to each hearing."""
    with reading() as connection:
        found = frame(connection, actor())
        view = _people(found)
    return render_template("office/board/people.html", frame=found, list=view, columns=COLUMNS)


@blueprint.get("/understanding")
@rule(Verb.SEE, "hearing")
def understanding() -> str:
    """What those asked understood, at each hearing that asked both times."""
    with reading() as connection:
        found = frame(connection, actor())
        view = participation.understanding(found.desk, found.within)
        known = found.desk.load([one.hearing for one in view.each])
    return render_template("office/board/understanding.html", frame=found, found=view, known=known)
