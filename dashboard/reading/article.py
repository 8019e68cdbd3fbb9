"""What the page of a story shows."""

from __future__ import annotations

from analytics.store.views import load_article, load_stories
from analytics.types import ArticleAnalysis
from dashboard.data import DataDoor
from dashboard.views import Printing, rows


def load_story(data: DataDoor, article_id: str) -> ArticleAnalysis | None:
    """Return a story with its statements, or ``None`` when the store does not have it."""
    return load_article(data.store, article_id)


def load_other_printings(data: DataDoor, article_id: str) -> tuple[Printing, ...]:
    """Return the other articles that print the story of an article, the first printed first."""
    return tuple(
        Printing(row.article_id, row.outlet if isinstance(row.outlet, str) else "Outlet unknown")
        for row in rows(load_stories(data.store, article_id))
        if row.article_id != article_id
    )
