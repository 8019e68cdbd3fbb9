"""What the features say about who does what to whom."""

import pytest

from analytics.stance.lexicon import Verb, lexicon
from analytics.stance.reading import read
from analytics.stance.roles import effect_on_target, governor, is_passive, predicate
from analytics.stance.views import WORD_VIEWS, Clue, role, scores
from analytics.types import TargetedText


def reading(text: str):
    """Read a text whose target is written in brackets."""
    start = text.index("[")
    end = text.index("]") - 1
    return read(TargetedText(text.replace("[", "").replace("]", ""), (start, end)), {"the", "critics"})


def names(clues) -> set[str]:
    return {clue.name for clue in clues}


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Officials accused [Reyk] of fraud", "suffers-role:accuse"),
        ("[Reyk] accused officials of fraud", "does-role:accuse"),
        ("[Reyk] was accused of fraud", "is-role:accuse"),
        ("[Reyk] was never accused of fraud", "is-role:not_accuse"),
        ("[Reyk], a lawyer, praised them", "does-role:praise"),
        ("the failure of [Reyk]", "by:failure of"),
        ("an attack on [Reyk]", "through:on:criticise"),
        ("an outcry over [Reyk]", "through:over:trouble"),
        ("[Reyk]'s fraud was known", "owns-kind:wrongdoing"),
        ("“No,” said [Reyk]", "spoken-by"),
        ("[Reyk] said no", "speaks"),
    ],
)
def test_roles(text: str, clue: str) -> None:
    assert clue in names(role(reading(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Reyk] has not yet won", "won"),
        ("[Reyk]’s aide won", None),
        ("[Reyk], who never sleeps", None),
    ],
)
def test_the_predicate_is_what_the_target_does(text: str, found: str | None) -> None:
    seen = reading(text)
    k = predicate(seen)
    assert (None if k is None else seen.passage.words[k]) == found


def test_titles_and_names_stand_between_a_target_and_what_governs_it() -> None:
    seen = reading("They blamed the former president Ada [Reyk]")
    assert seen.passage.words[governor(seen) or 0] == "blamed"


@pytest.mark.parametrize(
    ("words", "k", "passive"),
    [("he was accused", 2, True), ("he accused", 1, False), ("accused by them", 0, True), ("was he accused", 2, False)],
)
def test_passive(words: str, k: int, passive: bool) -> None:
    assert is_passive(words.split(), k) is passive


@pytest.mark.parametrize(
    ("target_first", "passive", "effect"),
    [(True, False, 1.0), (True, True, -2.0), (False, False, -2.0), (False, True, 1.0)],
)
def test_a_verb_throws_its_light_on_agent_or_patient(target_first: bool, passive: bool, effect: float) -> None:
    assert effect_on_target(Verb("x", "x", 1.0, -2.0), target_first=target_first, passive=passive) == effect


def test_scores_tell_praise_from_blame_and_turn_under_negation() -> None:
    def total(text: str, name: str) -> float:
        return sum(clue.weight for clue in scores(reading(text)) if clue.name == name)

    assert total("[Reyk] was honest", "any+ reach") > 0
    assert total("[Reyk] was not honest", "any- reach") > 0
    assert total("[Reyk] was not honest", "any+ reach") == 0
    assert total("They condemned [Reyk]", "light- near") > 0


def test_a_phrase_hides_its_words() -> None:
    (entry,) = lexicon().entries("under fire".split())
    assert (entry.first, entry.last, entry.field) == (0, 1, "trouble")


@pytest.mark.parametrize("name", list(WORD_VIEWS))
def test_no_clue_holds_a_name(name: str) -> None:
    """What keeps the model from learning who somebody is."""
    text = "Yesterday Donald [Trump] thanked Hillary Clinton and Merkel for it"
    one = list(WORD_VIEWS[name](reading(text)))
    other = list(
        WORD_VIEWS[name](reading(text.replace("Trump", "Vlad").replace("Clinton", "Orr").replace("Merkel", "Xi")))
    )
    assert one == other
    assert all(isinstance(clue, Clue) and clue.tokens is not None for clue in one)
