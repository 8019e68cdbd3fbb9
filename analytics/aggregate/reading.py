"""Net stance of any selection of a store, read in the fastest way that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analytics.aggregate.cube import net_stance
from analytics.aggregate.stored import stored_stance
from analytics.store.cube import Bucket, holds
from analytics.store.engine import Store
from analytics.store.pairs import Filters, load_pairs


def read_stance(store: Store, filters: Filters, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return what ``net_stance`` does without an audit, for any columns of pairs to group ``by``.

    The cube answers where it holds the selection. Otherwise its statements are read; what the intervals pool is then
    estimated from all speakers and targets that are groups, so that choosing some of them changes no interval. Raises
    ``ValueError`` for columns that pairs do not have and ``StoreError`` when the store cannot be read.
    """
    if holds(filters, by):
        return stored_stance(store, filters, by, bucket)
    chosen = {"speaker_id": filters.speakers, "target_id": filters.parties}
    chosen = {column: ids for column, ids in chosen.items() if column in by and ids}
    beside = replace(
        filters,
        speakers=() if "speaker_id" in chosen else filters.speakers,
        parties=() if "target_id" in chosen else filters.parties,
    )
    found = net_stance(load_pairs(store, beside), by, bucket)
    for column, ids in chosen.items():
        found = found[found[column].isin(ids)]
    return found.reset_index(drop=True)
