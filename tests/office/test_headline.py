"""«Саналаас ажил болсон» is one number: on the board, over the register of works, on the public page (scenario 25)."""

import re

import pytest

from server import acts
from server.office import board
from server.office.clusters import service as clusters
from server.office.proposals import listing
from server.office.works import views
from server.office.works.headline import PARTS, WHOLE
from server.store import works
from server.who import REVIEWER
from tests.office.conftest import Hall, make_officer
from tests.public.conftest import Citizen


@pytest.fixture
def hall(sqlite_world):
    """A published hearing: a work begun on a wish that a twin was merged into, one cluster of three, one wish that was
    done and confirmed, one declined and opened again, one answered, one untouched; thanks, and a draft."""
    hall = Hall(sqlite_world)

    def say(title, **more):
        return hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=title, **more)

    hall.well, twin, *hall.roads, light, hall.declined, answered, _left = (
        say(title) for title in ("Худаг", "Худаг гаргах", "Зам", "Зам засах", "Гүүр", "Гэрэл", "Хог", "Мод", "Цэг")
    )
    say("Баярлалаа", kind="thanks")
    hall.ana.say("proposal", twin, merged_into=hall.well, _n=2)
    later = hall.ana.say("hearing", unit=hall.unit, held_on="2026-12-24")
    for one, finding in ((light, "confirmed"), (hall.declined, "reopened")):
        hall.ana.say("verification", unit=hall.unit, hearing=later, proposal=one, finding=finding, count_for=20)
    hall.world.sync(hall.ana)
    for one, status in ((light, "done"), (hall.declined, "declined"), (answered, "answered"), (hall.well, "planned")):
        hall.world.state(acts.Statement("proposal", one, {"status": (status, ())}))
    hall.world.state(acts.Statement("hearing", hall.hearing, {"review": ("approved", ())}))
    same = {f"proposals/{one}": one for one in hall.roads}
    hall.cluster = hall.world.state(acts.creation("cluster", {"title": "Замууд", **same}))
    hall.world.state(acts.creation("work", {"unit": hall.unit, "state": "begun", "proposals/a": twin}))
    return hall


def _shown(hall, actor):
    """(became, of how many) on the board, over the works, on the public page."""
    with hall.world.connection() as connection:
        wishes = board.shown(connection, actor, {"span": "all"})["flow"].wishes
        over = views.listed(connection, actor, {}).headline
    page = Citizen(hall.world.app).ask(f"/{hall.world.tenant}").text.replace("\u00a0", " ")
    public = re.search(r"<b>(\d+) / (\d+)</b>", page)
    return (wishes.became, wishes.distinct), (over.became, over.distinct), tuple(map(int, public.groups()))


def test_the_headline_number_is_the_same_wherever_it_stands(hall):
    reviewer = make_officer(hall.world, REVIEWER).actor()
    assert _shown(hall, reviewer) == ((2, 6),) * 3
    work = {"unit": hall.unit, "state": "begun", "proposals/a": hall.roads[1], "proposals/b": hall.roads[2]}
    hall.world.state(acts.creation("work", work))
    assert _shown(hall, reviewer) == ((3, 6),) * 3, "a cluster is one wish, however many of it a work names"
    with hall.world.app.app_context():
        clusters.remove(reviewer, hall.cluster)
    assert _shown(hall, reviewer) == ((4, 8),) * 3


def test_what_is_in_a_cluster_is_read_from_its_links(hall):
    with hall.world.connection() as connection:
        assert works.clusters(connection, hall.world.tenant) == dict.fromkeys(hall.roads, hall.cluster)


def test_each_part_of_the_number_opens_as_many_and_lists_say_states_as_halls_found_them(hall):
    reviewer = make_officer(hall.world, REVIEWER).actor()
    with hall.world.connection() as connection:
        shown = board.shown(connection, reviewer, {"span": "2026"})
        parts = shown["flow"].wishes.parts
        assert parts == {"work": 2, "deciding": 3, "answered": 1}
        for part, count in {**parts, WHOLE: 6}.items():
            assert listing.listed(connection, reviewer, {"part": part} | shown["query"]).sums.count == count, part
        states = dict(shown["by_status"])
        assert (states["confirmed"], states["reopened"], states["answered"]) == (1, 1, 1)
        assert not states.keys() & {"done", "declined"}
        for status, count in states.items():
            assert listing.listed(connection, reviewer, {"status": status} | shown["query"]).sums.count == count
        assert listing.listed(connection, reviewer, {"status": "declined"}).sums.count == 0
        both = listing.listed(connection, reviewer, {"status": "reopened", "part": PARTS[1]})
        assert [row.record.id for row in both.cut.rows] == [hall.declined]
