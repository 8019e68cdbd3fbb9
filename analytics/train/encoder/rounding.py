"""Rounding of the word embeddings to four bits, as onnxruntime's GatherBlockQuantized holds them.

The embeddings stay frozen while the layers above are fine-tuned, so rounding them *before* training costs nothing
afterwards: the network has only ever seen the rounded ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_TOP = 15  # the largest number of four bits


class FourBit(NamedTuple):
    """Rounded rows: ``codes`` 0–15 (rows, columns), ``scales`` and ``zero_points`` (rows, columns / 32)."""

    codes: NDArray[np.uint8]
    scales: NDArray[np.float32]
    zero_points: NDArray[np.uint8]

    def values(self) -> NDArray[np.float32]:
        """Return the numbers that the codes stand for."""
        blocks = self.codes.reshape(*self.scales.shape, BLOCK).astype(np.float32)
        return ((blocks - self.zero_points[..., None]) * self.scales[..., None]).reshape(self.codes.shape)


def four_bit(weights: NDArray[np.float32]) -> FourBit:
    """Round each block of 32 numbers of a row to 16 evenly spaced ones, zero among them."""
    blocks = weights.reshape(len(weights), -1, BLOCK)
    low, high = np.minimum(blocks.min(-1), 0), np.maximum(blocks.max(-1), 0)
    scales = np.maximum((high - low) / _TOP, 1e-12).astype(np.float32)
    zero_points = np.clip(np.rint(-low / scales), 0, _TOP).astype(np.uint8)
    codes = np.clip(np.rint(blocks / scales[..., None]) + zero_points[..., None], 0, _TOP).astype(np.uint8)
    return FourBit(codes.reshape(weights.shape), scales, zero_points)
