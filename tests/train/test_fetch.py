"""Data sets come in whole and right, or not at all."""

import hashlib
import io
import urllib.error
import zipfile
from pathlib import Path

import pytest

from analytics.exceptions import DatasetError
from analytics.train import fetch

FILES = {"train.jsonl": b"one\n", "dev_rw.jsonl": b"two\n", "dev_mt.jsonl": b"three\n"}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "source"
    for name, data in FILES.items():
        (folder / "newsmtsc").mkdir(parents=True, exist_ok=True)
        (folder / "newsmtsc" / name).write_bytes(data)
    for split in ("train", "dev"):
        (folder / "polnear" / split / "text").mkdir(parents=True)
        (folder / "polnear" / split / "text" / "a.txt").write_text(split, encoding="utf-8")
    known = {
        name: ("https://example.invalid/" + name, hashlib.sha256(data).hexdigest()) for name, data in FILES.items()
    }
    monkeypatch.setattr(fetch, "NEWSMTSC_FILES", known)
    monkeypatch.setattr(fetch, "POLNEAR_SHA256", fetch.polnear_fingerprint(folder / "polnear"))
    return folder


def test_a_folder_is_copied_and_checked(source: Path, tmp_path: Path) -> None:
    said: list[str] = []
    found = fetch.fetch_datasets(tmp_path / "sets", source, said.append)
    assert [(f.name, f.files) for f in found] == [("newsmtsc", 3), ("polnear", 2)]
    assert (tmp_path / "sets" / "newsmtsc" / "train.jsonl").read_bytes() == b"one\n"
    assert len(said) == 4
    assert {path.name for path in (tmp_path / "sets").iterdir()} == {"newsmtsc", "polnear"}


def test_one_set_alone_is_taken(source: Path, tmp_path: Path) -> None:
    (source / "polnear").rename(tmp_path / "elsewhere")
    assert [found.name for found in fetch.fetch_datasets(tmp_path / "sets", source)] == ["newsmtsc"]


@pytest.mark.parametrize("damaged", ["newsmtsc/dev_mt.jsonl", "polnear/dev/text/a.txt"])
def test_a_wrong_file_leaves_what_was_there(source: Path, tmp_path: Path, damaged: str) -> None:
    fetch.fetch_datasets(tmp_path / "sets", source)
    (source / damaged).write_bytes(b"other")
    with pytest.raises(DatasetError, match="get the data set again"):
        fetch.fetch_datasets(tmp_path / "sets", source)
    assert (tmp_path / "sets" / damaged).read_bytes() != b"other"


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="newsmtsc or polnear"):
        fetch.fetch_datasets(tmp_path / "sets", tmp_path)


def test_without_a_network_one_sentence(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise urllib.error.URLError("no route")

    monkeypatch.setattr(fetch.urllib.request, "urlopen", unreachable)
    with pytest.raises(DatasetError, match="--source"):
        fetch.fetch_datasets(tmp_path / "sets")


def _archive(source: Path, extra: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in (source / "polnear").rglob("*.txt"):
            archive.write(path, f"PolNeAR-master/data/{path.relative_to(source / 'polnear').as_posix()}")
        for name, data in extra.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _answers(monkeypatch: pytest.MonkeyPatch, archive: bytes) -> None:
    def answer(address: str, **_: object) -> io.BytesIO:
        return io.BytesIO(FILES.get(address.rsplit("/", 1)[-1], archive))

    monkeypatch.setattr(fetch.urllib.request, "urlopen", answer)


def test_upstream_is_downloaded_and_nothing_escapes(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answers(monkeypatch, _archive(source, {"x/train/../../../../evil.txt": b"!", "README.md": b"-"}))
    found = fetch.fetch_datasets(tmp_path / "sets")
    assert [f.files for f in found] == [3, 2]
    assert list(tmp_path.rglob("evil.txt")) == []


def test_too_large_an_answer_is_dropped(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, b"")
    monkeypatch.setattr(fetch, "_MAX_FILE", 3)
    with pytest.raises(DatasetError, match="nothing was kept"):
        fetch.fetch_datasets(tmp_path / "sets")


def test_what_is_no_archive_is_refused(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, b"<html>")
    with pytest.raises(DatasetError, match="archive"):
        fetch.fetch_datasets(tmp_path / "sets")
