from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.aggregate.movers import movers
from analytics.aggregate.shrinkage import THIN_BELOW

MARCH, APRIL = (date(2025, 3, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 4, 30))
BY = ("speaker", "target")


def two_months(rng: np.random.Generator, cells: int, moved: int, n: int = 30) -> pd.DataFrame:
    """Cells of n statements a month, two to an article; the first ``moved`` turn from hostile to friendly."""
    cell, month, number = (part.ravel() for part in np.meshgrid(np.arange(cells), [3, 4], np.arange(n), indexing="ij"))
    hostile = np.where((cell < moved) & (month == 4), 0.2, 0.7)
    d = np.where(rng.random(cell.size) < hostile, -1, 1) * rng.uniform(0.3, 0.9, cell.size)
    story = (
        pd.Series(cell).astype("str")
        + "/"
        + pd.Series(month).astype("str")
        + "/"
        + pd.Series(number // 2).astype("str")
    )
    columns = {
        "pair_id": np.arange(cell.size).astype("str"),
        "statement_id": np.arange(cell.size).astype("str"),
        "story_id": story,
        "speaker": "c" + pd.Series(cell).astype("str"),
        "target": "y",
        "date": pd.to_datetime([f"2025-0{one}-15" for one in month]).astype("datetime64[us]"),
        "p_against": np.where(d < 0, -d, 0.05),
        "p_favor": np.where(d > 0, d, 0.05),
        "stance": np.where(d < 0, "against", "favor"),
    }
    return pd.DataFrame(columns).assign(p_negative=columns["p_against"], p_positive=columns["p_favor"])


def test_those_that_moved_come_first_with_what_they_moved() -> None:
    pairs = two_months(np.random.default_rng(0), 20, 3)
    before = pairs.copy(deep=True)
    found = movers(pairs, APRIL, MARCH, BY)
    pd.testing.assert_frame_equal(pairs, before)
    assert set(found.rows["speaker"].head(3)) == {"c0", "c1", "c2"}
    first = found.rows.iloc[0]
    assert first["difference"] == pytest.approx(first["after"] - first["before"])
    assert 0 < first["low"] < first["difference"] < first["high"]
    assert (first["n_before"], first["n"], len(found.rows), found.left_out) == (30, 30, 20, 0)
    assert (found.rows["q_value"] >= found.rows["p_value"]).all()


def test_false_discoveries_are_as_rare_as_said() -> None:
    rng = np.random.default_rng(0)
    false, missed, alarms = [], [], []
    for _ in range(30):
        rows = movers(two_months(rng, 40, 8), APRIL, MARCH, BY).rows
        moved = rows["speaker"].isin([f"c{number}" for number in range(8)])
        sure = rows["q_value"] <= 0.1
        false.append((sure & ~moved).sum() / max(sure.sum(), 1))
        missed.append((~sure & moved).sum() / 8)
        alarms.append((rows["p_value"] <= 0.05)[~moved].mean())
    assert np.mean(false) <= 0.11
    assert np.mean(missed) < 0.1
    assert 0.01 < np.mean(alarms) <= 0.06


def test_thin_cells_and_those_of_one_period_are_left_out_and_counted() -> None:
    pairs = two_months(np.random.default_rng(0), 3, 0)
    place = pairs.groupby(["speaker", "date"]).cumcount()
    april = pairs["date"] >= "2025-04-01"
    thin = (pairs["speaker"] == "c0") & april & (place >= THIN_BELOW - 1)
    gone = (pairs["speaker"] == "c1") & april
    found = movers(pairs[~thin & ~gone], APRIL, MARCH, BY)
    assert (found.rows["speaker"].tolist(), found.left_out) == (["c2"], 2)
    none = movers(pairs[~april], APRIL, MARCH, BY)
    assert none.rows.empty and none.left_out == 3
    assert none.rows.columns.equals(found.rows.columns)


def test_periods_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        movers(two_months(np.random.default_rng(0), 1, 0), (date(2025, 3, 31), date(2025, 4, 30)), MARCH, BY)


def test_a_reversal_is_within_its_interval() -> None:
    pairs = two_months(np.random.default_rng(0), 4, 0)
    april = pairs["date"] >= "2025-04-01"
    pairs = pairs.assign(p_favor=april * 0.9, p_against=~april * 0.9)
    rows = movers(pairs, APRIL, MARCH, BY).rows
    assert ((rows["low"] < rows["difference"]) & (rows["difference"] < rows["high"])).all()
    assert rows["difference"].to_numpy() == pytest.approx(1.8)
