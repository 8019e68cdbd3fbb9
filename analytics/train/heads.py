"""Fitting the scikit-learn head of a task on a frozen encoder; in seconds once the features are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from analytics.encoder.head import TemperedRegression, best_temperature, for_task, speaker_known
from analytics.encoder.session import Encoder
from analytics.exceptions import DatasetError
from analytics.train.datasets import Task
from analytics.train.examples import Dataset
from analytics.train.feature_cache import cached_features
from analytics.train.manifest import ENCODERS, LABELS
from analytics.train.teach import Taught

DERIVED_TONE = 0.3
_TAUGHT_WEIGHT = 0.5  # of what a teacher says of a text, beside a label
_Features = NDArray[np.float32]


@dataclass(frozen=True)
class Setting:
    """What may be chosen for a head: the strength of regularisation, and how much labels of a data set count."""

    strength: float
    importance: Mapping[str, float]


SETTINGS = tuple(Setting(strength, {}) for strength in (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1))


def fit_head(
    task: Task,
    encoder: Encoder,
    sets: Mapping[str, Dataset[Any]],
    dev: Mapping[str, Dataset[Any]],
    settings: Iterable[Setting] = SETTINGS,
    taught: Taught | None = None,
) -> tuple[TemperedRegression, Setting]:
    """Fit the head of ``task`` on the training ``sets`` and what it is ``taught``; return it and the setting chosen.

    That is the one with the best mean macro F1 over the ``dev`` sets, and the temperatures those under which their
    labels are least surprising, every set counting alike: the encoder has not seen them. Raises ``DatasetError``
    without any.
    """
    if not dev:
        raise DatasetError(
            "A head needs a dev set to be calibrated on; restore data/gold or run `onrecord data fetch`."
        )
    x = np.concatenate([features_of(task, encoder, data) for data in sets.values()])
    y = np.concatenate([data.labels for data in sets.values()])
    if taught:  # each text once for each label, which counts as much as the teacher thinks it true
        shown = for_task(cached_features(encoder, taught.items), taught.items, task)
        x = np.concatenate([x, *[shown] * len(LABELS[task])])
        y = np.concatenate([y, np.repeat(LABELS[task], len(shown))])
    held = {name: features_of(task, encoder, data) for name, data in dev.items()}

    def fitted(setting: Setting) -> TemperedRegression:
        counts = {name: tone_weight(task, name) * setting.importance.get(name, 1.0) for name in sets}
        weights = [np.full(len(data.examples), counts[name]) for name, data in sets.items()]
        if taught:
            weights.append(_TAUGHT_WEIGHT * taught.probabilities.T.ravel())
        return TemperedRegression(setting.strength).fit(x, y, np.concatenate(weights))

    def quality(head: TemperedRegression) -> float:
        return float(
            np.mean([f1_score(dev[n].labels, head.predict(found), average="macro") for n, found in held.items()])
        )

    head, chosen = max(((fitted(setting), setting) for setting in settings), key=lambda pair: quality(pair[0]))
    logits = np.concatenate([head.decision_function(found) for found in held.values()])
    labels = np.concatenate([[LABELS[task].index(label) for label in data.labels] for data in dev.values()])
    alike = np.concatenate([np.full(len(found), 1 / len(found)) for found in held.values()])
    head.temperature = best_temperature(logits, labels, alike)
    if task == "stance":
        known = np.concatenate([speaker_known(found) for found in held.values()])
        if known.any() and not known.all():
            head.temperature, head.speaker_temperature = (
                best_temperature(logits[rows], labels[rows], alike[rows]) for rows in (~known, known)
            )
    return head, chosen


def described_head(encoder: Encoder, head: TemperedRegression, taught: Taught | None) -> dict[str, Any]:
    """Return what a manifest says of the making of a head."""
    return {
        "features": [ENCODERS],
        "lexicons": {},
        "encoder": {"id": encoder.id, "sha256": encoder.sha256},
        "settings": head.get_params(),
        **({"taught": taught.described()} if taught else {}),
    }


def tone_weight(task: Task, name: str) -> float:
    """Return how much a label of the data set ``name`` counts: less than 1 where the tone is derived from targets."""
    return DERIVED_TONE if (task, name) == ("tone", "NewsMTSC") else 1.0


def features_of(task: Task, encoder: Encoder, data: Dataset[Any]) -> _Features:
    """Return the features that the head of ``task`` reads of a data set."""
    return for_task(cached_features(encoder, data.items), data.items, task)
