"""People and bodies that the registry lacks, found in a whole story."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.parties.body_names import acronyms, bodies_named, body_in
from analytics.parties.new_people import people_named
from analytics.parties.registry import load_registry
from analytics.pipeline import find_statements
from analytics.types import Article

PEOPLE = [
    ("Retired U.S. Air Force Gen. Norman Ham spoke.", "Norman Ham", "he"),
    ("Then White House Press Secretary Josh Earnest left.", "Josh Earnest", "he"),
    ("Democratic Sen. Claire McCaskill (D-Mo.) agreed.", "Claire McCaskill", "she"),
    ("Mrs. Loretta E. Lynch agreed.", "Loretta Lynch", "she"),
    ("Salem Radio's host Hugh Hewitt, who asked, left.", "Hugh Hewitt", "he"),
    ("Sen. Will Hurd left.", "Will Hurd", None),
    ("Theresa May, the minister, left.", "Theresa May", "she"),
    ("Mr. Ángel Gurría left.", "Ángel Gurría", "he"),
]


@pytest.mark.parametrize(("text", "name", "pronoun"), PEOPLE)
def test_a_title_or_an_apposition_makes_a_person(text: str, name: str, pronoun: str | None) -> None:
    (found,) = people_named(text, [])
    assert (found.name, found.pronoun) == (name, pronoun)
    assert text[slice(*found.span)].rsplit(maxsplit=1)[-1] == name.rsplit(maxsplit=1)[-1]


def test_a_surname_finds_its_person_and_a_suffix_is_none() -> None:
    text = "Mr. Robert Kennedy Jr. spoke. Kennedy left. Tennessee Kennedys stayed."
    assert [(p.name, text[slice(*p.span)]) for p in people_named(text, [])] == [
        ("Robert Kennedy Jr", "Robert Kennedy Jr"),
        ("Robert Kennedy Jr", "Kennedy"),
    ]


def test_a_first_name_after_a_title_means_the_only_one_who_has_it() -> None:
    spoke = "Mr. Ban Kimoon spoke. Mr. John Roe spoke."
    called = [text[slice(*p.span)] for text in (f"{spoke} Mr. John left.",) for p in people_named(text, [])]
    assert called == ["Ban Kimoon", "John Roe", "John"]
    text = f"{spoke} Mr. John Day spoke. Mr. John left. Mr. Ban left."
    assert [(p.name, text[slice(*p.span)]) for p in people_named(text, [])][3:] == [("Ban Kimoon", "Ban")]


@pytest.mark.parametrize("text", ["The Tax Policy Center agreed.", "On Monday New Deals began.", "IN THE NEWS TODAY"])
def test_other_capitals_are_no_people(text: str) -> None:
    assert people_named(text, []) == []


def test_who_speaks_is_a_person_whom_nothing_else_makes_one() -> None:
    text = "Clinton campaign manager Melezia Mook spoke. The U.S. Court of Appeals for the Sixth Circuit spoke."
    assert people_named(text, []) == []
    found = people_named(text, [], [(0, 37), (45, 95)])
    assert [person.name for person in found] == ["Melezia Mook"]


def test_a_headlines_capitals_are_no_person() -> None:
    text = "Frustrated Parents Rally. Many parents spoke."
    assert people_named(text, [], [(0, 18)]) == []


def test_a_full_stop_parts_two_names() -> None:
    text = "He left Sri Lanka. Ban Ki-moon, the secretary general, spoke. Mr. Ban left."
    assert [(p.name, text[slice(*p.span)]) for p in people_named(text, [])] == [
        ("Ban Ki-moon", "Ban Ki-moon"),
        ("Ban Ki-moon", "Ban"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Judge Berman spoke. Then Berman left.", "Berman"),
        ("Pope Francis spoke. Then Francis left.", "Pope Francis"),
        ("Ms. Suu Kyi spoke. Aung San Suu Kyi, the leader, left.", "Aung San Suu Kyi"),
    ],
)
def test_a_title_names_the_same_person_everywhere(text: str, name: str) -> None:
    assert [person.name for person in people_named(text, [])] == [name, name]


def test_an_acronym_in_brackets_stands_for_the_name_before_it() -> None:
    assert acronyms("Thousands joined the Alliance to Reclaim Our Schools (AROS), it said (NOT).") == {
        "AROS": "Alliance to Reclaim Our Schools"
    }


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("the Tax Policy Center", "Tax Policy Center"),
        ("A panel of the U.S. Court of Appeals for the Sixth Circuit", "U.S. Court of Appeals for the Sixth Circuit"),
        ("the NAACP", "NAACP"),
        ("a farmer from Ohio", None),
    ],
)
def test_a_body_is_known_by_its_words(source: str, name: str | None) -> None:
    assert body_in(source) == name


def test_bodies_come_in_order() -> None:
    assert [name for _, name in bodies_named("The Ford Foundation met the Tax Policy Center.")] == [
        "Ford Foundation",
        "Tax Policy Center",
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from("and his former senior policy adviser, - ( ) of Sen. Hillary U.S. A. ’s".split()), max_size=40
    )
)
def test_no_source_takes_long(words: list[str]) -> None:
    text = f"Barack Obama {' '.join(words)} Hillary Clinton said it would rain in the morning."
    start = time.process_time()
    find_statements(Article(text, ((0, len(text)),)), load_registry())
    assert time.process_time() - start < 2


@given(st.text("Aa B.’'é\n -", max_size=400))
def test_spans_are_inside_the_text_and_apart(text: str) -> None:
    spans = sorted(found.span for found in people_named(text, []))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
