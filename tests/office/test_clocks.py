"""Legal terms: days by kind, the day of receipt, deadlines in the unit's own days, extensions, who is told (O5)."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.office.clocks import ladder, terms
from server.office.clocks.receipt import day_of
from server.office.hearings.desk import Origin
from server.text import says
from server.who import ADMINISTRATOR, OFFICER, REVIEWER

HOVD, CAPITAL = "Asia/Hovd", "Asia/Ulaanbaatar"
HOUR = 3600 * 1000
DAYS = st.dates(date(2014, 1, 1), date(2030, 12, 31))
ZONES = st.sampled_from((HOVD, CAPITAL))


def at_ms(text):
    """An instant of ISO 8601 with its offset."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def capture(at, received, offset=0):
    return Origin("a.1", "a", "", at_ms(at), at_ms(received), offset, "applied", "")


@pytest.mark.parametrize(
    ("kind", "received_on", "due_on"),
    [
        ("petition", "2026-01-31", "2026-03-02"),  # February has 28 days
        ("complaint", "2028-01-31", "2028-03-01"),  # and 29 in a leap year
        ("request", "2026-12-15", "2027-01-14"),
        ("question", "2026-03-01", "2026-03-31"),
        ("proposal", "2026-01-31", "2026-05-01"),
        ("initiative", "2027-12-01", "2028-02-29"),
        ("problem", "2015-03-27", "2015-06-25"),  # over the spring change of the clocks
        ("petition", "2015-09-25", "2015-10-25"),  # and the autumn one
        ("petition", "2016-09-23", "2016-10-23"),
    ],
)
def test_scenario_6_a_term_is_so_many_calendar_days_after_the_day_of_receipt(kind, received_on, due_on):
    assert terms.due(received_on, terms.term_of(kind, {})[0]) == due_on


def test_scenario_6_thirty_days_more_end_on_the_first_of_april():
    days, extension = terms.term_of("petition", {})
    assert terms.due(terms.due("2026-01-31", days), extension) == "2026-04-01"


def test_thanks_wait_for_no_answer_and_what_says_no_kind_is_a_proposal():
    assert terms.term_of("thanks", {}) is None
    assert terms.term_of("", {}) == terms.term_of("proposal", {})


def test_a_tenant_says_its_own_terms():
    assert terms.term_of("proposal", {"term.proposal_days": "60"}) == (60, 0)
    assert terms.term_of("proposal", {"term.proposal_days": "soon"}) == (90, 0)


def test_every_term_and_step_names_its_source_and_the_day_of_its_last_check():
    settings = [one for term in terms.TERMS.values() for one in term] + [step.days for step in ladder.STEPS]
    assert all(one.source and date.fromisoformat(one.verified) for one in settings)
    assert len({one.key for one in settings}) == len(settings)


@given(day=DAYS, zone=ZONES)
def test_a_deadline_ends_at_24_00_of_the_units_date_whatever_summer_time_does(day, zone):
    end = terms.ends_at(day.isoformat(), zone)
    assert says.local_day(end - 1, zone) == day.isoformat()
    assert says.local_day(end, zone) == (day + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-03-02", HOVD, "2026-03-03T00:00+07:00"),
        ("2026-03-02", CAPITAL, "2026-03-03T00:00+08:00"),
        ("2015-07-01", HOVD, "2015-07-02T00:00+08:00"),  # summer time of 2015 and 2016
        ("2016-07-01", CAPITAL, "2016-07-02T00:00+09:00"),
        ("2015-03-27", HOVD, "2015-03-28T00:00+07:00"),  # the clocks went on two hours later
        ("2015-09-25", HOVD, "2015-09-26T00:00+07:00"),  # a day of 25 hours
        ("2017-07-01", HOVD, "2017-07-02T00:00+07:00"),  # none since
    ],
)
def test_a_deadline_is_an_instant_of_the_units_own_zone(day, zone, end):
    assert terms.ends_at(day, zone) == at_ms(end)


@given(day=DAYS, days=st.integers(0, 400), more=st.integers(0, 400))
def test_days_over_count_what_due_added(day, days, more):
    due_on = terms.due(day.isoformat(), days)
    assert terms.days_over(due_on, terms.due(due_on, more)) == more
    assert terms.days_over(due_on, day.isoformat()) == -days


def test_scenario_4_a_wrong_clock_moves_no_day_of_receipt():
    ahead = capture("2026-11-25T12:00+07:00", "2026-11-24T10:00+07:00", 26 * HOUR)
    found = day_of((("2026-11-24", "hearing"),), ahead, HOVD)
    assert (found.day, found.rule, found.is_clock_off) == ("2026-11-24", "hearing", True)
    found = day_of((), ahead, HOVD)  # no hearing's day: the clock is put right by what it was off
    assert (found.day, found.rule) == ("2026-11-24", "tablet")


def test_scenario_5_the_day_of_receipt_is_that_of_the_units_zone():
    late = capture("2026-11-02T23:30+07:00", "2026-11-03T09:00+07:00")
    assert day_of((), late, HOVD).day == "2026-11-02"
    assert late.at == at_ms("2026-11-02T16:30+00:00")
    assert day_of((), late, CAPITAL).day == "2026-11-03"  # it is the next day there: the zone is the unit's, not ours


@pytest.mark.parametrize(
    ("said", "day", "rule"),
    [
        ((("2026-10-30", "written"), ("2026-11-02", "hearing")), "2026-10-30", "written"),
        (((None, "written"), ("2026-11-02", "hearing")), "2026-11-02", "hearing"),
        ((("2027-11-02", "hearing"),), "2026-11-03", "arrival"),  # nothing is received after the server had it
        ((("", "written"), (None, "hearing")), "2026-11-02", "tablet"),
    ],
)
def test_the_day_of_receipt_follows_one_rule(said, day, rule):
    found = day_of(said, capture("2026-11-02T14:00+07:00", "2026-11-03T09:00+07:00"), HOVD)
    assert (found.day, found.rule) == (day, rule)


def test_a_clock_that_no_calendar_knows_falls_back_to_the_arrival():
    wild = Origin("a.1", "a", "", 2**53 - 1, at_ms("2026-11-03T09:00+07:00"), 0, "applied", "")
    assert day_of((), wild, HOVD).day == "2026-11-03"


@pytest.mark.parametrize(
    ("over", "step", "told"),
    [
        (-6, None, ()),
        (-5, "near", (OFFICER,)),
        (0, "due", (OFFICER,)),
        (1, "late", (OFFICER, REVIEWER)),
        (6, "late", (OFFICER, REVIEWER)),
        (7, "later", (OFFICER, REVIEWER, ADMINISTRATOR)),
        (30, "latest", (OFFICER, REVIEWER, ADMINISTRATOR)),
        (900, "latest", (OFFICER, REVIEWER, ADMINISTRATOR)),
    ],
)
def test_the_ladder_says_who_is_told_when(over, step, told):
    found = ladder.step_of(over, {})
    assert (found.name, found.told) == (step, told) if step else found is None


def test_steps_follow_each_other_without_a_gap():
    spans = [ladder.span(name, {}) for name in ladder.NAMES]
    assert spans[0][0] == -5
    assert all(after[0] == before[1] + 1 for before, after in pairwise(spans))
