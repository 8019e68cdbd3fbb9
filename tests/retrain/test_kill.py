"""Killed at any step, a retraining leaves the champion in use, and can be run again."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from analytics.retrain import promotion, run
from analytics.retrain.refit import Fitted
from analytics.store import open_store
from analytics.train import switches
from analytics.train.artifact import current_model_id, load_model
from analytics.train.promoted import promoted_model
from analytics.train.switches import read_switches
from tests.retrain.conftest import World

STEPS = [
    (run, "read_corrections"),
    (run, "fit_challenger"),
    (run, "compare"),
    (run, "moves"),
    (run, "save"),
    (Path, "rename"),  # the challenger's folder is written, but not in its place
    (run, "promote"),
    (promotion, "record_switch"),
    (switches.os, "link"),  # the switch is written, but not in its place
]


@pytest.fixture
def untaught(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The store with its corrections before anything was learnt; fitting gives what it gave, at once."""
    estimator = load_model("stance", kind="linear").estimator
    manifest = json.loads((world.learned / "stance" / world.result.challenger / "manifest.json").read_text("utf-8"))
    made_of = {key: manifest[key] for key in ("features", "lexicons")}
    fitted = Fitted(estimator, lambda data: estimator.predict_proba(data.items), made_of, 4)
    monkeypatch.setattr(run, "fit_challenger", lambda *_: fitted)
    monkeypatch.setattr(run, "SHARES", (1.0,))
    shutil.rmtree(world.learned)
    return world


def retrain(url: str) -> str:
    store = open_store(url)
    result = run.retrain(store, "stance", "linear", "ana")
    store.close()
    return result.challenger


def killed_at(owner: Any, name: str, url: str) -> bool:
    """Retrain in another process that is killed when it calls a function; return whether it was."""
    child = os.fork()
    if child == 0:
        setattr(owner, name, lambda *_args, **_options: os.kill(os.getpid(), signal.SIGKILL))
        try:
            retrain(url)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_killed_at_any_step_the_champion_serves_and_the_next_run_promotes(untaught: World) -> None:
    for owner, name in STEPS:
        assert killed_at(owner, name, untaught.url), name
        assert current_model_id("stance", kind="linear") == untaught.champion, name
        assert read_switches(untaught.learned) == []
    assert retrain(untaught.url) == current_model_id("stance", kind="linear") != untaught.champion


def test_a_tampered_model_is_refused_and_the_last_good_one_serves(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    weights = world.learned / "stance" / world.result.challenger / "model.joblib"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    assert load_model("stance", kind="linear").id == world.champion
    assert f"{world.result.challenger} is refused" in caplog.text


def test_a_manifest_that_vouches_for_other_weights_is_refused_too(world: World) -> None:
    folder = world.learned / "stance" / world.result.challenger
    champion = Path(os.environ["ONRECORD_MODELS"]) / "stance" / world.champion
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    shutil.copy(champion / "model.joblib", folder / "model.joblib")
    manifest["sha256"] = json.loads((champion / "manifest.json").read_text("utf-8"))["sha256"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert load_model("stance", kind="linear").id == world.champion


def test_a_damaged_log_leaves_the_shipped_model_in_use(world: World, caplog: pytest.LogCaptureFixture) -> None:
    (world.learned / "switches" / "000001.json").write_text("{", "utf-8")
    assert promoted_model("stance", "linear", Path(os.environ["ONRECORD_MODELS"])) is None
    assert "is damaged" in caplog.text
