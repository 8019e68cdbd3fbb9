"""The pages, in the order of the navigation.

Each is a module that exports ``PAGE``, a ``dashboard.page.Page`` made of its ``layout`` and ``register``.
"""

from __future__ import annotations

from dashboard.page import Page
from dashboard.pages import (
    actor,
    article,
    models,
    network,
    outlets,
    overview,
    party,
    reports,
    review,
    sources,
    statements,
)

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    actor.PAGE,
    party.PAGE,
    network.PAGE,
    outlets.PAGE,
    statements.PAGE,
    sources.PAGE,
    review.PAGE,
    models.PAGE,
    reports.PAGE,
    article.PAGE,
)


def page_at(pathname: str | None) -> Page | None:
    """Return the page at an address, if there is one."""
    return next((page for page in PAGES if page.path.fullmatch(pathname or "/")), None)
