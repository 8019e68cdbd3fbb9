"""How good a classifier is: the same measures for every model, task and data set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analytics.exceptions import DatasetError
from analytics.train.artifact import LoadedModel
from analytics.train.datasets import read_newsmtsc

_BINS = 15


def measure(labels: Sequence[str], probabilities: np.ndarray, classes: Sequence[str]) -> dict[str, Any]:
    """Return the scores of a prediction.

    ``probabilities`` has shape (examples, classes). Scores are in [0, 1]: macro F1, F1 per class, accuracy, average
    recall (the mean recall of the classes), and the expected calibration error of the predicted label over 15 bins of
    equal width (Guo et al., ICML 2017). ``confusion`` counts by true label, then predicted label.
    """
    from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, recall_score  # noqa: PLC0415

    names = list(classes)
    truth = np.asarray(labels, dtype=object)
    predicted = np.asarray(names, dtype=object)[probabilities.argmax(axis=1)]
    by_class = f1_score(truth, predicted, labels=names, average=None, zero_division=0)
    counts = confusion_matrix(truth, predicted, labels=names)
    return {
        "n": len(labels),
        "f1_macro": float(by_class.mean()),
        "f1": {name: float(score) for name, score in zip(names, by_class, strict=True)},
        "accuracy": float(accuracy_score(truth, predicted)),
        "average_recall": float(recall_score(truth, predicted, labels=names, average="macro", zero_division=0)),
        "calibration_error": calibration_error(truth == predicted, probabilities.max(axis=1)),
        "confusion": {
            true: {name: int(count) for name, count in zip(names, row, strict=True)}
            for true, row in zip(names, counts, strict=True)
        },
    }


def calibration_error(right: np.ndarray, confidence: np.ndarray) -> float:
    """Return the expected calibration error in [0, 1] of decisions, given whether each is right and how sure it was."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean()
        for b in range(_BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def evaluate_stance(path: Path, model: LoadedModel, predictions: Path | None = None) -> dict[str, Any]:
    """Measure a stance model on a file of NewsMTSC.

    ``predictions``: file to write, one line a target, ``{"gid", "label", "probabilities"}``. Raises ``DatasetError``.
    """
    data = read_newsmtsc(path)
    rows = [(example.id, example.item, example.label) for example in data.stance]
    return _evaluate(rows, model, predictions) | {"rejected": dict(data.rejected)}


def evaluate_tone(path: Path, model: LoadedModel, predictions: Path | None = None) -> dict[str, Any]:
    """Measure a tone model on the sentences of a file of NewsMTSC; see ``read_newsmtsc`` for their tone.

    ``predictions``: file to write, one line a sentence, ``{"gid", "label", "probabilities"}``. Raises ``DatasetError``.
    """
    data = read_newsmtsc(path)
    rows = [(example.id, example.text, example.label) for example in data.tone]
    return _evaluate(rows, model, predictions) | {"rejected": dict(data.rejected)}


def _evaluate(rows: Sequence[tuple[str, Any, str]], model: LoadedModel, predictions: Path | None) -> dict[str, Any]:
    if not rows:
        raise DatasetError("The file holds no labelled examples; name a file in NewsMTSC's format.")
    classes = [str(label) for label in model.estimator.classes_]
    probabilities = model.estimator.predict_proba([item for _, item, _ in rows])
    if predictions:
        lines = [
            {
                "gid": gid,
                "label": classes[int(row.argmax())],
                "probabilities": {label: float(p) for label, p in zip(classes, row, strict=True)},
            }
            for (gid, _, _), row in zip(rows, probabilities, strict=True)
        ]
        predictions.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return {"model": model.id, **measure([label for *_, label in rows], probabilities, classes)}
