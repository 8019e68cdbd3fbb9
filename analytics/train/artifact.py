"""A trained model as a folder: weights, manifest, card; and the loader that trusts nothing else.

``models/<task>/<model id>/{model.joblib, manifest.json, CARD.md}``; ``models/<task>/current.json`` names the one in
use of each kind: *accurate* and *fast* (heads on an encoder of ``models/encoder/``) and *linear* (scikit-learn alone),
until a model that was trained again is promoted in its place (``analytics.train.switches``).
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
from analytics.train.manifest import CURRENT, ENCODERS, LABELS, TAGGERS, again, read_file, verified
from analytics.train.promoted import promoted_model

KINDS = ("accurate", "fast", "linear")
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
    """Load the model in use for ``task``: the promoted one, else that of ``directory``, the shipped ``models`` folder.

    With a ``directory`` only that counts. A promoted model that is not what it was when promoted is refused, and the
    one before it is loaded.
    ``kind`` is accurate, fast or linear; without it, what the setting ``ONRECORD_MODEL`` says. Raises ``ModelError``,
    in one sentence, when the manifest is missing or damaged, or when it does not agree with the weights' sha256, the
    labels, the features, the word lists, the encoder or the installed scikit-learn; ``InputError`` for another kind.
    """
    models = directory or resource_dir("models")
    if directory is None:
        promoted = promoted_model(task, _kind(kind), models)
        if promoted:
            return _opened(task, models, *promoted)
    model_id = _named(task, models, _kind(kind))
    return _opened(task, models, model_id, *verified(task, model_id, models / task / model_id))


def _opened(
    task: Literal["stance", "tone"], models: Path, model_id: str, manifest: dict[str, Any], data: bytes
) -> LoadedModel:
    estimator = _unpickled(data, model_id)
    if [str(label) for label in estimator.classes_] != manifest["labels"]:
        raise ModelError(f"The labels of {model_id} are not those its manifest names; {again(model_id)}.")
    if "encoder" in manifest:
        from analytics.encoder.head import encoder_classifier  # noqa: PLC0415 (scikit-learn is slow to import)

        estimator = encoder_classifier(_encoder(models, manifest), task, estimator)
    return LoadedModel(model_id, estimator, manifest)


def current_model_id(task: str, directory: Path | None = None, kind: str | None = None) -> str:
    """Return the id of the model in use for ``task``: the promoted one, else the one that ``directory`` names.

    With a ``directory`` only that counts. Raises ``ModelError`` when none of that kind is in use.
    """
    models = directory or resource_dir("models")
    if directory is None and task in LABELS:
        promoted = promoted_model(task, _kind(kind), models)
        if promoted:
            return promoted.model_id
    return _named(task, models, _kind(kind))


def _kind(kind: str | None) -> str:
    kind = kind or Settings().model
    if kind not in KINDS:
        raise InputError(f"{kind!r} is no kind of model; use one of {', '.join(KINDS)}.")
    return kind


def _named(task: str, models: Path, kind: str) -> str:
    """Return the id that ``current.json`` names."""
    path = models / task / CURRENT
    try:
        model_id = json.loads(path.read_text(encoding="utf-8"))[kind]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"No {kind} {task} model is in use ({path} is missing, damaged or without one); {again(f'{task}-{kind}')}."
        ) from error
    if not isinstance(model_id, str) or not _ID.fullmatch(model_id) or not model_id.startswith(f"{task}-{kind}-"):
        raise ModelError(f"{path} does not name a {kind} {task} model; {again(f'{task}-{kind}')}.")
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
    return folder, hashlib.sha256(read_file(folder / MANIFEST)).hexdigest()


def _unpickled(data: bytes, model_id: str) -> Any:
    import joblib  # noqa: PLC0415 (slow to import)

    try:
        return joblib.load(io.BytesIO(data))
    except Exception as error:  # a pickle can fail in any way
        raise ModelError(f"{model_id} cannot be loaded by this version; {again(model_id)}.") from error
