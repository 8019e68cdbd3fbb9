"""Champion and challenger on the same held-out texts: overall, by set, by slice, and how sure the difference is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.exceptions import DatasetError
from analytics.retrain.corrections import Slices
from analytics.retrain.material import LEAST, Sets
from analytics.retrain.refit import Score
from analytics.train.evaluate import calibration_error

_DRAWS = 2000
_BINS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate in [−1, 1] with the middle 90 % of its bootstrap distribution: one value in twenty on either side."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Slice:
    """The share of right labels of both models on ``n`` texts that have ``value`` in ``dimension``."""

    dimension: str
    value: str
    n: int
    champion: float
    challenger: float


@dataclass(frozen=True)
class SetScores:
    """Macro F1 of both models on a held-out set of ``n`` texts, and the difference, challenger less champion."""

    name: str
    n: int
    champion: Interval
    challenger: Interval
    gain: Interval


@dataclass(frozen=True)
class Bin:
    """Of ``n`` predictions of like confidence: the mean confidence, and the share that is right."""

    n: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """The expected calibration error over 15 bins, and the bins of a reliability diagram."""

    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Comparison:
    """Two models on the same texts. ``overall`` is the mean over the sets of 30 rows and more, all counting alike."""

    overall: SetScores
    sets: tuple[SetScores, ...]
    slices: tuple[Slice, ...]
    champion: Calibration
    challenger: Calibration


def compare(
    test: Sets, scores: tuple[Score, Score], classes: Sequence[str], slices: Mapping[str, Slices]
) -> Comparison:
    """Return how champion and challenger, in this order in ``scores``, do on the sets of ``test``.

    Intervals are those of a paired bootstrap: in each of 2,000 draws whole stories are drawn with replacement, set by
    set, and both models are measured on the very same draw (Efron & Tibshirani, 1993; for classifiers Berg-Kirkpatrick
    et al., EMNLP 2012). Raises ``DatasetError`` when no set of ``test`` has 30 rows.
    """
    counted = [name for name, data in test.items() if len(data.examples) >= LEAST]
    if not counted:
        raise DatasetError(
            f"There are no {LEAST} held-out texts to compare models on; restore data/gold, or correct more."
        )
    probabilities = {name: tuple(score(data) for score in scores) for name, data in test.items()}
    drawn = {name: _drawn(test[name], probabilities[name], classes) for name in sorted(test)}
    overall = np.mean([drawn[name] for name in counted], axis=0)
    labels = [label for data in test.values() for label in data.labels]
    pooled = [np.concatenate([found[which] for found in probabilities.values()]) for which in (0, 1)]
    right = [np.asarray(classes)[found.argmax(axis=1)] == np.asarray(labels) for found in pooled]
    names = [slices.get(example.gid, {}) for data in test.values() for example in data.examples]
    return Comparison(
        _set_scores("all", len(labels), overall),
        tuple(_set_scores(name, len(test[name].examples), found) for name, found in drawn.items()),
        tuple(_sliced(names, right[0], right[1])),
        _calibration(labels, pooled[0], classes),
        _calibration(labels, pooled[1], classes),
    )


def _drawn(data: Any, probabilities: tuple[Floats, ...], classes: Sequence[str]) -> Floats:
    """Return macro F1 as measured, then in every draw, of both models: shape (1 + draws, 2)."""
    stories = {story: k for k, story in enumerate(sorted({example.story for example in data.examples}))}
    story = np.array([stories[example.story] for example in data.examples])
    label = np.array([list(classes).index(name) for name in data.labels])
    size = len(classes)
    rng = np.random.default_rng(0)
    weights = rng.multinomial(len(stories), np.full(len(stories), 1 / len(stories)), _DRAWS)
    weights = np.concatenate([np.ones((1, len(stories)), weights.dtype), weights])
    found = []
    for rows in probabilities:
        counts = np.zeros((len(stories), size, size))
        np.add.at(counts, (story, label, rows.argmax(axis=1)), 1)
        found.append(_macro_f1((weights @ counts.reshape(len(stories), -1)).reshape(-1, size, size)))
    return np.stack(found, axis=1)


def _macro_f1(confusion: Floats) -> Floats:
    """Return macro F1 of confusion matrices, shape (…, true, predicted); 0 for a class that is nowhere."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    both = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    return np.asarray(np.divide(2 * right, both, out=np.zeros_like(right), where=both > 0).mean(axis=-1))


def _set_scores(name: str, n: int, drawn: Floats) -> SetScores:
    return SetScores(name, n, _interval(drawn[:, 0]), _interval(drawn[:, 1]), _interval(drawn[:, 1] - drawn[:, 0]))


def _interval(drawn: Floats) -> Interval:
    low, high = np.quantile(drawn[1:], (0.05, 0.95))
    return Interval(float(drawn[0]), float(low), float(high))


def _sliced(names: Sequence[Slices], champion: NDArray[np.bool_], challenger: NDArray[np.bool_]) -> list[Slice]:
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, found in enumerate(names):
        for dimension, value in found.items():
            rows[dimension, value].append(number)
    slices = [
        Slice(*key, len(some), float(champion[some].mean()), float(challenger[some].mean()))
        for key, some in rows.items()
        if len(some) >= LEAST
    ]
    return sorted(slices, key=lambda one: (one.dimension, -one.n, one.value))


def _calibration(labels: Sequence[str], probabilities: Floats, classes: Sequence[str]) -> Calibration:
    confidence = probabilities.max(axis=1)
    right = np.asarray(classes)[probabilities.argmax(axis=1)] == np.asarray(labels)
    place = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    bins = [
        Bin(int((place == b).sum()), float(confidence[place == b].mean()), float(right[place == b].mean()))
        for b in range(_BINS)
        if (place == b).any()
    ]
    return Calibration(calibration_error(labels, probabilities, classes), tuple(bins))
