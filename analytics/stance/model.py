"""The stance classifier: views of the text, a linear model, calibrated probabilities."""

from __future__ import annotations

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline

from analytics.stance.ratio_svm import RatioSVM
from analytics.stance.vectors import ClueNames, Reader, ScoreVectorizer
from analytics.stance.views import WORD_VIEWS, View, scores

FEATURES = (*WORD_VIEWS, "scores")
_RARE = {"pieces around": 3}  # texts a clue must occur in; else 2
_FOLDS = 5


def stance_classifier(seed: int = 0) -> CalibratedClassifierCV:
    """Return an untrained scikit-learn classifier of stance.

    ``X`` is a sequence of :class:`~analytics.types.TargetedText`, ``y`` one of against, favor, neutral for each. The
    words of each view are weighed by tf-idf, a linear support vector machine decides
    (:class:`~analytics.stance.ratio_svm.RatioSVM`), and its margins become probabilities by temperature scaling (Guo et
    al., ICML 2017) on margins cross-validated within the training set.
    """
    union = [(name, _tf_idf(view, _RARE.get(name, 2))) for name, view in WORD_VIEWS.items()]
    model = Pipeline(
        [
            ("read", Reader()),
            ("views", FeatureUnion([*union, ("scores", ScoreVectorizer(scores))])),
            ("decide", RatioSVM(random_state=seed)),
        ]
    )
    return CalibratedClassifierCV(model, method="temperature", ensemble=False, cv=_FOLDS)


def _tf_idf(view: View, least: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=ClueNames(view), min_df=least, sublinear_tf=True, dtype=np.float32)
