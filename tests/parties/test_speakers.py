"""Who speaks, as a table: a story, and the speaker of each attributed statement in it."""

import time
from datetime import datetime

import pytest

from analytics.parties.cast import Cast, StoryContext
from analytics.parties.descriptions import find_mentions
from analytics.parties.registry import load_registry
from analytics.parties.speakers import resolve_speakers
from analytics.pipeline import find_statements
from analytics.types import Actor, Article, Statement, StatementKind

DAY = datetime(2016, 9, 10)


def speakers(text: str) -> list[Actor | None]:
    body = tuple((text.index(part), text.index(part) + len(part)) for part in text.split("\n\n"))
    statements, failures = find_statements(Article(text, body, published=DAY), load_registry())
    assert failures == ()
    attributed = [s for s in statements if s.kind is not StatementKind.NARRATION]
    return [s.speaker.actor if s.speaker else None for s in attributed]


CASES = [
    # a pronoun means the subject of the sentence before, across paragraphs too
    ("Donald Trump met Ted Cruz.\n\n“It rained,” he said.", ["donald-trump"]),
    ("Ann Lee, 34, spoke after Ted Cruz left.\n\nShe said it rained.", ["ann-lee"]),
    ("Ann Lee, a teacher, met Kim Roe, a nurse. She said it rained.", ["ann-lee"]),
    # an aide is not whom he aids
    ("Ted Cruz left. An aide to Cruz said it rained.", [None]),
    # few call themselves by name, but some by office
    ("Ted Cruz left, which concerns Bo Day, a pilot.\n\n“Ted Cruz lied,” he said.", ["bo-day"]),
    ("Barack Obama left.\n\n“It rained on the president,” he said.", ["barack-obama"]),
    # who is owned is not who owns
    ("Ted Cruz’s question surprised many: Donald Trump left. He said it rained.", ["donald-trump"]),
    # "who" means the person right before it, or the one described in between, and no plural
    ("Ann Lee, a teacher from Ohio who said it rained, left.", ["ann-lee"]),
    ("Donald Trump lost some Democrats on the hill, who said it rained.", [None]),
    # titles, appositions and places tell whom a description means
    ("Sen. Lee Park (I-Vt.) met Sen. Jo Day (D-Ohio). The Vermont senator said it rained.", ["lee-park"]),
    ("Angela Merkel, Germany’s chancellor, left. A former German chancellor said it rained.", [None]),
    ("Judge Ann Lee listened. Sen. Jo Day (D-Ohio) spoke. The judge said it rained.", ["ann-lee"]),
    ("Bo Day, a retired pilot, listened. The pilot said it rained.", ["bo-day"]),
    ("Hillary Clinton met Donald Trump. The Democratic nominee said it rained.", ["hillary-clinton"]),
    ("Bo Day, a pilot, and Al Roe, a pilot, listened. A pilot said it rained.", [None]),
    # polls and papers are their institutions, the same ones when they come again
    ("A Quinnipiac University poll said it rained. The poll said it was cold.", ["quinnipiac-university"] * 2),
    ("A recent Reuters survey said it rained. The study said it was cold.", ["reuters"] * 2),
    ("Recent polls said it rained.", [None]),
    # bodies by a part of their name, in brackets, or through a spokesperson
    (
        "The Congressional Budget Office warned. The budget office said it rained.",
        ["congressional-budget-office"],
    ),
    (
        "The Alliance to Reclaim Our Schools (AROS) met. AROS said it rained.",
        ["alliance-to-reclaim-our-schools"],
    ),
    ("A spokesman for the Ford Foundation said it rained.", ["ford-foundation"]),
    ("Hillary Clinton had a cold. Her spokesman said it rained.", [None]),
    ("The Supreme Court justice said it rained.", [None]),
    ("The head of the Ford Foundation said it rained.", [None]),
    # campaigns are bodies; aides of somebody without one are only some people
    ("Hillary Clinton led. The Clinton campaign met. Clinton aides said it rained.", ["clinton-campaign"]),
    ("Hillary Clinton led. Her campaign said it rained.", ["clinton-campaign"]),
    ("Harry Reid led. Reid aides said it rained.", [None]),
    # nobody in particular
    ("The United States, Britain and France said it rained.", [None]),
    ("Donald Trump and his aides said it rained.", [None]),
    ("The U.S. presidential race said it rained.", [None]),
    # people who share a surname stay apart
    ("Bill Clinton met Hillary Clinton. Mrs. Clinton said it rained.", ["hillary-clinton"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_speaks(text: str, expected: list[str | None]) -> None:
    assert [actor and actor.id for actor in speakers(text)] == expected


@pytest.mark.parametrize("text", ["CNN said it rained.", "A recent CNN survey said it rained."])
def test_an_outlet_that_is_quoted_is_the_outlet_of_the_registry(text: str) -> None:
    assert speakers(text) == [load_registry().actor("cnn")]


def test_an_age_takes_up_whoever_is_spoken_of() -> None:
    text = "Ann Lee, a dancer, spoke. The 34-year-old mother of three said it rained."
    source, content = text.index("The 34"), text.index("it rained")
    statement = Statement(StatementKind.INDIRECT, ((content, len(text) - 1),), ((source, content - 6),))
    registry = load_registry()
    context = StoryContext(registry, find_mentions(text, registry, None, None), None, None)
    (resolved,) = resolve_speakers([statement], Cast(text, [statement], context))
    assert resolved.speaker is not None and resolved.speaker.actor.id == "ann-lee"


AFFILIATIONS = [
    ("Iranian Foreign Minister Abbas Karimi said it rained.", ("iran", "foreign minister")),
    ("Rep. Jane Doe (R-Ohio) left. Doe said it rained.", ("republican-party", "representative")),
    ("Sen. Jane Doe, D-N.Y., left. Doe said it rained.", ("democratic-party", "senator")),
    ("Ana Doe, a spokeswoman for the German Foreign Ministry, said it rained.", ("germany", "spokeswoman")),
    ("Ana Doe, Iran’s deputy minister, said it rained.", ("iran", "deputy minister")),
    ("Democrat Jane Doe said it rained.", ("democratic-party", None)),
    ("Mayor Jane Doe (D) left. Doe said it rained.", ("democratic-party", "mayor")),
    # past and private roles, and parties of others, give none
    ("Former Iranian Foreign Minister Abbas Karimi said it rained.", None),
    ("Iranian economist Abbas Karimi said it rained.", None),
    ("In Moscow, Abbas Karimi, a teacher, said it rained.", None),
]


@pytest.mark.parametrize(("text", "expected"), AFFILIATIONS)
def test_party_and_role_of_a_person_the_registry_lacks(text: str, expected: tuple[str, str | None] | None) -> None:
    (actor,) = speakers(text)
    assert actor is not None
    assert actor.kind == "provisional"
    assert [(a.party, a.role) for a in actor.affiliations] == ([] if expected is None else [expected])


HOSTILE = {
    "people": "Ann Lee met Bo Day and Sen. Al Roe of Ohio, who said it rained. ",
    "capitals": "Ann Of The Center And Committee For Al ",
    "pronouns": "“It rained,” she said. He said it was cold. ",
    "no sentence ends": "Donald Trump and Hillary Clinton, the senator, and ",
    "papers": "the poll said the Quinnipiac University poll said ",
    "brackets": "Alliance (ABCD) ",
}
_LETTERS = "abcdefghij"
NAMESAKES = " ".join(
    f"Mr. John Z{''.join(_LETTERS[int(digit)] for digit in f'{i:04}')} spoke. He met Mr. John today."
    for i in range(900)
)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_about_twice_the_time(words: str) -> None:
    took = []
    for length in (40_000, 160_000):
        text = (words * (length // len(words))).strip()
        start = time.process_time()
        find_statements(Article(text, ((0, len(text)),), published=DAY), load_registry())
        took.append(time.process_time() - start)
    assert took[1] < 1 + 8 * took[0]


def test_many_people_of_one_first_name_take_no_longer() -> None:
    start = time.process_time()
    find_statements(Article(NAMESAKES, ((0, len(NAMESAKES)),), published=DAY), load_registry())
    assert time.process_time() - start < 10
