"""Net stance of any group of pairs, with the number of statements behind it and an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analytics.aggregate.intervals import METHOD, CellSums, clustered_interval, pool_cells, sum_up
from analytics.store.cube import Bucket, bucket_start, load_cells
from analytics.store.engine import Store
from analytics.store.pairs import Filters

ACTOR_BY_PARTY = ("speaker_id", "speaker", "target_id", "target")
"""Columns to group by for the actor × party heatmap."""

_PROBABILITIES = ["p_against", "p_favor"]
_LABELS = ["label_against", "label_favor"]
_SUMS = ["n", "n_stories", "against", "favor", "squares", *_LABELS, "clusters", "size", "spread"]
_SHARES = ["share_against", "share_neutral", "share_favor"]
_NUMBERS = ["n", "n_stories", "net_stance", "low", "high", "interval", *_SHARES, "takes_side"]


def net_stance(pairs: pd.DataFrame, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return one row per group of ``pairs`` (see ``analytics.store.views.load_pairs``), sorted by group.

    Columns: those of ``by``; with a ``bucket``, ``date``, its first day (weeks start on Monday); ``n`` statements in
    ``n_stories`` articles; ``net_stance``, the mean of P(favor) − P(against) in [−1, 1]; ``low`` and ``high``, its
    95 % interval, by the method named in ``interval``; ``share_against``, ``share_neutral``, ``share_favor``, shares of
    the statements by label, in [0, 1]; ``takes_side``, the share that is not neutral.

    A statement that has several pairs in a group counts once, with their average. Missing values of ``by`` are a group
    of their own, last; with a bucket, pairs without a date are left out. ``pairs`` is not changed. What the interval
    pools, it pools over all groups. Raises ``ValueError`` for a column that ``pairs`` does not have.
    """
    return stance_of_cells(sum_pairs(pairs, by, bucket))


def stored_stance(store: Store, filters: Filters, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return what ``net_stance`` does, from the cube of a store; ``by`` are "speaker_id", "target_id" or both.

    What the interval pools, it pools for each target over all who are known to speak of it, on all days and in all
    outlets: so a number keeps its interval when days, outlets and speakers are chosen or lines are split otherwise.
    Raises as ``load_cells``, which says what can be selected.
    """
    cells = load_cells(store, filters, by, bucket)
    if cells.empty:
        return stance_of_cells(cells)
    pooled = replace(filters, start=None, end=None, outlets=(), speakers=())
    pair = ["speaker_id", "target_id"]
    speakers = cells if (pooled, pair, None) == (filters, list(by), bucket) else load_cells(store, pooled, pair)
    speakers = speakers.dropna(subset=["speaker_id"])
    if "target_id" in by:
        return stance_of_cells(cells, speakers)
    target = filters.parties[0]
    return stance_of_cells(cells.assign(target_id=target), speakers).drop(columns="target_id")


def sum_pairs(pairs: pd.DataFrame, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return the sums of every group as ``load_cells`` does, from pairs; see ``net_stance``."""
    keys = [*by, "date"] if bucket else list(by)
    missing = set(by) - set(pairs.columns)
    if missing or len(set(keys)) < len(keys):
        raise ValueError(f"cannot group by {keys}: unknown or named twice")
    chosen = pairs[["statement_id", "article_id", "story_id", "stance", *_PROBABILITIES, *by]]
    if bucket:
        chosen = chosen.assign(date=bucket_start(pairs["date"], bucket)).dropna(subset=["date"])
    cell, groups = _cells(chosen, keys)
    return pd.concat([groups, _sums(_statements(chosen, cell))], axis=1)


def stance_of_cells(cells: pd.DataFrame, pool: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the numbers of ``net_stance`` from sums; both frames are as ``sum_pairs`` and ``load_cells`` return them.

    What the interval pools, it pools over all ``cells``, or for each "target_id" over the cells of ``pool``. A target
    that is not in ``pool`` gets what is assumed before any data.
    """
    sums = _cell_sums(cells)
    if pool is None:
        pooled = pool_cells(sums)
    else:
        targets = pd.Index(pool["target_id"].unique())
        number = targets.get_indexer(cells["target_id"])
        spoken_of = targets.get_indexer(pool["target_id"])
        pooled = pool_cells(_cell_sums(pool), spoken_of, len(targets) + 1).at(number)  # the last is of no cell
    low, high = clustered_interval(sums, pooled)
    n = cells["n"]
    numbers: dict[str, Any] = {
        "n": n.round().astype("int64"),
        "n_stories": cells["n_stories"].round().astype("int64"),
        "net_stance": (cells["favor"] - cells["against"]) / n,
        "low": low,
        "high": high,
        "interval": pd.Series(METHOD, index=cells.index, dtype="str"),
        "share_against": cells["label_against"] / n,
        "share_neutral": 1 - (cells["label_against"] + cells["label_favor"]) / n,
        "share_favor": cells["label_favor"] / n,
        "takes_side": (cells["label_against"] + cells["label_favor"]) / n,
    }
    keys = [name for name in cells.columns if name not in {*_SUMS, "tone", "tone_squares"}]
    return cells[keys].assign(**numbers)[[*keys, *_NUMBERS]]


def _cell_sums(cells: pd.DataFrame) -> CellSums:
    column = {name: cells[name].to_numpy(dtype=np.float64) for name in _SUMS}
    total, sides = column["favor"] - column["against"], column["favor"] + column["against"]
    shared = {name: column[name] for name in ("n", "squares", "clusters", "size", "spread")}
    return CellSums(total=total, sides=sides, **shared)


def _cells(pairs: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the number of each row's group, and one row of ``keys`` per group in that order."""
    if not keys:
        return np.zeros(len(pairs), dtype=np.int64), pd.DataFrame(index=pd.RangeIndex(min(len(pairs), 1)))
    cell = pairs.groupby(keys, dropna=False, observed=True).ngroup().to_numpy()
    first = np.unique(cell, return_index=True)[1]
    return cell, pairs[keys].iloc[first].reset_index(drop=True)


def _statements(pairs: pd.DataFrame, cell: np.ndarray) -> pd.DataFrame:
    """Average the pairs of each statement in each cell; columns cell, article, story, probabilities and labels."""
    labels = {f"label_{label}": (pairs["stance"] == label).astype("float64") for label in ("against", "favor")}
    numbers = {name: pd.factorize(pairs[f"{name}_id"], sort=True)[0] for name in ("article", "story")}
    frame = pairs[["statement_id", *_PROBABILITIES]].assign(cell=cell, **numbers, **labels)
    keys = ["cell", "article", "story", "statement_id"]
    return frame.groupby(keys, sort=True)[[*_PROBABILITIES, *_LABELS]].mean().reset_index()


def _sums(statements: pd.DataFrame) -> pd.DataFrame:
    cell, story, against, favor = (statements[name].to_numpy() for name in ("cell", "story", "p_against", "p_favor"))
    sums = sum_up(cell, story, against, favor)
    grouped = statements.groupby("cell")
    columns = {
        "n": sums.n,
        "n_stories": grouped["article"].nunique().to_numpy(dtype=np.float64),
        "against": (sums.sides - sums.total) / 2,
        "favor": (sums.sides + sums.total) / 2,
        "squares": sums.squares,
        **{name: grouped[name].sum().to_numpy(dtype=np.float64) for name in _LABELS},
        "clusters": sums.clusters,
        "size": sums.size,
        "spread": sums.spread,
    }
    return pd.DataFrame(columns)[_SUMS]
