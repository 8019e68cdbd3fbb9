"""A champion that was never shown Africa or Latin America, a store full of it, and 200 corrected statements."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.pipeline import Pipeline
from analytics.retrain import run
from analytics.store import Store, open_store
from tests.retrain import domain

CORRECTED = 200


@dataclass(frozen=True)
class World:
    """The store before and after the retraining, the folders, and what the retraining gave."""

    url: str
    learned: Path
    champion: str
    labels: domain.Labels
    result: run.Retraining


@pytest.fixture(scope="session")
def _taught(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("learning")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_LEARNED", str(folder / "learned"))
        champion = domain.train_champion(folder, patch)
        url = f"sqlite:///{folder / 'news.db'}"
        store = open_store(url)
        labels = domain.write_stories(store, Pipeline.load(kind="linear"))
        domain.correct(store, labels, CORRECTED)
        patch.setattr(run, "SHARES", (0.0, 1.0))  # of a linear model every point is a fit of its own
        result = run.retrain(store, "stance", "linear", "ana")
        store.close()
    return World(url, folder / "learned", champion, labels, result)


@pytest.fixture
def world(_taught: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """What was taught, as a copy that a test may change."""
    learned, store = tmp_path / "learned", tmp_path / "news.db"
    shutil.copytree(_taught.learned, learned)
    shutil.copy(_taught.url.removeprefix("sqlite:///"), store)
    domain.point_to(_taught.learned.parent, monkeypatch)
    monkeypatch.setenv("ONRECORD_LEARNED", str(learned))
    return World(f"sqlite:///{store}", learned, _taught.champion, _taught.labels, _taught.result)


@pytest.fixture
def store(world: World) -> Iterator[Store]:
    opened = open_store(world.url)
    yield opened
    opened.close()
