"""Tablets as the office sees them: what they say of themselves, revoked, wiped after they have handed in (O16)."""

import pytest

from server import enrol, wipe
from server.models.tablets import Tablet as TabletRow
from server.office import fleet
from server.problems import Problem
from server.store.unit_of_work import reading
from server.text.labels import tablet_label
from sync import opset
from tests.office.conftest import make_officer

SAYS = {"app": "0.0.9", "ops": 3, "files": 1, "free": 120, "kept": False}


def known(world, actor, tablet):
    with world.app.app_context():
        return fleet.find(actor, tablet.inc)


def row_of(world, tablet):
    table = TabletRow.__table__
    with world.app.app_context(), reading() as connection:
        return connection.execute(table.select().where(table.c.inc == tablet.inc)).one()


def in_office(world, deed, *args):
    with world.app.app_context():
        return deed(*args)


def test_what_a_tablet_says_of_itself_stands_in_the_list_and_is_marked(world, administrator):
    bold, tuya = world.enrol(), world.enrol()
    world.sync(bold, about=SAYS | {"with": [tuya.inc]})
    one = known(world, administrator, bold)
    assert (one.version, one.unsent, one.unsent_files, one.free_mb, one.is_kept) == ("0.0.9", 3, 1, 120, False)
    assert one.is_old and one.is_tight and one.needs_look
    assert not known(world, administrator, tuya).needs_look
    with world.app.app_context():
        assert [other.inc for other in fleet.one(administrator, tuya.inc).beside] == [bold.inc]


def test_what_is_not_said_stays_as_it_was(world, administrator):
    bold = world.enrol()
    world.sync(bold, about=SAYS)
    world.sync(bold, about={"ops": 0, "colour": "a newer app may say more"})
    one = known(world, administrator, bold)
    assert (one.version, one.unsent, one.free_mb) == ("0.0.9", 0, 120)


@pytest.mark.parametrize(
    "about",
    [
        [],
        "x",
        {"app": "a b"},
        {"app": "x" * 41},
        {"ops": -1},
        {"ops": 1.5},
        {"free": 2**31},
        {"kept": 1},
        {"with": ["x"]},
    ],
)
def test_what_a_tablet_cannot_say_of_itself_is_refused_whole(world, about):
    bold = world.enrol()
    before = world.everything()
    answer = bold.sync(world.client, about=about)
    assert (answer.status, answer.head["code"]) == (400, "bad-header")
    assert world.everything() == before


def test_the_list_is_sorted_filtered_and_sums_what_is_unsent(world, administrator):
    bold, tuya = world.enrol("Рашаант"), world.enrol("Бугат")
    world.sync(bold, about=SAYS)
    with world.app.app_context():
        every = fleet.listed(administrator, {"sort": "-unsent"})
        assert [one.inc for one in every.cut.rows] == [bold.inc, tuya.inc]
        assert (every.unsent, every.looks, every.counts["active"]) == (3, 1, 2)
        of_bugat = fleet.listed(administrator, {"unit": world.units["Бугат"]})
        assert [one.inc for one in of_bugat.cut.rows] == [tuya.inc]
        assert [one.inc for one in fleet.listed(administrator, {"look": "1"}).cut.rows] == [bold.inc]


def test_a_page_of_a_tablet_says_what_came_of_its_hearing_and_whose_data_it_holds(world, administrator):
    bold = world.enrol("Рашаант")
    unit = world.units["Рашаант"]
    hearing = bold.say("hearing", unit=unit, title="Хэлэлцүүлэг", held_on="2026-11-24")
    bold.say("person", unit=unit, _personal={"given_name": "Дорж"})
    held = {(bold.inc, n): bold.op_id(n).split(".")[2] for n in (1, 2)}
    holds = f"{bold.inc}:" + ",".join(f"{n}.{tag}" for (_, n), tag in held.items())
    assert opset.decode(holds)
    bold.say("manifest", unit=unit, hearing=hearing, holds=holds)
    world.sync(bold)
    with world.app.app_context():
        page = fleet.one(administrator, bold.inc)
    ((record, line),) = page.hearings
    assert (record.id, line.expected, line.arrived, line.tablet) == (hearing, 2, 2, tablet_label(bold.inc))
    assert (page.ops, page.aside, page.safe) == (3, 0, 0)
    assert page.holds == [("Рашаант", 1)]
    assert [sent.ops for sent in page.sendings] == [3]


