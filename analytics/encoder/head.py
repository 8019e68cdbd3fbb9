"""The scikit-learn side of an encoder: features as a transformer, and the calibrated head that stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from analytics.encoder.session import Encoder
from analytics.encoder.tokens import Item


class EncoderFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The features of texts as the head of a task reads them (:func:`for_task`)."""

    def __init__(self, encoder: Encoder, task: Literal["stance", "tone"] = "stance") -> None:
        self.encoder = encoder
        self.task = task

    def fit(self, X: Sequence[Item], y: object = None) -> Self:  # noqa: N803
        """Do nothing: the encoder is frozen."""
        return self

    def transform(self, X: Sequence[Item]) -> NDArray[np.float32]:  # noqa: N803
        """Return what the head of the task reads of the texts ``X``: shape (texts, 6 × hidden), 2 × hidden for tone."""
        return for_task(self.encoder.features(X), X, self.task)

    def __sklearn_is_fitted__(self) -> bool:
        return True


def for_task(features: NDArray[np.float32], items: Sequence[Item], task: str) -> NDArray[np.float32]:
    """Return what the head of ``task`` reads of the features of ``items``.

    For stance they come twice, the second time only where the speaker is known (Daumé III, ACL 2007): what is asked is
    then the speaker's stance, and of a sentence alone, as in NewsMTSC, rather its own. For tone, those that know no
    target.
    """
    if task == "tone":
        return features[:, features.shape[1] // 3 :]
    known = np.array([bool(getattr(item, "speaker", "")) for item in items], np.float32).reshape(-1, 1)
    return np.concatenate([features, features * known], axis=1)


def speaker_known(features: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return of which rows the speaker is known, by what the head of stance reads of them (:func:`for_task`)."""
    return np.asarray(features[:, features.shape[1] // 2 :].any(axis=1))


class TemperedRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression whose log-odds are divided by ``temperature`` (Guo et al., ICML 2017).

    Of stance, those of texts whose speaker is known are divided by ``speaker_temperature`` where it is given, for they
    are read with more weights and so it is surer of them.

    Temperatures are settings and not fitted with the weights: the encoder has seen its training texts, so only texts
    it has not seen tell how sure it may be (:func:`best_temperature`).

    ``words_``, where it is set, has for each label the weights of a token's state that tell what its word carries,
    (labels, hidden); see ``analytics.train.word_effects``.
    """

    words_: NDArray[np.float32] | None = None
    speaker_temperature: float | None = None  # a head that was written before there were two has one

    def __init__(
        self,
        C: float = 0.01,  # noqa: N803
        temperature: float = 1.0,
        speaker_temperature: float | None = None,
    ) -> None:
        self.C = C
        self.temperature = temperature
        self.speaker_temperature = speaker_temperature

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Fit the weights on features ``X`` (texts, features) and labels ``y``."""
        self.regression_ = LogisticRegression(C=self.C, max_iter=1000).fit(X, y, sample_weight)
        self.classes_ = self.regression_.classes_
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Return the untempered log-odds, shape (texts, labels)."""
        check_is_fitted(self)
        odds: NDArray[np.float64] = np.asarray(X, np.float64) @ self.regression_.coef_.T + self.regression_.intercept_
        return odds

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Return the calibrated probabilities, shape (texts, labels)."""
        temperature: float | NDArray[np.float64] = self.temperature
        if self.speaker_temperature is not None:
            temperature = np.where(speaker_known(np.asarray(X)), self.speaker_temperature, temperature)[:, None]
        return np.asarray(softmax(self.decision_function(X) / temperature, axis=1))

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """Return the most probable label of each row."""
        return np.asarray(self.classes_[self.decision_function(X).argmax(axis=1)])


def best_temperature(
    logits: NDArray[np.float64], y: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> float:
    """Return the temperature, 0.1 to 10, under which labels ``y`` (column numbers) are least surprising on average."""

    def surprise(log_temperature: float) -> float:
        rows = log_softmax(logits / np.exp(log_temperature), axis=1)
        return -float(np.average(rows[np.arange(len(y)), y], weights=weights))

    return float(np.exp(minimize_scalar(surprise, bounds=(np.log(0.1), np.log(10)), method="bounded").x))


def encoder_classifier(
    encoder: Encoder, task: Literal["stance", "tone"], head: TemperedRegression | None = None
) -> Pipeline:
    """Return the scikit-learn classifier of ``task``: ``head`` (untrained unless given) on the frozen ``encoder``.

    ``X`` is a sequence of :class:`~analytics.types.TargetedText` for stance and of texts for tone.
    """
    return Pipeline([("encode", EncoderFeatures(encoder, task)), ("head", head or TemperedRegression())])
