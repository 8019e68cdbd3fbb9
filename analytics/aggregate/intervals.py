"""A 95 % interval for the net stance of every cell, whatever its size.

What makes a mean of P(favor) − P(against) uncertain, and what stands for it here:

* Statements of one story are alike. A share of the variance, the intraclass correlation ``r``, belongs to the story
  (Kish, *Survey Sampling*, 1965), so a cell's statements are worth as many independent ones as
  ``1 / (r Σ w² + (1 − r) / n)``, ``w`` being the share of the cell's statements that each story has.
* A small cell cannot tell its own variance. Each is moderated by the variance pooled over many cells (Smyth,
  *Statistical Applications in Genetics and Molecular Biology*, 2004), and the interval is Student's t with the
  degrees of freedom of both. A cell of one statement thus gets a wide interval and not one of width zero.
* The classifier is cautious: where it is unsure, a side-taking statement counts for less than one. If its
  probabilities are calibrated, E[d²] / E[P(against) + P(favor)], with d = P(favor) − P(against), is the part of a side
  that it shows (regression dilution; Fuller, *Measurement Error Models*, 1987). The bounds that lie away from zero are
  divided by it, so that the interval covers where speakers stand and not only what the classifier says of them.

All of it is computed from sums over statements (``CellSums``), so it does not matter whether these come from a frame of
statements or from the cube. ``docs/numbers.md`` has the designs that were compared and how often each covers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
# What is assumed before any data, with the weight of that many observations. Set from the simulation: when any of them
# is halved or doubled, coverage moves by 1.6 points in cells of one statement and by less than one point in others.
_PRIOR_FREEDOM = 8.0  # degrees of freedom of the pooled variance in each cell
_PRIOR_VARIANCE, _PRIOR_VARIANCE_WEIGHT = 0.4, 10.0  # of a statement's d around the mean of its cell
_PRIOR_CORRELATION, _PRIOR_CORRELATION_WEIGHT = 0.2, 20.0
_PRIOR_SHOWN, _PRIOR_SHOWN_WEIGHT = 0.5, 10.0  # in statements that take a side
_HARDLY = 1e-9  # sums of fractions that are whole in truth are off by less

Floats = NDArray[np.float64]
Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class CellSums:
    """What an interval needs to know of each cell; one element of each array is one cell.

    A statement has a value, such as P(favor) − P(against); a cluster are the statements of one story in the cell.
    """

    n: Floats  # statements
    total: Floats  # Σ value
    squares: Floats  # Σ value²
    clusters: Floats
    size: Floats  # Σ over clusters of (its statements)²
    spread: Floats  # Σ over clusters of (its Σ value)² / (its statements)

    @property
    def mean(self) -> Floats:
        """The mean value."""
        return self.total / self.n

    @property
    def deviation(self) -> Floats:
        """The mean squared deviation of values from their mean."""
        return np.maximum(self.squares / self.n - self.mean**2, 0.0)

    @property
    def concentration(self) -> Floats:
        """Σ w²: 1 when all statements are in one story, 1 / stories when they are spread evenly."""
        return np.minimum(self.size / self.n**2, 1.0)

    def per_statement(self, correlation: Floats) -> Floats:
        """Return the variance of a cell's mean in units of the variance of one statement, in (0, 1]."""
        return np.asarray(correlation * self.concentration + (1 - correlation) / self.n, dtype=np.float64)


@dataclass(frozen=True)
class Pooled:
    """What is estimated from many cells together; one element of each array is one pool."""

    correlation: Floats  # intraclass, within stories, in [0, 1]
    variance: Floats  # of a statement's value around the mean of its cell

    def at(self, pool: Whole) -> Pooled:
        """Return the values of the pools of the given numbers."""
        return Pooled(self.correlation[pool], self.variance[pool])


@dataclass(frozen=True)
class Means:
    """The mean of every cell, its standard error and that error's degrees of freedom; one element a cell."""

    mean: Floats
    error: Floats
    freedom: Floats
    clustering: Floats  # the part of error² that is due to statements of one story being alike

    def interval(self) -> tuple[Floats, Floats]:
        """Return the bounds of the 95 % interval of every mean by Student's t, not clipped."""
        half = critical(self.freedom) * self.error
        return self.mean - half, self.mean + half


def critical(freedom: Floats) -> Floats:
    """Return the quantile of Student's t that a 95 % interval takes."""
    from scipy import stats  # noqa: PLC0415 (half a second to import)

    return np.asarray(stats.t.ppf((1 + LEVEL) / 2, freedom), dtype=np.float64)


def clustered_interval(means: Means, shown: float | Floats) -> tuple[Floats, Floats]:
    """Return the lower and upper bounds, in [−1, 1], of every cell's net stance.

    ``means`` are those of P(favor) − P(against) and ``shown`` is the part of a side that the classifier shows, of all
    cells or of each.
    """
    low, high = means.interval()
    return np.clip(np.minimum(low, low / shown), -1, 1), np.clip(np.maximum(high, high / shown), -1, 1)


