"""When a net stance changed: change points of a series, and the statements that make the difference.

Optimal partitioning (Jackson et al., *IEEE Signal Processing Letters*, 2005; PELT is its pruned form) for a mean that
changes, each bucket weighted by the inverse of its variance. The penalty of a change is set so that a series without
one is flagged in at most 5 % of cases: it is a quantile of the largest gain that any single cut brings in simulated
series of this length, with these standard errors and degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.aggregate.intervals import LEVEL, Floats, Whole
from analytics.store.cube import Bucket, bucket_start

SHORTEST = 3
"""Buckets that a new level must last to be a change and not an outlier."""
_PENALTY_QUANTILE = 0.97  # of the gain of one cut: two cuts at once add one to two points of false alarms
_LEAST_PENALTY = 3.5  # below that quantile for any series: of one cut's gain under normal noise it is 4.7
_SIMULATIONS = 1000
_COLUMNS = ["start", "date", "end", "before", "after", "difference", "low", "high", "p_value"]
_DATES = 3  # of these columns


@dataclass(frozen=True)
class _Sums:
    """Running sums of weights and weighted values, from which the cost of any segment follows."""

    weight: Floats
    value: Floats
    square: Floats

    def cost(self, first: Whole, last: int) -> Floats:
        """Return the weighted squared deviations of buckets first … last − 1 from their mean."""
        weight, value, square = (sums[last] - sums[first] for sums in (self.weight, self.value, self.square))
        return np.asarray(square - value**2 / weight, dtype=np.float64)


def changes(series: pd.DataFrame) -> pd.DataFrame:
    """Return the change points of a ``series``: rows of one cell in a frame of ``net_stance`` with a bucket, by date.

    One row a change, in order: ``date``, the first bucket after it; ``start`` and ``end``, the first and last bucket of
    the stretches that it parts; ``before`` and ``after``, their means, weighted by precision; their ``difference``,
    with ``low`` and ``high``, a 95 % interval that holds for the best of all dates, not only for one named beforehand;
    and ``p_value``, how often a stretch without a change shows one as large at any date. Deterministic. ``series`` is
    not changed. No rows for fewer than twice ``SHORTEST`` buckets.
    """
    ordered = series.sort_values("date", kind="stable")
    value, error = ordered["net_stance"].to_numpy(), ordered["standard_error"].to_numpy()
    freedom = ordered["freedom"].to_numpy()
    dates = ordered["date"].reset_index(drop=True)
    cuts = change_points(value, error, _LEAST_PENALTY) if len(value) >= 2 * SHORTEST else []
    if cuts:  # a higher penalty brings none where a lower one brings none, and simulating takes time
        cuts = change_points(value, error, _penalty(error, freedom))
    edges = [0, *cuts, len(value)]
    rows = []
    for before, cut, after in zip(edges, cuts, edges[2:], strict=False):
        part = slice(before, after)
        found = _described(value[part], error[part], freedom[part], cut - before)
        rows.append((dates[before], dates[cut], dates[after - 1], *found))
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    kinds = [series["date"].dtype] * _DATES + ["float64"] * (len(_COLUMNS) - _DATES)
    typed = zip(_COLUMNS, columns, kinds, strict=True)
    return pd.DataFrame({name: pd.Series(column, dtype=kind) for name, column, kind in typed})


def change_points(value: Floats, error: Floats, penalty: float) -> list[int]:
    """Return where new segments start, so that squared deviations in units of ``error`` plus penalties are least.

    Segments are at least ``SHORTEST`` long. Takes time in the square of the length: 0.1 s for 2,000 buckets.
    """
    weight = error**-2.0
    sums = _Sums(*(np.concatenate([[0.0], np.cumsum(weight * value**power)]) for power in range(3)))
    best, previous = np.full(len(value) + 1, np.inf), np.zeros(len(value) + 1, dtype=np.int64)
    best[0] = -penalty
    for last in range(SHORTEST, len(value) + 1):
        starts = np.arange(last - SHORTEST + 1)
        total = best[starts] + sums.cost(starts, last) + penalty
        previous[last] = total.argmin()
        best[last] = total.min()
    cuts, last = [], int(previous[-1])
    while last:
        cuts.append(last)
        last = int(previous[last])
    return cuts[::-1]


def telling_statements(pairs: pd.DataFrame, change: pd.Series, bucket: Bucket, n: int) -> pd.DataFrame:
    """Return the statements that make most of a ``change``, a row of ``changes``, at most ``n`` before and ``n`` after.

    ``pairs`` are those of the cell, ``change`` and ``bucket`` a row and the bucket of its series. Returns rows of
    ``pairs`` with two columns more: ``side``, "before" or "after", and ``weight``, by how much the difference would
    shrink without the row. The heaviest first, one from each story. ``pairs`` is not changed.
    """
    direction = 1.0 if change["difference"] > 0 else -1.0
    when = bucket_start(pairs["date"], bucket)
    before = pairs[when.between(change["start"], change["date"], inclusive="left")]
    after = pairs[when.between(change["date"], change["end"])]
    sides = [_heaviest(before, "before", -direction, n), _heaviest(after, "after", direction, n)]
    return pd.concat(sides, ignore_index=True)


def _heaviest(pairs: pd.DataFrame, side: str, direction: float, n: int) -> pd.DataFrame:
    d = pairs["p_favor"] - pairs["p_against"]
    weight = direction * (d - d.mean()) / max(len(d) - 1, 1)
    ranked = pairs.assign(side=side, weight=weight).sort_values(["weight", "pair_id"], ascending=[False, True])
    return ranked[ranked["weight"] > 0].drop_duplicates("story_id").head(n)


def _described(value: Floats, error: Floats, freedom: Floats, cut: int) -> tuple[float, ...]:
    """Return before, after, difference, low, high and p-value of the change at ``cut``."""
    gain, difference = (of_cuts[0, cut - SHORTEST] for of_cuts in _gains(value[None, :], error))
    sides = [float(np.average(value[side], weights=error[side] ** -2.0)) for side in (slice(cut), slice(cut, None))]
    largest = _largest_gains(error, freedom)
    p_value = (1 + int((largest >= gain).sum())) / (1 + largest.size)
    half = abs(float(difference)) * float(np.sqrt(np.quantile(largest, LEVEL) / gain))
    return *sides, difference, max(difference - half, -2.0), min(difference + half, 2.0), p_value


def _penalty(error: Floats, freedom: Floats) -> float:
    return float(np.quantile(_largest_gains(error, freedom), _PENALTY_QUANTILE))


def _largest_gains(error: Floats, freedom: Floats) -> Floats:
    """Return the largest gain of any cut in each of many simulated series without a change."""
    noise = np.random.default_rng(0).standard_t(freedom, size=(_SIMULATIONS, error.size)) * error
    return np.asarray(_gains(noise, error)[0].max(axis=1), dtype=np.float64)


def _gains(series: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return by how much every allowed cut lowers the cost of each row of ``series``, and the difference it shows."""
    weight = error**-2.0
    left, left_value = weight.cumsum()[:-1], (series * weight).cumsum(axis=1)
    right, right_value = weight.sum() - left, left_value[:, -1:] - left_value[:, :-1]
    difference = right_value / right - left_value[:, :-1] / left
    allowed = slice(SHORTEST - 1, error.size - SHORTEST)
    return (difference**2 * left * right / (left + right))[:, allowed], difference[:, allowed]
