"""PolNeAR's attributions as tags and arcs of the words of windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from analytics.attribution.polnear import AnnotatedText
from analytics.attribution.tagger.decode import ROLES
from analytics.attribution.tagger.windows import Piece, StoryReader, Window, packed
from analytics.text.lines import line_spans
from analytics.types import Attribution, Span

UNKNOWN = -1


@dataclass(frozen=True)
class Story:
    """A story to learn from: its pieces in order and its attributions."""

    name: str
    pieces: tuple[Piece, ...]
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True)
class Lesson:
    """A window with what is to be learnt: a tag for each word, and the number of the word it is joined to, if any.

    A word of a content is joined to the first word of its cue, and that to the first word of its source, or to itself
    where nobody is named.
    """

    window: Window
    tags: tuple[int, ...]
    heads: tuple[int, ...]


def stories_of(texts: Sequence[AnnotatedText], reader: StoryReader) -> list[Story]:
    """Return annotated texts cut into pieces."""
    return [
        Story(text.name, tuple(reader.pieces(text.text, line_spans(text.text))), text.attributions) for text in texts
    ]


def lessons(story: Story, reader: StoryReader, random: Random, sizes: tuple[int, int]) -> Iterator[Lesson]:
    """Yield the windows of a story, cut anew with each call at up to a random size, so that none is learnt by heart."""
    for run in packed(story.pieces, random.randint(*sizes)):
        yield lesson(reader.window(run), story.attributions)


def lesson(window: Window, attributions: Sequence[Attribution]) -> Lesson:
    """Return the tags and heads of a window's words. A word of two attributions keeps the first."""
    tags, heads = [0] * len(window.words), [UNKNOWN] * len(window.words)
    starts = np.array([start for start, _ in window.words])
    ends = np.array([end for _, end in window.words])
    for attribution in attributions:
        cue = _words_in(attribution.cue[0], starts, ends) if attribution.cue else range(0)
        source = _words_in(attribution.source[0], starts, ends) if attribution.source else cue
        for number, role in enumerate(ROLES):
            for span in getattr(attribution, role):
                places = _words_in(span, starts, ends)
                for place in places:
                    if tags[place]:
                        continue
                    tags[place] = 1 + 2 * number + (place != places[0])
                    if role == "content" and cue:
                        heads[place] = cue[0]
        if cue and source:
            heads[cue[0]] = source[0]
    return Lesson(window, _legal(tags), tuple(heads))


def _words_in(span: Span, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> range:
    """Return the numbers of the words that touch ``span``."""
    return range(int(np.searchsorted(ends, span[0], "right")), int(np.searchsorted(starts, span[1], "left")))


def _legal(tags: list[int]) -> tuple[int, ...]:
    """Let what goes on without having begun begin: where a window or an earlier attribution cut a span."""
    before = (0, *tags)
    return tuple(
        tag - 1 if tag and tag % 2 == 0 and last not in (tag, tag - 1) else tag
        for last, tag in zip(before, tags, strict=False)
    )
