"""How often nominal 95 % intervals cover, by simulation; run as a script, this prints the tables of docs/numbers.md.

A simulated corpus has cells (a speaker on a party) of 1 to 60 stories and 1 to 200 statements. A cell has its own
shares of against, neutral and favor; those of each story scatter around them with an intraclass correlation; each
statement's true stance is drawn from its story's shares. A classifier sees a noisy signal of the true stance and
answers with exactly calibrated probabilities.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from analytics.aggregate.intervals import CellSums, clustered_interval, pool_cells, sampling_interval, sum_up

STORIES = np.array([1, 1, 1, 1, 2, 2, 3, 4, 5, 7, 10, 15, 25, 40, 60])
SPREAD = np.array([1.0, 1.4, 0.7])  # Dirichlet over cells: some one-sided, some divided, more neutral than not
PRIOR = SPREAD / SPREAD.sum()
SIZES = (
    ("1 in 1", lambda n, stories: (stories == 1) & (n == 1)),
    ("2+ in 1", lambda n, stories: (stories == 1) & (n > 1)),
    ("2–3", lambda n, stories: (stories >= 2) & (stories <= 3)),
    ("4–7", lambda n, stories: (stories >= 4) & (stories <= 7)),
    ("10–15", lambda n, stories: (stories >= 10) & (stories <= 15)),
    ("25–60", lambda n, stories: stories >= 25),
)


@dataclass(frozen=True)
class World:
    """``signal`` separates the stances for the classifier; ``sharpen`` above 1 makes it overconfident.

    ``cells`` is how many are in one frame, and so what there is to pool over.
    """

    name: str
    signal: float = 1.6
    correlation: float = 0.2
    sharpen: float = 1.0
    cells: int = 60


@dataclass(frozen=True)
class Sample:
    cell: np.ndarray
    article: np.ndarray
    probabilities: np.ndarray  # statements × (against, neutral, favor)
    stance: np.ndarray  # 0 against, 1 neutral, 2 favor
    truth: np.ndarray  # each cell's share of favor minus its share of against

    @property
    def d(self) -> np.ndarray:
        return self.probabilities[:, 2] - self.probabilities[:, 0]

    def mean(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.cell, values) / np.bincount(self.cell)


Interval = tuple[np.ndarray, np.ndarray]


def draw(world: World, rng: np.random.Generator) -> Sample:
    stories = rng.choice(STORIES, size=world.cells)
    cell_of_story = np.repeat(np.arange(world.cells), stories)
    shares = rng.dirichlet(SPREAD, size=world.cells) * 0.97 + 0.01
    weights = rng.gamma((1 / world.correlation - 1) * shares[cell_of_story]) + 1e-12
    of_story = weights / weights.sum(axis=1, keepdims=True)
    long = rng.random(len(of_story)) < 0.06  # an interview
    length = np.minimum(rng.geometric(0.45, len(of_story)) + long * rng.integers(5, 25, len(of_story)), 200)
    article = np.repeat(np.arange(len(of_story)), length)
    stance = (rng.random((len(article), 1)) > of_story[article].cumsum(axis=1)[:, :2]).sum(axis=1)
    probabilities = classify(stance, world, rng)
    return Sample(cell_of_story[article], article, probabilities, stance, shares[:, 2] - shares[:, 0])


def classify(stance: np.ndarray, world: World, rng: np.random.Generator) -> np.ndarray:
    seen = rng.normal(size=(len(stance), 3))
    seen[np.arange(len(stance)), stance] += world.signal
    weights = (np.exp(world.signal * seen) * PRIOR) ** world.sharpen
    return weights / weights.sum(axis=1, keepdims=True)


def labels_normal(sample: Sample) -> Interval:
    """Count labels, take statements for independent, use the normal distribution: the usual way."""
    value = sample.probabilities.argmax(axis=1) - 1.0
    return _normal(sample, value)


def normal(sample: Sample) -> Interval:
    """The same with P(favor) − P(against) in place of labels."""
    return _normal(sample, sample.d)


def _normal(sample: Sample, value: np.ndarray) -> Interval:
    n, mean = np.bincount(sample.cell), sample.mean(value)
    variance = sample.mean((value - mean[sample.cell]) ** 2) * n / np.maximum(n - 1, 1)
    half = 1.96 * np.sqrt(variance / n)
    return mean - half, mean + half


def cluster_robust(sample: Sample) -> Interval:
    """Sandwich variance over articles with Student's t, articles − 1 degrees of freedom."""
    variance, freedom = _sandwich(sample)
    mean = sample.mean(sample.d)
    half = np.where(freedom > 0, stats.t.ppf(0.975, np.maximum(freedom, 1)) * np.sqrt(variance), 0.0)
    return mean - half, mean + half


def moderated_sandwich(sample: Sample) -> Interval:
    """The same, each cell's variance between articles moderated by all cells (Smyth 2004, 4 prior articles)."""
    variance, freedom = _sandwich(sample)
    mean, stories = sample.mean(sample.d), freedom + 1
    unit = variance * stories
    pooled = ((unit * freedom).sum() + 10 * 0.4) / (freedom.sum() + 10)
    shrunk = (unit * freedom + 4 * pooled) / (freedom + 4)
    half = stats.t.ppf(0.975, freedom + 4) * np.sqrt(shrunk / stories)
    return mean - half, mean + half


