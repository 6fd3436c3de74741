"""Signed ops from an enrolled inc are always stored; what may not count is parked, never lost (S1; I6, I9).

Hostile inputs H3, H10, H11, H33 and faults F55, F56, F59 stand here by number.
"""

import json

from server.models.tablets import Tablet as TabletRow
from server.store.unit_of_work import write
from sync import opset
from sync.merge import value_of
from sync.record import decode


def _outcome(answer, seq):
    return answer.head.get("outcomes", {}).get(str(seq))


def test_h3_an_op_outside_the_scope_is_parked_and_the_others_stand(world):
    bold = world.enrol("Рашаант")
    bold.say("proposal", unit=world.units["Рашаант"], title="Миний баг")
    bold.say("proposal", unit=world.units["Бугат"], title="Хөрш баг")
    bold.say("proposal", unit=world.units["Рашаант"], title="Дахин миний баг")
    answer = world.sync(bold)
    assert answer.head["outcomes"] == {"2": ["parked", "out-of-scope"]}
    assert answer.head["arrived"][0][:2] == [1, 3]
    titles = list(world.derived()["p_proposal"])
    assert len([row for row in titles if row[3] is not None]) == 2


def test_h3_a_record_cannot_be_moved_into_or_out_of_reach(world):
    bold, dorj = world.enrol("Рашаант"), world.enrol("Бугат")
    proposal = bold.say("proposal", unit=world.units["Рашаант"], title="Гүүр")
    world.sync(bold)
    bold.say("proposal", proposal, _bases={"unit": (bold.op_id(1),)}, unit=world.units["Бугат"])
    assert _outcome(world.sync(bold), 2) == ["parked", "out-of-scope"]
    dorj.say("proposal", proposal, _n=2, title="Хулгайлсан")
    assert _outcome(world.sync(dorj), 1) == ["parked", "out-of-scope"]


def test_h10_an_office_field_from_a_tablet_is_parked(world):
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Худаг", status="done")
    bold.say("proposal", bold.new_id(), unit=world.units["Бугат"], status_reason="Учир нь")
    assert world.sync(bold).head["outcomes"] == {"1": ["parked", "office-field"], "2": ["parked", "office-field"]}


def test_a_closed_session_takes_only_what_its_closing_had_seen(world):
    bold, dorj = world.enrol("Рашаант"), world.enrol("Рашаант")
    unit = world.units["Рашаант"]
    session = bold.say("ranking_session", unit=unit, method="dot_vote")
    tally = bold.say("tally", unit=unit, session=session, **{"counts/a": 3})
    dorj.say("ranking_session", session, _n=2, eligible=41)
    dorj.say("ranking_session", session, _n=3, _bases={"eligible": (dorj.op_id(1),)}, eligible=14)
    world.sync(bold)
    counted = opset.encode([bold.op_id(1), bold.op_id(2), dorj.op_id(1)])
    bold.say("ranking_session", session, _n=4, closed_at="2026-11-24T08:00:00Z[Asia/Hovd]", counted=counted)
    assert not world.sync(bold).head.get("outcomes")
    dorj.say("tally", tally, _n=2, _bases={"counts/a": (bold.op_id(2),)}, **{"counts/a": 30})
    dorj.say("tally", unit=unit, session=session, **{"counts/a": 5})
    assert world.sync(dorj).head["outcomes"] == {"2": ["parked", "closed"], "3": ["parked", "closed"]}
    bold.say("ranking_session", session, _n=5, result="Өөр дүн")
    assert _outcome(world.sync(bold), 4) == ["parked", "closed"]
    states = {row[1]: decode(row[3]) for row in world.derived()["record"]}
    assert value_of(states[session], "eligible") == 41
    assert value_of(states[tally], "counts/a") == 3


def test_h32_erasing_and_office_types_are_not_a_clerks_deed(world):
    clerk = world.enrol(role="check_in_clerk")
    person = clerk.say("person", unit=world.units["Бугат"], _personal={"given_name": "Дулмаа"})
    clerk.say("person", person, _erased=True)
    clerk.say("proposal", unit=world.units["Бугат"], title="Бүртгэгчийн санал")
    clerk.say("unit", name="Шинэ баг")
    answer = world.sync(clerk)
    assert answer.head["outcomes"] == {
        "2": ["parked", "office-field"],
        "3": ["parked", "role"],
        "4": ["parked", "role"],
    }


