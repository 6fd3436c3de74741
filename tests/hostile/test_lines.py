"""Hostile op lines in a signed batch (H9–H18, H23–H31): each is kept, takes no effect, and stops nothing beside it.

What each line is told is the engine's to say, and tested in tests/sync; here the whole app and both stores take part.
"""

import json

import pytest

from server import acts
from server.replay import rebuild


def op_line(record, sets, kind="proposal", n=1):
    """An op line around `sets`, which is raw JSON."""
    return f'{{"type":"{kind}","id":"{record}","n":{n},"at":1,"cat":1,"set":{sets}}}'.encode()


def nested(depth):
    return '{"title":[' + "[" * depth + "]" * depth + "]}"


LINES = {
    "h12 deep": (nested(5_000), "too-deep"),
    "h13 long number": ('{"cost":[' + "9" * 5_000 + "]}", "bad-number"),
    "h13 infinite": ('{"cost":[1e400]}', "bad-number"),
    "h13 no number": ('{"cost":[NaN]}', "bad-number"),
    "h13 less than nothing": ('{"cost":[-Infinity]}', "bad-number"),
    "h14 twice": ('{"title":["a"],"title":["b"]}', "duplicate-key"),
    "h15 half a sign": ('{"title":["\\ud800"]}', "bad-text"),
    "h16 zero": ('{"title":["a\\u0000b"]}', "bad-text"),
    "h16 zero in a field unknown": ('{"mood":["a\\u0000b"]}', None),
    "h15 half a sign in a field unknown": ('{"mood":["\\udfff"]}', None),
    "h18 list": ('["title"]', "bad-shape"),
    "h23 proto": ('{"__proto__":["x"]}', "bad-key"),
    "h23 constructor": ('{"constructor":["x"]}', None),
    "h25 marks": ('{"title":["a' + "\u0301" * 500 + '"]}', "bad-text"),
    "h26 NFD": ('{"title":["и\u0306"]}', "bad-text"),
    "h27 long": ('{"body":["' + "x" * 400_000 + '"]}', "too-long"),
    "h27 spaces": ('{"place":["' + " " * 100_000 + '!"]}', "too-long"),
    "h29 line break": ('{"title":["99112233\\r\\nSet-Cookie: a=b"]}', "bad-text"),
    "h30 latitude": ('{"place":["91,106"]}', "bad-value"),
    "h30 less than none": ('{"supporters":[-1]}', "bad-value"),
    "h30 a text for a number": ('{"cost":["6000000"]}', "bad-value"),
}


