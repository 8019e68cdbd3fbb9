"""Are edited copies found, and are independent stories left alone? Copies made of real news, PolNeAR's articles.

    python benchmarks/duplicates.py [train|dev]

Prints, for each edit, how many copies are found by us, by plain MinHash (128 permutations, Jaccard of at least 0.5
of all five-word shingles) and by a hash of the words; then how many pairs of different articles are joined, as printed
and with shared boilerplate or quotations put into both; and how many articles a second are sketched and looked up.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

from datasketch import MinHash, MinHashLSH

from analytics.ingest.duplicates import LEAST_SHARED_KEYS, Sketch, band_keys, same_story, sketch_paragraphs
from analytics.ingest.readers import read_text
from analytics.settings import Settings
from analytics.types import Article

Story = list[str]  # the headline and the paragraphs
Edit = Callable[[Story, Sequence[Story], random.Random], Story]
_WORD = re.compile(r"\w+")
_QUOTE = re.compile(r"“[^”]{40,}”")
NOTE = (
    "The Velinka Herald brings you the most important news of the day from our correspondents around the world. If you "
    "value what we do, tell your friends about us, and come back tomorrow for the next edition of our morning letter."
)
# Printed copies among the articles of "train": of one title or day, with 73–100 % of their words in common.
PRINTED_TWICE = 7


def cut(share: float) -> Edit:
    """Return an edit that leaves out a share of the paragraphs after the first."""

    def edit(story: Story, _others: Sequence[Story], rng: random.Random) -> Story:
        body = story[1:]
        kept = sorted(rng.sample(range(len(body)), max(1, round(len(body) * (1 - share)))))
        return [story[0], *(body[index] for index in kept)]

    return edit


def reworded(share: float) -> Edit:
    """Return an edit that puts words of another story in the place of a share of the words."""

    def edit(story: Story, others: Sequence[Story], rng: random.Random) -> Story:
        pool = _WORD.findall(" ".join(rng.choice(others)))
        return [_WORD.sub(lambda word: rng.choice(pool) if rng.random() < share else word.group(), p) for p in story]

    return edit


def reordered(story: Story, _others: Sequence[Story], rng: random.Random) -> Story:
    """Shuffle the paragraphs after the lead."""
    return [*story[:2], *rng.sample(story[2:], len(story[2:]))]


def other_headline(story: Story, others: Sequence[Story], rng: random.Random) -> Story:
    """Give the story the headline of another."""
    return [rng.choice(others)[0], *story[1:]]


def other_lead(story: Story, others: Sequence[Story], rng: random.Random) -> Story:
    """Give the story the headline and the lead of another."""
    return [*rng.choice(others)[:2], *story[2:]]


def reworded_lead(story: Story, others: Sequence[Story], rng: random.Random) -> Story:
    """Reword four in ten words of the headline and the lead."""
    return [*reworded(0.4)(story[:2], others, rng), *story[2:]]


def boilerplate(story: Story, _others: Sequence[Story], _rng: random.Random) -> Story:
    """Add an outlet's note and credit."""
    return [*story, NOTE, "Associated Press writers in Washington and New York contributed to this report."]


def all_of(*edits: Edit) -> Edit:
    """Return an edit that makes ``edits`` one after the other."""

    def edit(story: Story, others: Sequence[Story], rng: random.Random) -> Story:
        for one in edits:
            story = one(story, others, rng)
        return story

    return edit


EDITS: dict[str, Edit] = {
    "unchanged": lambda story, _others, _rng: story,
    "other headline": other_headline,
    "reordered": reordered,
    "other lead": other_lead,
    "reworded lead": reworded_lead,
    "boilerplate added": boilerplate,
    "20 % cut": cut(0.2),
    "40 % cut": cut(0.4),
    "60 % cut": cut(0.6),
    "5 % of words": reworded(0.05),
    "10 % of words": reworded(0.10),
    "40 % cut, reordered, other lead, note": all_of(other_lead, cut(0.4), reordered, boilerplate),
    "60 % cut, 5 % of words, note": all_of(cut(0.6), reworded(0.05), boilerplate),
    "60 % cut, 10 % of words, other lead, note": all_of(other_lead, cut(0.6), reworded(0.10), boilerplate),
}


