"""How good and how fast the shipped stance models are, beside their peers, all in the same run.

    python benchmarks/stance.py [FOLDER OF THE PUBLIC DATA SETS]

Prints macro F1 on both dev files, pairs per second and peak memory of the process, and ratios to our accurate model.
Peers: VADER; TF-IDF of the sentence and a window around the target; and, where torch is installed, a network of
RoBERTa-base's size in torch, the carrier of GRU-TSC (Hamborg & Donnay, EACL 2021). Its weights are random, which
changes nothing about its speed; it gets no F1.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from vader import SentimentIntensityAnalyzer

from analytics.encoder.tokens import MAX_TOKENS
from analytics.settings import Settings
from analytics.train.artifact import current_model_ids, load_model
from analytics.train.datasets import DEV_FILES, TRAIN_FILE, newsmtsc_folder, newsmtsc_stances
from analytics.types import TargetedText

WINDOW = 5  # words on either side of the target
ROUNDS = 3
_WORD = re.compile(r"\w+")
_WORD_PIECES = 1.3  # RoBERTa's tokens to a word of news
_MEMORY = """
import re, sys
from pathlib import Path
from analytics.train.artifact import load_model
from analytics.train.datasets import newsmtsc_stances
load_model("stance", kind=sys.argv[1]).estimator.predict_proba(newsmtsc_stances(Path(sys.argv[2])).items)
# Linux counts what the parent held in ru_maxrss, but not in VmHWM.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""
Predict = Callable[[Sequence[TargetedText]], Sequence[str]]


@dataclass(frozen=True)
class Row:
    """What one method reached: macro F1 by file, and pairs per second (best of three rounds)."""

    name: str
    f1: tuple[float | None, ...]
    speed: float
    memory: float | None = None


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


def roberta_size() -> Callable[[Sequence[TargetedText]], Any]:
    """Return a forward pass of a network of RoBERTa-base's size over the items, sorted by length as ours are."""
    import torch  # noqa: PLC0415 (an extra)
    from transformers import RobertaConfig, RobertaModel  # noqa: PLC0415

    config = RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1, pad_token_id=1)
    network = RobertaModel(config, add_pooling_layer=False).eval()

    def forward(items: Sequence[TargetedText]) -> None:
        words = (len(_WORD.findall(item.text)) for item in items)
        lengths = sorted(min(int(count * _WORD_PIECES) + 6, MAX_TOKENS) for count in words)  # cut as ours are
        with torch.inference_mode():
            for first in range(0, len(lengths), 16):
                some = lengths[first : first + 16]
                mask = torch.tensor([[int(k < length) for k in range(some[-1])] for length in some])
                network(input_ids=torch.full(mask.shape, 5), attention_mask=mask)

    return forward


def measured(name: str, predict: Predict, files: Sequence[tuple[list[TargetedText], list[str]]]) -> Row:
    """Score ``predict`` on the files and time it on all of them."""
    f1 = tuple(float(f1_score(labels, predict(items), average="macro")) for items, labels in files)
    return Row(name, f1, speed(predict, [item for items, _ in files for item in items]))


def speed(run: Callable[[Sequence[TargetedText]], Any], items: Sequence[TargetedText]) -> float:
    """Return items per second, the best of three rounds."""

    def seconds() -> float:
        start = time.perf_counter()
        run(items)
        return time.perf_counter() - start

    return len(items) / min(seconds() for _ in range(ROUNDS))


def peak_memory(kind: str, path: Path) -> float:
    """Return the peak memory, in MiB, of a process that loads a model and predicts a file."""
    command = [sys.executable, "-c", _MEMORY, kind, str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Measure all and print the table."""
    folder = newsmtsc_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().datasets)
    train = newsmtsc_stances(folder / TRAIN_FILE)
    dev = [newsmtsc_stances(folder / name) for name in DEV_FILES]
    files = [(data.items, data.labels) for data in dev]
    rows = []
    for kind in current_model_ids("stance"):
        model = load_model("stance", kind=kind)
        row = measured(model.id, lambda items, found=model: list(found.estimator.predict(items)), files)
        rows.append(Row(row.name, row.f1, row.speed, peak_memory(kind, folder / DEV_FILES[0])))
    rows.append(measured("TF-IDF window", tf_idf_window(train.items, train.labels), files))
    rows.append(measured("VADER", vader(), files))
    if find_spec("torch") and find_spec("transformers"):
        everything = [item for items, _ in files for item in items]
        rows.append(Row("RoBERTa-base size, torch", (None, None), speed(roberta_size(), everything)))
    print(f"{'':<26}" + "".join(f"{name:>14}{'ratio':>8}" for name in (*DEV_FILES, "pairs/s")) + f"{'MiB':>8}")
    for row in rows:
        cells = [
            f"{'–':>14}{'–':>8}" if f1 is None else f"{f1:>14.3f}{f1 / (best or 1):>8.2f}"
            for f1, best in zip(row.f1, rows[0].f1, strict=True)
        ]
        memory = f"{row.memory:>8.0f}" if row.memory else f"{'–':>8}"
        print(f"{row.name:<26}{''.join(cells)}{row.speed:>14,.0f}{row.speed / rows[0].speed:>8.2f}{memory}")


if __name__ == "__main__":
    main()
