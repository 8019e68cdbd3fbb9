"""Characters as a reader sees them: invisible ones removed, white space collapsed."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAK = r"\n\r\x0b\x0c\x85\u2028\u2029"
# Controls that are no white space, soft hyphens, zero-width and bidirectional marks, byte order marks, tag characters.
INVISIBLE = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STRAIGHT = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'))
_WORD = re.compile(r"\w+(?:'\w+)*")


def encodable(text: str) -> str:
    """Replace lone surrogates, which no encoding can write, by U+FFFD; every offset stays as it is."""
    return _SURROGATE.sub("\ufffd", text)


def visible(text: str) -> str:
    """Return ``text`` on one line: composed (NFC), without invisible characters, white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def folded(text: str) -> str:
    """Return ``visible(text)`` for comparison: lower case, straight quotation marks and apostrophes."""
    plain = visible(text).lower()
    for curly, straight in _STRAIGHT:
        plain = plain.replace(curly, straight)
    return plain


def words(text: str) -> list[str]:
    """Return the words of ``text``, folded, without punctuation; two passages are the same when these are equal."""
    return _WORD.findall(folded(text))
