"""Scenario 18: a consent that ended takes names, telephone, signatures, voices with it, everywhere and for ever."""

import json
import shutil

import pytest

from server.backup.erasures import FILE
from server.backup.restore import restore
from server.backup.ship import ship
from server.office.search import people as search
from server.privacy import ending, sweep
from server.store import records, subject
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading
from sync import merge
from tests.exchange.test_backup import second_store
from tests.privacy.conftest import FAR, NAMES, PHONE, Citizen

__all__ = ["second_store"]
CANARIES = tuple(word.encode() for word in (*NAMES, PHONE, "M0 0L9 9", "ABCDEFGHJKMN5"))


def held(world, ids):
    """The records as they stand, with whatever personal values can still be opened."""
    with world.app.app_context(), reading() as connection:
        return records.load(connection, world.tenant, ids, SubjectKeys(connection, world.tenant))


def spoken(record):
    """Every value that a record can still say."""
    return {value for live in record.live.values() for value, _ in live.values()}


def erased(world):
    with world.app.app_context(), reading() as connection:
        return set(subject.erased(connection, world.tenant))


def found_by_name(world, actor, q):
    with world.app.app_context(), reading() as connection:
        return search.searched(connection, actor, {"q": q}).cut.count


def test_scenario_18_a_withdrawn_consent_takes_name_and_phone_away_and_leaves_the_words(hall, citizen, administrator):
    assert found_by_name(hall.world, administrator, NAMES[1]) == 1
    answer = citizen.withdraw("participation", "answer_by_phone")
    told = {row["id"]: (row, personal) for row, personal in answer.rows}
    assert told.keys() >= citizen.own - {citizen.code}, "the tablet that sent it hears it in the same answer"
    assert all(told[one][0]["erased"] and told[one][1] is None for one in told.keys() & citizen.own)
    others = {row["id"] for row, personal in hall.world.sync(hall.bold).rows if row.get("erased") and not personal}
    assert others >= citizen.own - {citizen.code}, "and every other tablet at its next exchange"

    assert erased(hall.world) == citizen.own
    known = held(hall.world, {*citizen.own, citizen.proposal})
    left = {value for record in known.values() for value in spoken(record)}
    assert not left & {*NAMES, PHONE, "Рашаант 4", " ".join(NAMES)}
    assert merge.value_of(known[citizen.proposal], "title") == "Гар худаг гаргах"
    assert found_by_name(hall.world, administrator, NAMES[1]) == found_by_name(hall.world, administrator, PHONE) == 0
    with hall.world.app.app_context(), reading() as connection:
        row = sweep.done_last(connection, hall.world.tenant)[0]
    assert (row.person, row.why, json.loads(row.left)) == (citizen.person, "withdrawn", [citizen.naming])


def test_a_withdrawal_that_was_followed_once_leaves_nothing_to_follow(hall, citizen):
    citizen.withdraw("participation", "answer_by_phone")
    before = hall.world.derived()
    with hall.world.app.app_context():
        assert not ending.settle(hall.world.tenant, citizen.person)
        assert not sweep.sweep(hall.world.tenant).people
    assert hall.world.derived() == before


def test_who_still_wants_his_answer_keeps_his_name_and_number_for_it(hall, citizen):
    citizen.withdraw("participation")
    assert erased(hall.world) == {citizen.attendance, citizen.signature}
    kept = spoken(held(hall.world, [citizen.person])[citizen.person])
    assert kept >= {*NAMES, PHONE}
    assert "Рашаант 4" not in kept


def test_who_takes_part_and_wants_no_calls_stays_as_he_is(hall, citizen):
    citizen.withdraw("answer_by_phone")
    assert not erased(hall.world)


def test_a_voice_is_shown_no_more_when_consent_to_show_it_ends(hall):
    citizen = Citizen(hall, participation=FAR, photo_voice=FAR)
    citizen.withdraw("photo_voice")
    assert merge.value_of(held(hall.world, [citizen.voice])[citizen.voice], "publish") is False
    assert not erased(hall.world)


