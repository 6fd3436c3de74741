"""Finding records by what they say: reading up, reach, slips of the pen, deletes, restores."""

import pytest

from server.search.find import QUERY_WORDS_MAX, find
from server.search.index import PER_STEP, Index
from tests.stores import sqlite_world

__all__ = ["sqlite_world"]


@pytest.fixture
def world(sqlite_world):
    return sqlite_world


@pytest.fixture
def ask(world):
    """Ask as somebody of the office: `ask("худаг", units=…)` → record ids."""
    index = Index(world.data_dir)

    def search(query, **within):
        with world.app.app_context():
            while (answer := find(index, world.tenant, query, **within)).behind:
                pass
        return answer

    return search


def propose(world, tablet, *titles, bagh="Бугат", **more):
    made = [tablet.say("proposal", unit=world.units[bagh], title=title, **more) for title in titles]
    world.sync(tablet)
    return made


def ids(answer):
    return {found.record for found in answer.found}


@pytest.mark.parametrize("query", ["худаг", "худгийн", "hudag", "xудаг", "ХУДАГ", "гар худаг", "худгийг гаргах"])
def test_scenario_20_a_well_is_found_however_it_is_written(world, ask, query):
    well, _ = propose(world, world.enrol("Бугат"), "Гар худаг шинээр гаргах", "Замыг засах")
    assert ids(ask(query)) == {well}


def test_scenario_20_letters_of_old_fonts_are_found(world, ask):
    flood, family = propose(world, world.enrol("Бугат"), "Үерийн далан барих", "Өрхийн эмнэлэг")
    assert ids(ask("їер")) == {flood}
    assert ids(ask("єрх")) == {family}


def test_a_slip_of_the_pen_is_guessed_and_said(world, ask):
    (clinic,) = propose(world, world.enrol("Бугат"), "Эмнэлгийн халаалт шинэчлэх")
    answer = ask("эмнэлэк")
    assert ids(answer) == {clinic}
    assert answer.guessed == {"емнлк": ["емнлг"]}


def test_a_word_that_nobody_said_finds_nothing(world, ask):
    propose(world, world.enrol("Бугат"), "Гар худаг гаргах")
    answer = ask("трамвай")
    assert (answer.found, answer.behind) == ([], 0)


def test_every_word_must_be_there(world, ask):
    well, _ = propose(world, world.enrol("Бугат"), "Гар худаг гаргах", "Гар утасны сүлжээ")
    assert ids(ask("гар худаг")) == {well}


def test_i9_nothing_outside_of_reach_is_found(world, ask):
    propose(world, world.enrol("Бугат"), "Гар худаг гаргах")
    (other,) = propose(world, world.enrol("Рашаант"), "Худаг засах", bagh="Рашаант")
    assert ids(ask("худаг", units=[world.units["Рашаант"]])) == {other}
    assert ids(ask("худаг", units=[])) == set()


def test_what_changes_is_found_anew_and_what_is_deleted_no_more(world, ask):
    bold = world.enrol("Бугат")
    well, road = propose(world, bold, "Гар худаг гаргах", "Зам засах")
    assert ids(ask("худаг")) == {well}
    bold.say("proposal", well, title="Далан барих", _bases={"title": (bold.op_id(1),)})
    bold.say("proposal", road, _deleted=f"{bold.inc}:2.{bold.op_id(2).rpartition('.')[2]}")
    world.sync(bold)
    assert (ids(ask("худаг")), ids(ask("далан")), ids(ask("зам"))) == (set(), {well}, set())


def test_names_of_people_are_not_in_the_index(world, ask):
    """I7: names stand under the subjects' keys, and in no index."""
    bold = world.enrol("Бугат")
    bold.say("person", unit=world.units["Бугат"], sex="female", _personal={"given_name": "Үүрийнтуяа"})
    world.sync(bold)
    assert ids(ask("Үүрийнтуяа")) == set()
    raw = b"".join(path.read_bytes() for path in world.data_dir.glob("search.db*"))
    assert "үүрийнт".encode() not in raw


def test_reading_up_goes_in_steps_and_says_how_far_it_is(world):
    bold = world.enrol("Бугат")
    propose(world, bold, *(f"Худаг {place}" for place in range(PER_STEP + 10)))
    index = Index(world.data_dir)
    with world.app.app_context():
        first = find(index, world.tenant, "худаг", limit=10)
        assert first.behind > 0
        second = find(index, world.tenant, "худаг", limit=10)
    assert (second.behind, len(second.found)) == (0, 10)


def test_hostile_queries_are_only_words(world, ask):
    (well,) = propose(world, world.enrol("Бугат"), "Гар худаг гаргах")
    for query in ('"', "худаг*", 'худаг" OR "x', "NOT худаг NEAR", "\u0000худаг", "a" * 10_000, "^", "said:худаг"):
        ask(query)
    assert ids(ask('худаг" *')) == {well}


def test_h77_of_ten_thousand_words_a_dozen_are_asked_and_a_word_is_compared_with_those_of_its_length(world, ask):
    propose(world, world.enrol("Бугат"), "Гар худаг шинээр гаргах")
    answer = ask(" ".join(f"үг{number}" for number in range(10_000)))
    assert len(answer.meant) == QUERY_WORDS_MAX and answer.found == []
    for long in ("x" * 10_240, "(a+)+$" * 1_000, "%" * 10_240):
        answer = ask(long)
        assert answer.found == [] and not any(answer.meant.values())
        assert sum(map(len, answer.meant)) <= 10_240
