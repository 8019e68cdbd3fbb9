"""Scoring again what is stored, by the models in use now: one transaction per article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from analytics.exceptions import OnRecordError
from analytics.pipeline import Pipeline
from analytics.store import open_store
from analytics.store.articles import load_article
from analytics.store.models import outdated_articles, replace_predictions


@dataclass(frozen=True)
class RescoreReport:
    """What a rescoring did: articles scored again, and a sentence for each that could not be."""

    rescored: int
    failures: tuple[str, ...]
    stance_model: str
    tone_model: str

    def summary(self) -> str:
        """Return the report in one line."""
        by = f"by {self.stance_model} and {self.tone_model}"
        if not self.rescored and not self.failures:
            return f"Nothing to do: everything is scored {by}."
        failed = f", {len(self.failures)} could not be scored" if self.failures else ""
        return f"{self.rescored} articles scored again {by}{failed}."


def rescore(
    store_url: str, model: str | None, progress: Callable[[Iterable[Any], str], Iterable[Any]]
) -> RescoreReport:
    """Score the statements and targets again that another model scored, or none; they are not looked for again.

    ``model`` is the kind that scores: accurate, fast or linear. Killed and run again, it goes on with what is left.
    Raises ``ModelError`` when there is no such model, and ``StoreError``.
    """
    pipeline = Pipeline.load(kind=model)
    store = open_store(store_url)
    done, failures = 0, []
    for article_id in progress(outdated_articles(store, pipeline.stance.id, pipeline.tone.id), "Scoring again"):
        stored = load_article(store, article_id)
        if stored is None:
            continue
        try:
            scored = pipeline.score(stored.article.text, [one.statement for one in stored.statements])
        except OnRecordError:  # every article would fail in the same way
            raise
        except Exception as error:  # one bad article never takes down a batch
            failures.append(f"{stored.article.title or article_id} could not be scored: {error}")
            continue
        replace_predictions(store, article_id, scored)
        done += 1
    return RescoreReport(done, tuple(failures), pipeline.stance.id, pipeline.tone.id)
