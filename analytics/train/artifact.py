"""Trained models on disk: a folder with the artefact, a manifest that vouches for it, and a card.

``models/<task>/<model id>/{model.joblib, manifest.json, CARD.md}``; ``models/<task>/current.json`` names the one in use.
A joblib file is a pickle and can run code, so its bytes are hashed before they are read as one.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from analytics.exceptions import ModelError
from analytics.paths import resource_dir
from analytics.types import Stance, Tone

Task = Literal["stance", "tone"]

LABELS: Mapping[str, tuple[str, ...]] = {
    "stance": tuple(sorted(Stance)),
    "tone": tuple(sorted(Tone)),
}
_PACKAGES = ("scikit-learn", "numpy", "scipy", "joblib", "onrecord")
_KEYS = frozenset({"id", "task", "sha256", "labels", "libraries", "features", "data", "metrics"})
_AGAIN = "install OnRecord again or run `onrecord train {task}`"


@dataclass(frozen=True)
class LoadedModel:
    """A fitted scikit-learn classifier, its id, and the manifest that vouched for it."""

    id: str
    estimator: Any
    manifest: Mapping[str, Any]


def save_model(
    task: Task, estimator: Any, facts: Mapping[str, Any], *, features: Sequence[str], card: str, directory: Path
) -> str:
    """Write a fitted estimator with manifest and card, make it the current model, and return its id.

    ``facts`` must hold ``method``, ``data`` and ``metrics`` and may hold more; all go into the manifest. ``card`` may
    name the id as ``{id}``. The folder appears whole or not at all.
    """
    import joblib  # noqa: PLC0415

    labels = [str(label) for label in estimator.classes_]
    if tuple(labels) != LABELS[task]:
        raise ModelError(f"A {task} model must know the labels {', '.join(LABELS[task])} in that order.")
    buffer = io.BytesIO()
    joblib.dump(estimator, buffer, compress=3)
    payload = buffer.getvalue()
    digest = hashlib.sha256(payload).hexdigest()
    model_id = f"{task}-{facts['method']}-{digest[:8]}"
    manifest = {
        **facts,
        "id": model_id,
        "task": task,
        "sha256": digest,
        "labels": labels,
        "features": list(features),
        "libraries": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
    }
    files = {
        "model.joblib": payload,
        "manifest.json": (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode(),
        "CARD.md": card.replace("{id}", model_id).encode(),
    }
    _write_folder(directory / task / model_id, files)
    _replace_file(directory / task / "current.json", (json.dumps({"id": model_id}) + "\n").encode())
    return model_id


def load_model(task: Task, directory: Path | None = None) -> LoadedModel:
    """Load the current model of ``task``. Raises ``ModelError`` when its manifest does not vouch for it."""
    folder = _current_folder(task, directory)
    manifest = _read_manifest(folder, task)
    try:
        payload = (folder / "model.joblib").read_bytes()
    except OSError as error:
        raise ModelError(f"The {task} model {folder.name} has no artefact; {_AGAIN.format(task=task)}.") from error
    _check(manifest, payload, task)
    import joblib  # noqa: PLC0415

    estimator = joblib.load(io.BytesIO(payload))
    if [str(label) for label in estimator.classes_] != manifest["labels"]:
        raise ModelError(
            f"The {task} model {folder.name} knows other labels than its manifest; {_AGAIN.format(task=task)}."
        )
    return LoadedModel(manifest["id"], estimator, manifest)


def load(task: Task, directory: Path | None = None) -> Any:
    """Return the current estimator of ``task``. Raises ``ModelError``."""
    return load_model(task, directory).estimator


def current_model_id(task: Task, directory: Path | None = None) -> str:
    """Return the id of the current model of ``task``. Raises ``ModelError`` when there is none."""
    return _current_folder(task, directory).name


def _current_folder(task: Task, directory: Path | None) -> Path:
    folder = (directory or resource_dir("models")) / task
    try:
        model_id = json.loads((folder / "current.json").read_text(encoding="utf-8"))["id"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"There is no {task} model in {folder}; {_AGAIN.format(task=task)}.") from error
    if not isinstance(model_id, str) or Path(model_id).name != model_id or not model_id.startswith(f"{task}-"):
        raise ModelError(f"{folder / 'current.json'} names no {task} model; {_AGAIN.format(task=task)}.")
    return folder / model_id


def _read_manifest(folder: Path, task: Task) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The {task} model {folder.name} has no manifest; {_AGAIN.format(task=task)}.") from error
    if not isinstance(manifest, dict) or not manifest.keys() >= _KEYS or manifest["id"] != folder.name:
        raise ModelError(f"The manifest of the {task} model {folder.name} is damaged; {_AGAIN.format(task=task)}.")
    return manifest


def _check(manifest: Mapping[str, Any], payload: bytes, task: Task) -> None:
    """Compare artefact, labels and library with the manifest before anything is unpickled."""
    name = manifest["id"]
    if hashlib.sha256(payload).hexdigest() != manifest["sha256"]:
        raise ModelError(
            f"The {task} model {name} is not the one its manifest vouches for; {_AGAIN.format(task=task)}."
        )
    if tuple(manifest["labels"]) != LABELS[task]:
        raise ModelError(f"The {task} model {name} was trained for other labels; {_AGAIN.format(task=task)}.")
    made_with, installed = manifest["libraries"].get("scikit-learn", "none"), version("scikit-learn")
    if made_with.split(".")[:2] != installed.split(".")[:2]:
        raise ModelError(
            f"The {task} model {name} was made with scikit-learn {made_with} and {installed} is installed; "
            f"install scikit-learn {'.'.join(made_with.split('.')[:2])} or run `onrecord train {task}`."
        )


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for name, payload in files.items():
            (temporary / name).write_bytes(payload)
        temporary.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _replace_file(path: Path, payload: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(payload)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
