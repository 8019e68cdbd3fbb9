from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest import time_phrases

PUBLISHED = datetime(2025, 11, 10, 11, 54)  # a Monday

PHRASES = [
    ("Lavrov said on Sunday he was ready.", "on Sunday", date(2025, 11, 9), "day"),
    ("Peskov on Friday dismissed it.", "on Friday", date(2025, 11, 7), "day"),
    ("The meeting last month was cancelled.", "last month", date(2025, 10, 1), "month"),
    ("He left two weeks ago.", "two weeks ago", date(2025, 10, 27), "week"),
    ("He left three days ago.", "three days ago", date(2025, 11, 7), "day"),
    ("He left yesterday.", "yesterday", date(2025, 11, 9), "day"),
    ("He spoke last night.", "last night", date(2025, 11, 9), "day"),
    ("It happened on 3 April.", "on 3 April", date(2025, 4, 3), "day"),
    ("It happened on April 3, 2024.", "on April 3, 2024", date(2024, 4, 3), "day"),
    ("It happened on Sunday, 3 April 2022, he said.", "on Sunday, 3 April 2022", date(2022, 4, 3), "day"),
    ("It happened on Sept. 26 in Maresk.", "on Sept. 26", date(2025, 9, 26), "day"),
    ("Signed on 2024-06-01 there.", "on 2024-06-01", date(2024, 6, 1), "day"),
    ("In June, he resigned.", "In June", date(2025, 6, 1), "month"),
    ("He resigned in December.", "in December", date(2024, 12, 1), "month"),
    ("He resigned in June 2024.", "in June 2024", date(2024, 6, 1), "month"),
    ("He resigned last November.", "last November", date(2024, 11, 1), "month"),
    ("It will open in March.", "in March", date(2026, 3, 1), "month"),
    ("At war since 2014, they", "since 2014", date(2014, 1, 1), "year"),
    ("It was late last year.", "late last year", date(2024, 1, 1), "year"),
    ("Earlier this week he left.", "Earlier this week", date(2025, 11, 10), "week"),
    ("The vote is next week.", "next week", date(2025, 11, 17), "week"),
    ("He said Monday that", "Monday", date(2025, 11, 10), "day"),
    ("Monday’s trip was short.", "Monday", date(2025, 11, 10), "day"),
    ("He met him last Monday.", "last Monday", date(2025, 11, 3), "day"),
    ("They meet next Monday.", "next Monday", date(2025, 11, 17), "day"),
    ("He will meet Rubio on Friday.", "on Friday", date(2025, 11, 14), "day"),
    ("He must answer by Friday.", "by Friday", date(2025, 11, 14), "day"),
    ("He will resign, Lavrov said on Friday.", "on Friday", date(2025, 11, 7), "day"),
    ("The vote is scheduled for 15 November.", "15 November", date(2025, 11, 15), "day"),
]


@pytest.mark.parametrize(("text", "words", "day", "precision"), PHRASES)
def test_phrases(text, words, day, precision) -> None:
    (phrase,) = time_phrases(text, ((0, len(text)),), PUBLISHED)
    assert text[slice(*phrase.span)] == words
    assert (phrase.day, phrase.precision) == (day, precision)


@pytest.mark.parametrize(
    "text",
    [
        "March said he may resign; May said he sat there.",
        "He marched in and may, the second in a decade, stay.",
        "The Sunday Times reported on Bloody Sunday and Black Friday.",
        "In the 1990s some 2014 people lived there.",
        "It began in the summer, several years ago, half a year ago.",
        "It was the last week of October and the last year of his term.",
        "It happened on 31 February.",
        "He works on Sundays.",
    ],
)
def test_words_that_point_to_no_day(text) -> None:
    assert time_phrases(text, ((0, len(text)),), PUBLISHED) == ()


def test_nothing_is_resolved_without_a_day_of_publication() -> None:
    assert time_phrases("on Sunday", ((0, 9),), None) == ()


def test_only_the_spans_are_read() -> None:
    text = "He said on Sunday that it ended yesterday."
    (phrase,) = time_phrases(text, ((18, len(text)),), PUBLISHED)
    assert text[slice(*phrase.span)] == "yesterday"


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ONnoSun day3Aprilt24,-laMek"), max_size=60), st.datetimes())
def test_any_text_is_read(text, published) -> None:
    phrases = time_phrases(text, ((0, len(text)),), published)
    assert all(0 <= phrase.span[0] < phrase.span[1] <= len(text) for phrase in phrases)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(phrases))
