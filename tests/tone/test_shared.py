"""Tone beside stance: one pass of the encoder serves both, and only statements without targets are read for tone."""

from typing import Any

import numpy as np
import pytest

from analytics.encoder.head import encoder_classifier, for_task
from analytics.tone.shared import tone_probabilities
from analytics.types import TargetedText


class Counting:
    """An encoder whose features are the numbers of letters, words and exclamation marks."""

    hidden = 1

    def __init__(self) -> None:
        self.read: list[Any] = []

    def features(self, items: Any) -> np.ndarray:
        self.read += items
        texts = [item if isinstance(item, str) else item.text for item in items]
        return np.array([[len(t), len(t.split()), t.count("!")] for t in texts], np.float32)


TEXTS = ["Shame!", "We met on Monday", "Joy to all", "A lie!"]


@pytest.fixture
def tone() -> Any:
    classifier = encoder_classifier(Counting(), "tone")  # type: ignore[arg-type]
    return classifier.fit(TEXTS, ["negative", "neutral", "positive", "negative"])


def test_a_statement_with_targets_is_not_read_again(tone: Any) -> None:
    encoder = tone.named_steps["encode"].encoder
    pairs = [(0, TargetedText("Shame on Reyk!", (9, 13))), (0, TargetedText("Shame on Maresk! A lie!", (9, 15)))]
    features = encoder.features([item for _, item in pairs])
    encoder.read.clear()
    rows = tone_probabilities(tone, TEXTS[:2], pairs, features)
    assert encoder.read == ["We met on Monday"]
    head = tone.named_steps["head"]
    assert rows[0] == pytest.approx(head.predict_proba(for_task(features.mean(0, keepdims=True), TEXTS[:1], "tone"))[0])
    assert rows[1] == pytest.approx(tone.predict_proba([TEXTS[1]])[0])


def test_without_targets_it_is_the_classifier_itself(tone: Any) -> None:
    assert tone_probabilities(tone, TEXTS, [], np.zeros((0, 3), np.float32)) == pytest.approx(tone.predict_proba(TEXTS))
