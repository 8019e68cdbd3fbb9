"""The words shown as evidence matter more than others: without them the shipped models are less sure of their label."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from analytics.stance.explain import explained
from analytics.text.tokens import token_spans
from analytics.train.artifact import load_model
from analytics.train.gold import read_gold
from analytics.train.splits import split_of
from analytics.train.word_effects import without
from analytics.types import Span, TargetedText

GOLD = Path(__file__).parents[2] / "data" / "gold"
PAIRS = 120


@pytest.fixture(scope="module")
def items() -> list[TargetedText]:
    statements = [found for found in read_gold(GOLD, Counter()) if split_of(found.story) == "test"]
    pairs = [item for found in statements for item, stance in found.pairs() if stance != "neutral"]
    return random.Random(0).sample(pairs, PAIRS)


def words_of(item: TargetedText) -> list[Span]:
    """Return the words of four letters and more outside the target: the random words are no "the" or "of" either."""
    return [
        (start, end)
        for start, end in token_spans(item.text)
        if item.text[start].isalpha() and end - start > 3 and not (start < item.target[1] and item.target[0] < end)
    ]


@pytest.mark.parametrize(("kind", "times"), [("accurate", 2), ("fast", 3), ("linear", 2)])
def test_deleting_the_evidence_hurts_more_than_deleting_as_many_other_words(
    items: list[TargetedText], kind: str, times: float
) -> None:
    model = load_model("stance", kind=kind).estimator
    before, spans, _ = explained(model, items)
    labels = before.argmax(axis=1)
    dice = random.Random(0)
    told = [
        [s for s in words_of(item) if any(a <= s[0] and s[1] <= b for a, b in found)]
        for item, found in zip(items, spans, strict=True)
    ]
    others = [
        dice.sample(words_of(item), min(len(found), len(words_of(item))))
        for item, found in zip(items, told, strict=True)
    ]

    def loss(deleted: list[list[Span]]) -> float:
        after = model.predict_proba([without(item, gone) for item, gone in zip(items, deleted, strict=True)])
        rows = np.arange(len(items))
        return float((before[rows, labels] - after[rows, labels]).mean())

    assert sum(map(len, told)) > PAIRS
    assert loss(told) > times * max(loss(others), 0.01)
