"""Traps that are about both languages and about old and new clients (RELIABILITY part 2), on the whole server."""

import json

import pytest

from sync.op import Malformed, read


def stored_lines(world, tablet):
    return [row[6] for row in world.everything()["op"] if row[1] == tablet.inc]


@pytest.mark.parametrize("catalogue", [1, 2, 99, 2**53 - 1])
def test_trap_29_a_push_of_any_catalogue_is_stored(world, catalogue):
    """An old or a newer client's words are never refused; only what it is shown may wait for an update."""
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Хуучин хувилбар")
    answer = world.sync(bold, catalogue=catalogue)
    assert answer.head["arrived"][0][:2] == [1, 1]


def test_trap_29_only_another_wire_asks_for_an_update(world):
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Ирээдүй")
    answer = bold.post(world.client, bold.body(1, 1, wire=2))
    assert (answer.status, answer.head["code"], answer.head["do"]) == (400, "unknown-wire", "update")
    assert world.sync(bold).head["arrived"][0][:2] == [1, 1]


def test_trap_30_what_this_server_does_not_know_is_kept_byte_for_byte(world):
    bold = world.enrol()
    record = bold.new_id()
    strange = f'{{"type":"drone_flight","id":"{record}","n":1,"at":1,"cat":7,"set":{{"z":["\\u04e8  "],"a":[null]}}}}'
    bold.add(strange.encode())
    bold.say("proposal", unit=world.units["Бугат"], mood="calm")
    world.sync(bold)
    assert stored_lines(world, bold) == [lines[0] for lines in bold.lines]


def test_trap_30_a_client_that_writes_one_field_drops_no_other(world):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Худаг", cost=6_000_000, supporters=12)
    world.sync(bold)
    tuya.say("proposal", proposal, _n=2, _bases={"title": (bold.op_id(1),)}, title="Гар худаг")
    world.sync(tuya)
    state = next(json.loads(row[3]) for row in world.derived()["record"] if row[1] == proposal)
    assert {"cost", "supporters", "unit"} <= state["set"].keys()


@pytest.mark.parametrize("number", [2**53 - 1, 0])
def test_trap_35_whole_numbers_come_back_as_they_were_and_others_are_none(world, number):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], cost=number)
    for wrong in ("1.0", "-0", "1e3", "9007199254740993"):
        line = f'{{"type":"proposal","id":"{proposal}","n":2,"at":1,"cat":1,"set":{{"supporters":[{wrong}]}}}}'
        bold.add(line.encode())
    outcomes = world.sync(bold).head["outcomes"]
    assert {tuple(outcome) for seq, outcome in outcomes.items() if seq != "3"} == {("refused", "bad-number")}
    ((row, _),) = [(row, p) for row, p in world.sync(tuya).rows if row["id"] == proposal]
    said = row.get("set", {}) | {path: live[0][1] for path, live in row.get("live", {}).items()}
    assert said["cost"] == number and type(said["cost"]) is int


@pytest.mark.parametrize("path", ["т", "ﬀ", "😀", "media/😀", "a" * 41, "Title"])
def test_trap_36_what_is_sorted_is_ascii_so_both_languages_sort_it_alike(path):
    line = json.dumps({"type": "proposal", "id": "a" * 26, "n": 1, "at": 1, "cat": 1, "set": {path: ["x"]}})
    with pytest.raises(Malformed, match="bad-key"):
        read(line.encode(), None, "a" * 20, 1, "a" * 8)


@pytest.mark.parametrize("title", ["  Худаг  ", "\ufeffХудаг\ufeff", "\u0085Худаг", "ИХ худаг", "\u00a0"])
def test_trap_38_nothing_is_trimmed_or_lowered_on_the_way(world, title):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title=title)
    assert "outcomes" not in world.sync(bold).head
    assert next(row["set"]["title"] for row, _ in world.sync(tuya).rows if row["id"] == proposal) == title
