"""The head on an encoder keeps scikit-learn's promises."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_score

from analytics.encoder.head import TemperedRegression, best_temperature, encoder_classifier, speaker_known
from analytics.stance.explain import explained
from analytics.types import TargetedText

_VERBS = {"against": "blamed", "favor": "praised", "neutral": "met"}


def corpus(n: int = 60) -> tuple[list[TargetedText], list[str]]:
    dice = random.Random(0)
    items, labels = [], []
    for k in range(n):
        label = ("against", "favor", "neutral")[k % 3]
        text = f"the minister {_VERBS[label]} ostrevia {dice.choice(('again', 'and the port', 'the rich'))}"
        start = text.index("ostrevia")
        items.append(TargetedText(text, (start, start + 8)))
        labels.append(label)
    return items, labels


@pytest.fixture(scope="module")
def fitted(encoder: Any) -> Any:
    items, labels = corpus()
    return encoder_classifier(encoder, "stance", TemperedRegression(C=10)).fit(items, labels)


def test_it_learns_and_its_probabilities_sum_to_one(fitted: Any) -> None:
    items, labels = corpus()
    assert list(fitted.classes_) == ["against", "favor", "neutral"]
    assert np.allclose(fitted.predict_proba(items).sum(axis=1), 1)
    assert (fitted.predict(items) == np.array(labels)).all()


def test_it_can_be_cloned_and_cross_validated(encoder: Any) -> None:
    items, labels = corpus()
    model = clone(encoder_classifier(encoder, "stance", TemperedRegression(C=10)))
    assert cross_val_score(model, items, labels, cv=3).mean() == 1
    settings = {"C": 3, "temperature": 2, "speaker_temperature": 4}
    assert clone(TemperedRegression(**settings)).get_params() == settings


def test_tone_reads_texts_without_a_target(encoder: Any) -> None:
    texts, labels = [item.text for item in corpus()[0]], corpus()[1]
    model = encoder_classifier(encoder, "tone", TemperedRegression(C=10)).fit(texts, labels)
    assert (model.predict(texts) == np.array(labels)).all()
    assert model.named_steps["head"].regression_.coef_.shape[1] == 2 * encoder.hidden


def test_a_temperature_changes_how_sure_it_is_and_not_what_it_says(fitted: Any) -> None:
    items, _ = corpus()
    x = fitted.named_steps["encode"].transform(items)
    cool = fitted.named_steps["head"]
    warm = clone(cool).set_params(temperature=5.0).fit(x, corpus()[1])
    assert (warm.predict(x) == cool.predict(x)).all()
    assert warm.predict_proba(x).max(axis=1).mean() < cool.predict_proba(x).max(axis=1).mean()


def test_known_speakers_have_a_temperature_of_their_own(fitted: Any) -> None:
    items, labels = corpus()
    x = fitted.named_steps["encode"].transform([*items, *(replace(item, speaker="the premier") for item in items)])
    one = fitted.named_steps["head"]
    two = clone(one).set_params(speaker_temperature=5.0).fit(x[: len(items)], labels)
    unknown, known = slice(None, len(items)), slice(len(items), None)
    assert not speaker_known(x)[unknown].any()
    assert speaker_known(x)[known].all()
    assert np.array_equal(two.predict_proba(x)[unknown], one.predict_proba(x)[unknown])
    assert (two.predict_proba(x)[known].max(axis=1) < one.predict_proba(x)[known].max(axis=1)).all()


def test_the_best_temperature_brings_confidence_to_accuracy() -> None:
    dice = np.random.default_rng(0)
    y = dice.integers(0, 3, 4000)
    wrong = dice.random(4000) < 0.25
    said = np.where(wrong, (y + 1) % 3, y)
    odds = np.eye(3)[said] * 9.0  # sure of everything, right three times in four
    temperature = best_temperature(odds, y)
    confidence = np.exp(9 / temperature) / (np.exp(9 / temperature) + 2)
    assert confidence == pytest.approx(0.75, abs=0.02)


def test_the_words_that_carried_a_prediction_are_its_verbs(fitted: Any) -> None:
    items, labels = corpus()
    probabilities, spans, _ = explained(fitted, items, k=1)
    assert np.allclose(probabilities, fitted.predict_proba(items), atol=1e-6)
    told = [item.text[s:e] for item, found in zip(items, spans, strict=True) for s, e in found]
    assert told == [_VERBS[label] for label in labels]


def test_nothing_to_explain(fitted: Any) -> None:
    probabilities, spans, _ = explained(fitted, [])
    assert (probabilities.shape, spans) == ((0, 3), [])
