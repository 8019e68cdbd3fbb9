"""What has been read and scored, kept in SQLite. Frames and pages are read through ``analytics.store.views``."""

from analytics.store.engine import Store, open_store
from analytics.store.status import data_version, has_article, is_fictional
from analytics.store.writer import mark_fictional, write_analysis

__all__ = [
    "Store",
    "data_version",
    "has_article",
    "is_fictional",
    "mark_fictional",
    "open_store",
    "write_analysis",
]
