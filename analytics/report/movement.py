"""Who moved between two periods, and when a net stance changed: with what is sure of it, and sentences that tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analytics.aggregate import MOST_CHANCE, Bucket, changes, movers, telling_statements
from analytics.report.measures import stances
from analytics.report.quotes import Quote, load_quotes
from analytics.report.request import Days, Plan
from analytics.report.sentences import change_sentence, mover_sentence
from analytics.store.engine import Store
from analytics.store.views import Filters, load_pairs
from analytics.types import QUOTATION_KINDS

MOST_SERIES = 60
"""Pairs of speaker and party, those with most statements, in which change points are looked for."""
_MOST_TOLD = 8  # movements or changes with their sentences; the tables have all
_TELLING = 2  # sentences before and after
_WEEKLY_UNTIL = 3 * 366  # days of history; in a longer one change points are looked for month by month


@dataclass(frozen=True)
class Told:
    """One movement or change in words, with the sentences that weigh most on either side."""

    sentence: str
    before: tuple[Quote, ...]
    after: tuple[Quote, ...]


@dataclass(frozen=True)
class Movement:
    """All pairs of speaker and party that were compared, those told, and how many had too few statements."""

    comparison: Days
    rows: pd.DataFrame
    told: tuple[Told, ...]
    left_out: int

    @property
    def moved(self) -> int:
        """How many moved by more than chance explains."""
        return int(is_moved(self.rows).sum())


@dataclass(frozen=True)
class Turns:
    """Change points in the report's days (``rows``), those told, and in how many series they were looked for."""

    rows: pd.DataFrame
    told: tuple[Told, ...]
    series: int
    bucket: Bucket
    first: date


def is_moved(rows: pd.DataFrame) -> pd.Series:
    """Return which rows of ``movers`` moved: q-value at most ``MOST_CHANCE``, and an interval without zero."""
    return (rows["q_value"] <= MOST_CHANCE) & ((rows["low"] > 0) | (rows["high"] < 0))


def find_movement(store: Store, plan: Plan, audit: pd.DataFrame | None) -> Movement | None:
    """Return who moved from the days compared with to the period, the surest first; ``None`` without such days.

    Raises ``StoreError``.
    """
    period, comparison = plan.period, plan.comparison
    if period is None or comparison is None:
        return None
    parts = [load_pairs(store, replace(plan.filters(days), kinds=QUOTATION_KINDS)) for days in (comparison, period)]
    pairs = pd.concat(parts, ignore_index=True).dropna(subset=["speaker_id"])
    found = movers(pairs, period, comparison, audit=audit)
    moved = found.rows[is_moved(found.rows)].head(_MOST_TOLD).itertuples()
    told = tuple(_told_mover(store, row, pairs, (comparison[0], *period)) for row in moved)
    return Movement(comparison, found.rows, told, found.left_out)


def find_turns(store: Store, plan: Plan, cells: pd.DataFrame, audit: pd.DataFrame | None) -> Turns | None:
    """Return change points within the plan's days of the pairs of speaker and party in ``cells``, the latest first.

    ``None`` where the plan has no days.
    They are looked for in all that the store has up to the period's end. Rows have those of ``changes``, speaker and
    target, ``n_before``, ``n`` and a ``q_value`` over all series (Benjamini & Hochberg 1995). Raises ``StoreError``.
    """
    if plan.period is None:
        return None
    looked_at = cells.head(MOST_SERIES)
    first, last = (plan.comparison or plan.period)[0], plan.period[1]
    filters = Filters(
        end=last,
        speakers=tuple(looked_at["speaker_id"].unique()),
        parties=tuple(looked_at["target_id"].unique()),
        kinds=QUOTATION_KINDS,
    )
    by = ["speaker_id", "target_id"]
    bucket: Bucket = "week"
    series = stances(store, filters, by, bucket, audit)
    if len(series) and (series["date"].max() - series["date"].min()).days > _WEEKLY_UNTIL:
        bucket = "month"
        series = stances(store, filters, by, bucket, audit)
    series = series.merge(looked_at[by], on=by)
    rows = with_chance(series, [*by, "speaker", "target"])
    within = rows["date"].between(pd.Timestamp(first), pd.Timestamp(last))
    rows = rows[(rows["q_value"] <= MOST_CHANCE) & within]
    rows = rows.sort_values(["date", *by], ascending=[False, True, True], ignore_index=True)
    told = tuple(_told_turns(store, rows.head(_MOST_TOLD), bucket))
    return Turns(rows, told, series.groupby(by).ngroups, bucket, first)


def with_chance(series: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the changes of every series (one for each group ``by``), with n and a q-value over all of them.

    A series without a change counts as one with a p-value of 1.
    """
    found, unchanged = [changes(series.iloc[:0]).assign(**dict.fromkeys(by, ""), n_before=0, n=0)], 0
    for key, rows in series.groupby(by):
        told = changes(rows)
        unchanged += told.empty
        counts = [_counts(rows, one) for one in told.itertuples()]
        names: dict[str, Any] = dict(zip(by, key, strict=True))
        found.append(told.assign(**names, n_before=[n for n, _ in counts], n=[n for _, n in counts]))
    together = pd.concat(found, ignore_index=True)
    p_values = np.concatenate([together["p_value"].to_numpy(dtype="float64"), np.ones(unchanged)])
    corrected = stats.false_discovery_control(p_values) if len(p_values) else p_values
    return together.assign(q_value=corrected[: len(together)])


def _counts(rows: pd.DataFrame, change: Any) -> tuple[int, int]:
    """Return the statements before and after a change of a series."""
    before = (rows["date"] >= change.start) & (rows["date"] < change.date)
    return int(rows.loc[before, "n"].sum()), int(rows.loc[rows["date"].between(change.date, change.end), "n"].sum())


def _told_mover(store: Store, row: Any, pairs: pd.DataFrame, days: tuple[date, date, date]) -> Told:
    own = pairs[(pairs["speaker_id"] == row.speaker_id) & (pairs["target_id"] == row.target_id)]
    start, begins, end = map(pd.Timestamp, days)
    change = pd.Series({"start": start, "date": begins, "end": end, "difference": row.difference})
    return _told(store, mover_sentence(row), own, change)


def _told_turns(store: Store, rows: pd.DataFrame, bucket: Bucket) -> Iterator[Told]:
    for _, row in rows.iterrows():
        own = Filters(speakers=(row["speaker_id"],), parties=(row["target_id"],), kinds=QUOTATION_KINDS)
        yield _told(store, change_sentence(row, bucket), load_pairs(store, own), row, bucket)


def _told(store: Store, sentence: str, pairs: pd.DataFrame, change: Any, bucket: Bucket = "day") -> Told:
    telling = telling_statements(pairs, change, bucket, _TELLING)
    before, after = (
        load_quotes(store, telling.loc[telling["side"] == side, "pair_id"].tolist()) for side in ("before", "after")
    )
    return Told(sentence, tuple(before), tuple(after))