def test_a_revoked_tablet_hears_what_is_safe_though_it_reads_no_feed(world, administrator):
    bold = world.enrol()
    in_office(world, enrol.revoke, administrator, bold.inc, "Алдсан")
    assert known(world, administrator, bold).revoked_why == "Алдсан"
    answer = world.sync(bold)
    assert answer.head["commands"] == ["revoked"]
    assert "cursor" not in answer.head


def test_a_tablet_is_wiped_after_it_has_handed_in_and_each_state_is_seen(world, administrator):
    bold = world.enrol()
    in_office(world, wipe.ask, administrator, bold.inc, "Ажлаас гарсан")
    assert known(world, administrator, bold).state == "wiping"
    assert world.sync(bold).head["commands"] == ["wipe"]
    assert bold.sync(world.client, wipe="ready").head["commands"] == ["wipe"]
    assert known(world, administrator, bold).state == "handed-in"
    assert bold.sync(world.client, wipe="ready").head["commands"] == ["wipe"]  # the answer may have been lost
    answer = bold.sync(world.client, wipe="done")
    assert answer.head["commands"] == ["revoked"]
    one = known(world, administrator, bold)
    assert (one.state, one.revoked_by) == ("wiped", administrator.id)
    before = row_of(world, bold)
    bold.sync(world.client, wipe="done")
    assert row_of(world, bold).wiped_at == before.wiped_at


def test_a_wish_that_was_taken_back_in_time_wipes_nothing(world, administrator):
    bold = world.enrol()
    in_office(world, wipe.ask, administrator, bold.inc, "Буруу таблет")
    in_office(world, wipe.undo, administrator, bold.inc)
    assert "commands" not in bold.sync(world.client, wipe="ready").head
    assert known(world, administrator, bold).state == "active"


def test_a_wish_is_not_taken_back_once_the_tablet_may_have_obeyed(world, administrator):
    bold = world.enrol()
    in_office(world, wipe.ask, administrator, bold.inc, "Шилжүүлсэн")
    bold.sync(world.client, wipe="ready")
    for deed, args in ((wipe.undo, ()), (wipe.ask, ("again",))):
        with pytest.raises(Problem) as raised:
            in_office(world, deed, administrator, bold.inc, *args)
        assert raised.value.code == "bad-state"


def test_a_wish_has_a_reason_and_reaches_no_tablet_of_another_organisation(world, administrator, stranger):
    bold = world.enrol()
    for actor, inc, why, code in (
        (administrator, bold.inc, " ", "bad-values"),
        (administrator, "a" * 20, "x", "not-found"),
        (stranger, bold.inc, "x", "not-found"),
    ):
        with pytest.raises(Problem) as raised:
            in_office(world, wipe.ask, actor, inc, why)
        assert raised.value.code == code
    officer = make_officer(world, "reviewer").actor()
    with pytest.raises(Problem) as raised:
        in_office(world, wipe.ask, officer, bold.inc, "x")
    assert raised.value.code == "forbidden"


@pytest.mark.parametrize("word", ["now", 1, None, ["ready"], True])
def test_another_word_about_wiping_is_refused(world, word):
    answer = world.enrol().sync(world.client, wipe=word)
    assert (answer.status, answer.head["code"]) == (400, "bad-header")


def test_saying_more_of_itself_keeps_an_idle_sync_small(world):
    bold = world.enrol()
    world.sync(bold)
    plain = world.sync(bold)
    assert plain.sent_bytes + plain.got_bytes <= 200
