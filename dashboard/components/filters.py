"""The filter bar. A control is called after the key it has in the address (see ``dashboard.url``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics.report.wording import counted, period
from analytics.types import Counting
from dashboard.components.markup import aria, go, icon
from dashboard.state import Bucket, ViewState, Voice
from dashboard.url import MOST_COMPARED, format_search
from dashboard.views import Choice, Choices

_VOICES = (
    (Voice.QUOTATIONS, "Everyone quoted"),
    (Voice.DIRECT, "Direct quotations"),
    (Voice.INDIRECT, "Indirect speech"),
    (Voice.MIXED, "Mixed quotations"),
    (Voice.NARRATION, "The outlets’ narration"),
    (Voice.BOTH, "Quoted and narrated"),
)

_OFFERED = 100  # options in an open list; typing narrows it


def filter_id(name: str) -> dict[str, str]:
    """Return the id of the control called ``name``."""
    return {"type": "filter", "name": name}


def _words_id(name: str) -> dict[str, str]:
    """Return the id of the words about the filters that follow the view.

    They say how many are "set", how many of the "rare" ones, have the way to "clear" them, and say what is the "only"
    thing that counts where a page is printed, without its filters.
    """
    return {"type": "filters", "name": name}


def filter_values(state: ViewState) -> dict[str, object]:
    """Return the value of every control for a view, by the control's name."""
    return {
        "party": state.party,
        "actor": state.actor,
        "compare": list(state.compare),
        "actors": list(state.actors),
        "parties": list(state.parties),
        "outlets": list(state.outlets),
        "voice": state.voice.value,
        "bucket": state.bucket.value,
        "counting": state.counting.value,
        "from": state.start.isoformat() if state.start else None,
        "to": state.end.isoformat() if state.end else None,
        "before_from": state.earlier_start.isoformat() if state.earlier_start else None,
        "before_to": state.earlier_end.isoformat() if state.earlier_end else None,
        "audited": state.audited,
        "words": state.words or "",
    }


def filters_button(state: ViewState) -> str:
    """Return the words on the button that stands for the filters on a phone: "Filters", "Filters (2 set)"."""
    count = _count(state)
    return f"Filters ({count} set)" if count else "Filters"


def rare_button(state: ViewState) -> str:
    """Return the words on the button in front of the rarer filters: "More filters", "More filters (2 set)"."""
    count = _count_rare(state)
    return f"More filters ({count} set)" if count else "More filters"


def printed_filters(state: ViewState) -> html.P:
    """Return what restricts the view, for paper, where the filters themselves are not."""
    return html.P(printed_words(state), id=_words_id("only"), className="print-only")


def printed_words(state: ViewState) -> str:
    """Return "Filtered: 1 May 2026 to 31 May 2026, by reach.", or nothing."""
    only = restrictions(state)
    return f"Filtered: {only}." if only else ""


def clear_link(state: ViewState) -> html.A | None:
    """Return the link that takes every filter away, when one is set."""
    return go("Clear all", format_search(state.cleared())) if _count(state) else None


def restrictions(state: ViewState) -> str:
    """Return what restricts a view, for a chart without its filters: "1 May 2026 to 31 May 2026, by reach"."""
    some = ((state.actors, "speaker"), (state.parties, "party"), (state.outlets, "outlet"))
    plurals = {"party": "parties"}
    words = [period(state.start, state.end) if state.start or state.end else ""]
    words += [f"only {counted(len(ids), one, plurals.get(one))} chosen" if ids else "" for ids, one in some]
    words.append(dict(_VOICES)[state.voice].lower() if state.voice is not Voice.QUOTATIONS else "")
    words.append("by reach" if state.counting is Counting.REACH else "")
    words.append("audited only" if state.audited else "")
    return ", ".join(filter(None, words))


def _count(state: ViewState) -> int:
    usual = (state.actors, state.start, state.end, state.earlier_start or state.earlier_end)
    segments = (state.voice is not Voice.QUOTATIONS, state.bucket is not Bucket.MONTH)
    return sum(map(bool, usual)) + sum(segments) + _count_rare(state)


def _count_rare(state: ViewState) -> int:
    rare = (state.parties, state.outlets, state.audited, state.counting is not Counting.STATEMENTS)
    return sum(map(bool, rare))


def party_picker(choices: Sequence[Choice], state: ViewState) -> dmc.Select:
    """Return the choice of the party that the page is about, set into the headline."""
    return dmc.Select(
        id=filter_id("party"),
        data=_options(choices),
        value=state.party,
        allowDeselect=False,
        searchable=True,
        nothingFoundMessage="No such party",
        className="party-picker",
        comboboxProps={"width": 300, "position": "bottom-start"},
        **aria(label="Party that the statements are about"),
    )


def actor_picker(choices: Sequence[Choice], state: ViewState) -> dmc.Select:
    """Return the choice of the actor that the page is about, set into the headline."""
    return dmc.Select(
        id=filter_id("actor"),
        data=_options(choices),
        value=state.actor,
        allowDeselect=False,
        searchable=True,
        limit=_OFFERED,
        nothingFoundMessage="Nobody by that name",
        className="party-picker",
        comboboxProps={"width": 300, "position": "bottom-start"},
        **aria(label="Actor whose statements these are"),
    )


