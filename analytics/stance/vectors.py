"""From clues to numbers, as scikit-learn transformers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self

from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction import DictVectorizer

from analytics.stance.reading import Reading, known_words, read
from analytics.stance.views import Clue
from analytics.types import TargetedText


class Reader(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Reads texts from their targets' point of view; learns which words are no names.

    ``known_words_``: words seen in lower case at least twice.
    """

    def fit(self, X: Sequence[TargetedText], y: object = None) -> Self:  # noqa: N803
        """Learn the known words of the texts ``X``."""
        self.known_words_ = known_words({item.text for item in X})
        return self

    def transform(self, X: Sequence[TargetedText]) -> list[Reading]:  # noqa: N803
        """Return one reading per text."""
        return [read(item, self.known_words_) for item in X]


class ClueNames:
    """The names of a view's clues, as the ``analyzer`` that scikit-learn's vectorisers call."""

    def __init__(self, view: Callable[[Any], Iterator[Clue]]) -> None:
        self.view = view

    def __call__(self, reading: object) -> list[str]:
        """Return the names in the order of the text."""
        return [clue.name for clue in self.view(reading)]


class ScoreVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Adds up the weights of a view's clues; tanh(sum / 2) keeps one long text from outweighing the others."""

    def __init__(self, view: Callable[[Any], Iterator[Clue]], scale: float = 1.0) -> None:
        self.view = view
        self.scale = scale

    def fit(self, X: Iterable[object], y: object = None) -> Self:  # noqa: N803
        """Learn the names of the scores."""
        self.columns_ = DictVectorizer().fit([self._sums(reading) for reading in X])
        return self

    def transform(self, X: Iterable[object]) -> csr_matrix:  # noqa: N803
        """Return the scores, shape (texts, names)."""
        return self.columns_.transform([self._sums(reading) for reading in X])

    def _sums(self, reading: object) -> dict[str, float]:
        sums: dict[str, float] = {}
        for clue in self.view(reading):
            sums[clue.name] = sums.get(clue.name, 0.0) + clue.weight
        return {name: self.scale * math.tanh(total / 2) for name, total in sums.items()}
