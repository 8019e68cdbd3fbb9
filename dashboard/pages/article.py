"""One story with its statements marked: ``/article/<id>``, and ``#s<n>`` for one of its statements."""

from __future__ import annotations

import re

from dash.development.base_component import Component

from dashboard.components.chrome import not_found
from dashboard.components.static import static
from dashboard.components.story import story
from dashboard.data import DataDoor

_PATH = re.compile(r"/article/([0-9a-f]{16})/?")


def is_path(pathname: str | None) -> bool:
    """Whether ``pathname`` is the address of a story, be it in the store or not."""
    return _PATH.fullmatch(pathname or "") is not None


def layout(data: DataDoor, pathname: str) -> tuple[Component, str]:
    """Return the page for ``pathname`` and its title. Raises ``StoreError``."""
    match = _PATH.fullmatch(pathname)
    analysis = data.article(match.group(1)) if match else None
    if analysis is None:
        return not_found(), "Not found · OnRecord"
    printings = data.other_printings(analysis.article.id)
    return static(story(analysis, printings)), f"{analysis.article.title or 'Untitled story'} · OnRecord"
