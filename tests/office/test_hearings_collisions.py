"""Two values side by side, and the choice: an ordinary op that names both, told to both authors (O2, T18)."""

import json

import pytest

from server.office.hearings import collisions, views
from server.office.hearings.collisions import KEEP, Wish
from server.problems import Problem
from server.text.labels import tablet_label
from sync.merge import value_of
from sync.record import decode


def _cards(hall, actor, record):
    with hall.world.connection() as connection:
        return views.record(connection, actor, record)["cards"]


def _choose(hall, actor, record, **wish):
    (card,) = _cards(hall, actor, record)
    with hall.world.app.app_context():
        collisions.choose(actor, record, Wish(card.path, **{"token": card.token} | wish))


def _slips(answer):
    return [row for row, _ in answer.rows if row["type"] == "slip"]


def _cost(answer, record):
    """The cost that a tablet shows after this answer; it must be the one that stands."""
    told = decode(json.dumps(next(row for row, _ in answer.rows if row["id"] == record)))
    assert len(told.live["cost"]) == 1
    return value_of(told, "cost")


def test_both_values_stand_side_by_side_with_their_hands(hall, reviewer):
    record, ops = hall.collide()
    with hall.world.connection() as connection:
        view = views.record(connection, reviewer, record)
    (card,) = view["cards"]
    assert sorted((side.value, side.ops) for side in card.sides) == [(6_500_000, (ops[0],)), (7_000_000, (ops[1],))]
    assert [side.is_shown for side in card.sides].count(True) == 1
    assert {view["origins"][op].tablet for side in card.sides for op in side.ops} == {
        tablet_label(hall.ana.inc),
        tablet_label(hall.bold.inc),
    }


def test_a_choice_closes_the_review_and_reaches_both_tablets(hall, reviewer):
    record, (ana, _) = hall.collide()
    _choose(hall, reviewer, record, op=ana, why="Тооцоог шалгасан")
    assert hall.reviews() == []
    for tablet in (hall.ana, hall.bold):
        answer = hall.world.sync(tablet)
        assert _cost(answer, record) == 6_500_000
        (slip,) = _slips(answer)
        mine = tablet is hall.ana
        assert (slip["slip"], slip["record"], slip["path"], slip["kept"]) == ("chosen", record, "cost", 6_500_000)
        assert (slip["yours"], slip["theirs"]) == ((6_500_000, [7_000_000]) if mine else (7_000_000, [6_500_000]))
        assert (slip["by"], slip["why"]) == (reviewer.name, "Тооцоог шалгасан")
        assert list(slip)[:2] == ["type", "id"] and len(slip["id"]) == 26


def test_a_third_value_may_be_written(hall, reviewer):
    record, _ = hall.collide()
    _choose(hall, reviewer, record, value="6 800 000")
    assert hall.reviews() == []
    assert _cost(hall.world.sync(hall.bold), record) == 6_800_000


@pytest.mark.parametrize("value", ["", "олон", "-1", "9" * 30])
def test_a_value_that_does_not_fit_is_not_written(hall, reviewer, value):
    record, _ = hall.collide()
    before = hall.world.everything()
    with pytest.raises(Problem, match="bad-values"):
        _choose(hall, reviewer, record, value=value)
    assert hall.world.everything() == before


def test_a_choice_made_on_an_old_page_is_stale_and_writes_nothing(hall, reviewer):
    record, (ana, bold) = hall.collide()
    (card,) = _cards(hall, reviewer, record)
    hall.bold.say("proposal", record, _n=3, _bases={"cost": (bold,)}, cost=9_000_000)
    hall.world.sync(hall.bold)
    before = hall.world.everything()
    with hall.world.app.app_context(), pytest.raises(Problem, match="stale"):
        collisions.choose(reviewer, record, Wish("cost", card.token, ana))
    assert hall.world.everything() == before
    assert hall.reviews() == [(record, "cost")]


def test_a_choice_is_made_once(hall, reviewer):
    record, (ana, bold) = hall.collide()
    (card,) = _cards(hall, reviewer, record)
    with hall.world.app.app_context():
        collisions.choose(reviewer, record, Wish("cost", card.token, ana))
        with pytest.raises(Problem, match="stale"):
            collisions.choose(reviewer, record, Wish("cost", card.token, bold))


@pytest.mark.parametrize(("wish", "is_deleted"), [(KEEP, False), ("delete", True)])
def test_delete_against_edit_is_decided_either_way(hall, reviewer, wish, is_deleted):
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    hall.world.sync(hall.ana)
    hall.world.sync(hall.bold)
    seen = f"{hall.ana.inc}:2.{hall.ana.op_id(2)[-8:]}"
    hall.ana.say("proposal", record, _deleted=seen)
    hall.bold.say("proposal", record, _n=2, _bases={"title": (hall.ana.op_id(2),)}, title="Гар худаг")
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    (card,) = _cards(hall, reviewer, record)
    assert card.path == "_deleted"
    assert [edit[1:] for edit in card.sides[1].edits] == [("title", "Гар худаг")]
    _choose(hall, reviewer, record, op=wish if wish == KEEP else card.sides[0].wish)
    assert hall.reviews() == []
    row = next(row for row in hall.world.derived()["p_proposal"] if row[1] == record)
    assert row[2] is is_deleted or bool(row[2]) is is_deleted
    for tablet in (hall.ana, hall.bold):
        (slip,) = _slips(hall.world.sync(tablet))
        assert (slip["path"], slip["kept"]) == ("_deleted", is_deleted)


def test_a_slip_never_carries_a_personal_value(hall, reviewer):
    person = hall.ana.say("person", unit=hall.unit, language="mn", _personal={"phone": "99110000"})
    base = (hall.ana.op_id(2),)
    hall.world.sync(hall.ana)
    for tablet, phone in ((hall.ana, "99112233"), (hall.bold, "88112233")):
        tablet.say("person", person, _n=2, _personal={"phone": phone}, _bases={"phone": base})
        hall.world.sync(tablet)
    _choose(hall, reviewer, person, value="95112233")
    answer = hall.world.sync(hall.bold)
    (slip,) = _slips(answer)
    assert slip["path"] == "phone"
    assert not {"yours", "theirs", "kept"} & slip.keys()
    bodies = b"".join(row[3] for row in hall.world.everything()["slip"])
    assert not any(phone in bodies for phone in (b"99110000", b"99112233", b"88112233", b"95112233"))
    assert hall.reviews() == []
    (personal,) = [hidden for row, hidden in answer.rows if row["id"] == person]
    assert "95112233" in json.dumps(personal)


def test_who_may_not_decide_does_not(hall, officer_of, stranger):
    record, (ana, _) = hall.collide()
    (card,) = _cards(hall, officer_of("officer"), record)
    wish = Wish("cost", card.token, ana)
    with hall.world.app.app_context():
        for actor, code in (
            (officer_of("officer", "Бугат", "Рашаант"), "forbidden"),
            (officer_of("reviewer", "Бугат"), "not-found"),
            (stranger, "not-found"),
        ):
            with pytest.raises(Problem, match=code):
                collisions.choose(actor, record, wish)
    assert hall.reviews() == [(record, "cost")]
