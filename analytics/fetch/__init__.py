"""Fetching pages and feeds: politely, from public addresses only, and never for long."""

from analytics.fetch.fetcher import Fetcher
from analytics.fetch.policy import FEED_TYPES, PAGE_TYPES, FetchError, FetchPolicy, Page, Validators

__all__ = ["FEED_TYPES", "PAGE_TYPES", "FetchError", "FetchPolicy", "Fetcher", "Page", "Validators"]
