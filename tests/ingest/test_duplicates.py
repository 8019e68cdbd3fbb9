from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from analytics.ingest.duplicates import LEAST_SHARED_KEYS, Sketch, band_keys, same_story, sketch_paragraphs
from analytics.ingest.readers import read_paths
from analytics.paths import resource_dir
from analytics.settings import Settings
from analytics.types import Article
from benchmarks.duplicates import EDITS, Ours, Story, boilerplate, joined, read_stories, recall, with_shared_quotations

WORDS = "harbour council vote pilot strait winter envoy budget crew signal minister ferry grain levy accord".split()


def prose(seed: int, paragraphs: int = 8, length: int = 30) -> Story:
    rng = random.Random(seed)
    return [" ".join(f"{rng.choice(WORDS)}{rng.randrange(40)}" for _ in range(length)) for _ in range(paragraphs)]


def same(one: Sequence[str], other: Sequence[str]) -> bool:
    return same_story(sketch_paragraphs(one), sketch_paragraphs(other))


@pytest.fixture(scope="module")
def sample() -> list[Story]:
    """The sample corpus, each story as its headline and paragraphs."""
    articles = read_paths([resource_dir("data") / "sample" / "articles.jsonl"])
    return [
        [one.title or "", *(one.text[start:end] for start, end in one.body)]
        for one in articles
        if isinstance(one, Article)
    ]


def test_case_marks_and_apostrophes_do_not_matter() -> None:
    story = [f"It’s said that {paragraph}." for paragraph in prose(1)]
    assert same(story, [paragraph.upper().replace("’", "'").replace(".", "!") for paragraph in story])


def test_a_shared_quotation_does_not_join_two_stories() -> None:
    quotation = " ".join(prose(9, paragraphs=3))
    marks = ["“{}”", '"{}"', "«{}»", "„{}“"]
    for mark in marks:
        quoted = mark.format(quotation) + ", the minister said."
        assert not same([*prose(1, 3), quoted], [*prose(2, 3), quoted])
    assert same([*prose(1, 3), quotation], [*prose(2, 3), quotation]) is False  # one paragraph, whatever it is


@pytest.mark.parametrize(
    "added",
    [
        "Editor’s note: {}",
        "Correction: {}",
        "Sign up here {}",
        "Follow Jane Doe on {}",
        "Jane Doe contributed reporting. {}",
        "This story has been updated. {}",
    ],
)
def test_what_newsrooms_add_to_any_story_is_not_compared(added: str) -> None:
    note = [added.format(paragraph) for paragraph in prose(9, paragraphs=4)]
    assert not same([*prose(1, 3), *note], [*prose(2, 3), *note])
    assert not same([*prose(1, 3), "Related:", *prose(9, 6)], [*prose(2, 3), "Related:", *prose(9, 6)])


def test_a_round_up_is_not_the_stories_it_sums_up() -> None:
    brief, longer = prose(1, 2), prose(2, 40)
    assert same(brief, [*brief, *prose(3, 6)])
    assert not same(brief, [*brief, *longer])


def test_short_texts_are_one_story_when_their_words_are_the_same() -> None:
    assert same(["The talks failed."], ["The talks", "FAILED"])
    assert not same(["The talks failed."], ["The talks failed again."])
    assert not same([], prose(1))
    assert band_keys(sketch_paragraphs([""])) == band_keys(sketch_paragraphs([]))


def test_a_sketch_comes_back_from_its_bytes_with_the_same_keys() -> None:
    for story in (prose(1), ["Short."]):
        sketch = sketch_paragraphs(story)
        back = Sketch.from_bytes(sketch.to_bytes())
        assert same_story(sketch, back)
        assert band_keys(back) == band_keys(sketch)


def test_keys_do_not_change_between_versions() -> None:
    # Stored in every store: when this fails, give SCHEME another name, and stores must be rebuilt.
    assert band_keys(sketch_paragraphs(prose(1)))[:2] == ["0002b132fd", "0102a4d98f"]


def test_a_copy_cut_to_a_third_shares_enough_keys() -> None:
    shared = [
        len(set(band_keys(sketch_paragraphs(prose(n, 12)))) & set(band_keys(sketch_paragraphs(prose(n, 12)[:4]))))
        for n in range(50)
    ]
    assert min(shared) >= LEAST_SHARED_KEYS


@pytest.mark.parametrize(("edit", "floor"), [
    ("unchanged", 1.0), ("other headline", 0.98), ("reordered", 1.0), ("other lead", 0.95), ("boilerplate added", 0.98),
    ("20 % cut", 0.97), ("40 % cut", 0.87), ("60 % cut", 0.75), ("5 % of words", 0.97), ("10 % of words", 0.95),
])  # fmt: skip
def test_edited_copies_of_the_sample_corpus_are_found(sample: list[Story], edit: str, floor: float) -> None:
    assert recall([Ours(sample)], sample, EDITS[edit])[0] >= floor


def test_no_two_stories_of_the_sample_corpus_are_one(sample: list[Story]) -> None:
    assert joined(Ours(sample), sample) == 0
    noted = [boilerplate(story, (), random.Random(0)) for story in sample]
    assert joined(Ours(noted), noted) <= 3  # of 6,105 pairs: stories of a paragraph or two, shorter than the note


def test_real_stories_that_share_quotations_stay_apart() -> None:
    folder = Settings().datasets / "polnear" / "dev"
    if not folder.is_dir():
        pytest.skip("PolNeAR is not here: set ONRECORD_DATASETS to its folder")
    stories = read_stories(folder)
    assert joined(Ours(stories), stories) == 0
    quoting = with_shared_quotations(stories, random.Random(0))
    assert joined(Ours(quoting), quoting) == 0
    assert recall([Ours(stories)], stories, EDITS["60 % cut"])[0] >= 0.93
