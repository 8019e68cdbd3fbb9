"""What the page of a party shows: who is for and against it, who moved, how outlets write of it, whose people speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd

from analytics.aggregate import MOST_CHANCE, THIN_BELOW, moved, stored_shown
from analytics.store.views import Filters, count_by
from analytics.types import Stance
from dashboard.data import DataDoor
from dashboard.people import Days, Movement, Ranking
from dashboard.reading.selection import filters_of
from dashboard.state import Bucket, ViewState, Voice
from dashboard.views import Choices, named, of_id

_ROWS = 20  # speakers before "show all"
_DAY = timedelta(days=1)


def load_ranking(data: DataDoor, state: ViewState) -> Ranking | None:
    """Return net stance of everyone on the view's party, or ``None`` when no statement of a known speaker is left.

    The most opposed come first, those with few statements after all others: an extreme of one statement is no finding.
    """
    party = of_id(data.choices().parties, state.party)
    filters = _about(state)
    found = data.stances(filters)
    by = ["thin", "net_stance", "actor"]
    standings = found.assign(thin=found["n"] < THIN_BELOW).sort_values(by, ignore_index=True).drop(columns="thin")
    if party is None or standings.empty:
        return None
    known = int(standings["n"].sum())
    everyone = known if state.actors else int(data.stances(filters, ("target_id",))["n"].iloc[0])
    most = set(standings["actor"] if state.all_rows else standings.nlargest(_ROWS, "n", keep="first")["actor"])
    shown = named(data.choices().actors, [actor for actor in standings["actor"] if actor in most])
    return Ranking(party, standings, shown, everyone, None if state.actors else everyone - known)


def load_movement(data: DataDoor, state: ViewState) -> Movement | None:
    """Return who moved between the view's two periods, ``None`` where there are no two or they share a day."""
    days = periods(data, state)
    if days is None or max(days[0][0], days[1][0]) <= min(days[0][1], days[1][1]):
        return None
    filters = _about(state)
    shown = stored_shown(data.store, filters)
    before, after = (replace(filters, start=first, end=last) for first, last in days)
    found = moved(data.stances(before), data.stances(after), ("actor", "target"), shown)
    together = ("target_id",)
    everyone = moved(data.stances(before, together), data.stances(after, together), ("target",), shown)
    return Movement(*days, _judged(found.rows), found.left_out, _judged(everyone.rows))


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """Add whether a difference is ``sure``: among so many, and by its own 95 % interval."""
    return rows.assign(sure=(rows["q_value"] <= MOST_CHANCE) & ((rows["low"] > 0) | (rows["high"] < 0)))


def periods(data: DataDoor, state: ViewState) -> tuple[Days, Days] | None:
    """Return the days to compare: those the view names, or else the two halves of its statements.

    ``None`` where there is one week of statements or none. The days named may overlap.
    """
    choices = data.choices()
    if choices.first_day is None or choices.last_day is None:
        return None
    last = state.end or choices.last_day
    if state.earlier_start and state.earlier_end:
        after = state.start or state.earlier_end + _DAY
        return ((state.earlier_start, state.earlier_end), (after, last)) if after <= last else None
    weeks = data.stances(_about(state), bucket=Bucket.WEEK).groupby("bucket")["n"].sum()
    if len(weeks) < 2:
        return None
    first = state.start or choices.first_day
    earlier = (weeks.cumsum() - weeks).iloc[1:]
    cut = weeks.index[1 + int((earlier - weeks.sum() / 2).abs().argmin())]
    return (first, cut - _DAY), (cut, last)


def completed(choices: Choices, state: ViewState) -> ViewState:
    """Return a view that names only one end of the days to compare with, with its other end."""
    start, end = state.earlier_start, state.earlier_end
    if bool(start) == bool(end) or choices.first_day is None or choices.last_day is None:
        return state
    until = state.start - _DAY if state.start else choices.last_day
    start, end = start or choices.first_day, end or until
    return replace(state, earlier_start=min(start, end), earlier_end=max(start, end))


def load_narration(data: DataDoor, state: ViewState) -> pd.DataFrame:
    """Return net stance of every outlet's own narration on the view's party (actor, …), most hostile first.

    The speaker of narration is the outlet. Speakers chosen by the view do not restrict it.
    """
    found = data.stances(replace(_about(state), speakers=(), kinds=Voice.NARRATION.kinds()))
    return found.sort_values(["net_stance", "actor"], ignore_index=True)


def load_camps(data: DataDoor, state: ViewState) -> pd.DataFrame:
    """Return how many statements on the view's party are by people of every party, the most first.

    Columns: side, the party they stood for on the day; n; and against, neutral and favor, statements so labelled.
    """
    filters = _about(state)
    totals = _by_side(count_by(data.store, filters, ["speaker_party_id"]))
    labels = _by_side(count_by(data.store, filters, ["speaker_party_id", "stance"]))
    labelled = labels.pivot(index="side", columns="stance", values="n")
    labelled = labelled.reindex(columns=[stance.value for stance in Stance]).fillna(0).astype("int64")
    return totals.merge(labelled, left_on="side", right_index=True)


def _by_side(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.rename(columns={"speaker_party_id": "side"}).dropna(subset=["side"], ignore_index=True)


def _about(state: ViewState) -> Filters:
    return replace(filters_of(state), parties=(str(state.party),))
