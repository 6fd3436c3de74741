"""What the pages of issued reports hold, read in one transaction."""

from collections.abc import Mapping

from sqlalchemy import Connection

from server.office.reports import decisions, frozen, issuing, sheet
from server.office.tables import Asked, Column
from server.store import reports
from server.text import collate
from server.who import Actor, Thing, Verb, check, has_role
from sync.merge import value_of

SHEETS = (
    Column("number", "report.number", is_number=True),
    Column("unit", "report.unit"),
    Column("month", "office.reports.month"),
    Column("issued_on", "report.issued_on", is_number=True),
    Column("files", "office.reports.files"),
)


def sheets(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """The monthly sheets within reach, the last first; units and months that one may be made of."""
    check(actor, Verb.SEE, Thing("report", actor.tenant))
    asked = Asked.of(said, SHEETS, ("unit",), "")
    units = reports.units_of_level(connection, actor.tenant, actor.units, sheet.LEVELS)
    within = [asked.filters["unit"]] if asked.filters.get("unit") in units else actor.units
    issued = reports.issued(connection, actor.tenant, within, [sheet.KIND])
    wide = reports.units_of_level(connection, actor.tenant, actor.units, sheet.LEVELS[:2])
    ordered = sorted(units.items(), key=lambda pair: (pair[0] not in wide, collate.key(pair[1])))
    day = issuing.today(connection, actor.tenant, next(iter(units), ""))
    return {
        "asked": asked,
        "cut": asked.cut(issued),
        "units": ordered,
        "names": units,
        "months": sheet.months(day),
        "columns": SHEETS,
        "may_issue": has_role(actor, Verb.CREATE, "report"),
    }


def report(connection: Connection, actor: Actor, report_id: str) -> dict:
    """One issued report, with what came back."""
    found = issuing.find(connection, actor, report_id)
    content = frozen.unpack(found)
    corrected = str(value_of(found, "corrects") or "")
    return {
        "report": found,
        "content": content,
        "hash": str(value_of(found, "content_hash") or ""),
        "is_whole": frozen.digest(frozen.text_of(found)) == value_of(found, "content_hash"),
        "corrects": corrected,
        "decisions": decisions.of_report(connection, actor.tenant, report_id),
        "outcomes": decisions.OUTCOMES,
        "may_decide": has_role(actor, Verb.CHANGE, "report"),
        "file_name": f"{content['kind'].replace('_', '-')}-{content['day'][:4]}-{content['number']}",
    }
