"""From data sets to a model in use."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from analytics.exceptions import DatasetError, InputError
from analytics.train.artifact import current_model_id, load_model
from analytics.train.evaluate import calibration_error, evaluate_stance, evaluate_tone, measure
from analytics.train.fit import TrainingResult, train_task
from analytics.train.promote import below_floors

CLASSES = ("against", "favor", "neutral")


def test_a_run_leaves_weights_manifest_and_card(trained: tuple[Path, TrainingResult]) -> None:
    _, result = trained
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in result.folder.iterdir()} == {"model.joblib", "manifest.json", "CARD.md"}
    assert hashlib.sha256((result.folder / "model.joblib").read_bytes()).hexdigest() == manifest["sha256"]
    assert manifest["id"] == result.model_id == f"stance-linear-{manifest['sha256'][:6]}"
    assert manifest["data"]["NewsMTSC"]["n"] > 100
    assert result.metrics["dev_rw.jsonl"]["macro_f1"] > 0.9
    assert result.model_id in result.summary()


def test_the_card_gives_the_figures_of_the_run(trained: tuple[Path, TrainingResult]) -> None:
    _, result = trained
    card = (result.folder / "CARD.md").read_text(encoding="utf-8")
    assert card.startswith(f"# {result.model_id}")
    assert f"{result.metrics['dev_mt.jsonl']['macro_f1']:.3f}" in card
    assert "Licence: MIT" in card


def test_nothing_half_written_is_left_behind(trained: tuple[Path, TrainingResult]) -> None:
    assert {path.name for path in (trained[0] / "stance").iterdir()} == {"current.json", trained[1].model_id}


def test_training_is_the_same_under_another_hash_seed(datasets: Path, tmp_path: Path) -> None:
    """Both run in a process of their own, as training does: what else a process has loaded can move the last bits."""
    code = (
        "import sys; from pathlib import Path; from analytics.train.fit import train_task\n"
        "print(train_task('stance', Path(sys.argv[1]), Path(sys.argv[2])).model_id)"
    )
    ids = {
        subprocess.run(
            [sys.executable, "-c", code, str(datasets), str(tmp_path / seed)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("7", "8")
    }
    assert len(ids) == 1
    assert ids.pop().startswith("stance-linear-")


def test_a_model_below_a_floor_is_kept_but_not_put_in_use(datasets: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256((datasets / "newsmtsc" / "dev_rw.jsonl").read_bytes()).hexdigest()
    floors = {"tone": {"linear": {"dev_rw.jsonl": {"sha256": digest, "macro_f1": 1.01}}}}
    (tmp_path / "floors.json").write_text(json.dumps(floors), encoding="utf-8")
    result = train_task("tone", datasets, tmp_path)
    assert len(result.refusals) == 1
    assert "not put in use" in result.summary()
    assert result.folder.is_dir()
    assert not (tmp_path / "tone" / "current.json").exists()


def test_a_floor_counts_only_for_its_own_file() -> None:
    metrics = {"dev": {"sha256": "a", "macro_f1": 0.5}}
    assert below_floors({"dev": {"sha256": "b", "macro_f1": 0.9}}, metrics) == []
    assert len(below_floors({"dev": {"sha256": "a", "macro_f1": 0.9}}, metrics)) == 1


def test_too_few_examples_are_refused(tmp_path: Path, made_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(_lexicons_alone(tmp_path)))
    with pytest.raises(DatasetError, match="at least 30"):
        train_task("stance", made_up.write_datasets(tmp_path / "sets", 12), tmp_path / "models")


def _lexicons_alone(folder: Path) -> Path:
    data = folder / "data"
    data.mkdir()
    (data / "lexicons").symlink_to(Path(__file__).parents[2] / "data" / "lexicons")
    return data


def test_perfect_and_hopeless_predictions() -> None:
    right = measure(["against", "favor", "neutral"], np.eye(3), CLASSES)
    assert (right["macro_f1"], right["accuracy"], right["ece"], right["n"]) == (1.0, 1.0, 0.0, 3)
    wrong = measure(["favor", "favor"], np.array([[1.0, 0, 0], [1.0, 0, 0]]), CLASSES)
    assert (wrong["macro_f1"], wrong["ece"], wrong["confusion"]["favor"]["against"]) == (0.0, 1.0, 2)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1]] * 4)
    assert calibration_error(["against", "against", "favor", "neutral"], probabilities, CLASSES) == pytest.approx(0.3)


def test_predictions_are_written_per_target(
    trained: tuple[Path, TrainingResult], datasets: Path, tmp_path: Path
) -> None:
    model, out = load_model("stance", trained[0], "linear"), tmp_path / "out.jsonl"
    path = datasets / "newsmtsc" / "dev_rw.jsonl"
    path_twice = tmp_path / "twice.jsonl"
    path_twice.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    result = evaluate_stance(path_twice, model, out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == result["predicted"] == result["n"] == 60
    assert set(lines[0]) == {"gid", "label", "probabilities"}
    assert sum(lines[0]["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    assert result["model"] == current_model_id("stance", trained[0], "linear")


def test_targets_without_labels_are_predicted_but_not_measured(
    trained: tuple[Path, TrainingResult], datasets: Path, tmp_path: Path
) -> None:
    path = tmp_path / "unlabeled.jsonl"
    text = (datasets / "newsmtsc" / "dev_rw.jsonl").read_text(encoding="utf-8")
    path.write_text(text.replace('"polarity"', '"unused"'), encoding="utf-8")
    result = evaluate_stance(path, load_model("stance", trained[0], "linear"), tmp_path / "out.jsonl")
    assert result["predicted"] == 30
    assert "macro_f1" not in result


def test_a_file_without_targets_is_refused(trained: tuple[Path, TrainingResult], tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    for evaluate in (evaluate_stance, evaluate_tone):
        with pytest.raises(InputError, match="no target"):
            evaluate(path, load_model("stance", trained[0], "linear"))
