"""The tests behind the alerts: they tell what differs, and rarely what does not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.drift.measures import adjusted, calibration_apart, categories_apart, numbers_apart

RNG = np.random.default_rng(1)


def names(shares: list[float], n: int, seed: int) -> pd.Series:
    return pd.Series(np.random.default_rng(seed).choice(list("abcd"), n, p=shares))


def test_the_index_is_that_of_the_textbook() -> None:
    before, now = pd.Series(list("a" * 600 + "b" * 400)), pd.Series(list("a" * 400 + "b" * 600))
    assert categories_apart(before, now).effect == pytest.approx(0.2 * np.log(1.5) * 2, rel=0.01)


def test_other_shares_are_told_and_the_same_rarely() -> None:
    assert categories_apart(names([0.4, 0.3, 0.2, 0.1], 300, 1), names([0.1, 0.3, 0.2, 0.4], 300, 2)).p < 1e-6
    same = [
        categories_apart(names([0.4, 0.3, 0.2, 0.1], 300, k), names([0.4, 0.3, 0.2, 0.1], 300, 500 + k)).p
        for k in range(200)
    ]
    assert 0.01 <= np.mean(np.array(same) < 0.05) <= 0.1


def test_rare_names_are_taken_together() -> None:
    everybody_new = categories_apart(pd.Series([f"a{k}" for k in range(100)]), pd.Series([f"b{k}" for k in range(100)]))
    assert everybody_new.effect == 0.0 and everybody_new.p == 1.0


def test_numbers_that_lie_elsewhere_are_told() -> None:
    assert numbers_apart(RNG.normal(0, 1, 200), RNG.normal(0, 1, 200)).p > 0.001
    found = numbers_apart(RNG.normal(0, 1, 200), RNG.normal(1, 1, 200))
    assert found.effect > 0.3 and found.p < 1e-6


def judged(n: int, right: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    confidence = rng.uniform(0.5, 1.0, n)
    return confidence, rng.random(n) < confidence - (0.75 - right)


def test_a_model_that_grew_too_sure_is_told_and_one_that_did_not_rarely() -> None:
    assert calibration_apart(judged(300, 0.75, 1), judged(300, 0.5, 2)).p < 0.01
    same = [calibration_apart(judged(150, 0.75, k), judged(150, 0.75, 900 + k)).p for k in range(30)]
    assert np.mean(np.array(same) < 0.05) <= 0.15


def test_p_values_are_adjusted_as_holm_says() -> None:
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert adjusted([]) == []
