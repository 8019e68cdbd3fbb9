"""What a network was made from: pretrained weights, code, libraries and time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from analytics.encoder.folder import TOKENIZER
from analytics.exceptions import ModelError
from analytics.train.promote import library_versions

_WEIGHTS = "model.safetensors"


def check_folders(pretrained: Path, models: Path) -> None:
    """Raise ``ModelError`` unless ``pretrained`` is complete and ``models`` can be written to."""
    for name in ("config.json", _WEIGHTS, TOKENIZER):
        if not (pretrained / name).is_file():
            raise ModelError(f"{pretrained / name} is missing; name the folder of a pretrained encoder.")
    if not os.access(next(found for found in (models, *models.parents) if found.exists()), os.W_OK):
        raise ModelError(f"{models} cannot be written to; name a folder you may write to.")


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def weights_digest(pretrained: Path) -> str:
    """Return the sha256 of the pretrained weights."""
    return digest(pretrained / _WEIGHTS)


def made_with(pretrained: Path) -> dict[str, Any]:
    """Return what a manifest says of a network's making besides shape, recipe and data."""
    return {
        "pretrained": {"name": _name(pretrained), "sha256": weights_digest(pretrained)},
        "commit": _commit(),
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "processor",
        "libraries": library_versions("torch", "transformers", "onnx", "onnxruntime", "tokenizers"),
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _name(pretrained: Path) -> str:
    config: Mapping[str, Any] = json.loads((pretrained / "config.json").read_text(encoding="utf-8"))
    return str(config.get("_name_or_path") or pretrained.name)


def _commit() -> str:
    try:
        run = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return run.stdout.strip()
