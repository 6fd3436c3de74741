"""Ops that stand aside: listed with their reason, accepted once or left out, and the author is told (S1, O2)."""

import json

import pytest

from server.models.tablets import Tablet as TabletRow
from server.office.hearings import views, waiting
from server.problems import Problem
from server.replay import rebuild
from server.store.unit_of_work import write
from sync.record import decode
from tests.office.conftest import HALL


def _listed(hall, actor):
    with hall.world.connection() as connection:
        return views.stands_aside(connection, actor)["waiting"].items


def _decide(hall, actor, deed, op_id, why=""):
    with hall.world.app.app_context():
        deed(actor, op_id, why)


def _slips(answer):
    return [row for row, _ in answer.rows if row["type"] == "slip"]


def _title(hall, record):
    row = next(row for row in hall.world.derived()["p_proposal"] if row[1] == record)
    with hall.world.connection() as connection:
        view = views.record(connection, hall.reviewer, record)
    return view["cells"]["title"].value, row


@pytest.fixture
def parked(hall, reviewer):
    """A proposal, and over it an op with title and status that was parked; returns (hall, record, parked op)."""
    hall.reviewer = reviewer
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    made = hall.ana.op_id(2)
    hall.ana.say("proposal", record, _bases={"title": (made,)}, title="Гар худаг", status="recorded")
    assert hall.world.sync(hall.ana).head["outcomes"] == {"3": ["parked", "office-field"]}
    return hall, record, hall.ana.op_id(3)


def test_what_stands_aside_is_listed_with_its_reason(parked, reviewer):
    hall, record, op_id = parked
    hall.bold.add(b'{"type":"proposal", not json')
    hall.world.sync(hall.bold)
    first, second = _listed(hall, reviewer)
    assert (first.origin.op, first.origin.code, first.record, first.may_accept) == (op_id, "office-field", record, True)
    assert (second.origin.outcome, second.said, second.may_accept) == ("refused", None, False)
    assert "not json" in second.raw


def test_an_accepted_op_takes_effect_exactly_once(parked, reviewer):
    hall, record, op_id = parked
    _decide(hall, reviewer, waiting.accept, op_id, "Зөв")
    assert _title(hall, record)[0] == "Гар худаг"
    assert hall.reviews() == []
    assert _listed(hall, reviewer) == []
    before = hall.world.derived()
    with pytest.raises(Problem, match="bad-state"):
        _decide(hall, reviewer, waiting.accept, op_id)
    with pytest.raises(Problem, match="bad-state"):
        _decide(hall, reviewer, waiting.dismiss, op_id)
    hall.world.sync(hall.ana, first=3, last=3)  # comes again
    assert hall.world.derived() == before
    with hall.world.app.app_context():
        rebuild(hall.world.tenant)
    assert hall.world.derived() == before


def test_the_author_hears_of_it_and_goes_on_without_a_collision(parked, reviewer):
    hall, record, op_id = parked
    _decide(hall, reviewer, waiting.accept, op_id, "Зөв")
    answer = hall.world.sync(hall.ana)
    (slip,) = _slips(answer)
    assert (slip["slip"], slip["op"], slip["paths"]) == ("accepted", op_id, ["status", "title"])
    row = next(row for row, _ in answer.rows if row["id"] == record)
    heard = tuple(decode(json.dumps(row)).live["title"])
    hall.ana.say("proposal", record, _n=5, _bases={"title": heard}, title="Гар худаг гаргах")
    hall.world.sync(hall.ana)
    assert _title(hall, record)[0] == "Гар худаг гаргах"
    assert hall.reviews() == []


def test_what_the_author_said_over_his_parked_op_stands_when_it_is_accepted(parked, reviewer):
    hall, record, op_id = parked
    hall.ana.say("proposal", record, _bases={"title": (op_id,)}, title="Гар худаг гаргах")
    hall.world.sync(hall.ana)
    _decide(hall, reviewer, waiting.accept, op_id)
    title, row = _title(hall, record)
    assert title == "Гар худаг гаргах"
    assert "recorded" in row
    assert hall.reviews() == []


def test_what_the_author_said_over_his_parked_op_before_he_heard_is_kept(parked, reviewer):
    hall, record, op_id = parked
    _decide(hall, reviewer, waiting.accept, op_id)
    hall.ana.say("proposal", record, _bases={"title": (op_id,)}, title="Гар худаг гаргах")
    hall.world.sync(hall.ana)
    with hall.world.connection() as connection:
        live = views.record(connection, reviewer, record)["record"].live["title"]
    assert live[hall.ana.op_id(4)][0] == "Гар худаг гаргах"


def test_what_came_meanwhile_stays_beside_an_accepted_op(parked, reviewer):
    hall, record, op_id = parked
    hall.bold.say("proposal", record, _n=2, _bases={"title": (hall.ana.op_id(2),)}, title="Өрөмдмөл худаг")
    hall.world.sync(hall.bold)
    _decide(hall, reviewer, waiting.accept, op_id)
    assert hall.reviews() == [(record, "title")]