def compare_with(choices: Sequence[Choice], state: ViewState) -> html.Div:
    """Return the choice of the actors that the view's actor is compared with."""
    values = filter_values(state)
    return _several("compare", "Compare with", "Nobody", _options(choices), values, maxValues=MOST_COMPARED)


def days_before(choices: Choices, state: ViewState) -> html.Div:
    """Return the choice of the days that those of the view are compared with."""
    values = filter_values(state)
    days = [_day("before_from", "Earlier, from", choices, values), _day("before_to", "Earlier, to", choices, values)]
    return html.Div(days, className="filter-pair")


def filter_bar(
    choices: Choices, state: ViewState, own: Sequence[Component] = (), without: Collection[str] = ()
) -> html.Section:
    """Return every control but the headline's, the rarer ones behind a button; on a phone all are behind one.

    ``own`` are controls of the page, shown before the rarer ones; ``without`` names what it has no use for.
    """
    toggle = html.Button(
        [icon("sliders-horizontal"), html.Span(filters_button(state), id=_words_id("set"))],
        id="filters-toggle",
        className="filters-toggle",
        **aria(expanded="false", controls="filters"),
    )
    values = filter_values(state)
    usual = {
        "voice": _one("voice", "Whose words", _VOICES, values),
        "bucket": _segments("bucket", "One point per", [(Bucket.WEEK, "Week"), (Bucket.MONTH, "Month")], values),
        "actors": _several("actors", "Speakers", "Everyone", _options(choices.actors), values),
        "from": _day("from", "From", choices, values),
        "to": _day("to", "To", choices, values),
    }
    rare = {
        "parties": _several("parties", "Parties", "All parties", _options(choices.parties), values),
        "outlets": _several("outlets", "Outlets", "All outlets", _options(choices.outlets), values),
        "counting": _segments(
            "counting", "Wire copy", [(Counting.STATEMENTS, "Statements"), (Counting.REACH, "Reach")], values
        ),
    }
    folded = [*(control for name, control in rare.items() if name not in without), _audited(state)]
    more = html.Button(
        html.Span(rare_button(state), id=_words_id("rare")),
        id="rare-toggle",
        className="button rare-toggle",
        **aria(expanded="false", controls="rare"),
    )
    controls = [
        *(control for name, control in usual.items() if name not in without),
        *own,
        html.Div([more, html.Div(folded, id="rare", className="filters-rare")], className="filters-more"),
        html.Div(clear_link(state), id=_words_id("clear"), className="filters-clear"),
    ]
    return html.Section(
        [toggle, html.Div(controls, id="filters", className="filters")],
        className="filter-bar",
        **aria(label="Filters"),
    )


def _options(choices: Sequence[Choice]) -> list[dict[str, str]]:
    return [{"value": choice.id, "label": choice.name} for choice in choices]


def _one(name: str, label: str, options: Sequence[tuple[Voice, str]], values: dict[str, object]) -> html.Div:
    control = dmc.Select(
        id=filter_id(name),
        label=label,
        data=[{"value": option.value, "label": words} for option, words in options],
        value=values[name],
        allowDeselect=False,
        size="sm",
    )
    return html.Div(control, className="filter filter-wide")


def _segments(
    name: str, label: str, options: Sequence[tuple[Bucket | Counting, str]], values: dict[str, object]
) -> html.Div:
    control = dmc.SegmentedControl(
        id=filter_id(name),
        data=[{"value": option.value, "label": words} for option, words in options],
        value=values[name],
        size="sm",
        **aria(label=label),
    )
    return html.Div([html.Span(label, className="filter-label"), control], className="filter")


def _several(
    name: str, label: str, placeholder: str, options: list[dict[str, str]], values: dict[str, object], **more: int
) -> html.Div:
    control = dmc.MultiSelect(
        id=filter_id(name),
        label=label,
        data=options,
        value=values[name],
        placeholder=placeholder,
        searchable=len(options) > 6,
        clearable=True,
        hidePickedOptions=True,
        nothingFoundMessage="Nothing by that name",
        limit=_OFFERED,
        size="sm",
        **more,
    )
    return html.Div(control, className="filter filter-wide")


def _audited(state: ViewState) -> html.Div:
    control = dmc.Checkbox(id=filter_id("audited"), label="Audited only", checked=state.audited, size="sm")
    return html.Div(control, className="filter filter-check")


def _day(name: str, label: str, choices: Choices, values: dict[str, object]) -> html.Div:
    control = dmc.DateInput(
        id=filter_id(name),
        label=label,
        value=values[name],
        valueFormat="D MMM YYYY",
        placeholder="any day",
        minDate=choices.first_day.isoformat() if choices.first_day else None,
        maxDate=choices.last_day.isoformat() if choices.last_day else None,
        clearable=True,
        size="sm",
    )
    return html.Div(control, className="filter filter-day")
