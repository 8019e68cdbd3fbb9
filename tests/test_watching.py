"""A watched folder: finished files, once, by content."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.exceptions import InputError
from analytics.intake import Intake
from analytics.store import Store, open_store
from analytics.store.coverage import load_coverage
from analytics.watching import Watch, watch_folder

STORY = "Sergey Lavrov said on Monday that Kyiv had lied to Moscow, and that talk number {} was the last."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "incoming").mkdir()
    return tmp_path / "incoming"


def looked(watch: Watch) -> list[str]:
    return [path.name for path, _ in watch.look()]


def test_a_file_is_read_when_it_has_stopped_growing(store: Store, folder: Path) -> None:
    watch, path = Watch(folder, Intake(store, "linear")), folder / "a.jsonl"
    path.write_text('{"text": "' + STORY.format(1) + '"}\n')
    assert looked(watch) == []
    path.write_text(path.read_text() + '{"text": "' + STORY.format(2) + '"}\nbroken\n')
    assert looked(watch) == []
    ((read, outcome),) = watch.look()
    assert read == path and outcome.startswith("2 stored, 1 bad record\n") and "a.jsonl:3" in outcome
    assert looked(watch) == []


def test_a_file_is_read_once_whatever_it_is_called_and_whoever_watches(store: Store, folder: Path) -> None:
    watch = Watch(folder, Intake(store, "linear"))
    (folder / "a.txt").write_text(STORY.format(1))
    assert [looked(watch) for _ in range(2)] == [[], ["a.txt"]]
    shutil.copy(folder / "a.txt", folder / "b.txt")
    (folder / "a.txt").touch()
    other = Watch(folder, Intake(store, "linear"))
    assert [looked(one) for one in (watch, other) for _ in range(3)] == [[]] * 6
    (folder / "a.txt").write_text(STORY.format(2))
    assert [looked(watch) for _ in range(2)] == [[], ["a.txt"]]
    assert load_coverage(store)["articles"] == 2


def test_what_is_not_for_reading_is_left_alone(store: Store, folder: Path) -> None:
    watch = Watch(folder, Intake(store, "linear"))
    for name in (".hidden.txt", "half.txt.part", "image.png"):
        (folder / name).write_text(STORY.format(1))
    (folder / "out.txt").symlink_to("/etc/passwd")
    (folder / "bad.csv").write_text("a,b\n")
    assert [looked(watch) for _ in range(3)] == [[], ["bad.csv"], []]


def test_only_a_folder_can_be_watched(store: Store, folder: Path) -> None:
    with pytest.raises(InputError, match="is not a folder"):
        watch_folder(folder / "nowhere", Intake(store), print)
