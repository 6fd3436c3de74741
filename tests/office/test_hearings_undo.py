"""Taking back: an ordinary op that names the choice; nothing is unsaid, the authors are still found (O2, T18)."""

import pytest

from server.office.hearings import collisions, comments, judgements, undo, views, waiting
from server.office.hearings.collisions import KEEP, Wish
from server.problems import Problem
from server.replay import rebuild
from server.text.labels import tablet_label


def _view(hall, actor, record):
    with hall.world.connection() as connection:
        return views.record(connection, actor, record)


def _choose(hall, actor, record, **wish):
    (card,) = _view(hall, actor, record)["cards"]
    with hall.world.app.app_context():
        return collisions.choose(actor, record, Wish(card.path, card.token, **wish))


def _undo(hall, actor, op_id):
    with hall.world.app.app_context():
        return undo.undo(actor, op_id)


def _slips(answer):
    return [row for row, _ in answer.rows if row["type"] == "slip"]


@pytest.mark.parametrize("own", [False, True], ids=["a side", "a third value"])
def test_a_choice_that_is_undone_opens_the_collision_again_with_both_authors(hall, reviewer, own):
    record, (ana, _) = hall.collide()
    done = _choose(hall, reviewer, record, **({"value": "6800000"} if own else {"op": ana}))
    assert hall.reviews() == []
    assert _undo(hall, reviewer, done) == record
    assert hall.reviews() == [(record, "cost")]
    view = _view(hall, reviewer, record)
    (card,) = view["cards"]
    assert sorted(side.value for side in card.sides) == [6_500_000, 7_000_000]
    shown = {side.value: view["origins"][side.ops[0]].tablet for side in card.sides}
    assert shown == {6_500_000: tablet_label(hall.ana.inc), 7_000_000: tablet_label(hall.bold.inc)}


def test_the_second_decision_reaches_both_authors_too(hall, reviewer):
    record, (ana, _) = hall.collide()
    _undo(hall, reviewer, _choose(hall, reviewer, record, op=ana))
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    (card,) = _view(hall, reviewer, record)["cards"]
    other = next(side for side in card.sides if side.value == 7_000_000)
    _choose(hall, reviewer, record, op=other.wish, why="Дахин тооцсон")
    for tablet, yours in ((hall.ana, 6_500_000), (hall.bold, 7_000_000)):
        (slip,) = _slips(hall.world.sync(tablet))
        assert (slip["yours"], slip["kept"], slip["why"]) == (yours, 7_000_000, "Дахин тооцсон")


@pytest.mark.parametrize("wish", [KEEP, "delete"])
def test_a_decided_delete_is_asked_again(hall, reviewer, wish):
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    hall.world.sync(hall.ana)
    seen = f"{hall.ana.inc}:2.{hall.ana.op_id(2)[-8:]}"
    hall.ana.say("proposal", record, _deleted=seen)
    hall.bold.say("proposal", record, _n=2, _bases={"title": (hall.ana.op_id(2),)}, title="Гар худаг")
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    (card,) = _view(hall, reviewer, record)["cards"]
    done = _choose(hall, reviewer, record, op=wish if wish == KEEP else card.sides[0].wish)
    assert hall.reviews() == []
    _undo(hall, reviewer, done)
    assert hall.reviews() == [(record, "_deleted")]


def test_an_undo_can_be_rebuilt_and_is_not_done_twice(hall, reviewer):
    record, (ana, _) = hall.collide()
    done = _choose(hall, reviewer, record, op=ana)
    _undo(hall, reviewer, done)
    before = hall.world.derived()
    with pytest.raises(Problem, match="stale"):
        _undo(hall, reviewer, done)
    with hall.world.app.app_context():
        rebuild(hall.world.tenant)
    assert hall.world.derived() == before


def test_what_somebody_has_gone_on_from_is_not_undone(hall, reviewer):
    record, (ana, _) = hall.collide()
    done = _choose(hall, reviewer, record, op=ana)
    hall.bold.say("proposal", record, _n=4, _bases={"cost": (done,)}, cost=8_000_000)
    hall.world.sync(hall.bold)
    with pytest.raises(Problem, match="stale"):
        _undo(hall, reviewer, done)


def test_a_judgement_and_its_comment_are_taken_back_together(hall, reviewer):
    token = _token(hall, reviewer)
    with hall.world.app.app_context():
        done = judgements.judge(reviewer, hall.hearing, "returned", token, "Ирцийг шалгах")
    assert _said(hall, reviewer) == ("returned", ["Ирцийг шалгах"])
    _undo(hall, reviewer, done)
    assert _said(hall, reviewer) == (None, [])


def test_a_comment_is_taken_back(hall, reviewer):
    with hall.world.app.app_context():
        done = comments.add(reviewer, hall.hearing, "title", "Гарчиг тодорхойгүй")
    assert _said(hall, reviewer)[1] == ["Гарчиг тодорхойгүй"]
    _undo(hall, reviewer, done)
    assert _said(hall, reviewer)[1] == []


def test_only_choices_of_the_office_within_reach_are_undone(hall, reviewer, officer_of, stranger):
    record, (ana, _) = hall.collide()
    done = _choose(hall, reviewer, record, op=ana)
    hall.ana.say("proposal", record, _n=5, status="done")
    hall.world.sync(hall.ana)
    parked = hall.ana.op_id(len(hall.ana.lines))
    with hall.world.app.app_context():
        waiting.accept(reviewer, parked)
    with hall.world.connection() as connection:
        accepted = next(one for one in views.record(connection, reviewer, record)["cells"]["status"].ops)
    for actor, op_id, code in (
        (reviewer, ana, "not-found"),
        (reviewer, "x.1.y", "not-found"),
        (reviewer, "no-op", "not-found"),
        (reviewer, accepted, "bad-state"),
        (officer_of("officer"), done, "forbidden"),
        (officer_of("reviewer", "Бугат"), done, "not-found"),
        (stranger, done, "not-found"),
    ):
        with pytest.raises(Problem, match=code):
            _undo(hall, actor, op_id)


def _token(hall, actor):
    with hall.world.connection() as connection:
        return views.merged(connection, actor, hall.hearing)["token"]


def _said(hall, actor):
    with hall.world.connection() as connection:
        view = views.merged(connection, actor, hall.hearing)
    cell = view["cells"].get("review")
    return (cell.value if cell else None, [one.text for one in view["comments"]])
