"""A model is loaded only when its manifest vouches for it, and nothing is unpickled before."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import pytest

from analytics.exceptions import InputError, ModelError
from analytics.train.artifact import current_model_id, current_tagger, load, load_model
from analytics.train.fit import TrainingResult


@pytest.fixture
def models(trained: tuple[Path, TrainingResult], tmp_path: Path) -> Path:
    shutil.copytree(trained[0], tmp_path / "models")
    return tmp_path / "models"


def folder_of(models: Path) -> Path:
    return models / "stance" / current_model_id("stance", models, "linear")


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def manifest_with(**changes: Any) -> Callable[[Path], None]:
    return lambda folder: edit(folder / "manifest.json", lambda content: content.update(changes))


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: edit(folder / "manifest.json", lambda content: content.pop(name))


def changed_byte(folder: Path) -> None:
    data = bytearray((folder / "model.joblib").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "model.joblib").write_bytes(bytes(data))


def test_a_sound_model_is_loaded_with_its_id(models: Path) -> None:
    model = load_model("stance", models, "linear")
    assert model.id == current_model_id("stance", models, "linear") == model.manifest["id"]
    assert list(load("stance", models, "linear").classes_) == ["against", "favor", "neutral"]


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (changed_byte, "weights"),
        (lambda folder: (folder / "model.joblib").unlink(), "cannot be read"),
        (lambda folder: (folder / "manifest.json").unlink(), "cannot be read"),
        (lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"), "damaged"),
        (lambda folder: (folder / "manifest.json").write_text("[]", encoding="utf-8"), "damaged"),
        (without("sha256"), "damaged"),
        (manifest_with(sha256="0" * 64), "weights"),
        (manifest_with(labels=["favor", "against", "neutral"]), "labels"),
        (manifest_with(features=["words"]), "features"),
        (manifest_with(lexicons={}), "word lists"),
        (manifest_with(libraries={"scikit-learn": "1.2.3"}), "scikit-learn 1.2.3"),
        (manifest_with(libraries={}), "scikit-learn None"),
        (manifest_with(id="stance-linear-000000"), "manifest"),
        (manifest_with(features=["encoder"], encoder={"id": "../../x/encoder-fast-abcdef"}), "not name an encoder"),
        (manifest_with(features=["encoder"], encoder={"id": "stance-fast-abcdef"}), "not name an encoder"),
        (manifest_with(features=["encoder"], encoder="x"), "not name an encoder"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(models: Path, tamper: Callable[[Path], Any], says: str) -> None:
    tamper(folder_of(models))
    with pytest.raises(ModelError, match=says) as refusal:
        load_model("stance", models, "linear")
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "content", ["{}", "[]", "{", '{"linear": "../../etc"}', '{"linear": 3}', '{"linear": "stance-fast-000000"}']
)
def test_what_names_no_model_is_refused(models: Path, content: str) -> None:
    (models / "stance" / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="stance model"):
        load_model("stance", models, "linear")


def test_a_kind_of_model_that_is_not_there_is_refused(models: Path) -> None:
    with pytest.raises(ModelError, match="No fast stance model"):
        load_model("stance", models, "fast")
    with pytest.raises(InputError, match="accurate, fast, linear"):
        load_model("stance", models, "huge")


def test_a_task_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="onrecord train tone --model linear"):
        load_model("tone", tmp_path, "linear")


class _Bomb:
    exploded = False

    def __reduce__(self) -> Any:
        return (_explode, ())


def _explode() -> None:
    _Bomb.exploded = True


def test_a_foreign_pickle_is_never_run(models: Path) -> None:
    joblib.dump(_Bomb(), folder_of(models) / "model.joblib")
    with pytest.raises(ModelError):
        load_model("stance", models, "linear")
    assert not _Bomb.exploded


def test_rules_do_where_there_is_no_tagger_and_a_damaged_one_is_said(tmp_path: Path) -> None:
    assert current_tagger("accurate", tmp_path) is None
    current = tmp_path / "attribution" / "current.json"
    current.parent.mkdir()
    for content in ("{{{", '{"accurate": "attribution-accurate-../../x"}', '{"fast": "attribution-fast-abcdef"}'):
        current.write_text(content, encoding="utf-8")
        with pytest.raises(ModelError, match="onrecord train attribution --model accurate --encoder FOLDER"):
            current_tagger("accurate", tmp_path)
    assert current_tagger("linear", tmp_path) is None
    with pytest.raises(InputError, match="is no kind of model"):
        current_tagger("bogus", tmp_path)
