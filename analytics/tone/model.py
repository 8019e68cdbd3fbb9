"""The tone classifier: views of the text, a linear model, calibrated probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline

from analytics.stance.ratio_svm import RatioSVM
from analytics.stance.reading import Passage, known_words, read_passage
from analytics.stance.vectors import ClueNames, ScoreVectorizer
from analytics.tone.views import WORD_VIEWS, View, scores

FEATURES = (*WORD_VIEWS, "scores")
_RARE = {"pieces of words": 3}  # texts a clue must occur in; else 2
_FOLDS = 5


class PassageReader(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Reads texts; learns which words are no names (``known_words_``)."""

    def fit(self, X: Sequence[str], y: object = None) -> Self:  # noqa: N803
        """Learn the known words of the texts ``X``."""
        self.known_words_ = known_words(set(X))
        return self

    def transform(self, X: Sequence[str]) -> list[Passage]:  # noqa: N803
        """Return one passage per text."""
        return [read_passage(text, self.known_words_) for text in X]


def tone_classifier(seed: int = 0) -> CalibratedClassifierCV:
    """Return an untrained scikit-learn classifier of tone.

    ``X`` is a sequence of texts, ``y`` one of negative, neutral, positive for each. Built like the stance classifier
    (:func:`~analytics.stance.model.stance_classifier`), without a target.
    """
    union = [(name, _tf_idf(view, _RARE.get(name, 2))) for name, view in WORD_VIEWS.items()]
    model = Pipeline(
        [
            ("read", PassageReader()),
            ("views", FeatureUnion([*union, ("scores", ScoreVectorizer(scores))])),
            ("decide", RatioSVM(random_state=seed)),
        ]
    )
    return CalibratedClassifierCV(model, method="temperature", ensemble=False, cv=_FOLDS)


def _tf_idf(view: View, least: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=ClueNames(view), min_df=least, sublinear_tf=True, dtype=np.float32)
