"""How often audited 95 % intervals cover; run as a script, this prints the tables of docs/numbers.md.

    python tests/aggregate/test_audited_coverage.py [STORES [FOLDER OF THE PUBLIC DATA SETS]]

A simulated store has 41 cells of 20 to 2,000 statements, each with its own mixture of stances, and a simple random
sample of its statements is audited. Its statements are real: the shipped classifiers' probabilities and the human
labels, drawn with replacement by true stance (NewsMTSC's dev files, stories made up) or by whole stories (the sample
corpus), those of one side more often than others.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.aggregate.audit import Rectifier, fit_rectifier
from analytics.aggregate.estimate import net_stances
from analytics.aggregate.intervals import clustered_means, critical
from analytics.train.artifact import load_model
from analytics.train.datasets import DEV_FILES, newsmtsc_folder, newsmtsc_stances
from analytics.train.examples import Example
from analytics.train.sample import sample_stances
from analytics.types import Stance, TargetedText

SIZES = np.array([20, 50, 200, 500, 2000])
CELLS = np.repeat(SIZES, [20, 10, 6, 3, 2])
BUDGETS = (100, 300, 1000)
CORRELATION = 0.2  # of the stances of one story, where stories are made up
KINDS = ("linear", "fast", "accurate")
STANCES = [str(stance) for stance in (Stance.AGAINST, Stance.NEUTRAL, Stance.FAVOR)]
SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@dataclass(frozen=True)
class Pool:
    """Real targets: probabilities (against, neutral, favor), labels (0, 1, 2) and the number of their story."""

    probabilities: np.ndarray
    label: np.ndarray
    story: np.ndarray

    def where(self, chosen: np.ndarray) -> Pool:
        return Pool(self.probabilities[chosen], self.label[chosen], self.story[chosen])


@dataclass(frozen=True)
class SimulatedStore:
    cell: np.ndarray
    article: np.ndarray
    probabilities: np.ndarray
    label: np.ndarray
    truth: np.ndarray  # net stance of what each cell was drawn from

    @property
    def d(self) -> np.ndarray:
        return self.probabilities[:, 2] - self.probabilities[:, 0]


Draw = Callable[[np.random.Generator], SimulatedStore]


def predicted(examples: list[Example[TargetedText]], kind: str) -> Pool:
    model = load_model("stance", kind=kind).estimator
    columns = [list(model.classes_).index(stance) for stance in STANCES]
    probabilities = model.predict_proba([example.item for example in examples])[:, columns]
    story = np.unique([example.story for example in examples], return_inverse=True)[1]
    return Pool(probabilities, np.array([STANCES.index(str(example.label)) for example in examples]), story)


@cache
def sample_corpus(kind: str) -> Pool:
    return predicted(sample_stances(SAMPLE, Counter()), kind)


def newsmtsc(kind: str, folder: Path) -> Pool:
    return predicted([found for name in DEV_FILES for found in newsmtsc_stances(folder / name).examples], kind)


def by_stance(pool: Pool, harder: bool = False) -> Draw:
    """Draw statements from ``pool`` by their true stance, in made-up stories that scatter around their cell.

    With ``harder``, every second cell gets only those of each stance that the classifier reads worse than most.
    """
    of_stance = [np.flatnonzero(pool.label == number) for number in range(3)]
    seen = pool.probabilities[np.arange(pool.label.size), pool.label]
    hard = [rows[seen[rows] <= np.median(seen[rows])] for rows in of_stance]

    def draw(rng: np.random.Generator) -> SimulatedStore:
        cell = np.repeat(np.arange(CELLS.size), CELLS)
        shares = rng.dirichlet([1.0, 1.4, 0.7], size=CELLS.size) * 0.97 + 0.01
        stories = [story_numbers(n, rng) + first for n, first in zip(CELLS, CELLS.cumsum(), strict=True)]
        article = np.unique(np.concatenate(stories), return_inverse=True)[1]
        cell_of_story = cell[np.unique(article, return_index=True)[1]]
        weights = rng.gamma((1 / CORRELATION - 1) * shares[cell_of_story]) + 1e-12
        bounds = (weights / weights.sum(axis=1, keepdims=True)).cumsum(axis=1)[:, :2]
        label = (rng.random((cell.size, 1)) > bounds[article]).sum(axis=1)
        rows = np.empty(cell.size, dtype=np.int64)
        for number in range(3):
            rows[label == number] = rng.choice(of_stance[number], (label == number).sum())
            badly_read = (label == number) & (cell % 2 == 1) & harder
            rows[badly_read] = rng.choice(hard[number], badly_read.sum())
        return SimulatedStore(cell, article, pool.probabilities[rows], label, shares[:, 2] - shares[:, 0])

    return draw


def story_numbers(n: int, rng: np.random.Generator) -> np.ndarray:
    """Number n statements by story: mostly one to four, in every seventeenth an interview of up to thirty."""
    length = rng.geometric(0.45, n) + (rng.random(n) < 0.06) * rng.integers(5, 25, n)
    return np.repeat(np.arange(n), length)[:n]


def by_story(pool: Pool) -> Draw:
    """Draw whole stories from ``pool``; a cell prefers those of one side, more or less strongly."""
    rows = [np.flatnonzero(pool.story == number) for number in range(pool.story.max() + 1)]
    size = np.array([len(found) for found in rows])
    total = np.bincount(pool.story, pool.label - 1.0)

    def draw(rng: np.random.Generator) -> SimulatedStore:
        weights = np.exp(rng.normal(size=(CELLS.size, 1)) * 1.5 * total / size)
        weights /= weights.sum(axis=1, keepdims=True)
        stories = np.maximum(1, np.round(CELLS / (weights @ size))).astype(np.int64)
        drawn = np.concatenate(
            [rng.choice(len(rows), count, p=row) for count, row in zip(stories, weights, strict=True)]
        )
        cell = np.repeat(np.repeat(np.arange(CELLS.size), stories), size[drawn])
        article = np.repeat(np.arange(drawn.size), size[drawn])
        chosen = np.concatenate([rows[number] for number in drawn])
        truth = (weights @ total) / (weights @ size)
        return SimulatedStore(cell, article, pool.probabilities[chosen], pool.label[chosen], truth)

    return draw


Interval = tuple[np.ndarray, np.ndarray]
Design = Callable[[SimulatedStore, np.ndarray], Interval]


def labels_normal(store: SimulatedStore, _: np.ndarray) -> Interval:
    return _normal(store, store.probabilities.argmax(axis=1) - 1.0)


def probabilities_normal(store: SimulatedStore, _: np.ndarray) -> Interval:
    return _normal(store, store.d)


def _normal(store: SimulatedStore, value: np.ndarray) -> Interval:
    n = np.bincount(store.cell)
    mean = np.bincount(store.cell, value) / n
    variance = np.bincount(store.cell, (value - mean[store.cell]) ** 2) / np.maximum(n - 1, 1) / n
    half = 1.96 * np.sqrt(variance)
    return mean - half, mean + half


def _clustered(store: SimulatedStore, value: np.ndarray, of_audit: np.ndarray | float) -> Interval:
    means = clustered_means(store.cell, store.article, value)
    half = critical(means.freedom) * np.sqrt(means.error**2 + of_audit)
    return means.mean - half, means.mean + half


def one_rectifier(store: SimulatedStore, audited: np.ndarray) -> Interval:
    """Add the store's mean error of the classifier to every cell."""
    error = (store.label - 1.0 - store.d)[audited]
    return _clustered(store, store.d + error.mean(), error.var(ddof=1) / error.size)


