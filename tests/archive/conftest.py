import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.small import ROOT, STORIES, run, sample, write_archive

_POISON = """
import sys
if "analytics.archive.analyst" in sys.orig_argv:
    import ctypes, os, time
    from analytics.pipeline import Pipeline
    real = Pipeline.analyze
    def raises():
        raise RuntimeError("poisoned")
    DEEDS = {
        "POISON-RAISES": raises,
        "POISON-HANGS": lambda: time.sleep(600),
        "POISON-SEGFAULTS": lambda: ctypes.string_at(0),
        "POISON-EXITS": lambda: os._exit(3),
    }
    def analyze(self, article):
        for word, deed in DEEDS.items():
            if word in article.text:
                deed()
        return real(self, article)
    Pipeline.analyze = analyze
"""


@pytest.fixture(scope="package", autouse=True)
def registry() -> Iterator[None]:
    """The states of the sample are invented: let every process know them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_REGISTRY", str(ROOT / "data" / "sample" / "registry.yaml"))
        yield


@pytest.fixture(scope="package")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive") / "archive.jsonl", sample(STORIES))


@pytest.fixture(scope="package")
def expected(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one process that nothing happened to."""
    output = tmp_path_factory.mktemp("expected")
    assert run(archive, output).articles == STORIES
    return output


@pytest.fixture
def poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every analyst started from now on do what the text of a story tells it."""
    folder = tmp_path / "poison"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_POISON, encoding="utf-8")
    rest = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), str(ROOT), rest))))
