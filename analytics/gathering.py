"""News from the web: pages, and what feeds and sitemaps list, into the store, each page once."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag, urlsplit

from courlan import normalize_url

from analytics.fetch import FEED_TYPES, PAGE_TYPES, Fetcher, FetchError, Page, Validators
from analytics.fetch.addresses import LONGEST_URL
from analytics.fetch.listing import Entry, Listing, ListingKind, read_listing
from analytics.ingest.articles import Draft, make_article
from analytics.ingest.characters import encodable
from analytics.ingest.encoding import decode
from analytics.ingest.html import read_html
from analytics.ingest.skips import Skipped, SkipReason, StoryError
from analytics.intake import KNOWN, Intake, tell
from analytics.store.feeds import Feed, Seen, load_seen, record_poll, record_seen
from analytics.tally import Tally, summarise
from analytics.types import Article

MOST_AT_ONCE = 200
"""Pages fetched for one feed in one poll; the others wait for the next one."""

_MOST_SITEMAPS = 20  # of an index, the newest first
_PASSING = frozenset({SkipReason.TOO_SLOW, SkipReason.UNREACHABLE, SkipReason.BUSY, SkipReason.STATUS})
_TRIES = 3  # polls in which a page is tried whose failure may pass
_LONGEST_SHOWN = 200


@dataclass(frozen=True)
class Gathering:
    """What gathering needs: who keeps the articles, who fetches the pages, and where it is told."""

    intake: Intake
    fetcher: Fetcher
    tally: Tally


def gather_pages(gathering: Gathering, urls: Sequence[str], outlet: str | None = None) -> None:
    """Fetch the pages that somebody named, but those the store has. Raises ``StoreError`` and ``ModelError``."""
    gathering.tally.step(0, of=len(urls))
    seen = load_seen(gathering.intake.store, map(page_key, urls))
    for url in urls:
        known = seen.get(page_key(url))
        if known and known.article_id:
            gathering.tally.count(KNOWN)
            gathering.tally.made(known.article_id, shown(url))
        else:
            take_page(gathering, Entry(url), outlet)
        gathering.tally.step()


def poll_feeds(gathering: Gathering, feeds: Iterable[Feed]) -> None:
    """Fetch what feeds and sitemaps list and the store has not seen; a feed that cannot be read stops no other.

    Raises ``StoreError`` and ``ModelError``.
    """
    for feed in feeds:
        _poll_one(gathering, feed)


def take_page(gathering: Gathering, entry: Entry, outlet: str | None, listed_by: str | None = None) -> bool:
    """Fetch, score and store one page, and return whether it is done with: False for a failure that may pass.

    ``outlet`` is the name its stories get; without one it is the page's own, else ``listed_by``, else the host's.
    """
    found = _fetch_article(gathering.fetcher, entry, outlet, listed_by)
    taken = gathering.intake.take(found) if isinstance(found, Article) else found
    key, store = page_key(entry.url), gathering.intake.store
    if isinstance(taken, Skipped):
        taken = replace(taken, where=shown(entry.url))
        record_seen(store, key, reason=taken.reason.value)
    else:
        record_seen(store, key, article_id=taken.article.id)
    tell(gathering.tally, taken)
    return not (isinstance(taken, Skipped) and taken.reason in _PASSING)


def page_key(url: str) -> str:
    """Return an address without what does not tell pages apart: a fragment, campaign parameters."""
    plain = encodable(url).replace("\x00", "")  # neither fits into a database
    try:
        return str(normalize_url(urldefrag(plain).url))[:LONGEST_URL]
    except ValueError:
        return plain[:LONGEST_URL]


def shown(url: str) -> str:
    """Return an address for messages: what a feed calls one may hold anything."""
    plain = "".join(character if character.isprintable() else "�" for character in url)
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


def _poll_one(gathering: Gathering, feed: Feed) -> None:
    tally, store, before = gathering.tally, gathering.intake.store, Counter(gathering.tally.counts)
    try:
        left, told = _poll(gathering, feed)
    except FetchError as error:
        tally.count(error.reason.value)
        tally.say(f"{shown(feed.url)}: {error.detail}")
        record_poll(store, feed.url, error.detail, feed.etag, feed.last_modified)
        return
    except Exception as error:  # it ends the poll, and the feed must not be the next one due again
        record_poll(store, feed.url, f"The poll broke off: {error}", None, None)
        raise
    outcome = summarise(tally.counts - before) + (f"; {left} wait for the next poll" if left else "")
    record_poll(store, feed.url, outcome, told.etag, told.last_modified)


def _poll(gathering: Gathering, feed: Feed) -> tuple[int, Validators]:
    """Take what is new in a feed; return how many pages are left, and what to ask the server with next time."""
    told = Validators(feed.etag, feed.last_modified)
    page = gathering.fetcher.get(feed.url, FEED_TYPES, told)
    if page is None:
        return 0, told
    listing = read_listing(page)
    entries = _new_entries(gathering, listing)
    now = entries[:MOST_AT_ONCE]
    gathering.tally.step(0, of=(gathering.tally.of or 0) + len(now))
    complete = len(now) == len(entries) and listing.kind is not ListingKind.INDEX
    for entry in now:
        complete &= take_page(gathering, entry, feed.outlet, listing.outlet)
        gathering.tally.step()
    # What is left would never come if the server were told that we have all of the feed.
    return len(entries) - len(now), page.validators if complete else Validators()


def _new_entries(gathering: Gathering, listing: Listing) -> list[Entry]:
    """Return what was not seen before, the newest first; of an index, as many sitemaps as it takes are read."""
    if listing.kind is not ListingKind.INDEX:
        return _unseen(gathering, listing.entries)
    waiting = deque(_newest_first(listing.entries))
    found: list[Entry] = []
    for _ in range(_MOST_SITEMAPS):
        if not waiting or len(found) > MOST_AT_ONCE:
            break
        url = waiting.popleft().url
        try:
            page = gathering.fetcher.get(url, FEED_TYPES)
            inner = read_listing(page) if page else None
        except FetchError as error:
            gathering.tally.count(error.reason.value)
            gathering.tally.say(f"{shown(url)}: {error.detail}")
            continue
        if inner and inner.kind is ListingKind.INDEX:
            waiting.extend(_newest_first(inner.entries))
        elif inner:
            found += _unseen(gathering, inner.entries)
    return _newest_first(found)


def _unseen(gathering: Gathering, entries: Sequence[Entry]) -> list[Entry]:
    by_key = {page_key(entry.url): entry for entry in reversed(entries)}
    seen = load_seen(gathering.intake.store, by_key)
    return _newest_first(entry for key, entry in by_key.items() if key not in seen or _may_pass(seen[key]))


def _may_pass(seen: Seen) -> bool:
    return seen.reason in {reason.value for reason in _PASSING} and seen.tries < _TRIES


def _newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.changed or datetime.min, reverse=True)


def _fetch_article(fetcher: Fetcher, entry: Entry, outlet: str | None, listed_by: str | None) -> Article | Skipped:
    try:
        page = fetcher.get(entry.url, PAGE_TYPES)
        if page is None:
            raise FetchError(SkipReason.STATUS, "The server sent no page.")
        return make_article(_draft(page, entry, outlet, listed_by), reference=datetime.now())
    except StoryError as error:
        return Skipped(shown(entry.url), error.reason, error.detail)
    except Exception as error:  # one page never takes down a poll
        detail = f"The page could not be read ({type(error).__name__}: {error})."
        return Skipped(shown(entry.url), SkipReason.UNREADABLE, detail)


def _draft(page: Page, entry: Entry, outlet: str | None, listed_by: str | None) -> Draft:
    """Return the story of a page; what the page does not say of it is taken from the feed."""
    draft = Draft(decode(page.body)) if page.media_type == "text/plain" else read_html(page.body)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    day = entry.published and entry.published.date().isoformat()
    return replace(
        draft,
        title=draft.title or entry.title,
        outlet=outlet or draft.outlet or entry.outlet or listed_by or host,
        url=draft.url or page.url,
        published=entry.published if draft.published in (None, day) else draft.published,
    )
