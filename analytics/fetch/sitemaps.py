"""Sitemaps (sitemaps.org) with Google's news extension, and indexes of them, by lxml without entities or network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from analytics.fetch.feeds import as_printed
from analytics.fetch.listing import Entry, Listing, ListingKind
from analytics.fetch.policy import FetchError
from analytics.ingest.skips import SkipReason

_MOST_ENTRIES = 50_000  # what a sitemap may list, by its standard


def read_sitemap(body: bytes, base: str) -> Listing:
    """Return what a sitemap or an index of sitemaps lists. Raises ``FetchError`` for what cannot be read as XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError(SkipReason.FEED, "The sitemap is damaged.") from error
    if root is None:
        raise FetchError(SkipReason.FEED, "The sitemap is damaged.")
    kind = ListingKind.INDEX if etree.QName(root).localname.lower() == "sitemapindex" else ListingKind.SITEMAP
    entries = [
        entry for _, element in zip(range(_MOST_ENTRIES), root, strict=False) if (entry := _entry(element, base))
    ]
    return Listing(kind, tuple(entries))


def _entry(element: Any, base: str) -> Entry | None:
    told = dict(_leaves(element))
    try:
        url = urljoin(base, told.get("loc", ""))
    except ValueError:
        return None
    if "loc" not in told:
        return None
    published = as_printed(told.get("publication_date"))
    return Entry(url, told.get("title"), told.get("name"), published, as_printed(told.get("lastmod")) or published)


def _leaves(element: Any) -> Iterator[tuple[str, str]]:
    """Yield the name, without its prefix, and the text of each element inside that has text."""
    for one in element.iter(etree.Element):
        if one.text and one.text.strip():
            yield etree.QName(one).localname.lower(), one.text.strip()
