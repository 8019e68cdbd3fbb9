"""What has been read and scored, kept in SQLite or PostgreSQL. Frames and pages are read through its ``views``."""

from analytics.store.engine import Store
from analytics.store.jobs import enqueue
from analytics.store.opening import is_there, open_store
from analytics.store.status import data_version, has_article, is_fictional
from analytics.store.writer import mark_fictional, write_analysis

__all__ = [
    "Store",
    "data_version",
    "enqueue",
    "has_article",
    "is_fictional",
    "is_there",
    "mark_fictional",
    "open_store",
    "write_analysis",
]
