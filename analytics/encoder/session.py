"""The trained encoder of stance and tone: texts to features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.folder import Opened, open_folder
from analytics.encoder.tokens import LAYOUT, Item, TokenReader, Tokens

NETWORK = "encoder.onnx"
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
        return int(self._opened().manifest["hidden"])

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the encoder was trained on and how. Raises ``ModelError`` as :meth:`batches` does."""
        return self._opened().manifest

    def batches(self, items: Sequence[Item]) -> Iterator[Encoded]:
        """Yield ``items`` encoded, in batches of like length.

        Raises ``ModelError`` when the folder is incomplete or its files are not those the manifest names.
        """
        opened = self._opened()
        for positions, tokens in opened.reader.batches(items, _BATCH):
            features, states = opened.session.run(None, opened.reader.padded(tokens)._asdict())
            yield Encoded(positions, features, states, tokens)

    def features(self, items: Sequence[Item]) -> NDArray[np.float32]:
        """Return the features of ``items``, shape (texts, 3 × hidden)."""
        opened = self._opened()
        found = np.zeros((len(items), 3 * self.hidden), np.float32)
        for positions, tokens in opened.reader.batches(items, _BATCH):
            (found[positions],) = opened.session.run(["features"], opened.reader.padded(tokens)._asdict())
        return found

    def _opened(self) -> Opened:
        return open_folder(self.folder, self.sha256, NETWORK, LAYOUT, TokenReader)

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __repr__(self) -> str:
        return f"Encoder({self.id})"
