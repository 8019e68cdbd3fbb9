"""Switching models, and going back."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.exceptions import InputError, ModelError
from analytics.retrain.promotion import promote, rollback, versions
from analytics.train.artifact import current_model_id
from analytics.train.switches import Switch, SwitchKind, lineage, read_switches, record_switch
from tests.retrain.conftest import World


def switch(before: str, after: str, kind: SwitchKind = SwitchKind.PROMOTION, sha256: str | None = "0" * 64) -> Switch:
    return Switch(kind, f"stance-linear-{before}", f"stance-linear-{after}", sha256, "ana", "2026-11-01", "Better.")


def in_use(folder: Path) -> list[str]:
    """Return the last letters of the ids of the model in use and those before it."""
    return [found.after[-1] for found in lineage(read_switches(folder), "stance", "linear")]


def test_the_log_gives_the_model_in_use_and_those_before_it(tmp_path: Path) -> None:
    assert in_use(tmp_path) == []
    for one in (switch("aaaaaa", "bbbbbb"), switch("bbbbbb", "cccccc")):
        record_switch(tmp_path, one)
    assert in_use(tmp_path) == ["c", "b"]
    record_switch(tmp_path, switch("cccccc", "bbbbbb", SwitchKind.ROLLBACK))
    assert in_use(tmp_path) == ["b"]
    record_switch(tmp_path, switch("bbbbbb", "aaaaaa", SwitchKind.ROLLBACK, None))
    assert in_use(tmp_path) == []
    record_switch(tmp_path, switch("aaaaaa", "cccccc"))
    assert in_use(tmp_path) == ["c"]


def test_other_tasks_and_kinds_are_left_alone(tmp_path: Path) -> None:
    record_switch(tmp_path, switch("aaaaaa", "bbbbbb"))
    assert list(lineage(read_switches(tmp_path), "tone", "linear")) == []
    assert list(lineage(read_switches(tmp_path), "stance", "fast")) == []


def test_ids_in_the_log_that_are_paths_are_refused(tmp_path: Path) -> None:
    record_switch(tmp_path, switch("aaaaaa", "../../../etc"))
    with pytest.raises(ModelError, match="damaged"):
        read_switches(tmp_path)


def test_promoted_by_hand_after_a_rollback(world: World) -> None:
    rollback("stance", "linear", "ben", "Odd.")
    promote(world.result.challenger, "ben", "It was right after all.")
    assert current_model_id("stance", kind="linear") == world.result.challenger
    assert [one.kind for one in read_switches(world.learned)] == ["promotion", "rollback", "promotion"]
    with pytest.raises(InputError, match="in use already"):
        promote(world.result.challenger, "ben", "Again.")


def test_what_is_no_model_cannot_be_promoted(world: World) -> None:
    with pytest.raises(InputError, match="no id of a model"):
        promote("../../x", "ben", "?")
    with pytest.raises(ModelError, match="cannot be read"):
        promote("stance-linear-000000", "ben", "?")


def test_every_version_is_listed_with_the_one_in_use_marked(world: World) -> None:
    (world.learned / "stance" / "stance-linear-000000").mkdir()
    found = {one.model_id: one for one in versions()}
    assert found[world.result.challenger].in_use and not found[world.champion].in_use
    assert found[world.champion].shipped and found["stance-linear-000000"].trouble
