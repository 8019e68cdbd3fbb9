"""What the accurate model says of texts that nobody labelled, for a smaller one to learn from (Hinton et al., 2015)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.encoder.head import for_task
from analytics.encoder.tokens import Item
from analytics.train.artifact import load_model
from analytics.train.datasets import Task
from analytics.train.feature_cache import cached_features

TAUGHT = "fast"
"""The kind of model that is taught."""
_EVERY = 4  # a head has few weights to learn, and neighbouring texts are alike


class Taught(NamedTuple):
    """Texts, a teacher's probabilities for them, shape (texts, labels), and who the teacher is."""

    items: Sequence[Item]
    probabilities: NDArray[np.float64]
    teacher: str

    def described(self) -> dict[str, Any]:
        """Return what a manifest says of them."""
        digest = hashlib.sha256("\n".join(map(repr, self.items)).encode("utf-8", "replace"))
        return {"n": len(self.items), "sha256": digest.hexdigest(), "teacher": self.teacher}


def teach(task: Task, items: Sequence[Item], models: Path) -> Taught | None:
    """Return every fourth of ``items`` with what the accurate model of ``models`` says of it, ``None`` without any.

    Raises ``ModelError`` when there is no such model.
    """
    shown = items[::_EVERY]
    return Taught(shown, *said_by_accurate(task, shown, models)) if shown else None


def said_by_accurate(task: Task, items: Sequence[Item], models: Path) -> tuple[NDArray[np.float64], str]:
    """Return the accurate model's probabilities for ``items``, shape (texts, labels), and its id."""
    model = load_model(task, models, "accurate")
    encoder, head = (model.estimator.named_steps[name] for name in ("encode", "head"))
    features = for_task(cached_features(encoder.encoder, items), items, task)
    return np.asarray(head.predict_proba(features)), model.id
