"""Values for thin cells, drawn toward what is known of their like.

Empirical Bayes in the normal-normal model (James & Stein, 1961; Morris, *Journal of the American Statistical
Association*, 1983): a cell's net stance is drawn toward its speaker's mean, and that toward the mean of all, the more
so the larger its standard error is beside the spread of true values, which is estimated by the method of Paule &
Mandel (*Journal of Research of the National Bureau of Standards*, 1982).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.aggregate.intervals import Floats, Whole

THIN_BELOW = 10
"""Statements below which a cell is thin. A stance of −1, 0 or +1 has a variance of about 0.65, so that ten of them, all
from different stories and all read without error, have a mean with an interval of ± 1.96 √(0.65 / 10) = ± 0.5: with
fewer, against and neutral cannot be told apart."""


def with_shrunken(cells: pd.DataFrame, toward: Sequence[str] = ()) -> pd.DataFrame:
    """Return ``cells``, a frame of ``net_stance``, with the columns ``shrunken`` and ``thin``.

    ``shrunken``, in [−1, 1], is the net stance drawn toward the mean of the cells that agree in the columns ``toward``
    (say, ``["speaker_id"]``; by default all cells). ``thin`` says that there are fewer than ``THIN_BELOW`` statements.
    ``cells`` is not changed. Raises ``KeyError`` for a column that ``cells`` does not have.
    """
    value, variance = cells["net_stance"].to_numpy(), cells["standard_error"].to_numpy() ** 2
    group: Whole = np.zeros(len(cells), dtype=np.int64)
    if toward:
        group = cells.groupby(list(toward), dropna=False, observed=True).ngroup().to_numpy()
    shrunken = _shrunken(value, variance, group) if len(cells) else value
    return cells.assign(shrunken=shrunken, thin=cells["n"] < THIN_BELOW)


def _shrunken(value: Floats, variance: Floats, group: Whole) -> Floats:
    together = np.zeros_like(group)
    within = _spread(value, variance, group if np.bincount(group).max() > 1 else together)
    mean, mean_variance = _means(value, variance + within, group)
    groups_together = together[: mean.size]
    between = _spread(mean, mean_variance, groups_together)
    overall = _means(mean, mean_variance + between, groups_together)[0]
    centre = _drawn(mean, mean_variance, between, overall)
    return _drawn(value, variance, within, centre[group])


def _drawn(value: Floats, variance: Floats, spread: float, toward: Floats) -> Floats:
    """Return the posterior means of values whose true ones are spread around ``toward``."""
    weight = variance / (variance + spread)
    return np.asarray(weight * toward + (1 - weight) * value, dtype=np.float64)


def _means(value: Floats, variance: Floats, group: Whole) -> tuple[Floats, Floats]:
    """Return each group's mean, weighted by precision, and its variance."""
    precision = np.bincount(group, 1 / variance)
    return np.bincount(group, value / variance) / precision, 1 / precision


def _spread(value: Floats, variance: Floats, group: Whole) -> float:
    """Return the variance of the true values around their group's, at least 0 (Paule & Mandel)."""
    from scipy.optimize import brentq  # noqa: PLC0415 (slow to import)

    freedom = value.size - np.unique(group).size

    def excess(spread: float) -> float:
        mean = _means(value, variance + spread, group)[0]
        return float(((value - mean[group]) ** 2 / (variance + spread)).sum()) - freedom

    return float(brentq(excess, 0.0, 4.0)) if freedom and excess(0.0) > 0 > excess(4.0) else 0.0
