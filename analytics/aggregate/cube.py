"""Net stance of any group of pairs, with the number of statements behind it and an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.aggregate.audit import fit_rectifier, label_values
from analytics.aggregate.estimate import ESTIMATE, net_stances, net_tones
from analytics.store.cube import Bucket, bucket_start

ACTOR_BY_PARTY = ("speaker_id", "speaker", "target_id", "target")
"""Columns to group by for the actor × party heatmap."""

_PROBABILITIES = ["p_against", "p_favor", "p_negative", "p_positive"]
_SHARES = ["share_against", "share_neutral", "share_favor"]
NUMBERS = ["n", "n_stories", *ESTIMATE, *_SHARES, "takes_side", "net_tone", "net_tone_low", "net_tone_high"]
"""Columns of ``net_stance`` after those of its groups."""


def net_stance(
    pairs: pd.DataFrame, by: Sequence[str], bucket: Bucket | None = None, audit: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row per group of ``pairs`` (see ``analytics.store.views.load_pairs``), sorted by group.

    Columns: those of ``by``; with a ``bucket``, ``date``, its first day (weeks start on Monday); ``n`` statements in
    ``n_stories`` stories, however often printed; ``net_stance`` in [−1, 1]; ``predicted``, what the classifier alone
    says, the mean of P(favor) − P(against); ``standard_error`` of the net stance, with its degrees of ``freedom``;
    ``low`` and ``high``, its 95 % interval, by the method named in ``interval``; ``audited``, the statements that a
    person labeled; ``share_against``, ``share_neutral``, ``share_favor``, shares of the statements by predicted label,
    in [0, 1]; ``takes_side``, the share that is not neutral; ``net_tone``, the mean of P(positive) − P(negative), with
    its interval ``net_tone_low`` and ``net_tone_high``, never audited.

    ``audit`` is a simple random sample of the store's pairs, one row each, with ``pair_id``, the three probabilities
    and ``human_stance``, missing where nobody has decided. Without it, or where it says too little (see
    ``fit_rectifier``), the net stance is the ``predicted``; with it, net stance and interval are corrected as
    ``analytics.aggregate.audit`` says.

    A statement that has several pairs in a group counts once, with their average. Missing values of ``by`` are a group
    of their own, last; with a bucket, pairs without a date are left out. ``pairs`` is not changed. Raises
    ``ValueError`` for a column that ``pairs`` does not have and for a label of the audit that is no stance.
    """
    keys = [*by, "date"] if bucket else list(by)
    missing = set(by) - set(pairs.columns)
    if missing or len(set(keys)) < len(keys):
        raise ValueError(f"cannot group by {keys}: unknown or named twice")
    rectifier = None if audit is None else fit_rectifier(audit)
    chosen = pairs[["statement_id", "story_id", "stance", *_PROBABILITIES, *by]].assign(human=_human(pairs, audit))
    if bucket:
        chosen = chosen.assign(date=bucket_start(pairs["date"], bucket)).dropna(subset=["date"])
    cell, groups = _cells(chosen, keys)
    statements = _statements(chosen, cell)
    numbers = [_counts(statements), net_stances(statements, rectifier), net_tones(statements)]
    return pd.concat([groups, pd.concat(numbers, axis=1)[NUMBERS]], axis=1)


def _human(pairs: pd.DataFrame, audit: pd.DataFrame | None) -> np.ndarray:
    """Return −1, 0 or +1 for every pair that a person labeled, NaN for the others."""
    if audit is None:
        return np.full(len(pairs), np.nan)
    labels = pd.Series(label_values(audit["human_stance"]), index=audit["pair_id"])
    return pairs["pair_id"].map(labels).to_numpy(dtype="float64")


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
    frame = pairs[["statement_id", "human", *_PROBABILITIES]].assign(cell=cell, story=story, **labels)
    averaged = frame.groupby(["cell", "story", "statement_id"], sort=True)[["human", *_PROBABILITIES, *_SHARES]].mean()
    return averaged.reset_index()


def _counts(statements: pd.DataFrame) -> pd.DataFrame:
    grouped = statements.groupby("cell")
    counts = grouped[_SHARES].mean()
    counts = counts.assign(
        n=grouped.size().astype("int64"),
        n_stories=grouped["story"].nunique().astype("int64"),
        takes_side=1 - counts["share_neutral"],
    )
    return counts.reset_index(drop=True)
