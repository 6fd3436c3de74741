"""Settings of the organisation: read with their source, checked, said as an op, taken back (O5, O16)."""

import pytest

from server.messages import quiet
from server.office.clocks import terms
from server.office.settings.known import BY_KEY, GROUPS, PATHS
from server.store.settings import house


@pytest.fixture
def head(desk):
    """(world, browser of the administrator, function that says a group)."""
    hall, _, browse = desk
    browser = browse("administrator")

    def say(group, **typed):
        page = browser.get("/settings").text
        seen = page.split('name="seen" value="')[1].split('"')[0]
        known = {one.key: _shown(hall.world, one) for one in next(one for one in GROUPS if one.name == group).settings}
        return browser.submit(f"/settings/{group}", "/settings", **({"seen": seen} | known | typed))

    return hall.world, browser, say


def _settings(world):
    with world.connection() as connection:
        return house(connection, world.tenant).settings


def _shown(world, one):
    return one.shown(_settings(world).get(one.key) or one.usual)


LAW = {"source": "ИТХ-ын 2026 оны 12 дугаар тогтоол", "verified": "2026-11-20"}


def test_a_term_is_said_with_its_source_holds_everywhere_and_is_taken_back(head):
    world, browser, say = head
    done = say("term", **{"term.proposal_days": "60", **LAW})
    assert done.status_code == 303 and "done=office-" in done.location
    said = _settings(world)
    assert said["term.proposal_days"] == "60" and terms.term_of("proposal", said)[0] == 60
    assert set(said) == {f"term.proposal_days{of}" for of in ("", ".source", ".verified")}
    for page in ("/settings", "/clocks"):
        assert LAW["source"] in browser.get(page).text, page
    assert "Б.Administrator" in browser.get("/settings").text.split('id="history"')[1]
    op = done.location.split("done=")[1].partition("#")[0]
    assert browser.submit(f"/settings/undo/{op}", "/settings").status_code == 303
    assert _settings(world) == {}
    assert browser.submit(f"/settings/undo/{op}", "/settings").status_code == 409


def test_each_kind_of_value_is_kept_as_its_reader_wants_it(head):
    world, browser, say = head
    head_of_letter = "Жаргалант сумын\r\nЗасаг даргын Тамгын газар"
    assert say("letter", **{"letter.organisation": head_of_letter, "letter.link_days": "30"}).status_code == 303
    assert say("ldf", **{"ldf.opens_mmdd": "2-1", "ldf.closes_mmdd": "04.30", **LAW}).status_code == 303
    assert say("message", **{"message.quiet": "20-9"}).status_code == 303
    said = _settings(world)
    assert said["letter.organisation"] == "Жаргалант сумын|Засаг даргын Тамгын газар"
    assert (said["ldf.opens_mmdd"], said["ldf.closes_mmdd"], said["message.quiet"]) == ("201", "430", "20-9")
    assert quiet.FORM.fullmatch(said["message.quiet"])
    funds = browser.get("/funds").text
    assert "2026-02-01" in funds and LAW["source"] in funds
    assert say("letter", **{"letter.organisation": "", "letter.link_days": "180"}).status_code == 303
    assert not any(key.startswith("letter.") for key in _settings(world))  # ours again, its source and day too


HOSTILE = (
    ("term", {"term.proposal_days": "60"}, "source"),
    ("term", {"term.proposal_days": "366", **LAW}, "term.proposal_days"),
    ("term", {"term.proposal_days": "-1", **LAW}, "term.proposal_days"),
    ("term", {"term.proposal_days": "٦٠", **LAW}, "term.proposal_days"),
    ("term", {"term.proposal_days": "6" * 100_000, **LAW}, "term.proposal_days"),
    ("term", {"term.proposal_days": "60", "source": "x", "verified": "2099-01-01"}, "verified"),
    ("term", {"term.proposal_days": "60", "source": "x" * 301}, "source"),
    ("overdue", {"overdue.second": "40"}, "overdue.third"),
    ("ldf", {"ldf.opens_mmdd": "02-29", **LAW}, "ldf.opens_mmdd"),
    ("ldf", {"ldf.opens_mmdd": "06-01", **LAW}, "ldf.closes_mmdd"),
    ("message", {"message.quiet": "24-8"}, "message.quiet"),
    ("letter", {"letter.place": "a\0b"}, "letter.place"),
    ("letter", {"letter.signer_name": "\u202eгнол"}, "letter.signer_name"),
    ("letter", {"letter.organisation": "\n".join("абвгд")}, "letter.organisation"),
    ("paper", {"paper.left_mm": "0"}, "paper.left_mm"),
)


def test_what_does_not_fit_is_refused_with_words_and_nothing_is_kept(head):
    world, _, say = head
    for group, typed, field in HOSTILE:
        answer = say(group, **typed)
        assert answer.status_code == 422, (group, typed)
        assert 'aria-invalid="true"' in answer.text and 'role="alert"' in answer.text, field
    assert _settings(world) == {}
    assert say("message", **{"message.quiet": "20-9", "seen": "old"}).status_code == 409


def test_only_the_administrator_sees_and_says_settings_and_no_key_is_free(head, desk):
    world, browser, say = head
    _, reviewer, _ = desk
    assert reviewer.get("/settings").status_code == 403
    said = {"csrf_token": reviewer.form_token("/me"), "message.quiet": "20-9"}
    assert reviewer.post("/settings/message", data=said).status_code == 403
    assert say("message", **{"texts.mn.x": "<b>", "term.proposal_days": "1"}).status_code == 303
    assert _settings(world) == {}
    assert browser.submit("/settings/everything", "/settings").status_code == 404
    assert len(PATHS) == 3 * len(BY_KEY)
