"""Days of the week and volume: what is ordinary, and what is more than chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.aggregate.cube import net_stance
from analytics.store.cube import Bucket, bucket_start

_PERMUTATIONS = 1999


def weekday_profile(pairs: pd.DataFrame, audit: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return a row of ``net_stance`` for each ``weekday``, 0 Monday to 6 Sunday, on which anything was published."""
    dated = pairs.dropna(subset=["date"])
    return net_stance(dated.assign(weekday=dated["date"].dt.day_of_week.astype("int64")), ["weekday"], audit=audit)


def weekday_p_value(pairs: pd.DataFrame) -> float:
    """Return how often stance differs as much by weekday when weekdays are dealt to stories at random.

    A permutation test of the variance between weekdays of P(favor) − P(against). Whole stories are dealt, since their
    statements are alike. 1 where all stories are of one weekday. Deterministic.
    """
    dated = pairs.dropna(subset=["date"])
    d = dated["p_favor"] - dated["p_against"]
    stories = (
        (d - d.mean())
        .groupby(dated["story_id"])
        .agg(["sum", "size"])
        .join(dated.groupby("story_id")["date"].first().dt.day_of_week)
    )
    total, size, weekday = (stories[column].to_numpy() for column in ("sum", "size", "date"))
    rng = np.random.default_rng(0)
    observed = _between(total, size, weekday)
    chance = np.array([_between(total, size, rng.permutation(weekday)) for _ in range(_PERMUTATIONS)])
    return float((1 + (chance >= observed * (1 - 1e-9)).sum()) / (1 + _PERMUTATIONS))


def _between(total: np.ndarray, size: np.ndarray, weekday: np.ndarray) -> float:
    sums, sizes = np.bincount(weekday, total, minlength=7), np.bincount(weekday, size, minlength=7)
    return float((sums**2 / np.maximum(sizes, 1)).sum())


def volume(pairs: pd.DataFrame, bucket: Bucket) -> pd.DataFrame:
    """Return the number of statements in every bucket, with the range that the other buckets make one expect.

    Columns: ``date``; ``n``, 0 for buckets without any between the first and the last; ``expected``, the mean of the
    others; ``low`` and ``high``, a 95 % prediction range: negative binomial with the mean and variance of the others,
    or Poisson where they vary less than chance; ``unusual``, outside it. Needs three buckets, else the range is
    missing. The first and last bucket may be cut by the period that was collected.
    """
    from scipy import stats  # noqa: PLC0415 (half a second to import)

    dated = pairs.dropna(subset=["date"])
    statements = bucket_start(dated["date"], bucket).groupby(dated["statement_id"]).first()
    counted = statements.value_counts().sort_index()
    step = {"day": "D", "week": "W-MON", "month": "MS"}[bucket]
    days = pd.date_range(counted.index.min(), counted.index.max(), freq=step) if len(counted) else counted.index
    n = counted.reindex(days, fill_value=0).to_numpy(dtype=np.float64)
    mean, variance = _of_others(n)
    success = mean / np.maximum(variance, mean * (1 + 1e-6))
    size = mean * success / (1 - success)
    low, high = (stats.nbinom.ppf(q, size, success) for q in (0.025, 0.975))
    frame = pd.DataFrame({"date": days, "n": n.astype(np.int64), "expected": mean, "low": low, "high": high})
    return frame.assign(unusual=(n < low) | (n > high)).astype({"date": pairs["date"].dtype})


def _of_others(n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each count, the mean of all others, and the variance with which one more is predicted from them."""
    others = len(n) - 1
    if others < 2:
        return np.full(len(n), np.nan), np.full(len(n), np.nan)
    mean = (n.sum() - n) / others
    variance = ((n**2).sum() - n**2 - others * mean**2) / (others - 1)
    return mean, np.maximum(variance, mean) * (1 + 1 / others)
