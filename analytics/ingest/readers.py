"""Files, folders, standard input and pasted text in; articles, and what was skipped, out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypedDict, Unpack

from analytics.exceptions import InputError
from analytics.ingest.articles import Draft, make_article
from analytics.ingest.files import Kind, kind_by_content, kind_by_name, printable, refuse_special, walk
from analytics.ingest.parquet import read_parquet
from analytics.ingest.raw import RawStory
from analytics.ingest.skips import LARGEST_FILE, Skipped, SkipReason, StoryError
from analytics.ingest.tables import HEAD, read_csv, read_jsonl
from analytics.ingest.warc import read_warc
from analytics.types import Article

__all__ = ["Metadata", "RawStory", "SkipReason", "Skipped", "read_paths", "read_raw", "read_text"]

_TABLES = {Kind.JSONL: read_jsonl, Kind.CSV: read_csv, Kind.PARQUET: read_parquet}


class Metadata(TypedDict, total=False):
    """What a caller knows about a pasted text; it wins over what the text says about itself."""

    title: str | None
    outlet: str | None
    url: str | None
    authors: str | Sequence[str]
    published: datetime | str | None


@dataclass(frozen=True)
class _Options:
    reference: datetime | None
    as_is: bool


def read_text(
    text: str, *, reference: datetime | None = None, as_is: bool = False, **metadata: Unpack[Metadata]
) -> Article:
    """Read one pasted story.

    ``reference`` supplies what a printed date leaves out (the year of "10 November"); without it such a date is not
    guessed. With ``as_is`` the text is kept unchanged and ``body`` points into it; otherwise it is cleaned to the body
    paragraphs. Raises ``InputError`` when there is no story in ``text``.
    """
    return make_article(Draft(text, **metadata), reference=reference, as_is=as_is)


def read_paths(
    paths: Iterable[Path | Literal["-"]], *, reference: datetime | None = None, as_is: bool = False
) -> Iterator[Article | Skipped]:
    """Read every story in ``paths``: files, folders (walked in sorted order) and "-" for standard input.

    Plain text, HTML, JSON Lines, CSV, Parquet and WARC are told apart by their endings, and without one by their
    content (Parquet and packed WARC by their endings alone). What cannot be read is yielded as ``Skipped`` and the rest
    goes on. A date without a year is resolved against ``reference``, or else against the day the file was last changed,
    or the page was fetched. Raises ``InputError`` for a path that does not exist, before anything is read.
    """
    stories = read_raw(paths, reference=reference, as_is=as_is)
    return (story.read() if isinstance(story, RawStory) else story for story in stories)


def read_raw(
    paths: Iterable[Path | Literal["-"]], *, reference: datetime | None = None, as_is: bool = False
) -> Iterator[RawStory | Skipped]:
    """Find every story in ``paths`` as ``read_paths`` does, and leave it to the caller to read it."""
    sources = [Path(path) for path in paths]
    for path in sources:
        if path != Path("-") and not _exists(path):
            raise InputError(f"{printable(path)} does not exist: check the path.")
    return _read_all(sources, _Options(reference, as_is))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for any file
        return False


def _read_all(paths: Sequence[Path], options: _Options) -> Iterator[RawStory | Skipped]:
    for path in paths:
        if path == Path("-"):
            yield from _read_stream(_standard_input(), None, "standard input", options)
        elif path.is_dir():
            for found in walk(path):
                yield from [found] if isinstance(found, Skipped) else _read_file(found, options)
        else:
            yield from _read_file(path, options)


def _read_file(path: Path, options: _Options) -> Iterator[RawStory | Skipped]:
    where = printable(path)
    special = refuse_special(path)
    if special:
        yield special
        return
    try:
        with io.BufferedReader(io.FileIO(path), HEAD) as stream:
            changed = datetime.fromtimestamp(path.stat().st_mtime)
            known = _Options(options.reference or changed, options.as_is)
            yield from _read_stream(stream, kind_by_name(path), where, known)
    except OSError as error:
        yield Skipped(where, SkipReason.UNREADABLE, f"The file could not be read: {error.strerror}.")


def _read_stream(
    stream: io.BufferedReader[Any], kind: Kind | None, where: str, options: _Options
) -> Iterator[RawStory | Skipped]:
    head = stream.peek(HEAD)[:HEAD]
    if not head:
        yield Skipped(where, SkipReason.EMPTY, "The file is empty.")
        return
    kind = kind or kind_by_content(head)
    if kind is Kind.WARC:
        yield from _read_archive(stream, where, options)
        return
    if kind not in _TABLES:
        yield _read_one(stream, kind, where, options)
        return
    try:
        for line, record in _TABLES[kind](stream):
            place = f"{where}:{line}"
            if isinstance(record, StoryError):
                yield Skipped(place, record.reason, record.detail)
            else:
                yield RawStory(place, record, kind, options.reference, options.as_is)
    except StoryError as error:
        yield Skipped(where, error.reason, error.detail)


def _read_archive(stream: io.BufferedReader[Any], where: str, options: _Options) -> Iterator[RawStory | Skipped]:
    """Yield the pages of an archive; the day each was fetched completes its dates where no other day is given."""
    try:
        for number, page in read_warc(stream):
            place = f"{where}:{number}"
            if isinstance(page, StoryError):
                yield Skipped(place, page.reason, page.detail)
            else:
                reference = options.reference or page.fetched
                yield RawStory(place, page.body, Kind.HTML, reference, options.as_is, page.url)
    except StoryError as error:
        yield Skipped(where, error.reason, error.detail)


def _read_one(stream: io.BufferedReader[Any], kind: Kind, where: str, options: _Options) -> RawStory | Skipped:
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        size = LARGEST_FILE // 1024**2
        return Skipped(where, SkipReason.TOO_LARGE, f"The file is larger than {size} MB: split it, one story a file.")
    return RawStory(where, data, kind, options.reference, options.as_is)


class _Borrowed(io.RawIOBase):
    """A stream of bytes that is read but never closed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Bytes can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` and return how many bytes were read; none are left at 0."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _standard_input() -> io.BufferedReader[Any]:
    return io.BufferedReader(_Borrowed(sys.stdin.buffer), HEAD)
