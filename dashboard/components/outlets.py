"""Outlets side by side: a chart of both voices, the numbers with whom each quotes, and the stories several printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace

import pandas as pd
import plotly.graph_objects as plotly
from dash import dcc, html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import basis, bounds, counted, day, signed
from dashboard.components.chart_tools import STILL, chart_tools
from dashboard.components.dots import how_to_read
from dashboard.components.markup import Children, aria, go
from dashboard.components.static import static
from dashboard.figures.outlets import OWN, QUOTED, outlets_figure
from dashboard.palette import stance_step
from dashboard.state import Mark, ViewState, Voice
from dashboard.url import article_path, format_search
from dashboard.views import Choice, Number, OutletTreatment, PrintedStory
from dashboard.wording import percent

OUTLETS = 20
"""Outlets shown before "show all"."""

_NAMED = 4  # a sentence with more names is a list


def outlets_summary(treatments: Sequence[OutletTreatment], party: Choice, state: ViewState) -> html.P:
    """Return which outlets are clearly for and against a party in their own words, in one sentence."""
    solid = [one for one in treatments if one.narration and one.narration.n >= THIN_BELOW]
    against = [one for one in solid if one.narration and one.narration.high < 0]
    favor = [one for one in solid if one.narration and one.narration.low > 0][::-1]
    if not against and not favor:
        return html.P(f"In their own words, no outlet is clearly for or against {party.phrase}.", className="lede")
    clauses: list[str | Component] = ["In their own words, "]
    for words, some in (("clearly against", against), ("clearly for", favor)):
        if some:
            start = words if len(clauses) == 1 else words.capitalize()
            clauses += [f"{start} {party.phrase}: ", *_links(some, party, state), ". "]
    return html.P(clauses, className="lede")


def both_voices(treatments: Sequence[OutletTreatment], party: Choice, state: ViewState) -> html.Section:
    """Return the chart and the table of outlets, with how to read them."""
    shown = shown_outlets(treatments, state)
    figure = voices_figure(shown, party, state)
    height = {"height": f"{figure.layout.height}px"}
    graph = dcc.Graph(id={"type": "chart", "name": "outlets"}, figure=figure, config=STILL, style=height)
    label = f"Chart of {counted(len(shown), 'outlet')} on {party.phrase}. The table below has every number."
    picture = html.Div(graph, role="img", className="outlets-chart", **aria(label=label))
    heading = html.H2(f"On {party.phrase}, outlet by outlet")
    about = replace(state, voice=Voice.QUOTATIONS, parties=())  # neither restricts this page
    drawn = html.Div([picture, static(chart_tools("outlets", voices_title(party), about))], className="chart")
    tools = chart_tools("outlets-table", table_title(party), about, drawn=False)
    table = html.Div([outlets_table(shown, party, state), _cut_note(len(shown), len(treatments), state), tools])
    return html.Section([static(html.Header([heading, how_to_read(voices_how(party, state))])), drawn, static(table)])


def voices_title(party: Choice) -> str:
    """Return "Outlets on Ostrevia, in their own words and in those they quote"."""
    return f"Outlets on {party.phrase}, in their own words and in those they quote"


def voices_how(party: Choice, state: ViewState) -> str:
    """Return how to read ``voices_figure``."""
    return (
        f"Right of the middle is for {party.phrase}, left of it against. A square is what the outlet says in its own "
        "words, a circle those whom it quotes: the two are never added up. Bars are 95 % intervals; hollow marks "
        f"rest on fewer than {THIN_BELOW} statements. Click a mark to read them.{_chosen(state)}"
    )


def _chosen(state: ViewState) -> str:
    return " Only the chosen speakers count among those it quotes." if state.actors else ""


def voices_figure(shown: Sequence[OutletTreatment], party: Choice, state: ViewState) -> plotly.Figure:
    """Return the chart of both voices of every outlet in ``shown``."""
    return outlets_figure(chart_points(shown, party, state), THIN_BELOW)


def table_title(party: Choice) -> str:
    """Return "Net stance of every outlet on Ostrevia"."""
    return f"Net stance of every outlet on {party.phrase}"


def table_how(state: ViewState) -> str:
    """Return how to read ``outlets_table``."""
    return (
        "Orange is against, purple for; a number with a dashed border rests on fewer than "
        f"{THIN_BELOW} statements (n). The bar says how many statements are the outlet’s own and how many those of "
        f"others. Click a number or a name to read them.{_chosen(state)}"
    )


def printed_stories(n: int, stories: Sequence[Sequence[PrintedStory]], party: Choice, state: ViewState) -> html.Section:
    """Return the stories that several outlets printed, the printings of each side by side."""
    heading = html.H2("One story, several outlets")
    if not stories:
        nothing = (
            f"No story on {party.phrase} was printed by more than one outlet here. Stories are found to be one when "
            "their words are: wire copy and its edits. Widen the days, or choose another party."
        )
        return html.Section([heading, html.P(nothing, className="note")])
    how = how_to_read(
        "Each story is wire copy or an edit of it, the latest first: what one outlet put into the headline, left "
        f"out or added shows in its numbers on {party.phrase}. Two reports of one event in different words are two "
        "stories. Click a number to read its statements, a headline for the story."
    )
    more = f"The latest {len(stories)} of {counted(n, 'story', 'stories')}." if n > len(stories) else ""
    blocks = [_story(one, party, state) for one in stories]
    return html.Section([heading, how, *blocks, html.P(more, className="note")])


def shown_outlets(treatments: Sequence[OutletTreatment], state: ViewState) -> Sequence[OutletTreatment]:
    """Return the outlets with the most statements, in the order of all."""
    if state.all_rows or len(treatments) <= OUTLETS:
        return treatments
    most = sorted(treatments, key=lambda one: -one.n)[:OUTLETS]
    return [one for one in treatments if one in most]


def _cut_note(shown: int, of: int, state: ViewState) -> html.P | None:
    if of <= OUTLETS:
        return None
    words = "Show fewer" if state.all_rows else "Show all"
    link = go(words, format_search(replace(state, all_rows=not state.all_rows, mark=None)))
    which = f"All {counted(of, 'outlet')}. " if state.all_rows else f"The {shown} with the most statements, of {of}. "
    return html.P([which, link], className="note")


def _links(some: Sequence[OutletTreatment], party: Choice, state: ViewState) -> list[str | Component]:
    links: list[str | Component] = []
    for one in some[:_NAMED]:
        links += [", " if links else "", go(one.outlet.name, _href(one.outlet, party, Voice.NARRATION, state))]
    return links + ([f" and {len(some) - _NAMED} more"] if len(some) > _NAMED else [])


def _href(outlet: Choice, party: Choice, voice: Voice, state: ViewState) -> str:
    return format_search(replace(state, mark=Mark(party=party.id, outlet=outlet.id, voice=voice)))


def chart_points(shown: Sequence[OutletTreatment], party: Choice, state: ViewState) -> pd.DataFrame:
    """Return the points of ``figures.outlets``, each with the address of its evidence."""
    points = [
        {**asdict(number), "outlet": one.outlet.name, "voice": words, "href": _href(one.outlet, party, voice, state)}
        for one in shown
        for words, voice, number in ((OWN, Voice.NARRATION, one.narration), (QUOTED, Voice.QUOTATIONS, one.quoted))
        if number
    ]
    return pd.DataFrame(points)


def table_frame(shown: Sequence[OutletTreatment]) -> pd.DataFrame:
    """Return the numbers of ``outlets_table`` for a file: a row an outlet, empty where a voice has no statements."""
    records = [
        {
            "outlet": one.outlet.name,
            **_in_file(one.narration, "own"),
            **_in_file(one.quoted, "quoted"),
            "quotes_most": ", ".join(f"{actor.name} ({n})" for actor, n in one.quotes_most),
        }
        for one in shown
    ]
    counts = [f"{count}_{voice}" for count in ("n", "n_stories") for voice in ("own", "quoted")]
    return pd.DataFrame(records).astype(dict.fromkeys(counts, "Int64"))


def _in_file(number: Number | None, voice: str) -> dict[str, float | None]:
    return {f"{one.name}_{voice}": getattr(number, one.name) if number else None for one in fields(Number)}


def outlets_table(shown: Sequence[OutletTreatment], party: Choice, state: ViewState) -> html.Div:
    """Return the table: both voices of every outlet, their shares, and whom it quotes most."""
    names = ("Outlet", "Own words", "Those it quotes", "Own words and quotations", "Quotes most")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    body = html.Tbody([_row(one, party, state) for one in shown])
    label = table_title(party)
    table = html.Table([html.Caption(label, className="visually-hidden"), head, body], className="outlets")
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **aria(label=label))


def _row(one: OutletTreatment, party: Choice, state: ViewState) -> html.Tr:
    own = _cell(one.narration, f"{one.outlet.name} on {party.phrase} in its own words",
                _href(one.outlet, party, Voice.NARRATION, state))  # fmt: skip
    others = _cell(one.quoted, f"Those {one.outlet.name} quotes on {party.phrase}",
                   _href(one.outlet, party, Voice.QUOTATIONS, state))  # fmt: skip
    return html.Tr(
        [html.Th(one.outlet.name, scope="row"), own, others, html.Td(_shares(one)), html.Td(_most(one, party, state))]
    )


def _cell(number: Number | None, whose: str, href: str) -> html.Td:
    if number is None:
        return html.Td(html.Span("none", className="quiet"))
    look = "thin" if number.n < THIN_BELOW else f"stance-bg-{stance_step(number.net_stance)}"
    between, rests_on = bounds(number.low, number.high), basis(number)
    link = go(
        f"{signed(number.net_stance)}\nn\N{NO-BREAK SPACE}{number.n:,}",
        href,
        className=f"cell {look}",
        title=f"{between}, {rests_on}",
        **aria(label=f"{whose}: {signed(number.net_stance)}, {between}, {rests_on}"),
    )
    return html.Td(link)


def _shares(one: OutletTreatment) -> html.Div:
    own = one.narration.n / one.n if one.narration else 0.0
    bar = html.Div(html.Span(className="own-share", style={"width": f"{100 * own:.1f}%"}), className="share-bar",
                   **aria(hidden="true"))  # fmt: skip
    return html.Div([bar, html.Span(f"{percent(own)} own, {percent(1 - own)} quoted")], className="shares")


def _most(one: OutletTreatment, party: Choice, state: ViewState) -> Children:
    if not one.quotes_most:
        return html.Span("nobody by name", className="quiet")
    links: list[str | Component] = []
    for actor, n in one.quotes_most:
        mark = Mark(actor=actor.id, party=party.id, outlet=one.outlet.id, voice=Voice.QUOTATIONS)
        href = format_search(replace(state, mark=mark))
        links += [", " if links else "", go(f"{actor.name}\N{NO-BREAK SPACE}({n:,})", href)]
    return links


def _story(printings: Sequence[PrintedStory], party: Choice, state: ViewState) -> html.Article:
    first = printings[0]
    when = f"first printed {day(first.published)}" if first.published else "undated"
    outlets = counted(len({one.outlet for one in printings}), "outlet")
    head = html.Tr([html.Th(name, scope="col") for name in ("Outlet and headline", "Own words", "Those it quotes")])
    body = [_printing(one, party, state) for one in printings]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="outlets printings")
    scroll = html.Div(table, className="table-scroll", tabIndex="0", role="region", **aria(label=first.title))
    return html.Article([html.H3(first.title), html.P(f"{outlets}, {when}", className="detail"), scroll],
                        className="one-story")  # fmt: skip


def _printing(one: PrintedStory, party: Choice, state: ViewState) -> html.Tr:
    def href(voice: Voice) -> str:
        mark = Mark(party=party.id, voice=voice, article=one.article_id)
        return format_search(replace(state, mark=mark))

    link = go(one.title, article_path(one.article_id))
    when = html.Span(f", {day(one.published)}" if one.published else ", undated", className="detail")
    return html.Tr(
        [
            html.Th([one.outlet, when, html.Div(link)], scope="row"),
            _cell(one.narration, f"{one.outlet} in its own words", href(Voice.NARRATION)),
            _cell(one.quoted, f"Those {one.outlet} quotes", href(Voice.QUOTATIONS)),
        ]
    )
