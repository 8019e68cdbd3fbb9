"""One story with its statements marked: ``/article/<id>``, and ``#s<n>`` for one of its statements."""

from __future__ import annotations

import re

from dash.development.base_component import Component

from dashboard.components.chrome import not_found
from dashboard.components.static import static
from dashboard.components.story import story
from dashboard.data import DataDoor
from dashboard.page import Address, Page, no_callbacks, title
from dashboard.reading.article import load_other_printings, load_story

_PATH = re.compile(r"/article/([0-9a-f]{16})/?")


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the story at ``address`` and its title. Raises ``StoreError``."""
    match = _PATH.fullmatch(address.pathname)
    analysis = load_story(data, match.group(1)) if match else None
    if analysis is None:
        return not_found(), title("Not found")
    printings = load_other_printings(data, analysis.article.id)
    return static(story(analysis, printings)), title(analysis.article.title or "Untitled story")


PAGE = Page(path=_PATH, layout=layout, register=no_callbacks)
