"""Which words carried an encoder's prediction, read off the states that the head adds up.

The head is linear in the mean state of all tokens, in that of the target's tokens and in the first token's. So the
log-odds of a label fall apart into one share per token and two that belong to no single word. A word's share is what
its own tokens added to the mean. States know their neighbours, so this is where the network keeps a judgement rather
than all that caused it; ``docs/models.md`` reports how deleting these words compares with deleting others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.head import for_task
from analytics.stance.evidence import SILENT, contrasts, merged
from analytics.text.tokens import token_spans
from analytics.types import Span, TargetedText


def scored_with_evidence(
    pipeline: Any, items: Sequence[TargetedText], k: int = 3
) -> tuple[NDArray[np.float64], list[list[Span]], NDArray[np.float32]]:
    """Return the probabilities of ``items``, for each up to ``k`` spans of its text that speak most for its label, and
    the encoder's features.

    ``pipeline`` is an :func:`~analytics.encoder.head.encoder_classifier`. One forward pass gives all.
    """
    encoder, head = pipeline.named_steps["encode"].encoder, pipeline.named_steps["head"]
    probabilities = np.zeros((len(items), len(head.classes_)))
    spans: list[list[Span]] = [[] for _ in items]
    found = np.zeros((len(items), 3 * encoder.hidden), np.float32)
    for positions, features, states, tokens in encoder.batches(items):
        shown = [items[position] for position in positions]
        rows = head.predict_proba(for_task(features, shown, "stance"))
        probabilities[positions] = rows
        found[positions] = features
        weights = contrasts(head.regression_.coef_)[rows.argmax(axis=1)].reshape(len(rows), 2, 3, -1)
        known = np.array([bool(item.speaker) for item in shown])[:, None]
        of_mean = weights[:, 0, 1] + weights[:, 1, 1] * known  # the mean state's part, as for_task lays it out
        shares = np.einsum("bth,bh->bt", states, of_mean)
        for number, position in enumerate(positions):
            printed = tokens[number].spans
            spans[position] = _words(items[position], printed, shares[number, : len(printed)], k)
    return probabilities, spans, found


def _words(item: TargetedText, tokens: Sequence[Span], shares: NDArray[np.float64], k: int) -> list[Span]:
    """Return the ``k`` words of the text with the largest shares, in their order; neighbours become one span."""
    printed = token_spans(item.text)
    words = [
        (start, end)
        for start, end in printed
        if item.text[start].isalpha()
        and item.text[start:end].lower() not in SILENT
        and not (start < item.target[1] and item.target[0] < end)
    ]
    of_word = dict.fromkeys(words, 0.0)
    places = iter(words)
    word = next(places, None)
    for (start, end), share in sorted(zip(tokens, shares, strict=True), key=lambda pair: pair[0]):
        while word and start >= word[1]:
            word = next(places, None)
        if word and end > word[0]:
            of_word[word] += float(share)
    telling = sorted((w for w in words if of_word[w] > 0), key=lambda w: -of_word[w])[:k]
    return merged(printed, sorted(telling))
