"""One labeled text, and a set of them with what was left out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from analytics.types import TargetedText

T = TypeVar("T")


@dataclass(frozen=True)
class Example(Generic[T]):
    """A labeled text of a story; ``gid`` names it in its data set."""

    item: T
    label: str
    story: str
    gid: str


@dataclass(frozen=True)
class Dataset(Generic[T]):
    """Labeled texts in order, and the number of those left out, by reason."""

    examples: tuple[Example[T], ...]
    rejects: Mapping[str, int]

    @property
    def items(self) -> list[T]:
        """The texts (``X``)."""
        return [example.item for example in self.examples]

    @property
    def labels(self) -> list[str]:
        """Their labels (``y``)."""
        return [str(example.label) for example in self.examples]

    def joined(self, other: Dataset[T]) -> Dataset[T]:
        """Return both sets, this one first."""
        return Dataset((*self.examples, *other.examples), Counter(self.rejects) + Counter(other.rejects))

    def fingerprint(self) -> str:
        """Return the sha256 of texts, targets and labels in order."""
        digest = hashlib.sha256()
        for example in self.examples:
            digest.update(f"{example.item!r}\t{example.label}\n".encode())
        return digest.hexdigest()


def consistent(examples: Sequence[Example[T]], rejects: Mapping[str, int]) -> Dataset[T]:
    """Return the examples without repetitions; a text labeled in two ways is left out. Both are counted."""
    labels: dict[object, set[str]] = {}
    for example in examples:
        labels.setdefault(item_key(example.item), set()).add(example.label)
    counted = Counter(rejects)
    kept: dict[object, Example[T]] = {}
    for example in examples:
        key = item_key(example.item)
        if len(labels[key]) > 1:
            counted["contradictory duplicate"] += 1
        elif key in kept:
            counted["duplicate"] += 1
        else:
            kept[key] = example
    return Dataset(tuple(kept.values()), dict(counted))


def item_key(item: object) -> object:
    """Return what makes a text the same one again: its words and its target, whoever speaks."""
    return (item.text, item.target) if isinstance(item, TargetedText) else item
