"""What a model's folder holds, and its manifest, which must vouch for the rest before any of it is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.encoder.folder import MANIFEST
from analytics.exceptions import ModelError
from analytics.stance.lexicon import lexicon_fingerprints

WEIGHTS, CARD, CURRENT = "model.joblib", "CARD.md", "current.json"
LABELS = {"stance": ["against", "favor", "neutral"], "tone": ["negative", "neutral", "positive"]}
ENCODERS = "encoder"
TAGGERS = "attribution"


def verified(task: str, model_id: str, folder: Path) -> tuple[dict[str, Any], bytes]:
    """Return the manifest of a model and its weights, the very bytes whose hash was compared; nothing is unpickled.

    Raises ``ModelError``, in one sentence, when the manifest is missing or damaged, or when it does not agree with the
    weights' sha256, the labels, the features, the word lists or the installed scikit-learn.
    """
    manifest = read_manifest(folder)
    _check(task, model_id, manifest)
    data = read_file(folder / WEIGHTS)
    if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        raise ModelError(f"The weights of {model_id} are not those its manifest names; {again(model_id)}.")
    return manifest, data


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest in the folder of a classifier. Raises ``ModelError`` when it is missing or damaged."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(read_file(path))
        for field, kind in (("id", str), ("sha256", str), ("labels", list), ("features", list)):
            if not isinstance(manifest[field], kind):
                raise TypeError(field)
        for field in ("libraries", "lexicons"):
            if not isinstance(manifest[field], dict):
                raise TypeError(field)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is damaged; restore it from the project.") from error
    return dict(manifest)


def read_file(path: Path) -> bytes:
    """Return what is in a file of a model. Raises ``ModelError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read; restore it from the project.") from error


def again(model_id: str) -> str:
    """Return what to do about a model that is missing or not what it should be; ``TASK-KIND`` will do for an id."""
    task, kind = model_id.split("-")[:2]
    command = f"{'stance' if task == ENCODERS else task} --model {kind}"
    if task in (ENCODERS, TAGGERS):
        command += " --encoder FOLDER"
    return f"restore it from the project or run `onrecord train {command}`"


def views_of(task: str) -> list[str]:
    """Return the names of the views a model of ``task`` is built on."""
    from analytics.stance.model import FEATURES as STANCE_FEATURES  # noqa: PLC0415 (scikit-learn is slow to import)
    from analytics.tone.model import FEATURES as TONE_FEATURES  # noqa: PLC0415

    return list(STANCE_FEATURES if task == "stance" else TONE_FEATURES)


def _check(task: str, model_id: str, manifest: Mapping[str, Any]) -> None:
    import sklearn  # noqa: PLC0415 (slow to import)

    installed, trained = sklearn.__version__, str(manifest["libraries"].get("scikit-learn"))
    if manifest["id"] != model_id:
        raise ModelError(f"The manifest of {model_id} is that of {manifest['id']}; {again(model_id)}.")
    if manifest["labels"] != LABELS[task]:
        raise ModelError(f"{model_id} has other labels than {', '.join(LABELS[task])}; {again(model_id)}.")
    if manifest["features"] != ([ENCODERS] if "encoder" in manifest else views_of(task)):
        raise ModelError(f"{model_id} was trained on other features than this version computes; {again(model_id)}.")
    if "encoder" not in manifest and manifest["lexicons"] != lexicon_fingerprints():
        raise ModelError(f"{model_id} was trained with other word lists than data/lexicons; {again(model_id)}.")
    if trained.split(".")[:2] != installed.split(".")[:2]:
        raise ModelError(
            f"{model_id} was trained with scikit-learn {trained} but {installed} is installed; install the former or "
            f"run `onrecord train {task} --model {model_id.split('-')[1]}`."
        )