def test_a_record_cannot_be_changed_under_another_types_name(world):
    bold, clerk = world.enrol(), world.enrol(role="check_in_clerk")
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Худаг")
    world.sync(bold)
    clerk.say("attendance", proposal, _n=2, unit=world.units["Бугат"], organisation="Сургууль")
    assert _outcome(world.sync(clerk), 1) == ["refused", "bad-shape"]
    both = bold.say("proposal", unit=world.units["Бугат"], title="Гүүр")
    bold.say("attendance", both, unit=world.units["Бугат"])
    assert _outcome(world.sync(bold), 3) == ["refused", "bad-shape"]


def test_h11_unknown_types_fields_and_choices_wait_for_a_newer_server(world):
    bold = world.enrol()
    bold.say("drone_flight", unit=world.units["Бугат"], height=120)
    bold.say("proposal", unit=world.units["Бугат"], title="Худаг", mood="calm")
    bold.say("proposal", unit=world.units["Бугат"], title="Худаг", kind="manifesto")
    assert world.sync(bold).head["outcomes"] == {
        "1": ["parked", "unknown-type"],
        "2": ["parked", "unknown-field"],
        "3": ["parked", "unknown-choice"],
    }


def test_f59_one_bad_op_in_five_hundred_never_stops_the_others(world):
    """trap_17: a poison op has a verdict of its own, and the queue moves."""
    bold = world.enrol()
    for i in range(250):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}")
    bold.add(b'{"type":"proposal","id":"' + b"a" * 26 + b'","n":1,"at":1,"cat":1,"set":{"cost":[1e400]}}')
    for i in range(249):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}")
    answer = world.sync(bold)
    assert answer.head["outcomes"] == {"251": ["refused", "bad-number"]}
    assert answer.head["arrived"][0][:2] == [1, 500]
    bold.say("proposal", unit=world.units["Бугат"], title="Дараагийн")
    assert world.sync(bold).head["arrived"][0][:2] == [1, 501]


def test_an_op_that_hides_what_it_is_about_behind_escapes_is_refused(world):
    bold = world.enrol()
    unit = world.units["Бугат"]
    hearing = bold.say("hearing", unit=unit, title="Хэлэлцүүлэг")
    bold.say("seal", unit=unit, hearing=hearing, seen=f"{bold.inc}:1.{tag_of(bold, 1)}")
    world.sync(bold)
    for hide in ((b'"type":"p', b'"type":"\\u0070'), (hearing[:1].encode(), f"\\u{ord(hearing[0]):04x}".encode())):
        proposal = bold.say("proposal", unit=unit, hearing=hearing, title="Хоцорсон")
        (line,) = bold.lines.pop()
        bold.hashes.pop()
        about = line.index(b'"hearing":["') + 12 if hide[0] != b'"type":"p' else 0
        bold.add(line[:about] + line[about:].replace(*hide, 1))
        assert _outcome(world.sync(bold), len(bold.lines)) == ["refused", "bad-shape"]
        assert proposal not in {row[1] for row in world.derived()["record"]}


def test_m16_a_group_with_one_parked_op_is_parked_whole(world):
    bold = world.enrol("Рашаант")
    group = bold.new_id()
    bold.say("proposal", _group=group, unit=world.units["Рашаант"], title="Нэг")
    bold.say("proposal", _group=group, unit=world.units["Бугат"], title="Хоёр")
    bold.say("proposal", unit=world.units["Рашаант"], title="Гурав")
    assert world.sync(bold).head["outcomes"] == {"1": ["parked", "group"], "2": ["parked", "out-of-scope"]}


def test_m7_an_op_over_a_parked_one_replaces_what_that_one_named(world):
    bold = world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Худаг")
    bold.say("proposal", proposal, _bases={"title": (bold.op_id(1),)}, title="Гар худаг", status="done")  # parked
    bold.say("proposal", proposal, _bases={"title": (bold.op_id(2),)}, title="Гар худаг гаргах")
    answer = world.sync(bold)
    assert answer.head["outcomes"] == {"2": ["parked", "office-field"]}
    state = next(json.loads(row[3]) for row in world.derived()["record"] if row[1] == proposal)
    values = [state["set"].get("title"), *[value for _, value, _ in state.get("live", {}).get("title", [])]]
    assert [value for value in values if value] == ["Гар худаг гаргах"]
    assert world.derived()["review"] == []


