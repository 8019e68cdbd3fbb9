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
from analytics.ingest.encoding import decode
from analytics.ingest.files import Kind, kind_by_content, kind_by_name, printable, refuse_special, walk
from analytics.ingest.html import read_html
from analytics.ingest.skips import LARGEST_FILE, Skipped, SkipReason, StoryError
from analytics.ingest.tables import HEAD, read_csv, read_jsonl
from analytics.types import Article

__all__ = ["Metadata", "SkipReason", "Skipped", "read_paths", "read_text"]


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
    paragraphs. Raises ``InputError`` when there is no English story in ``text``.
    """
    return make_article(Draft(text, **metadata), reference=reference, as_is=as_is)


def read_paths(
    paths: Iterable[Path | Literal["-"]], *, reference: datetime | None = None, as_is: bool = False
) -> Iterator[Article | Skipped]:
    """Read every story in ``paths``: files, folders (walked in sorted order) and "-" for standard input.

    Plain text, HTML, JSON Lines and CSV are told apart by their endings, and without one by their content. What cannot
    be read is yielded as ``Skipped`` and the rest goes on. A date without a year is resolved against ``reference``,
    or else against the day the file was last changed. Raises ``InputError`` for a path that does not exist, before
    anything is read.
    """
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


def _read_all(paths: Sequence[Path], options: _Options) -> Iterator[Article | Skipped]:
    for path in paths:
        if path == Path("-"):
            yield from _read_stream(_standard_input(), None, "standard input", options)
        elif path.is_dir():
            for found in walk(path):
                yield from [found] if isinstance(found, Skipped) else _read_file(found, options)
        else:
            yield from _read_file(path, options)


def _read_file(path: Path, options: _Options) -> Iterator[Article | Skipped]:
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
) -> Iterator[Article | Skipped]:
    head = stream.peek(HEAD)[:HEAD]
    if not head:
        yield Skipped(where, SkipReason.EMPTY, "The file is empty.")
        return
    kind = kind or kind_by_content(head)
    if kind not in (Kind.JSONL, Kind.CSV):
        yield _read_one(stream, kind, where, options)
        return
    records = (read_jsonl if kind is Kind.JSONL else read_csv)(stream)
    try:
        for line, record in records:
            place = f"{where}:{line}"
            yield _skipped(place, record) if isinstance(record, StoryError) else _article(record, place, options)
    except StoryError as error:
        yield _skipped(where, error)


def _read_one(stream: io.BufferedReader[Any], kind: Kind, where: str, options: _Options) -> Article | Skipped:
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        size = LARGEST_FILE // 1024**2
        return Skipped(where, SkipReason.TOO_LARGE, f"The file is larger than {size} MB: split it, one story a file.")
    try:
        draft = read_html(data) if kind is Kind.HTML else Draft(_with_newlines(decode(data)))
    except StoryError as error:
        return _skipped(where, error)
    return _article(draft, where, options)


def _article(draft: Draft, where: str, options: _Options) -> Article | Skipped:
    try:
        return make_article(draft, reference=options.reference, as_is=options.as_is)
    except StoryError as error:
        return _skipped(where, error)
    except Exception as error:  # one story never takes down a batch
        return Skipped(where, SkipReason.UNREADABLE, f"The story could not be read ({type(error).__name__}: {error}).")


def _skipped(where: str, error: StoryError) -> Skipped:
    return Skipped(where, error.reason, error.detail)


def _with_newlines(text: str) -> str:
    """Newlines as Python reads them from a text file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