def test_an_op_outside_the_scope_becomes_a_record_when_accepted(hall, reviewer):
    clerk = hall.world.enrol(HALL)
    record = clerk.say("proposal", unit=hall.world.units["Бугат"], title="Хөрш багийн гүүр")
    hall.world.sync(clerk)
    _decide(hall, reviewer, waiting.accept, clerk.op_id(1))
    answer = hall.world.sync(hall.ana)
    assert next(row["set"]["title"] for row, _ in answer.rows if row["id"] == record) == "Хөрш багийн гүүр"


def test_a_parked_op_with_personal_values_keeps_them_personal(hall, reviewer):
    clerk = hall.world.enrol(HALL)
    person = clerk.say("person", unit=hall.world.units["Бугат"], _personal={"given_name": "Нууцгай"})
    hall.world.sync(clerk)
    _decide(hall, reviewer, waiting.accept, clerk.op_id(1))
    stored = hall.world.everything()
    everything = b"".join(
        bytes(c) for name in ("op", "record", "slip") for row in stored[name] for c in row if type(c) is bytes
    )
    assert "Нууцгай".encode() not in everything
    answer = hall.world.sync(hall.ana)
    assert next(hidden for row, hidden in answer.rows if row["id"] == person)["set"] == {"given_name": "Нууцгай"}


def test_a_group_is_accepted_whole(hall, reviewer):
    clerk = hall.world.enrol(HALL)
    group = clerk.new_id()
    clerk.say("proposal", _group=group, unit=hall.unit, title="Нэг")
    clerk.say("proposal", _group=group, unit=hall.world.units["Бугат"], title="Хоёр")
    hall.world.sync(clerk)
    assert len(_listed(hall, reviewer)) == 2
    _decide(hall, reviewer, waiting.accept, clerk.op_id(1))
    assert _listed(hall, reviewer) == []
    assert len(_slips(hall.world.sync(clerk))) == 2


def test_leaving_out_changes_no_record_and_tells_the_author(parked, reviewer):
    hall, record, op_id = parked
    before = hall.world.derived()
    _decide(hall, reviewer, waiting.dismiss, op_id, "Төлөвийг төв бичнэ")
    assert hall.world.derived() == before
    (slip,) = _slips(hall.world.sync(hall.ana))
    assert (slip["slip"], slip["record"], slip["why"]) == ("dismissed", record, "Төлөвийг төв бичнэ")


def test_what_a_newer_app_said_waits_for_a_newer_server(hall, reviewer):
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг", mood="calm")
    hall.world.sync(hall.ana)
    assert [item.may_accept for item in _listed(hall, reviewer)] == [False]
    with pytest.raises(Problem, match="forbidden"):
        _decide(hall, reviewer, waiting.accept, hall.ana.op_id(2))


def test_only_the_administrator_accepts_an_erasure(hall, reviewer, administrator):
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Дулмаа"})
    hall.ana.say("person", person, _erased=True)
    hall.world.sync(hall.ana)
    with pytest.raises(Problem, match="forbidden"):
        _decide(hall, reviewer, waiting.accept, hall.ana.op_id(3))
    _decide(hall, administrator, waiting.accept, hall.ana.op_id(3))
    assert _listed(hall, administrator) == []


def test_outside_units_and_tenant_nothing_waits(parked, officer_of, stranger):
    hall, _, op_id = parked
    for actor in (officer_of("reviewer", "Бугат"), stranger):
        assert _listed(hall, actor) == []
        for deed in (waiting.accept, waiting.dismiss):
            for op in (op_id, "x" * 20 + ".1.aaaaaaaa", "no-op"):
                with pytest.raises(Problem, match="not-found"):
                    _decide(hall, actor, deed, op)
    with pytest.raises(Problem, match="forbidden"):
        _decide(hall, officer_of("officer"), waiting.accept, op_id)


def test_work_of_a_revoked_tablet_is_accepted(hall, reviewer):
    table = TabletRow.__table__
    with hall.world.app.app_context():
        write(
            lambda connection: connection.execute(
                table.update().where(table.c.inc == hall.bold.inc).values(revoked_at=5)
            )
        )
    record = hall.bold.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гурван долоо хоногийн ажил")
    hall.world.sync(hall.bold)
    _decide(hall, reviewer, waiting.accept, hall.bold.op_id(1))
    hall.reviewer = reviewer
    assert _title(hall, record)[0] == "Гурван долоо хоногийн ажил"


def test_a_long_row_of_decided_ops_hides_nothing_behind_it(hall, reviewer, monkeypatch):
    monkeypatch.setattr(waiting, "CHUNK", 2)
    monkeypatch.setattr(waiting, "CHUNKS", 1)
    for number in range(5):
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=f"Санал {number}", status="done")
    hall.world.sync(hall.ana)
    for number in range(2, 5):
        _decide(hall, reviewer, waiting.dismiss, hall.ana.op_id(number))
    assert [item.origin.op for item in _listed(hall, reviewer)] == [hall.ana.op_id(5), hall.ana.op_id(6)]
