"""Feeds that are followed, and what was seen, on both databases."""

from __future__ import annotations

from analytics.store import Store
from analytics.store.feeds import Seen, add_feed, load_feeds, load_seen, record_poll, record_seen, remove_feed


def test_a_feed_is_followed_once_polled_and_left(store: Store) -> None:
    assert add_feed(store, "https://b.example/rss", None, "ann")
    assert add_feed(store, "https://a.example/rss", "The A", "ann")
    assert not add_feed(store, "https://b.example/rss", "The B", "bob")
    record_poll(store, "https://b.example/rss", "3 stored", '"1"', None)
    feeds = {feed.url: feed for feed in load_feeds(store)}
    polled = feeds["https://b.example/rss"]
    assert (polled.outlet, polled.who, polled.outcome, polled.etag) == ("The B", "ann", "3 stored", '"1"')
    assert polled.polled is not None and feeds["https://a.example/rss"].polled is None
    assert remove_feed(store, "https://a.example/rss") and not remove_feed(store, "https://a.example/rss")
    assert len(load_feeds(store)) == 1


def test_what_was_seen_is_known_by_what_became_of_it(store: Store) -> None:
    record_seen(store, "a", reason="too slow")
    record_seen(store, "a", reason="too slow")
    record_seen(store, "b", article_id="0123")
    keys = ["a", "b", *map(str, range(1200))]
    assert load_seen(store, keys) == {"a": Seen("a", 2, "too slow", None), "b": Seen("b", 1, None, "0123")}
    record_seen(store, "a", article_id="4567")
    assert load_seen(store, "a") == {"a": Seen("a", 3, None, "4567")}
