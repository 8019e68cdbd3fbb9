"""A story read with a tagger: what it leaves is narrated, or quoted of nobody; where it fails, rules do the work."""

import time
from typing import Any

import pytest

from analytics.attribution.document import read_document
from analytics.exceptions import ModelError
from analytics.text.lines import line_spans
from analytics.types import Attribution

TEXT = "Reyk said it rains. It did.\n“Nobody asked us.”\nThe port closed, he said."


class Fixed:
    def __init__(self, found: list[Attribution] | Exception) -> None:
        self.found = found

    def attributions(self, text: str, body: Any) -> list[Attribution]:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


SAID = Attribution(((0, 4),), ((5, 9),), ((10, 18),))


def test_what_no_attribution_touches_is_narrated_or_quoted_of_nobody() -> None:
    reading = read_document(TEXT, line_spans(TEXT), Fixed([SAID]))  # type: ignore[arg-type]
    assert [TEXT[s:e] for s, e in reading.narration] == ["It did.", "The port closed, he said."]
    quoted = Attribution((), (), ((28, 46),))
    assert reading.attributions == (SAID, quoted)
    assert TEXT[28:46] == "“Nobody asked us.”"


def test_a_content_over_sentences_leaves_none_of_them_narrated() -> None:
    whole = Attribution((), ((5, 9),), ((10, len(TEXT)),))
    reading = read_document(TEXT, line_spans(TEXT), Fixed([whole]))  # type: ignore[arg-type]
    assert (reading.attributions, reading.narration) == ((whole,), ())


def test_reading_time_grows_no_faster_than_the_text() -> None:
    line = "He said it was so bad.\n"

    def seconds(lines: int) -> float:
        text = line * lines
        spans = [(k * len(line), k * len(line) + len(line) - 1) for k in range(lines)]
        found = [Attribution(((s, s + 2),), ((s + 3, s + 7),), ((s + 8, e),)) for s, e in spans]
        start = time.process_time()
        read_document(text, tuple(spans), Fixed(found))  # type: ignore[arg-type]
        return time.process_time() - start

    assert seconds(2000) < 10 * max(seconds(500), 0.02)


def test_a_tagger_that_fails_leaves_the_story_to_the_rules() -> None:
    reading = read_document(TEXT, line_spans(TEXT), Fixed(RuntimeError("odd")))  # type: ignore[arg-type]
    assert reading.attributions == read_document(TEXT, line_spans(TEXT)).attributions
    (failure,) = reading.failures
    assert "RuntimeError: odd" in failure


def test_a_tagger_that_is_not_what_it_should_be_stops_the_work() -> None:
    with pytest.raises(ModelError):
        read_document(TEXT, line_spans(TEXT), Fixed(ModelError("changed")))  # type: ignore[arg-type]


def test_the_outlets_own_words_beside_an_attribution_are_narrated() -> None:
    text = "The talks in Reyk ended after eleven hours without a deal and Maresk said so, it seems."
    start = text.index("Maresk")
    said = Attribution(((start, start + 6),), ((start + 7, start + 11),), ((start + 12, start + 14),))
    reading = read_document(text, line_spans(text), Fixed([said]))  # type: ignore[arg-type]
    assert [text[s:e] for s, e in reading.narration] == [
        "The talks in Reyk ended after eleven hours without a deal and"
    ]
    inside = Attribution((), ((start + 7, start + 11),), ((0, start), (start + 12, start + 14)))
    assert read_document(text, line_spans(text), Fixed([inside])).narration == ()  # type: ignore[arg-type]
