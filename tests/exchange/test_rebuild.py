"""`yavuul rebuild`: records, projections, reviews and feeds come out of the log as they were (DESIGN §1)."""

import random

from server import acts
from server.replay import rebuild
from server.store import records
from server.store.subjects import SubjectKeys


def _live_a_little(world, seed):
    """Three tablets and the office, colliding, parked, refused, sealed, erased."""
    chance = random.Random(seed)
    tablets = [world.enrol(), world.enrol(), world.enrol("Рашаант")]
    known: list[tuple[str, str]] = []
    unit = world.units["Рашаант"]
    hearing = tablets[0].say("hearing", unit=unit, title="Хурал", kind="discussion")
    for turn in range(60):
        tablet = chance.choice(tablets)
        if not known or chance.random() < 0.4:
            bagh = world.units[chance.choice(("Рашаант", "Бугат"))]
            known.append(("proposal", tablet.say("proposal", unit=bagh, hearing=hearing, title=f"Санал {turn}")))
        elif chance.random() < 0.2:
            person = tablet.say("person", unit=unit, _personal={"given_name": f"Хүн {turn}"})
            known.append(("person", person))
        else:
            kind, record = chance.choice(known)
            path = "title" if kind == "proposal" else "language"
            value = f"Засвар {turn}" if kind == "proposal" else "mn"
            tablet.say(kind, record, _n=turn + 2, **{path: value})
        if chance.random() < 0.3:
            tablet.say("proposal", unit=unit, title="Төлөв", status="done")
        if chance.random() < 0.1:
            tablet.add(b"{not json")
        if chance.random() < 0.5:
            world.sync(tablet)
    for tablet in tablets:
        world.sync(tablet)
    seen = f"{tablets[0].inc}:1.{tablets[0].op_id(1).rsplit('.', 1)[1]}"
    tablets[0].say("seal", unit=unit, hearing=hearing, seen=seen)
    world.sync(tablets[0])
    return known


def test_rebuild_gives_the_same_records_projections_and_feeds(world):
    for seed in (1, 2):
        known = _live_a_little(world, seed)
        person = next(record for kind, record in known if kind == "person")
        world.state(acts.Statement("person", person, {"_erased": (True, ())}))
        before = world.derived()
        with world.app.app_context():
            counted = rebuild("jargalant")
        assert counted.ops == len(world.everything()["op"])
        after = world.derived()
        for name in before:
            assert after[name] == before[name], f"{name}, seed {seed}"


def test_rebuild_leaves_feeds_where_cursors_expect_them(world):
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Худаг")
    world.sync(bold)
    with world.app.app_context():
        rebuild("jargalant")
    assert world.sync(bold).rows == []


def test_m19_an_erased_person_stays_erased_through_rebuild_and_later_offers(world):
    bold, tuya = world.enrol(), world.enrol()
    person = bold.say("person", unit=world.units["Бугат"], _personal={"given_name": "Нэргүй"})
    world.sync(bold)
    world.state(acts.Statement("person", person, {"_erased": (True, ())}))
    bold.say("person", person, _personal={"phone": "99112233"})
    world.sync(bold)
    with world.app.app_context():
        rebuild("jargalant")
    rows = {row["id"]: (row, hidden) for row, hidden in world.sync(tuya).rows}
    assert rows[person][0]["erased"] is True
    assert rows[person][1] is None
    with world.connection() as connection:
        keys = SubjectKeys(connection, "jargalant")
        assert keys.is_destroyed(person)
        assert records.load(connection, "jargalant", [person], keys)[person].erased
    later = next(row for row in world.everything()["op"] if row[1:3] == (bold.inc, 2))
    assert later[7] is None and later[8] is not None  # of what came later only the digest was taken
