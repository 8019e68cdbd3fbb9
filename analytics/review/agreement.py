"""How far people agree: Krippendorff's alpha of their decisions, with a bootstrap interval.

Alpha is 1 where people always agree and 0 where they agree as often as chance would have it (Krippendorff, K. (2018).
*Content Analysis*, 4th ed., ch. 12). It allows for items that only some people decided on.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.store import Store, votes
from analytics.types import AnnotatedField

ALL = "all"
AGREEMENT_DTYPES = {
    "field": "str",
    "alpha": "float64",
    "low": "float64",
    "high": "float64",
    "n_items": "int64",
    "n_people": "int64",
}
"""Columns of ``load_agreement`` in order, with their types."""

_DRAWS = 1_000
_Numbers = NDArray[np.float64]


def load_agreement(store: Store, seed: int = 0) -> pd.DataFrame:
    """Return one row per field and one for ``ALL`` of them, with the columns and types of ``AGREEMENT_DTYPES``.

    ``n_items`` are those that two or more people decided on, ``n_people`` the people who did. ``low`` and ``high`` are
    a 95 % interval, by drawing items with replacement 1,000 times. Alpha is missing where everybody always gave one
    and the same label, or no item has two people. Over all fields, labels of different fields are different labels.
    Raises ``StoreError``.
    """
    voices = _voices(store)
    rows = []
    for field in [*(field.value for field in AnnotatedField), ALL]:
        mine = voices if field == ALL else voices[voices["field"] == field]
        shared = mine[mine.groupby(["field", "item_id"])["who"].transform("size") >= 2]
        counts = pd.crosstab([shared["field"], shared["item_id"]], [shared["field"], shared["label"]])
        values = counts.to_numpy(dtype=np.float64)
        rows.append((field, alpha(values), *_interval(values, seed), len(values), shared["who"].nunique()))
    return pd.DataFrame.from_records(rows, columns=list(AGREEMENT_DTYPES)).astype(AGREEMENT_DTYPES)


def agreement_words(agreement: pd.DataFrame, field: str = ALL) -> str:
    """Return how far people agree on ``field`` in a sentence; ``agreement`` is what ``load_agreement`` returns."""
    row = agreement.set_index("field").loc[field]
    if np.isnan(row["alpha"]):
        return "How far people agree is not known yet: too few statements have two people’s word."
    return (
        f"People agree with a Krippendorff’s alpha of {row['alpha']:.2f} ({row['low']:.2f} to {row['high']:.2f}), "
        f"by {row['n_items']} decisions of two or more of {row['n_people']} people."
    )


def alpha(counts: _Numbers) -> float:
    """Return nominal alpha of ``counts``, items × labels: how many people, two at least, gave each label to an item.

    It is NaN where there are fewer than two labels.
    """
    return float(_alphas(counts, np.ones((1, len(counts))))[0])


def _alphas(counts: _Numbers, weights: _Numbers) -> _Numbers:
    """Return alpha for each row of ``weights``, draws × items: how often an item counts."""
    people = counts.sum(axis=1)
    disagreeing = (people**2 - (counts**2).sum(axis=1)) / (people - 1)
    n, of_label = weights @ people, weights @ counts
    with np.errstate(invalid="ignore", divide="ignore"):  # 0 / 0 without a second label
        expected = (n**2 - (of_label**2).sum(axis=1)) / (n - 1)
        return np.asarray(1 - (weights @ disagreeing) / expected)


def _interval(counts: _Numbers, seed: int) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % quantiles of alpha over draws of items; a draw of one label alone says nothing."""
    items = len(counts)
    if not items:
        return np.nan, np.nan
    draws = np.random.default_rng(seed).multinomial(items, np.full(items, 1 / items), _DRAWS)
    drawn = _alphas(counts, draws.astype(np.float64))
    known = drawn[~np.isnan(drawn)]
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
    return float(low), float(high)


def _voices(store: Store) -> pd.DataFrame:
    """Return the label of each person on each item; "nobody" is a label like others."""
    with store.reading() as connection:
        rows = [
            (field.value, voice.item_id, voice.who, voice.label or "")
            for field in AnnotatedField
            for voice in votes.latest(votes.load_voices(connection, field), field)
        ]
    return pd.DataFrame.from_records(rows, columns=["field", "item_id", "who", "label"])
