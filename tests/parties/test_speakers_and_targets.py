"""Speakers and targets as a table: a story, and for each attributed statement its speaker and targets."""

from datetime import datetime

import pytest

from analytics.parties.registry import load_registry
from analytics.pipeline import find_statements
from analytics.types import Article, StatementKind

DAY = datetime(2025, 11, 10)


def read(text: str, outlet: str | None = None) -> list[tuple[str | None, set[str]]]:
    body = tuple((text.index(part), text.index(part) + len(part)) for part in text.split("\n\n"))
    statements, failures = find_statements(Article(text, body, outlet=outlet, published=DAY), load_registry())
    assert failures == ()
    return [
        (s.speaker.actor.id if s.speaker else None, {t.via or t.id for t in s.targets})
        for s in statements
        if s.kind is not StatementKind.NARRATION
    ]


CASES = [
    # named, by surname, by pronoun, by description
    ("Sergey Lavrov said Kyiv had lied.", [("sergey-lavrov", {"ukraine"})]),
    ("Sergey Lavrov arrived. He said London had lied.", [("sergey-lavrov", {"united-kingdom"})]),
    ("Sergey Lavrov arrived. Russia’s top diplomat said Kyiv had lied.", [("sergey-lavrov", {"ukraine"})]),
    ("The Kremlin spokesman said Kyiv had lied.", [("dmitry-peskov", {"ukraine"})]),
    # a pronoun goes to a person it agrees with
    ("Marco Rubio met Ursula von der Leyen. She said Moscow had lied.", [("ursula-von-der-leyen", {"russia"})]),
    # whoever an apposition names does not speak, nor does anybody before a speaker who stays open
    (
        "Santiago Abascal, who hosted Donald Trump, said Brussels had lied.",
        [("santiago-abascal", {"european-union"})],
    ),
    (
        "Marco Rubio listened. A senior Russian official said Kyiv had lied. He warned London.",
        [(None, {"ukraine"}), (None, {"united-kingdom"})],
    ),
    # bodies speak for their party; anonymous people stay unresolved
    ("The Kremlin said Washington had lied.", [("russia", {"united-states"})]),
    ("The Russian Foreign Ministry said NATO had lied.", [("russia", {"nato"})]),
    ("Moscow and Beijing said NATO had lied.", [(None, {"nato"})]),
    ("A senior Russian official said NATO had lied.", [(None, {"nato"})]),
    ("A spokesman for Marco Rubio said Moscow had lied.", [(None, {"russia"})]),
    # unknown people get a provisional actor, and their surname finds it again
    (
        "Iranian lawmaker Ebrahim Tavakoli said Israel had lied. Tavakoli warned Washington.",
        [("ebrahim-tavakoli", {"israel"}), ("ebrahim-tavakoli", {"united-states"})],
    ),
    # so do a title, an office and a pronoun that agrees, wherever the story gave the full name
    (
        "NYPD Commissioner James O’Neill spoke. O'Neill said London had lied. The commissioner warned Paris.",
        [("james-o-neill", {"united-kingdom"}), ("james-o-neill", {"france"})],
    ),
    (
        "Sarah Dole, a farmer, met Kevin McKinley, a grocer. Ms. Dole said London had lied. She warned Paris.",
        [("sarah-dole", {"united-kingdom"}), ("sarah-dole", {"france"})],
    ),
    # the last one named speaks, not the one he works for
    ("Donald Trump’s lawyer Marc Kasowitz said London had lied.", [("marc-kasowitz", {"united-kingdom"})]),
    ("White House Press Secretary Josh Earnest said London had lied.", [("josh-earnest", {"united-kingdom"})]),
    # bodies that the registry lacks, several people, and people in general
    ("The Tax Policy Center said London had lied.", [("tax-policy-center", {"united-kingdom"})]),
    ("Bob Corker and Ann Lee said London had lied.", [(None, {"united-kingdom"})]),
    ("Many Democrats said London had lied.", [(None, {"united-kingdom"})]),
    ("Critics like Ann Lee said London had lied.", [(None, {"united-kingdom"})]),
    ("Melanie said London had lied. He warned Paris.", [("melanie", {"united-kingdom"}), (None, {"france"})]),
    # people who share a surname stay apart
    (
        "Bill Clinton said Moscow had lied. Clinton warned Beijing.",
        [("bill-clinton", {"russia"}), ("bill-clinton", {"china"})],
    ),
    # a place is no target, nor is a thing described; people and governments are
    ("Lavrov said he had arrived in London.", [("sergey-lavrov", set())]),
    ("Lavrov said Ukrainian wheat was cheap.", [("sergey-lavrov", set())]),
    ("Lavrov said the Ukrainian government was weak.", [("sergey-lavrov", {"ukraine"})]),
    ("Lavrov said the Americans had promised it.", [("sergey-lavrov", {"united-states"})]),
    ("Lavrov said US Secretary of State Marco Rubio understood.", [("sergey-lavrov", {"marco-rubio"})]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_speaks_of_whom(text: str, expected: list[tuple[str | None, set[str]]]) -> None:
    assert read(text) == expected


def test_narration_is_the_outlets() -> None:
    text = "The talks in Geneva collapsed on Monday."
    article = Article(text, ((0, len(text)),), outlet="Reuters", published=DAY)
    ((statement,), _) = find_statements(article, load_registry())
    assert statement.speaker is not None
    assert statement.speaker.actor.id == "reuters"


def test_a_speaker_stands_for_the_party_of_that_day() -> None:
    text = "Mark Rutte said Moscow had lied."
    for year, party in ((2020, "Netherlands"), (2025, "NATO")):
        article = Article(text, ((0, len(text)),), published=datetime(year, 6, 1))
        ((statement,), _) = find_statements(article, load_registry())
        assert statement.speaker is not None
        assert statement.speaker.party is not None
        assert statement.speaker.party.name == party
