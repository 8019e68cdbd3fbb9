"""Web archives (WARC, packed or not): the pages in them, read one at a time so that their size does not matter."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.ingest.skips import LARGEST_FILE, SkipReason, StoryError

_PAGES = ("text/html", "application/xhtml+xml")
_RECORDS = ("response", "resource")
_OTHERS = ("warcinfo", "request", "metadata", "revisit", "conversion", "continuation")


@dataclass(frozen=True)
class ArchivedPage:
    """A page as it was fetched: its bytes, its address, and when."""

    body: bytes
    url: str | None
    fetched: datetime | None


def read_warc(stream: io.BufferedReader[Any]) -> Iterator[tuple[int, ArchivedPage | StoryError]]:
    """Yield the number of the record, from 1, and each page that was fetched with status 200, or why it is refused.

    Images, scripts, redirects and records about other records are passed over. Raises ``StoryError`` when the file is
    no WARC or damaged, and when there is no page in it.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 (not needed for other files)

    pages = number = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            if record.rec_type not in (*_RECORDS, *_OTHERS):
                raise ValueError(f"a record of type {record.rec_type[:20]!r}")
            if record.rec_type in _RECORDS and _is_page(record):
                pages += 1
                yield number, _page(record)
    except Exception as error:  # warcio raises whatever a damaged record provokes
        detail = f"The archive is no WARC, or damaged ({error}): what follows is left out."
        raise StoryError(SkipReason.UNREADABLE, detail) from error
    if not number:
        raise StoryError(SkipReason.UNREADABLE, "The archive is no WARC, or damaged from its first record on.")
    if not pages:
        raise StoryError(SkipReason.EMPTY, "The archive holds no web page.")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if record.rec_type == "response" and (headers is None or headers.get_statuscode() != "200"):
        return False
    told = headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")
    return (told or "").split(";", 1)[0].strip().lower() in _PAGES


def _page(record: Any) -> ArchivedPage | StoryError:
    body = record.content_stream().read(LARGEST_FILE + 1)
    if len(body) > LARGEST_FILE:
        return StoryError(SkipReason.TOO_LARGE, f"The page is larger than {LARGEST_FILE // 1024**2} MB.")
    record.raw_stream.read()
    if record.raw_stream.limit > 0:  # warcio does not say that a file ends before its record does
        return StoryError(SkipReason.UNREADABLE, "The archive breaks off in this page.")
    url, when = (record.rec_headers.get_header(name) for name in ("WARC-Target-URI", "WARC-Date"))
    try:
        fetched = datetime.fromisoformat(when).replace(tzinfo=None) if when else None
    except ValueError:
        fetched = None
    return ArchivedPage(body, url.strip("<>") if url else None, fetched)
