"""A 95 % interval for the net stance of every cell, whatever its size.

What makes a mean of P(favor) − P(against) uncertain, and what stands for it here:

* Statements of one article are alike. A share of the variance, the intraclass correlation ``r``, belongs to the
  article (Kish, *Survey Sampling*, 1965), so a cell's statements are worth as many independent ones as
  ``1 / (r Σ w² + (1 − r) / n)``, ``w`` being the share of the cell's statements that each article has.
* A small cell cannot tell its own variance. Each is moderated by the variance pooled over all cells (Smyth,
  *Statistical Applications in Genetics and Molecular Biology*, 2004), and the interval is Student's t with the
  degrees of freedom of both. A cell of one statement thus gets a wide interval and not one of width zero.
* The classifier is cautious: where it is unsure, a side-taking statement counts for less than one. If its
  probabilities are calibrated, E[d²] / E[P(against) + P(favor)], with d = P(favor) − P(against), is the part of a side
  that it shows (regression dilution; Fuller, *Measurement Error Models*, 1987). The bounds that lie away from zero are
  divided by it, so that the interval covers where speakers stand and not only what the classifier says of them.

``docs/numbers.md`` has the designs that were compared and how often each covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

METHOD = "clustered, unaudited"
"""Name of the method in every frame: stories are clusters, and nobody has checked a sample of the predictions."""

LEVEL = 0.95
# What is assumed before any data, with the weight of that many observations. Set from the simulation: when any of them
# is halved or doubled, coverage moves by 1.6 points in cells of one statement and by less than one point in others.
_PRIOR_FREEDOM = 8.0  # degrees of freedom of the pooled variance in each cell
_PRIOR_VARIANCE, _PRIOR_VARIANCE_WEIGHT = 0.4, 10.0  # of a statement's d around the mean of its cell
_PRIOR_CORRELATION, _PRIOR_CORRELATION_WEIGHT = 0.2, 20.0
_PRIOR_SHOWN, _PRIOR_SHOWN_WEIGHT = 0.5, 10.0  # in statements that take a side

Floats = NDArray[np.float64]
Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class _Sizes:
    """How the statements of each cell are spread over articles."""

    n: Floats  # statements
    concentration: Floats  # Σ w²: 1 when all are in one article, 1 / articles when they are spread evenly

    def per_statement(self, correlation: float) -> Floats:
        """Return the variance of a cell's mean in units of the variance of one statement, in (0, 1]."""
        return np.asarray(correlation * self.concentration + (1 - correlation) / self.n, dtype=np.float64)


@dataclass(frozen=True)
class Means:
    """The mean of every cell, its standard error and that error's degrees of freedom; one element a cell."""

    mean: Floats
    error: Floats
    freedom: Floats
    clustering: Floats  # the part of error² that is due to statements of one article being alike

    def interval(self) -> tuple[Floats, Floats]:
        """Return the bounds of the 95 % interval of every mean by Student's t, not clipped."""
        half = critical(self.freedom) * self.error
        return self.mean - half, self.mean + half


def critical(freedom: Floats) -> Floats:
    """Return the quantile of Student's t that a 95 % interval takes."""
    from scipy import stats  # noqa: PLC0415 (half a second to import)

    return np.asarray(stats.t.ppf((1 + LEVEL) / 2, freedom), dtype=np.float64)


def clustered_interval(means: Means, shown: float) -> tuple[Floats, Floats]:
    """Return the lower and upper bounds, in [−1, 1], of every cell's net stance.

    ``means`` are those of P(favor) − P(against) and ``shown`` is the part of a side that the classifier shows.
    """
    low, high = means.interval()
    return np.clip(np.minimum(low, low / shown), -1, 1), np.clip(np.maximum(high, high / shown), -1, 1)


def clustered_means(cell: Whole, article: Whole, value: Floats) -> Means:
    """Return the mean of ``value`` in every cell.

    One element of each array is one statement: the number of its cell (0 … k − 1, none empty), the number of its
    article, and its value. Deterministic; errors depend a little on the other cells given, since variance and
    correlation are pooled over all of them.
    """
    if cell.size == 0:
        return Means(*(np.empty(0) for _ in range(4)))
    n = np.bincount(cell).astype(np.float64)
    mean = np.bincount(cell, value) / n
    deviation = value - mean[cell]
    cluster, cell_of_cluster = _clusters(cell, article)
    size = np.bincount(cluster).astype(np.float64)
    sizes = _Sizes(n, np.bincount(cell_of_cluster, size**2) / n**2)
    correlation = _correlation(deviation, cluster, sizes)
    per_statement = sizes.per_statement(correlation)
    variance, freedom = _moderated(np.bincount(cell, deviation**2) / n, per_statement)
    clustering = variance * correlation * (sizes.concentration - 1 / n)
    return Means(mean, np.sqrt(variance * per_statement), freedom, clustering)


def _clusters(cell: Whole, article: Whole) -> tuple[Whole, Whole]:
    """Number the articles within cells; return the number of each statement, and the cell of each number."""
    both = cell.astype(np.int64) * (int(article.max()) + 1) + article
    found, cluster = np.unique(both, return_inverse=True)
    return cluster, found // (int(article.max()) + 1)


def _correlation(deviation: Floats, cluster: Whole, sizes: _Sizes) -> float:
    """Return the intraclass correlation within articles, by analysis of variance pooled over cells, in [0, 1]."""
    size = np.bincount(cluster).astype(np.float64)
    cluster_mean = np.bincount(cluster, deviation) / size
    between_freedom = size.size - sizes.n.size
    within_freedom = deviation.size - size.size
    known = float(min(between_freedom, within_freedom))
    if known == 0:
        return _PRIOR_CORRELATION
    between = float((size * cluster_mean**2).sum()) / between_freedom
    within = float(((deviation - cluster_mean[cluster]) ** 2).sum()) / within_freedom
    typical_size = float((sizes.n - sizes.concentration * sizes.n).sum()) / between_freedom
    article_variance = max(0.0, (between - within) / typical_size)
    total = article_variance + within
    found = article_variance / total if total > 0 else _PRIOR_CORRELATION
    weight = _PRIOR_CORRELATION_WEIGHT
    return (known * found + weight * _PRIOR_CORRELATION) / (known + weight)


def _moderated(spread: Floats, per_statement: Floats) -> tuple[Floats, Floats]:
    """Return each cell's variance of one statement, moderated by all cells, and its degrees of freedom.

    ``spread`` is the mean squared deviation in each cell.
    """
    freedom = 1 / per_statement - 1
    squares = spread / per_statement  # freedom × unbiased variance, since E[spread] = variance × (1 − per_statement)
    weight = _PRIOR_VARIANCE_WEIGHT
    pooled = (squares.sum() + weight * _PRIOR_VARIANCE) / (freedom.sum() + weight)
    total = freedom + _PRIOR_FREEDOM
    return (squares + _PRIOR_FREEDOM * pooled) / total, total


def shown_part(against: Floats, favor: Floats) -> float:
    """Return the part of a side that the classifier shows, in (0, 1], by its probabilities for every statement."""
    weight = _PRIOR_SHOWN_WEIGHT
    squares = float(((favor - against) ** 2).sum())
    return (squares + weight * _PRIOR_SHOWN) / (float((favor + against).sum()) + weight)
