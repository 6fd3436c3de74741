"""Filters that a person named: kept, found again on their list, removed and brought back; one's own, and bounded."""

import re

import pytest

from server import filters
from server.problems import Problem
from server.who import REVIEWER


def keep(world, actor, query="kind=visit", name="Айлчлал", path="/hearings"):
    with world.app.app_context():
        return filters.keep(actor, path, query, name)


def kept(world, actor, path="/hearings"):
    with world.app.app_context():
        return [(one.name, one.query) for one in filters.of_list(actor, path)[0]]


def test_a_filter_is_kept_for_its_list_alone(world, reviewer):
    keep(world, reviewer)
    keep(world, reviewer, "q=худаг&kind=proposal&page=3", "Худаг", "/search")
    assert kept(world, reviewer) == [("Айлчлал", "kind=visit")]
    assert kept(world, reviewer, "/search") == [("Худаг", "kind=proposal&q=%D1%85%D1%83%D0%B4%D0%B0%D0%B3")]


def test_the_same_name_means_the_new_filter_from_then_on(world, reviewer):
    first = keep(world, reviewer)
    assert keep(world, reviewer, "review=none", "  Айлчлал ") == first
    assert kept(world, reviewer) == [("Айлчлал", "review=none")]


def test_what_is_removed_can_be_brought_back(world, reviewer):
    one = keep(world, reviewer)
    with world.app.app_context():
        filters.remove(reviewer, one)
        assert kept(world, reviewer) == []
        filters.remove(reviewer, one, is_gone=False)
    assert kept(world, reviewer) == [("Айлчлал", "kind=visit")]


def test_i9_another_persons_filters_are_out_of_reach(world, reviewer, administrator, stranger):
    one = keep(world, reviewer)
    for other in (administrator, stranger):
        assert kept(world, other) == []
        with world.app.app_context(), pytest.raises(Problem) as refused:
            filters.remove(other, one)
        assert refused.value.code == "not-found"
    assert len(kept(world, reviewer)) == 1


def test_a_person_has_a_bounded_number(world, reviewer, monkeypatch):
    monkeypatch.setattr(filters, "KEPT_MAX", 2)
    one = keep(world, reviewer, name="а")
    keep(world, reviewer, name="б")
    with pytest.raises(Problem) as refused:
        keep(world, reviewer, name="в")
    assert refused.value.code == "bad-state"
    keep(world, reviewer, "kind=thematic", "б")
    with world.app.app_context():
        filters.remove(reviewer, one)
    keep(world, reviewer, name="в")
    assert [name for name, _ in kept(world, reviewer)] == ["б", "в"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"name": "  "}, "name"),
        ({"path": ""}, "query"),
        ({"path": "/hearings?x=1"}, "query"),
        ({"path": "/" + "x" * 300}, "query"),
        ({"query": "q=" + "x" * 2000}, "query"),
    ],
)
def test_what_is_no_filter_is_refused(world, reviewer, said, wrong):
    with pytest.raises(Problem) as refused:
        keep(world, reviewer, **said)
    assert refused.value.detail == {"reasons": [wrong]}


def test_a_filter_is_named_on_the_page_and_comes_back_as_a_chip(desk):
    _, browser, _ = desk
    asked = "/hearings?kind=visit&sort=unit"
    page = browser.get(asked).text
    query = re.search(r'name="query" value="([^"]+)"', page)[1].replace("&amp;", "&")
    answer = browser.submit("/filters", asked, list="/hearings", query=query, name="Миний <b>")
    assert (answer.status_code, answer.location) == (303, asked)
    page = browser.get("/hearings?sort=unit&kind=visit&page=1").text
    chip = re.search(r'<a class="quick" href="([^"]+)" aria-current="true"><svg.*?<bdi>(.*?)</bdi>', page)
    assert chip.groups() == ("/hearings?kind=visit&amp;sort=unit", "Миний &lt;b&gt;")
    assert 'name="query"' not in page, "it has a name already"
    away = re.search(r'action="(/filters/\w+/removal)"', browser.get("/hearings").text)[1]
    gone = browser.submit(away, "/hearings", here="/hearings")
    assert re.fullmatch(r"/hearings\?done=filter-\w+", gone.location)
    page = browser.get(gone.location).text
    back = re.search(r'action="(/filters/\w+/return)"', page)[1]
    assert "Миний &lt;" not in page
    assert browser.submit(back, "/hearings", here="/hearings?kind=visit").location == "/hearings?kind=visit"
    assert "Миний &lt;" in browser.get("/hearings").text


def test_a_form_leads_to_no_foreign_page(desk):
    _, browser, browse = desk
    for path in ("//evil.example", "https://evil.example", "hearings"):
        assert browser.submit("/filters", "/hearings", list=path, query="a=1", name="x").status_code == 422
    away = browser.submit("/filters/nothing/removal", "/hearings", here="//evil.example")
    assert away.status_code == 404
    assert browse(REVIEWER, "Бугат").get("/hearings?done=filter-<x>").status_code == 200
