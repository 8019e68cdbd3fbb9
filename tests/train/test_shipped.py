"""The models that are shipped keep the floors pinned in ``models/floors.json``."""

import hashlib
import json
import time
from pathlib import Path

import pytest

from analytics.settings import Settings
from analytics.train.artifact import LoadedModel, load_model
from analytics.train.datasets import Task, newsmtsc_folder, newsmtsc_stances, read_task
from analytics.train.evaluate import measure
from analytics.train.fetch import NEWSMTSC_FILES, verify_newsmtsc
from analytics.types import TargetedText

MODELS = Path(__file__).parents[2] / "models"
FLOORS = json.loads((MODELS / "floors.json").read_text(encoding="utf-8"))


def data(name: str) -> Path:
    path = newsmtsc_folder(Settings().datasets) / name
    if not path.is_file():
        pytest.skip("NewsMTSC is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    return path


@pytest.fixture(scope="module", params=["stance", "tone"])
def shipped(request: pytest.FixtureRequest) -> tuple[Task, LoadedModel]:
    return request.param, load_model(request.param, MODELS)


@pytest.mark.parametrize("name", ["dev_rw.jsonl", "dev_mt.jsonl"])
def test_shipped_models_keep_their_floors(shipped: tuple[Task, LoadedModel], name: str) -> None:
    task, model = shipped
    path, floor = data(name), FLOORS[task][name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == floor["sha256"]
    found = read_task(task, path)
    scores = measure(found.labels, model.estimator.predict_proba(found.items), model.estimator.classes_)
    assert scores["macro_f1"] >= floor["macro_f1"]
    assert scores["macro_f1"] == pytest.approx(model.manifest["metrics"][name]["macro_f1"], abs=0.005)


def test_floors_are_for_the_files_we_fetch() -> None:
    for floors in FLOORS.values():
        assert {name: floor["sha256"] for name, floor in floors.items()} == {
            name: NEWSMTSC_FILES[name][1] for name in ("dev_rw.jsonl", "dev_mt.jsonl")
        }


def test_the_data_sets_here_are_those_the_checksums_know() -> None:
    verify_newsmtsc(data("train.jsonl").parent)


def test_shipped_models_are_small_and_have_a_card(shipped: tuple[Task, LoadedModel]) -> None:
    task, model = shipped
    folder = MODELS / task / model.id
    assert (folder / "model.joblib").stat().st_size < 25 * 2**20
    assert f"{model.manifest['metrics']['dev_rw.jsonl']['macro_f1']:.3f}" in (folder / "CARD.md").read_text("utf-8")


def test_a_thousand_pairs_take_no_more_than_a_few_seconds() -> None:
    """A tripwire, far above the second that is measured by benchmarks/stance.py on an idle machine."""
    model = load_model("stance", MODELS)
    items = newsmtsc_stances(data("dev_mt.jsonl")).items
    start = time.process_time()
    model.estimator.predict_proba(items)
    assert (time.process_time() - start) / len(items) < 0.005


def test_names_do_not_move_the_shipped_stance_model() -> None:
    model = load_model("stance", MODELS)
    frame = "{} told reporters the plan would be ready by spring, Reuters reported"
    names = ("Trump", "Clinton", "Obama", "Merkel", "Zelensky", "Hamas", "Brezik")
    items = [TargetedText(frame.format(name), (0, len(name))) for name in names]
    rows = model.estimator.predict_proba(items)
    assert (rows == rows[0]).all()
