"""A trained model as a folder: weights, manifest, card; and the loader that trusts nothing else.

``models/<task>/<model id>/{model.joblib, manifest.json, CARD.md}``; ``models/<task>/current.json`` names the one in
use of each kind: *accurate* and *fast* (heads on an encoder of ``models/encoder/``) and *linear* (scikit-learn alone).
A joblib file is a pickle and runs code when it is loaded. So its bytes are read once, compared with the sha256 in the
manifest, and only those same bytes are unpickled.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from analytics.attribution.tagger.session import Tagger
from analytics.encoder.folder import MANIFEST
from analytics.encoder.session import Encoder
from analytics.exceptions import InputError, ModelError
from analytics.paths import resource_dir
from analytics.settings import Settings
from analytics.stance.lexicon import lexicon_fingerprints

WEIGHTS, CARD, CURRENT = "model.joblib", "CARD.md", "current.json"
LABELS = {"stance": ["against", "favor", "neutral"], "tone": ["negative", "neutral", "positive"]}
KINDS = ("accurate", "fast", "linear")
ENCODERS = "encoder"
TAGGERS = "attribution"
_ID = re.compile(r"(?:stance|tone|encoder|attribution)-(?:accurate|fast|linear)-[0-9a-f]{6,64}")
_ENCODER_ID = re.compile(r"encoder-(?:accurate|fast)-[0-9a-f]{6,64}")


@dataclass(frozen=True)
class LoadedModel:
    """A verified model: its id, the fitted scikit-learn classifier and the manifest that vouches for it."""

    id: str
    estimator: Any
    manifest: Mapping[str, Any]


def load(task: Literal["stance", "tone"], directory: Path | None = None, kind: str | None = None) -> Any:
    """Return the estimator in use for ``task``; see :func:`load_model`."""
    return load_model(task, directory, kind).estimator


def load_model(task: Literal["stance", "tone"], directory: Path | None = None, kind: str | None = None) -> LoadedModel:
    """Load the model in use for ``task`` from ``directory`` (the shipped ``models`` folder unless given).

    ``kind`` is accurate, fast or linear; without it, what the setting ``ONRECORD_MODEL`` says. Raises ``ModelError``,
    in one sentence, when the manifest is missing or damaged, or when it does not agree with the weights' sha256, the
    labels, the features, the word lists, the encoder or the installed scikit-learn; ``InputError`` for another kind.
    """
    models = directory or resource_dir("models")
    model_id = current_model_id(task, models, kind)
    folder = models / task / model_id
    manifest = _manifest(folder / MANIFEST)
    _check_manifest(task, model_id, manifest)
    data = _read(folder / WEIGHTS)
    again = _again(task, model_id.split("-")[1])
    if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        raise ModelError(f"The weights of {model_id} are not those its manifest names; {again}.")
    estimator = _unpickled(data, model_id, again)
    if [str(label) for label in estimator.classes_] != manifest["labels"]:
        raise ModelError(f"The labels of {model_id} are not those its manifest names; {again}.")
    if "encoder" in manifest:
        from analytics.encoder.head import encoder_classifier  # noqa: PLC0415 (scikit-learn is slow to import)

        estimator = encoder_classifier(_encoder(models, manifest), task, estimator)
    return LoadedModel(model_id, estimator, manifest)


def current_model_id(task: str, directory: Path | None = None, kind: str | None = None) -> str:
    """Return the id of the model in use for ``task``. Raises ``ModelError`` when none of that kind is."""
    kind = kind or Settings().model
    if kind not in KINDS:
        raise InputError(f"{kind!r} is no kind of model; use one of {', '.join(KINDS)}.")
    path = (directory or resource_dir("models")) / task / CURRENT
    try:
        model_id = json.loads(path.read_text(encoding="utf-8"))[kind]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"No {kind} {task} model is in use ({path} is missing, damaged or without one); {_again(task, kind)}."
        ) from error
    if not isinstance(model_id, str) or not _ID.fullmatch(model_id) or not model_id.startswith(f"{task}-{kind}-"):
        raise ModelError(f"{path} does not name a {kind} {task} model; {_again(task, kind)}.")
    return model_id


def current_model_ids(task: str, directory: Path | None = None) -> dict[str, str]:
    """Return the ids of the models in use for ``task`` by kind; a kind that is not there is left out."""
    found = {}
    for kind in KINDS:
        with suppress(ModelError):
            found[kind] = current_model_id(task, directory, kind)
    return found


def _encoder(models: Path, manifest: Mapping[str, Any]) -> Encoder:
    """Return the encoder a head was trained on: the head vouches for its manifest, the manifest for its files."""
    named = manifest["encoder"]
    if not isinstance(named, dict) or not _ENCODER_ID.fullmatch(str(named.get("id"))):
        raise ModelError(f"The manifest of {manifest['id']} does not name an encoder; restore it from the project.")
    return Encoder(models / ENCODERS / named["id"], str(named.get("sha256")))


def current_encoder(kind: str, directory: Path | None = None) -> Encoder:
    """Return the encoder in use for ``kind`` (accurate or fast). Raises ``ModelError`` when there is none."""
    return Encoder(*_in_use(ENCODERS, kind, directory or resource_dir("models")))


def current_tagger(kind: str | None = None, directory: Path | None = None) -> Tagger | None:
    """Return the tagger in use for ``kind`` (else what ``ONRECORD_MODEL`` says); ``None`` where rules are to do.

    Rules serve the linear kind, which needs no onnxruntime, and where there are no taggers. Raises ``ModelError`` when
    the one in use is not what it should be, ``InputError`` for another kind.
    """
    kind = kind or Settings().model
    models = directory or resource_dir("models")
    if kind == "linear" or not (models / TAGGERS / CURRENT).is_file():
        return None
    return Tagger(*_in_use(TAGGERS, kind, models))


def _in_use(task: str, kind: str, models: Path) -> tuple[Path, str]:
    """Return the folder in use of a network, and the sha256 of its manifest."""
    folder = models / task / current_model_id(task, models, kind)
    return folder, hashlib.sha256(_read(folder / MANIFEST)).hexdigest()


def _again(task: str, kind: str) -> str:
    """Return what to do about a model that is missing or not what it should be."""
    command = f"{'stance' if task == ENCODERS else task} --model {kind}"
    if task in (ENCODERS, TAGGERS):
        command += " --encoder FOLDER"
    return f"restore it from the project or run `onrecord train {command}`"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read; restore it from the project.") from error


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(_read(path))
        for field, kind in (("id", str), ("sha256", str), ("labels", list), ("features", list)):
            if not isinstance(manifest[field], kind):
                raise TypeError(field)
        for field in ("libraries", "lexicons"):
            if not isinstance(manifest[field], dict):
                raise TypeError(field)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is damaged; restore it from the project.") from error
    return dict(manifest)


def views_of(task: str) -> list[str]:
    """Return the names of the views a model of ``task`` is built on."""
    from analytics.stance.model import FEATURES as STANCE_FEATURES  # noqa: PLC0415 (scikit-learn is slow to import)
    from analytics.tone.model import FEATURES as TONE_FEATURES  # noqa: PLC0415

    return list(STANCE_FEATURES if task == "stance" else TONE_FEATURES)


def _check_manifest(task: str, model_id: str, manifest: Mapping[str, Any]) -> None:
    import sklearn  # noqa: PLC0415 (slow to import)

    installed, trained = sklearn.__version__, str(manifest["libraries"].get("scikit-learn"))
    again = _again(task, model_id.split("-")[1])
    if manifest["id"] != model_id:
        raise ModelError(f"The manifest of {model_id} is that of {manifest['id']}; {again}.")
    if manifest["labels"] != LABELS[task]:
        raise ModelError(f"{model_id} has other labels than {', '.join(LABELS[task])}; {again}.")
    if manifest["features"] != ([ENCODERS] if "encoder" in manifest else views_of(task)):
        raise ModelError(f"{model_id} was trained on other features than this version computes; {again}.")
    if "encoder" not in manifest and manifest["lexicons"] != lexicon_fingerprints():
        raise ModelError(f"{model_id} was trained with other word lists than those in data/lexicons; {again}.")
    if trained.split(".")[:2] != installed.split(".")[:2]:
        raise ModelError(
            f"{model_id} was trained with scikit-learn {trained} but {installed} is installed; install the former or "
            f"run `onrecord train {task} --model {model_id.split('-')[1]}`."
        )


def _unpickled(data: bytes, model_id: str, again: str) -> Any:
    import joblib  # noqa: PLC0415 (slow to import)

    try:
        return joblib.load(io.BytesIO(data))
    except Exception as error:  # a pickle can fail in any way
        raise ModelError(f"{model_id} cannot be loaded by this version; {again}.") from error
