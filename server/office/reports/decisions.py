"""What came back on the lines of a monthly sheet (O7). The sheet itself stays as it went out."""

from collections.abc import Mapping

from sqlalchemy import Connection

from server import acts
from server.office.reports import frozen, issuing, sheet
from server.problems import Problem
from server.store import records, reports
from server.store.unit_of_work import write
from server.who import Actor, Verb
from sync.catalogue import BY_NAME
from sync.kinds import line as fits_line
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

OUTCOMES = BY_NAME["sheet_decision"].field("outcome").choices
TEXT_MAX = 1_000


def of_report(connection: Connection, tenant: str, report: str) -> dict[int, Record]:
    """Number of the line → what came back on it."""
    found = records.load_open(connection, tenant, reports.decisions(connection, tenant, report))
    return {int(value_of(one, "line") or 0): one for one in found.values()}


def enter(actor: Actor, report_id: str, form: Mapping[str, str]) -> None:
    """Write down what came back on one line; what was written before stays in its history."""
    values = _read(form)

    def work(connection: Connection) -> None:
        report = issuing.find(connection, actor, report_id, Verb.CHANGE)
        lines = frozen.unpack(report).get("lines", []) if value_of(report, "kind") == sheet.KIND else []
        if values["line"] not in {line["no"] for line in lines}:
            raise Problem("not-found")
        known = of_report(connection, actor.tenant, report_id).get(int(values["line"] or 0))
        if known is None:
            given = {name: value for name, value in values.items() if value is not None}
            said = acts.creation("sheet_decision", given | {"report": report_id, "unit": value_of(report, "unit")})
        else:
            changed = {name: value for name, value in values.items() if value != value_of(known, name)}
            if not changed:
                return
            said = acts.change(known, changed)
        acts.state_in(connection, actor.tenant, actor.id, [said])

    write(work)


def _read(form: Mapping[str, str]) -> dict[str, Value]:
    """The values of the form; raises `bad-values`."""
    line, outcome, day = (form.get(name, "").strip() for name in ("line", "outcome", "decided_on"))
    act = " ".join(form.get("act_number", "").split())
    if not (line.isascii() and line.isdigit() and len(line) < 5) or outcome not in OUTCOMES or fits_line(act):
        raise Problem("bad-values")
    return {
        "line": int(line),
        "outcome": outcome,
        "text": form.get("text", "").replace("\r\n", "\n").strip()[:TEXT_MAX] or None,
        "decided_on": day or None,
        "act_number": act or None,
    }