def by_predicted_label(store: SimulatedStore, audited: np.ndarray) -> Interval:
    """Add the store's mean error of the classifier by the label that it predicted."""
    said, error = store.probabilities.argmax(axis=1), store.label - 1.0 - store.d
    groups = [error[audited][said[audited] == number] for number in range(3)]
    mean = np.array([group.mean() if group.size else 0.0 for group in groups])
    variance = np.array([group.var(ddof=1) / group.size if group.size > 1 else 1.0 for group in groups])
    n = np.bincount(store.cell)
    shares = np.stack([np.bincount(store.cell, said == number) / n for number in range(3)], axis=1)
    return _clustered(store, store.d + mean[said], shares**2 @ variance)


def unaudited(store: SimulatedStore, _: np.ndarray) -> Interval:
    return _shipped(store, np.empty(0, dtype=np.int64), None)


def shipped(store: SimulatedStore, audited: np.ndarray) -> Interval:
    frame = pd.DataFrame(store.probabilities[audited], columns=["p_against", "p_neutral", "p_favor"])
    return _shipped(store, audited, fit_rectifier(frame.assign(human_stance=np.array(STANCES)[store.label[audited]])))


def _shipped(store: SimulatedStore, audited: np.ndarray, rectifier: Rectifier | None) -> Interval:
    human = np.full(store.cell.size, np.nan)
    human[audited] = store.label[audited] - 1.0
    against, favor = store.probabilities[:, 0], store.probabilities[:, 2]
    columns = {"cell": store.cell, "story": store.article, "p_against": against, "p_favor": favor, "human": human}
    numbers = net_stances(pd.DataFrame(columns), rectifier)
    return numbers["low"].to_numpy(), numbers["high"].to_numpy()


