"""What the features see of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.stance.reading import known_words, read, read_passage
from analytics.types import TargetedText

KNOWN = {"the", "minister", "critics", "talks", "was"}


def reading(text: str, mention: str):
    start = text.index(mention)
    return read(TargetedText(text, (start, start + len(mention))), KNOWN)


@pytest.mark.parametrize(
    ("text", "mention", "words"),
    [
        ("The minister met Jana Kolvar.", "minister", "the TARGET met NAME ."),
        ("Trump blamed Hillary Clinton", "Hillary Clinton", "NAME blamed TARGET"),
        ("Critics say Trump's plan cost 40 million.", "Trump", "critics say TARGET 's plan cost NUM million ."),
        ("“Talks” failed, Lavrov said", "Lavrov", "“ talks ” failed , TARGET said"),
        ("The White House was silent", "The White House", "TARGET was silent"),
    ],
)
def test_the_target_is_one_word_and_other_names_are_masked(text: str, mention: str, words: str) -> None:
    assert " ".join(reading(text, mention).passage.words) == words


def test_a_name_of_several_words_keeps_its_whole_span() -> None:
    text = "Allies of Jana Kolvar left."
    passage = read_passage(text, KNOWN)
    assert [text[s:e] for s, e in passage.spans] == ["Allies", "of", "Jana Kolvar", "left", "."]


def test_capitals_of_a_headline_are_no_names() -> None:
    text = "The Minister Was Right About Critics And Talks In Ostrevia"
    assert read_passage(text, KNOWN).words[:3] == ["the", "minister", "was"]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("he did not win the vote today", ["win", "the", "vote", "today"]),
        ("he never lied, she said", ["lied"]),
        ("he didn't fail but lost", ["fail"]),
        ("he won", []),
    ],
)
def test_negation_reaches_four_words_or_the_next_mark(text: str, negated: list[str]) -> None:
    passage = read_passage(text, KNOWN)
    assert [w for w, n in zip(passage.words, passage.negated, strict=True) if n] == negated


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("He", "subject pronoun"),
        ("Reyk", "possessive name"),
        ("her", "possessive pronoun"),
        ("the port", "description"),
    ],
)
def test_how_the_target_is_named(mention: str, kind: str) -> None:
    assert reading("He told Reyk’s aide that her ship left the port", mention).mention == kind


def test_clauses_and_names_stand_between_a_word_and_the_target() -> None:
    found = reading("Velinka lied while Reyk, they say, kept his word", "Velinka")
    away = dict(zip(found.passage.words, zip(found.clauses_away, found.names_away, strict=True), strict=True))
    assert away["lied"] == (0.0, 0)
    assert away["NAME"] == (1.0, 0)
    assert away["kept"] == (2.0, 2)


def test_known_words_were_seen_twice_in_lower_case() -> None:
    assert list(known_words({"the sea and the port", "The port Port"})) == ["port", "the"]


@given(st.text(max_size=300), st.data())
def test_any_text_can_be_read(text: str, data: st.DataObject) -> None:
    text += "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = read(TargetedText(text, (start, end)), KNOWN)
    assert found.passage.words[found.target] == "TARGET"
    assert found.passage.spans[found.target] == (start, end)
    assert len(found.passage.words) == len(found.quoted) == len(found.names_away)


def test_a_text_without_end_is_read_around_its_target() -> None:
    text = "word " * 100_000 + "Reyk lied. " + "word " * 100_000
    assert len(reading(text, "Reyk").passage.words) < 1000