def test_a_consent_lapses_on_the_day_after_its_last_in_the_units_zone(hall, monkeypatch):
    citizen = Citizen(hall, participation="2026-11-30", answer_by_phone="2026-11-30")
    for moment, count in (("2026-11-30T16:59:00+00:00", 0), ("2026-11-30T17:01:00+00:00", 5)):
        monkeypatch.setenv("YAVUUL_NOW", moment)
        with hall.world.app.app_context():
            sweep.sweep(hall.world.tenant)
        assert len(erased(hall.world)) == count, moment
    assert erased(hall.world) == citizen.own


def test_two_tablets_that_say_different_things_wait_for_a_person(hall, citizen):
    later = {"consents/participation": "2098-01-01"}
    hall.bold.say("person", citizen.person, _n=2, _bases={"consents/participation": (citizen.said_at,)}, **later)
    hall.world.sync(hall.bold)
    citizen.withdraw("participation", "answer_by_phone")
    with hall.world.app.app_context(), reading() as connection:
        said = ending.judge(connection, hall.world.tenant, citizen.person).standings
    assert (said["participation"], said["answer_by_phone"]) == ("open", "withdrawn")
    assert not erased(hall.world), "to erase is for ever: a person looks first"


def test_the_register_of_a_bagh_stays_where_nobody_was_asked(hall):
    listed = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Цэцэг"})
    hall.world.sync(hall.ana)
    with hall.world.app.app_context():
        sweep.sweep(hall.world.tenant)
    assert listed not in erased(hall.world)


def test_doubles_of_one_person_go_together(hall, citizen):
    double = hall.ana.say("person", unit=hall.unit, same_as=citizen.person, _personal={"given_name": NAMES[1]})
    hall.world.sync(hall.ana)
    citizen.withdraw("participation", "answer_by_phone")
    assert double in erased(hall.world)


def test_voices_go_when_their_time_is_over_and_signed_papers_stay(hall, citizen, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2028-01-15T10:00:00+00:00")
    with hall.world.app.app_context():
        assert sweep.sweep(hall.world.tenant).classes["voices"] == 1
        assert not sweep.sweep(hall.world.tenant).classes["voices"]
    assert erased(hall.world) == {citizen.voice}


@pytest.mark.parametrize("remembers", ["place", "file", "machine"])
def test_scenario_18_no_backup_brings_back_what_was_erased_after_it(
    hall, citizen, second_store, tmp_path_factory, remembers
):
    """The older of two backups is restored: the newer place, a file, or the machine itself remembers the erasure."""
    world, place, old = hall.world, tmp_path_factory.mktemp("place"), tmp_path_factory.mktemp("old") / "copy"
    with world.app.app_context():
        ship(place)
    shutil.copytree(place, old)
    citizen.withdraw("participation", "answer_by_phone")
    more = []
    if remembers == "place":
        with world.app.app_context():
            ship(place)
        shutil.copy(place / FILE, old / FILE)
    elif remembers == "file":
        more = [world.data_dir / FILE]
    else:
        shutil.copy(world.data_dir / FILE, second_store.data_dir / FILE)
    assert not any(canary in (world.data_dir / FILE).read_bytes() for canary in CANARIES)
    with second_store.app.app_context():
        done = restore(old, world.tenant, accept_loss=True, erased=more)
    assert done.erased_again == len(citizen.own)
    back = held(second_store, citizen.own)
    assert all(record.erased for record in back.values())
    assert not {value for record in back.values() for value in spoken(record)} & {*NAMES, PHONE}
    assert erased(second_store) >= citizen.own
    hall.bold.cursor = hall.bold.cursor.split(".")[0] + ".0"
    rows = {row["id"]: personal for row, personal in second_store.sync(hall.bold).rows if row.get("erased")}
    assert rows.keys() >= citizen.own - {citizen.code}, "tablets hear of it in the new epoch"
