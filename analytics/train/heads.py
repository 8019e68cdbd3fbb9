"""Fitting the scikit-learn head of a task on a frozen encoder; in seconds once the features are known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from sklearn.metrics import f1_score

from analytics.encoder.head import TemperedRegression, best_temperature, for_task
from analytics.encoder.session import Encoder
from analytics.train.artifact import LABELS, manifest_digest
from analytics.train.datasets import Task
from analytics.train.examples import Dataset

STRENGTHS = (0.0003, 0.001, 0.003, 0.01, 0.03)
DERIVED_TONE = 0.3
_Features = NDArray[np.float32]


def fit_head(
    task: Task, encoder: Encoder, sets: Mapping[str, Dataset[Any]], dev: Mapping[str, Dataset[Any]]
) -> TemperedRegression:
    """Fit the head of ``task`` on the training ``sets``.

    The strength of regularisation is the one with the best mean macro F1 over the ``dev`` sets, and the temperature
    the one under which their labels are least surprising: the encoder has not been trained on them.
    """
    x = np.concatenate([features_of(task, encoder, data) for data in sets.values()])
    y = np.concatenate([data.labels for data in sets.values()])
    weights = np.concatenate([np.full(len(data.examples), tone_weight(task, name)) for name, data in sets.items()])
    held = {name: features_of(task, encoder, data) for name, data in dev.items()}

    def quality(head: TemperedRegression) -> float:
        return float(
            np.mean([f1_score(dev[n].labels, head.predict(found), average="macro") for n, found in held.items()])
        )

    head = max((TemperedRegression(strength).fit(x, y, weights) for strength in STRENGTHS), key=quality)
    odds = np.concatenate([head.decision_function(found) for found in held.values()])
    labels = np.concatenate([[LABELS[task].index(label) for label in data.labels] for data in dev.values()])
    head.temperature = best_temperature(odds, labels)
    return head


def tone_weight(task: Task, name: str) -> float:
    """Return how much a label of the data set ``name`` counts: less than 1 where the tone is derived from targets."""
    return DERIVED_TONE if (task, name) == ("tone", "NewsMTSC") else 1.0


def features_of(task: Task, encoder: Encoder, data: Dataset[Any]) -> _Features:
    """Return the features of a data set, kept in the user's cache folder for the next time."""
    key = hashlib.sha256(f"{manifest_digest(encoder.folder)} {data.fingerprint()}".encode()).hexdigest()[:24]
    path = user_cache_path("onrecord") / "features" / f"{key}.npy"
    if path.is_file():
        return for_task(np.load(path, allow_pickle=False), task)
    found = encoder.features(data.items)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".writing.npy")
    np.save(draft, found)
    draft.replace(path)
    return for_task(found, task)
