"""What people decided in a store, as labeled texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.stance.inputs import targeted_text
from analytics.store import Store
from analytics.store.annotations import load_annotations
from analytics.store.judged import Judged, load_statements, load_targets
from analytics.tone.inputs import statement_text
from analytics.train.datasets import Task
from analytics.train.examples import Example
from analytics.types import AnnotatedField

Slices = Mapping[str, str]
"""What a text belongs to, by dimension: party, outlet, statement kind, cue."""


@dataclass(frozen=True)
class Corrections:
    """Labeled texts of a store by story, what each belongs to by its ``gid``, and those left out by reason."""

    examples: tuple[Example[Any], ...]
    slices: Mapping[str, Slices]
    quarantined: Mapping[str, int]


def read_corrections(store: Store, task: Task) -> Corrections:
    """Return what people decided on the stance or tone of statements. Raises ``StoreError``.

    Left out and counted: what is not in the store any more, and what was decided to have no label.
    """
    decided = consensus(load_annotations(store, field=AnnotatedField(task)))
    quarantined, examples, slices = Counter[str](), list[Example[Any]](), dict[str, Slices]()
    labels = {item_id: label for item_id, label in decided.items() if label is not None}
    quarantined["decided to have no label"] = len(decided) - len(labels)
    load = load_targets if task == "stance" else load_statements
    for judged in load(store, list(labels)):
        examples.append(Example(shown(judged), labels[judged.item_id], judged.story_id, judged.item_id))
        slices[judged.item_id] = dict(_slices(judged))
    quarantined["not in the store any more"] = len(labels) - len(examples)
    return Corrections(tuple(examples), slices, +quarantined)


def consensus(annotations: pd.DataFrame) -> dict[str, str | None]:
    """Return one label for each item of ``annotations`` (as ``load_annotations`` gives them): the latest decision."""
    latest = annotations.drop_duplicates("item_id", keep="last")
    return {
        str(item): None if pd.isna(label) else str(label)
        for item, label in zip(latest["item_id"], latest["label"], strict=True)
    }


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
