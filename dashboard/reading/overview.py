"""What the overview shows: one party through time, and every speaker on every party."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.store.views import load_newest
from dashboard.data import EVERYONE_ON_PARTY, DataDoor
from dashboard.reading.evidence import evidence_cards
from dashboard.reading.selection import filters_of
from dashboard.state import ViewState
from dashboard.views import Choice, EvidenceCard, Matrix, Trend, named, of_id

_NEWEST = 10
_SAYS_NOTHING = 2.0  # beyond every stance, so that those who have none on the party come last
_PANELS = 6  # speakers shown through time when none are chosen
_ROWS, _COLUMNS = 20, 24  # speakers and parties in the table before "show all"


def load_trend(data: DataDoor, state: ViewState) -> Trend | None:
    """Return net stance on the view's party through time, or ``None`` when no statement is left."""
    party = of_id(data.choices().parties, state.party)
    if party is None:
        return None
    filters = replace(filters_of(state), parties=(party.id,))
    standings, everyone = data.stances(filters), data.stances(filters, EVERYONE_ON_PARTY)
    if everyone.empty:
        return None
    shown = state.actors or tuple(standings.nlargest(_PANELS, "n", keep="first")["actor"])
    shown_standings = standings[standings["actor"].isin(shown)].sort_values(["net_stance", "actor"])
    points = data.stances(replace(filters, speakers=shown), bucket=state.bucket)
    return Trend(
        party,
        named(data.choices().actors, list(shown_standings["actor"])),
        points,
        standings,
        everyone,
        data.stances(filters, EVERYONE_ON_PARTY, state.bucket),
    )


def load_matrix(data: DataDoor, state: ViewState) -> Matrix | None:
    """Return net stance of speakers on parties, or ``None`` when no statement is left."""
    choices, filters = data.choices(), filters_of(state)
    speakers, targets = list(data.busiest(filters, "speaker_id")), list(data.busiest(filters, "target_id"))
    shown = speakers if state.all_rows else speakers[:_ROWS]
    parties = targets if state.all_rows else targets[:_COLUMNS]
    if not state.all_rows and state.party in targets[_COLUMNS:]:
        parties = [*parties[:-1], str(state.party)]
    if not shown:
        return None
    cells = data.stances(replace(filters, speakers=tuple(shown), parties=tuple(parties)))
    actors = _sorted(named(choices.actors, shown), cells, state.sort)
    return Matrix(cells, actors, named(choices.parties, parties), len(speakers), len(targets))


def load_new(data: DataDoor, state: ViewState) -> tuple[EvidenceCard, ...]:
    """Return the newest statements on the view's party, newest first."""
    filters = replace(filters_of(state), parties=(state.party,) if state.party else ())
    return evidence_cards(load_newest(data.store, filters, 0, _NEWEST))


def _sorted(actors: tuple[Choice, ...], cells: pd.DataFrame, sort: str | None) -> tuple[Choice, ...]:
    """Return ``actors``, most statements first, in the order that ``sort`` asks for; see ``components.heatmap``."""
    if sort == "name":
        return tuple(sorted(actors, key=lambda actor: actor.name.casefold()))
    party = (sort or "").removeprefix("-")
    on_party = cells[cells["target"] == party]
    stance = dict(zip(on_party["actor"], on_party["net_stance"], strict=True))
    sign = -1 if sort != party else 1
    return tuple(sorted(actors, key=lambda actor: sign * stance.get(actor.id, sign * _SAYS_NOTHING)))
