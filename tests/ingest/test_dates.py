from datetime import date, datetime

import pytest

from analytics.ingest.dates import is_date_line, parse_day, read_published

DATES = [
    ("10 November, 11:54", datetime(2026, 11, 10, 11, 54), ("year",)),
    ("Published: 10 November 2026 at 11:54 GMT", datetime(2026, 11, 10, 11, 54), ()),
    ("Updated 5 min ago", datetime(2026, 11, 23, 8, 55), ("date",)),
    ("Updated 5 minutes ago | Published 2 hours ago", datetime(2026, 11, 23, 7), ("date",)),
    ("just now", datetime(2026, 11, 23, 9), ("date",)),
    ("two weeks ago", datetime(2026, 11, 9), ("date",)),
    ("yesterday at 9pm", datetime(2026, 11, 22, 21), ("date",)),
    ("Today, 08:15", datetime(2026, 11, 23, 8, 15), ("date",)),
    ("Sunday 11:54", datetime(2026, 11, 22, 11, 54), ("date",)),
    ("23 November, 18:00", datetime(2026, 11, 23, 18), ("year",)),
    ("24 November", datetime(2025, 11, 24), ("year",)),
    ("Monday, 10 November", datetime(2025, 11, 10), ("year",)),
    ("29 February", datetime(2024, 2, 29), ("year",)),
    ("Nov 10, 2026 11:54 AM", datetime(2026, 11, 10, 11, 54), ()),
    ("Nov. 10, 2026, 9 p.m. ET", datetime(2026, 11, 10, 21), ()),
    ("Tue, 10 Nov 2026 11:54:00 GMT", datetime(2026, 11, 10, 11, 54), ()),
    ("2026-11-10T11:54:00+02:00", datetime(2026, 11, 10, 11, 54), ()),
    ("2026-11-10T11:54:00Z", datetime(2026, 11, 10, 11, 54), ()),
    ("2026-11-10", datetime(2026, 11, 10), ()),
    ("25/11/2025", datetime(2025, 11, 25), ()),
    ("10/11/2026", datetime(2026, 10, 11), ()),
    ("12/11/2026", datetime(2026, 11, 12), ()),
    ("10.11.2026 11.54", datetime(2026, 11, 10, 11, 54), ()),
    ("10th of November 2026", datetime(2026, 11, 10), ()),
    ("Published 10 Nov 2026 10:00 Updated 11 Nov 2026 12:30", datetime(2026, 11, 10, 10), ()),
    ("Updated 11 Nov 2026 12:30, first published 10 Nov 2026", datetime(2026, 11, 10), ()),
    ("Last modified on Mon 10 Nov 2025 11.54 GMT", datetime(2025, 11, 10, 11, 54), ()),
]


@pytest.mark.parametrize(("line", "value", "inferred"), DATES)
def test_dates_as_printed(line, value, inferred, reference) -> None:
    published = read_published(line, reference)
    assert published is not None
    assert (published.value, published.inferred, published.note) == (value, inferred, None)
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["31 February 2026", "2026-02-30", "45 November", "10 November 2026, 25:61", "13/13/2026"]
)
def test_impossible_dates(line, reference) -> None:
    published = read_published(line, reference)
    assert published is not None
    assert published.value is None
    assert "does not exist" in (published.note or "")


@pytest.mark.parametrize("line", ["10 November", "5 min ago", "Sunday"])
def test_nothing_is_inferred_without_a_reference(line) -> None:
    published = read_published(line, None)
    assert published is not None
    assert published.value is None
    assert "reference date" in (published.note or "")


@pytest.mark.parametrize(
    "line",
    [
        "May",
        "March",
        "1 min read",
        "Chapter 5",
        "On Sunday he said",
        "2 may have drowned",
        "10 November 2026 in Velinka",
        "",
    ],
)
def test_other_lines_are_no_dates(line) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize("line", ["Marching on", "The second in a decade", "sat"])
def test_words_that_look_like_dates_are_none(line, reference) -> None:
    assert read_published(line, reference) is None


def test_the_day_itself_counts_as_past_and_as_future() -> None:
    assert parse_day("3 April", date(2026, 4, 3)) == date(2026, 4, 3)
    assert parse_day("3 April", date(2026, 4, 3), future=True) == date(2026, 4, 3)
    assert parse_day("2 April", date(2026, 4, 3), future=True) == date(2027, 4, 2)
    assert parse_day("4 April", date(2026, 4, 3)) == date(2025, 4, 4)
