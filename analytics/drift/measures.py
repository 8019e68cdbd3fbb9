"""How far two samples lie apart, and how surely: the tests behind every drift alert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

_RARE = 5.0  # expected counts below which chi-square does not hold: such categories are taken together
_DRAWS = 2000


class Distance(NamedTuple):
    """How large a difference is, and the probability of one as large by chance."""

    effect: float
    p: float


def categories_apart(before: pd.Series, now: pd.Series) -> Distance:
    """Return the population stability index of two samples of names, with the p-value of chi-square.

    The index is Σ (q − p) · ln(q / p) over the shares of categories, below 0.1 a small shift, from 0.2 a large one
    (Siddiqi, 2006). Categories too rare for chi-square are taken together; half a case is added to each.
    """
    counts = _pooled(pd.concat({"before": before.value_counts(), "now": now.value_counts()}, axis=1).fillna(0.0))
    if len(counts) < 2:
        return Distance(0.0, 1.0)
    p, q = ((counts[name] + 0.5) / (counts[name] + 0.5).sum() for name in ("before", "now"))
    index = float(((q - p) * np.log(q / p)).sum())
    return Distance(index, float(stats.chi2_contingency(counts.to_numpy(), correction=False).pvalue))


def numbers_apart(before: Floats, now: Floats) -> Distance:
    """Return the Kolmogorov–Smirnov distance of two samples of numbers: the largest gap between their distributions."""
    found = stats.ks_2samp(before, now)
    return Distance(float(found.statistic), float(found.pvalue))


def calibration_apart(before: tuple[Floats, NDArray[np.bool_]], now: tuple[Floats, NDArray[np.bool_]]) -> Distance:
    """Return how much the calibration error grew, and how often a bootstrap draw says it did not.

    Each sample is (confidence, whether it was right). The error is the mean distance of confidence and share of right
    predictions over ten bins; a sample drawn from itself has a larger one, so each draw's error is corrected by what
    drawing added on average.
    """
    rng = np.random.default_rng(0)
    drawn = []
    for confidence, right in (before, now):
        error = _calibration_error(confidence, right)
        rows = rng.integers(0, len(right), (_DRAWS, len(right)))
        errors = np.array([_calibration_error(confidence[some], right[some]) for some in rows])
        drawn.append(2 * error - errors)  # the basic bootstrap: what drawing adds once, the sample has once already
    growth = _calibration_error(*now) - _calibration_error(*before)
    return Distance(growth, float(((drawn[1] - drawn[0]) <= 0).mean()))


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for being many (Holm, 1979): 5 % is the chance of any false alert among them."""
    order = np.argsort(p_values)
    found, largest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        found[place] = largest
    return found


def _pooled(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts by category, with those too rare for chi-square as one."""
    share = counts.sum() / counts.to_numpy().sum()
    rare = counts.sum(axis=1) * share.min() < _RARE
    kept: pd.DataFrame = counts[~rare]
    return pd.concat([kept, counts[rare].sum().to_frame("others").T]) if rare.any() else kept


def _calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    place = np.minimum((confidence * 10).astype(int), 9)
    gaps = np.bincount(place, weights=confidence - right, minlength=10)
    return float(np.abs(gaps).sum() / len(right))
