"""How good and how fast the shipped stance model is, beside VADER and a plain TF-IDF window, all in the same run.

    python benchmarks/stance.py [FOLDER OF THE PUBLIC DATA SETS]

Prints macro F1 on both dev files, pairs per second, and each as a ratio to our model's.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from vader import SentimentIntensityAnalyzer

from analytics.settings import Settings
from analytics.train.artifact import load_model
from analytics.train.datasets import DEV_FILES, TRAIN_FILE, newsmtsc_folder, newsmtsc_stances
from analytics.types import TargetedText

WINDOW = 5  # words on either side of the target
ROUNDS = 3
_WORD = re.compile(r"\w+")
Predict = Callable[[Sequence[TargetedText]], Sequence[str]]


@dataclass(frozen=True)
class Row:
    """What one method reached: macro F1 by file, and pairs per second (best of three rounds)."""

    name: str
    f1: tuple[float, ...]
    speed: float


def vader() -> Predict:
    """Return VADER's compound score of the sentence, cut at ±0.05 as its authors advise."""
    analyzer = SentimentIntensityAnalyzer()

    def label(item: TargetedText) -> str:
        compound = analyzer.polarity_scores(item.text)["compound"]
        return "favor" if compound >= 0.05 else "against" if compound <= -0.05 else "neutral"

    return lambda items: [label(item) for item in items]


def words(item: TargetedText) -> list[str]:
    """Return words and pairs of words of the sentence, the target masked, and of the window on either side of it."""
    start, end = item.target
    before, after = _WORD.findall(item.text[:start].lower()), _WORD.findall(item.text[end:].lower())
    parts = {"": [*before, "TARGET", *after], "before:": before[-WINDOW:], "after:": after[:WINDOW]}
    return [
        f"{side}{found}"
        for side, tokens in parts.items()
        for found in (*tokens, *(f"{one} {two}" for one, two in pairwise(tokens)))
    ]


def tf_idf_window(items: Sequence[TargetedText], labels: Sequence[str]) -> Predict:
    """Train a logistic regression on the sentence and a window around the target."""
    model = make_pipeline(
        TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2),
        LogisticRegression(class_weight="balanced", max_iter=1000),
    )
    model.fit(items, labels)
    return lambda found: list(model.predict(found))


def measured(name: str, predict: Predict, files: Sequence[tuple[list[TargetedText], list[str]]]) -> Row:
    """Score ``predict`` on the files and time it on all of them."""
    f1 = tuple(float(f1_score(labels, predict(items), average="macro")) for items, labels in files)
    everything = [item for items, _ in files for item in items]
    fastest = min(_seconds(predict, everything) for _ in range(ROUNDS))
    return Row(name, f1, len(everything) / fastest)


def _seconds(predict: Predict, items: Sequence[TargetedText]) -> float:
    start = time.perf_counter()
    predict(items)
    return time.perf_counter() - start


def main() -> None:
    """Measure all three and print the table."""
    folder = newsmtsc_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().datasets)
    train = newsmtsc_stances(folder / TRAIN_FILE)
    dev = [newsmtsc_stances(folder / name) for name in DEV_FILES]
    files = [(data.items, data.labels) for data in dev]
    model = load_model("stance")
    ours = measured(model.id, lambda items: list(model.estimator.predict(items)), files)
    others = [
        measured("TF-IDF window", tf_idf_window(train.items, train.labels), files),
        measured("VADER", vader(), files),
    ]
    print(f"{'':<24}" + "".join(f"{name:>14}{'ratio':>8}" for name in (*DEV_FILES, "pairs/s")))
    for row in (ours, *others):
        cells = [f"{f1:>14.3f}{f1 / best:>8.2f}" for f1, best in zip(row.f1, ours.f1, strict=True)]
        print(f"{row.name:<24}{''.join(cells)}{row.speed:>14,.0f}{row.speed / ours.speed:>8.2f}")


if __name__ == "__main__":
    main()
