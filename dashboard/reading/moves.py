"""What changed: where lines turn, and who moved lately, each with the statements on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from analytics.aggregate import MOST_CHANCE, THIN_BELOW, changes, moved
from analytics.store.views import load_furthest
from dashboard.data import ACTOR_ON_PARTY, EVERYONE_ON_PARTY, DataDoor
from dashboard.reading.evidence import evidence_cards
from dashboard.reading.overview import load_trend
from dashboard.reading.selection import behind, bucket_end, filters_of
from dashboard.state import Bucket, Mark, ViewState
from dashboard.views import Choice, EvidenceCard, Moved, NetStance, Shift, Side, Told, of_id, rows

_TOLD = 2  # turns that are told with their statements
_DAYS = {Bucket.WEEK: 7, Bucket.MONTH: 30}


def load_turns(data: DataDoor, state: ViewState) -> tuple[Shift, ...]:
    """Return the change points of the lines of ``load_trend``, the surest first, without those with a thin side."""
    return data.remember(_load_turns, _unsorted(state))


def _load_turns(data: DataDoor, state: ViewState) -> tuple[Shift, ...]:
    trend = load_trend(data, state)
    if trend is None:
        return ()
    lines = [(actor, trend.points[trend.points["actor"] == actor.id]) for actor in trend.actors]
    found = [_turn(data, state, (actor, trend.party), change) for actor, line in lines for change in _changes(line)]
    found += [_turn(data, state, (None, trend.party), change) for change in _changes(trend.everyone_points)]
    return tuple(sorted(found, key=lambda shift: (shift.chance, -abs(shift.difference))))


def load_moved(data: DataDoor, state: ViewState) -> Moved | None:
    """Return who moved between the view's last week or month and the one before it.

    ``None`` when the view's days do not hold both.
    """
    anybody = replace(_unsorted(state), party=None, actor=None, compare=())
    return data.remember(_load_moved, anybody)


def _unsorted(state: ViewState) -> ViewState:
    """Return ``state`` as all views have it that only show the same in another order."""
    return replace(state.without_mark(), sort=None, all_rows=False)


def _load_moved(data: DataDoor, state: ViewState) -> Moved | None:
    days = _DAYS[state.bucket]
    known = data.choices()
    ends = [day for day in (state.end, known.last_day) if day]
    if not ends:
        return None
    last = min(ends)
    first = last - timedelta(days - 1)
    before, after = Mark(start=first - timedelta(days), end=first - timedelta(1)), Mark(start=first, end=last)
    if state.start and state.start > first - timedelta(days):
        return None
    filters = filters_of(state)
    earlier = data.stances(replace(filters, start=before.start, end=before.end))
    later = data.stances(replace(filters, start=after.start, end=after.end))
    found = moved(earlier, later, ("actor", "target"))
    shifts = []
    for row in rows(found.rows[found.rows["q_value"] <= MOST_CHANCE]):
        actor, party = of_id(known.actors, row.actor), of_id(known.parties, row.target)
        if actor and party:
            was = _of_cell(replace(before, actor=actor.id, party=party.id), earlier)
            is_now = _of_cell(replace(after, actor=actor.id, party=party.id), later)
            shifts.append(Shift(actor, party, first, was, is_now, row.q_value))
    return Moved(tuple(shifts), days, last, len(found.rows), found.left_out, MOST_CHANCE)


def load_told(data: DataDoor, state: ViewState) -> tuple[Told, ...]:
    """Return the surest turns of speakers, each with what ``load_telling`` returns for it."""
    return data.remember(_load_told, _unsorted(state))


def _load_told(data: DataDoor, state: ViewState) -> tuple[Told, ...]:
    of_speakers = [turn for turn in load_turns(data, state) if turn.actor][:_TOLD]
    return tuple((turn, load_telling(data, state, turn)) for turn in of_speakers)


def load_telling(data: DataDoor, state: ViewState, turn: Shift) -> tuple[tuple[EvidenceCard, ...], ...]:
    """Return, before and after a turn of ``load_turns``, the statement that makes most of it; a side may have none."""
    direction = 1 if turn.difference > 0 else -1
    return tuple(
        evidence_cards(load_furthest(data.store, behind(side.mark, state), toward, toward * side.net_stance.value))
        for side, toward in ((turn.before, -direction), (turn.after, direction))
    )


def _changes(line: pd.DataFrame) -> Iterator[Any]:
    dated = line.assign(date=pd.to_datetime(line["bucket"]))
    for change in rows(changes(dated)):
        parted = dated[dated["date"].between(change.start, change.end)]
        n = parted.groupby(parted["date"] < change.date)["n"].sum()
        if n.min() >= THIN_BELOW:
            yield change


def _turn(data: DataDoor, state: ViewState, who: tuple[Choice | None, Choice], change: Any) -> Shift:
    actor, party = who
    day = change.date.date()
    whole = Mark(actor.id if actor else None, party.id)
    before = replace(whole, start=change.start.date(), end=day - timedelta(1))
    after = replace(whole, start=day, end=bucket_end(change.end.date(), state.bucket))
    return Shift(actor, party, day, _side(data, state, before), _side(data, state, after), change.p_value)


def _side(data: DataDoor, state: ViewState, mark: Mark) -> Side:
    """Return the number of a mark as the evidence panel has it."""
    by = ACTOR_ON_PARTY if mark.actor else EVERYONE_ON_PARTY
    return _number(mark, next(rows(data.stances(behind(mark, state), by))))


def _of_cell(mark: Mark, cells: pd.DataFrame) -> Side:
    return _number(mark, next(rows(cells[(cells["actor"] == mark.actor) & (cells["target"] == mark.party)])))


def _number(mark: Mark, row: Any) -> Side:
    return Side(mark, int(row.n), int(row.n_stories), NetStance(row.net_stance, row.low, row.high))
