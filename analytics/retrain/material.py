"""What a retraining learns from, chooses by and is measured on; no story is in two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.retrain.corrections import Corrections, Slices
from analytics.stance.inputs import NARRATOR
from analytics.train.datasets import (
    TRAIN_FILE,
    Task,
    dev_sets,
    held_out_sets,
    newsmtsc_folder,
    own_training_sets,
    training_sets,
)
from analytics.train.examples import Dataset, Example, consistent, item_key
from analytics.train.fit import PLAIN
from analytics.train.splits import Split, split_of
from analytics.train.teach import Taught
from analytics.types import TargetedText

CORRECTIONS = "corrections"
LEAST = 30
"""Rows below which a set or slice says too little to choose or to judge by."""

Sets = dict[str, Dataset[Any]]


@dataclass(frozen=True)
class Material:
    """Labeled texts by set: ``train`` to learn, ``dev`` to choose and calibrate, ``test`` to compare models on.

    ``slices`` say by ``gid`` what the texts of ``test`` belong to, ``quarantined`` what was left out, by reason,
    and ``taught`` is what a head learns besides labels, if anything.
    """

    train: Sets
    dev: Sets
    test: Sets
    slices: Mapping[str, Slices]
    quarantined: Mapping[str, int]
    taught: Taught | None = None

    @property
    def chosen_by(self) -> Sets:
        """The sets of ``dev`` that are large enough to choose by."""
        return {name: data for name, data in self.dev.items() if len(data.examples) >= LEAST}

    @property
    def corrected(self) -> Mapping[str, int]:
        """How many corrections there are in each part."""
        parts = {"train": self.train.get(CORRECTIONS), "dev": self.dev.get(f"{CORRECTIONS} dev")}
        parts["test"] = self.test.get(f"{CORRECTIONS} test")
        return {name: len(found.examples) if found else 0 for name, found in parts.items()}


def gather(task: Task, kind: str, datasets: Path, corrections: Corrections) -> Material:
    """Return the public data sets that are in ``datasets``, our own, and ``corrections``, split by their stories.

    A linear model learns only from what ``onrecord train`` gives it. Quarantined and counted are repetitions, texts
    labeled in two ways, corrections that another data set labels otherwise, training texts that are held out too, and
    audited ones outside the test part.
    """
    there = (newsmtsc_folder(datasets) / TRAIN_FILE).is_file()
    train = training_sets(task, datasets) if there else own_training_sets(task, datasets)
    if kind == "linear":
        train = {name: data for name, data in train.items() if name in PLAIN}
    dev, test = dev_sets(task, datasets), held_out_sets(task, datasets)
    sound = consistent(corrections.examples, corrections.quarantined)
    quarantined = Counter(sound.rejects)
    new = _unlabeled_elsewhere(sound.examples, (train, dev, test), quarantined)
    parts: tuple[tuple[Split, Sets, str], ...] = (
        ("train", train, CORRECTIONS),
        ("dev", dev, f"{CORRECTIONS} dev"),
        ("test", test, f"{CORRECTIONS} test"),
    )
    for split, sets, name in parts:
        mine = tuple(example for example in new if split_of(example.story) == split)
        if split != "test":
            drawn = [example for example in mine if example.gid in corrections.audited]
            quarantined["kept for an audit"] += len(drawn)
            mine = tuple(example for example in mine if example.gid not in corrections.audited)
        if mine:
            sets[name] = Dataset(mine, {})
    train = _without_held_out(train, (dev, test), quarantined)
    slices = {example.gid: _voice(example.item) for data in test.values() for example in data.examples}
    return Material(train, dev, test, {**slices, **corrections.slices}, +quarantined)


def _unlabeled_elsewhere(
    examples: tuple[Example[Any], ...], others: tuple[Sets, ...], quarantined: Counter[str]
) -> list[Example[Any]]:
    labels = {item_key(e.item): str(e.label) for sets in others for data in sets.values() for e in data.examples}
    kept = []
    for example in examples:
        label = labels.get(item_key(example.item))
        if label is None:
            kept.append(example)
        else:
            quarantined["duplicate" if label == example.label else "another data set says otherwise"] += 1
    return kept


def _without_held_out(train: Sets, held_out: tuple[Sets, ...], quarantined: Counter[str]) -> Sets:
    held = {item_key(example.item) for sets in held_out for data in sets.values() for example in data.examples}
    kept: Sets = {}
    for name, data in train.items():
        left = tuple(example for example in data.examples if item_key(example.item) not in held)
        quarantined["held out too"] += len(data.examples) - len(left)
        kept[name] = Dataset(left, data.rejects)
    return kept


def _voice(item: object) -> Slices:
    """Return whose voice a text of our own is in; public ones do not tell."""
    if not isinstance(item, TargetedText) or not item.speaker:
        return {}
    return {"voice": "the outlet" if item.speaker == NARRATOR else "a speaker"}
