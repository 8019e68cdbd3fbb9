"""How good a classifier is: F1, recall, calibration and confusion, each with its n."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support, recall_score

from analytics.exceptions import InputError
from analytics.stance.reading import mention_kind
from analytics.train.artifact import LoadedModel
from analytics.train.datasets import tone_of
from analytics.train.newsmtsc import LabeledTarget, read_newsmtsc
from analytics.types import Stance

_BINS = 15


def measure(labels: Sequence[str], probabilities: NDArray[np.float64], classes: Sequence[str]) -> dict[str, Any]:
    """Return the metrics of predictions against ``labels``, all in [0, 1] but the counts.

    ``probabilities`` has shape (texts, classes). ``macro_f1`` and ``average_recall`` are means over the classes,
    ``ece`` is the expected calibration error over 15 equal bins of confidence (Guo et al., ICML 2017), ``confusion``
    has one row per true class with the counts of the predicted ones.
    """
    predicted = np.asarray(classes)[probabilities.argmax(axis=1)]
    precision, recall, f1, support = precision_recall_fscore_support(
        labels, predicted, labels=list(classes), zero_division=0.0
    )
    counts = confusion_matrix(labels, predicted, labels=list(classes))
    return {
        "n": len(labels),
        "macro_f1": float(f1_score(labels, predicted, labels=list(classes), average="macro", zero_division=0.0)),
        "accuracy": float(accuracy_score(labels, predicted)),
        "average_recall": float(
            recall_score(labels, predicted, labels=list(classes), average="macro", zero_division=0.0)
        ),
        "ece": calibration_error(labels, probabilities, classes),
        "per_class": {
            name: {"precision": float(p), "recall": float(r), "f1": float(f), "n": int(n)}
            for name, p, r, f, n in zip(classes, precision, recall, f1, support, strict=True)
        },
        "confusion": {
            name: {other: int(n) for other, n in zip(classes, row, strict=True)}
            for name, row in zip(classes, counts, strict=True)
        },
    }


def calibration_error(labels: Sequence[str], probabilities: NDArray[np.float64], classes: Sequence[str]) -> float:
    """Return the mean distance between confidence and accuracy over 15 bins of confidence, weighted by their size."""
    confidence = probabilities.max(axis=1)
    right = np.asarray(classes)[probabilities.argmax(axis=1)] == np.asarray(labels)
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean()
        for b in range(_BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def evaluate_stance(path: Path, model: LoadedModel, predictions: Path | None = None) -> dict[str, Any]:
    """Measure a stance model on a NewsMTSC file; write ``{"gid", "label", "probabilities"}`` per target if asked.

    Every target that can be found in its sentence is predicted, repeated ones too; the metrics are over those that
    carry a label, all together and by how the target is named (``by_mention``: names, pronouns, descriptions). Raises
    ``InputError`` when there is none, ``DatasetError`` when the file cannot be read.
    """
    rejects = Counter[str]()
    targets = list(read_newsmtsc(path, rejects))
    labels = [None if target.stance is None else str(target.stance) for target in targets]
    items = [target.item for target in targets]
    kinds = [mention_kind(item.text[slice(*item.target)], []).split()[-1] for item in items]
    return _evaluate(path, model, _Texts([t.gid for t in targets], items, labels, kinds), rejects, predictions)


def evaluate_tone(path: Path, model: LoadedModel, predictions: Path | None = None) -> dict[str, Any]:
    """Measure a tone model on the sentences of a NewsMTSC file, labeled as in training; otherwise as for stance.

    A sentence is named by the gid of its first target.
    """
    rejects = Counter[str]()
    sentences: dict[str, list[LabeledTarget]] = {}
    for target in read_newsmtsc(path, rejects):
        sentences.setdefault(target.item.text, []).append(target)
    labels = [_tone_label([target.stance for target in targets]) for targets in sentences.values()]
    gids = [targets[0].gid for targets in sentences.values()]
    return _evaluate(path, model, _Texts(gids, list(sentences), labels, []), rejects, predictions)


def _tone_label(stances: list[Stance | None]) -> str | None:
    known = [stance for stance in stances if stance]
    tone = tone_of(known) if known else None
    return None if tone is None else str(tone)


class _Texts(NamedTuple):
    """What is predicted, all in one order; ``kinds`` may be empty."""

    gids: list[str]
    items: Sequence[Any]
    labels: list[str | None]
    kinds: list[str]


def _evaluate(
    path: Path, model: LoadedModel, texts: _Texts, rejects: Counter[str], predictions: Path | None
) -> dict[str, Any]:
    classes = [str(name) for name in model.estimator.classes_]
    if not texts.items:
        raise InputError(f"{path} holds no target that can be scored; name a NewsMTSC file.")
    probabilities = model.estimator.predict_proba(texts.items)
    if predictions:
        _write(predictions, texts.gids, probabilities, classes)
    result: dict[str, Any] = {"model": model.id, "predicted": len(texts.items), "rejects": dict(rejects)}
    labeled = [k for k, label in enumerate(texts.labels) if label is not None]

    def scores(rows: list[int]) -> dict[str, Any]:
        return measure([str(texts.labels[k]) for k in rows], probabilities[rows], classes)

    if labeled:
        result |= scores(labeled)
        kinds = {kind: [k for k in labeled if texts.kinds[k] == kind] for kind in sorted(set(texts.kinds))}
        result |= {"by_mention": {kind: scores(rows) for kind, rows in kinds.items() if rows}} if kinds else {}
    return result


def _write(path: Path, gids: list[str], probabilities: NDArray[np.float64], classes: list[str]) -> None:
    lines = [
        {
            "gid": gid,
            "label": classes[int(row.argmax())],
            "probabilities": {name: round(float(p), 6) for name, p in zip(classes, row, strict=True)},
        }
        for gid, row in zip(gids, probabilities, strict=True)
    ]
    try:
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written; name a file in a folder that exists.") from error
