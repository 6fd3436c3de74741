"""Days, ordinals, money and times in words (DOMAIN §C2, WORDS §2, scenario 5)."""

from datetime import UTC, datetime

import pytest

from server.text import says

HOVD, ULAANBAATAR = "Asia/Hovd", "Asia/Ulaanbaatar"


def plain(text):
    return text.replace("\u00a0", " ").replace("\u2011", "-")


def ms(*parts):
    return round(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize("number", [1, 4, 9, 11, 14, 21, 24, 29, 40, 90, 140, 331])
def test_after_these_numbers_stands_дүгээр(number):
    assert plain(says.ordinal(number)) == f"{number} дүгээр"


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 8, 10, 12, 20, 30, 50, 60, 70, 80, 100, 1000])
def test_after_all_others_stands_дугаар(number):
    assert plain(says.ordinal(number)) == f"{number} дугаар"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2026-11-24", "2026 оны 11 дүгээр сарын 24-ний өдөр"),
        ("2017-12-27", "2017 оны 12 дугаар сарын 27-ны өдөр"),
        ("2026-01-18", "2026 оны 1 дүгээр сарын 18-ны өдөр"),
        ("2026-09-01", "2026 оны 9 дүгээр сарын 1-ний өдөр"),
    ],
)
def test_a_paper_says_its_day_in_full(date, said):
    assert plain(says.formal_day(date)) == said


def test_a_screen_says_a_day_without_an_ending():
    assert plain(says.day("2026-11-24")) == "2026 оны 11 дүгээр сарын 24"
    assert plain(says.day("2026-11-24", "en")) == "24 November 2026"
    assert says.short_day("2026-11-24") == "2026.11.24"
    assert plain(says.month("2026-11")) == "2026 оны 11 дүгээр сар"


@pytest.mark.parametrize("text", ["", "хожим", "2026-02-30", "2026-11"])
def test_what_is_no_day_stays_as_it_is(text):
    assert says.day(text) == says.formal_day(text) == says.short_day(text) == text


@pytest.mark.parametrize(
    ("tugrik", "said"),
    [
        (670_000_000, "670,0 сая ₮"),
        (18_000_000, "18,0 сая ₮"),
        (6_500_000, "6,5 сая ₮"),
        (6_543_210, "6 543 210 ₮"),
        (64_355, "64 355 ₮"),
        (0, "0 ₮"),
        (6_500_000_000, "6 500,0 сая ₮"),
        (-1_500_000, "−1,5 сая ₮"),
    ],
)
def test_money_reads_as_papers_write_it_and_never_rounds(tugrik, said):
    assert plain(says.money(tugrik)) == said


def test_a_late_evening_in_hovd_is_that_day_in_hovd():
    at = ms(2026, 11, 2, 16, 30)  # 23:30 in Khovd, 00:30 on 3 November in Ulaanbaatar
    assert says.local_day(at, HOVD) == "2026-11-02"
    assert says.local_day(at, ULAANBAATAR) == "2026-11-03"
    assert plain(says.moment(at, HOVD)) == "2026.11.02 23:30"


def test_a_time_names_its_date_only_where_it_is_another_day():
    at = ms(2026, 11, 24, 8, 11)
    assert says.clock_time(at, HOVD, "2026-11-24") == "15:11"
    assert says.clock_time(at, HOVD, "2026-11-25") == "11.24 15:11"
    assert says.clock_time(at, HOVD, "2027-01-01") == "2026.11.24 15:11"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (2 * 1440 + 5, "2 өдрийн өмнө"),
        (185, "3 цагийн өмнө"),
        (5, "5 минутын өмнө"),
        (0, "Дөнгөж сая"),
        (-60, "Дөнгөж сая"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(minutes, said):
    assert plain(says.ago(0, minutes * 60_000)) == said
