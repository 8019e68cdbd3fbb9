"""Pieces of HTML that every component needs: attributes, links that stay in the app, icons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Children = str | Component | Sequence[str | Component | None]


def aria(**values: str) -> dict[str, Any]:
    """Return ARIA attributes: ``aria(label="…")`` is ``aria-label="…"``."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return data attributes: ``data(n="3")`` is ``data-n="3"``."""
    return {f"data-{name}": value for name, value in values.items()}


def go(children: Children, href: str, **attributes: Any) -> html.A:
    """Return a link inside the app, which does not load the page again (``assets/onrecord.js`` sees to ``data-go``).

    With a modifier key it opens like any other link.
    """
    return html.A(children, href=href, **data(go=""), **attributes)


def icon(name: str) -> html.Span:
    """Return an icon from ``assets/icons`` in the colour of the text around it."""
    return html.Span(className=f"icon icon-{name}", **aria(hidden="true"))
