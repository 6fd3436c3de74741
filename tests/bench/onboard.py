"""The first sync of a new tablet: ten thousand records and 2 500 people of its bagh, over a bad line.

`fill` is also what measures of a full tablet begin with (tests/bench/board.py).
"""

import time
from random import Random

from tests.bench import words
from tests.bench.deployment import BAGHS, drain, fresh, hearing, propose
from tests.bench.figure import Figure, at_most, beside
from tests.tablet import MEDIA_TYPE, Answer, Tablet
from tests.world import World

RECORDS, PEOPLE, HEARINGS = 10_000, 2_500, 25
LINK_BITS_S, ROUND_TRIP_S = 50_000, 0.6
OVER_THE_LINE_MAX = 1.15  # seconds it takes / seconds that the bytes alone take
CPU_S_MAX = 4.0
DIGEST_BYTES_MAX = 1_000
BATCH = 1_000  # ops in a push; the measure is not about it


def fill(world: World, bagh: str, records: int = RECORDS, people: int = PEOPLE) -> Tablet:
    """Let a tablet of `bagh` enter people and what hearings make of them, by the real sync call; returns it."""
    author, unit = world.enrol(bagh), world.units[bagh]
    known = [enter_person(author, unit) for _ in range(people)]
    share = records // HEARINGS
    for _ in range(HEARINGS):
        of_hearing = hearing(world, bagh)
        propose(author, share // 3, unit, of_hearing)
        for _ in range(share - share // 3 - 1):
            attend(author, unit, of_hearing, known)
    _push(world, author)
    return author


def enter_person(tablet: Tablet, unit: str) -> str:
    """A new person, with name, phone and address; its id."""
    values, personal = words.person(tablet.random, unit, tablet.new_id())
    tablet.at += tablet.random.randrange(90_000)
    return tablet.say("person", _personal=personal, **values)


def attend(tablet: Tablet, unit: str, of_hearing: str, known: list[str]) -> str:
    """One of `known` checks in; the record's id."""
    random: Random = tablet.random
    tablet.at += random.randrange(90_000)
    role = random.choice(("citizen", "citizen", "citizen", "guest"))
    return tablet.say("attendance", unit=unit, hearing=of_hearing, person=random.choice(known), role=role)


def _push(world: World, author: Tablet) -> None:
    while author.sent < len(author.lines):
        answer = author.sync(world.client, author.sent + 1, min(author.sent + BATCH, len(author.lines)))
        assert answer.status == 200, answer.head


def measure(is_quick: bool) -> list[Figure]:
    """A new tablet's first sync, page by page."""
    part = 10 if is_quick else 1
    with fresh() as world:
        fill(world, BAGHS[0], RECORDS // part, PEOPLE // part)
        reader = world.enrol(BAGHS[0])
        began = time.process_time()
        answers = drain(world, reader)
        cpu_s = time.process_time() - began
        rows = sum(len(answer.rows) for answer in answers)
        figures = _of_link("first sync", rows, answers)
        figures.append(at_most("first sync: server and reader CPU", cpu_s, "s", CPU_S_MAX))
        return figures + _of_digest(world, reader)


def _of_digest(world: World, reader: Tablet) -> list[Figure]:
    """The daily comparison of a tablet that has lost nothing."""
    body = reader.body(1, 0, under=[""])
    began = time.process_time()
    answer = world.client.post("/api/v1/digest", body, {"Content-Type": MEDIA_TYPE})
    cpu_s = time.process_time() - began
    assert b"digests" in answer.data, answer.data
    return [
        at_most("daily comparison: bodies up and down", len(body) + len(answer.data), "bytes", DIGEST_BYTES_MAX),
        beside("daily comparison: server CPU", cpu_s, "s"),
    ]


def _of_link(name: str, rows: int, answers: list[Answer]) -> list[Figure]:
    up, down = sum(a.sent_bytes for a in answers), sum(a.got_bytes for a in answers)
    bare_s = (up + down) * 8 / LINK_BITS_S
    return [
        beside(f"{name}: records", rows, "records"),
        beside(f"{name}: requests", len(answers), "requests"),
        beside(f"{name}: bytes down", down, "bytes"),
        beside(f"{name}: largest answer", max(a.got_bytes for a in answers), "bytes"),
        beside(f"{name}: at 50 kbit/s, 600 ms", bare_s + len(answers) * ROUND_TRIP_S, "s"),
        at_most(f"{name}: beside bytes alone", 1 + len(answers) * ROUND_TRIP_S / bare_s, "ratio", OVER_THE_LINE_MAX),
    ]
