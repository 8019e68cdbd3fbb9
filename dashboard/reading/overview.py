"""What the overview shows: one party through time, and every speaker on every party."""

from __future__ import annotations

from dataclasses import replace

from dashboard.data import DataDoor
from dashboard.reading.selection import filters_of
from dashboard.state import ViewState
from dashboard.views import Matrix, Trend, named, of_id

_PANELS = 6  # speakers shown through time when none are chosen
_ROWS = 20  # speakers in the table before "show all"


def load_trend(data: DataDoor, state: ViewState) -> Trend | None:
    """Return net stance on the view's party through time, or ``None`` when no statement is left."""
    party = of_id(data.choices().parties, state.party)
    if party is None:
        return None
    filters = replace(filters_of(state), parties=(party.id,))
    standings = data.stances(filters)
    if standings.empty:
        return None
    shown = state.actors or tuple(standings.nlargest(_PANELS, "n", keep="first")["actor"])
    shown_standings = standings[standings["actor"].isin(shown)].sort_values(["net_stance", "actor"])
    points = data.stances(replace(filters, speakers=shown), bucket=state.bucket)
    return Trend(party, named(data.choices().actors, list(shown_standings["actor"])), points, standings)


def load_matrix(data: DataDoor, state: ViewState) -> Matrix | None:
    """Return net stance of speakers on parties, or ``None`` when no statement is left."""
    choices = data.choices()
    cells = data.stances(filters_of(state))
    if cells.empty:
        return None
    by_actor = cells.groupby("actor")["n"].sum().sort_values(ascending=False, kind="stable")
    by_party = cells.groupby("target")["n"].sum().sort_values(ascending=False, kind="stable")
    shown = list(by_actor.index if state.all_rows else by_actor.index[:_ROWS])
    cells = cells[cells["actor"].isin(shown)].reset_index(drop=True)
    return Matrix(cells, named(choices.actors, shown), named(choices.parties, list(by_party.index)), len(by_actor))