class Ours:
    """Finds stories as the store does."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.sketches = [sketch_paragraphs(story) for story in stories]
        self.filed: defaultdict[str, list[int]] = defaultdict(list)
        for number, sketch in enumerate(self.sketches):
            for key in band_keys(sketch):
                self.filed[key].append(number)

    def find(self, story: Story) -> set[int]:
        """Return the numbers of the stories that ``story`` is a copy of."""
        return self.find_sketch(sketch_paragraphs(story))

    def find_sketch(self, sketch: Sketch) -> set[int]:
        """As ``find``."""
        keys = band_keys(sketch)
        shared = Counter(number for key in keys for number in self.filed.get(key, ()))
        close = [number for number, count in shared.items() if count >= min(LEAST_SHARED_KEYS, len(keys))]
        return {number for number in close if same_story(sketch, self.sketches[number])}


class Plain:
    """MinHash of 128 permutations over all five-word shingles, Jaccard of at least 0.5."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.lsh = MinHashLSH(threshold=0.5, num_perm=128)
        self.made = [self._minhash(story) for story in stories]
        for number, minhash in enumerate(self.made):
            self.lsh.insert(number, minhash)

    def find(self, story: Story) -> set[int]:
        """Return the numbers of the stories that ``story`` is a copy of."""
        minhash = self._minhash(story)
        return {int(n) for n in self.lsh.query(minhash) if minhash.jaccard(self.made[int(n)]) >= 0.5}

    @staticmethod
    def _minhash(story: Story) -> MinHash:
        words = normal(story)
        minhash = MinHash(128, seed=1, scheme="affine32")
        minhash.update_batch({" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)})
        return minhash


class Exact:
    """Equal words after the headline."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.filed: defaultdict[str, set[int]] = defaultdict(set)
        for number, story in enumerate(stories):
            self.filed[" ".join(normal(story[1:]))].add(number)

    def find(self, story: Story) -> set[int]:
        """Return the numbers of the stories that ``story`` is a copy of."""
        return self.filed.get(" ".join(normal(story[1:])), set())


def normal(story: Story) -> list[str]:
    """Return the words of a story in lower case."""
    return _WORD.findall(" ".join(story).lower())


def read_stories(folder: Path) -> list[Story]:
    """Return the articles of a PolNeAR folder as they are ingested, each as its headline and paragraphs."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((folder / "text").glob("*.txt")))
    articles = [article for text in texts if isinstance(article := read_text(text), Article)]
    return [[one.title or "", *(one.text[start:end] for start, end in one.body)] for one in articles]


def joined(finder: Ours | Plain | Exact, stories: Sequence[Story]) -> int:
    """Return how many pairs of different articles are taken for one story."""
    found = {frozenset((number, other)) for number, story in enumerate(stories) for other in finder.find(story)}
    return sum(len(pair) == 2 for pair in found)


def with_shared_quotations(stories: Sequence[Story], rng: random.Random) -> list[Story]:
    """Return the stories in twos, each with the quotations of both."""
    order = rng.sample(range(len(stories)), len(stories) // 2 * 2)
    made = []
    for one, other in zip(order[::2], order[1::2], strict=True):
        quotations = [quote for number in (one, other) for quote in _QUOTE.findall(" ".join(stories[number]))]
        quoted = [f"{quotation} the spokesman said." for quotation in quotations]
        made += [[*stories[one], *quoted], [*stories[other], *quoted]]
    return made


def recall(finders: Sequence[Ours | Plain | Exact], stories: Sequence[Story], edit: Edit) -> list[float]:
    """Return, for each finder, the share of the edited copies whose story is found."""
    found = Counter[int]()
    for number, story in enumerate(stories):
        rng = random.Random(number)
        copy = edit(story, [other for other in stories if other is not story], rng)
        found.update(index for index, finder in enumerate(finders) if number in finder.find(copy))
    return [found[index] / len(stories) for index in range(len(finders))]


def main() -> None:
    """Measure and print the tables."""
    split = sys.argv[1] if len(sys.argv) > 1 else "dev"
    stories = read_stories(Settings().datasets / "polnear" / split)
    kinds = (Ours, Plain, Exact)
    finders = [kind(stories) for kind in kinds]
    print(f"{len(stories)} articles of PolNeAR {split}\n\n{'copies found':<44}{'ours':>8}{'plain':>8}{'exact':>8}")
    for name, edit in EDITS.items():
        print(f"{name:<44}" + "".join(f"{share:>8.3f}" for share in recall(finders, stories, edit)))
    pairs = len(list(combinations(stories, 2)))
    print(f"\n{'different articles joined':<44}{'ours':>8}{'plain':>8}{'exact':>8}   of {pairs:,} pairs")
    worlds = {
        "as printed": stories,
        "all with one note": [boilerplate(story, (), random.Random(0)) for story in stories],
        "in twos with all quotations of both": with_shared_quotations(stories, random.Random(0)),
    }
    for name, world in worlds.items():
        print(f"{name:<44}" + "".join(f"{joined(kind(world), world):>8}" for kind in kinds))
    if split == "train":
        print(f"({PRINTED_TWICE} pairs of train are printings of one story)")
    for kind in kinds:
        start = time.perf_counter()
        finder = kind(stories)
        for story in stories:
            finder.find(story)
        print(f"{kind.__name__.lower()}: {len(stories) / (time.perf_counter() - start):,.0f} articles a second")


if __name__ == "__main__":
    main()
