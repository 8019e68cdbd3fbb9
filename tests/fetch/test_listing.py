"""Feeds and sitemaps, broken and hostile ones among them."""

from __future__ import annotations

import gzip
import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.fetch import FetchError, Page
from analytics.fetch.feeds import as_printed
from analytics.fetch.listing import Entry, Listing, ListingKind, read_listing
from analytics.ingest import SkipReason
from analytics.ingest.skips import LARGEST_FILE

BASE = "https://example.org/feeds/all"
RSS = "<rss version='2.0'><channel><title>Sarn Times</title>{}</channel></rss>"
ITEM = "<item><title>Talks</title><link>{}</link></item>"
ENTITIES = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">{}]>'


def read(body: str | bytes, content_type: str = "application/xml") -> Listing:
    data = body if isinstance(body, bytes) else body.encode()
    return read_listing(Page(BASE, data, content_type.partition(";")[0], content_type))


def test_rss_with_relative_links_and_times_as_printed() -> None:
    item = "<item><title>A &amp; B</title><link> /a </link><pubDate>Tue, 10 Nov 2026 11:54:07 +0300</pubDate></item>"
    listing = read(RSS.format(item + "<item><title>No link</title></item>"))
    at = datetime(2026, 11, 10, 11, 54, 7)
    assert listing == Listing(ListingKind.FEED, (Entry("https://example.org/a", "A & B", None, at, at),), "Sarn Times")


def test_atom_in_another_encoding() -> None:
    atom = (
        "<?xml version='1.0' encoding='{}'?><feed xmlns='http://www.w3.org/2005/Atom'><title>São Tomé</title><entry>"
        "<title>x</title><link href='/p'/><updated>2026-11-10T10:00:00Z</updated></entry></feed>"
    )
    for encoding in ("utf-16", "iso-8859-1", "utf-8"):
        listing = read(atom.format(encoding).encode(encoding))
        assert listing.outlet == "São Tomé" and listing.entries[0].published == datetime(2026, 11, 10, 10)


def test_a_news_sitemap_and_an_index() -> None:
    url = (
        "<url><loc> {} </loc><lastmod>2026-11-11</lastmod><n:news><n:publication><n:name>The X</n:name></n:publication>"
    )
    news = (
        url.format("/a")
        + "<n:title>T</n:title><n:publication_date>2026-11-10T10:00+02:00</n:publication_date></n:news></url>"
    )
    sitemap = read(gzip.compress(f"<urlset xmlns:n='news'>{news}<url><loc>/b</loc></url><url/></urlset>".encode()))
    published, changed = datetime(2026, 11, 10, 10), datetime(2026, 11, 11)
    assert sitemap.entries == (
        Entry("https://example.org/a", "T", "The X", published, changed),
        Entry("https://example.org/b"),
    )
    index = read("<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>")
    assert index.kind is ListingKind.INDEX and index.entries == (Entry("https://a.example/1.xml"),)


def test_ten_thousand_items_are_read_in_time() -> None:
    begun = time.monotonic()
    listing = read(RSS.format("".join(ITEM.format(f"/{number}") for number in range(10_000))))
    assert len(listing.entries) == 10_000 and time.monotonic() - begun < 60


@pytest.mark.parametrize("document", [RSS.format(ITEM.format("/&b;")), "<urlset><url><loc>/&b;</loc></url></urlset>"])
@pytest.mark.parametrize(
    "more", ["", '<!ENTITY f SYSTEM "file:///etc/passwd">', "<!ENTITY % p SYSTEM 'http://10.0.0.1/'>"]
)
def test_documents_that_define_entities_are_not_read(document: str, more: str) -> None:
    plain = ENTITIES.format(more) + document
    hidden = plain.replace("<!DOCTYPE", f"<!--{'x' * 9000}--><?p i?> <!DOCTYPE")
    for body in (plain, hidden, plain.encode("utf-16"), plain.encode("utf-8-sig")):
        with pytest.raises(FetchError, match="entities"):
            read(body)


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (b"", SkipReason.FEED, "no feed and no sitemap"),
        (b"\x00\x01\x02" * 100, SkipReason.FEED, "no feed and no sitemap"),
        (b'{"items": []}', SkipReason.FEED, "no feed and no sitemap"),
        (b"\x1f\x8b\x08damaged", SkipReason.FEED, "damaged"),
        (gzip.compress(bytes(LARGEST_FILE + 1)), SkipReason.TOO_LARGE, "unpacked"),
        (b"<html><p>Hello</p></html>", SkipReason.FEED, "a web page, not of a feed"),
        (
            b"<!doctype html><html><link type='application/rss+xml' rel=alternate href='/rss'></html>",
            SkipReason.FEED,
            "its feed is https://example.org/rss.",
        ),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, reason: SkipReason, said: str) -> None:
    with pytest.raises(FetchError, match=said) as error:
        read(body)
    assert error.value.reason is reason


def test_invalid_xml_gives_what_can_be_read_of_it() -> None:
    broken = (
        "<rss version='2.0'><channel><title>Broken & bad</title><item><title>A & B</title><link>/1</link></item><item>"
    )
    assert [entry.title for entry in read(broken).entries] == ["A & B"]
    assert read("<urlset><url><loc>/1</loc></url><url><loc>/2").entries[0].url == "https://example.org/1"


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: RSS.format(text).encode()))
@settings(deadline=None, max_examples=60)
def test_whatever_a_server_sends_is_a_listing_or_one_sentence(body: bytes) -> None:
    try:
        listing = read(body)
    except FetchError as error:
        assert error.detail.endswith((".", "."))
    else:
        assert all(entry.url for entry in listing.entries)


@given(st.text(max_size=40))
def test_a_time_is_read_or_not(text: str) -> None:
    time_found = as_printed(text)
    assert time_found is None or time_found.tzinfo is None
