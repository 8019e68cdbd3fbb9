"""Probabilities together with the words that carried them, whichever kind of model gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.stance.encoder_evidence import scored_with_evidence
from analytics.stance.evidence import evidence
from analytics.types import Span, TargetedText


class Explained(NamedTuple):
    """The probabilities of texts, (texts, labels), up to some telling spans of each, and an encoder's features of them.

    There are no features where the model is linear.
    """

    probabilities: NDArray[np.float64]
    spans: list[list[Span]]
    features: NDArray[np.float32] | None


def explained(estimator: Any, items: Sequence[TargetedText], k: int = 3) -> Explained:
    """Score ``items`` and find up to ``k`` telling spans of each.

    ``estimator`` is a fitted stance classifier, linear or on an encoder.
    """
    if "encode" in getattr(estimator, "named_steps", ()):
        return Explained(*scored_with_evidence(estimator, items, k))
    if not items:
        return Explained(np.zeros((0, len(estimator.classes_))), [], None)
    return Explained(estimator.predict_proba(items), evidence(estimator, items, k), None)
