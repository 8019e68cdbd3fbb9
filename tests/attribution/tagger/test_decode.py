"""Scores become attributions: legal tags, every content with a cue, sources shared."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.attribution.tagger.decode import TAGS, Segment, best_tags, decode, segments_of
from analytics.types import Attribution

OUTSIDE, B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(7)


def scores(tags: list[int], heads: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    roles = np.full((len(tags), len(TAGS)), -9.0)
    roles[range(len(tags)), tags] = -0.1
    arcs = np.full((len(tags), len(tags)), -9.0)
    for word, head in heads.items():
        arcs[word, head] = -0.1
    return roles, arcs


def words(n: int) -> list[tuple[int, int]]:
    return [(2 * k, 2 * k + 1) for k in range(n)]


def test_a_content_in_two_parts_has_one_cue() -> None:
    tags = [B_CONTENT, I_CONTENT, B_SOURCE, B_CUE, B_CONTENT]
    found = decode(words(5), *scores(tags, {0: 3, 1: 3, 4: 3, 3: 2}))
    assert found == [Attribution(((4, 5),), ((6, 7),), ((0, 3), (8, 9)))]


def test_two_cues_share_a_source_and_one_has_none() -> None:
    tags = [B_SOURCE, B_CUE, B_CONTENT, B_CUE, B_CONTENT, B_CUE, B_CONTENT]
    found = decode(words(7), *scores(tags, {1: 0, 2: 1, 3: 0, 4: 3, 5: 5, 6: 5}))
    assert [a.source for a in found] == [((0, 1),), ((0, 1),), ()]
    assert [a.content for a in found] == [((4, 5),), ((8, 9),), ((12, 13),)]


def test_what_nobody_says_is_no_attribution() -> None:
    assert decode(words(2), *scores([B_SOURCE, B_CONTENT], {})) == []
    assert decode(words(2), *scores([B_SOURCE, B_CUE], {})) == []
    assert decode([], np.zeros((0, len(TAGS))), np.zeros((0, 0))) == []


def test_an_inside_without_a_beginning_is_mended_by_the_best_sequence() -> None:
    roles = np.full((2, len(TAGS)), -9.0)
    roles[0, [OUTSIDE, B_CUE]] = -0.5, -1.0
    roles[1, I_CUE] = -0.1
    assert best_tags(roles) == [B_CUE, I_CUE]


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.lists(st.lists(st.floats(-9, 0), min_size=7, max_size=7), min_size=n, max_size=n)
    )
)
def test_the_sequence_is_legal_and_none_is_better(rows: list[list[float]]) -> None:
    roles = np.array(rows)
    tags = best_tags(roles)
    assert all(tag % 2 or not tag or before in (tag, tag - 1) for before, tag in pairwise([OUTSIDE, *tags]))
    if len(rows) <= 3:
        legal = [
            found
            for found in np.ndindex(*[len(TAGS)] * len(rows))
            if all(tag % 2 or not tag or before in (tag, tag - 1) for before, tag in pairwise([OUTSIDE, *found]))
        ]
        best = max(sum(roles[k, tag] for k, tag in enumerate(found)) for found in legal)
        assert sum(roles[k, tag] for k, tag in enumerate(tags)) == pytest.approx(best)


def test_segments_are_ranges_of_words() -> None:
    assert segments_of([OUTSIDE, B_SOURCE, I_SOURCE, B_SOURCE, OUTSIDE]) == [
        Segment("source", 1, 3),
        Segment("source", 3, 4),
    ]
