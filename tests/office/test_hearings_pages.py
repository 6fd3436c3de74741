"""The pages of the room, signed in: reach, what is written on them, choices by form, without JavaScript."""

import re

import pytest

from server.text.labels import tablet_label
from tests.office.conftest import HALL

CANARIES = ("<img src=x onerror=alert(1)>", "{{7*7}}", "<script>alert(1)</script>")


def _form(page, path):
    """The fields of the form on `page` that is about `path`."""
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if f'name="path" value="{path}"' in form)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)), form


def _choose(browser, record, page, **fields):
    hidden, _ = _form(page, "cost")
    return browser.post(f"/records/{record}/choice", data={**hidden, **fields})


def test_the_room_leads_from_the_list_to_the_value(desk):
    hall, browser, _ = desk
    record, _ = hall.collide(title="Гар худаг гаргах")
    assert "Рашаант багийн хэлэлцүүлэг" in browser.get("/hearings").text
    page = browser.get(f"/hearings/{hall.hearing}/proposal").text
    assert f'href="/records/{record}"' in page
    for where in (f"/records/{record}", f"/records/{record}/history?path=cost", f"/hearings/{hall.hearing}/proposal"):
        page = browser.get(where)
        assert page.status_code == 200
        assert tablet_label(hall.ana.inc) in page.text
        assert "Б.Болд" in page.text


def test_both_sides_have_a_button_and_a_choice_leads_back(desk):
    hall, browser, _ = desk
    record, (ana, bold) = hall.collide()
    page = browser.get(f"/hearings/{hall.hearing}/review").text
    _, form = _form(page, "cost")
    assert form.count("Үүнийг сонгох") == 2
    assert f'value="{ana}"' in form and f'value="{bold}"' in form
    answer = _choose(browser, record, page, op=ana, why="Шалгасан")
    assert (answer.status_code, answer.location[:39]) == (303, f"/hearings/{hall.hearing}/review"[:39])
    after = browser.get(answer.location, follow_redirects=True)
    assert after.request.path == f"/hearings/{hall.hearing}"
    assert 'role="status"' in after.text and 'action="/undo/office-' in after.text
    assert hall.reviews() == []


def test_a_stale_choice_shows_both_and_keeps_what_was_written(desk):
    hall, browser, _ = desk
    record, (_, bold) = hall.collide()
    page = browser.get(f"/records/{record}").text
    hall.bold.say("proposal", record, _n=3, _bases={"cost": (bold,)}, cost=9_000_000)
    hall.world.sync(hall.bold)
    answer = _choose(browser, record, page, op="", value="6800000", why="Тооцоо")
    assert answer.status_code == 409
    for kept in ("9,0\u00a0сая", "6,5\u00a0сая", "6800000", "Тооцоо", 'role="alert"'):
        assert kept in answer.text
    assert hall.reviews() == [(record, "cost")]
    again = _choose(browser, record, answer.text, op="", value="6800000")
    assert again.status_code == 303
    assert hall.reviews() == []


def test_a_stale_choice_after_another_officer_decided_says_what_was_chosen(desk):
    hall, browser, browse = desk
    record, (ana, bold) = hall.collide()
    page = browser.get(f"/records/{record}").text
    other = browse("administrator")
    assert _choose(other, record, other.get(f"/records/{record}").text, op=ana).status_code == 303
    answer = _choose(browser, record, page, op=bold)
    assert answer.status_code == 409
    assert "7,0\u00a0сая" in answer.text


def test_a_value_that_does_not_fit_is_asked_for_again(desk):
    hall, browser, _ = desk
    record, _ = hall.collide()
    answer = _choose(browser, record, browser.get(f"/records/{record}").text, value="олон")
    assert answer.status_code == 422
    assert "олон" in answer.text


