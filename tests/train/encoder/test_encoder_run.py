"""A tiny encoder goes all the way from pretrained weights to a shipped folder, heads and predictions."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="training an encoder needs the train extra: pip install -e '.[train]'")
pytest.importorskip("transformers", reason="training an encoder needs the train extra: pip install -e '.[train]'")

import torch

from analytics.encoder.session import Encoder
from analytics.encoder.tokens import TokenReader
from analytics.exceptions import ModelError
from analytics.train.artifact import load_model
from analytics.train.encoder import run
from analytics.train.encoder.fine_tune import Recipe, fine_tune
from analytics.train.encoder.loop import Checkpoint
from analytics.train.encoder.material import training_rows
from analytics.train.encoder.network import Network, Shape
from analytics.train.encoder.rounding import four_bit
from analytics.train.fit import train_task
from analytics.types import TargetedText

SHAPE = Shape(layers=2, frozen=1, rounded=True)
PLANS = {
    "accurate": run.Plan(SHAPE, Recipe(epochs=40, batch=16, encoder_rate=1e-3), smoothing=0.5),
    "fast": run.Plan(replace(SHAPE, frozen=0), Recipe(epochs=30, batch=16, encoder_rate=1e-3), 0.5, taught=True),
}


@pytest.fixture(scope="module")
def data_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with nothing to learn from, so that only the made-up sets are learnt."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("lexicons", "parties", "punkt", "attribution"):
        (folder / name).symlink_to(Path(__file__).parents[3] / "data" / name)
    return folder


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, pretrained: Path, datasets: Path, data_alone: Path
) -> tuple[Path, dict[str, str]]:
    models, work = tmp_path_factory.mktemp("models"), tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_DATA", str(data_alone))
        patch.setenv("XDG_CACHE_HOME", str(work / "cache"))
        patch.setattr(run, "PLANS", PLANS)
        ids = {}
        for kind in ("accurate", "fast"):
            unlabelled = [TargetedText("Critics blamed Brezik for the lie", (15, 21))]
            places = run.Places(pretrained, datasets, models, work)
            ids[kind] = run.train_encoder(kind, places, lambda found=unlabelled: found)
            for task in ("stance", "tone"):
                train_task(task, datasets, models, kind=kind)
    return models, ids


@pytest.mark.parametrize("kind", ["accurate", "fast"])
def test_it_learns_what_is_to_be_learnt(made: tuple[Path, dict[str, str]], kind: str) -> None:
    for task in ("stance", "tone"):
        manifest = load_model(task, made[0], kind).manifest
        assert manifest["encoder"]["id"] == made[1][kind]
        assert manifest["metrics"]["dev_rw.jsonl"]["macro_f1"] > 0.9


def test_manifest_and_card_say_what_it_was_made_of(made: tuple[Path, dict[str, str]]) -> None:
    models, ids = made
    for kind, encoder_id in ids.items():
        folder = models / "encoder" / encoder_id
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert {path.name for path in folder.iterdir()} == {
            "encoder.onnx",
            "tokenizer.json",
            "manifest.json",
            "CARD.md",
        }
        assert manifest["data"]["NewsMTSC"]["n"] > 100
        assert manifest["recipe"]["seed"] == 0
        assert len(manifest["pretrained"]["sha256"]) == 64
        assert ("taught without labels" in manifest["data"]) == (kind == "fast")
        card = (folder / "CARD.md").read_text(encoding="utf-8")
        assert card.startswith(f"# {encoder_id}")
        assert ("Taught by stance-accurate-" in card) == (kind == "fast")


@pytest.mark.parametrize("tampered", ["encoder.onnx", "tokenizer.json", "manifest.json"])
def test_a_changed_encoder_is_refused(made: tuple[Path, dict[str, str]], tmp_path: Path, tampered: str) -> None:
    import shutil

    shutil.copytree(made[0], tmp_path / "models")
    path = tmp_path / "models" / "encoder" / made[1]["fast"] / tampered
    path.write_bytes(path.read_bytes().replace(b"e", b"f", 1) + b" ")
    with pytest.raises(ModelError, match="is not the"):
        load_model("stance", tmp_path / "models", "fast").estimator.predict_proba([TargetedText("Reyk lied", (0, 4))])


def test_the_shipped_file_says_what_the_network_says(
    made: tuple[Path, dict[str, str]], pretrained: Path, datasets: Path
) -> None:
    folder = made[0] / "encoder" / made[1]["accurate"]
    network = Network(pretrained, SHAPE)
    items = [row.item for row in training_rows(datasets)["NewsMTSC"]][:40]
    work = torch.load(_checkpoint(made), weights_only=True)
    network.load_state_dict(work["network"])
    with torch.no_grad():
        batch = TokenReader.from_file(pretrained / "tokenizer.json").batch(items)
        exact = network.eval().pooled(*(torch.from_numpy(array) for array in batch))[0].numpy()
    shipped = Encoder(folder, hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()).features(items)
    assert np.linalg.norm(shipped - exact) / np.linalg.norm(exact) < 0.1


def _checkpoint(made: tuple[Path, dict[str, str]]) -> Path:
    return next(made[0].parent.glob("work*/accurate-*.pt"))


def test_an_interrupted_run_ends_as_an_uninterrupted_one(pretrained: Path, datasets: Path, tmp_path: Path) -> None:
    reader = TokenReader.from_file(pretrained / "tokenizer.json")
    rows = training_rows(datasets)["NewsMTSC"][:60]
    recipe = Recipe(epochs=2, batch=16, encoder_rate=1e-3)

    def weights(name: str, stop_after: int | None, made_of: str = "a") -> Any:
        def after(epoch: int) -> None:
            if epoch == stop_after:
                raise KeyboardInterrupt

        torch.manual_seed(1)
        network = Network(pretrained, SHAPE)
        fine_tune(network, reader, rows, recipe, Checkpoint(tmp_path, name, made_of), after)
        return network.state_dict()

    whole = weights("whole", None)
    with pytest.raises(KeyboardInterrupt):
        weights("broken", 1)
    resumed = weights("broken", None)
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    other = weights("whole", None, "of something else")  # starts anew, and so ends the same
    assert all(torch.equal(whole[name], other[name]) for name in whole)
    with pytest.raises(KeyboardInterrupt):
        weights("whole", 1, "of yet something else")
    for path in tmp_path.glob("whole-*.pt"):
        path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ModelError, match="is damaged; delete it"):
        weights("whole", None)


def test_what_is_frozen_does_not_move(pretrained: Path, datasets: Path, tmp_path: Path) -> None:
    network = Network(pretrained, SHAPE)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    reader = TokenReader.from_file(pretrained / "tokenizer.json")
    fine_tune(
        network,
        reader,
        training_rows(datasets)["NewsMTSC"][:60],
        PLANS["accurate"].recipe,
        Checkpoint(tmp_path, "x", "a"),
    )
    moved = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert "pooled.target_vector" in moved
    assert not [name for name in moved if "embeddings" in name or "layer.0." in name]
    assert [name for name in moved if "layer.1." in name]


def test_four_bits_keep_zero_and_stay_close() -> None:
    weights = np.random.default_rng(0).normal(size=(50, 64)).astype(np.float32)
    weights[0] = 0
    rounded = four_bit(weights)
    assert rounded.codes.max() <= 15
    assert (rounded.values()[0] == 0).all()
    assert np.abs(rounded.values() - weights).max() <= rounded.scales.max() * 0.51


def test_an_incomplete_folder_is_refused(tmp_path: Path, datasets: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        run.train_encoder("fast", run.Places(tmp_path, datasets, tmp_path, tmp_path))
    assert not list(tmp_path.iterdir())
