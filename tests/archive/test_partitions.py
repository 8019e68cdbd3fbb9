from __future__ import annotations

from dataclasses import replace

from analytics.archive.partitions import Partition, cut, key_of
from analytics.ingest.articles import Draft
from analytics.ingest.files import Kind
from analytics.ingest.readers import RawStory, Skipped, SkipReason


def story(text: str, where: str = "a:1") -> RawStory:
    return RawStory(where, Draft(text), Kind.JSONL)


def texts(partitions: list[Partition]) -> list[list[str]]:
    return [[s.content.text for s in p.stories] for p in partitions]


def test_a_key_is_of_the_content_and_not_of_the_place() -> None:
    one = story("word")
    assert key_of(one) == key_of(replace(one, where="b:9"))
    assert key_of(one) != key_of(replace(one, content=Draft("word", outlet="Wire")))
    assert key_of(replace(one, content=b"word", kind=Kind.TEXT)) != key_of(
        replace(one, content=b"word", kind=Kind.HTML)
    )
    assert len(key_of(story("a lone surrogate \udc80"))) == 16


def test_partitions_are_bounded_by_number_and_by_size() -> None:
    assert texts(list(cut(map(story, "abcde"), set(), at_most=2))) == [["a", "b"], ["c", "d"], ["e"]]
    long = ["x" * 3_000_000, "y" * 3_000_000, "z"]
    assert [len(p.stories) for p in cut(map(story, long), set())] == [1, 2]


def test_a_record_that_comes_twice_counts_once() -> None:
    assert texts(list(cut(map(story, "abab"), set()))) == [["a", "b"]]


def test_without_some_partitions_the_others_are_cut_as_before() -> None:
    whole = list(cut(map(story, "abcdefgh"), set(), at_most=3))
    known = {int(key, 16) for key in whole[1].keys}
    rest = list(cut(map(story, "abcdefgh"), known, at_most=3))
    assert [p.name for p in rest] == [whole[0].name, whole[2].name]


def test_the_stream_is_drawn_only_as_partitions_are_asked_for() -> None:
    drawn = []

    def stream():
        for number in range(100):
            drawn.append(number)
            yield story(str(number))

    next(cut(stream(), set(), at_most=5))
    assert len(drawn) == 6


def test_what_was_skipped_travels_along() -> None:
    skipped = Skipped("a:1", SkipReason.RECORD, "The line is not valid JSON.")
    (partition,) = cut([skipped, story("a")], set())
    assert partition.stories[0] == skipped
