"""Whether a challenger may take the champion's place, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from analytics.retrain.comparison import Comparison
from analytics.retrain.material import LEAST

MARGIN = 0.002
"""What the lower end of the gain in macro F1 must exceed: a difference beyond noise that is not worth a switch is none.
A switch makes every stored prediction outdated."""
LOOSENESS = 0.01
"""How much the calibration error may rise."""


@dataclass(frozen=True)
class Verdict:
    """Whether the challenger is promoted, and why, in sentences."""

    promoted: bool
    reasons: tuple[str, ...]


def judge(comparison: Comparison, floors: Iterable[str]) -> Verdict:
    """Return the verdict on a challenger; ``floors`` are the pinned floors it misses, one sentence each.

    It must win over all sets by more than noise, keep its calibration, miss no floor, and fall on no slice and no set
    by more than :func:`allowed_fall`.
    """
    refusals = [*_not_won(comparison), *_fallen(comparison), *_loose(comparison), *floors]
    gain = comparison.overall.gain
    won = f"It gains {_points(gain.value)} points of macro F1 ({_points(gain.low)} to {_points(gain.high)})"
    if refusals:
        return Verdict(False, tuple(refusals))
    return Verdict(True, (f"{won}, falls nowhere by more than it may, and keeps its calibration.",))


def allowed_fall(n: int) -> float:
    """Return how far the score on ``n`` rows may fall: the standard error of a share, ½/√n, and at least 0.02."""
    return max(0.02, 0.5 / math.sqrt(n))


def _not_won(comparison: Comparison) -> Iterable[str]:
    gain = comparison.overall.gain
    if gain.low <= MARGIN:
        yield (
            f"The gain in macro F1 of {_points(gain.value)} points ({_points(gain.low)} to {_points(gain.high)}) "
            f"is not beyond noise: its lower end must exceed {_points(MARGIN)}."
        )


def _fallen(comparison: Comparison) -> Iterable[str]:
    falls = [
        (f"Macro F1 on {one.name}", one.champion.value, one.challenger.value, one.n)
        for one in comparison.sets
        if one.n >= LEAST
    ] + [
        (f"The share of right labels of {one.dimension} {one.value!r}", one.champion, one.challenger, one.n)
        for one in comparison.slices
    ]
    for name, before, after, n in falls:
        if before - after > allowed_fall(n):
            yield (
                f"{name} falls from {_points(before)} to {_points(after)} (n {n}), more than the "
                f"{_points(allowed_fall(n))} points it may."
            )


def _loose(comparison: Comparison) -> Iterable[str]:
    before, after = comparison.champion.error, comparison.challenger.error
    if after > before + LOOSENESS:
        yield f"The calibration error rises from {before:.3f} to {after:.3f}, by more than {LOOSENESS}."


def _points(share: float) -> str:
    return f"{100 * share:.1f}"
