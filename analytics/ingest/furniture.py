"""Page furniture: the lines around a story that are no part of it."""

from __future__ import annotations

import re

from analytics.ingest.characters import folded
from analytics.ingest.furniture_patterns import CLOSED, LIST_HEADS, OPEN, SECTIONS

_LONGEST_LINE = 300
_LONGEST_SENTENCE = 8
_SPEECH = re.compile(r"[\"»«]|\b(?:said|says|told|asked|added|warned|wrote)\b")
_URL = re.compile(r"(?:https?://|www\.)\S+")


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_CLOSED, _OPEN, _LIST_HEAD = _any_of(CLOSED), _any_of(OPEN), _any_of(LIST_HEADS)


def is_furniture(line: str) -> bool:
    """Whether ``line``, taken alone, is page furniture: a section name, a share button, a credit, an advertisement.

    Patterns are held against the whole line, never a piece of it; a line in which somebody speaks is never furniture.
    """
    if len(line) > _LONGEST_LINE:
        return False
    plain = folded(line)
    if plain.strip(" :›»>→|·-") in SECTIONS or _URL.fullmatch(plain) or heads_list(line):
        return True
    if _SPEECH.search(plain):
        return False
    bare = _without_end(plain) if " " in plain else plain
    if _CLOSED.fullmatch(bare) or _CLOSED.fullmatch(plain):
        return True
    is_sentence = plain.endswith((".", "!", "?")) and len(plain.split()) > _LONGEST_SENTENCE
    return not is_sentence and bool(_OPEN.fullmatch(bare))


def is_breadcrumb(line: str) -> bool:
    """Whether ``line`` is a path of sections: "Home > World > Europe"."""
    parts = [part.strip() for part in re.split(r"[>›»/|·]", folded(line))]
    return len(parts) > 1 and len(line) < 120 and (parts[0] == "home" or all(part in SECTIONS for part in parts))


def heads_list(line: str) -> bool:
    """Whether ``line`` heads a list of links to other stories ("Most read", "Related stories")."""
    return len(line) <= 60 and bool(_LIST_HEAD.fullmatch(_without_end(folded(line))))


def _without_end(line: str) -> str:
    return line.strip(" .:!…›»>→|·-")
