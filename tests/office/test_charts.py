"""Charts: what pygal draws, without what our policy forbids; links, words and figures of what was given."""

import re
from xml.etree import ElementTree

import pytest

from server import clock, config
from server.office import charts, participation

SVG = "{http://www.w3.org/2000/svg}"
NOW = 1_795_516_200_000  # noon of the day of the hearing
AGES = ("18–24", "55+")


def _shown(drawing):
    return ElementTree.fromstring(drawing)


@pytest.mark.parametrize("form", charts.FORMS)
@pytest.mark.parametrize("counts", [(3, 40), (0, 0), (100_000, 1)])
def test_a_chart_has_neither_style_nor_script_and_is_the_same_each_time(form, counts):
    asked = (form, AGES, [("female", "Эмэгтэй", counts), ("male", "Эрэгтэй", (7, 0))])
    drawing = charts.drawn(*asked)
    root = _shown(drawing)
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "g", "a", "path", "rect", "text", "title"}
    names = {name for one in root.iter() for name in one.attrib}
    assert not names & {"style", "id", "onclick"} and root.attrib["aria-hidden"] == "true"
    assert len(list(root.iter(f"{SVG}rect"))) == 4
    assert {one.get("class") for one in root.iter()} >= {"fill-female", "fill-male"}
    charts._drawn.cache_clear()
    assert charts.drawn(*asked) == drawing


def test_a_mark_leads_to_its_list_and_says_its_name_and_figure():
    words = ("Бүртгэсэн", "<b>Ажил & “болсон”", "Нэр" * 20)
    links = ("/a", "/b?x=1&y='\"<", "/c")
    root = _shown(charts.drawn("bars", words, [("1", "", (3, 1200, 1))], links))
    marks = list(root.iter(f"{SVG}a"))
    assert [one.attrib["href"] for one in marks] == list(links)
    said = [f"{word}: {count}" for word, count in zip(words, ("3", "1\u00a0200", "1"), strict=True)]
    assert [one.attrib["aria-label"] for one in marks] == said == [one.findtext(f"{SVG}title") for one in marks]
    assert "aria-hidden" not in root.attrib


def test_the_scale_has_whole_numbers_and_an_end_that_was_asked():
    for most, steps in ((0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (41, [0, 20, 40, 60])):
        assert charts._steps(most) == steps
    root = _shown(charts.drawn("columns", ("1",), [("before", "", (20,)), ("after", "", (79,))], top=100))
    (axis,) = (one for one in root.iter() if one.get("class", "").startswith("axis y"))
    assert axis[-1].findtext(f"{SVG}text") == "100"


def test_nothing_to_draw_is_an_empty_chart():
    assert _shown(charts.drawn("bars", (), [("1", "", ())])).tag == f"{SVG}svg"


def test_what_charts_are_given_has_its_colours():
    text = (config.STATIC_DIR / "board.css").read_text()
    for tone in (*participation.SEXES, *participation.MOMENTS, "solved", "open", "overdue", "1", "2"):
        assert f".fill-{tone}" in text


def test_the_board_shows_its_charts_with_their_numbers(desk, monkeypatch):
    hall, browser, _ = desk
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)
    for sex in ("female", "female", "male"):
        person = hall.ana.say("person", unit=hall.unit, sex=sex, age_band="25_34")
        hall.ana.say("attendance", unit=hall.unit, hearing=hall.hearing, person=person, role="citizen")
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    hall.world.sync(hall.ana)
    page = browser.get("/?span=all").text
    assert 'class="graphic" aria-hidden="true"' in page and "fill-female" in page and "style=" not in page
    assert '<td class="number">2</td><td class="number">1</td>' in page
    assert re.search(r'<a aria-label="[^"]+: 1" href="/proposals\?status=', page)
