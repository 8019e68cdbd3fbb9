"""News from a server into a store: each page once, and nothing takes down a poll."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from analytics import gathering as module
from analytics.exceptions import ModelError
from analytics.fetch import Fetcher
from analytics.gathering import Gathering, gather_pages, page_key, poll_feeds
from analytics.intake import Intake
from analytics.pipeline import Pipeline
from analytics.store import Store, open_store
from analytics.store.articles import load_article
from analytics.store.feeds import Feed, add_feed, load_feeds, load_seen
from analytics.tally import Tally
from analytics.types import Article
from tests.fetch.badserver import STORY, BadServer, answer, redirect

XML = {"content_type": "application/rss+xml"}


@cache
def pipeline() -> Pipeline:
    return Pipeline.load(kind="linear")


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


@pytest.fixture
def gathering(server: BadServer, store: Store) -> Gathering:
    intake = Intake(store, "linear")
    intake.__dict__["pipeline"] = pipeline()  # loaded once for all tests
    return Gathering(intake, Fetcher(server.policy(), sleep=server.slept.append), Tally())


def page(number: int, text: str = "") -> bytes:
    return answer(STORY.replace(b"He praised", f"It was meeting number {number}. {text} He praised".encode()))


def rss(*links: str) -> bytes:
    items = "".join(
        f"<item><title>Story</title><link>{link}</link><pubDate>Tue, 10 Nov 2026 11:{59 - n}:00 +0300</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f"<rss version='2.0'><channel><title>Sarn Times</title>{items}</channel></rss>".encode()


def follow(gathering: Gathering, server: BadServer, path: str = "/feed", outlet: str | None = None) -> Feed:
    url = server.address + path
    add_feed(gathering.intake.store, url, outlet, "ann")
    return current(gathering, url)


def current(gathering: Gathering, url: str) -> Feed:
    return next(feed for feed in load_feeds(gathering.intake.store) if feed.url == url)


def again(gathering: Gathering) -> Gathering:
    return replace(gathering, tally=Tally())


def test_a_feed_gives_each_of_its_stories_once(gathering: Gathering, server: BadServer) -> None:
    server.replies |= {"/feed": answer(rss("/a", "/b#x"), etag='"1"', **XML), "/a": page(1), "/b": page(2)}
    feed = follow(gathering, server)
    poll_feeds(gathering, [feed])
    assert gathering.tally.counts == {"stored": 2} and gathering.tally.done == gathering.tally.of == 2
    stored = load_article(gathering.intake.store, gathering.tally.results[0]["id"])
    assert stored is not None and len(stored.statements) >= 2
    assert stored.article.outlet == "Sarn Times" and stored.article.published == datetime(2026, 11, 10, 11, 59)
    assert stored.article.url == f"{server.address}/a"
    server.replies["/feed"] = lambda headers: (
        answer(status="304 Not Modified") if headers.get("if-none-match") == '"1"' else answer(status="500")
    )
    poll_feeds(again(gathering), [current(gathering, feed.url)])
    assert current(gathering, feed.url).outcome == "nothing new"
    server.replies["/feed"] = answer(rss("/a?utm_source=x", "/b", "/c"), **XML)
    server.replies["/c"] = page(3)
    third = again(gathering)
    poll_feeds(third, [current(gathering, feed.url)])
    assert third.tally.counts == {"stored": 1} and server.asked.count("/a") == server.asked.count("/b") == 1


def test_every_failure_is_counted_and_stops_nothing(gathering: Gathering, server: BadServer) -> None:
    server.replies |= {
        "/feed": answer(
            rss("/gone", "http://10.0.0.1/", "javascript:alert(1)", "/image", "/empty", "/cut", "/a"), **XML
        ),
        "/image": answer(b"\x89PNG", content_type="image/png"),
        "/empty": answer(b"<html><body></body></html>"),
        "/cut": answer(b"half", content_length="99"),
        "/a": page(1),
        "/other": answer(b"<html><link rel='alternate' type='application/rss+xml' href='/feed'>"),
    }
    feeds = [follow(gathering, server, "/missing"), follow(gathering, server, "/other"), follow(gathering, server)]
    poll_feeds(gathering, feeds)
    assert gathering.tally.counts == {
        "refused by the server": 2,
        "no feed": 1,
        "address refused": 2,
        "not a web page": 1,
        "no story in HTML": 1,
        "server not reached": 1,
        "stored": 1,
    }
    assert len(gathering.tally.messages) == 8
    assert f"its feed is {server.address}/feed" in str(current(gathering, f"{server.address}/other").outcome)


def test_a_failure_that_may_pass_is_tried_again_a_few_times(gathering: Gathering, server: BadServer) -> None:
    server.replies |= {"/feed": answer(rss("/a", "/no"), etag='"1"', **XML), "/no": answer(b"x", content_type="a/b")}
    feed = follow(gathering, server)
    for _ in range(5):
        poll_feeds(again(gathering), [current(gathering, feed.url)])
    assert server.asked.count("/a") == 3 and server.asked.count("/no") == 1


def test_a_failure_that_passed_is_made_good(gathering: Gathering, server: BadServer) -> None:
    server.replies |= {"/feed": answer(rss("/a"), etag='"1"', **XML), "/a": answer(status="500 Broken")}
    feed = follow(gathering, server)
    poll_feeds(gathering, [feed])
    assert current(gathering, feed.url).etag is None  # or the server would say that nothing changed
    server.replies["/a"] = page(1)
    second = again(gathering)
    poll_feeds(second, [current(gathering, feed.url)])
    assert second.tally.counts == {"stored": 1} and current(gathering, feed.url).etag == '"1"'


def test_a_long_feed_is_taken_in_parts_the_newest_first(
    gathering: Gathering, server: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    links = [f"/{number}" for number in range(5)]
    server.replies |= {"/feed": answer(rss(*links), etag='"1"', **XML), **{link: page(int(link[1])) for link in links}}
    feed = follow(gathering, server)
    outcomes = []
    for _ in range(3):
        poll_feeds(again(gathering), [current(gathering, feed.url)])
        outcomes.append(current(gathering, feed.url).outcome)
    assert outcomes == ["2 stored; 3 wait for the next poll", "2 stored; 1 wait for the next poll", "1 stored"]
    assert [path for path in server.asked if path in links] == links


def test_a_sitemap_index_leads_to_its_sitemaps_newest_first(gathering: Gathering, server: BadServer) -> None:
    news = f"""<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{server.address}/a</loc><n:news>
        <n:publication><n:name>The Courier</n:name></n:publication>
        <n:publication_date>2026-11-09T08:15</n:publication_date></n:news></url></urlset>"""
    old = f"<urlset><url><loc>{server.address}/b</loc><lastmod>2020-01-01</lastmod></url></urlset>"
    index = """<sitemapindex><sitemap><loc>/old.xml.gz</loc><lastmod>2020-01-01</lastmod></sitemap>
        <sitemap><loc>/news.xml</loc><lastmod>2026-11-09</lastmod></sitemap><sitemap><loc>/gone.xml</loc></sitemap>
        <sitemap><loc>/index.xml</loc><lastmod>2019-01-01</lastmod></sitemap></sitemapindex>"""
    server.replies |= {
        "/index.xml": answer(index.encode(), content_type="application/xml"),
        "/news.xml": answer(news.encode(), content_type="text/xml"),
        "/old.xml.gz": answer(gzip.compress(old.encode()), content_type="application/x-gzip"),
        "/a": page(1),
        "/b": page(2),
    }
    poll_feeds(gathering, [follow(gathering, server, "/index.xml")])  # which lists itself, too
    assert gathering.tally.counts["stored"] == 2 and gathering.tally.counts["refused by the server"] >= 1
    first = load_article(gathering.intake.store, gathering.tally.results[0]["id"])
    assert first is not None and first.article.outlet == "The Courier"
    assert first.article.published == datetime(2026, 11, 9, 8, 15)


def test_a_poll_that_breaks_off_is_recorded(
    gathering: Gathering, server: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Intake, _article: Article) -> None:
        raise ModelError("There is no model: train one.")

    server.replies |= {"/feed": answer(rss("/a"), etag='"1"', **XML), "/a": page(1)}
    feed = follow(gathering, server)
    monkeypatch.setattr(Intake, "take", refuse)
    with pytest.raises(ModelError):
        poll_feeds(gathering, [feed])
    after = current(gathering, feed.url)
    assert after.polled is not None and "There is no model" in str(after.outcome) and after.etag is None


def test_the_outlet_that_a_person_names_wins(gathering: Gathering, server: BadServer) -> None:
    server.replies |= {"/feed": answer(rss("/a"), **XML), "/a": page(1)}
    poll_feeds(gathering, [follow(gathering, server, outlet="The Maresk Courier")])
    stored = load_article(gathering.intake.store, gathering.tally.results[0]["id"])
    assert stored is not None and stored.article.outlet == "The Maresk Courier"


@pytest.mark.parametrize("head", ["text/html; charset=utf-8", "text/html; charset=klingon", ""])
def test_a_wrong_charset_does_not_garble_a_story(gathering: Gathering, server: BadServer, head: str) -> None:
    body = STORY.decode().replace("Kyiv", "Kyiv – “São Tomé”").encode("cp1252")
    server.replies["/a"] = answer(body, content_type=head)
    gather_pages(gathering, [f"{server.address}/a"])
    stored = load_article(gathering.intake.store, gathering.tally.results[0]["id"])
    assert stored is not None and "Kyiv – “São Tomé”" in stored.article.text


def test_pages_that_somebody_names_are_fetched_once_and_failures_again(gathering: Gathering, server: BadServer) -> None:
    server.replies |= {"/a": page(1), "/moved": redirect("/a")}
    urls = [f"{server.address}/{name}" for name in ("a", "moved", "no")]
    gather_pages(gathering, urls)
    assert gathering.tally.counts == {"stored": 1, "known already": 1, "refused by the server": 1}
    server.replies["/no"] = page(2)
    second = again(gathering)
    gather_pages(second, urls)
    assert second.tally.counts == {"known already": 2, "stored": 1} and len(second.tally.results) == 3
    assert server.asked.count("/moved") == 1


def test_what_is_not_in_english_is_stored_and_counted(gathering: Gathering, server: BadServer) -> None:
    text = "Der Außenminister sagte am Montag, die Lage sei ernst und die Regierung werde den Vertrag nicht kündigen."
    html = f"<html><body><article><h1>Die Lage</h1><p>{text}</p><p>{text[:-1]}, hieß es.</p></article></body></html>"
    server.replies["/a"] = answer(html.encode())
    gather_pages(gathering, [f"{server.address}/a"])
    assert gathering.tally.counts == {"stored": 1, "not in English, not scored": 1}
    stored = load_article(gathering.intake.store, gathering.tally.results[0]["id"])
    assert stored is not None and stored.article.language == "de" and stored.statements == ()


def test_pages_are_told_apart_by_what_tells_them_apart() -> None:
    assert page_key("https://example.org/a?utm_source=x#part") == page_key("https://example.org/a")
    assert page_key("https://example.org/a?id=1") != page_key("https://example.org/a?id=2")
    nasty = ["http://[", "\x00", "\ud800", "http://a.example/\ud800?\x00", "", "💥", "mailto:a", "http://" + "a" * 5000]
    for key in map(page_key, nasty):
        assert key.encode() is not None and "\x00" not in key and len(key) <= 2000
    assert len(page_key("https://example.org/" + "ä" * 5000)) <= 2000


def test_what_was_seen_survives_in_the_store(gathering: Gathering, server: BadServer) -> None:
    server.replies["/a"] = page(1)
    url = f"{server.address}/a"
    gather_pages(gathering, [url])
    seen = load_seen(gathering.intake.store, [page_key(url)])[page_key(url)]
    assert seen.article_id == gathering.tally.results[0]["id"] and seen.reason is None
