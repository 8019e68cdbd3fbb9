"""A trained network as a folder: the network (ONNX), its tokenizer, and the manifest that vouches for both."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from analytics.exceptions import ModelError

TOKENIZER, MANIFEST = "tokenizer.json", "manifest.json"
_SLOW = ["SkipLayerNormFusion"]  # onnxruntime's fused kernel takes ten times as long as what it replaces
_AGAIN = "restore it from the project or use `--model linear`"


class Opened(NamedTuple):
    """A network ready to run, what turns texts into its inputs, and what its manifest says."""

    session: Any
    reader: Any
    manifest: Mapping[str, Any]


@lru_cache(maxsize=4)
def open_folder(folder: Path, sha256: str, network: str, layout: int, reader: Callable[[Any], Any]) -> Opened:
    """Open the file ``network`` of ``folder``; once, however often it is asked for.

    ``sha256`` is that of the manifest, which in turn vouches for network and tokenizer; ``layout`` the version of what
    the network is shown, and ``reader`` what makes that of the tokenizer. Raises ``ModelError`` when the folder is
    incomplete or not what it is said to be.
    """
    import onnxruntime  # noqa: PLC0415 (slow to import)
    from tokenizers import Tokenizer  # noqa: PLC0415

    manifest = _manifest(folder, sha256, layout)
    for name in (network, TOKENIZER):
        _verify(folder / name, manifest)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads()
    options.log_severity_level = 3
    try:
        # By its path, for the bytes of a network that is read here would be held twice. It holds no code.
        session = onnxruntime.InferenceSession(
            str(folder / network), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
        )
        return Opened(session, reader(Tokenizer.from_file(str(folder / TOKENIZER))), manifest)
    except Exception as error:  # neither library says what it raises
        raise ModelError(f"{folder.name} cannot be opened by the installed onnxruntime; {_AGAIN}.") from error


def _threads() -> int:
    """Return ``OMP_NUM_THREADS``, else the cores this process may use.

    onnxruntime itself does not heed the former, and counts the cores of the whole machine.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _manifest(folder: Path, sha256: str, layout: int) -> Mapping[str, Any]:
    try:
        data = (folder / MANIFEST).read_bytes()
        manifest = json.loads(data)
        known = isinstance(manifest["files"], dict) and isinstance(manifest["hidden"], int)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST} is missing or damaged; {_AGAIN}.") from error
    if hashlib.sha256(data).hexdigest() != sha256 or not known:
        raise ModelError(f"{folder.name} is not the one that is named as in use; {_AGAIN}.")
    if manifest.get("layout") != layout:
        raise ModelError(f"{folder.name} was trained on texts laid out otherwise than in this version; {_AGAIN}.")
    return dict(manifest)


def _verify(path: Path, manifest: Mapping[str, Any]) -> None:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read; {_AGAIN}.") from error
    if digest != manifest["files"].get(path.name):
        raise ModelError(f"{path} is not the file that its manifest names; {_AGAIN}.")
