from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize_scalar

from analytics.aggregate import net_stance
from analytics.aggregate.audit import OWN_FROM, fit_rectifier, prediction_powered
from analytics.aggregate.estimate import UNAUDITED
from analytics.aggregate.intervals import clustered_means

Make = Callable[..., pd.DataFrame]
TIMID = {-1.0: (0.5, 0.1), 0.0: (0.2, 0.1), 1.0: (0.2, 0.3)}  # P(against), P(favor) by true stance
NAMES = {-1.0: "against", 0.0: "neutral", 1.0: "favor"}


def slow_variance(tuning: float, y: np.ndarray, f: np.ndarray, others: np.ndarray) -> float:
    """Var(λ f̄_N − λ f̄_n + ȳ) term by term, each variance from all that is known of it."""
    n, spread = len(y), np.var(np.append(f, others), ddof=1)
    covariance = sum((a - y.mean()) * (b - f.mean()) for a, b in zip(y, f, strict=True)) / (n - 1)
    return float(tuning**2 * spread / len(others) + (y.var(ddof=1) - 2 * tuning * covariance + tuning**2 * spread) / n)


def labeled_and_others(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = rng.integers(-1, 2, 40).astype(float)
    return y, 0.5 * y + 0.3 * rng.normal(size=40), 0.2 + 0.5 * rng.normal(size=300)


@pytest.mark.parametrize("seed", range(5))
def test_the_tuning_is_the_one_that_makes_the_variance_least(seed: int) -> None:
    y, f, others = labeled_and_others(seed)
    least = minimize_scalar(slow_variance, args=(y, f, others), bounds=(-3, 3), method="bounded").x
    assert prediction_powered(y, f, others).tuning == pytest.approx(least, abs=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_and_variance_are_those_of_the_paper(seed: int) -> None:
    y, f, others = labeled_and_others(seed)
    found = prediction_powered(y, f, others)
    imputed = sum(found.tuning * one for one in others) / len(others)
    rectifier = [a - found.tuning * b for a, b in zip(y, f, strict=True)]
    assert found.mean == pytest.approx(imputed + sum(rectifier) / len(y))
    spread = np.var(np.append(f, others), ddof=1)
    assert found.variance == pytest.approx(found.tuning**2 * spread / 300 + np.var(rectifier, ddof=1) / 40)


def test_useless_predictions_leave_the_labels_alone() -> None:
    y = np.array([1.0, 0.0, -1.0, 1.0])
    for f, others in ((np.zeros(4), np.zeros(10)), (y, np.empty(0))):
        found = prediction_powered(y, f, others)
        assert (found.mean, found.tuning) == (0.25, 0.0)
        assert found.variance == pytest.approx(y.var(ddof=1) / 4)


def test_statements_of_their_own_story_are_not_clustered() -> None:
    rng = np.random.default_rng(0)
    means = clustered_means(np.repeat([0, 1], 50), np.arange(100), rng.normal(size=100))
    assert means.clustering == pytest.approx([0.0, 0.0])


def store(make_pairs: Make, stances: list[float], speaker: str = "x", first: int = 0) -> pd.DataFrame:
    """A timid classifier on statements of known stances, each with a little noise of its own."""
    rows = []
    for number, stance in enumerate(stances, first):
        against, favor = TIMID[stance]
        wobble = 0.05 * ((number * 7) % 5 - 2) / 2
        rows.append((f"s{number}", f"a{number}", speaker, "y", "2025-11-03", against + wobble, favor - wobble / 3))
    return make_pairs(rows).assign(human=[NAMES[stance] for stance in stances], pair_id=[row[0] for row in rows])


def audit_of(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[["pair_id", "p_against", "p_neutral", "p_favor"]].assign(human_stance=pairs["human"])


@pytest.fixture
def whole(make_pairs: Make) -> pd.DataFrame:
    return pd.concat(
        [
            store(make_pairs, [-1.0, 0.0, 1.0] * 60, "mixed"),
            store(make_pairs, ([-1.0] * 9 + [0.0]) * 10, "hostile", first=1000),
        ],
        ignore_index=True,
    )


def test_a_cell_borrows_how_each_stance_looks_from_the_audit_of_the_store(whole: pd.DataFrame) -> None:
    audit = audit_of(whole[whole["speaker"] == "mixed"])  # nothing of the hostile speaker was audited
    row = net_stance(whole, ["speaker"], audit=audit).set_index("speaker").loc["hostile"]
    assert row["predicted"] == pytest.approx(-0.37, abs=0.02)
    assert row["net_stance"] == pytest.approx(-0.9, abs=0.03)
    assert row["low"] < -0.9 < row["high"]
    assert (row["interval"], row["audited"]) == ("audited store-wide (180)", 0)


def test_a_cell_with_enough_of_its_own_borrows_nothing(whole: pd.DataFrame) -> None:
    some = whole[whole["speaker"] == "hostile"].head(OWN_FROM)
    audit = audit_of(pd.concat([whole[whole["speaker"] == "mixed"], some]))
    row = net_stance(whole, ["speaker"], audit=audit).set_index("speaker").loc["hostile"]
    assert row["interval"] == f"audited ({OWN_FROM})"
    assert row["low"] < -0.9 < row["high"]


def test_labels_the_classifier_contradicts_move_the_number(whole: pd.DataFrame) -> None:
    audit = audit_of(whole.groupby("speaker").head(60))
    ironic = audit.assign(human_stance=audit["human_stance"].replace({"against": "favor", "favor": "against"}))
    honest, turned = (net_stance(whole, ["speaker"], audit=found)["net_stance"] for found in (audit, ironic))
    assert honest[0] < -0.8 and turned[0] > 0.8


def test_an_audit_that_says_too_little_is_not_used(whole: pd.DataFrame) -> None:
    few = audit_of(whole.head(12))  # four of each stance
    unread = audit_of(whole).assign(human_stance=None)
    same = audit_of(whole).assign(p_against=0.3, p_neutral=0.4, p_favor=0.3)  # nothing tells stances apart
    plain = net_stance(whole, ["speaker"])
    for audit in (few, unread, same):
        assert fit_rectifier(audit) is None
        rows = net_stance(whole, ["speaker"], audit=audit)
        assert set(rows["interval"]) == {UNAUDITED}
        pd.testing.assert_frame_equal(rows.drop(columns="audited"), plain.drop(columns="audited"))


def test_targets_without_a_label_count_for_nothing(whole: pd.DataFrame) -> None:
    audit = audit_of(whole)
    half = audit.assign(human_stance=audit["human_stance"].where(audit.index % 2 == 0))
    pd.testing.assert_frame_equal(
        net_stance(whole, ["speaker"], audit=half), net_stance(whole, ["speaker"], audit=half.dropna())
    )


def test_a_label_that_is_no_stance_is_refused(whole: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="pro"):
        net_stance(whole, [], audit=audit_of(whole).assign(human_stance="pro"))


def test_nothing_is_changed_and_types_stay(whole: pd.DataFrame) -> None:
    audit = audit_of(whole)
    before, audit_before = whole.copy(deep=True), audit.copy(deep=True)
    rows = net_stance(whole, ["speaker"], "week", audit)
    pd.testing.assert_frame_equal(whole, before)
    pd.testing.assert_frame_equal(audit, audit_before)
    assert rows.dtypes.equals(net_stance(whole, ["speaker"], "week").dtypes)
    assert net_stance(whole.iloc[:0], ["speaker"], "week", audit).dtypes.equals(rows.dtypes)