def clustered_means(cell: Whole, story: Whole, value: Floats) -> Means:
    """Return the mean of ``value`` in every cell; arguments as in ``sum_up``.

    Deterministic; errors depend a little on the other cells given, since variance and correlation are pooled over all
    of them.
    """
    sums = sum_up(cell, story, value)
    return means_of(sums, pool_cells(sums))


def sum_up(cell: Whole, story: Whole, value: Floats) -> CellSums:
    """Return the sums of cells 0 … k − 1, none of them empty.

    One element of each array is one statement: the number of its cell, the number of its story, and its value.
    """
    cluster, cell_of_cluster = _clusters(cell, story)
    size, total = _sum(cluster), _sum(cluster, value)
    return CellSums(
        n=_sum(cell),
        total=_sum(cell, value),
        squares=_sum(cell, value**2),
        clusters=_sum(cell_of_cluster),
        size=_sum(cell_of_cluster, size**2),
        spread=_sum(cell_of_cluster, total**2 / size),
    )


def pool_cells(sums: CellSums, pool: Whole | None = None, pools: int = 1) -> Pooled:
    """Return what is estimated from the cells of each of ``pools``; ``pool`` has the number of every cell's, from 0."""
    pool = np.zeros(sums.n.size, dtype=np.int64) if pool is None else pool

    def pooled(values: Floats) -> Floats:
        return _sum(pool, values, pools)

    correlation = _correlation(sums, pooled)
    freedom, squares = _own(sums, correlation[pool])
    weight = _PRIOR_VARIANCE_WEIGHT
    return Pooled(correlation, (pooled(squares) + weight * _PRIOR_VARIANCE) / (pooled(freedom) + weight))


def means_of(sums: CellSums, pooled: Pooled) -> Means:
    """Return the mean of every cell; ``pooled`` has the estimates for each cell, or one for all."""
    freedom, squares = _own(sums, pooled.correlation)
    total = freedom + _PRIOR_FREEDOM
    variance = (squares + _PRIOR_FREEDOM * pooled.variance) / total
    clustering = variance * pooled.correlation * (sums.concentration - 1 / sums.n)
    return Means(sums.mean, np.sqrt(variance * sums.per_statement(pooled.correlation)), total, clustering)


def shown_part(against: Floats, favor: Floats) -> float:
    """Return the part of a side that the classifier shows, in (0, 1], by its probabilities for every statement."""
    return float(shown_by(((favor - against) ** 2).sum(), (favor + against).sum()))


def shown_by(squares: Floats, sides: Floats) -> Floats:
    """Return the same from sums over statements: of (P(favor) − P(against))² and of P(favor) + P(against)."""
    weight = _PRIOR_SHOWN_WEIGHT
    return np.asarray((squares + weight * _PRIOR_SHOWN) / (sides + weight), dtype=np.float64)


def _sum(group: Whole, values: Floats | None = None, least: int = 0) -> Floats:
    """Return the sums of ``values``, or the counts, of groups 0 … k − 1; at least so many."""
    return np.bincount(group, values, minlength=least).astype(np.float64)


def _own(sums: CellSums, correlation: Floats) -> tuple[Floats, Floats]:
    """Return the degrees of freedom of each cell's own variance, and it times them."""
    per_statement = sums.per_statement(correlation)
    # E[deviation] = variance × (1 − per_statement)
    return 1 / per_statement - 1, sums.deviation / per_statement


def _clusters(cell: Whole, story: Whole) -> tuple[Whole, Whole]:
    """Number the stories within cells; return the number of each statement, and the cell of each number."""
    stories = int(story.max(initial=0)) + 1
    found, cluster = np.unique(cell.astype(np.int64) * stories + story, return_inverse=True)
    return cluster, found // stories


def _correlation(sums: CellSums, pooled: Callable[[Floats], Floats]) -> Floats:
    """Return the intraclass correlation within stories of each pool, by analysis of variance within cells."""
    between_freedom, within_freedom = pooled(sums.clusters - 1), pooled(sums.n - sums.clusters)
    known = np.minimum(between_freedom, within_freedom)
    enough = known > _HARDLY
    known = np.where(enough, known, 0.0)
    one = np.ones_like(known)
    between = pooled(sums.spread - sums.n * sums.mean**2) / np.where(enough, between_freedom, one)
    within = pooled(sums.squares - sums.spread) / np.where(enough, within_freedom, one)
    typical_size = pooled(sums.n - sums.n * sums.concentration) / np.where(enough, between_freedom, one)
    apart = typical_size > _HARDLY  # not so where parts of stories are all that cells hold
    story_variance = np.where(apart, np.maximum(between - within, 0.0) / np.where(apart, typical_size, one), 0.0)
    total = story_variance + np.maximum(within, 0.0)
    found = np.where(total > _HARDLY, story_variance / np.where(total > _HARDLY, total, one), _PRIOR_CORRELATION)
    weight = _PRIOR_CORRELATION_WEIGHT
    return (known * found + weight * _PRIOR_CORRELATION) / (known + weight)
