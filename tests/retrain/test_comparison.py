"""Two models on the same texts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from analytics.exceptions import DatasetError
from analytics.retrain.comparison import compare
from analytics.retrain.refit import Score
from analytics.train.examples import Dataset, Example

CLASSES = ["against", "favor", "neutral"]
RNG = np.random.default_rng(5)
LABELS = [CLASSES[k % 3] for k in range(120)]
TEST = {"corrections test": Dataset(tuple(Example(str(k), y, f"s{k // 3}", str(k)) for k, y in enumerate(LABELS)), {})}


def right_in(share: float, seed: int = 0) -> Score:
    """Return a model that is right in about ``share`` of the texts."""
    rng = np.random.default_rng(seed)
    right = rng.random(len(LABELS)) < share
    places = [CLASSES.index(y) if ok else (CLASSES.index(y) + 1) % 3 for y, ok in zip(LABELS, right, strict=True)]
    rows: NDArray[np.float64] = np.full((len(LABELS), 3), 0.1)
    rows[np.arange(len(LABELS)), places] = 0.8
    return lambda _data: rows


def test_macro_f1_is_that_of_scikit_learn() -> None:
    model = right_in(0.7)
    found = compare(TEST, (model, model), CLASSES, {}).sets[0]
    predicted = np.array(CLASSES)[model(TEST["corrections test"]).argmax(axis=1)]
    assert found.champion.value == pytest.approx(f1_score(LABELS, predicted, average="macro"))
    assert (found.gain.low, found.gain.high) == (0, 0)


def test_a_real_gain_is_beyond_noise_and_a_shuffled_one_is_not() -> None:
    assert compare(TEST, (right_in(0.5), right_in(0.8)), CLASSES, {}).overall.gain.low > 0.05
    even = [compare(TEST, (right_in(0.7, seed), right_in(0.7, 99 + seed)), CLASSES, {}) for seed in range(40)]
    assert sum(found.overall.gain.low > 0 for found in even) <= 5  # about one in twenty


def test_slices_need_rows() -> None:
    slices = {str(k): {"party": "russia" if k < 40 else "iran" if k < 60 else f"p{k}"} for k in range(120)}
    found = compare(TEST, (right_in(0.5), right_in(0.8)), CLASSES, slices).slices
    assert [(one.value, one.n) for one in found] == [("russia", 40)]


def test_too_little_to_compare_on_is_said() -> None:
    few = {"corrections test": Dataset(TEST["corrections test"].examples[:29], {})}
    with pytest.raises(DatasetError, match="no 30 held-out texts"):
        compare(few, (right_in(0.5), right_in(0.8)), CLASSES, {})
