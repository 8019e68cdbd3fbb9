"""Which models there are, and switching between them: each switch is one step, logged with who, when and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.encoder.folder import MANIFEST
from analytics.exceptions import InputError, ModelError
from analytics.paths import resource_dir
from analytics.settings import Settings
from analytics.train.artifact import KINDS, current_model_id
from analytics.train.manifest import LABELS, read_file, read_manifest
from analytics.train.promoted import verified_promotion
from analytics.train.switches import Switch, SwitchKind, lineage, read_switches, record_switch


@dataclass(frozen=True)
class Version:
    """A model that was trained again here, or a shipped one: where it is and what its manifest says.

    ``trouble`` says in a sentence why it cannot be used; its manifest is then empty.
    """

    model_id: str
    folder: Path
    shipped: bool
    in_use: bool
    manifest: dict[str, Any]
    trouble: str = ""


def versions() -> list[Version]:
    """Return every model of stance and tone that is here, those trained again here before the shipped, newest first.

    Raises ``ModelError`` when the log of switches is damaged.
    """
    learned, models = Settings().learned, resource_dir("models")
    found = []
    for task in LABELS:
        in_use = {current_model_id(task, kind=kind) for kind in KINDS if _is_there(task, kind)}
        mine = [_version(folder, in_use, shipped=False) for folder in _folders(learned / task)]
        mine.sort(key=lambda one: str(one.manifest.get("trained", "")), reverse=True)
        found += [*mine, *(_version(folder, in_use, shipped=True) for folder in _folders(models / task))]
    return found


def promote(model_id: str, who: str, why: str) -> Switch:
    """Put a model that was trained again here in use, in one step. Raises ``ModelError`` when it is not sound."""
    learned = Settings().learned
    task, kind = _parts(model_id)
    sha256 = hashlib.sha256(read_file(learned / task / model_id / MANIFEST)).hexdigest()
    before = current_model_id(task, kind=kind)
    switch = Switch(SwitchKind.PROMOTION, before, model_id, sha256, who, _now(), why)
    verified_promotion(switch, learned, resource_dir("models"))
    if before == model_id:
        raise InputError(f"{model_id} is in use already.")
    record_switch(learned, switch)
    return switch


def rollback(task: str, kind: str, who: str, why: str) -> Switch:
    """Put the model before the promoted one in use again. Raises ``InputError`` when a shipped one is in use."""
    learned = Settings().learned
    promotions = list(lineage(read_switches(learned), task, kind))
    if not promotions:
        raise InputError(f"The shipped {kind} {task} model is in use; there is none before it.")
    sha256 = promotions[1].sha256 if len(promotions) > 1 else None
    switch = Switch(SwitchKind.ROLLBACK, promotions[0].after, promotions[0].before, sha256, who, _now(), why)
    record_switch(learned, switch)
    return switch


def _parts(model_id: str) -> tuple[str, str]:
    parts = model_id.split("-")
    if len(parts) != 3 or parts[0] not in LABELS or parts[1] not in KINDS or not parts[2].isalnum():
        raise InputError(f"{model_id!r} is no id of a model; `onrecord models list` prints them.")
    return parts[0], parts[1]


def _is_there(task: str, kind: str) -> bool:
    try:
        current_model_id(task, kind=kind)
    except ModelError:
        return False
    return True


def _folders(place: Path) -> Iterator[Path]:
    return (folder for folder in sorted(place.glob("*-*-*")) if folder.is_dir())


def _version(folder: Path, in_use: set[str], *, shipped: bool) -> Version:
    try:
        manifest, trouble = read_manifest(folder), ""
    except ModelError as error:
        manifest, trouble = {}, str(error)
    return Version(folder.name, folder, shipped, folder.name in in_use, manifest, trouble)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
