"""Probabilities together with the words that carried them, whichever kind of model gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.stance.encoder_evidence import scored_with_evidence
from analytics.stance.evidence import evidence
from analytics.types import Span, TargetedText


def explained(
    estimator: Any, items: Sequence[TargetedText], k: int = 3
) -> tuple[NDArray[np.float64], list[list[Span]]]:
    """Return the probabilities of ``items``, shape (items, labels), and up to ``k`` telling spans of each text.

    ``estimator`` is a fitted stance classifier, linear or on an encoder.
    """
    if "encode" in getattr(estimator, "named_steps", ()):
        return scored_with_evidence(estimator, items, k)
    if not items:
        return np.zeros((0, len(estimator.classes_))), []
    return estimator.predict_proba(items), evidence(estimator, items, k)
