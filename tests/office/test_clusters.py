"""Clusters: proposals of several baghs, linked and unlinked without loss, people counted once, within reach (O3)."""

import re

import pytest

from server.office.clusters import candidates, service
from server.problems import Problem
from server.replay import rebuild
from server.store import clusters
from server.store.unit_of_work import reading
from sync import merge
from tests.office.conftest import make_officer


@pytest.fixture
def officer(world):
    return make_officer(world, "officer").actor()


@pytest.fixture
def wells(hall):
    """The same wish in two baghs: (record in Рашаант, another there, record in Бугат)."""
    there = hall.world.units["Бугат"]
    far = hall.bold.say("hearing", unit=there, title="Бугат", held_on="2026-11-20")
    first = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар худаг гаргах", category="water")
    second = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худгаа засуулъя", category="water")
    third = hall.bold.say("proposal", unit=there, hearing=far, title="гар худаг гаргаж егөөч", category="water")
    hall.far = far
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    return first, second, third


@pytest.fixture
def does(hall):
    """Call a service within the app."""

    def call(deed, *said, **named):
        with hall.world.app.app_context():
            return deed(*said, **named)

    return call


@pytest.fixture
def shown(hall):
    """The page of a cluster."""

    def ask(actor, cluster):
        with hall.world.app.app_context(), reading() as connection:
            return service.page(connection, actor, cluster)

    return ask


def names(page):
    return [voice.name for voice in page.voices]


def test_every_voice_keeps_its_own_words_and_the_proposal_is_not_touched(hall, officer, wells, does, shown):
    before = hall.world.derived()["p_proposal"]
    cluster = does(service.found, officer, wells)
    page = shown(officer, cluster)
    first, *others = names(page)
    assert (first, set(others)) == ("гар худаг гаргаж егөөч", {"Гар худаг гаргах", "Худгаа засуулъя"})
    assert (page.units, merge.value_of(page.record, "category")) == (2, "water")
    assert hall.world.derived()["p_proposal"] == before


def test_linking_can_be_taken_back_and_done_again_any_number_of_times(officer, wells, does, shown):
    cluster = does(service.found, officer, wells[:1])
    for _ in range(2):
        does(service.link, officer, cluster, [wells[2]])
        does(service.link, officer, cluster, [wells[2]])
        assert len(shown(officer, cluster).voices) == 2
        does(service.link, officer, cluster, [wells[2]], False)
        does(service.link, officer, cluster, [wells[2]], False)
        assert names(shown(officer, cluster)) == ["Гар худаг гаргах"]


def test_people_are_counted_once_whatever_they_proposed_and_supported_twins_too(hall, officer, wells, does, shown):
    people = [hall.ana.say("person", unit=hall.unit, _personal={"given_name": name}) for name in "АБВГ"]
    twin = hall.ana.say("person", unit=hall.unit, same_as=people[0], _personal={"given_name": "А"})
    at = {"unit": hall.unit, "hearing": hall.hearing}
    hall.ana.say("proposal", wells[0], _n=2, proposer=people[0], supporters=12)
    hall.ana.say("proposal", wells[1], _n=2, proposer=people[1], supporters=10)
    for person, proposal in ((twin, wells[0]), (people[1], wells[0]), (people[2], wells[1]), (people[2], wells[0])):
        hall.ana.say("supporter", proposal=proposal, person=person, **at)
    hall.ana.say("supporter", proposal=wells[0], **at)  # somebody without an entry
    hall.bold.say("proposal", wells[2], _n=2, proposer=people[3], supporters=5)
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    page = shown(officer, does(service.found, officer, wells))
    assert page.behind.people == 5, "А with the twin, Б, В, Г, and one without an entry"
    assert page.behind.hands == 9 + 5, "12 hands less 3 of entries, the larger of one hearing; and those of the other"


