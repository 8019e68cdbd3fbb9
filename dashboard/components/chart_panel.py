"""One small chart under its name and its number, as all pages show them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from dash import dcc, html

from analytics.report.wording import basis, bounds, signed
from dashboard.components.chart_tools import STILL
from dashboard.components.markup import aria
from dashboard.components.markup import go as link
from dashboard.components.static import static
from dashboard.figures.trend import HEIGHT


def chart_panel(
    name: str, heading: html.H3, number: html.A, said: str, figure: go.Figure, foot: html.Div
) -> html.Article:
    """Return the panel. ``name`` is the chart's among all of a page; ``said`` is what it shows in words.

    ``foot`` is below the drawing: what changed, and ``chart_tools``.
    """
    graph = dcc.Graph(id={"type": "chart", "name": name}, figure=figure, config=STILL, style={"height": f"{HEIGHT}px"})
    picture = html.Div(graph, role="img", **aria(label=f"Chart. {said}. The table below has every point."))
    return html.Article([static(html.Header([heading, number])), picture, static(foot)], className="panel chart")


def stance_sentence(subject: str, row: Any) -> str:
    """Return "Lavrov on Ukraine: −0.62 (−0.74 to −0.49), 41 statements in 17 stories"."""
    return f"{subject}: {signed(row.net_stance)} ({bounds(row.low, row.high)}), {basis(row)}"


def number_link(subject: str, row: Any, href: str) -> html.A:
    """Return the number of ``row`` with its interval and what it rests on, as the way to its statements."""
    return link(
        [
            html.Strong(signed(row.net_stance)),
            f" ({bounds(row.low, row.high)})",
            html.Span(basis(row), className="basis"),
        ],
        href,
        className="panel-value",
        **aria(label=f"{stance_sentence(subject, row)}. Read them"),
    )


def number_table(label: str, head: list[str], body: list[html.Tr]) -> html.Details:
    """Return the numbers of charts as a table that can be opened; ``head`` names the columns after the first."""
    columns = html.Tr([html.Td(""), *(html.Th(name, scope="col") for name in head)])
    table = html.Table([html.Thead(columns), html.Tbody(body)], className="numbers")
    scrolled = html.Div(table, className="table-scroll", tabIndex="0", role="region", **aria(label=label))
    return html.Details([html.Summary("The same numbers as a table"), scrolled], className="as-table")


def number_cell(row: Any, href: str) -> html.Td:
    """Return one number of a table as the way to its statements."""
    n = f"n\N{NO-BREAK SPACE}{row.n}"
    return html.Td(link(f"{signed(row.net_stance)} ({bounds(row.low, row.high)}), {n}", href))


def empty_cell() -> html.Td:
    """Return the place of a number for which there are no statements."""
    return html.Td("·", className="empty")