def test_a_parked_op_is_accepted_by_form(desk):
    hall, browser, _ = desk
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг", status="recorded")
    hall.world.sync(hall.ana)
    page = browser.get(f"/hearings/{hall.hearing}").text
    action = re.search(r'formaction="([^"]+/acceptance)"', page)[1]
    answer = browser.submit(action, page="/waiting", hearing=hall.hearing, why="Зөв")
    assert answer.status_code == 303
    assert f'href="/records/{record}"' in browser.get(f"/hearings/{hall.hearing}/proposal").text
    assert browser.submit(action, page="/hearings").status_code == 409


@pytest.mark.parametrize("canary", CANARIES)
def test_what_people_wrote_is_never_markup(desk, canary):
    hall, browser, _ = desk
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": canary})
    hall.ana.say("attendance", unit=hall.unit, hearing=hall.hearing, person=person, _personal={"phone": canary})
    record, _ = hall.collide(path="title", first="Худаг", one=canary, two=canary + "2", body=canary)
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=canary, status="done")  # parked
    hall.ana.say("decision", unit=hall.unit, hearing=hall.hearing, text=canary)
    hall.ana.say("hearing", hall.hearing, title=canary)
    hall.ana.add(b'{"type":"proposal","' + canary.encode())
    hall.world.sync(hall.ana)
    pages = ["/hearings", f"/hearings/{hall.hearing}", "/waiting", f"/records/{record}", f"/records/{record}/history"]
    tabs = ("proposal", "decision", "attendance", "history", "review", "media", "minutes", "supporter")
    pages += ["/review", *(f"/hearings/{hall.hearing}/{tab}" for tab in tabs)]
    for where in pages:
        answer = browser.get(where)
        assert answer.status_code == 200, where
        assert "<img src=x" not in answer.text
        assert "<script>alert" not in answer.text
        if "{{" in canary and not where.endswith(("/review", "media", "minutes", "supporter")):
            assert canary in answer.text, where
        assert re.findall(r"\sstyle=|\son[a-z]+=\"", answer.text) == []
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_pages_outside_the_units_cannot_be_told_from_none(desk):
    hall, _, browse = desk
    record, _ = hall.collide()
    browser = browse("reviewer", "Бугат")
    nowhere = browser.get(f"/records/{'z' * 26}")
    there = browser.get(f"/records/{record}")
    assert nowhere.status_code == there.status_code == 404
    assert nowhere.text == there.text
    for where in (f"/hearings/{hall.hearing}", f"/hearings/{hall.hearing}/proposal", f"/records/{record}/history"):
        assert browser.get(where).status_code == 404
    assert hall.hearing not in browser.get("/hearings").text
    assert browser.submit(f"/records/{record}/choice", page="/hearings").status_code == 404
    assert browser.submit(f"/waiting/{hall.ana.op_id(1)}/acceptance", page="/hearings").status_code == 404


def test_an_officer_sees_both_values_and_has_no_button(desk):
    hall, _, browse = desk
    record, (ana, _) = hall.collide()
    browser = browse("officer", HALL, "Бугат")
    page = browser.get(f"/hearings/{hall.hearing}/review").text
    assert "6,5\u00a0сая" in page and "Үүнийг сонгох" not in page
    assert browser.submit(f"/records/{record}/choice", page="/hearings", token="", op=ana).status_code == 403


@pytest.mark.parametrize("kind", ["ballots", "unit", "person", "hearing", ".."])
def test_a_type_that_is_not_a_hearings_is_not_found(desk, kind):
    hall, browser, _ = desk
    assert browser.get(f"/hearings/{hall.hearing}/{kind}").status_code == 404


def test_a_clock_that_no_calendar_knows_is_shown_as_it_is(desk):
    hall, browser, _ = desk
    hall.ana.at = 2**53 - 5000
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    hall.world.sync(hall.ana)
    assert str(hall.ana.at) in browser.get(f"/records/{record}").text


def test_both_languages_speak(desk):
    hall, browser, _ = desk
    hall.collide()
    browser.submit("/language", page="/hearings", language="en")
    page = browser.get(f"/hearings/{hall.hearing}/review").text
    assert "Keep this" in page
    assert not re.search(r"office\.hearings\.", page)
