"""Files of many stories, JSON Lines and CSV, read record by record so that their size does not matter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.ingest.articles import Draft
from analytics.ingest.encoding import find_encoding, refuse_binary
from analytics.ingest.skips import LARGEST_FILE, LARGEST_STORY, SkipReason, StoryError

Record = tuple[int, Draft | StoryError]
HEAD = 65_536
"""Bytes by which a stream's kind and encoding are told; the buffer of a stream must hold as many."""

_DELIMITERS = ",;\t|"


def read_jsonl(stream: io.BufferedReader[Any]) -> Iterator[Record]:
    """Yield the line number and the draft of each record, or why it was refused; empty lines are passed over.

    A record is an object with ``text`` and, where known, ``title``, ``outlet``, ``url``, ``authors`` (a list or a
    string) and ``published``. Raises ``StoryError`` when the file as a whole is no text.
    """
    for number, line in enumerate(_lines(_decoded(stream)), 1):
        if isinstance(line, StoryError) or line.strip("\ufeff \t\n"):
            yield number, line if isinstance(line, StoryError) else _parse(line)


def read_csv(stream: io.BufferedReader[Any]) -> Iterator[Record]:
    """Yield the line number and the draft of each row, or why it was refused.

    The first row names the columns: ``text`` and, where known, ``title``, ``outlet``, ``url``, ``authors`` and
    ``published``; commas, semicolons, tabs and bars separate them. Raises ``StoryError`` without a text column.
    """
    text = _decoded(stream, newline="")
    first = text.readline(HEAD)
    delimiter = next((mark for mark in _DELIMITERS if "text" in _columns(first, mark)), None)
    if delimiter is None:
        raise StoryError(SkipReason.COLUMNS, "The first row must name the columns, and one of them must be “text”.")
    columns = _columns(first, delimiter)
    csv.field_size_limit(LARGEST_FILE)
    pieces = iter(lambda: text.readline(LARGEST_FILE), "")
    rows = csv.reader(pieces, delimiter=delimiter)
    start = 2
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield (
                start,
                _too_large("a field", "perhaps a quotation mark is never closed; the rest of the file is left out"),
            )
            return
        if row:
            yield start, _read_row(columns, row)
        start = rows.line_num + 2


def _decoded(stream: io.BufferedReader[Any], newline: str | None = None) -> io.TextIOWrapper:
    """Wrap ``stream`` as text; a byte that does not fit the encoding becomes a lone surrogate in its own record."""
    head = stream.peek(HEAD)[:HEAD]
    refuse_binary(head)
    encoding = find_encoding(head, complete=False)
    errors = "surrogateescape" if encoding in ("utf-8", "cp1252") else "replace"
    return io.TextIOWrapper(stream, encoding, errors=errors, newline=newline)


def _lines(text: io.TextIOWrapper) -> Iterator[str | StoryError]:
    while line := text.readline(LARGEST_STORY + 1):
        if len(line) <= LARGEST_STORY or line.endswith("\n"):
            yield line
            continue
        while line and not line.endswith("\n"):
            line = text.readline(LARGEST_STORY)
        yield _too_large("a line", "put one story on each line")


def _parse(line: str) -> Draft | StoryError:
    try:
        record = json.loads(line.strip("\ufeff \t\n"))
    except (ValueError, RecursionError):
        return StoryError(SkipReason.RECORD, "The line is not valid JSON.")
    if not isinstance(record, dict):
        return StoryError(SkipReason.RECORD, "The line is not a JSON object.")
    return make_draft(record, line)


def _read_row(columns: list[str], row: list[str]) -> Draft | StoryError:
    if len(row) <= columns.index("text"):
        return StoryError(SkipReason.RECORD, "The row has no “text”.")
    if sum(map(len, row)) > LARGEST_STORY:
        return _too_large("a row", "shorten it")
    record = {name: value for name, value in zip(columns, row, strict=False) if value}
    return make_draft({"text": "", **record}, "".join(row))


def make_draft(record: Mapping[str, object], line: str) -> Draft | StoryError:
    """Return the draft of a record, or why it is refused; ``line`` is all of its text as it was decoded."""
    if any("\udc80" <= character <= "\udcff" for character in line):
        return StoryError(SkipReason.ENCODING, "The record is not valid UTF-8.")
    text = record.get("text")
    if not isinstance(text, str):
        return StoryError(SkipReason.RECORD, "The record has no “text”.")
    authors, published = record.get("authors"), record.get("published")
    names = [name for name in authors if isinstance(name, str)] if isinstance(authors, list) else _string(authors)
    return Draft(
        text=text,
        title=_string(record.get("title")),
        outlet=_string(record.get("outlet")),
        url=_string(record.get("url")),
        authors=names or (),
        published=str(published) if isinstance(published, str | int) else None,
    )


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _columns(line: str, delimiter: str) -> list[str]:
    row = next(csv.reader([line], delimiter=delimiter), [])
    return [name.strip("\ufeff \n\r").lower() for name in row]


def _too_large(what: str, advice: str) -> StoryError:
    return StoryError(SkipReason.TOO_LARGE, f"The file holds {what} that is too large for a story: {advice}.")
