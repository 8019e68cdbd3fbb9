"""One text that an encoder learns from. It stands alone, so that a machine that only trains needs little installed."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.encoder.tokens import Item


@dataclass(frozen=True)
class Row:
    """One text to learn from.

    A label is an index into ``LABELS``, or -1 where there is none; ``*_taught`` are a teacher's probabilities.
    """

    item: Item
    stance: int = -1
    tone: int = -1
    tone_weight: float = 1.0
    stance_taught: tuple[float, ...] | None = None
    tone_taught: tuple[float, ...] | None = None
