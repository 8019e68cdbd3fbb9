"""Writing a model's folder in one step, and putting it in use when it clears the floors."""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import joblib

from analytics.encoder.folder import MANIFEST
from analytics.exceptions import ModelError
from analytics.train.manifest import CARD, CURRENT, WEIGHTS

FLOORS = "floors.json"
_NAMES = {"macro_f1": "Macro F1"}
_LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib", "onrecord")


@dataclass(frozen=True)
class Artifact:
    """A model's weights as bytes, with their sha256 and the id that is made of it."""

    model_id: str
    data: bytes
    sha256: str


def pack(task: str, method: str, estimator: Any) -> Artifact:
    """Serialise a fitted estimator; the same training gives the same bytes and so the same id."""
    buffer = io.BytesIO()
    joblib.dump(estimator, buffer, compress=3)
    data = buffer.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    return Artifact(f"{task}-{method}-{sha256[:6]}", data, sha256)


def library_versions(*names: str) -> dict[str, str]:
    """Return the versions of what a model's weights depend on: always scikit-learn and its kin, and ``names``."""
    versions = {"python": platform.python_version()}
    for name in (*_LIBRARIES, *names):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # the project itself, run from a checkout that is not installed
            versions[name] = "unknown"
    return versions


def save(folder: Path, artifact: Artifact, manifest: Mapping[str, Any], card: str) -> Path:
    """Write the model's folder beside its siblings in ``folder``, all of it or nothing, and return its path."""
    return write_folder(folder / artifact.model_id, {WEIGHTS: artifact.data, **described(manifest, card)})


def described(manifest: Mapping[str, Any], card: str) -> dict[str, bytes]:
    """Return manifest and card as the files of a model's folder."""
    return {MANIFEST: (json.dumps(manifest, indent=2) + "\n").encode(), CARD: card.encode()}


def write_folder(target: Path, files: Mapping[str, bytes]) -> Path:
    """Write a folder with ``files``, all of it or nothing; one of that name gives way. Raises ``ModelError``."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".writing-") as temporary:
            draft = Path(temporary) / target.name
            draft.mkdir()
            for name, data in files.items():
                (draft / name).write_bytes(data)
            if target.exists():
                shutil.rmtree(target)  # the same weights: only the time and the card can differ
            draft.rename(target)
    except OSError as error:
        raise ModelError(f"The model cannot be written to {target.parent}; name a folder you may write to.") from error
    return target


def put_in_use(folder: Path, model_id: str) -> None:
    """Make ``model_id`` the model in use of its kind, by replacing ``current.json`` in one step."""
    current = folder / CURRENT
    named = json.loads(current.read_text(encoding="utf-8")) if current.is_file() else {}
    named[model_id.split("-")[1]] = model_id
    draft = folder / f".{CURRENT}.{os.getpid()}"
    draft.write_text(json.dumps(named, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(current)


def read_floors(models: Path, task: str, kind: str) -> dict[str, dict[str, Any]]:
    """Return the pinned floors of a model: what is measured on → its sha256 and the least of each score."""
    path = models / FLOORS
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")).get(task, {}).get(kind, {}))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is damaged; restore it from the project.") from error


def below_floors(floors: Mapping[str, Mapping[str, Any]], metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return one sentence per floor that is missed. A floor counts only for the very file it was pinned on."""
    return [
        f"{_NAMES.get(score, score)} on {name} is {metrics[name].get(score, 0):.3f}, below the floor of {least:.3f}."
        for name, pinned in floors.items()
        if name in metrics and metrics[name].get("sha256") == pinned["sha256"]
        for score, least in pinned.items()
        if score != "sha256" and metrics[name].get(score, 0) < least
    ]
