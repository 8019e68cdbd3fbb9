"""How far people agree: Krippendorff's alpha of their decisions, with a bootstrap interval.

Alpha is 1 where people always agree and 0 where they agree as often as chance would have it (Krippendorff, K. (2018).
*Content Analysis*, 4th ed., ch. 12). It allows for items that only some people decided on.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    and the same label, or no item has two people. Over all fields, the disagreement that is seen and that chance would
    bring are added up field by field, so that 0 is chance there too. Raises ``StoreError``.
    """
    voices = _voices(store)
    voices = voices[voices.groupby(["field", "item_id"])["who"].transform("size") >= 2]
    rows = []
    for field in [*(field.value for field in AnnotatedField), ALL]:
        shared = voices if field == ALL else voices[voices["field"] == field]
        parts = [
            pd.crosstab(own["item_id"], own["label"]).to_numpy(dtype=np.float64) for _, own in shared.groupby("field")
        ]
        n_items = sum(map(len, parts))
        rows.append((field, alpha(*parts), *_interval(parts, seed), n_items, shared["who"].nunique()))
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


def alpha(*parts: _Numbers) -> float:
    """Return nominal alpha of fields, each items × labels: how many people, two at least, gave a label to an item.

    It is NaN where no field has two labels.
    """
    return float(_alphas(parts, [np.ones((1, len(part))) for part in parts])[0])


def _alphas(parts: Sequence[_Numbers], weights: Sequence[_Numbers]) -> _Numbers:
    """Return alpha for each row of the fields' ``weights``, draws × items: how often an item counts."""
    seen, by_chance = np.zeros(1), np.zeros(1)
    for counts, often in zip(parts, weights, strict=True):
        people = counts.sum(axis=1)
        disagreeing = (people**2 - (counts**2).sum(axis=1)) / (people - 1)
        n, of_label = often @ people, often @ counts
        seen = seen + often @ disagreeing
        by_chance = by_chance + (n**2 - (of_label**2).sum(axis=1)) / (n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):  # 0 / 0 without a second label
        return np.asarray(1 - seen / by_chance)


def _interval(parts: Sequence[_Numbers], seed: int) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % quantiles of alpha over draws of items; a draw of one label alone says nothing."""
    rng = np.random.default_rng(seed)
    weights = [rng.multinomial(len(one), np.full(len(one), 1 / len(one)), _DRAWS).astype(np.float64) for one in parts]
    drawn = _alphas(parts, weights)
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