@pytest.mark.parametrize("name", sorted(LINES))
def test_h12_to_h30_a_hostile_line_is_kept_and_stops_nothing(world, name):
    sets, code = LINES[name]
    bold, tuya = world.enrol(), world.enrol()
    record = bold.new_id()
    line = op_line(record, sets)
    bold.add(line)
    good = bold.say("proposal", unit=world.units["Бугат"], title="Гар худаг")
    answer = world.sync(bold)
    assert answer.head["outcomes"]["1"] == (["refused", code] if code else ["parked", "unknown-field"])
    assert answer.head["arrived"][0][:2] == [1, 2]
    assert [row[6] for row in world.everything()["op"] if row[1:3] == (bold.inc, 1)] == [line]
    heard = {row["id"]: row for row, _ in world.sync(tuya).rows}
    assert good in heard
    assert not heard.get(record, {}).get("set")


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe{\x00", "\ufeff{}".encode(), b"[]", b'"text"', b"null", b"{}", b"", b"\x00", b"{" * 90_000]
)
def test_h17_h18_what_is_no_line_at_all_is_kept_as_it_came(world, raw):
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Өмнөх")
    if raw[:1] in (b"[", b'"'):
        bold.lines[0].append(raw)  # by its first sign it belongs to the op before it, as its personal line
        bold.hashes.pop()
        first, bold.lines = bold.lines[0], []
        bold.add(*first)
    else:
        bold.add(raw)
    bold.say("proposal", unit=world.units["Бугат"], title="Дараах")
    answer = world.sync(bold)
    assert [outcome[0] for outcome in answer.head["outcomes"].values()] == ["refused"]
    assert answer.head["arrived"][0][1] == len(bold.lines)


@pytest.mark.parametrize("field", ["role", "is_admin", "verified", "office_status", "created_by", "tenant_id"])
def test_h09_a_field_that_is_not_of_the_type_waits_and_gives_nobody_anything(world, field):
    bold = world.enrol("Рашаант")
    bold.say("proposal", unit=world.units["Рашаант"], title="Худаг", **{field: "administrator"})
    before = world.everything()["account"]
    assert world.sync(bold).head["outcomes"] == {"1": ["parked", "unknown-field"]}
    assert world.everything()["account"] == before
    assert "administrator" not in repr(world.derived())


@pytest.mark.parametrize("extra", ['"tenant":"songino"', '"created_by":"x"', '"inc":"a"'])
def test_h09_a_member_that_no_op_has_makes_it_none(world, extra):
    bold = world.enrol()
    bold.add(op_line(bold.new_id(), '{"title":["Худаг"]}')[:-1] + b"," + extra.encode() + b"}")
    assert world.sync(bold).head["outcomes"] == {"1": ["refused", "bad-shape"]}


@pytest.mark.parametrize("kind", ["proposal", "hearing", "person"])
def test_h10_what_the_office_keeps_cannot_be_changed_under_another_types_name(world, kind):
    """A record is of one type for ever; else a tablet's type would be a way round the office's rules (I6)."""
    bold, tuya = world.enrol("Рашаант"), world.enrol()
    world.sync(tuya)
    before = world.derived()
    fields = {"unit": world.units["Рашаант"]} | ({} if kind == "person" else {"title": "Хулгайлсан"})
    bold.say(kind, world.units["Рашаант"], _n=9, **fields)
    tenant = next(row[1] for row in before["record"] if row[2] == "tenant")
    bold.say(kind, tenant, _n=9, **fields)
    assert set(map(tuple, world.sync(bold).head["outcomes"].values())) == {("refused", "bad-shape")}
    after = world.derived()
    assert [name for name in before if before[name] != after[name] and name.startswith("p_")] == []
    rows = {row["id"]: row for row, _ in world.sync(tuya).rows}
    assert all("title" not in row.get("set", {}) for row in rows.values() if row["type"] in ("unit", "tenant"))
    with world.app.app_context():
        rebuild(world.tenant)
    assert world.derived() == after


def test_h10_two_types_for_one_record_in_one_batch_are_settled_by_the_first(world):
    bold = world.enrol()
    unit = world.units["Бугат"]
    record = bold.say("household", unit=unit, number="12")
    bold.say("group", record, unit=unit, number=12)
    assert world.sync(bold).head["outcomes"] == {"2": ["refused", "bad-shape"]}
    assert [row[2] for row in world.derived()["record"] if row[1] == record] == ["household"]


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "'; DROP TABLE op; --", "%", "_", "\u202egpj.exe"]
)
def test_h24_h28_text_that_means_something_elsewhere_is_stored_as_it_is(world, text):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title=text)
    person = bold.say("person", unit=world.units["Бугат"], _personal={"given_name": text})
    assert "outcomes" not in world.sync(bold).head
    heard = {row["id"]: (row, hidden) for row, hidden in world.sync(tuya).rows}
    assert heard[proposal][0]["set"]["title"] == text
    assert heard[person][1]["set"]["given_name"] == text


def test_h26_look_alikes_are_never_one_record(world):
    bold = world.enrol()
    for name in ("Өнөр", "Θнөр", "АВС", "ABC"):
        bold.say("person", unit=world.units["Бугат"], _personal={"given_name": name})
    world.sync(bold)
    assert len(world.derived()["p_person"]) == 4
    assert world.derived()["review"] == []


def test_h29_a_line_break_reaches_no_log_line(world, capsys):
    bold = world.enrol()
    bold.say("person", unit=world.units["Бугат"], _personal={"phone": '99112233\r\n{"event":"forged"}'})
    assert world.sync(bold).head["outcomes"] == {"1": ["refused", "bad-text"]}
    logged = capsys.readouterr().err
    assert "forged" not in logged and "99112233" not in logged
    assert all(json.loads(line) for line in logged.splitlines() if line.startswith("{"))


def test_h31_references_in_a_circle_or_to_nothing_are_values_that_nobody_follows(world):
    bold, tuya = world.enrol(), world.enrol()
    unit, one, two, nowhere = world.units["Бугат"], bold.new_id(), bold.new_id(), bold.new_id()
    bold.say("person", one, unit=unit, same_as=two)
    bold.say("person", two, unit=unit, same_as=one)
    bold.say("proposal", unit=unit, title="Тасархай", hearing=nowhere, proposer=nowhere)
    assert "outcomes" not in world.sync(bold).head
    assert {one, two} <= {row["id"] for row, _ in world.sync(tuya).rows}
    before = world.derived()
    with world.app.app_context():
        rebuild(world.tenant)
    assert world.derived() == before


def test_h32_a_facilitator_cannot_erase_a_person_either(world):
    bold = world.enrol()
    person = bold.say("person", unit=world.units["Бугат"], _personal={"given_name": "Дулмаа"})
    bold.say("person", person, _erased=True)
    assert world.sync(bold).head["outcomes"] == {"2": ["parked", "office-field"]}
    tuya = world.enrol()
    assert any(hidden and hidden["set"]["given_name"] == "Дулмаа" for _, hidden in world.sync(tuya).rows)
    world.state(acts.Statement("person", person, {"_erased": (True, ())}))
    assert all(hidden is None for _, hidden in world.sync(tuya).rows)
