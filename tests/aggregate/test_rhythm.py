from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analytics.aggregate.rhythm import volume, weekday_p_value, weekday_profile

Make = Callable[..., pd.DataFrame]


def months(make_pairs: Make, seed: int, sunday: float = 0.0) -> pd.DataFrame:
    """120 articles of three like statements on random days; those of Sundays are friendlier by ``sunday``."""
    rng = np.random.default_rng(seed)
    rows = []
    for article in range(120):
        day = pd.Timestamp("2025-01-06") + pd.Timedelta(days=int(rng.integers(0, 140)))
        favor = float(np.clip(rng.normal(0.4, 0.1) + sunday * (day.weekday() == 6), 0, 0.7))
        for number in range(3):
            rows.append((f"s{article}-{number}", f"a{article}", "x", "y", str(day.date()), 0.3, favor))
    return make_pairs(rows)


def test_a_profile_has_a_row_with_an_interval_for_each_weekday(make_pairs: Make) -> None:
    pairs = months(make_pairs, 0, sunday=0.3)
    before = pairs.copy(deep=True)
    profile = weekday_profile(pairs)
    pd.testing.assert_frame_equal(pairs, before)
    assert profile["weekday"].tolist() == list(range(7))
    assert profile["n"].sum() == 360
    assert profile["net_stance"].idxmax() == 6
    assert (profile["low"] < profile["high"]).all()


def test_a_friendly_sunday_is_more_than_chance(make_pairs: Make) -> None:
    assert weekday_p_value(months(make_pairs, 0, sunday=0.2)) < 0.01


def test_chance_is_no_weekday_effect_though_statements_of_an_article_are_alike(make_pairs: Make) -> None:
    found = np.array([weekday_p_value(months(make_pairs, seed)) for seed in range(40)])
    assert (found <= 0.05).mean() <= 0.1
    assert 0.35 < found.mean() < 0.65


def test_one_weekday_has_nothing_to_be_compared_with(make_pairs: Make) -> None:
    assert weekday_p_value(make_pairs([("s1", "a1", "x", "y", "2025-01-06", 0.1, 0.8)])) == 1.0


def counted(make_pairs: Make, counts: list[int]) -> pd.DataFrame:
    weeks = pd.date_range("2025-01-08", periods=len(counts), freq="7D")
    return make_pairs(
        [
            (f"s{week.date()}-{number}", f"a{week.date()}", "x", "y", str(week.date()), 0.2, 0.3)
            for week, count in zip(weeks, counts, strict=True)
            for number in range(count)
        ]
    )


def test_an_outburst_and_a_silence_are_unusual(make_pairs: Make) -> None:
    pairs = counted(make_pairs, [10, 12, 9, 0, 11, 40, 8, 10, 12, 9, 11, 10])
    before = pairs.copy(deep=True)
    found = volume(pairs, "week")
    pd.testing.assert_frame_equal(pairs, before)
    assert found["n"].tolist() == [10, 12, 9, 0, 11, 40, 8, 10, 12, 9, 11, 10]
    assert found["date"][5] == pd.Timestamp("2025-02-10")
    assert np.flatnonzero(found["unusual"]).tolist() == [3, 5]
    assert found["expected"][5] == pytest.approx(102 / 11)


@pytest.mark.parametrize("alike", [1.0, 0.4])
def test_ordinary_weeks_are_rarely_unusual(make_pairs: Make, alike: float) -> None:
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(30):
        counts = (rng.poisson(8 * alike, 30) / alike).round().astype(int)
        shares.append(volume(counted(make_pairs, [*map(int, counts)]), "week")["unusual"].mean())
    assert np.mean(shares) <= 0.06


def test_two_buckets_have_no_range_and_none_no_rows(make_pairs: Make) -> None:
    pairs = counted(make_pairs, [3, 5])
    found = volume(pairs, "week")
    assert found["low"].isna().all() and not found["unusual"].any()
    empty = volume(pairs.iloc[:0], "week")
    assert empty.empty and empty.dtypes.equals(found.dtypes)
