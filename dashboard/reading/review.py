"""What the review page asks a person next, and how far the audit is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from analytics.review.queue import AuditProgress, load_queue
from analytics.store.excerpts import Excerpt, load_excerpts
from dashboard.data import DataDoor

AHEAD = 12
"""Statements that a page has before they are needed."""


@dataclass(frozen=True)
class Question:
    """A statement to decide on, why it is asked, and whether the prediction is hidden until it is decided."""

    excerpt: Excerpt
    why: str
    is_blind: bool


def load_questions(data: DataDoor, who: str, done: Collection[str]) -> list[Question]:
    """Return the next statements for ``who``, without those ``done`` on the page already. Raises ``StoreError``."""
    queue = load_queue(data.store, who, AHEAD + len(done))
    items = {item.pair_id: item for item in queue.items if item.pair_id not in done}
    excerpts = load_excerpts(data.store, list(items)[:AHEAD])
    return [Question(one, items[one.pair_id].why, items[one.pair_id].is_blind) for one in excerpts]


def load_progress(data: DataDoor, who: str) -> AuditProgress | None:
    """Return how far the audit drawn last is, ``None`` where none is drawn. Raises ``StoreError``."""
    return load_queue(data.store, who, 0).audit
