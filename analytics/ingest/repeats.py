"""Repeated passages: what a page prints twice is counted once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.ingest.layout import Paragraph, make_paragraph

# Shorter passages are repeated on purpose ("Yes," he said).
_SHORTEST_REPEAT = 5
_SHORTEST_EXCERPT = 8
# Speakers repeat a clause or a question for effect, but nothing as long as this.
_SHORTEST_PART = 12
# Beyond these sizes a text is no news story, and looking for repeats inside it would take minutes.
_LONGEST_PARAGRAPH = 5_000
_MOST_PARAGRAPHS = 500
_TOKEN = re.compile(r"\w+(?:[’']\w+)*")
_OPENING = re.compile(r"[\"'“‘«„(\[]+$")


def without_doubling(raw: str, paragraph: Paragraph) -> list[Paragraph]:
    """Leave out a passage that a paragraph holds twice in a row.

    Returns the paragraph as it is, shortened, or, when the passage was repeated in its middle, in two pieces.
    """
    pieces = [paragraph]
    while True:
        shorter = [part for piece in pieces for part in _cut_once(raw, piece)]
        if shorter == pieces:
            return pieces
        pieces = shorter


def without_repeats(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Keep the first of paragraphs with the same words."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for paragraph in paragraphs:
        if len(paragraph.words) < _SHORTEST_REPEAT or paragraph.words not in seen:
            kept.append(paragraph)
        seen.add(paragraph.words)
    return kept


def without_excerpts(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Leave out paragraphs, such as pull quotes, whose words stand unbroken in another paragraph."""
    if len(paragraphs) > _MOST_PARAGRAPHS:
        return list(paragraphs)
    keys = [" ".join(paragraph.words) for paragraph in paragraphs]
    everything = "\n".join(f" {key} " for key in keys)
    return [
        paragraph
        for paragraph, key in zip(paragraphs, keys, strict=True)
        if len(paragraph.words) < _SHORTEST_EXCERPT or everything.count(f" {key} ") < 2
    ]


def _cut_once(raw: str, paragraph: Paragraph) -> list[Paragraph]:
    tokens = list(_TOKEN.finditer(raw, paragraph.start, paragraph.end))
    if len(tokens) > _LONGEST_PARAGRAPH:
        return [paragraph]
    repeat = _find_repeat([token.group().lower().replace("’", "'") for token in tokens])
    if repeat is None:
        return [paragraph]
    first, length = repeat
    second = _with_opening_marks(raw, tokens[first + length].start())
    following = first + 2 * length
    after = _with_opening_marks(raw, tokens[following].start()) if following < len(tokens) else paragraph.end
    # The later copy is kept at the start of a paragraph: it is the one that ends like a sentence.
    kept = [(second, paragraph.end)] if first == 0 else [(paragraph.start, second), (after, paragraph.end)]
    return [piece for start, end in kept if (piece := make_paragraph(raw, start, end))]


def _with_opening_marks(raw: str, start: int) -> int:
    marks = _OPENING.search(raw, max(0, start - 4), start)
    return marks.start() if marks else start


def _find_repeat(keys: list[str]) -> tuple[int, int] | None:
    """Return the first word and the length of a run of words that is repeated at once."""
    half = len(keys) // 2
    if half >= _SHORTEST_REPEAT and keys[:half] == keys[half:]:
        return 0, half
    last_seen: dict[tuple[str, ...], int] = {}
    for position in range(len(keys) - _SHORTEST_PART + 1):
        gram = tuple(keys[position : position + _SHORTEST_PART])
        earlier = last_seen.get(gram)
        if earlier is not None:
            length = position - earlier
            if length >= _SHORTEST_PART and keys[earlier:position] == keys[position : position + length]:
                return earlier, length
            if length < _SHORTEST_PART:
                continue
        last_seen[gram] = position
    return None
