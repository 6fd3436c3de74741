"""Clocks that are wrong (F12–F15): a clock is evidence and decides nothing (I10); also H8."""

import json

import pytest

from sync.chain import tag

YEAR_MS = 365 * 24 * 3600 * 1000
NOW_MS = 1_795_320_000_000
CLOCKS = {
    "f12 ten years ahead": NOW_MS + 10 * YEAR_MS,
    "f13 ten years behind": NOW_MS - 10 * YEAR_MS,
    "f13 1970": 0,
    "f13 before 1970": -YEAR_MS,
    "f13 2038": 2**31 * 1000,
    "f13 9999": 253_402_300_799_000,
    "f13 beyond 9999": 253_402_300_800_000,
}


def state_of(world, record):
    return next(json.loads(row[3]) for row in world.derived()["record"] if row[1] == record)


@pytest.mark.parametrize("clock", sorted(CLOCKS))
def test_f12_f13_a_tablet_with_any_clock_is_taken_and_its_offset_noted(world, clock):
    bold, tuya = world.enrol(), world.enrol()
    bold.at = CLOCKS[clock]
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Буруу цагтай")
    answer = world.sync(bold, at=bold.at)
    assert "outcomes" not in answer.head
    row = next(row for row in world.everything()["tablet"] if row[1] == bold.inc)
    assert bold.at - answer.head["server_time"] in row
    world.sync(tuya)
    tuya.say("proposal", proposal, _n=2, _bases={"title": (bold.op_id(1),)}, title="Зөв цагтай")
    world.sync(tuya)
    assert world.derived()["review"] == []
    state = state_of(world, proposal)
    shown = state["set"].get("title") or state["live"]["title"][0][1]
    assert shown == "Зөв цагтай"  # what came after stands, however late the first clock was (Q8)


def test_f14_a_clock_that_jumps_back_within_a_session_reorders_nothing(world):
    bold = world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="0")
    for i in range(1, 6):
        bold.at -= 5 * YEAR_MS * (-1) ** i
        bold.say("proposal", proposal, _bases={"title": (bold.op_id(i),)}, title=str(i))
    answer = world.sync(bold, at=bold.at)
    assert answer.head["arrived"] == [[1, 6, tag(bold.hashes[6])]]
    assert "5" in json.dumps(state_of(world, proposal)["live"] | state_of(world, proposal)["set"])
    assert world.derived()["review"] == []


@pytest.mark.parametrize("server_clock", ["+P3650D", "-P3650D", "1970-01-02T00:00:00Z", "9990-01-01T00:00:00Z"])
def test_f15_a_servers_clock_that_jumps_touches_neither_cursors_nor_receipts(world, monkeypatch, server_clock):
    bold, tuya = world.enrol(), world.enrol()
    world.sync(bold)
    world.sync(tuya)
    for jump in (server_clock, ""):
        cursor = int(tuya.cursor.split(".")[1])
        monkeypatch.setenv("YAVUUL_NOW", jump)
        said = bold.say("proposal", unit=world.units["Бугат"], title="Цаг үсэрсэн")
        answer = world.sync(bold, at=bold.at)
        assert answer.head["arrived"] == [[1, len(bold.lines), tag(bold.hashes[-1])]]
        heard = world.sync(tuya)
        assert [row["id"] for row, _ in heard.rows] == [said]
        assert int(tuya.cursor.split(".")[1]) == cursor + 1
        assert set(world.sync(tuya).head) == {"server_time"}
