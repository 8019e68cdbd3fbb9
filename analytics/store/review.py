"""What a person should look at first: the predictions the model is least sure of."""

from __future__ import annotations

import pandas as pd

from analytics.store.engine import Store
from analytics.store.excerpts import Excerpt, load_excerpts
from analytics.store.pairs import load_pairs
from analytics.types import SURE_FROM


def load_review_queue(store: Store, limit: int) -> tuple[int, list[Excerpt]]:
    """Return how many pairs have a stance of less than 60 % confidence, and the ``limit`` least sure, the worst first.

    Raises ``StoreError`` when the store cannot be read.
    """
    unsure = least_sure(load_pairs(store))
    return len(unsure), load_excerpts(store, list(unsure["pair_id"].head(limit)))


def least_sure(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``pairs`` (columns of ``PAIR_DTYPES``) that are uncertain, the least sure first."""
    confidence = pairs[["p_against", "p_neutral", "p_favor"]].max(axis=1)
    order = confidence[confidence < SURE_FROM].sort_values(kind="stable").index
    return pairs.loc[order]
