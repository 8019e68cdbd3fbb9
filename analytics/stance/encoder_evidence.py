"""Which words carried an encoder's prediction, read off the states of their tokens in the same forward pass.

A head knows, as ``words_``, what a token's state tells of how much the log-odds of a label would fall if its word were
deleted; it was learnt by deleting (``analytics.train.word_effects``). A head without it tells less: it is linear in the
mean state of all tokens, and a word's share is then what its own tokens add to that. States know their neighbours, so
this is where the network keeps a judgement rather than all that caused it. ``docs/models.md`` reports for both how
deleting the words shown compares with deleting others.
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
        shares = np.einsum("bth,bh->bt", states, _telling(head, shown, rows.argmax(axis=1)))
        for number, position in enumerate(positions):
            printed = tokens[number].spans
            spans[position] = _words(items[position], printed, shares[number, : len(printed)], k)
    return probabilities, spans, found


def _telling(head: Any, items: Sequence[TargetedText], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weights of a token's state, (items, hidden), for the label of each item."""
    if head.words_ is not None:
        return np.asarray(head.words_[labels], np.float64)
    weights = contrasts(head.regression_.coef_)[labels].reshape(len(labels), 2, 3, -1)
    known = np.array([bool(item.speaker) for item in items])[:, None]
    mean: NDArray[np.float64] = weights[:, 0, 1] + weights[:, 1, 1] * known  # its part, as for_task lays it out
    return mean


def words_to_show(item: TargetedText) -> list[Span]:
    """Return the words of a text that may be shown as evidence: not the target's, nor those that say nothing alone."""
    return [
        (start, end)
        for start, end in token_spans(item.text)
        if item.text[start].isalpha()
        and item.text[start:end].lower() not in SILENT
        and not (start < item.target[1] and item.target[0] < end)
    ]


def _words(item: TargetedText, tokens: Sequence[Span], shares: NDArray[np.float64], k: int) -> list[Span]:
    """Return the ``k`` words of the text with the largest shares, in their order; neighbours become one span."""
    words = words_to_show(item)
    of_word = dict.fromkeys(words, 0.0)
    places = iter(words)
    word = next(places, None)
    for (start, end), share in sorted(zip(tokens, shares, strict=True), key=lambda pair: pair[0]):
        while word and start >= word[1]:
            word = next(places, None)
        if word and end > word[0]:
            of_word[word] += float(share)
    telling = sorted((w for w in words if of_word[w] > 0), key=lambda w: -of_word[w])[:k]
    return merged(token_spans(item.text), sorted(telling))
