"""What people decided in a store, as labeled texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analytics.review.consensus import decided_labels
from analytics.stance.inputs import targeted_text
from analytics.store import Store
from analytics.store.judged import Judged, load_statements, load_targets
from analytics.tone.inputs import statement_text
from analytics.train.datasets import Task
from analytics.train.examples import Example
from analytics.types import AnnotatedField

Slices = Mapping[str, str]
"""What a text belongs to, by dimension: party, outlet, statement kind, cue."""


@dataclass(frozen=True)
class Corrections:
    """Labeled texts of a store by story, what each belongs to by its ``gid``, and those left out by reason.

    ``audited`` are those of random samples, by ``gid``: what is learnt from cannot measure errors any more.
    """

    examples: tuple[Example[Any], ...]
    slices: Mapping[str, Slices]
    quarantined: Mapping[str, int]
    audited: frozenset[str] = frozenset()


def read_corrections(store: Store, task: Task) -> Corrections:
    """Return what most people decided on the stance or tone of statements. Raises ``StoreError``.

    Left out and counted is what is not in the store any more.
    """
    decided = decided_labels(store, AnnotatedField(task))
    labels = dict(zip(decided["item_id"], decided["label"], strict=True))
    examples, slices = list[Example[Any]](), dict[str, Slices]()
    load = load_targets if task == "stance" else load_statements
    for judged in load(store, list(labels)):
        examples.append(Example(shown(judged), labels[judged.item_id], judged.story_id, judged.item_id))
        slices[judged.item_id] = dict(_slices(judged))
    quarantined = Counter({"not in the store any more": len(labels) - len(examples)})
    audited = frozenset(decided.loc[decided["audited"], "item_id"])
    return Corrections(tuple(examples), slices, +quarantined, audited)


def shown(judged: Judged) -> Any:
    """Return what the model of stance is shown of a target, or that of tone of a statement."""
    if judged.target is None:
        return statement_text(judged.text, judged.statement)
    return targeted_text(judged.text, judged.statement, judged.target)


def _slices(judged: Judged) -> Iterator[tuple[str, str]]:
    yield "statement kind", judged.statement.kind.value
    if judged.target:
        yield "party", judged.target.id
    if judged.outlet:
        yield "outlet", judged.outlet
    if judged.cue:
        yield "cue", judged.cue
