"""The stance classifier keeps scikit-learn's promises."""

import random

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_score

from analytics.stance.evidence import evidence
from analytics.stance.model import stance_classifier
from analytics.stance.ratio_svm import RatioSVM
from analytics.types import TargetedText

_VERBS = {
    "against": "condemned denounced blamed mocked",
    "favor": "praised thanked hailed",
    "neutral": "met saw called",
}
_REST = ("at the port", "on Monday", "over the new treaty", "before the vote", "in a long speech", "by letter")


def corpus(n: int = 120) -> tuple[list[TargetedText], list[str]]:
    dice = random.Random(0)
    items, labels = [], []
    for k in range(n):
        label = ("against", "favor", "neutral")[k % 3]
        text = f"The minister {dice.choice(_VERBS[label].split())} Ostrevia {dice.choice(_REST)} {k}"
        start = text.index("Ostrevia")
        items.append(TargetedText(text, (start, start + 8)))
        labels.append(label)
    return items, labels


@pytest.fixture(scope="module")
def fitted():
    items, labels = corpus()
    return stance_classifier().fit(items, labels)


def test_it_learns_and_its_probabilities_sum_to_one(fitted) -> None:
    items, labels = corpus()
    probabilities = fitted.predict_proba(items)
    assert list(fitted.classes_) == ["against", "favor", "neutral"]
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert (fitted.predict(items) == np.array(labels)).mean() > 0.95


def test_it_can_be_cloned_and_cross_validated() -> None:
    items, labels = corpus()
    assert cross_val_score(clone(stance_classifier()), items, labels, cv=3).mean() > 0.9


def test_the_same_training_gives_the_same_model(fitted) -> None:
    items, labels = corpus()
    again = stance_classifier().fit(items, labels)
    assert np.array_equal(again.predict_proba(items), fitted.predict_proba(items))


def test_a_name_changes_nothing(fitted) -> None:
    one = TargetedText("The minister met Trump on Monday", (17, 22))
    other = TargetedText("The minister met Merkel on Monday", (17, 23))
    assert np.array_equal(fitted.predict_proba([one]), fitted.predict_proba([other]))


def test_evidence_is_the_words_that_speak_for_the_label(fitted) -> None:
    texts = ("The minister denounced Ostrevia on Monday", "The minister thanked Ostrevia at length")
    items = [TargetedText(text, (text.index("Ostrevia"), text.index("Ostrevia") + 8)) for text in texts]
    found = evidence(fitted, items, k=1)
    assert [text[s:e] for text, spans in zip(texts, found, strict=True) for s, e in spans] == ["denounced", "thanked"]


def test_evidence_of_a_text_that_is_only_a_target_is_empty(fitted) -> None:
    assert evidence(fitted, [TargetedText("Ostrevia", (0, 8))]) == [[]]
    assert evidence(fitted, []) == []


def test_without_a_ratio_it_is_a_plain_linear_machine() -> None:
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    features = csr_matrix(np.random.default_rng(0).random((60, 5)))
    labels = np.array(["a", "b", "c"] * 20)
    plain = LinearSVC(C=0.1, class_weight="balanced", random_state=0).fit(features, labels)
    ours = RatioSVM(C=0.1, share=0.0).fit(features, labels)
    assert (plain.predict(features) == ours.predict(features)).mean() > 0.9
