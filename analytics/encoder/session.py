"""A trained encoder as a folder: the network (ONNX), its tokenizer, and the manifest that vouches for both."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.tokens import LAYOUT, Item, TokenReader, Tokens
from analytics.exceptions import ModelError

NETWORK, TOKENIZER, MANIFEST = "encoder.onnx", "tokenizer.json", "manifest.json"
_BATCH = 16  # texts at a time: more gains no speed on two cores and takes more memory


class Encoded(NamedTuple):
    """A batch after the encoder: positions among the texts, features (texts, 3 × hidden), token states, tokens."""

    positions: NDArray[np.int64]
    features: NDArray[np.float32]
    states: NDArray[np.float32]
    tokens: list[Tokens]


class Encoder:
    """Turns texts into features. Opened from its folder when first used; copies and pickles are its path.

    ``sha256`` is that of the manifest in the folder, which in turn vouches for network and tokenizer.

    The features of a text are the mean state of its target's tokens (zeros without a target), the mean state of all
    its tokens and the state of its first token.
    """

    def __init__(self, folder: Path, sha256: str) -> None:
        self.folder = folder
        self.sha256 = sha256

    @property
    def id(self) -> str:
        """The name of the encoder's folder."""
        return self.folder.name

    @property
    def hidden(self) -> int:
        """How many numbers a state has."""
        return int(_open(self.folder, self.sha256).manifest["hidden"])

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the encoder was trained on and how. Raises ``ModelError`` as :meth:`batches` does."""
        return _open(self.folder, self.sha256).manifest

    @property
    def reader(self) -> TokenReader:
        """The tokenizer's side of the encoder."""
        return _open(self.folder, self.sha256).reader

    def batches(self, items: Sequence[Item]) -> Iterator[Encoded]:
        """Yield ``items`` encoded, in batches of like length.

        Raises ``ModelError`` when the folder is incomplete or its files are not those the manifest names.
        """
        opened = _open(self.folder, self.sha256)
        for positions, tokens in opened.reader.batches(items, _BATCH):
            features, states = opened.session.run(None, opened.reader.padded(tokens)._asdict())
            yield Encoded(positions, features, states, tokens)

    def features(self, items: Sequence[Item]) -> NDArray[np.float32]:
        """Return the features of ``items``, shape (texts, 3 × hidden)."""
        opened = _open(self.folder, self.sha256)
        found = np.zeros((len(items), 3 * self.hidden), np.float32)
        for positions, tokens in opened.reader.batches(items, _BATCH):
            (found[positions],) = opened.session.run(["features"], opened.reader.padded(tokens)._asdict())
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
def _open(folder: Path, sha256: str) -> _Opened:
    import onnxruntime  # noqa: PLC0415 (slow to import)
    from tokenizers import Tokenizer  # noqa: PLC0415

    manifest = _manifest(folder, sha256)
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
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_AGAIN = "restore it from the project or use `--model linear`"


def _manifest(folder: Path, sha256: str) -> Mapping[str, Any]:
    try:
        data = (folder / MANIFEST).read_bytes()
        manifest = json.loads(data)
        known = isinstance(manifest["files"], dict) and isinstance(manifest["hidden"], int)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST} is missing or damaged; {_AGAIN}.") from error
    if hashlib.sha256(data).hexdigest() != sha256 or not known:
        raise ModelError(f"{folder.name} is not the encoder that the model was trained on; {_AGAIN}.")
    if manifest.get("layout") != LAYOUT:
        raise ModelError(f"{folder.name} was trained on texts laid out otherwise than in this version; {_AGAIN}.")
    return dict(manifest)


def _verified(path: Path, manifest: Mapping[str, Any]) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read; {_AGAIN}.") from error
    if hashlib.sha256(data).hexdigest() != manifest["files"].get(path.name):
        raise ModelError(f"{path} is not the file that its manifest names; {_AGAIN}.")
    return data
