"""Which words carried a prediction, read off the linear model's weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from analytics.stance.reading import NAME, TARGET, Reading
from analytics.stance.vectors import ScoreVectorizer
from analytics.stance.views import Clue
from analytics.types import Span, TargetedText

# Words that decide by where they stand rather than by what they say: true evidence, but none to show a reader.
_SILENT = frozenset(
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
    weights = [row - np.delete(decide.coef_, label, axis=0).mean(axis=0) for label, row in enumerate(decide.coef_)]
    found = []
    for number, reading in enumerate(readings):
        row = rows[number]
        contributions = dict(zip(row.indices, row.data * weights[labels[number]][row.indices], strict=True))
        found.append(_spans(reading, _by_token(reading, views, contributions), k))
    return found


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
    words = reading.passage.words
    telling = [t for t, share in shares.items() if share > 0 and words[t] not in _SILENT and words[t][0].isalpha()]
    chosen = sorted(sorted(telling, key=lambda token: -shares[token])[:k])
    return list(_merged(reading, chosen))


def _merged(reading: Reading, tokens: list[int]) -> Iterator[Span]:
    spans = reading.passage.spans
    first = last = -1
    for token in tokens:
        if last >= 0 and token == last + 1:
            last = token
            continue
        if last >= 0:
            yield (spans[first][0], spans[last][1])
        first = last = token
    if last >= 0:
        yield (spans[first][0], spans[last][1])
