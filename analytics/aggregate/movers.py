"""Which cells moved most between two periods, with an account of how many were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.aggregate.cube import ACTOR_BY_PARTY, net_stance
from analytics.aggregate.estimate import UNAUDITED
from analytics.aggregate.intervals import Means, shown_part
from analytics.aggregate.shrinkage import THIN_BELOW

Period = tuple[date, date]
"""First and last day, both included."""

MOST_CHANCE = 0.1
"""The q-value up to which a movement or change is told: of those told, one in ten is expected to be chance."""


@dataclass(frozen=True)
class Movers:
    """The cells that were compared, the surest change first, and how many had too few statements to be."""

    rows: pd.DataFrame
    left_out: int


def movers(
    pairs: pd.DataFrame,
    period: Period,
    against: Period,
    by: Sequence[str] = ACTOR_BY_PARTY,
    audit: pd.DataFrame | None = None,
) -> Movers:
    """Return how much the net stance of every cell differs in ``period`` from what it was in ``against``.

    Columns: those of ``by``; ``n_before``, ``n``, ``before``, ``after``; ``difference``, with its 95 % interval ``low``
    and ``high``; ``p_value`` of no change, by Welch's t; ``q_value``, the p-value corrected for the number of cells
    (Benjamini & Hochberg, *Journal of the Royal Statistical Society B*, 1995): of the rows up to a q-value of 0.1, one
    in ten is expected to be chance. Cells with fewer than ``THIN_BELOW`` statements in either period are left out and
    counted. ``pairs`` and ``audit`` as in ``net_stance``; neither is changed. Raises ``ValueError`` when the periods
    overlap.
    """
    if max(period[0], against[0]) <= min(period[1], against[1]):
        raise ValueError("the periods to compare overlap")
    chosen = pd.concat(
        [_within(pairs, days).assign(period=name) for days, name in ((against, "before"), (period, "after"))]
    )
    cells = net_stance(chosen, [*by, "period"], audit=audit)
    before, after = (cells[cells["period"] == name].drop(columns="period") for name in ("before", "after"))
    unaudited = cells["interval"].eq(UNAUDITED).all()
    shown = shown_part(*(chosen[column].to_numpy() for column in ("p_against", "p_favor"))) if unaudited else 1.0
    return moved(before, after, by, shown)


def moved(before: pd.DataFrame, after: pd.DataFrame, by: Sequence[str], shown: float = 1.0) -> Movers:
    """Return what ``movers`` does from the cells of both periods: frames as ``net_stance`` makes them, grouped ``by``.

    ``shown`` in (0, 1] is the part of a side that the classifier shows: it widens the interval and changes no p-value.
    """
    both = after.merge(before, on=list(by), how="outer", suffixes=("", "_before"))
    enough = both[["n", "n_before"]].min(axis=1, skipna=False) >= THIN_BELOW
    return Movers(_compared(both[enough], list(by), shown), int((~enough).sum()))


def _within(pairs: pd.DataFrame, days: Period) -> pd.DataFrame:
    return pairs[pairs["date"].between(pd.Timestamp(days[0]), pd.Timestamp(days[1]))]


def _compared(both: pd.DataFrame, by: list[str], shown: float) -> pd.DataFrame:
    from scipy import stats  # noqa: PLC0415 (half a second to import)

    means = _difference(both)
    p_value = 2 * stats.t.sf(np.abs(means.mean) / means.error, means.freedom)
    low, high = means.interval()
    rows = both[by].assign(
        n_before=both["n_before"].astype("int64"),
        n=both["n"].astype("int64"),
        before=both["net_stance_before"],
        after=both["net_stance"],
        difference=means.mean,
        low=np.clip(np.minimum(low, low / shown), -2, 2),
        high=np.clip(np.maximum(high, high / shown), -2, 2),
        p_value=p_value,
        q_value=stats.false_discovery_control(p_value) if len(both) else p_value,
    )
    return rows.sort_values(["p_value", *by], kind="stable", ignore_index=True)


def _difference(both: pd.DataFrame) -> Means:
    after, before = (both[f"standard_error{side}"].to_numpy() ** 2 for side in ("", "_before"))
    total = after + before
    freedom = total**2 / (after**2 / both["freedom"].to_numpy() + before**2 / both["freedom_before"].to_numpy())
    difference = (both["net_stance"] - both["net_stance_before"]).to_numpy()
    return Means(difference, np.sqrt(total), freedom, np.zeros_like(total))
