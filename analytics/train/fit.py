"""Training a task from its data sets to a model in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from analytics.exceptions import DatasetError
from analytics.paths import resource_dir
from analytics.stance.lexicon import lexicon_fingerprints
from analytics.stance.model import METHOD as STANCE_METHOD
from analytics.stance.model import stance_classifier
from analytics.tone.model import METHOD as TONE_METHOD
from analytics.tone.model import tone_classifier
from analytics.train.artifact import LABELS, features_of
from analytics.train.card import card_text
from analytics.train.datasets import DEV_FILES, TRAIN_FILE, Task, newsmtsc_folder, read_task, sample_task
from analytics.train.evaluate import measure
from analytics.train.examples import Dataset
from analytics.train.promote import below_floors, library_versions, pack, put_in_use, read_floors, save

SEED = 0
_FEWEST = 30  # examples of each label below which calibration by folds says nothing
_LICENCES = {
    "NewsMTSC": "MIT (Copyright 2020 Felix Hamborg)",
    "sample corpus": "MIT, written for this project",
    "word lists": "MIT; vader.tsv is VADER's lexicon, MIT (C.J. Hutto)",
}


@dataclass(frozen=True)
class TrainingResult:
    """What a training run gave: the model's id and folder, its metrics by set, and why it is not in use, if so."""

    model_id: str
    folder: Path
    metrics: Mapping[str, Mapping[str, Any]]
    refusals: tuple[str, ...] = ()

    def summary(self) -> str:
        """Return the result in a few lines for a terminal."""
        lines = [
            f"{name}: macro F1 {m['macro_f1']:.3f}, accuracy {m['accuracy']:.3f}, calibration error {m['ece']:.3f}, "
            f"n {m['n']}"
            for name, m in self.metrics.items()
        ]
        state = f"not put in use. {' '.join(self.refusals)}" if self.refusals else "in use."
        return "\n".join([*lines, f"{self.model_id} written to {self.folder}, {state}"])


def train_task(
    task: Task, datasets_dir: Path, models_dir: Path, progress: Callable[[str], None] = lambda _: None
) -> TrainingResult:
    """Train ``task`` on NewsMTSC in ``datasets_dir`` and our sample corpus; write the model to ``models_dir``.

    The model is put in use unless it misses a floor of ``models_dir/floors.json``. Raises ``DatasetError`` when the
    training file is missing or too small and ``ModelError`` when the model cannot be written.
    """
    sets = _training_sets(task, datasets_dir)
    data = sets["NewsMTSC"].joined(sets["sample corpus"])
    _check_size(data, LABELS[task])
    progress(f"Training {task} on {len(data.examples)} examples.")
    estimator = stance_classifier(SEED) if task == "stance" else tone_classifier(SEED)
    estimator.fit(data.items, np.asarray(data.labels))
    progress("Measuring.")
    metrics = _measured(task, datasets_dir, estimator)
    artifact = pack(task, STANCE_METHOD if task == "stance" else TONE_METHOD, estimator)
    manifest = {
        "id": artifact.model_id,
        "task": task,
        "sha256": artifact.sha256,
        "labels": LABELS[task],
        "features": features_of(task),
        "lexicons": lexicon_fingerprints(),
        "libraries": library_versions(),
        "seed": SEED,
        "data": {name: _described(found) for name, found in sets.items()},
        "licences": _LICENCES,
        "metrics": metrics,
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    folder = save(models_dir / task, artifact, manifest, card_text(manifest))
    refusals = tuple(below_floors(read_floors(models_dir, task), metrics))
    if not refusals:
        put_in_use(models_dir / task, artifact.model_id)
    return TrainingResult(artifact.model_id, folder, metrics, refusals)


def _training_sets(task: Task, datasets: Path) -> dict[str, Dataset[Any]]:
    return {
        "NewsMTSC": read_task(task, newsmtsc_folder(datasets) / TRAIN_FILE),
        "sample corpus": sample_task(task, resource_dir("data") / "sample", "train"),
    }


def _check_size(data: Dataset[Any], labels: list[str]) -> None:
    counts = {label: data.labels.count(label) for label in labels}
    if min(counts.values()) < _FEWEST:
        found = ", ".join(f"{count} {label}" for label, count in counts.items())
        raise DatasetError(f"Training needs at least {_FEWEST} examples of each label, but there are {found}.")


def _described(data: Dataset[Any]) -> dict[str, Any]:
    return {
        "sha256": data.fingerprint(),
        "n": len(data.examples),
        "labels": {label: data.labels.count(label) for label in sorted(set(data.labels))},
        "rejects": dict(data.rejects),
    }


def _measured(task: Task, datasets: Path, estimator: Any) -> dict[str, dict[str, Any]]:
    metrics = {}
    for name in DEV_FILES:
        path = newsmtsc_folder(datasets) / name
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            metrics[name] = {"sha256": digest, **_scores(estimator, read_task(task, path))}
    for split in ("dev", "test"):
        data = sample_task(task, resource_dir("data") / "sample", split)
        if data.examples:
            metrics[f"sample {split}"] = {"sha256": data.fingerprint(), **_scores(estimator, data)}
    return metrics


def _scores(estimator: Any, data: Dataset[Any]) -> dict[str, Any]:
    classes = [str(name) for name in estimator.classes_]
    return measure(data.labels, estimator.predict_proba(data.items), classes)
