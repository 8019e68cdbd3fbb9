"""Wire copy: whether two articles are printings of one story, by the words they share outside quotation marks.

Two reporters at one event quote the same sentences but do not write the same ones, so an article is compared by its
own words: runs of ``_WIDTH`` words (shingles; Broder 1997) of each paragraph, without what stands in quotation marks
and paragraphs that newsrooms add to any story (corrections, credits, sign-ups). A sketch keeps all of them as numbers.
To find the few articles worth comparing, it also has keys: its MinHash (Broder 1997; datasketch), one key for
each permutation, so that even a copy cut to a third shares several keys with its story.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from datasketch import MinHash
from datasketch.hashfunc import sha1_hash32
from numpy.typing import NDArray

from analytics.types import Article

_WIDTH = 4
_PERMUTATIONS = 64
_SEED = 1
_MINHASH = "affine32"
SCHEME = f"own-words-{_WIDTH}/sha1/{_MINHASH}-{_PERMUTATIONS}/seed-{_SEED}"
"""How sketches are made, stored with each; those of another scheme cannot be compared."""

LEAST_SHARED_KEYS = 2
"""Articles that share fewer keys are not worth comparing; those with a tenth in common share two in 99 of 100 cases."""

# Chosen on PolNeAR's training articles (benchmarks/duplicates.py): there the loosest two printings of one story have
# 0.73 of the shorter in common, independent stories at most 0.17, but for one of 23 shingles with 0.30.
_LEAST_CONTAINED = 0.35  # of the shorter article
_LEAST_COMMON = 0.10  # of both together, so that a round-up does not join the stories it sums up
_FEWEST = 20  # shingles: with fewer, chance decides, and only the same words are the same story
_LEAST_ELSEWHERE = 8  # shingles in common outside the paragraph that shares most, which may be anybody's boilerplate
_BREAK = 0  # between paragraphs
_WHOLE = 4  # values of the hash of all words

_END = re.compile(r"\W*(?:related|read more|see also)\W*", re.IGNORECASE)  # other stories follow
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)")
_ADDED = re.compile(
    r"\W*(?:editor[’']?s?[’']? note|correction|clarification|update[ds]?\b.{0,40}:|sign up|subscribe"
    r"|follow\b.{0,60}\bon\b|copyright|©|this (?:story|article|post|report) (?:has been|was|originally))"
    r"|.{0,300}\b(?:contributed (?:reporting|to this)|all rights reserved|may not be (?:published|reproduced))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sketch:
    """What is kept of an article's words.

    ``values`` are the 32-bit hashes of its shingles in reading order, 0 between paragraphs; of an article with too few
    of them, the hash of all its words.
    """

    values: NDArray[np.uint32]

    @property
    def long(self) -> bool:
        """Whether the article is long enough to be found in other words than its own."""
        return self.values.size > _WHOLE

    def to_bytes(self) -> bytes:
        """Return the values as little-endian bytes."""
        return self.values.astype("<u4").tobytes()

    @staticmethod
    def from_bytes(data: bytes) -> Sketch:
        """Return the sketch whose values ``to_bytes`` wrote."""
        return Sketch(np.frombuffer(data, dtype="<u4").astype(np.uint32))


def sketch_article(article: Article) -> Sketch:
    """Return the sketch of an article's body."""
    return sketch_paragraphs(article.text[start:end] for start, end in article.body)


def sketch_paragraphs(paragraphs: Iterable[str]) -> Sketch:
    """Return the sketch of a story given as its paragraphs."""
    story = list(paragraphs)
    values: list[int] = []
    for paragraph in story:
        if _END.fullmatch(paragraph):
            break
        if not _ADDED.match(paragraph):
            values += [*_shingles(paragraph), _BREAK]
    if len(set(values) - {_BREAK}) < _FEWEST:
        digest = hashlib.sha256(" ".join(_words(" ".join(story))).encode()).digest()
        return Sketch(np.frombuffer(digest, dtype="<u4", count=_WHOLE).astype(np.uint32))
    return Sketch(np.array(values, dtype=np.uint32))


def band_keys(sketch: Sketch) -> list[str]:
    """Return the keys under which to file a sketch: articles worth comparing share ``LEAST_SHARED_KEYS`` of them.

    A short article has one key only, which it shares with articles of the same words.
    """
    if not sketch.long:
        return [sketch.to_bytes().hex()]
    minhash = MinHash(_PERMUTATIONS, _SEED, hashfunc=int, scheme=_MINHASH)
    minhash.update_batch(np.unique(sketch.values[sketch.values != _BREAK]))
    return [f"{number:02x}{value:08x}" for number, value in enumerate(minhash.hashvalues.tolist())]


def same_story(one: Sketch, other: Sketch) -> bool:
    """Whether two articles are printings of one story, whatever was cut, moved, added or reworded in them."""
    if not (one.long and other.long):
        return np.array_equal(one.values, other.values)
    sizes = [np.unique(sketch.values).size - 1 for sketch in (one, other)]  # without the break
    common = np.intersect1d(one.values, other.values)
    shared = common.size - 1
    if shared < _LEAST_CONTAINED * min(sizes) or shared < _LEAST_COMMON * (sum(sizes) - shared):
        return False
    return all(_spread(sketch.values, common) for sketch in (one, other))


def _spread(values: NDArray[np.uint32], common: NDArray[np.uint32]) -> bool:
    """Whether what is in common stands in more than one paragraph, where there are several."""
    breaks = values == _BREAK
    paragraph = np.cumsum(breaks)[~breaks]
    counts = np.bincount(paragraph, np.isin(values[~breaks], common))
    if np.unique(paragraph).size < 3:
        return True
    return bool(counts.sum() - counts.max() >= _LEAST_ELSEWHERE)


def _shingles(paragraph: str) -> Iterable[int]:
    for own in _QUOTED.split(paragraph):
        words = _words(own)
        for start in range(len(words) - _WIDTH + 1):
            yield max(sha1_hash32(" ".join(words[start : start + _WIDTH]).encode()), _BREAK + 1)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
