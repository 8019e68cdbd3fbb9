"""From bytes to text: what is no text is refused, and the encoding is found."""

from __future__ import annotations

import codecs
import re

from analytics.ingest.skips import SkipReason, StoryError

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3", "a database"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.05
_SAMPLE = 65_536
# What English news was written in before UTF-8, and the commonest others, so that their texts are seen to be foreign.
_GUESSES = ["cp1252", "mac_roman", "cp1251", "shift_jis", "gb18030"]
_DECLARED = re.compile(rb"<meta[^>]{0,200}\bcharset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)


def decode(data: bytes, *, html: bool = False) -> str:
    """Decode the bytes of one story; newlines and a byte order mark of UTF-8 stay as they are.

    UTF-8, then UTF-16 and UTF-32 by their marks, then (``html``) what the page declares, then the likeliest encoding
    by charset-normalizer. Raises ``StoryError`` for binary data and where no encoding fits.
    """
    refuse_binary(data[:_SAMPLE])
    encoding = find_encoding(data, declared=_declared(data) if html else None)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error


def refuse_binary(head: bytes) -> None:
    """Raise ``StoryError`` when the first bytes of a file show that it is no text."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise StoryError(SkipReason.BINARY, f"The file is {name}, not text: save the story as text or HTML first.")
    if not _marked(head) and len(_CONTROLS.findall(head)) > _MOST_CONTROLS * len(head):
        raise StoryError(SkipReason.BINARY, "The file is binary data, not text: save the story as text or HTML first.")


def find_encoding(data: bytes, *, declared: str | None = None, complete: bool = True) -> str:
    """Return the name of the encoding of ``data``, which may be cut in a character when not ``complete``.

    Raises ``StoryError`` when none fits.
    """
    marked = _marked(data)
    if marked:
        return marked
    if _is_utf8(data, complete):
        return "utf-8"
    if declared:
        return declared
    from charset_normalizer import from_bytes  # noqa: PLC0415 (slow to import)

    best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES).best()
    if best is None:
        raise _unknown_encoding()
    return best.encoding


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _is_utf8(data: bytes, complete: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=complete)
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    try:
        return codecs.lookup(match[1].decode("ascii")).name if match else None
    except LookupError:
        return None


def _unknown_encoding() -> StoryError:
    return StoryError(SkipReason.ENCODING, "The encoding is unknown: save the file as UTF-8.")
