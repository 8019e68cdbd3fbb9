"""The models that are shipped keep the floors pinned in ``models/floors.json``."""

import hashlib
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analytics.encoder.session import Encoder
from analytics.evaluation import evaluate_task
from analytics.settings import Settings
from analytics.train.artifact import LoadedModel, current_encoder, current_tagger, load_model
from analytics.train.datasets import Task, gold_task, newsmtsc_folder, newsmtsc_stances, read_task
from analytics.train.evaluate import calibration_error, measure
from analytics.train.fetch import NEWSMTSC_FILES, verify_newsmtsc
from analytics.types import TargetedText

ROOT = Path(__file__).parents[2]
MODELS, GOLD = ROOT / "models", ROOT / "data" / "gold"
FLOORS = json.loads((MODELS / "floors.json").read_text(encoding="utf-8"))
SHIPPED = ("accurate", "fast", "linear")
MODELS_OF = [(task, kind) for task in ("stance", "tone") for kind in SHIPPED]


def data(name: str) -> Path:
    path = newsmtsc_folder(Settings().datasets) / name
    if not path.is_file():
        pytest.skip("NewsMTSC is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    return path


@pytest.fixture(scope="module", params=MODELS_OF, ids=["-".join(names) for names in MODELS_OF])
def shipped(request: pytest.FixtureRequest) -> tuple[Task, str, LoadedModel]:
    task, kind = request.param
    return task, kind, load_model(task, MODELS, kind)


@pytest.mark.parametrize("name", ["dev_rw.jsonl", "dev_mt.jsonl"])
def test_shipped_models_keep_their_floors(shipped: tuple[Task, str, LoadedModel], name: str) -> None:
    task, kind, model = shipped
    path, floor = data(name), FLOORS[task][kind][name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == floor["sha256"]
    found = read_task(task, path)
    scores = measure(found.labels, model.estimator.predict_proba(found.items), model.estimator.classes_)
    assert scores["macro_f1"] >= floor["macro_f1"]
    # Rounded arithmetic differs a little from one processor to another; the linear model's does not.
    tolerance = 0.005 if kind == "linear" else 0.015
    assert scores["macro_f1"] == pytest.approx(model.manifest["metrics"][name]["macro_f1"], abs=tolerance)


def test_floors_are_for_the_files_we_fetch() -> None:
    floors = [files for task in ("stance", "tone") for files in FLOORS[task].values()]
    assert len(floors) == len(MODELS_OF)
    for files in floors:
        assert {name: floor["sha256"] for name, floor in files.items()} == {
            name: NEWSMTSC_FILES[name][1] for name in ("dev_rw.jsonl", "dev_mt.jsonl")
        }


@pytest.mark.parametrize("task", ["stance", "tone"])
def test_the_accurate_models_are_good_and_calibrated_on_our_test_split(task: Task) -> None:
    found = gold_task(task, GOLD, "test")
    model = load_model(task, MODELS, "accurate").estimator
    probabilities = model.predict_proba(found.items)
    assert measure(found.labels, probabilities, model.classes_)["macro_f1"] >= 0.85
    assert calibration_error(found.labels, probabilities, model.classes_) <= 0.06


@pytest.mark.parametrize("kind", ["accurate", "fast"])
def test_the_shipped_taggers_are_small_and_keep_their_floors(kind: str) -> None:
    folder = Settings().datasets / "polnear" / "dev"
    if not folder.is_dir():
        pytest.skip("PolNeAR is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    tagger = current_tagger(kind, MODELS)
    assert tagger is not None
    assert (tagger.folder / "tagger.onnx").stat().st_size <= (30e6 if kind == "fast" else 95e6)
    measured, floor = tagger.manifest["metrics"]["PolNeAR dev"], FLOORS["attribution"][kind]["PolNeAR dev"]
    assert measured["sha256"] == floor["sha256"]
    found = evaluate_task("attribution", folder, None, kind)
    assert found["found_by"] == tagger.id
    for score in ("source.exact", "cue.exact", "content.exact", "linked"):
        assert found[score]["f1"] >= floor[score]
        assert found[score]["f1"] == pytest.approx(measured[score], abs=0.01)


def test_who_speaks_makes_a_difference_and_only_where_it_is_known() -> None:
    """The outlet that reports a rebuke rebukes nobody; the minister who utters it does."""
    text = "The minister accused Paris of breaking its word over the treaty."
    said = TargetedText(text, (21, 26), "The minister")
    told = TargetedText(text, (21, 26), "the outlet")
    model = load_model("stance", MODELS, "accurate").estimator
    against = model.predict_proba([said, told, replace(said, speaker="")])[:, 0]
    assert against[0] > 0.6
    assert against[0] > against[1]


def test_the_data_sets_here_are_those_the_checksums_know() -> None:
    verify_newsmtsc(data("train.jsonl").parent)


def test_shipped_models_are_small_and_have_a_card(shipped: tuple[Task, str, LoadedModel]) -> None:
    task, _, model = shipped
    folder = MODELS / task / model.id
    assert (folder / "model.joblib").stat().st_size < 25 * 2**20
    assert f"{model.manifest['metrics']['dev_rw.jsonl']['macro_f1']:.3f}" in (folder / "CARD.md").read_text("utf-8")


@pytest.fixture(scope="module", params=["accurate", "fast"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return current_encoder(request.param, MODELS)


def test_the_encoder_is_small_and_says_what_it_is_made_of(encoder: Encoder) -> None:
    assert (encoder.folder / "encoder.onnx").stat().st_size <= (30e6 if "fast" in encoder.id else 95e6)
    assert encoder.id in (encoder.folder / "CARD.md").read_text(encoding="utf-8")
    for name in ("NewsMTSC", "own statements"):
        assert len(encoder.manifest["data"][name]["sha256"]) == 64


def test_the_order_and_company_of_texts_change_little(encoder: Encoder) -> None:
    items = gold_task("stance", GOLD, "test").items[:24]
    together = encoder.features(items)
    apart = np.concatenate([encoder.features([item]) for item in reversed(items)])[::-1]
    assert np.linalg.norm(together - apart) / np.linalg.norm(apart) < 0.15


def test_no_torch_is_needed_to_predict() -> None:
    code = (
        "import sys, analytics\n"
        "item = analytics.TargetedText('Reyk praised Ostrevia.', (13, 21))\n"
        "print(analytics.load('stance', 'accurate').predict([item]), 'torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['favor'] False"


def test_a_thousand_pairs_take_no_more_than_a_few_seconds() -> None:
    """A tripwire, far above the second that is measured by benchmarks/stance.py on an idle machine."""
    model = load_model("stance", MODELS, "linear")
    items = newsmtsc_stances(data("dev_mt.jsonl")).items
    start = time.process_time()
    model.estimator.predict_proba(items)
    assert (time.process_time() - start) / len(items) < 0.005


def test_names_do_not_move_the_linear_stance_model() -> None:
    model = load_model("stance", MODELS, "linear")
    frame = "{} told reporters the plan would be ready by spring, Reuters reported"
    names = ("Trump", "Clinton", "Obama", "Merkel", "Zelensky", "Hamas", "Brezik")
    items = [TargetedText(frame.format(name), (0, len(name))) for name in names]
    rows = model.estimator.predict_proba(items)
    assert (rows == rows[0]).all()