def _sandwich(sample: Sample) -> Interval:
    n, mean = np.bincount(sample.cell), sample.mean(sample.d)
    total = np.bincount(sample.article, sample.d - mean[sample.cell])
    cell_of_story = sample.cell[np.unique(sample.article, return_index=True)[1]]
    stories = np.bincount(cell_of_story)
    variance = np.bincount(cell_of_story, total**2) / n**2 * stories / np.maximum(stories - 1, 1)
    return variance, stories - 1


def sampling(sample: Sample) -> Interval:
    """The shipped interval without its correction for caution."""
    sums = _sums(sample)
    return sampling_interval(sums, pool_cells(sums))


def with_own_variance(sample: Sample) -> Interval:
    """The same, plus the variance of the statements' own distributions over −1, 0 and 1."""
    low, high = sampling(sample)
    own = sample.mean(1 - sample.probabilities[:, 1] - sample.d**2) / np.bincount(sample.cell)
    half = np.sqrt(((high - low) / 2) ** 2 + 1.96**2 * own)
    return (low + high) / 2 - half, (low + high) / 2 + half


def shipped(sample: Sample) -> Interval:
    sums = _sums(sample)
    return clustered_interval(sums, pool_cells(sums))


def _sums(sample: Sample) -> CellSums:
    return sum_up(sample.cell, sample.article, sample.probabilities[:, 0], sample.probabilities[:, 2])


Design = Callable[[Sample], Interval]
DESIGNS: dict[str, Design] = {
    "labels, normal": labels_normal,
    "probabilities, normal": normal,
    "cluster-robust t": cluster_robust,
    "… moderated": moderated_sandwich,
    "pooled correlation, moderated t": sampling,
    "… + own variance": with_own_variance,
    "**… / shown part (shipped)**": shipped,
}
WORLDS = (
    World("68 % right", signal=1.1),
    World("80 % right", signal=1.6),
    World("92 % right", signal=2.4),
    World("80 % right, stories hardly alike", correlation=0.05),
    World("80 % right, stories much alike", correlation=0.4),
    World("80 % right, overconfident", sharpen=1.5),
    World("80 % right, each cell alone in its frame", cells=1),
)


def simulate(world: World, designs: dict[str, Design], frames: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Return, for each design, sizes × (cells, cells covering the truth, summed width)."""
    rng = np.random.default_rng(seed)
    found = {name: np.zeros((len(SIZES), 3)) for name in designs}
    for _ in range(frames * 60 // world.cells):
        sample = draw(world, rng)
        n = np.bincount(sample.cell)
        stories = np.bincount(sample.cell[np.unique(sample.article, return_index=True)[1]])
        for name, design in designs.items():
            low, high = np.clip(design(sample), -1, 1)
            covers = (low <= sample.truth) & (sample.truth <= high)
            for row, (_, holds) in enumerate(SIZES):
                here = holds(n, stories) & (n <= 200)
                found[name][row] += here.sum(), covers[here].sum(), (high - low)[here].sum()
    return found


def coverage(counts: np.ndarray) -> np.ndarray:
    return counts[:, 1] / counts[:, 0]


@pytest.fixture(scope="module")
def usual_world() -> dict[str, np.ndarray]:
    return simulate(WORLDS[1], {"normal": normal, "shipped": shipped}, frames=60)


def test_shipped_intervals_cover_in_cells_of_every_size(usual_world: dict[str, np.ndarray]) -> None:
    assert coverage(usual_world["shipped"]).min() > 0.93


def test_naive_intervals_do_not(usual_world: dict[str, np.ndarray]) -> None:
    assert coverage(usual_world["normal"]).max() < 0.85


def test_shipped_intervals_narrow_with_more_stories(usual_world: dict[str, np.ndarray]) -> None:
    width = usual_world["shipped"][:, 2] / usual_world["shipped"][:, 0]
    assert (np.diff(width) < 0).all()


def main(frames: int) -> None:
    sizes = " | ".join(name for name, _ in SIZES)
    print(f"Statements or stories in a cell, {WORLDS[1].name}: coverage (mean half width)\n")
    print(f"| design | {sizes} |\n|---|{'---|' * len(SIZES)}")
    for name, counts in simulate(WORLDS[1], DESIGNS, frames).items():
        cells = zip(coverage(counts), counts[:, 2] / counts[:, 0] / 2, strict=True)
        print(f"| {name} | {' | '.join(f'{covered:.2f} ({half:.2f})' for covered, half in cells)} |")
    print(f"\nCoverage in other worlds\n\n| world | design | {sizes} |\n|---|---|{'---|' * len(SIZES)}")
    for world in WORLDS:
        for name, counts in simulate(world, {"normal": normal, "shipped": shipped}, frames).items():
            print(f"| {world.name} | {name} | {' | '.join(f'{covered:.2f}' for covered in coverage(counts))} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
