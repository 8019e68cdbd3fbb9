"""The charts of a party's page, each alone: the ranking, who moved, how outlets write of it, and whose people speak."""

from __future__ import annotations

from dashboard.charts import Chart, Picture, pair_table
from dashboard.components.camps import camps_bars, camps_how, camps_title, known_camps, shown_camps
from dashboard.components.movement import movement_dots, movement_how, movement_table, movement_title, verdict
from dashboard.components.ranking import (
    NARRATION_HOW,
    narration_dots,
    narration_title,
    ranking_dots,
    ranking_how,
    ranking_title,
)
from dashboard.data import DataDoor
from dashboard.reading.party import completed, load_camps, load_movement, load_narration, load_ranking
from dashboard.state import ViewState
from dashboard.views import named, of_id

_HOME = "/party"


def _ranking(data: DataDoor, state: ViewState) -> Picture | None:
    ranking = load_ranking(data, state)
    if ranking is None:
        return None
    party = ranking.party
    frame = pair_table(ranking.standings, ranking.actors, (party,))
    return Picture(ranking_title(party), ranking_how(party), frame, ranking_dots(ranking, state))


def _movement(data: DataDoor, state: ViewState) -> Picture | None:
    choices = data.choices()
    state = completed(choices, state)
    party, movement = of_id(choices.parties, state.party), load_movement(data, state)
    if party is None or movement is None or (movement.rows.empty and movement.everyone.empty):
        return None
    frame = movement_table(movement, choices.actors, state)
    how = f"{movement_how(movement)} {verdict(movement)}"
    return Picture(movement_title(party), how, frame, movement_dots(movement, choices.actors, party, state))


def _narration(data: DataDoor, state: ViewState) -> Picture | None:
    choices = data.choices()
    party, narration = of_id(choices.parties, state.party), load_narration(data, state)
    narrators = named(choices.actors, narration["actor"])
    if party is None or not narrators:
        return None
    frame = pair_table(narration, narrators, (party,)).rename(columns={"speaker": "outlet"})
    drawing = narration_dots(narration, choices.actors, party, state)
    return Picture(narration_title(party), NARRATION_HOW, frame, drawing)


def _whose_people(data: DataDoor, state: ViewState) -> Picture | None:
    choices = data.choices()
    party = of_id(choices.parties, state.party)
    shown = shown_camps(known_camps(load_camps(data, state), choices.sides), state)
    if party is None or shown.empty:
        return None
    names = {side.id: side.name for side in choices.sides}
    frame = shown.assign(side=shown["side"].map(names)).rename(columns={"side": "speakers_of", "favor": "for"})
    return Picture(camps_title(party), camps_how(party), frame, camps_bars(shown, choices.sides, party, state))


CHARTS = (
    Chart("ranking", _HOME, _ranking),
    Chart("movement", _HOME, _movement),
    Chart("narration", _HOME, _narration),
    Chart("whose-people", _HOME, _whose_people),
)
