"""Net stance repaired by an audit: human labels of a simple random sample of a store's scored targets.

A cell with enough audited statements of its own is estimated by prediction-powered inference (Angelopoulos, Bates,
Fannjiang, Jordan & Zrnic, *Science*, 2023) with the power-tuned λ of PPI++ (Angelopoulos, Duchi & Zrnic,
arXiv:2311.01453, 2023). Nothing is assumed of the classifier: where it errs in the cell, the cell's own audit says so.

Other cells borrow from the audit of the whole store. The classifier's mean error there cannot be carried over, neither
as one number nor by predicted label, since it depends on the mixture of stances, and cells are looked at because
theirs differ. What is carried over is how each *true* stance looks to the classifier: row j of the confusion matrix
is E[probabilities | stance j]. Its inverse gives scores a of the three probabilities with E[a · p | stance] = −1, 0
and +1, so that their mean is right whatever the mixture (Forman, *Data Mining and Knowledge Discovery*, 2008;
Lipton, Wang & Smola, ICML 2018). The assumption: a statement of a given stance is as hard to read in
this cell as in the whole store.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.aggregate.intervals import Floats, Means, Whole, clustered_means
from analytics.types import Stance

OWN_FROM = 30
"""Audited statements from which a cell is estimated by its own."""
STANCE_VALUES = {Stance.AGAINST: -1.0, Stance.NEUTRAL: 0.0, Stance.FAVOR: 1.0}
_EACH_STANCE_FROM = 5  # labels of every stance, below which an audit says too little of how that stance looks
_PROBABILITIES = [f"p_{stance}" for stance in STANCE_VALUES]
_VALUES = np.array(list(STANCE_VALUES.values()))


@dataclass(frozen=True)
class Rectifier:
    """What an audit says of the classifier, by true stance in the order against, neutral, favor."""

    confusion: Floats  # stance × probability: the mean probabilities of targets of that stance
    scores: Floats  # what each probability counts, so that the mean is right for every stance
    spread: Floats  # variance of a target's scored probabilities within each stance
    labels: Floats  # audited targets of each stance

    @property
    def size(self) -> int:
        """Return the number of audited targets."""
        return int(self.labels.sum())


def fit_rectifier(audit: pd.DataFrame) -> Rectifier | None:
    """Return what ``audit`` says of the classifier, ``None`` where it says too little.

    ``audit`` is a simple random sample of the store's targets with the columns ``p_against``, ``p_neutral``,
    ``p_favor`` and ``human_stance``; rows without the last are left out. It says too little with fewer than five
    labels of any stance, or where the classifier gives two stances the same probabilities. Raises ``ValueError`` for a
    label that is no stance.
    """
    known = audit.dropna(subset=["human_stance"])
    stance = label_values(known["human_stance"]).astype(np.int64) + 1
    probabilities = known[_PROBABILITIES].to_numpy(dtype=np.float64)
    labels = np.bincount(stance, minlength=3).astype(np.float64)
    if labels.min() < _EACH_STANCE_FROM:
        return None
    confusion = np.stack([probabilities[stance == number].mean(axis=0) for number in range(3)])
    if np.linalg.matrix_rank(confusion, tol=1e-3) < 3:
        return None
    scores = np.linalg.solve(confusion, _VALUES)
    spread = np.array([(probabilities[stance == number] @ scores).var(ddof=1) for number in range(3)])
    return Rectifier(confusion, scores, spread, labels)


def label_values(labels: pd.Series) -> Floats:
    """Return labels as −1, 0 and +1, NaN where missing. Raises ``ValueError`` for a label that is no stance."""
    unknown = set(labels.dropna()) - set(STANCE_VALUES)
    if unknown:
        raise ValueError(f"labels of an audit are against, neutral and favor, not {sorted(map(str, unknown))}")
    values = {str(stance): value for stance, value in STANCE_VALUES.items()}
    return np.asarray(labels.astype("str").map(values), dtype=np.float64)


def borrowed_means(cell: Whole, article: Whole, probabilities: Floats, rectifier: Rectifier) -> Means:
    """Return the net stance of every cell, with how each stance looks to the classifier taken from the whole audit.

    ``probabilities`` is statements × (against, neutral, favor); ``cell`` and ``article`` as in ``clustered_means``.
    """
    means = clustered_means(cell, article, probabilities @ rectifier.scores)
    n = np.bincount(cell)
    average = np.stack([np.bincount(cell, column) / n for column in probabilities.T], axis=1)
    shares = np.clip(np.linalg.solve(rectifier.confusion.T, average.T).T, 0, 1)
    shares /= shares.sum(axis=1, keepdims=True)
    of_audit = shares**2 * rectifier.spread / rectifier.labels
    return combined(means, of_audit, rectifier.labels - 1)


def combined(means: Means, variances: Floats, freedom: Floats) -> Means:
    """Return ``means`` with independent ``variances`` (cells × parts) of ``freedom`` added, by Satterthwaite (1946)."""
    own = means.error**2
    total = own + variances.sum(axis=1)
    parts = own**2 / means.freedom + (variances**2 / freedom).sum(axis=1)
    return Means(means.mean, np.sqrt(total), total**2 / parts, means.clustering)


def own_means(cell: Whole, d: Floats, human: Floats, clustering: Floats) -> Means:
    """Return the net stance of every cell by its own audited statements (PPI++); cells with fewer than two get NaN.

    ``d`` is P(favor) − P(against) of every statement and ``human`` its label as −1, 0 or +1, NaN where nobody looked.
    ``clustering`` is added to each cell's variance: the formula takes statements for independent, stories are not.
    """
    cells = len(clustering)
    mean, variance, freedom = (np.full(cells, np.nan) for _ in range(3))
    order = np.argsort(cell, kind="stable")
    edges = np.searchsorted(cell[order], np.arange(cells + 1))
    audited = np.bincount(cell, ~np.isnan(human), minlength=cells)
    for number in np.flatnonzero(audited >= 2):
        rows = order[edges[number] : edges[number + 1]]
        looked_at = ~np.isnan(human[rows])
        found = prediction_powered(human[rows][looked_at], d[rows][looked_at], d[rows][~looked_at])
        mean[number], variance[number], freedom[number] = found.mean, found.variance, looked_at.sum() - 1
    return Means(mean, np.sqrt(variance + clustering), freedom, clustering)


@dataclass(frozen=True)
class PredictionPowered:
    """A mean by prediction-powered inference, its variance, and the weight λ that predictions were given."""

    mean: float
    variance: float
    tuning: float


def prediction_powered(labels: Floats, predictions: Floats, other_predictions: Floats) -> PredictionPowered:
    """Return the mean of ``labels`` over a population of which only a random part is labeled.

    ``predictions`` are those of the labeled, ``other_predictions`` those of all others. With n labeled, N others,
    f the predictions: mean λ f̄_N + (ȳ − λ f̄_n); variance λ² Var(f) / N + Var(y − λ f) / n; and
    λ = Cov(y, f) / ((1 + n / N) Var(f)), which makes the variance least. λ is 0 where nothing
    else is to be predicted or predictions do not differ. Needs two labels.
    """
    n, others = len(labels), len(other_predictions)
    spread = float(np.concatenate([predictions, other_predictions]).var(ddof=1))
    if others == 0 or spread == 0:
        return PredictionPowered(float(labels.mean()), float(labels.var(ddof=1)) / n, 0.0)
    covariance = float(np.cov(labels, predictions)[0, 1])
    tuning = covariance / ((1 + n / others) * spread)
    mean = tuning * float(other_predictions.mean()) + float((labels - tuning * predictions).mean())
    variance = tuning**2 * spread / others + float((labels - tuning * predictions).var(ddof=1)) / n
    return PredictionPowered(mean, variance, tuning)
