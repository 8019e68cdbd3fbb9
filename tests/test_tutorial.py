"""The tutorial's commands do what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.store import open_store
from analytics.store.models import models_in_use
from analytics.train.artifact import current_model_id
from tests.retrain import domain
from tests.train.made_up import write_datasets

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that the tutorial's commands were run in, and what they printed."""
    folder = tmp_path_factory.mktemp("tutorial")
    command = folder / "bin" / "onrecord"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m analytics.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    settings = {
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "ONRECORD_SOURCE": str(ROOT),
        "ONRECORD_DATA": str(domain.data_without_gold(folder / "data")),  # as little as will do: fits take time
        "ONRECORD_DATASETS": str(write_datasets(folder / "sets")),
        "ONRECORD_LEARNED": str(folder / "learned"),
        "XDG_DATA_HOME": str(folder),
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(COMMANDS)],
        check=False, cwd=folder, env=os.environ | settings, text=True, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_every_step_is_run_and_says_what_the_tutorial_says(told: tuple[Path, str]) -> None:
    folder, said = told
    steps = [
        "111 articles stored", "20 of 7", "200 decisions recorded", "stays in use.", "refused by the gate",
        "is in use instead of", "is in use again instead of", "nightly runs retrain", "drift runs drift",
    ]  # fmt: skip
    places = [said.find(step) for step in steps]
    assert -1 not in places and places == sorted(places), said
    assert {path.suffix for path in (folder / "reports").iterdir()} == {".html", ".xlsx"}
    assert (folder / "numbers.csv").stat().st_size


def test_after_the_rollback_the_shipped_model_scores(told: tuple[Path, str]) -> None:
    store = open_store(f"sqlite:///{told[0] / 'news.db'}")
    assert models_in_use(store).query("task == 'stance'")["model_id"].to_list() == [
        current_model_id("stance", kind="linear")
    ]
    store.close()
