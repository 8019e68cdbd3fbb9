"""Net stance from the sums that a store keeps, with the columns and the meaning that ``net_stance`` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics.aggregate.cube import NUMBERS
from analytics.aggregate.estimate import UNAUDITED
from analytics.aggregate.intervals import (
    CellSums,
    Floats,
    Pooled,
    Whole,
    clustered_interval,
    means_of,
    pool_cells,
    shown_by,
)
from analytics.store.cube import CELL_SUMS, Bucket, load_cells
from analytics.store.engine import Store
from analytics.store.pairs import Filters
from analytics.store.status import data_version

_PAIR = ["speaker_id", "target_id"]


@dataclass(frozen=True)
class Pools:
    """What the intervals of cells take from many cells together; one element of each array is one pool."""

    stance: Pooled
    stance_shown: Floats  # the part of a side that the classifier shows
    tone: Pooled
    tone_shown: Floats

    def at(self, pool: Whole) -> Pools:
        """Return the values of the pools of the given numbers."""
        return Pools(self.stance.at(pool), self.stance_shown[pool], self.tone.at(pool), self.tone_shown[pool])


def stored_stance(store: Store, filters: Filters, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return what ``net_stance`` does without an audit, from the cube; ``by`` are "speaker_id", "target_id" or both.

    What the interval pools, it pools for each target over all who are known to speak of it, on all days and in all
    outlets: so a number keeps its interval when days, outlets and speakers are chosen or lines are split otherwise. A
    target of which nobody known speaks gets what is assumed before any data. ``audited`` is 0. In reach, a story that
    days or outlets cut in two counts in part in the ``n_stories`` of each. Raises as ``load_cells``, which says what
    can be selected.
    """
    cells = load_cells(store, filters, by, bucket)
    pooled = replace(filters, start=None, end=None, outlets=(), speakers=())
    if (pooled, _PAIR, None) == (filters, list(by), bucket):
        targets, pools = _pools(cells)
    else:
        targets, pools = _stored_pools(store, data_version(store), pooled)
    spoken_of = pd.Index(cells["target_id"] if "target_id" in by else [filters.parties[0]] * len(cells))
    return stance_of_cells(cells, pools.at(targets.get_indexer(spoken_of)))


def stored_shown(store: Store, filters: Filters) -> float:
    """Return the part of a side, in (0, 1], that the classifier shows on the one party of ``filters``.

    It widens the intervals of ``stored_stance``, and is of all who speak of that party. Raises ``StoreError``.
    """
    pooled = replace(filters, start=None, end=None, outlets=(), speakers=(), audited=False)
    targets, pools = _stored_pools(store, data_version(store), pooled)
    return float(pools.stance_shown[targets.get_indexer(pd.Index(filters.parties))[0]])


@lru_cache(maxsize=32)
def _stored_pools(store: Store, _version: int, filters: Filters) -> tuple[pd.Index, Pools]:
    """Remember the pools of a version of a store: small, but made of every speaker and target that occur together."""
    return _pools(load_cells(store, filters, _PAIR))


def _pools(cells: pd.DataFrame) -> tuple[pd.Index, Pools]:
    """Return targets and the pool of each, by its known speakers; after the last comes one of no cell."""
    known = cells.dropna(subset=["speaker_id"])
    targets = pd.Index(known["target_id"].unique())
    return targets, pools_of(known, targets.get_indexer(known["target_id"]), len(targets) + 1)


def pools_of(cells: pd.DataFrame, pool: Whole, pools: int) -> Pools:
    """Return what is estimated from the cells of each of ``pools``; ``pool`` has the number of every cell's, from 0."""

    def total(values: pd.Series) -> Floats:
        return np.bincount(pool, values, minlength=pools).astype(np.float64)

    return Pools(
        pool_cells(_stance_sums(cells), pool, pools),
        shown_by(total(cells["squares"]), total(cells["against"] + cells["favor"])),
        pool_cells(_tone_sums(cells), pool, pools),
        shown_by(total(cells["tone_squares"]), total(cells["tone_sides"])),
    )


def stance_of_cells(cells: pd.DataFrame, pools: Pools) -> pd.DataFrame:
    """Return the numbers of ``net_stance`` from sums as ``load_cells`` returns them, and the pool of every cell."""
    n, taking = cells["n"], cells["label_against"] + cells["label_favor"]
    stance, tone = means_of(_stance_sums(cells), pools.stance), means_of(_tone_sums(cells), pools.tone)
    low, high = clustered_interval(stance, pools.stance_shown)
    tone_low, tone_high = clustered_interval(tone, pools.tone_shown)
    numbers: dict[str, Any] = {
        "n": n.round().astype("int64"),
        "n_stories": cells["clusters"].round().clip(lower=1).astype("int64"),
        "net_stance": stance.mean,
        "predicted": stance.mean,
        "standard_error": stance.error,
        "freedom": stance.freedom,
        "low": low,
        "high": high,
        "interval": pd.Series(UNAUDITED, index=cells.index, dtype="str"),
        "audited": pd.Series(0, index=cells.index, dtype="int64"),
        "share_against": cells["label_against"] / n,
        "share_neutral": 1 - taking / n,
        "share_favor": cells["label_favor"] / n,
        "takes_side": taking / n,
        "net_tone": tone.mean,
        "net_tone_low": tone_low,
        "net_tone_high": tone_high,
    }
    keys = [name for name in cells.columns if name not in CELL_SUMS]
    return cells[keys].assign(**numbers)[[*keys, *NUMBERS]]


def _stance_sums(cells: pd.DataFrame) -> CellSums:
    n, squares, clusters, size, spread = _arrays(cells, "n", "squares", "clusters", "size", "spread")
    against, favor = _arrays(cells, "against", "favor")
    return CellSums(n, favor - against, squares, clusters, size, spread)


def _tone_sums(cells: pd.DataFrame) -> CellSums:
    return CellSums(*_arrays(cells, "n", "tone", "tone_squares", "clusters", "size", "tone_spread"))


def _arrays(cells: pd.DataFrame, *names: str) -> list[Floats]:
    return [cells[name].to_numpy(dtype=np.float64) for name in names]
