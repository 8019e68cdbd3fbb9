"""Which parties a statement speaks of, as a table: a story, and the targets of its last statement with their words."""

from datetime import datetime

import pytest

from analytics.parties.registry import load_registry
from analytics.pipeline import find_statements
from analytics.types import Article

DAY = datetime(2016, 9, 10)


def targets(text: str, day: datetime = DAY) -> set[tuple[str, str]]:
    statements, failures = find_statements(
        Article(text, ((0, len(text)),), outlet="The New York Times", published=day), load_registry()
    )
    assert failures == ()
    assert all((t.via is None) == (t.via_name is None) for t in statements[-1].targets)
    return {(text[slice(*t.mention)], t.via or t.id) for t in statements[-1].targets}


CASES = [
    # a pronoun goes to the one person who agrees with it in the nearest sentence that names any
    ("Hillary Clinton spoke in Ohio. Critics said she had lied.", {("she", "hillary-clinton")}),
    ("Hillary Clinton spoke. Donald Trump said “she cannot win this.”", {("she", "hillary-clinton")}),
    ("Donald Trump said “he cannot win this race.”", set()),
    ("Donald Trump said he would win.", set()),
    ("An aide to Donald Trump called. The aide said he would win.", set()),
    ("Donald Trump met Ted Cruz. Critics said he had lied.", set()),
    ("Hillary Clinton spoke. Critics said Angela Merkel knew she had lied.", {("Angela Merkel", "angela-merkel")}),
    ("Sarah Dole, a farmer, spoke. Critics said she had lied.", set()),
    # half a name
    ("Hillary Clinton spoke. Critics said Hillary had lied.", {("Hillary", "hillary-clinton")}),
    (
        "Hillary Clinton met Bill Clinton. Critics said Mrs. Clinton had lied.",
        {("Clinton", "hillary-clinton")},
    ),
    ("Hillary Clinton met Hillary Swank. Critics said Hillary Swank had lied.", set()),
    # people the registry lacks, by the office or the party that the story gives them
    ("Critics said Sen. Orla Quist (R-Utah) had lied.", {("Orla Quist", "orla-quist")}),
    ("Mayor Orla Quist spoke. Critics said Quist had lied.", {("Quist", "orla-quist")}),
    ("Critics said Iranian Deputy Minister Reza Tavakoli had lied.", {("Reza Tavakoli", "reza-tavakoli")}),
    (
        "Critics said Orla Quist, a spokeswoman for the German Foreign Ministry, had lied.",
        {("Orla Quist", "orla-quist"), ("German", "germany")},
    ),
    ("Ban Ki-moon left. Critics said Mr. Ban had lied.", {("Ban", "ban-ki-moon")}),
    ("Critics said actress Orla Quist had lied.", set()),
    ("Critics said Mrs. Orla Quist had lied.", set()),
    # what introduces a person, or describes a thing, is no target besides
    ("Critics said Republican presidential nominee Donald Trump had lied.", {("Donald Trump", "donald-trump")}),
    ("Critics said former CIA director David Petraeus had lied.", {("David Petraeus", "david-petraeus")}),
    ("Critics said the GOP debate was long.", set()),
    ("Critics said many Americans had lied.", set()),
    ("Critics said the Americans had lied.", {("Americans", "united-states")}),
    ("Critics said the Syrian and Iraqi refugees had lied.", set()),
    ("Critics said a U.S. billionaire had lied.", set()),
    ("Critics said the U.S. has lied.", {("U.S.", "united-states")}),
    ("Critics said people were entering the United States.", set()),
    (
        "Critics said China’s entry into the World Trade Organization was late.",
        {("China", "china"), ("World Trade Organization", "wto")},
    ),
    ("The Bush White House waited. Critics said the Bush White House had lied.", set()),
    ("The White House waited. The White House said the White House had lied.", set()),
    ("Critics said the White House had lied.", {("White House", "united-states")}),
    # offices without names
    ("Critics said the president had lied.", {("the president", "barack-obama")}),
    ("Critics said the administration had lied.", {("the administration", "barack-obama")}),
    ("Ted Cruz left. Critics said the senator had lied.", {("the senator", "ted-cruz")}),
    ("Critics said the senator had lied.", set()),
    # the speaker's own state
    ("Barack Obama said “our country is strong.”", {("our country", "united-states")}),
    ("Barack Obama said “jobs are scarce in this country.”", set()),
    # names that mean other bodies too
    ("The White House and the Pentagon waited. Critics said Congress had lied.", {("Congress", "us-congress")}),
    ("Lima waited. Peru met Peru. Critics said Peru’s Congress had lied.", {("Peru", "peru")}),
    ("Damascus waited. Critics said the Syrian Democratic Forces had lied.", set()),
    ("Critics said Jerry Rice had lied and Rice had left.", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_targets(text: str, expected: set[tuple[str, str]]) -> None:
    assert targets(text) == expected


def test_the_party_of_a_person_is_the_one_printed_beside() -> None:
    text = "Critics said Sen. Orla Quist (R-Utah) had lied."
    (statement,), _ = find_statements(Article(text, ((0, len(text)),), published=DAY), load_registry())
    assert [(t.id, t.name) for t in statement.targets] == [("republican-party", "Republican Party")]
