"""Training a task from its data sets to a model in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.tokens import Item
from analytics.exceptions import DatasetError
from analytics.stance.lexicon import lexicon_fingerprints
from analytics.stance.model import stance_classifier
from analytics.tone.model import tone_classifier
from analytics.train.artifact import current_encoder
from analytics.train.card import card_text
from analytics.train.datasets import DEV_FILES, Task, dev_sets, held_out_sets, newsmtsc_folder, training_sets
from analytics.train.evaluate import measure
from analytics.train.examples import Dataset
from analytics.train.heads import described_head, features_of, fit_head
from analytics.train.manifest import LABELS, views_of
from analytics.train.promote import below_floors, library_versions, pack, put_in_use, read_floors, save
from analytics.train.teach import TAUGHT, Taught, teach
from analytics.train.word_effects import fit_word_effects, texts_to_delete_from

SEED = 0
PLAIN = ("NewsMTSC", "sample corpus")
"""What a linear model is trained on: the rest costs it four points on NewsMTSC, for it cannot tell the two apart."""
_FEWEST = 30  # examples of each label below which calibration by folds says nothing
LICENCES = {
    "NewsMTSC": "MIT (Copyright 2020 Felix Hamborg)",
    "own statements": "MIT, written for this project",
    "sample corpus": "MIT, written for this project",
    "real news": "our labels MIT; the texts are PolNeAR's and are not shipped",
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
        lines = [f"{name}: {', '.join(_shown(scores))}" for name, scores in self.metrics.items()]
        state = f"not put in use. {' '.join(self.refusals)}" if self.refusals else "in use."
        return "\n".join([*lines, f"{self.model_id} written to {self.folder}, {state}"])


_SHOWN = {
    **{"macro_f1": "macro F1", "accuracy": "accuracy", "ece": "calibration error", "n": "n"},
    **{f"{role}.exact": f"{role} exact F1" for role in ("source", "cue", "content")},
    "linked": "linked F1",
}


def _shown(scores: Mapping[str, Any]) -> list[str]:
    found = [(name, scores[key]) for key, name in _SHOWN.items() if key in scores]
    return [f"{name} {value}" if isinstance(value, int) else f"{name} {value:.3f}" for name, value in found]


def train_task(
    task: Task,
    datasets_dir: Path,
    models_dir: Path,
    progress: Callable[[str], None] = lambda _: None,
    kind: str = "linear",
    unlabelled: Callable[[], Sequence[Item]] = tuple,
) -> TrainingResult:
    """Train ``task`` on NewsMTSC in ``datasets_dir``, our statements and the sample corpus; write to ``models_dir``.

    A *linear* model is trained whole, of an *accurate* or *fast* one the head on the encoder in use; that of *fast* is
    taught besides what the accurate model in use says of ``unlabelled`` texts. The model is put in use unless it misses
    a floor of ``models_dir/floors.json``. Raises ``DatasetError`` when the training file is missing or too small and
    ``ModelError`` when there is no encoder or the model cannot be written.
    """
    sets = {name: data for name, data in training_sets(task, datasets_dir).items() if kind != "linear" or name in PLAIN}
    dev = dev_sets(task, datasets_dir)
    _check_size(sets, LABELS[task])
    progress(f"Training the {kind} {task} model on {sum(len(data.examples) for data in sets.values())} examples.")
    taught = teach(task, unlabelled(), models_dir) if kind == TAUGHT else None
    weights, score, made_of = _fitted(task, kind, models_dir, sets, dev, taught)
    progress("Measuring.")
    measured_on = dev | held_out_sets(task, datasets_dir)
    metrics = {name: measure(data.labels, score(data), LABELS[task]) for name, data in measured_on.items()}
    for name in set(DEV_FILES) & set(metrics):
        path = newsmtsc_folder(datasets_dir) / name
        metrics[name] = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), **metrics[name]}
    artifact = pack(task, kind, weights)
    manifest = {
        "id": artifact.model_id,
        "task": task,
        "sha256": artifact.sha256,
        "labels": LABELS[task],
        **made_of,
        "libraries": library_versions(),
        "seed": SEED,
        "data": {name: described(found) for name, found in sets.items()},
        "licences": LICENCES,
        "metrics": metrics,
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    notes = models_dir / task / f"{kind}-notes.md"
    card = card_text(manifest, notes.read_text(encoding="utf-8") if notes.is_file() else "")
    folder = save(models_dir / task, artifact, manifest, card)
    refusals = tuple(below_floors(read_floors(models_dir, task, kind), metrics))
    if not refusals:
        put_in_use(models_dir / task, artifact.model_id)
    return TrainingResult(artifact.model_id, folder, metrics, refusals)


def _fitted(
    task: Task,
    kind: str,
    models: Path,
    sets: Mapping[str, Dataset[Any]],
    dev: Mapping[str, Dataset[Any]],
    taught: Taught | None,
) -> tuple[Any, Callable[[Dataset[Any]], NDArray[np.float64]], dict[str, Any]]:
    """Return what is saved, how it scores a data set, and what the manifest says of its making."""
    if kind == "linear":
        estimator = stance_classifier(SEED) if task == "stance" else tone_classifier(SEED)
        items = [item for data in sets.values() for item in data.items]
        estimator.fit(items, np.concatenate([data.labels for data in sets.values()]))
        made_of = {"features": views_of(task), "lexicons": lexicon_fingerprints()}
        return estimator, lambda data: estimator.predict_proba(data.items), made_of
    encoder = current_encoder(kind, models)
    head, _ = fit_head(task, encoder, sets, dev, taught=taught)
    if task == "stance":
        head.words_ = fit_word_effects(encoder, head, texts_to_delete_from(sets))
    made_of = described_head(encoder, head, taught)
    return head, lambda data: head.predict_proba(features_of(task, encoder, data)), made_of


def _check_size(sets: Mapping[str, Dataset[Any]], labels: list[str]) -> None:
    counts = {label: sum(data.labels.count(label) for data in sets.values()) for label in labels}
    if min(counts.values()) < _FEWEST:
        found = ", ".join(f"{count} {label}" for label, count in counts.items())
        raise DatasetError(f"Training needs at least {_FEWEST} examples of each label, but there are {found}.")


def described(data: Dataset[Any]) -> dict[str, Any]:
    """Return what a manifest says of a data set: its fingerprint, its size, its labels and what was left out."""
    return {
        "sha256": data.fingerprint(),
        "n": len(data.examples),
        "labels": {label: data.labels.count(label) for label in sorted(set(data.labels))},
        "rejects": dict(data.rejects),
    }
