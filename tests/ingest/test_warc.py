import gzip
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analytics.ingest import SkipReason, read_paths
from analytics.ingest.skips import LARGEST_FILE
from analytics.types import Article

PAGE = (
    "<html><head><title>Talks resume in Sarn</title></head><body><article><h1>Talks resume in Sarn</h1>"
    "<p>Published: 10 November, 11:54</p><p>Tomas Reyk said on Monday that the talks between Brezik and Ostrevia would"
    " resume. {}</p></article></body></html>"
)


def archive(*pages: tuple[str, bytes], packed: bool = False) -> bytes:
    """A WARC of responses, each of a status line with headers and a body."""
    data = io.BytesIO()
    writer = WARCWriter(data, gzip=packed)
    for number, (told, body) in enumerate(pages):
        status, *lines = told.split("\n")
        headers = StatusAndHeaders(status, [tuple(line.split(": ", 1)) for line in lines], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://example.org/{number}",
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2026-11-12T08:00:00Z"},
        )
        writer.write_record(record)
    return data.getvalue()


def html(text: str = "") -> tuple[str, bytes]:
    return "200 OK\nContent-Type: text/html; charset=utf-8", PAGE.format(text).encode()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[object]]:
    def read_it(data: bytes, name: str = "crawl.warc") -> list[object]:
        (tmp_path / name).write_bytes(data)
        return list(read_paths([tmp_path / name]))

    return read_it


@pytest.mark.parametrize(("packed", "name"), [(False, "crawl.warc"), (True, "crawl.warc.gz"), (False, "crawl")])
def test_pages_become_stories_and_the_rest_is_passed_over(read, packed: bool, name: str) -> None:
    pages = [
        html(),
        ("200 OK\nContent-Type: image/png", b"\x89PNG"),
        ("301 Moved\nContent-Type: text/html\nLocation: /x", b"<html>moved</html>"),
        ("200 OK\nContent-Type: text/html\nContent-Encoding: gzip", gzip.compress(PAGE.format("They will.").encode())),
    ]
    first, second = read(archive(*pages, packed=packed), name)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.title == "Talks resume in Sarn" and first.url == "https://example.org/0"
    assert first.published == datetime(2026, 11, 10, 11, 54) and first.published_inferred == ("year",)
    assert second.url == "https://example.org/3" and "They will." in second.text


def test_a_page_that_is_too_large_is_one_skip(read) -> None:
    skipped, story = read(archive(("200 OK\nContent-Type: text/html", b"x" * (LARGEST_FILE + 1)), html()))
    assert skipped.reason is SkipReason.TOO_LARGE and skipped.where.endswith(":1")
    assert isinstance(story, Article)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("end", [b"", b"\x00junk\r\n" * 3])
def test_a_damaged_archive_gives_what_comes_before(read, packed: bool, end: bytes) -> None:
    first, whole = (archive(*pages, packed=packed) for pages in ([html()], [html(), html("Again.")]))
    for cut in (len(whole) - 60,) if packed else (len(first) + 50, len(whole) - 60):
        story, skipped = read(whole[:cut] + end, "crawl.warc.gz" if packed else "crawl.warc")
        assert isinstance(story, Article) and skipped.reason is SkipReason.UNREADABLE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive at all", SkipReason.UNREADABLE),
        (b"\x1f\x8b\x08\x00damaged", SkipReason.UNREADABLE),
        (archive(), SkipReason.EMPTY),
        (archive(("404 Not Found\nContent-Type: text/html", b"<html>")), SkipReason.EMPTY),
    ],
)
def test_what_is_no_archive_is_one_skip(read, data: bytes, reason: SkipReason) -> None:
    (skipped,) = read(data, "crawl.warc")
    assert skipped.reason is reason
