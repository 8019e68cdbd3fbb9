"""OnRecord: who stands where, since when, and on what evidence.

``analyze(text)`` gives an ``ArticleAnalysis``; ``load("stance")`` a trained scikit-learn estimator. Both import what
they need when called, so that ``import analytics`` is quick.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from analytics.types import ArticleAnalysis, TargetedText

if TYPE_CHECKING:
    from analytics.pipeline import Pipeline

__all__ = ["ArticleAnalysis", "TargetedText", "analyze", "load"]


def analyze(text: str, *, reference: datetime | None = None, as_is: bool = False) -> ArticleAnalysis:
    """Find and score every statement in the text of one story, with the registry of the world.

    ``reference`` supplies what a printed date leaves out. With ``as_is`` the text is kept unchanged, so that offsets
    are into ``text`` itself. Raises ``InputError`` when there is no story in it.
    """
    from analytics.ingest.readers import read_text  # noqa: PLC0415

    return _pipeline().analyze(read_text(text, reference=reference, as_is=as_is))


@lru_cache(maxsize=1)
def _pipeline() -> Pipeline:
    from analytics.pipeline import Pipeline  # noqa: PLC0415

    return Pipeline.load()


def load(task: Literal["stance", "tone"], kind: Literal["accurate", "fast", "linear"] | None = None) -> Any:
    """Return the shipped estimator of ``task``, a fitted scikit-learn classifier. Raises ``ModelError``.

    Without ``kind`` it is the one that the setting ``ONRECORD_MODEL`` names, *accurate* unless set.
    """
    from analytics.train.artifact import load as load_estimator  # noqa: PLC0415

    return load_estimator(task, kind=kind)
