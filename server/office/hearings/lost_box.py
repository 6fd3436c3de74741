"""Opening a ballot box whose tablet was lost: the office does, once, what the leader's tablet would have done (T9).

The deployment's key opens `spare_key`. Everything that has come is counted, the result is written and the session is
closed, by ordinary ops of the office. No run-off or lot is held here: who is tied stays tied (1, 2, 2, 4).
"""

from datetime import UTC, datetime

from flask_babel import gettext

from server import acts, ballot_box, clock
from server.office.hearings import rankings
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import hearings, records
from server.store.unit_of_work import write
from server.who import Actor, Verb
from sync import merge, opset, ranking
from sync.record import Record


def close(actor: Actor, session_id: str) -> str:
    """Open the box and close the session; returns the op.

    Raises `not-found` for what is no session within reach, `bad-state` where it is closed, its box does not open, or
    what was counted is refused.
    """

    def work(connection) -> str:
        desk = Desk(connection, actor)
        session = desk.find(session_id, Verb.DECIDE, "review", lock=True)
        if session.type != "ranking_session":
            raise Problem("not-found")
        if ballot_box.is_closed(session):
            raise Problem("bad-state")
        statement = acts.change(session, _closing(desk, session))
        return acts.state_in(connection, desk.tenant, actor.id, [statement]).rows[0].id

    return write(work)


def _closing(desk: Desk, session: Record) -> dict:
    ballots, tallies = (_cast(desk, session, kind) for kind in ballot_box.HIDDEN)
    values = ballot_box.values_of(session)
    zone = desk.zone_of(session)
    now = datetime.fromtimestamp(clock.now_ms() / 1000, UTC)
    said = {"counted": opset.encode({op_id for one in (*ballots, *tallies) for op_id in one.seen})}
    try:
        said |= {"key": ballot_box.spare_key(session)} if values.get("lock") else {}
        papers = ballot_box.opened(str(said.get("key", "")), {one.id: ballot_box.values_of(one) for one in ballots})
        found = ranking.rank(values, papers, {one.id: ballot_box.values_of(one) for one in tallies})
    except ValueError:
        raise Problem("bad-state") from None
    if found["state"] == "refused":
        raise Problem("bad-state")
    places = [f"{item['rank'] or '–'}. №{item['item']}: {rankings.figure(item['score'])}" for item in found["items"]]
    return said | {
        "cast": found["counts"]["cast"],
        "invalid": found["counts"]["invalid"],
        "result": "\n".join([gettext("office.hearings.ranking.by_office"), *places])[:10_000],
        "tie_steps": "\n".join(map(_tie, found["ties"]))[:10_000] or gettext("tablet.rank.no_ties"),
        "result_hash": ranking.result_hash(found),
        "closed_at": f"{now:%Y-%m-%dT%H:%M:%S}Z[{zone}]",
    }


def _cast(desk: Desk, session: Record, kind: str) -> list[Record]:
    """The votes themselves, which the desk hides from every page."""
    hearing = str(merge.value_of(session, "hearing"))
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing, kind, "", rankings.RECORDS_MAX)
    found = records.load(desk.connection, desk.tenant, ids, desk.keys).values()
    return [one for one in found if merge.value_of(one, "session") == session.id]


def _tie(tie: dict) -> str:
    steps = [gettext("tablet.rank.step." + step["step"]) + _values(step) for step in tie["steps"]]
    return f"{gettext('tablet.rank.tied')}: {', '.join('№' + item for item in tie['items'])}; " + "; ".join(steps)


def _values(step: dict) -> str:
    shown = ", ".join(f"№{item} {value[:16]}" for item, value in step.get("values", ()))
    end = "left" if "needed" in step else "skipped"
    return ": " + (shown or gettext("tablet.rank.end." + end))
