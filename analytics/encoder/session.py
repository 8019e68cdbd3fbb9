"""A trained encoder as a folder: the network (ONNX), its tokenizer, and the manifest that vouches for both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.tokens import Batch, Item, TokenReader
from analytics.exceptions import ModelError

NETWORK, TOKENIZER, MANIFEST = "encoder.onnx", "tokenizer.json", "manifest.json"
_BATCH = 16  # texts at a time: more gains no speed on two cores and takes more memory


class Encoded(NamedTuple):
    """A batch after the encoder: positions among the texts, features (texts, 3 × hidden), token states, tokens."""

    positions: NDArray[np.int64]
    features: NDArray[np.float32]
    states: NDArray[np.float32]
    batch: Batch


class Encoder:
    """Turns texts into features. Opened from its folder when first used; copies and pickles are its path.

    The features of a text are the mean state of its target's tokens (zeros without a target), the mean state of all
    its tokens and the state of its first token.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def id(self) -> str:
        """The name of the encoder's folder."""
        return self.folder.name

    @property
    def hidden(self) -> int:
        """How many numbers a state has."""
        return int(_open(self.folder).manifest["hidden"])

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the encoder was trained on and how. Raises ``ModelError`` as :meth:`batches` does."""
        return _open(self.folder).manifest

    @property
    def reader(self) -> TokenReader:
        """The tokenizer's side of the encoder."""
        return _open(self.folder).reader

    def batches(self, items: Sequence[Item]) -> Iterator[Encoded]:
        """Yield ``items`` encoded, in batches of like length.

        Raises ``ModelError`` when the folder is incomplete or its files are not those the manifest names.
        """
        opened = _open(self.folder)
        for positions, batch in opened.reader.batches(items, _BATCH):
            features, states = opened.session.run(None, batch._asdict())
            yield Encoded(positions, features, states, batch)

    def features(self, items: Sequence[Item]) -> NDArray[np.float32]:
        """Return the features of ``items``, shape (texts, 3 × hidden)."""
        found = np.zeros((len(items), 3 * self.hidden), np.float32)
        for encoded in self.batches(items):
            found[encoded.positions] = encoded.features
        return found

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __repr__(self) -> str:
        return f"Encoder({self.id})"


class _Opened(NamedTuple):
    session: Any
    reader: TokenReader
    manifest: Mapping[str, Any]


@lru_cache(maxsize=2)
def _open(folder: Path) -> _Opened:
    import onnxruntime  # noqa: PLC0415 (slow to import)
    from tokenizers import Tokenizer  # noqa: PLC0415

    manifest = _manifest(folder)
    network, tokenizer = (_verified(folder / name, manifest) for name in (NETWORK, TOKENIZER))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads()
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        return _Opened(session, TokenReader(Tokenizer.from_str(tokenizer.decode())), manifest)
    except Exception as error:  # neither library says what it raises
        raise ModelError(f"{folder.name} cannot be opened by the installed onnxruntime; {_AGAIN}.") from error


def _threads() -> int:
    """Return the cores this process may use; onnxruntime itself counts those of the whole machine."""
    import os  # noqa: PLC0415

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_AGAIN = "restore it from the project or use `--model linear`"


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(manifest["files"], dict) or not isinstance(manifest["hidden"], int):
            raise TypeError("files")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST} is missing or damaged; {_AGAIN}.") from error
    return dict(manifest)


def _verified(path: Path, manifest: Mapping[str, Any]) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read; {_AGAIN}.") from error
    if hashlib.sha256(data).hexdigest() != manifest["files"].get(path.name):
        raise ModelError(f"{path} is not the file that its manifest names; {_AGAIN}.")
    return data
