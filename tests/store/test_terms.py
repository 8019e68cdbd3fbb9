"""What a text is compared by, and what a reader asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.store.terms import Phrase, Search, hits, parse_search, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Erdoğan's OFFER", ["erdogan", "s", "offer"]),
        ("co-operate, “don’t”", ["co", "operate", "don", "t"]),
        ("Ｆull ﬁsh Straße", ["full", "fish", "strasse"]),
        ("١٢٣ Київ 東京", ["١٢٣", "киів", "東京"]),
        ("_ — !? ½", ["12"]),
        ("x" * 100, ["x" * 60]),
    ],
)
def test_terms_are_words_without_case_and_accents(text: str, found: list[str]) -> None:
    assert [term for term, _ in terms(text)] == found
    assert all(text[start:end].strip() for _, (start, end) in terms(text))


@pytest.mark.parametrize(
    ("words", "search"),
    [
        ("peace talks", Search((Phrase(("peace",)), Phrase(("talks",))))),
        ('"peace talks" Kyiv', Search((Phrase(("peace", "talks")), Phrase(("kyiv",))))),
        ("“peace talks”", Search((Phrase(("peace", "talks")),))),
        ("peace -war", Search((Phrase(("peace",)),), (Phrase(("war",)),))),
        ('-"cold war"', Search((), (Phrase(("cold", "war")),))),
        ("promis*", Search((Phrase(("promis",), prefix=True),))),
        ('"break* promis*"', Search((Phrase(("break", "promis"), prefix=True),))),
        ("co-operate", Search((Phrase(("co", "operate")),))),
        ('"never closed', Search((Phrase(("never", "closed")),))),
        ('- * "" ?! -', Search()),
        ("", Search()),
        ("NEAR(a b) OR", Search((Phrase(("near", "a")), Phrase(("b",)), Phrase(("or",))))),
    ],
)  # fmt: skip
def test_any_string_is_a_search(words: str, search: Search) -> None:
    assert parse_search(words) == search


def test_hits_are_the_words_that_match() -> None:
    text = "He promised peace. “Peace talks”, they promise, not peace-talk."
    assert [text[start:end] for start, end in hits(text, parse_search('"peace talk*" promise'))] == [
        "Peace", "talks", "promise", "peace", "talk",
    ]  # fmt: skip
    assert hits(text, parse_search("-peace")) == ()


@given(st.text(), st.text())
def test_hits_of_anything_in_anything_are_words_of_the_text(text: str, words: str) -> None:
    found = hits(text, parse_search(words))
    assert list(found) == sorted(found)
    assert set(found) <= {span for _, span in terms(text)}
