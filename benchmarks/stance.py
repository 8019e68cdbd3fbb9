"""How good and how fast the shipped stance model is, beside VADER and a plain TF-IDF window, all in the same run.

    python benchmarks/stance.py [FOLDER OF THE PUBLIC DATA SETS]

Prints macro F1 on both dev files, pairs per second, and each as a ratio to our model's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

WINDOW = 60  # characters on either side of the target
ROUNDS = 3
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


def window(item: TargetedText) -> str:
    """Return the words around the target, which is masked."""
    start, end = item.target
    return f"{item.text[max(0, start - WINDOW) : start]} TARGET {item.text[end : end + WINDOW]}"


def tf_idf_window(items: Sequence[TargetedText], labels: Sequence[str]) -> Predict:
    """Train words and pairs of words around the target with a logistic regression."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    model = make_pipeline(words, LogisticRegression(C=3, class_weight="balanced", max_iter=1000))
    model.fit([window(item) for item in items], labels)
    return lambda found: list(model.predict([window(item) for item in found]))


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
