"""Fitting a challenger: the head on the frozen encoder, or a linear model whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from analytics.retrain.material import CORRECTIONS, Material, Sets
from analytics.stance.lexicon import lexicon_fingerprints
from analytics.stance.model import stance_classifier
from analytics.tone.model import tone_classifier
from analytics.train.artifact import LoadedModel, current_encoder
from analytics.train.datasets import Task
from analytics.train.examples import Dataset
from analytics.train.fit import SEED
from analytics.train.heads import Setting, described_head, features_of, fit_head
from analytics.train.manifest import views_of

Probabilities = NDArray[np.float64]
Score = Callable[[Dataset[Any]], Probabilities]

IMPORTANCE = (1.0, 4.0, 16.0)
"""How many labels of other sets a correction may count as; the dev sets choose. Corrections are few and of the very
news that is scored."""
LINEAR_IMPORTANCE = 4
"""The same for a linear model, which takes too long to fit to choose."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Points of the learning curve: shares of the corrections that are learnt from."""

_FOLDS = 5


@dataclass(frozen=True)
class Fitted:
    """A fitted model: what is saved, how it scores a data set, what its manifest says, how much corrections count."""

    weights: Any
    score: Score
    made_of: dict[str, Any]
    importance: float


def scorer(task: Task, model: LoadedModel) -> Score:
    """Return how a loaded model scores a data set; what its encoder makes of texts is kept."""
    if "encoder" not in model.manifest:
        return lambda data: np.asarray(model.estimator.predict_proba(data.items))
    encoder, head = model.estimator.named_steps["encode"].encoder, model.estimator.named_steps["head"]
    return lambda data: head.predict_proba(features_of(task, encoder, data))


def remembered(score: Score) -> Score:
    """Return ``score``, which computes the probabilities of a data set once."""
    known: dict[int, tuple[Dataset[Any], Probabilities]] = {}  # the data sets are kept, so that no other gets their ids

    def once(data: Dataset[Any]) -> Probabilities:
        if id(data) not in known:
            known[id(data)] = (data, score(data))
        return known[id(data)][1]

    return once


def fit_challenger(
    task: Task, kind: str, champion: LoadedModel, material: Material, models: Path, importance: float | None = None
) -> Fitted:
    """Fit a model of ``kind`` on the training sets of ``material``.

    A head keeps the champion's strength of regularisation; the dev sets choose how much corrections count, unless
    ``importance`` says so. Raises ``DatasetError`` without a dev set to calibrate a head on.
    """
    if kind == "linear":
        return _linear(task, material.train)
    encoder = current_encoder(kind, models)
    strength = float(champion.manifest["settings"]["C"])
    choices = IMPORTANCE if importance is None else (importance,)
    settings = [Setting(strength, {CORRECTIONS: choice}) for choice in choices]
    head, chosen = fit_head(task, encoder, material.train, material.chosen_by, settings, material.taught)
    # What words carry is the encoder's more than the head's, and takes minutes to learn.
    head.words_ = champion.estimator.named_steps["head"].words_
    return Fitted(
        head,
        lambda data: head.predict_proba(features_of(task, encoder, data)),
        described_head(encoder, head, material.taught),
        chosen.importance[CORRECTIONS],
    )


def with_share(material: Material, share: float) -> Material:
    """Return ``material`` with ``share`` of the corrections that are learnt from, whole stories at a time.

    Which stories come first is decided by a hash, so that a larger share holds the smaller.
    """
    found = material.train[CORRECTIONS].examples
    ordered = sorted(found, key=lambda example: hashlib.sha256(f"share {example.story}".encode()).digest())
    kept = tuple(ordered[: round(share * len(ordered))])
    train = {name: data for name, data in material.train.items() if name != CORRECTIONS}
    return replace(material, train=train | ({CORRECTIONS: Dataset(kept, {})} if kept else {}))


def _linear(task: Task, train: Sets) -> Fitted:
    """Fit a linear model; a correction is repeated, and all its repetitions are in one fold of the calibration."""
    examples = [
        example
        for name, data in train.items()
        for example in data.examples
        for _ in range(LINEAR_IMPORTANCE if name == CORRECTIONS else 1)
    ]
    items, labels = [example.item for example in examples], np.array([str(example.label) for example in examples])
    estimator = stance_classifier(SEED) if task == "stance" else tone_classifier(SEED)
    folds = StratifiedGroupKFold(_FOLDS)
    groups = [example.gid for example in examples]
    estimator.set_params(cv=list(folds.split(np.zeros(len(labels)), labels, groups)))
    estimator.fit(items, labels)
    estimator.set_params(cv=_FOLDS)  # the folds are not part of the model
    made_of = {"features": views_of(task), "lexicons": lexicon_fingerprints()}
    return Fitted(estimator, lambda data: np.asarray(estimator.predict_proba(data.items)), made_of, LINEAR_IMPORTANCE)
