"""What a fetch may do, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from ipaddress import IPv4Network, IPv6Network

from analytics.ingest.skips import LARGEST_FILE, StoryError

PRODUCT = "OnRecord"
"""What robots.txt calls us."""

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
"""Media types that may hold a story."""

FEED_TYPES = PAGE_TYPES | {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",  # what some servers call a sitemap.xml.gz
}
"""Media types that may hold a feed or sitemap; many servers call a feed a page."""


@dataclass(frozen=True)
class FetchPolicy:
    """The limits of a fetch.

    ``ports`` may be asked, and ``networks`` besides the public ones: in a program that serves others it must stay
    empty. ``largest`` counts bytes after they are unpacked. ``seconds`` are those of one try over all its redirects,
    waiting for the host's turn not counted; ``silence`` is the longest wait for the next byte. ``pause`` lies between
    two requests to one host, which its robots.txt may raise up to ``longest_wait``; that bounds ``Retry-After`` too.
    ``backoff`` is the first wait before a second try, each further one is twice as long.
    """

    ports: frozenset[int] = frozenset({80, 443})
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    largest: int = LARGEST_FILE
    seconds: float = 40.0
    silence: float = 15.0
    redirects: int = 5
    tries: int = 3
    pause: float = 1.0
    backoff: float = 2.0
    longest_wait: float = 60.0


@dataclass(frozen=True)
class Validators:
    """What a server said of the age of a page, sent back to it so that it need not send the same page again."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Page:
    """What a server sent; ``url`` is where the redirects ended, ``content_type`` the whole header or empty."""

    url: str
    body: bytes
    media_type: str
    content_type: str
    validators: Validators = Validators()


class FetchError(StoryError):
    """A page or feed that cannot be had; in a batch it is counted as ``Skipped`` with its reason."""


@cache
def user_agent() -> str:
    """Return how we name ourselves to servers."""
    return f"{PRODUCT}/{version('onrecord')} (reads news; heeds robots.txt)"
