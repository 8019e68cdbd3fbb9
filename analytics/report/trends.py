"""Net stance through time: the rows, and the charts made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analytics.report.charts import Axis, TrendChart, trend_chart
from analytics.report.findings import leading
from analytics.report.measures import stances
from analytics.report.request import Plan
from analytics.report.wording import in_a_sentence
from analytics.store.engine import Store
from analytics.store.views import Bucket
from analytics.types import QUOTATION_KINDS

MOST_CHARTS = 6
_MOST_BUCKETS = 14  # points that a small chart holds


@dataclass(frozen=True)
class Trend:
    """One line: its rows by date, and the chart of them."""

    title: str
    rows: pd.DataFrame
    chart: TrendChart


@dataclass(frozen=True)
class Trends:
    """The lines of a report. Without chosen actors a line is all quoted speakers together toward a party."""

    lines: tuple[Trend, ...]
    axis: Axis
    by_actor: bool


def find_trends(store: Store, plan: Plan, audit: pd.DataFrame | None) -> Trends | None:
    """Return the lines with most statements, ``None`` where there is none, or no date. Raises ``StoreError``."""
    if plan.period is None:
        return None
    first, last = (plan.comparison or plan.period)[0], plan.period[1]
    bucket = choose_bucket(first, last)
    filters = replace(plan.filters((first, last)), kinds=QUOTATION_KINDS)
    by = ["speaker_id", "target_id"] if plan.actors else ["target_id"]
    rows = stances(store, filters, by, bucket, audit)
    if rows.empty:
        return None
    key = "target_id"
    if plan.actors:
        key = "pair_id"
        rows = rows.assign(pair_id=rows["speaker_id"] + "\n" + rows["target_id"], pair=_titles(rows))
    days = rows["date"].min().date(), rows["date"].max().date()
    begins = plan.period[0] if plan.comparison and days[0] < plan.period[0] <= days[1] else None
    axis = Axis(*days, bucket, begins)
    lines = []
    for one, title in list(leading(rows, key.removesuffix("_id")).items())[:MOST_CHARTS]:
        own = rows[rows[key] == one].drop(columns=["pair_id", "pair"], errors="ignore")
        lines.append(Trend(title, own.reset_index(drop=True), trend_chart(title, own, axis)))
    return Trends(tuple(lines), axis, bool(plan.actors))


def choose_bucket(first: date, last: date) -> Bucket:
    """Return the shortest bucket of which a chart holds all between two days."""
    days = (last - first).days + 1
    if days <= _MOST_BUCKETS:
        return "day"
    return "week" if days <= 7 * _MOST_BUCKETS else "month"


def _titles(rows: pd.DataFrame) -> pd.Series:
    return rows["speaker"] + " on " + rows["target"].map(in_a_sentence)
