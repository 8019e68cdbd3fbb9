"""Scoring again what is stored, by the models in use now: one transaction per article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.aggregate import THIN_BELOW, stored_stance
from analytics.exceptions import OnRecordError
from analytics.pipeline import Pipeline
from analytics.store import Store, open_store
from analytics.store.articles import load_article
from analytics.store.models import outdated_articles, replace_predictions
from analytics.store.views import Filters, with_names

_PAIR = ["speaker_id", "target_id"]
_TOLD = 5  # pairs of speaker and target whose change is told
_VISIBLE = 0.01  # net stances are printed with two digits


@dataclass(frozen=True)
class RescoreReport:
    """What a rescoring did: articles scored again, and a sentence for each that could not be.

    ``moved`` says in sentences which net stances changed most.
    """

    rescored: int
    failures: tuple[str, ...]
    stance_model: str
    tone_model: str
    moved: tuple[str, ...] = ()

    def summary(self) -> str:
        """Return the report in sentences, one a line."""
        by = f"by {self.stance_model} and {self.tone_model}"
        if not self.rescored and not self.failures:
            return f"Nothing to do: everything is scored {by}."
        failed = f", {len(self.failures)} could not be scored" if self.failures else ""
        return "\n".join([f"{self.rescored} articles scored again {by}{failed}.", *self.moved])


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
    before = _standings(store)
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
    moved = tuple(_moved(before, _standings(store)))
    return RescoreReport(done, tuple(failures), pipeline.stance.id, pipeline.tone.id, moved)


def _standings(store: Store) -> pd.DataFrame:
    """Return net stance and n by the names of speaker and target, of the groups that are not thin."""
    found = with_names(store, stored_stance(store, Filters(), _PAIR)).dropna(subset=["speaker_id"])
    return found[found["n"] >= THIN_BELOW].set_index(_PAIR)[["speaker", "target", "n", "net_stance"]]


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[str]:
    change = (after["net_stance"] - before["net_stance"]).dropna()
    for pair in change[change.abs() >= _VISIBLE].abs().sort_values(ascending=False, kind="stable").index[:_TOLD]:
        was, now = before.loc[pair], after.loc[pair]
        yield (
            f"{now['speaker']} on {now['target']}: net stance {now['net_stance']:+.2f}, before "
            f"{was['net_stance']:+.2f} (n {now['n']:.0f})."
        )
