"""What a report says: computed from the cube, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.aggregate import stored_stance
from analytics.report.charts import TrendChart, trend_chart
from analytics.report.wording import basis, bounds, signed
from analytics.store.engine import Store
from analytics.store.views import Bucket, Filters, with_names

MOST_ACTORS, MOST_PARTIES, MOST_CHARTS, MOST_ROWS, MOST_FINDINGS = 14, 7, 6, 150, 5
_MOST_BUCKETS = 14  # points that a small chart holds
_STEPS = (0.1, 0.3, 0.5, 0.7)  # the dashboard's


@dataclass(frozen=True)
class Finding:
    """One actor's net stance toward one party; ``look`` names its step on the stance scale."""

    actor: str
    party: str
    value: str
    bounds: str
    basis: str
    n: int
    look: str
    sure: bool  # whether the interval leaves out zero

    @property
    def sentence(self) -> str:
        """For example "Lavrov on Ukraine: −0.62 (−0.74 to −0.49), 41 statements in 17 stories"."""
        return f"{self.actor} on {self.party}: {self.value} ({self.bounds}), {self.basis}"


@dataclass(frozen=True)
class Matrix:
    """Actors in rows, parties in columns; ``None`` where an actor does not speak of a party."""

    parties: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Finding | None, ...]], ...]
    actors_in_all: int
    parties_in_all: int


def make_finding(row: Any) -> Finding:
    """Return a row of ``actor_by_party`` in words."""
    return Finding(
        actor=row.speaker,
        party=row.target,
        value=signed(row.net_stance),
        bounds=bounds(row.low, row.high),
        basis=basis(row),
        n=int(row.n),
        look=stance_step(row.net_stance),
        sure=bool(row.low > 0 or row.high < 0),
    )


def stance_step(value: float) -> str:
    """Return the step of the stance scale that ``value`` in [−1, 1] falls on, from "against-4" to "favor-4"."""
    level = sum(abs(value) >= edge for edge in _STEPS)
    return "level" if level == 0 else f"{'favor' if value > 0 else 'against'}-{level}"


def actor_by_party(store: Store, filters: Filters) -> pd.DataFrame:
    """Return the net stance of every known speaker toward every party, most statements first."""
    rows = stored_stance(store, filters, ["speaker_id", "target_id"]).dropna(subset=["speaker_id"])
    rows = with_names(store, rows)
    return rows.sort_values(["n", "speaker_id", "target_id"], ascending=[False, True, True], ignore_index=True)


def leading_findings(rows: pd.DataFrame, most: int = MOST_FINDINGS) -> tuple[list[Finding], list[Finding]]:
    """Return the findings against and in favor whose intervals leave out zero, those of most statements first."""
    against, favor = rows[rows["high"] < 0].head(most), rows[rows["low"] > 0].head(most)
    return [make_finding(row) for row in against.itertuples()], [make_finding(row) for row in favor.itertuples()]


def make_matrix(rows: pd.DataFrame) -> Matrix:
    """Return the speakers and parties with most statements as a matrix."""
    actors, parties = _leading(rows, "speaker"), _leading(rows, "target")
    cells = {(row.speaker_id, row.target_id): make_finding(row) for row in rows.itertuples()}
    shown = list(parties.items())[:MOST_PARTIES]
    return Matrix(
        tuple(name for _, name in shown),
        tuple(
            (name, tuple(cells.get((actor, party)) for party, _ in shown))
            for actor, name in list(actors.items())[:MOST_ACTORS]
        ),
        len(actors),
        len(parties),
    )


def make_charts(store: Store, filters: Filters, days: pd.Series) -> tuple[list[TrendChart], Bucket]:
    """Return a chart for each of the parties most spoken of, all over the same days, and how long a point is.

    ``days`` are those of the statements that ``filters`` let through.
    """
    if days.dropna().empty:
        return [], "month"
    bucket = choose_bucket(days.min(), days.max())
    rows = with_names(store, stored_stance(store, filters, ["target_id"], bucket))
    first, last = rows["date"].min(), rows["date"].max()
    charts = []
    for party, name in list(_leading(rows, "target").items())[:MOST_CHARTS]:
        charts.append(trend_chart(name, rows[rows["target_id"] == party], first, last, bucket))
    return charts, bucket


def choose_bucket(first: date, last: date) -> Bucket:
    """Return the shortest bucket of which a chart holds all between two days."""
    days = (last - first).days + 1
    if days <= _MOST_BUCKETS:
        return "day"
    return "week" if days <= 7 * _MOST_BUCKETS else "month"


def models_of(pairs: pd.DataFrame, column: str) -> str:
    """Return the ids of the models in a column, in order."""
    return ", ".join(sorted(pairs[column].dropna().unique())) or "none"


def _leading(rows: pd.DataFrame, who: str) -> dict[str, str]:
    """Return names by id, most statements first."""
    sums = rows.groupby([f"{who}_id", who])["n"].sum().reset_index()
    ordered = sums.sort_values(["n", f"{who}_id"], ascending=[False, True])
    return dict(zip(ordered[f"{who}_id"], ordered[who], strict=True))
