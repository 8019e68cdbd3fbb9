"""RSS and Atom, by feedparser, which reads broken ones too and expands no entities of their own making."""

from __future__ import annotations

import io
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from analytics.fetch.listing import Entry, Listing, ListingKind
from analytics.fetch.policy import Page

_LONGEST_NAME = 100


def read_feed(body: bytes, page: Page) -> Listing | None:
    """Return what a feed lists, or ``None`` when ``body`` is none; entries without a link are left out."""
    import feedparser  # noqa: PLC0415 (slow to import)

    headers = {"content-type": page.content_type or "application/xml", "content-location": page.url}
    found = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.get("version") and not found.entries:
        return None
    entries = [_entry(one, page.url) for one in found.entries]
    name = str(found.feed.get("title") or "").strip()[:_LONGEST_NAME]
    return Listing(ListingKind.FEED, tuple(one for one in entries if one), name or None)


def _entry(found: Any, base: str) -> Entry | None:
    link = found.get("link")
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        url = urljoin(base, link.strip())
    except ValueError:
        return None
    published = as_printed(found.get("published")) or as_printed(found.get("updated"))
    return Entry(url, str(found.get("title") or "").strip() or None, None, published, published)


def as_printed(value: object) -> datetime | None:
    """Return a time of RSS (RFC 822) or Atom (ISO 8601) as it is printed, without its zone; ``None`` if it is none."""
    text = value.strip() if isinstance(value, str) else ""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).replace(tzinfo=None, microsecond=0)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