def test_two_officers_at_one_cluster_at_once_lose_nothing(hall, officer, reviewer, wells, does, shown):
    """Both read the cluster before either has linked: their entries stand side by side in the map."""
    cluster = does(service.found, officer, wells[:1])
    with hall.world.app.app_context(), reading() as connection:
        seen = clusters.load(connection, hall.world.tenant, cluster)
    for actor, proposal in ((officer, wells[1]), (reviewer, wells[2])):
        statement = service.linked(seen, {proposal: proposal})
        does(service.acts.state, hall.world.tenant, actor.id, [statement])
    assert len(shown(officer, cluster).voices) == 3
    assert hall.reviews() == []


def test_a_title_that_somebody_changed_meanwhile_is_shown_again_instead_of_overwritten(officer, wells, does, shown):
    cluster = does(service.found, officer, wells[:2])
    token = str(shown(officer, cluster).token)
    does(service.link, officer, cluster, [wells[2]])
    does(service.change, officer, cluster, token, {"title": "Гар худаг", "note": "Өрмийн машин"})
    with pytest.raises(Problem) as refused:
        does(service.change, officer, cluster, token, {"title": "Худаг"})
    assert refused.value.code == "stale"
    assert merge.value_of(shown(officer, cluster).record, "title") == "Гар худаг"
    with pytest.raises(Problem):
        does(service.change, officer, cluster, str(shown(officer, cluster).token), {"title": " "})


def test_a_dissolved_cluster_comes_back_with_all_its_voices(hall, officer, wells, does, shown):
    cluster = does(service.found, officer, wells)
    does(service.remove, officer, cluster)
    with pytest.raises(Problem):
        shown(officer, cluster)
    with hall.world.connection() as connection:
        assert service.listed(connection, officer, {}).cut.count == 0
        assert clusters.of_proposals(connection, hall.world.tenant, wells) == {}
    does(service.remove, officer, cluster, is_gone=False)
    assert len(shown(officer, cluster).voices) == 3


def test_i9_voices_out_of_reach_are_neither_shown_nor_counted_nor_linked(hall, world, officer, wells, does, shown):
    near, nowhere = (make_officer(world, "officer", bagh).actor() for bagh in ("Рашаант", "Бугат"))
    cluster = does(service.found, officer, wells[:2])
    mixed = does(service.found, officer, wells)
    assert len(shown(near, mixed).voices) == 2
    for deed in (
        lambda: shown(nowhere, cluster),
        lambda: does(service.link, nowhere, cluster, [wells[2]]),
        lambda: does(service.link, near, cluster, [wells[2]]),
        lambda: does(service.found, near, wells),
        lambda: does(service.remove, nowhere, cluster),
        lambda: does(service.found, officer, [hall.hearing]),
        lambda: does(service.found, officer, []),
        lambda: shown(officer, wells[0]),
    ):
        with pytest.raises(Problem) as refused:
            deed()
        assert refused.value.code == "not-found"
    with hall.world.connection() as connection:
        rows = {row.id: (row.voices, row.units) for row in service.listed(connection, nowhere, {}).cut.rows}
        assert rows == {mixed: (1, 1)}
        assert service.listed(connection, officer, {}).cut.count == 2
        assert {one.unit for one in candidates.for_proposal(connection, near, wells[0])[1]} == {"Рашаант"}


def test_candidates_say_why_and_where_they_are_linked_already(hall, officer, wells, does, shown):
    cluster = does(service.found, officer, [wells[2]])
    with hall.world.app.app_context(), reading() as connection:
        _, found = candidates.for_proposal(connection, officer, wells[0])
    best = found[0]
    assert (best.record.id, best.is_same_category) == (wells[2], True)
    assert [piece for piece, is_found in best.name if is_found] == ["гар", "худаг", "гаргаж"]
    assert [cluster for cluster, _ in best.clusters] == [cluster]
    assert {one.record.id for one in shown(officer, cluster).candidates} == {wells[0], wells[1]}


