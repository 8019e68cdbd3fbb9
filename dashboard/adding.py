"""What an editor asks for on the Sources page: each becomes a job, and a sentence that says so."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from analytics.exceptions import InputError, OnRecordError
from analytics.fetch import FetchPolicy
from analytics.fetch.addresses import typed_address
from analytics.store import enqueue
from analytics.store.feeds import add_feed, remove_feed
from analytics.uploads import keep_file, new_upload, remove_upload
from dashboard.data import DataDoor

_MOST_PAGES = 200
_SHOWN = 60  # characters of a title


@dataclass(frozen=True)
class PastedText:
    """A story that somebody pasted, with what they say of it."""

    text: str
    title: str = ""
    outlet: str = ""
    published: str = ""


def add_text(data: DataDoor, pasted: PastedText, who: str) -> str:
    """Queue the reading of a pasted story. Raises ``InputError`` for an empty one, and ``StoreError``."""
    words = pasted.text.split()
    if not words:
        raise InputError("Paste the text of a story first.")
    record = {name: value for name, value in vars(pasted).items() if value.strip()}
    file = io.BytesIO(json.dumps(record).encode())
    title = pasted.title.strip() or " ".join(words[:12])
    return _queue_files(data, [("pasted.jsonl", file)], f"Pasted: {_short(title)}", who)


def add_files(data: DataDoor, files: Sequence[tuple[str, IO[bytes]]], who: str) -> str:
    """Keep files, each with its name, and queue their reading. Raises ``InputError`` and ``StoreError``."""
    if not files:
        raise InputError("Choose one or more files first.")
    title = files[0][0] if len(files) == 1 else f"{len(files)} files, the first {files[0][0]}"
    return _queue_files(data, files, _short(title), who)


def add_pages(data: DataDoor, typed: str, outlet: str, who: str) -> str:
    """Queue the fetching of pages, whose addresses are ``typed`` one a line. As ``add_files``."""
    urls = [typed_address(line, FetchPolicy()) for line in typed.splitlines() if line.strip()]
    if not urls:
        raise InputError("Type the address of a page first, such as https://example.org/story.")
    if len(urls) > _MOST_PAGES:
        raise InputError(f"Fetch at most {_MOST_PAGES} pages at once; use `onrecord fetch` for more.")
    title = _short(urls[0]) if len(urls) == 1 else f"{len(urls)} pages, the first {_short(urls[0])}"
    job = enqueue(data.store, "pages", {"urls": urls, "outlet": outlet.strip() or None, "title": title}, who)
    return _queued(job)


def follow_feed(data: DataDoor, typed: str, outlet: str, who: str) -> str:
    """Follow a feed, and queue its first poll. As ``add_files``."""
    if not typed.strip():
        raise InputError("Type the address of a feed first, such as https://example.org/rss.")
    url = typed_address(typed, FetchPolicy())
    add_feed(data.store, url, outlet.strip() or None, who)
    return f"{_short(url)} is followed. {poll_feeds(data, [url], who)}"


def unfollow_feed(data: DataDoor, url: str) -> str:
    """Follow a feed no more. Raises ``StoreError``."""
    remove_feed(data.store, url)
    return f"{_short(url)} is followed no more; its stories stay."


def poll_feeds(data: DataDoor, urls: Iterable[str], who: str) -> str:
    """Queue a poll of feeds, or of all when none is named. Raises ``StoreError``."""
    wanted = list(urls)
    title = f"Feed: {_short(wanted[0])}" if len(wanted) == 1 else "All feeds"
    return _queued(enqueue(data.store, "poll", {"feeds": wanted, "title": title}, who))


def _queue_files(data: DataDoor, files: Iterable[tuple[str, IO[bytes]]], title: str, who: str) -> str:
    upload = new_upload(data.url)
    try:
        for name, stream in files:
            keep_file(upload, name, stream)
        return _queued(enqueue(data.store, "files", {"upload": upload.name, "title": title}, who))
    except OnRecordError:
        remove_upload(upload)
        raise


def _queued(job: int) -> str:
    return f"Job {job} was queued; what becomes of it is listed under Jobs."


def _short(text: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in text)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1].rstrip() + "…"
