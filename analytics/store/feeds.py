"""Feeds that are followed, and what was seen already: addresses of pages and files by their content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from analytics.store.dialect import upsert
from analytics.store.engine import Store
from analytics.store.intake_tables import feed, seen

_AT_ONCE = 500  # values of one IN; SQLite takes 32,766


@dataclass(frozen=True)
class Feed:
    """A feed or sitemap that is followed: ``outlet`` names its stories, ``outcome`` tells of the last poll."""

    url: str
    outlet: str | None
    who: str
    added: datetime
    polled: datetime | None = None
    outcome: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Seen:
    """What became of something that was looked at: the article it is, or the reason why there is none."""

    key: str
    tries: int
    reason: str | None
    article_id: str | None


def add_feed(store: Store, url: str, outlet: str | None, who: str) -> bool:
    """Follow a feed; return False when it is followed already (its outlet is then changed). Raises ``StoreError``."""

    def work(connection: Connection) -> bool:
        if connection.scalar(select(feed.c.url).where(feed.c.url == url)) is None:
            connection.execute(insert(feed).values(url=url, outlet=outlet, who=who, added=_now()))
            return True
        if outlet is not None:
            connection.execute(update(feed).where(feed.c.url == url).values(outlet=outlet))
        return False

    return store.write(work)


def remove_feed(store: Store, url: str) -> bool:
    """Follow a feed no more; its stories stay. Return whether it was followed. Raises ``StoreError``."""
    return store.write(lambda connection: connection.execute(delete(feed).where(feed.c.url == url)).rowcount) == 1


def load_feeds(store: Store) -> tuple[Feed, ...]:
    """Return the feeds that are followed, in the order they were added. Raises ``StoreError``."""
    with store.reading() as connection:
        found = connection.execute(select(feed).order_by(feed.c.added, feed.c.url)).all()
    return tuple(
        Feed(**{**row._asdict(), "added": _time(row.added), "polled": _time(row.polled) if row.polled else None})
        for row in found
    )


def record_poll(store: Store, url: str, outcome: str, etag: str | None, last_modified: str | None) -> None:
    """Keep when a feed was polled, what came of it, and what its server said of its age. Raises ``StoreError``."""
    told = {"polled": _now(), "outcome": outcome, "etag": etag, "last_modified": last_modified}
    store.write(lambda connection: connection.execute(update(feed).where(feed.c.url == url).values(told)))


def load_seen(store: Store, keys: Iterable[str]) -> dict[str, Seen]:
    """Return what became of those of ``keys`` that were seen before. Raises ``StoreError``."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, Seen] = {}
    with store.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            query = select(seen).where(seen.c.key.in_(wanted[start : start + _AT_ONCE]))
            found |= {r.key: Seen(r.key, r.tries, r.reason, r.article_id) for r in connection.execute(query)}
    return found


def record_seen(store: Store, key: str, *, reason: str | None = None, article_id: str | None = None) -> None:
    """Keep what became of something that was looked at; ``tries`` grows each time. Raises ``StoreError``."""
    fields: dict[str, Any] = {"at": _now(), "reason": reason, "article_id": article_id}

    def work(connection: Connection) -> None:
        new = upsert(connection, seen).values(key=key, tries=1, **fields)
        changed = {**fields, "tries": seen.c.tries + 1}
        connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=changed))

    store.write(work)


def _time(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
