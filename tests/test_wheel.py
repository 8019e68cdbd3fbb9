"""A wheel built from the project works outside its checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (built,) = folder.glob("*.whl")
    return built


def test_it_carries_data_models_and_the_app_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "analytics/_bundled/data/sample/articles.jsonl",
        "analytics/_bundled/data/parties/world.yaml",
        "analytics/_bundled/models/stance/current.json",
        "analytics/_bundled/models/tone/current.json",
        "analytics/store/migrations/env.py",
        "analytics/store/migrations/versions/v0001_statements.py",
        "dashboard/assets/1-base.css",
    ):
        assert needed in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.startswith("onrecord-")} == {"analytics", "dashboard"}


def test_it_analyzes_a_story_and_makes_a_store_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=180)
    code = (
        "import analytics, sys; assert analytics.__file__.startswith(sys.argv[1]);"
        "found = analytics.analyze('Sergey Lavrov said on Monday that Kyiv had lied to Moscow.');"
        "from analytics.store import data_version, open_store; store = open_store('sqlite:///own.db');"
        "print(found.statements[0].statement.speaker.actor.id, analytics.load('tone').classes_[0], data_version(store))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    result = subprocess.run(
        [sys.executable, "-c", code, str(site)],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert result.stdout.split() == ["sergey-lavrov", "negative", "0"], result.stderr