def test_f55_a_revoked_tablet_hands_in_its_work_and_hears_nothing(world):
    bold, tuya = world.enrol(), world.enrol()
    tuya.say("proposal", unit=world.units["Бугат"], title="Нууц")
    world.sync(tuya)
    bold.say("proposal", unit=world.units["Бугат"], title="Гурван долоо хоногийн ажил")
    table = TabletRow.__table__
    with world.app.app_context():
        write(lambda connection: connection.execute(table.update().where(table.c.inc == bold.inc).values(revoked_at=5)))
    answer = world.sync(bold)
    assert answer.head["commands"] == ["revoked"]
    assert answer.head["arrived"][0][:2] == [1, 1]
    assert answer.head["outcomes"] == {"1": ["parked", "revoked"]}
    assert answer.rows == []
    assert "cursor" not in answer.head


def test_f56_ops_made_while_the_scope_changed_are_parked_not_lost(world):
    bold = world.enrol("Рашаант", "Бугат")
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Гүүр")
    world.sync(bold)
    table = TabletRow.__table__
    with world.app.app_context():
        units = world.units["Рашаант"]
        write(lambda connection: connection.execute(table.update().where(table.c.inc == bold.inc).values(units=units)))
    bold.say("proposal", proposal, _bases={"title": (bold.op_id(1),)}, title="Гүүр засах")
    answer = world.sync(bold)
    assert answer.head["outcomes"] == {"2": ["parked", "out-of-scope"]}
    assert answer.head["arrived"][0][:2] == [1, 2]


def test_h33_m15_an_op_after_the_seal_is_a_late_note_whichever_came_first(world):
    bold, tuya = world.enrol(), world.enrol()
    unit = world.units["Бугат"]
    hearing = bold.say("hearing", unit=unit, title="Хэлэлцүүлэг")
    proposal = bold.say("proposal", unit=unit, hearing=hearing, title="Худаг")
    world.sync(bold)
    world.sync(tuya)
    tuya.say("proposal", proposal, _n=2, _bases={"title": (bold.op_id(2),)}, title="Худаг (хоцорсон)")
    world.sync(tuya)  # comes before the seal, but the seal has not seen it
    bold.say("seal", unit=unit, hearing=hearing, seen=f"{bold.inc}:1.{tag_of(bold, 1)},2.{tag_of(bold, 2)}")
    world.sync(bold)
    state = next(json.loads(row[3]) for row in world.derived()["record"] if row[1] == proposal)
    assert state["set"]["title"] == "Худаг"
    assert state["late"][tuya.op_id(1)]["title"] == ["Худаг (хоцорсон)", bold.op_id(2)]
    tuya.say("proposal", proposal, _bases={"title": (tuya.op_id(1),)}, title="Бүр хожуу")
    assert _outcome(world.sync(tuya), 2) == ["late"]
    tuya.say("proposal", unit=unit, hearing=hearing, title="Шинэ санал")
    assert _outcome(world.sync(tuya), 3) == ["late"]


def test_a_second_seal_is_no_late_note_and_admits_what_it_has_seen(world):
    bold, tuya = world.enrol(), world.enrol()
    unit = world.units["Бугат"]
    hearing = bold.say("hearing", unit=unit, title="Хэлэлцүүлэг")
    proposal = bold.say("proposal", unit=unit, hearing=hearing, title="Худаг")
    first = bold.say("seal", unit=unit, hearing=hearing, seen=f"{bold.inc}:1.{tag_of(bold, 1)},2.{tag_of(bold, 2)}")
    world.sync(bold)
    tuya.say("proposal", proposal, _n=2, _bases={"title": (bold.op_id(2),)}, title="Гар худаг")
    assert _outcome(world.sync(tuya), 1) == ["late"]
    seen = f"{bold.inc}:1.{tag_of(bold, 1)},2.{tag_of(bold, 2)};{tuya.inc}:1.{tag_of(tuya, 1)}"
    bold.say("seal", unit=unit, hearing=hearing, corrects=first, seen=";".join(sorted(seen.split(";"))))
    assert _outcome(world.sync(bold), 4) is None
    state = next(json.loads(row[3]) for row in world.derived()["record"] if row[1] == proposal)
    assert state["live"]["title"][0][1] == "Гар худаг"
    assert "late" not in state


def tag_of(tablet, seq):
    return tablet.op_id(seq).rsplit(".", 1)[1]