def test_rebuilding_brings_clusters_and_their_links_back(hall, officer, wells, does):
    cluster = does(service.found, officer, wells)
    does(service.link, officer, cluster, [wells[1]], False)
    before = hall.world.derived()
    assert len(before["p_cluster_proposals"]) == 2
    does(rebuild, hall.world.tenant)
    assert hall.world.derived() == before


def test_no_tablet_hears_of_a_cluster_or_makes_one(hall, officer, wells, does, shown):
    cluster = does(service.found, officer, wells)
    assert cluster not in str(hall.world.sync(hall.ana).rows)
    refused = hall.ana.say("cluster", title="Худаг")
    hall.world.sync(hall.ana)
    with hall.world.connection() as connection:
        assert [row.id for row in service.listed(connection, officer, {}).cut.rows] == [cluster]
    with pytest.raises(Problem):
        shown(officer, refused)


def test_the_pages_lead_from_a_proposal_to_a_cluster_and_back_by_undo(desk):
    hall, browser, browse = desk
    there = hall.world.units["Бугат"]
    one, other = (
        hall.ana.say("proposal", unit=unit, hearing=hall.hearing, title=title, category="water")
        for unit, title in ((hall.unit, "Гар худаг гаргах"), (there, "гар худаг гаргаж егөөч"))
    )
    hall.world.sync(hall.ana)
    assert f"/clusters/like/{one}" in browser.get(f"/records/{one}").text
    like = f"/clusters/like/{one}"
    assert f'value="{other}"' in browser.get(like).text
    answer = browser.submit("/clusters", like, proposal=[one, other])
    cluster = answer.location.partition("?")[0].rpartition("/")[2]
    page = f"/clusters/{cluster}"
    assert "гар худаг гаргаж егөөч" in browser.get(page).text
    assert "2 баг" in browser.get(page).text
    seen = browse("officer").get(page).text
    assert f"/campaigns/new?cluster={cluster}" in seen
    sent = re.search(r'/letters/new\?([^"]+)"', seen)[1]
    assert {one.partition("=")[2] for one in sent.replace("&amp;", "&").split("&")} == {one, other}
    assert browser.submit(f"{page}/voices", page, proposal=other, unlink="1").status_code == 303
    assert 'name="unlink"' in browser.get(f"{page}?done=unlinked&proposal={other}").text
    assert browser.submit(f"{page}/voices", page, proposal=other).status_code == 303
    assert browser.submit(page, page, token="0", title="Худаг").status_code == 409, "older than the title"
    assert "2 баг" not in browse("officer", "Бугат").get(page).text
    assert browser.submit(f"{page}/removal", page).location.endswith(f"removed={cluster}")
    assert browser.get(page).status_code == 404
    assert browser.submit(f"{page}/removal", "/clusters", undo="1").status_code == 303
    assert browser.submit(f"{page}/voices", page, proposal="x").status_code == 404
    assert browser.submit("/clusters", "/clusters", sign="никто").status_code == 404


HOSTILE = ("'; DROP TABLE p_cluster; --", '" OR "', "%", "a" * 3000, "\u202e", "²", "*")


def test_h28_what_is_sent_by_who_means_ill_is_taken_literally(desk):
    hall, browser, _ = desk
    said = {word: (word + " худаг")[:200].strip() for word in HOSTILE}
    records = [hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=title) for title in said.values()]
    hall.world.sync(hall.ana)
    for word, record in zip(HOSTILE, records, strict=True):
        assert browser.get(f"/clusters/like/{record}").status_code == 200
        for path, key in (
            ("clusters", "page"),
            ("clusters", "removed"),
            ("directory/goals", "q"),
            ("clusters", "sort"),
        ):
            assert browser.get(f"/{path}", query_string={key: word}).status_code == 200, (path, key)
        for name in ("sign", "proposal"):
            assert browser.submit("/clusters", "/clusters", **{name: word}).status_code == 404, name
