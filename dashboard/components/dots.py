"""Net stances as dots on one scale from against to for, each a link to its statements: a chart that is a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import basis, bounds, signed
from dashboard.components.markup import aria, go


def dot_list(items: Sequence[html.Li], label: str, look: str = "") -> html.Div:
    """Return rows made by ``dot_item`` under the ends of their scale.

    ``label`` says what the list has; ``look`` is "with-names" where lines have names, "moves" where they have two dots.
    """
    ends = html.Div([html.Span("against"), html.Span("0"), html.Span("for")], className="dots-ends")
    scale = html.Div(ends, className="dots-scale", **aria(hidden="true"))
    rows = html.Ol(list(items), className="dots", **aria(label=label))
    return html.Div([scale, rows], className=f"dots-chart {look}".strip())


def dot_item(head: Sequence[Component | str], lines: Sequence[Component]) -> html.Li:
    """Return a row: who or what it is about, and a line for each number."""
    return html.Li([html.Div(list(head), className="dots-head"), html.Div(list(lines), className="dots-lines")])


def dot_line(row: Any, subject: str, href: str, name: str | None = None) -> html.A:
    """Return one number with its interval as a dot, in words, and with its n: all one link.

    ``row`` has n, n_stories, net_stance, low and high; ``subject`` is "Lavrov on Ukraine". ``name`` is said in front of
    it where a row has several.
    """
    between = bounds(row.low, row.high)
    thin = " thin-line" if row.n < THIN_BELOW else ""
    track = html.Span([whisker(row.low, row.high), spot(row)], className="track", **aria(hidden="true"))
    return go(
        [
            html.Span(name, className="dot-name") if name else None,
            track,
            html.Span(signed(row.net_stance), className="dot-value"),
            html.Span(between, className="dot-bounds"),
            html.Span(f"n\N{NO-BREAK SPACE}{row.n:,}", className="dot-n"),
        ],
        href,
        className=f"dot-line{thin}" + (" named" if name else ""),
        title=f"{between}, {basis(row)}",
        **aria(label=f"{subject}: {signed(row.net_stance)} ({between}), {basis(row)}. Read them"),
    )


def whisker(low: float, high: float, look: str = "whisker") -> html.Span:
    """Return the stretch of a track from ``low`` to ``high``, both in [−1, 1]."""
    return html.Span(className=look, style={"left": place(low), "width": f"{50 * max(high - low, 0):.2f}%"})


def spot(row: Any) -> html.Span:
    """Return the dot of a number: filled where its side is sure, pale where it is not, grey where it is thin."""
    return html.Span(className=f"spot {look_of(row)}", style={"left": place(row.net_stance)})


def look_of(row: Any) -> str:
    """Return "thin" or the side of a number: "against" or "favor" where it is sure, else "maybe-against" …"""
    if row.n < THIN_BELOW:
        return "spot-thin"
    side = "favor" if row.net_stance > 0 else "against"
    return f"spot-{side}" if row.low > 0 or row.high < 0 else f"spot-maybe-{side}"


def place(value: float) -> str:
    """Return where on a track a value in [−1, 1] is."""
    return f"{50 * (value + 1):.2f}%"


def how_to_read(*words: str | Component) -> html.P:
    """Return the sentences beside a chart that say how to read it."""
    return html.P([html.Strong("How to read this. "), *words], className="how")


def dots_key() -> str:
    """Return what the looks of dots say."""
    return (
        "Bars are 95 % intervals. A full dot is surely on its side of the line, a pale one is not, and a grey one "
        f"rests on fewer than {THIN_BELOW} statements. Click one to read them."
    )
