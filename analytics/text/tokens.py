"""Words and punctuation marks with their offsets."""

import re

from analytics.types import Span

# A word keeps inner apostrophes and hyphens ("don't", "Harvard-trained"); a possessive 's is a token of its own.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"
    r"|[’'](?:s|S)\b"
    r"|\w+(?:[-’'](?!s\b|S\b)\w+)*"
    r"|\.{3}"
    r"|[^\w\s]"
)


def token_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the tokens of ``text[start:end]``, in order, without overlap."""
    stop = len(text) if end is None else end
    return [match.span() for match in _TOKEN.finditer(text, start, stop)]
