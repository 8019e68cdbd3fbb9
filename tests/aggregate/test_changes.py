"""Change points; run as a script, this prints the table of docs/numbers.md on false alarms and power."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.aggregate import net_stance
from analytics.aggregate.changes import SHORTEST, change_points, changes, telling_statements

Make = Callable[..., pd.DataFrame]
numbers = st.floats(-1, 1).map(lambda value: round(value, 3))


def segmentations(length: int) -> Iterator[list[int]]:
    for count in range(length // SHORTEST):
        for cuts in combinations(range(1, length), count):
            if min(np.diff([0, *cuts, length])) >= SHORTEST:
                yield list(cuts)


def cost(cuts: list[int], value: np.ndarray, error: np.ndarray, penalty: float) -> float:
    total = penalty * len(cuts)
    for part in np.split(np.arange(len(value)), cuts):
        mean = np.average(value[part], weights=error[part] ** -2.0)
        total += float((((value[part] - mean) / error[part]) ** 2).sum())
    return total


@given(st.lists(st.tuples(numbers, st.floats(0.1, 0.6)), min_size=2 * SHORTEST, max_size=12), st.floats(0.5, 12))
def test_no_segmentation_costs_less(rows: list[tuple[float, float]], penalty: float) -> None:
    value, error = (np.array(column) for column in zip(*rows, strict=True))
    found = cost(change_points(value, error, penalty), value, error, penalty)
    assert found == pytest.approx(min(cost(cuts, value, error, penalty) for cuts in segmentations(len(rows))))


def series(rng: np.random.Generator, shift: float, weeks: int = 20, n: int = 5) -> pd.DataFrame:
    """Weekly net stances of n statements with a standard deviation of 0.6, that shift in the middle."""
    error = rng.uniform(0.5, 0.7, weeks) / np.sqrt(n)
    level = np.where(np.arange(weeks) < weeks // 2, -0.2, -0.2 + shift)
    columns = {
        "date": pd.date_range("2025-01-06", periods=weeks, freq="W-MON").astype("datetime64[us]"),
        "net_stance": level + rng.standard_t(12, weeks) * error,
        "standard_error": error,
        "freedom": 12.0,
    }
    return pd.DataFrame(columns)


def found_in(shift: float, times: int, weeks: int = 20, n: int = 5) -> list[pd.DataFrame]:
    rng = np.random.default_rng(0)
    return [changes(series(rng, shift, weeks, n)) for _ in range(times)]


def flagged(found: list[pd.DataFrame]) -> float:
    return float(np.mean([len(rows) > 0 for rows in found]))


@pytest.mark.parametrize("weeks", [10, 40])
def test_noise_is_rarely_flagged(weeks: int) -> None:
    assert flagged(found_in(0.0, 150, weeks)) <= 0.07


def test_shifts_are_found_where_they_are_with_intervals_that_cover() -> None:
    assert flagged(found_in(0.4, 100)) > 0.5
    surely = pd.concat(found_in(0.4, 150, n=40), ignore_index=True)
    assert len(surely) >= 150
    assert (surely["date"] == pd.Timestamp("2025-03-17")).mean() > 0.8
    assert ((surely["low"] <= 0.4) & (surely["high"] >= 0.4)).mean() > 0.94
    assert (surely["p_value"] < 0.05).mean() > 0.98


def test_a_short_series_has_no_changes_and_nothing_is_changed() -> None:
    rows = series(np.random.default_rng(0), 1.5)
    before = rows.copy(deep=True)
    found = changes(rows.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(found, changes(rows))
    pd.testing.assert_frame_equal(rows, before)
    none = changes(rows.head(2 * SHORTEST - 1))
    assert none.empty and none.dtypes.equals(found.dtypes)


@pytest.fixture
def turned(make_pairs: Make) -> pd.DataFrame:
    """Ten weeks against, ten in favor; every week one statement is the strongest, and twice in one article."""
    rows = []
    for week, day in enumerate(pd.date_range("2025-01-08", periods=20, freq="7D")):
        for number in range(5):
            strong = 0.5 + 0.1 * (number == 0) + 0.01 * week
            sides = (strong, 0.1) if week < 10 else (0.1, strong)
            rows.append((f"s{week}-{number}", f"a{week}-{number // 2}", "x", "y", str(day.date()), *sides))
    return make_pairs(rows)


def test_telling_statements_are_those_without_which_the_change_is_smaller(turned: pd.DataFrame) -> None:
    before = turned.copy(deep=True)
    [(_, change)] = list(changes(net_stance(turned, ["speaker"], "week")).iterrows())
    assert change["date"] == pd.Timestamp("2025-03-17")
    telling = telling_statements(turned, change, "week", 3)
    assert telling["side"].tolist() == ["before"] * 3 + ["after"] * 3
    assert telling["statement_id"].tolist() == ["s9-0", "s8-0", "s7-0", "s19-0", "s18-0", "s17-0"]
    assert telling["story_id"].is_unique
    d = turned["p_favor"] - turned["p_against"]
    late = turned["date"] >= change["date"]
    without = d[late & (turned["statement_id"] != "s19-0")].mean()
    assert telling["weight"][3] == pytest.approx(d[late].mean() - without)
    pd.testing.assert_frame_equal(turned, before)


def main() -> None:
    print("| weeks | statements a week | no shift | 0.2 | 0.4 | 0.6 |\n|---|---|---|---|---|---|")
    for weeks, n in ((10, 5), (20, 5), (50, 5), (20, 20), (100, 5)):
        shares = [flagged(found_in(shift, 500, weeks, n)) for shift in (0.0, 0.2, 0.4, 0.6)]
        print(f"| {weeks} | {n} | {' | '.join(f'{share:.1%}' for share in shares)} |", flush=True)


if __name__ == "__main__":
    main()
