import pytest

from analytics.parties.mentions import mention_finder
from analytics.parties.registry import load_registry

CASES = [
    ("Volodymyr\u00a0Zelenskiy met Zelensky’s aides.", ["volodymyr-zelenskyy", "volodymyr-zelenskyy"]),
    ("Moscow and the Kremlin", ["russia", "russia"]),
    ("Brussels and London", ["european-union", "united-kingdom"]),
    ("Trump's plan", ["donald-trump"]),
    ("Melania Trump spoke at Trump Tower.", ["melania-trump"]),
    ("the Washington Post and Washington Monday", ["the-washington-post", "united-states"]),
    ("a turkey in the oven", []),
    ("Labour lost. Georgia voted.", []),  # ambiguous, and nothing else settles them
    ("Tbilisi objected. Georgia voted.", ["georgia", "georgia"]),
    ("Bill Clinton spoke. Clinton left.", ["bill-clinton", "bill-clinton"]),
    ("Lavrov visited Ankara. Macron spoke.", ["sergey-lavrov", "turkey", "emmanuel-macron"]),
    ("Orban and Szijjarto spoke.", ["viktor-orban", "peter-szijjarto"]),
    ("Clinton spoke.", []),  # three of them, and nobody named in full
    ("Secretary of State Marco Rubio and Mr. Rubio", ["marco-rubio", "marco-rubio"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_mentions(text: str, expected: list[str]) -> None:
    assert [m.entity for m in mention_finder(load_registry()).find(text)] == expected


def test_offsets_survive_characters_that_change_length_when_lowered() -> None:
    text = "İİİ – Moscow’s terms"
    (mention,) = mention_finder(load_registry()).find(text)
    assert text[slice(*mention.span)] == "Moscow"
