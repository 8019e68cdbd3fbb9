"""Which files to read, and what kind each is: folders are walked, and nothing outside them is touched."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from analytics.ingest.skips import Skipped, SkipReason


class Kind(StrEnum):
    """How a file holds its stories."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WARC = "warc"


_ENDINGS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".parquet": Kind.PARQUET,
    ".warc": Kind.WARC,
    ".warc.gz": Kind.WARC,
}
_HTML = re.compile(
    rb"[\s\xef\xbb\xbf]*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p)\b",
    re.I | re.S,
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


def printable(path: Path) -> str:
    """Return a path for messages, with control characters and undecodable bytes written as escapes."""
    return _UNPRINTABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), str(path))


def kind_by_name(path: Path) -> Kind | None:
    """Return the kind of a file by its ending; ``None`` where only its content can tell."""
    name = path.name.lower()
    return _ENDINGS.get(".warc.gz" if name.endswith(".warc.gz") else path.suffix.lower())


def kind_by_content(head: bytes) -> Kind:
    """Tell JSON Lines, HTML, WARC and plain text apart by the first bytes of a stream."""
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if _HTML.match(head):
        return Kind.HTML
    first_line = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not first_line.startswith(b"{"):
        return Kind.TEXT
    try:
        return Kind.JSONL if isinstance(json.loads(first_line), dict) else Kind.TEXT
    except (ValueError, RecursionError):
        # A first record longer than the head, or damaged.
        return Kind.JSONL if re.match(rb'\{\s*"\w+"\s*:', first_line) else Kind.TEXT


def walk(folder: Path) -> Iterator[Path | Skipped]:
    """Yield the files under ``folder`` in sorted order, and as ``Skipped`` those that cannot be read.

    Hidden files are passed over; links that lead out of the folder, devices and pipes are not opened.
    """
    root = folder.resolve()
    failures: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield _usable(Path(place) / name, root)
    for failure in failures:
        where = printable(Path(failure.filename or folder))
        yield Skipped(where, SkipReason.UNREADABLE, f"The folder could not be opened: {failure.strerror}.")


def _usable(path: Path, root: Path) -> Path | Skipped:
    where = printable(path)
    if path.is_symlink() and not _leads_into(path, root):
        return Skipped(where, SkipReason.UNREADABLE, "The link leads out of the folder: name its file instead.")
    if path.suffix and kind_by_name(path) is None:
        known = ", ".join(_ENDINGS)
        return Skipped(where, SkipReason.KIND, f"In folders, only files that end in {known}, or in nothing, are read.")
    return path


def _leads_into(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def refuse_special(path: Path) -> Skipped | None:
    """Say why a path is not opened when it is no ordinary file (a pipe, a device, a socket), else ``None``."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Skipped(printable(path), SkipReason.UNREADABLE, f"The file could not be opened: {error.strerror}.")
    if stat.S_ISREG(mode):
        return None
    return Skipped(
        printable(path), SkipReason.UNREADABLE, "The path is not an ordinary file: pipe its text to “-” instead."
    )
