"""Net stance of any group of pairs, with the number of statements behind it and an interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analytics.aggregate.intervals import METHOD, clustered_interval

Bucket = Literal["day", "week", "month"]

ACTOR_BY_PARTY = ("speaker_id", "speaker", "target_id", "target")
"""Columns to group by for the actor × party heatmap."""

_PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}  # W-SUN: weeks that end on Sunday and so start on Monday
_PROBABILITIES = ["p_against", "p_favor"]
_SHARES = ["share_against", "share_neutral", "share_favor"]
_NUMBERS = ["n", "n_stories", "net_stance", "low", "high", "interval", *_SHARES, "takes_side"]


def net_stance(pairs: pd.DataFrame, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return one row per group of ``pairs`` (see ``analytics.store.views.load_pairs``), sorted by group.

    Columns: those of ``by``; with a ``bucket``, ``date``, its first day (weeks start on Monday); ``n`` statements in
    ``n_stories`` stories, however often printed; ``net_stance``, the mean of P(favor) − P(against) in [−1, 1]; ``low``
    and ``high``, its 95 % interval, by the method named in ``interval``; ``share_against``, ``share_neutral``,
    ``share_favor``, shares of the statements by label, in [0, 1]; ``takes_side``, the share that is not neutral.

    A statement that has several pairs in a group counts once, with their average. Missing values of ``by`` are a group
    of their own, last; with a bucket, pairs without a date are left out. ``pairs`` is not changed. Raises
    ``ValueError`` for a column that ``pairs`` does not have.
    """
    keys = [*by, "date"] if bucket else list(by)
    missing = set(by) - set(pairs.columns)
    if missing or len(set(keys)) < len(keys):
        raise ValueError(f"cannot group by {keys}: unknown or named twice")
    chosen = pairs[["statement_id", "story_id", "stance", *_PROBABILITIES, *by]]
    if bucket:
        chosen = chosen.assign(date=_bucket_start(pairs["date"], bucket)).dropna(subset=["date"])
    cell, groups = _cells(chosen, keys)
    statements = _statements(chosen, cell)
    return pd.concat([groups, _numbers(statements)], axis=1)


def _bucket_start(days: pd.Series, bucket: Bucket) -> pd.Series:
    start: pd.Series = days.dt.to_period(_PERIODS[bucket]).dt.start_time.astype(days.dtype)
    return start


def _cells(pairs: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the number of each row's group, and one row of ``keys`` per group in that order."""
    if not keys:
        return np.zeros(len(pairs), dtype=np.int64), pd.DataFrame(index=pd.RangeIndex(min(len(pairs), 1)))
    cell = pairs.groupby(keys, dropna=False, observed=True).ngroup().to_numpy()
    first = np.unique(cell, return_index=True)[1]
    return cell, pairs[keys].iloc[first].reset_index(drop=True)


def _statements(pairs: pd.DataFrame, cell: np.ndarray) -> pd.DataFrame:
    """Average the pairs of each statement in each cell; columns cell, story, probabilities and shares."""
    labels = {
        f"share_{label}": (pairs["stance"] == label).astype("float64") for label in ("against", "neutral", "favor")
    }
    story = pd.factorize(pairs["story_id"], sort=True)[0]
    frame = pairs[["statement_id", *_PROBABILITIES]].assign(cell=cell, story=story, **labels)
    averaged = frame.groupby(["cell", "story", "statement_id"], sort=True)[[*_PROBABILITIES, *_SHARES]].mean()
    return averaged.reset_index()


def _numbers(statements: pd.DataFrame) -> pd.DataFrame:
    grouped = statements.groupby("cell")
    numbers = grouped[_SHARES].mean()
    net = grouped[_PROBABILITIES].mean()
    cell, story = statements["cell"].to_numpy(), statements["story"].to_numpy()
    low, high = clustered_interval(cell, story, *(statements[column].to_numpy() for column in _PROBABILITIES))
    numbers = numbers.assign(
        n=grouped.size().astype("int64"),
        n_stories=grouped["story"].nunique().astype("int64"),
        net_stance=net["p_favor"] - net["p_against"],
        low=low,
        high=high,
        interval=pd.Series(METHOD, index=numbers.index, dtype="str"),
        takes_side=1 - numbers["share_neutral"],
    )
    return numbers[_NUMBERS].reset_index(drop=True)
