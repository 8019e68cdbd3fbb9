"""One small training run for all tests of what comes out of one."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from analytics.train.fit import TrainingResult, train_task


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made_up", Path(__file__).with_name("made_up.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def datasets(tmp_path_factory: pytest.TempPathFactory, made_up: ModuleType) -> Path:
    return made_up.write_datasets(tmp_path_factory.mktemp("datasets"))


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, datasets: Path) -> tuple[Path, TrainingResult]:
    models = tmp_path_factory.mktemp("models")
    return models, train_task("stance", datasets, models)
