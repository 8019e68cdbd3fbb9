"""Who moved between two periods: one dot for each, joined by a line, and how sure the difference is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import bounds, counted, period, signed
from dashboard.components.chart_tools import chart_tools
from dashboard.components.dots import dot_list, how_to_read, place
from dashboard.components.links import all_link
from dashboard.components.markup import aria, go
from dashboard.components.ranking import speaker_head
from dashboard.people import Days, Movement
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, of_id, rows

_ROWS = 12  # speakers before "show all"
_ENDS = ("before_from", "before_to", "after_from", "after_to")
_DIFFERENCE = ("difference", "low", "high", "q_value", "sure")
_NO_PERIODS = (
    "There are no two periods to compare. Choose days that hold more than one week of statements, and do not let the "
    "days to compare with overlap the others."
)


def who_moved(movement: Movement | None, actors: tuple[Choice, ...], party: Choice, state: ViewState) -> html.Section:
    """Return how stances on ``party`` differ between the periods of ``movement``, the surest difference first."""
    heading = html.H2("Who moved")
    if movement is None:
        return html.Section([heading, html.P(_NO_PERIODS, className="note")])
    drawn = not (movement.everyone.empty and movement.rows.empty)
    shown = len(_shown(movement, state))
    cut = html.P([f"The {shown} surest of them. ", all_link(state)], className="note")
    return html.Section(
        [
            heading,
            how_to_read(movement_how(movement), " Other days can be chosen with the filters."),
            html.P(verdict(movement), className="note"),
            movement_dots(movement, actors, party, state) if drawn else None,
            cut if shown < len(movement.rows) else None,
            chart_tools("movement", movement_title(party), replace(state, parties=()), drawn=False) if drawn else None,
        ]
    )


def movement_title(party: Choice) -> str:
    """Return "Net stance on Ostrevia then and now"."""
    return f"Net stance on {party.phrase} then and now"


def movement_how(movement: Movement) -> str:
    """Return how to read ``movement_dots``."""
    return (
        f"The hollow dot is net stance from {period(*movement.before)}, the full dot from {period(*movement.after)}. "
        f"Both rest on at least {THIN_BELOW} statements. Click a dot or its number to read them."
    )


def movement_dots(movement: Movement, actors: Sequence[Choice], party: Choice, state: ViewState) -> html.Div:
    """Return two dots for everyone together, and for each of the speakers shown."""
    where = (movement, party, state)
    everyone = [_item([_together(state)], (row, None), where) for row in rows(movement.everyone)]
    speakers = []
    for row in rows(_shown(movement, state)):
        actor = of_id(actors, row.actor)
        if actor is not None:
            speakers.append(_item(speaker_head(actor, state), (row, actor), where))
    return dot_list([*everyone, *speakers], movement_title(party), "moves")


def movement_table(movement: Movement, actors: Sequence[Choice], state: ViewState) -> pd.DataFrame:
    """Return the numbers of ``movement_dots`` for a file, with the days of both periods."""
    names = {actor.id: actor.name for actor in actors}
    shown = _shown(movement, state)
    speakers = shown.assign(speaker=shown["actor"].map(names)).dropna(subset=["speaker"])
    both = pd.concat([movement.everyone.assign(speaker=_together(state)), speakers], ignore_index=True)
    days = dict(zip(_ENDS, map(str, (*movement.before, *movement.after)), strict=True))
    return both.assign(**days)[["speaker", *_ENDS, "before", "n_before", "after", "n", *_DIFFERENCE]]


def _shown(movement: Movement, state: ViewState) -> pd.DataFrame:
    return movement.rows if state.all_rows else movement.rows.head(_ROWS)


def _together(state: ViewState) -> str:
    return "All chosen speakers" if state.actors else "Everyone, speakers not known too"


def verdict(movement: Movement) -> str:
    """Return in words how much of the movement is more than chance."""
    compared, left = len(movement.rows), movement.left_out
    few = f"{counted(left, 'speaker')} had fewer than {THIN_BELOW} statements in one of them"
    if not compared:
        return f"No speaker can be compared: {few}. Choose longer periods."
    sure = int(movement.rows["sure"].sum())
    rest = f" {few} and cannot be compared." if left else ""
    if not sure:
        return (
            f"Of {counted(compared, 'speaker')}, nobody moved by more than what chance would show among so many.{rest}"
        )
    return (
        f"Of {counted(compared, 'speaker')}, {sure} moved by more than chance would show; of such findings one in ten "
        f"is expected to be chance.{rest}"
    )


def _item(
    head: list[Component | str], what: tuple[Any, Choice | None], where: tuple[Movement, Choice, ViewState]
) -> html.Li:
    row, actor = what
    movement, party, state = where
    subject = f"{actor.name if actor else 'Everyone'} on {party.phrase}"
    marks = [Mark(actor.id if actor else None, party.id, *days) for days in (movement.before, movement.after)]
    then, now = (format_search(replace(state, mark=mark)) for mark in marks)
    difference = html.Span(
        [html.Strong(signed(row.difference)), f" ({bounds(row.low, row.high)})", "" if row.sure else ", not sure"],
        className="move-difference",
    )
    numbers = html.Span(
        [_number(row.before, row.n_before, (subject, movement.before), then), " → ",
         _number(row.after, row.n, (subject, movement.after), now)],
        className="move-numbers",
    )  # fmt: skip
    line = html.Div([_track(row, then, now), numbers, difference], className="move-line")
    return html.Li([html.Div(head, className="dots-head"), line])


def _number(value: float, n: int, said: tuple[str, Days], href: str) -> html.A:
    subject, days = said
    words = f"{subject}, {period(*days)}: {signed(value)}, {counted(n, 'statement')}. Read them"
    return go([signed(value), html.Span(f" n\N{NO-BREAK SPACE}{n:,}", className="move-n")], href, **aria(label=words))


def _track(row: Any, then: str, now: str) -> html.Span:
    """Return both dots; they are links for the mouse, beside the same links in words for everybody else."""
    side = "favor" if row.difference > 0 else "against"
    left, right = sorted((row.before, row.after))
    hidden = {"tabIndex": "-1", **aria(hidden="true")}
    style = {"left": place(left), "width": f"{50 * (right - left):.2f}%"}
    look = side if row.sure else "unsure"
    return html.Span(
        [
            html.Span(className=f"shift shift-{look}", style=style),
            go("", then, className=f"spot spot-then-{look}", style={"left": place(row.before)}, **hidden),
            go("", now, className=f"spot spot-now-{look}", style={"left": place(row.after)}, **hidden),
        ],
        className="track",
    )
