"""Fitting the scikit-learn head of a task on a frozen encoder; in seconds once the features are known."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from sklearn.metrics import f1_score

from analytics.encoder.head import TemperedRegression, best_temperature, for_task
from analytics.encoder.session import Encoder
from analytics.encoder.tokens import Item
from analytics.exceptions import DatasetError
from analytics.train.datasets import Task
from analytics.train.examples import Dataset
from analytics.train.manifest import LABELS

STRENGTHS = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
DERIVED_TONE = 0.3
_Features = NDArray[np.float32]


def fit_head(
    task: Task, encoder: Encoder, sets: Mapping[str, Dataset[Any]], dev: Mapping[str, Dataset[Any]]
) -> TemperedRegression:
    """Fit the head of ``task`` on the training ``sets``.

    The strength of regularisation is the one with the best mean macro F1 over the ``dev`` sets, and the temperature
    the one under which their labels are least surprising, every set counting alike: the encoder has not seen them.
    Raises ``DatasetError`` without any.
    """
    if not dev:
        raise DatasetError(
            "A head needs a dev set to be calibrated on; restore data/gold or run `onrecord data fetch`."
        )
    x = np.concatenate([features_of(task, encoder, data) for data in sets.values()])
    y = np.concatenate([data.labels for data in sets.values()])
    weights = np.concatenate([np.full(len(data.examples), tone_weight(task, name)) for name, data in sets.items()])
    held = {name: features_of(task, encoder, data) for name, data in dev.items()}

    def quality(head: TemperedRegression) -> float:
        return float(
            np.mean([f1_score(dev[n].labels, head.predict(found), average="macro") for n, found in held.items()])
        )

    head = max((TemperedRegression(strength).fit(x, y, weights) for strength in STRENGTHS), key=quality)
    logits = np.concatenate([head.decision_function(found) for found in held.values()])
    labels = np.concatenate([[LABELS[task].index(label) for label in data.labels] for data in dev.values()])
    alike = np.concatenate([np.full(len(found), 1 / len(found)) for found in held.values()])
    head.temperature = best_temperature(logits, labels, alike)
    return head


def tone_weight(task: Task, name: str) -> float:
    """Return how much a label of the data set ``name`` counts: less than 1 where the tone is derived from targets."""
    return DERIVED_TONE if (task, name) == ("tone", "NewsMTSC") else 1.0


def features_of(task: Task, encoder: Encoder, data: Dataset[Any]) -> _Features:
    """Return the features that the head of ``task`` reads of a data set."""
    return for_task(cached_features(encoder, data.items), data.items, task)


def cached_features(encoder: Encoder, items: Sequence[Item]) -> _Features:
    """Return the features of ``items``, kept in the user's cache folder for the next time."""
    if not items:
        return encoder.features(items)
    key = hashlib.sha256(f"{encoder.sha256} {list(items)!r}".encode("utf-8", "replace")).hexdigest()[:24]
    path = user_cache_path("onrecord") / "features" / f"{key}.npy"
    try:
        return np.asarray(np.load(path, allow_pickle=False), np.float32)
    except (OSError, ValueError):  # not there, or damaged
        found = encoder.features(items)
    with suppress(OSError):  # a cache that cannot be written is no cache
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.npy")
        np.save(draft, found)
        draft.replace(path)
    return found
