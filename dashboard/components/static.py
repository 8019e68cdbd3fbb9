"""HTML that answers to nothing, handed to the browser as one component.

Dash wraps every element in a component of its own that listens to every change on the page: a table of 200 cells or 20
cards of evidence then take a second to draw. ``static`` hands over the same elements as plain data, which
``assets/static.js`` turns into React elements directly, an order of magnitude faster. Text stays text there too.
"""

from __future__ import annotations

import re
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup, escape

_HTML = "dash_html_components"
_CAPITAL = re.compile("([A-Z])")  # "backgroundColor" is "background-color" in HTML
_ATTRIBUTES = {"className": "class", "tabIndex": "tabindex"}  # what React calls otherwise than HTML


class Static(Component):
    """The component behind ``static``; ``tree`` is text, a list, or a dict of tag, attributes, children.

    One with an ``id`` can be given another ``tree``: what stays the same is then not drawn again.
    """

    _namespace = "onrecord"
    _type = "Static"

    def __init__(self, tree: Any, **properties: str) -> None:
        self._prop_names = self.available_properties = ["id", "tree"]
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        super().__init__(tree=tree, **properties)  # type: ignore[no-untyped-call]


def static(content: Component, **properties: str) -> Static:
    """Return ``content``, made of ``dash.html`` alone and without callbacks, as one component; it may have an ``id``.

    Raises ``TypeError`` for a component that is not HTML.
    """
    return Static(plain(content), **properties)


def markup_of(content: Component, page: str) -> Markup:
    """Return ``content``, made of ``dash.html`` alone, as the HTML of a page in a frame.

    Its links lead to ``page`` in a window of their own. Raises ``TypeError`` for a component that is not HTML.
    """
    return _markup(plain(content), page)


def _markup(node: Any, page: str) -> Markup:
    if isinstance(node, list):
        return Markup().join(_markup(child, page) for child in node)
    if not isinstance(node, dict):
        return escape(node or "")
    attributes = Markup().join(
        Markup(' {}="{}"').format(_ATTRIBUTES.get(name, name), _value(name, value, page))
        for name, value in node["attributes"].items()
    )
    window = Markup(' target="_blank" rel="noopener"') if "href" in node["attributes"] else ""
    return Markup("<{0}{1}{2}>{3}</{0}>").format(node["tag"], attributes, window, _markup(node["children"], page))


def _value(name: str, value: Any, page: str) -> str:
    if name == "style":
        return ";".join(_CAPITAL.sub(r"-\1", key).lower() + f":{setting}" for key, setting in value.items())
    return f"{page}{value}" if name == "href" else str(value)


def plain(node: Any) -> Any:
    """Return HTML as the plain data that ``Static`` takes. Raises ``TypeError`` for what is not HTML."""
    if node is None or isinstance(node, str):
        return node
    if isinstance(node, list | tuple):
        return [plain(child) for child in node if child is not None]
    if not isinstance(node, Component) or node._namespace != _HTML:
        raise TypeError(f"{type(node).__name__} is not HTML and cannot be static")
    described: Any = node
    attributes = dict(described.to_plotly_json()["props"])
    children = attributes.pop("children", None)
    return {"tag": type(node).__name__.lower(), "attributes": attributes, "children": plain(children)}
