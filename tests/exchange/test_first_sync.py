"""A first sync comes in pages, says how much is left, and goes on where it was (DESIGN §5.9; trap 34)."""

import pytest

from server import acts
from tests.bench.deployment import drain

RECORDS = 700  # more than a page


@pytest.fixture
def filled(world):
    """A bagh with more records than a page has, and as many in the next bagh."""
    author = world.enrol()
    for place in range(RECORDS):
        author.say("proposal", unit=world.units["Рашаант"], title=f"Санал {place}")
        author.say("proposal", unit=world.units["Бугат"], title=f"Өөр санал {place}")
    world.sync(author)
    return world, author


def test_each_page_says_how_much_is_left_in_the_readers_scopes_and_the_last_says_nothing(filled):
    """I9: what stands elsewhere is not even counted."""
    world, _ = filled
    reader = world.enrol("Рашаант")
    answers = drain(world, reader)
    rows = [len(answer.rows) for answer in answers]
    left = [answer.head.get("left") for answer in answers]
    assert len(answers) > 1
    assert sum(rows) == RECORDS + 3  # the organisation and its two units
    assert left == [*(sum(rows[place + 1 :]) for place in range(len(rows) - 1)), None]


def test_a_shorter_page_is_asked_for_by_its_bytes(filled):
    world, _ = filled
    reader = world.enrol("Рашаант")
    answers = [world.sync(reader, want_bytes=8_192)]
    while answers[-1].head.get("more"):
        answers.append(world.sync(reader, want_bytes=8_192))
    assert max(len(answer.rows) for answer in answers) < 60
    assert sum(len(answer.rows) for answer in answers) == RECORDS + 3


def test_trap_34_a_cut_page_is_told_again_from_the_tablets_own_cursor_and_nothing_before_it(filled):
    world, _ = filled
    reader = world.enrol("Рашаант")
    first = world.sync(reader)
    kept = reader.cursor
    lost = world.sync(reader)
    reader.cursor = kept  # that answer never came
    again = world.sync(reader)
    assert [row["id"] for row, _ in again.rows] == [row["id"] for row, _ in lost.rows]
    assert {row["id"] for row, _ in first.rows}.isdisjoint(row["id"] for row, _ in again.rows)


def test_what_changes_between_two_pages_is_told_at_the_end_as_it_is_then(filled):
    """I3: the cursor passes no change that was not told."""
    world, author = filled
    reader = world.enrol("Рашаант")
    first = world.sync(reader)
    record = next(row["id"] for row, _ in first.rows if row["type"] == "proposal")
    place = next(seq for seq, op in enumerate(author.lines, 1) if record.encode() in op[0])
    author.say("proposal", record, _bases={"title": (author.op_id(place),)}, title="Өөр боллоо")
    world.sync(author)
    (said,) = [row for answer in drain(world, reader) for row, _ in answer.rows if row["id"] == record]
    assert "Өөр боллоо" in {said["set"].get("title"), *(value for _, value, _ in said["live"].get("title", ()))}


def test_an_erased_person_is_erased_on_every_page_that_is_still_to_come(world):
    """M19: pages are made when they are asked for, so nothing can come back from a cache."""
    author, reader = world.enrol(), world.enrol()
    people = [
        author.say("person", unit=world.units["Бугат"], sex="female", _personal={"given_name": f"Нэр {place}"})
        for place in range(600)
    ]
    world.sync(author)
    world.sync(reader)
    world.state(acts.Statement("person", people[-1], {"_erased": (True, ())}))
    told = {row["id"]: hidden for answer in drain(world, reader) for row, hidden in answer.rows}
    assert people[-1] in told
    assert told[people[-1]] is None
