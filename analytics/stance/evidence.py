"""Which words carried a prediction, read off the linear model's weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.stance.reading import NAME, TARGET, Reading
from analytics.stance.vectors import ScoreVectorizer
from analytics.stance.views import Clue
from analytics.types import Span, TargetedText

# Words that decide by where they stand rather than by what they say: true evidence, but none to show a reader.
SILENT = frozenset(
    "the a an of to in on at by for from with as and or but that this these those it its is are was were be been being "
    "has have had do does did will would can could may might he she they we i you his her their our my who which what "
    "said says say told about over under into out up off also if then when while after before between during 's".split()
) | {NAME, TARGET}


def evidence(estimator: Any, items: Sequence[TargetedText], k: int = 3) -> list[list[Span]]:
    """Return, for each item, up to ``k`` spans of its text that speak most for the predicted label, in their order.

    A feature's contribution is its value times its weight for the label less the mean weight for the other labels,
    shared among the words it was read from; neighbouring words become one span. ``estimator`` is a fitted
    :func:`~analytics.stance.model.stance_classifier`.
    """
    if not items:
        return []
    pipeline = estimator.calibrated_classifiers_[0].estimator
    readings: list[Reading] = pipeline.named_steps["read"].transform(items)
    views, decide = pipeline.named_steps["views"], pipeline.named_steps["decide"]
    rows = views.transform(readings).tocsr()
    labels = decide.decision_function(rows).argmax(axis=1)
    weights = contrasts(decide.coef_)
    found = []
    for number, reading in enumerate(readings):
        row = rows[number]
        contributions = dict(zip(row.indices, row.data * weights[labels[number]][row.indices], strict=True))
        found.append(_spans(reading, _by_token(reading, views, contributions), k))
    return found


def contrasts(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each label, its weights less the mean of the others'; shape (labels, features)."""
    return np.stack([row - np.delete(weights, number, axis=0).mean(axis=0) for number, row in enumerate(weights)])


def _by_token(reading: Reading, views: Any, contributions: dict[int, float]) -> dict[int, float]:
    shares: dict[int, float] = {}
    offset = 0
    for _, vectorizer in views.transformer_list:
        columns, clues = _columns(vectorizer, reading)
        totals = Counter[str]()
        for clue in clues:
            totals[clue.name] += clue.weight  # type: ignore[assignment]
        for clue in clues:
            column = columns.get(clue.name)
            if column is None or not clue.tokens:
                continue
            share = contributions.get(offset + column, 0.0) * clue.weight / totals[clue.name] / len(clue.tokens)
            for token in clue.tokens:
                shares[token] = shares.get(token, 0.0) + share
        offset += len(columns)
    return shares


def _columns(vectorizer: Any, reading: Reading) -> tuple[dict[str, int], list[Clue]]:
    if isinstance(vectorizer, ScoreVectorizer):
        return vectorizer.columns_.vocabulary_, list(vectorizer.view(reading))
    return vectorizer.vocabulary_, list(vectorizer.analyzer.view(reading))


def _spans(reading: Reading, shares: dict[int, float], k: int) -> list[Span]:
    passage = reading.passage
    telling = [t for t, share in shares.items() if share > 0 and _can_be_shown(passage.words[t])]
    chosen = sorted(telling, key=lambda token: -shares[token])[:k]
    return merged(passage.spans, sorted(passage.spans[token] for token in chosen))


def _can_be_shown(word: str) -> bool:
    return word not in SILENT and word[0].isalpha()


def merged(tokens: Sequence[Span], chosen: Sequence[Span]) -> list[Span]:
    """Return ``chosen``, which are some of ``tokens`` in order, with those that are next to each other as one span."""
    following = dict(pairwise(tokens))
    spans: list[Span] = []
    last: Span | None = None
    for span in chosen:
        if last and following.get(last) == span:
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
        last = span
    return spans
