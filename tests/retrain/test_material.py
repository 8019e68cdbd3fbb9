"""What is learnt from and measured on: nothing twice, no story in two parts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.retrain.corrections import Corrections, read_corrections
from analytics.retrain.material import gather
from analytics.retrain.refit import with_share
from analytics.store import Store
from analytics.store.annotations import annotate
from analytics.train.examples import Example, item_key
from analytics.types import AnnotatedField, Annotation, TargetedText
from tests.retrain.conftest import World

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _as_taught(world: World) -> None:
    """The folders of the made-up champion."""


def example(number: int, label: str = "favor", text: str = "") -> Example[TargetedText]:
    words = text or f"Reyk praised Brezik for the help number {number}"
    return Example(TargetedText(words, (0, 4), "Reyk"), label, f"story {number}", f"item {number}")


def test_a_story_is_in_one_part_and_stays_there_for_ever(tmp_path: Path) -> None:
    found = gather("stance", "linear", tmp_path, Corrections(tuple(map(example, range(300))), {}, {}))
    parts = [found.train["corrections"], found.dev["corrections dev"], found.test["corrections test"]]
    stories = [{one.story for one in part.examples} for part in parts]
    assert sum(map(len, stories)) == len(set().union(*stories)) == 300
    again = gather("stance", "linear", tmp_path, Corrections(tuple(map(example, range(299, 100, -1))), {}, {}))
    assert {one.story for one in again.test["corrections test"].examples} <= stories[2]
    assert found.corrected == {"train": len(stories[0]), "dev": len(stories[1]), "test": len(stories[2])}


def test_repetitions_and_contradictions_are_quarantined_and_counted(tmp_path: Path) -> None:
    twice, two_ways = "Reyk thanked them all", "Reyk is what he is"
    examples = [example(1, text=twice), example(2, text=twice), example(3, text=two_ways)]
    examples += [example(4, "against", two_ways), example(5)]
    found = gather("stance", "linear", tmp_path, Corrections(tuple(examples), {}, {"not in the store any more": 2}))
    assert sum(found.corrected.values()) == 2
    assert found.quarantined == {"duplicate": 1, "contradictory duplicate": 2, "not in the store any more": 2}


def test_what_another_set_labels_is_quarantined_and_nothing_held_out_is_learnt(tmp_path: Path) -> None:
    base = gather("stance", "linear", tmp_path, Corrections((), {}, {}))
    known = base.test["sample test"].examples[0]
    other = "favor" if known.label == "against" else "against"
    same, differs = Example(known.item, str(known.label), "a", "a"), Example(known.item, other, "b", "b")
    assert gather("stance", "linear", tmp_path, Corrections((same,), {}, {})).quarantined == {"duplicate": 1}
    found = gather("stance", "linear", tmp_path, Corrections((differs,), {}, {}))
    assert found.quarantined == {"another data set says otherwise": 1}
    held = {item_key(e.item) for sets in (found.dev, found.test) for data in sets.values() for e in data.examples}
    assert held.isdisjoint(item_key(e.item) for data in found.train.values() for e in data.examples)


def test_a_larger_share_holds_the_smaller(tmp_path: Path) -> None:
    found = gather("stance", "linear", tmp_path, Corrections(tuple(map(example, range(100))), {}, {}))
    some = [set(with_share(found, share).train["corrections"].examples) for share in (0.25, 0.5, 1.0)]
    assert some[0] < some[1] < some[2]
    assert "corrections" not in with_share(found, 0.0).train


def test_what_an_audit_measures_is_not_learnt_from(tmp_path: Path) -> None:
    examples = tuple(map(example, range(100)))
    plain = gather("stance", "linear", tmp_path, Corrections(examples, {}, {}))
    audited = frozenset(one.gid for one in examples)
    found = gather("stance", "linear", tmp_path, Corrections(examples, {}, {}, audited))
    assert found.corrected == {"train": 0, "dev": 0, "test": plain.corrected["test"]}
    assert found.quarantined == {"kept for an audit": plain.corrected["train"] + plain.corrected["dev"]}


def test_corrections_come_with_their_slices_and_those_nobody_can_tell_are_left_out(store: Store, world: World) -> None:
    item = next(iter(world.labels))
    annotate(store, item, AnnotatedField.STANCE, Annotation(None, "ana", NOW))
    found = read_corrections(store, "stance")
    assert found.quarantined == {}
    assert len(found.examples) == 363 and item not in found.slices
    assert {tuple(one) for one in found.slices.values()} == {("statement kind", "party", "outlet")}
    texts = {one.gid: one.item for one in found.examples}
    assert all(0 <= text.target[0] < text.target[1] <= len(text.text) for text in texts.values())
    assert read_corrections(store, "tone").examples == ()
