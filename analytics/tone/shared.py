"""Tone read from what the encoder made of a statement's targets, so that one forward pass serves both tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.head import for_task
from analytics.types import TargetedText


def tone_probabilities(
    tone: Any, texts: Sequence[str], pairs: Sequence[tuple[int, TargetedText]], features: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return the probabilities of the tone of statements, (statements, labels).

    ``tone`` is an :func:`~analytics.encoder.head.encoder_classifier`; ``texts`` are its inputs. ``pairs`` are what the
    stance classifier on the same encoder was shown, each with the number of its statement, and ``features`` what came
    of them. A statement with targets is judged by the mean of their features, which is better than to be read once more
    without them (`docs/models.md`), any other by its own.
    """
    encoder, head = tone.named_steps["encode"].encoder, tone.named_steps["head"]
    rows = np.zeros((len(texts), features.shape[1]), np.float32)
    counts = np.bincount([number for number, _ in pairs], minlength=len(texts)) if pairs else np.zeros(len(texts))
    for (number, _), row in zip(pairs, features, strict=True):
        rows[number] += row / counts[number]
    alone = np.flatnonzero(counts == 0)
    if len(alone):
        rows[alone] = encoder.features([texts[int(number)] for number in alone])
    found: NDArray[np.float64] = head.predict_proba(for_task(rows, list(texts), "tone"))
    return found
