"""What surrounds every page: header, banner, footer, and the page that says something instead."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.markup import aria, data, go, icon

FICTIONAL = "All stories, people and states in this sample are fictional."


def header(fictional: bool, links: Sequence[tuple[str, str]], member: str | None = None) -> html.Header:
    """Return the name of the app, the way to its pages, and a strip that says where a sample is fictional.

    ``links`` are the pages' words and addresses. Links keep the filters of the view (``assets/onrecord.js``).
    ``member`` is the name of who is logged in and may log out.
    """
    brand = [html.Span("On", className="brand-on"), html.Span("Record", className="brand-record")]
    pages = [html.Li(go(words, href, className="nav-link", **data(keep=""))) for words, href in links]
    bar = [
        go(brand, "/", className="brand", **aria(label="OnRecord, to the overview")),
        html.Button(
            [icon("menu"), html.Span("Pages")], id="nav-toggle", className="nav-toggle",
            **aria(expanded="false", controls="nav"),
        ),
        html.Nav(html.Ul(pages), id="nav", className="nav", **aria(label="Pages")),
        html.A([html.Span(f"{member}, "), "log out"], href="/logout", className="account") if member else None,
        dmc.ColorSchemeToggle(
            lightIcon=icon("sun"),
            darkIcon=icon("moon"),
            variant="subtle",
            color="gray",
            size="lg",
            **aria(label="Light or dark"),
        ),
    ]  # fmt: skip
    strip = html.P(FICTIONAL, className="fictional") if fictional else None
    return html.Header([html.Div(bar, className="bar-inner"), strip], className="site-header")


def footer() -> html.Footer:
    """Return how the numbers are made, in three sentences."""
    return html.Footer(
        html.P(
            [
                html.Strong("Net stance"),
                " is the mean of P(for) − P(against) over statements, from −1 to +1. A model estimates both "
                "probabilities, and it is sometimes wrong: read the sentences. ",
                html.Strong("Intervals"),
                " are 95 %, allow for statements of one story being alike and for the model’s caution, and have not "
                "been checked by people yet.",
            ]
        ),
        className="site-footer",
    )


def skeleton() -> html.Div:
    """Return the grey places that stand where a page will be."""
    places = ("large", "line", "line", "drawing", "drawing")
    blocks = [html.Span(className=name, **aria(hidden="true")) for name in places]
    return html.Div([html.Span("Loading …", className="visually-hidden"), *blocks], className="skeleton", role="status")


def notice(title: str, *body: str | Component, action: Component | None = None) -> html.Section:
    """Return a short page that says what happened and what to do."""
    return html.Section(
        [html.H1(title), html.Div([html.P(list(body)), action] if action else html.P(list(body)))],
        className="notice",
    )


def empty_store() -> html.Section:
    """Return what an empty store says."""
    return notice(
        "Nothing on record yet",
        "Try the sample with ",
        html.Code("onrecord demo"),
        ", read your own stories with ",
        html.Code("onrecord ingest PATH"),
        ", or add one under ",
        go("Sources", "/sources"),
        ". This page fills itself as soon as the first story is in.",
    )


def not_found() -> html.Section:
    """Return what an address without a page says."""
    return notice("There is no such page", "The address may be misspelt, or the story was taken out of the store.",
                  action=go("To the overview", "/", className="button"))  # fmt: skip


def trouble(sentence: str) -> html.Section:
    """Return what a store that cannot be read says; ``sentence`` tells what to do."""
    return notice("The store cannot be read", sentence)
