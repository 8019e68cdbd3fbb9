"""A linear support vector machine on features weighted by how much they tell the classes apart.

NBSVM of Wang & Manning (ACL 2012) in its interpolated form: for each class, a feature is scaled by the absolute log
ratio of its frequency inside and outside the class, so that rare but telling words may weigh more than the
regularisation would let them.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted


class RatioSVM(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One label against the others; ``coef_`` has shape (classes, features) and holds the scaling already.

    ``C`` is how closely the training set is followed; ``share`` in [0, 1] the part of a feature's scale that comes from
    its log ratio (0 is a plain linear SVM); ``random_state`` the seed of the solver. Classes are weighted by frequency.
    The defaults are those chosen for stance (docs/models.md).
    """

    def __init__(self, C: float = 0.1, share: float = 0.6, random_state: int = 0) -> None:  # noqa: N803
        self.C = C
        self.share = share
        self.random_state = random_state

    def fit(self, X: csr_matrix, y: ArrayLike) -> Self:  # noqa: N803
        """Fit on sparse features of shape (texts, features); a feature is present where it is not zero."""
        labels = np.asarray(y)
        self.classes_ = np.unique(labels)
        present = csr_matrix((np.ones_like(X.data), X.indices, X.indptr), shape=X.shape)
        models = [self._fit_one(X, present, labels == label) for label in self.classes_]
        self.coef_ = np.vstack([coefficients for coefficients, _ in models])
        self.intercept_ = np.array([intercept for _, intercept in models])
        return self

    def _fit_one(
        self, features: csr_matrix, present: csr_matrix, inside: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float32], float]:
        scale = 1 - self.share + self.share * np.abs(_log_ratio(present, inside))
        model = LinearSVC(C=self.C, class_weight="balanced", random_state=self.random_state)
        model.fit(features @ diags(scale.astype(features.dtype)), inside)
        return (model.coef_[0] * scale).astype(np.float32), float(model.intercept_[0])

    def decision_function(self, X: csr_matrix) -> NDArray[np.float64]:  # noqa: N803
        """Return the margin of each class, shape (texts, classes)."""
        check_is_fitted(self)
        margins: NDArray[np.float64] = X @ self.coef_.T.astype(np.float64) + self.intercept_
        return margins

    def predict(self, X: csr_matrix) -> NDArray[Any]:  # noqa: N803
        """Return the class with the largest margin for each text."""
        chosen: NDArray[Any] = self.classes_[self.decision_function(X).argmax(axis=1)]
        return chosen


def _log_ratio(present: csr_matrix, inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return ln of each feature's share of the class over its share of the rest, one text added to each."""
    within = 1.0 + np.asarray(present[inside].sum(axis=0)).ravel()
    without = 1.0 + np.asarray(present[~inside].sum(axis=0)).ravel()
    ratio: NDArray[np.float64] = np.log((within / within.sum()) / (without / without.sum()))
    return ratio
