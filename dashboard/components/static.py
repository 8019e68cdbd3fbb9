"""HTML that answers to nothing, handed to the browser as one component.

Dash wraps every element in a component of its own that listens to every change on the page: a table of 200 cells or 20
cards of evidence then take a second to draw. ``static`` hands over the same elements as plain data, which
``assets/static.js`` turns into React elements directly, an order of magnitude faster. Text stays text there too.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

_HTML = "dash_html_components"


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
