"""The ways to add something: paste a text, send files, name pages, follow a feed."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics.uploads import MOST_BYTES
from dashboard.components.markup import aria, data

LONGEST_PASTE = 200_000
"""Characters of a pasted text."""

_ENDINGS = "txt, html, jsonl, csv, parquet, warc"


def add_forms() -> html.Section:
    """Return the forms, one behind each tab, and the line that says what became of the last one."""
    panels = {"text": ("Paste a text", _text()), "files": ("Send files", _files()), "pages": ("Fetch pages", _pages()),
              "feed": ("Follow a feed", _feed())}  # fmt: skip
    tabs = dmc.Tabs(
        [
            dmc.TabsList([dmc.TabsTab(words, value=name) for name, (words, _) in panels.items()]),
            *(dmc.TabsPanel(form, value=name) for name, (_, form) in panels.items()),
        ],
        value="text",
        className="add-tabs",
    )
    said = html.P(id="sources-said", className="sources-said", role="status")
    return html.Section([html.H2("Add", className="visually-hidden"), tabs, said])


def _text() -> html.Div:
    fields = [
        dmc.TextInput(id="paste-outlet", label="Outlet", placeholder="as the text says", attributes=_at_most(200)),
        dmc.DateInput(id="paste-date", label="Published", placeholder="as the text says", valueFormat="D MMM YYYY",
                      clearable=True),
        dmc.TextInput(id="paste-title", label="Headline", placeholder="as the text says", attributes=_at_most(500)),
    ]  # fmt: skip
    area = dmc.Textarea(
        id="paste-text",
        label="Text of one story",
        description="Menus, adverts and the like are left out.",
        autosize=True,
        minRows=6,
        maxRows=18,
        attributes=_at_most(LONGEST_PASTE),
    )
    return html.Div([area, html.Div(fields, className="fields"), _submit("paste-send", "Read the text")])


def _files() -> html.Div:
    choose = html.Button("Choose files", className="button", type="button", **data(choose=""))
    size = f"{MOST_BYTES // 1_000_000} MB"
    words = [
        html.P([choose, html.Span(" or drop them here")]),
        html.P(f"{_ENDINGS}; up to {size} together. A table has a column “text”.", className="note"),
    ]
    return html.Div(words, className="drop-zone", **data(drop=""), **aria(label="Files to send"), role="group")


def _pages() -> html.Div:
    area = dmc.Textarea(
        id="pages-urls",
        label="Addresses, one a line",
        placeholder="https://example.org/story",
        autosize=True,
        minRows=3,
        maxRows=12,
        attributes=_at_most(LONGEST_PASTE),
    )
    return html.Div([area, _outlet("pages-outlet"), _submit("pages-send", "Fetch")])


def _feed() -> html.Div:
    address = dmc.TextInput(
        id="feed-url",
        label="Address of a feed or sitemap",
        description="RSS, Atom, sitemaps and indexes of them; polled every half an hour.",
        placeholder="https://example.org/rss",
        attributes=_at_most(2000),
    )
    return html.Div([address, _outlet("feed-outlet"), _submit("feed-send", "Follow")])


def _outlet(name: str) -> html.Div:
    field = dmc.TextInput(id=name, label="Outlet", placeholder="as the pages say", attributes=_at_most(200))
    return html.Div(field, className="fields")


def _submit(name: str, words: str) -> Component:
    return html.Button(words, id=name, className="button primary", type="button")


def _at_most(characters: int) -> dict[str, dict[str, int]]:
    """Let a field take no more than so many characters: a request has a limit, and says nothing when it is met."""
    return {"input": {"maxLength": characters}}
