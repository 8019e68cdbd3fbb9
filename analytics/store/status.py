"""Small questions to a store. All raise ``StoreError`` when it cannot be read."""

from __future__ import annotations

from sqlalchemy import select

from analytics.store import schema
from analytics.store.engine import Store


def data_version(store: Store) -> int:
    """Return a number that grows with every write."""
    return _meta(store, "data_version")


def is_fictional(store: Store) -> bool:
    """Return whether the store holds invented articles, so that whatever shows them can say so."""
    return bool(_meta(store, "fictional"))


def has_article(store: Store, article_id: str) -> bool:
    """Return whether an article is stored already, by its content hash ``Article.id``."""
    with store.reading() as connection:
        found = connection.scalar(select(schema.article.c.id).where(schema.article.c.id == article_id))
    return found is not None


def _meta(store: Store, key: str) -> int:
    with store.reading() as connection:
        return int(connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key)) or 0)