DESIGNS: dict[str, Design] = {
    "labels, normal": labels_normal,
    "probabilities, normal": probabilities_normal,
    "clustered, unaudited": unaudited,
    "one rectifier for all": one_rectifier,
    "rectifier by predicted label": by_predicted_label,
    "**audited (shipped)**": shipped,
}


def simulate(draw: Draw, budget: int, stores: int, designs: dict[str, Design] = DESIGNS) -> dict[str, np.ndarray]:
    """Return, for each design, sizes × (share of cells covered, mean half width)."""
    rng = np.random.default_rng(0)
    found = {name: np.zeros((2, CELLS.size)) for name in designs}
    for _ in range(stores):
        store = draw(rng)
        audited = rng.choice(store.cell.size, budget, replace=False)
        for name, design in designs.items():
            low, high = np.clip(design(store, audited), -1, 1)
            found[name] += (low <= store.truth) & (store.truth <= high), (high - low) / 2
    return {
        name: np.array([(sums[:, size == CELLS] / stores).mean(axis=1) for size in SIZES])
        for name, sums in found.items()
    }


@pytest.fixture(scope="module")
def covered() -> dict[str, np.ndarray]:
    """Return for some designs the share of cells covered, by size: sample corpus, linear model, 300 audited."""
    chosen = {name: DESIGNS[name] for name in ("labels, normal", "probabilities, normal", "**audited (shipped)**")}
    found = simulate(by_story(sample_corpus("linear")), 300, 100, chosen)
    return {name: rows[:, 0] for name, rows in found.items()}


def test_audited_intervals_cover_in_cells_of_every_size(covered: dict[str, np.ndarray]) -> None:
    shipped_ones = covered["**audited (shipped)**"]
    assert (shipped_ones > 0.92).all() and (shipped_ones < 0.99).all()
    assert 0.93 < shipped_ones.mean() < 0.98


def test_naive_intervals_do_not(covered: dict[str, np.ndarray]) -> None:
    assert covered["labels, normal"].max() < 0.91
    assert covered["probabilities, normal"].max() < 0.87
    assert covered["probabilities, normal"][-1] < 0.4  # narrow around a number that is wrong


def main(stores: int, folder: Path) -> None:
    pools = {f"NewsMTSC, {kind}": newsmtsc(kind, folder) for kind in KINDS}
    worlds = {name: by_stance(pool) for name, pool in pools.items()}
    worlds |= {f"sample corpus, {kind}": by_story(sample_corpus(kind)) for kind in KINDS}
    sizes = f"{' | '.join(map(str, SIZES))} |"
    print(f"| statements, classifier | design, 300 audited | {sizes}\n|---|---|{'---|' * SIZES.size}")
    for world in ("NewsMTSC, accurate", "sample corpus, accurate"):
        for name, found in simulate(worlds[world], 300, stores).items():
            print(f"| {world} | {name} | {row(found)} |", flush=True)
    print(f"\n| statements, classifier | audited | {sizes}\n|---|---|{'---|' * SIZES.size}")
    worlds["NewsMTSC, accurate, every second cell harder"] = by_stance(pools["NewsMTSC, accurate"], harder=True)
    for world, draw in worlds.items():
        for budget in BUDGETS:
            found = simulate(draw, budget, stores, {"shipped": shipped})["shipped"]
            print(f"| {world} | {budget} | {row(found)} |", flush=True)


def row(found: np.ndarray) -> str:
    return " | ".join(f"{covered:.2f} ({half:.2f})" for covered, half in found)


if __name__ == "__main__":
    from analytics.settings import Settings

    given = dict(enumerate(sys.argv))
    main(int(given.get(1, 300)), newsmtsc_folder(Path(given.get(2, Settings().datasets))))
