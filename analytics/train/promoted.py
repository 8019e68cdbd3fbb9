"""The promoted model: one that was trained again here and put in the place of the shipped one.

It is in the user's folder of models (``ONRECORD_LEARNED``), never in the package: ``<task>/<model id>/`` as in
``models/``. The log of switches names it with the sha256 of its manifest, which vouches for its weights.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analytics.encoder.folder import MANIFEST
from analytics.exceptions import ModelError
from analytics.settings import Settings
from analytics.train.manifest import ENCODERS, read_file, verified
from analytics.train.switches import Switch, lineage, read_switches

_LOG = logging.getLogger(__name__)


class Verified(NamedTuple):
    """A model whose files are what its manifest says: its id, the manifest, and the weights, not unpickled."""

    model_id: str
    manifest: dict[str, Any]
    weights: bytes


def promoted_model(task: str, kind: str, models: Path) -> Verified | None:
    """Return the promoted model of ``task`` and ``kind``; ``None`` where a shipped one is in use.

    One that is not what it was when it was promoted, or whose encoder is not in ``models``, is refused with a warning,
    and the one before it is returned: a damaged file costs what was learnt last, not the service.
    """
    folder = Settings().learned
    try:
        promotions = list(lineage(read_switches(folder), task, kind))
    except ModelError as error:
        _LOG.warning("%s Until then the shipped %s model is used.", error, task)
        return None
    for promotion in promotions:
        try:
            return verified_promotion(promotion, folder, models)
        except ModelError as error:
            _LOG.warning("%s is refused, and the one before it used: %s", promotion.after, error)
    return None


def verified_promotion(promotion: Switch, folder: Path, models: Path) -> Verified:
    """Return the model that was promoted, if it still is what it was then. Raises ``ModelError``."""
    model_id = promotion.after
    place = folder / model_id.split("-")[0] / model_id
    if hashlib.sha256(read_file(place / MANIFEST)).hexdigest() != promotion.sha256:
        raise ModelError(f"The manifest of {model_id} is not the one that was promoted; train it again.")
    manifest, weights = verified(model_id.split("-")[0], model_id, place)
    if "encoder" in manifest:
        _check_encoder(model_id, manifest["encoder"], models)
    return Verified(model_id, manifest, weights)


def _check_encoder(model_id: str, named: Mapping[str, str], models: Path) -> None:
    found = hashlib.sha256(read_file(models / ENCODERS / named["id"] / MANIFEST)).hexdigest()
    if found != named["sha256"]:
        raise ModelError(f"{model_id} was trained on another {named['id']} than the one that is there; train it again.")
