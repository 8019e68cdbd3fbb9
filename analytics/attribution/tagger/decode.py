"""From the tagger's scores to attributions: the best legal tags, and each span joined to the cue it fits best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.types import Attribution, Span

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{part}-{role}" for role in ROLES for part in ("B", "I")))
"""One tag a word: outside, or the beginning or inside of a span of a role (PolNeAR is univocal)."""

Role = Literal["source", "cue", "content"]
_Scores = NDArray[np.floating]


class Segment(NamedTuple):
    """Neighbouring words of one role, as a half-open range of word numbers."""

    role: Role
    start: int
    end: int


def decode(words: Sequence[Span], roles: _Scores, arcs: _Scores) -> list[Attribution]:
    """Return the attributions of a window: one for each cue that a content is joined to.

    ``roles`` are log-probabilities of :data:`TAGS`, (words, tags). ``arcs`` are log-probabilities (words, words) that a
    word of a content (row) belongs to the cue that begins at another (column), and that a cue beginning at a word has
    the source that begins at another, or none if that is its own. So several cues can share a source.
    """
    segments = segments_of(best_tags(roles))
    cues, sources, contents = ([s for s in segments if s.role == role] for role in ("cue", "source", "content"))
    if not cues:
        return []
    heads = [cue.start for cue in cues]
    of_cue: dict[int, list[Span]] = {}
    for content in contents:
        scores = arcs[content.start : content.end][:, heads].mean(axis=0)
        of_cue.setdefault(int(scores.argmax()), []).append(_span(words, content))
    found = []
    for number, said in sorted(of_cue.items()):
        cue = cues[number]
        among = [*sources, cue]
        source = among[int(arcs[cue.start, [segment.start for segment in among]].argmax())]
        spans = () if source is cue else (_span(words, source),)
        found.append(Attribution(spans, (_span(words, cue),), tuple(said)))
    return found


def best_tags(roles: _Scores) -> list[int]:
    """Return the most probable sequence of tags in which no span goes on that has not begun (Viterbi, 1967)."""
    inside = np.arange(2, len(TAGS), 2)
    total = roles[0].copy() if len(roles) else np.zeros(len(TAGS))
    total[inside] = -np.inf
    came_from = np.zeros((len(roles), len(TAGS)), np.int64)
    for place in range(1, len(roles)):
        best = int(total.argmax())
        came_from[place] = best
        reached = np.full(len(TAGS), total[best])
        # Only a span's own beginning or inside leads to its inside.
        own = np.where(total[inside - 1] >= total[inside], inside - 1, inside)
        came_from[place, inside] = own
        reached[inside] = total[own]
        total = reached + roles[place]
    tags = [int(total.argmax())] if len(roles) else []
    for place in range(len(roles) - 1, 0, -1):
        tags.append(int(came_from[place, tags[-1]]))
    return tags[::-1]


def segments_of(tags: Sequence[int]) -> list[Segment]:
    """Return the spans that a legal sequence of tags names, in order."""
    found: list[Segment] = []
    for place, tag in enumerate(tags):
        if not tag:
            continue
        if tag % 2:
            found.append(Segment(ROLES[tag // 2], place, place + 1))  # type: ignore[arg-type]
        else:
            found[-1] = found[-1]._replace(end=place + 1)
    return found


def _span(words: Sequence[Span], segment: Segment) -> Span:
    return words[segment.start][0], words[segment.end - 1][1]
