"""One proposal: its words first, its way, its neighbours, its history by hand, and what the office did (O1)."""

import re

import pytest

from server import acts
from server.office.hearings import collisions, judgements, views
from server.office.hearings.collisions import Wish
from server.text.labels import tablet_label
from server.text.places import kilometres, position


def _page(hall, actor, record):
    with hall.world.connection() as connection:
        return views.record(connection, actor, record)


def _history(hall, actor, record, **said):
    with hall.world.connection() as connection:
        return views.record_history(connection, actor, record, said)


def _kinds(view):
    return [event.kind for event in view["events"]]


def test_the_way_of_a_proposal_is_told_newest_first(hall, reviewer):
    proposal = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг", cost=1_000_000)
    base = (hall.ana.op_id(len(hall.ana.lines)),)
    hall.world.sync(hall.ana)
    assert _kinds(_page(hall, reviewer, proposal)) == ["arrived", "captured"]
    hall.ana.say("proposal", proposal, _n=2, _bases={"cost": base}, cost=2_000_000)
    hall.world.sync(hall.ana)
    with hall.world.app.app_context(), hall.world.connection() as connection:
        token = views.merged(connection, reviewer, hall.hearing)["token"]
    with hall.world.app.app_context():
        judgements.judge(reviewer, hall.hearing, "approved", token, "")
        acts.state(hall.world.tenant, reviewer.id, [acts.Statement("proposal", proposal, {"status": ("planned", ())})])
    hall.bold.say(
        "verification", unit=hall.unit, hearing=hall.hearing, proposal=proposal, finding="confirmed", count_for=12
    )
    hall.world.sync(hall.bold)
    view = _page(hall, reviewer, proposal)
    assert _kinds(view) == ["verified", "status", "approved", "edited", "arrived", "captured"]
    assert (view["events"][0].value, view["events"][1].value, view["status"]) == ("confirmed", "planned", "planned")
    assert view["events"][2].origin.name == reviewer.name
    assert view["events"][-1].origin.tablet == tablet_label(hall.ana.inc)


def test_a_status_that_was_set_aside_is_no_step(hall, reviewer):
    proposal = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    hall.world.sync(hall.ana)
    hall.ana.say("proposal", proposal, _n=2, status="done")
    hall.world.sync(hall.ana)
    assert "status" not in _kinds(_page(hall, reviewer, proposal))
    assert _page(hall, reviewer, proposal)["status"] == "recorded"


def test_the_words_of_the_hall_stay_where_the_office_corrected_the_title(hall, reviewer):
    proposal = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="гар худаг гаргаж егөөч")
    hall.world.sync(hall.ana)
    better = {"title": ("Гар худаг гаргах", (hall.ana.op_id(len(hall.ana.lines)),))}
    with hall.world.app.app_context():
        acts.state(hall.world.tenant, reviewer.id, [acts.Statement("proposal", proposal, better)])
    view = _page(hall, reviewer, proposal)
    assert (view["words"], view["names"][proposal]) == ("гар худаг гаргаж егөөч", "Гар худаг гаргах")
    assert _kinds(view) == ["edited", "arrived", "captured"]


def test_a_choice_between_two_values_is_a_step_of_its_own(hall, reviewer):
    proposal, (ana, _) = hall.collide()
    token = _page(hall, reviewer, proposal)["cards"][0].token
    with hall.world.app.app_context():
        collisions.choose(reviewer, proposal, Wish("cost", token, ana))
    assert _kinds(_page(hall, reviewer, proposal)) == ["decided", "edited", "edited", "arrived", "captured"]


def test_neighbours_are_those_of_the_same_hearing(hall, reviewer):
    ids = sorted(hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=f"Санал {n}") for n in range(3))
    alone = hall.ana.say("proposal", unit=hall.unit, title="Хэлэлцүүлэггүй")
    hall.world.sync(hall.ana)
    first, middle, last = (_page(hall, reviewer, one)["beside"] for one in ids)
    assert (first.before, first.after, first.number, first.count) == ("", ids[1], 1, 3)
    assert (middle.before, middle.after, last.before, last.after) == (ids[0], ids[2], ids[1], "")
    assert _page(hall, reviewer, alone)["beside"] is None


def test_the_page_leads_on_and_says_where_it_is(desk):
    hall, browser, browse = desk
    record, _ = hall.collide(title="Худаг гаргах", body="Өвөл ус хөлддөг.", place="48.02,91.64", supporters=24)
    other = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Зам", merged_into=record)
    hall.world.sync(hall.ana)
    page = browser.get(f"/records/{record}").text
    assert re.search(r'<blockquote class="said"><bdi>Өвөл ус хөлддөг.</bdi>', page)
    assert f'href="/records/{other}"' in page  # its neighbour, and what was merged into it
    assert 'data-at="91.64,48.02"' in page and "48.02000, 91.64000" in page
    assert f'href="/hearings/{hall.hearing}"' in page
    assert page.count("data-collision") == 1
    assert browse("reviewer", "Бугат").get(f"/records/{record}").status_code == 404


def test_a_history_is_kept_to_one_hand(hall, reviewer):
    record, (_, bold) = hall.collide()
    with hall.world.app.app_context():
        acts.state(hall.world.tenant, reviewer.id, [acts.Statement("proposal", record, {"status": ("planned", ())})])
    whole = _history(hall, reviewer, record)
    assert [(hand.tablet, hand.name) for hand in whole["by"]][-1] == ("", "")
    assert {hand.inc for hand in whole["by"]} == {hall.ana.inc, hall.bold.inc, "office"}
    of_bold = _history(hall, reviewer, record, by=hall.bold.inc)
    assert [entry.origin.op for entry in of_bold["entries"]] == [bold]
    of_office = _history(hall, reviewer, record, by="office")
    assert [word.path for entry in of_office["entries"] for word in entry.words] == ["status"]
    assert _history(hall, reviewer, record, by="';--", path="cost")["entries"] == []


def test_the_history_of_a_hearing_is_kept_to_one_hand(hall, reviewer):
    _, (_, bold) = hall.collide()
    with hall.world.connection() as connection:
        ask = lambda **said: views.hall_history(connection, reviewer, hall.hearing, said)  # noqa: E731
        assert [entry.origin.op for entry in ask(by=hall.bold.inc)["entries"]] == [bold]
        assert (ask(late="1")["entries"], ask()["has_late"]) == ([], False)
        assert len(ask(by="nobody")["by"]) == 2


@pytest.mark.parametrize(("said", "at"), [("48.5,91", (91, 48.5)), ("x", None), ("1,2,3", None), ("91,0", None)])
def test_a_point_is_read_or_is_none(said, at):
    assert position(said) == at


def test_distances_are_as_the_crow_flies():
    assert round(kilometres((91.64, 48.0), (91.64, 49.0))) == 111
    assert kilometres((91.64, 48.0), (91.64, 48.0)) == 0
