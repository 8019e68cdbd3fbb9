"""What a feed or a sitemap lists, told apart by its content; nothing in it is followed or expanded."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from analytics.fetch.policy import FetchError, Page
from analytics.ingest.skips import LARGEST_FILE, SkipReason

_GZIP = b"\x1f\x8b"
_HEAD = 4096
_MARKS = b"\xef\xbb\xbf\xff\xfe"  # of byte order
_PROLOG = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.S)
_DOCTYPE = re.compile(rb"<!doctype[^>]*>(?:\s|<!--.*?-->)*", re.I | re.S)
_LONGEST_HEAD = 200_000
_LINK = re.compile(rb"<link\b[^>]{0,500}>", re.I)
_FEED_TYPE = re.compile(rb"application/(?:rss|atom)\+xml", re.I)
_HREF = re.compile(rb"href=[\"']?([^\"'>\s]+)", re.I)
_ROOT = re.compile(rb"<([\w:]{1,20})")


class ListingKind(StrEnum):
    """How a document lists pages."""

    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "sitemap index"


@dataclass(frozen=True)
class Entry:
    """A page that a feed or sitemap lists, and what is said of it; ``published`` is the time as printed there.

    ``changed`` says when the page last changed, of which only the order means anything.
    """

    url: str
    title: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    changed: datetime | None = None


@dataclass(frozen=True)
class Listing:
    """The entries of a document in its order, of an index sitemaps; ``outlet`` is what a feed calls itself."""

    kind: ListingKind
    entries: tuple[Entry, ...]
    outlet: str | None = None


def read_listing(page: Page) -> Listing:
    """Return what a feed (RSS, Atom) or a sitemap, packed or not, lists. Raises ``FetchError`` when it is neither."""
    try:
        return _read(page)
    except FetchError:
        raise
    except Exception as error:  # whatever a hostile feed provokes, the poll goes on
        raise FetchError(SkipReason.FEED, f"The feed could not be read ({type(error).__name__}).") from error


def _read(page: Page) -> Listing:
    from analytics.fetch.feeds import read_feed  # noqa: PLC0415 (each takes a while to import)
    from analytics.fetch.sitemaps import read_sitemap  # noqa: PLC0415

    body = _unpacked(page.body)
    root = _root(body)
    if root in ("urlset", "sitemapindex"):
        return read_sitemap(body, page.url)
    if root == "html":
        raise FetchError(SkipReason.FEED, _not_a_feed(body, page.url))
    listing = read_feed(body, page)
    if listing is None:
        raise FetchError(SkipReason.FEED, "There is no feed and no sitemap at the address: check it.")
    return listing


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        unpacker = zlib.decompressobj(wbits=31)
        unpacked = unpacker.decompress(body, LARGEST_FILE)
    except zlib.error as error:
        raise FetchError(SkipReason.FEED, "The packed sitemap is damaged.") from error
    if unpacker.unconsumed_tail:
        raise FetchError(SkipReason.TOO_LARGE, f"The sitemap is larger than {LARGEST_FILE // 1024**2} MB, unpacked.")
    return unpacked


def _root(body: bytes) -> str:
    """Return the name of the first element, in small letters and without its prefix; empty where there is none.

    Raises ``FetchError`` for a document that defines entities, which could grow without end or name files.
    """
    plain = body.replace(b"\x00", b"").lstrip(_MARKS)
    rest = _PROLOG.sub(b"", plain, count=1)
    if rest[:9].lower() == b"<!doctype" and b"<!entity" in rest.lower():
        raise FetchError(
            SkipReason.FEED, "The document defines entities of its own, as no feed needs to: it is not read."
        )
    match = _ROOT.match(_DOCTYPE.sub(b"", rest[:_HEAD], count=1))
    return match[1].decode().lower().rpartition(":")[2] if match else ""


def _not_a_feed(body: bytes, url: str) -> str:
    """Return what to do with a web page given as a feed: most name their feeds in the head."""
    links = (link for link in _LINK.findall(body[:_LONGEST_HEAD]) if _FEED_TYPE.search(link))
    named = [match[1].decode("utf-8", "replace") for link in links if (match := _HREF.search(link))]
    if not named:
        return "The address is that of a web page, not of a feed or sitemap."
    try:
        shown = " or ".join(urljoin(url, name) for name in named[:3])
    except ValueError:
        return "The address is that of a web page, and the feed it names has no valid address."
    return f"The address is that of a web page; its feed is {shown}."
