"""Uploaded files: hostile names, too many bytes, and gone when their job has ended."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import uploads
from analytics.exceptions import InputError
from analytics.uploads import find_upload, keep_file, new_upload, remove_upload, shown_name, uploads_folder


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.db'}"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("story.txt", "0001-story.txt"),
        ("../../etc/passwd", "0001-passwd"),
        ("C:\\temp\\Crawl.WARC.GZ", "0001-crawl.warc.gz"),
        (".hidden.html", "0001-hidden.html"),
        ("a\x00b\n\u202ec.jsonl", "0001-a_b_c.jsonl"),
        ("", "0001-file"),
        ("x" * 500 + ".parquet", f"0001-{'x' * 40}.parquet"),
    ],
)
def test_a_name_becomes_harmless_and_keeps_its_ending(url: str, name: str, kept: str) -> None:
    upload = new_upload(url)
    path = keep_file(upload, name, io.BytesIO(b"text"))
    assert path == upload / kept and path.read_bytes() == b"text"
    assert shown_name(upload, f"{path}:17") == f"{kept[5:]}:17"


@given(st.text())
def test_no_name_leaves_its_folder(name: str) -> None:
    harmless = uploads._harmless(name)
    assert "/" not in harmless and "\x00" not in harmless and not harmless.startswith(".") and len(harmless) < 80


def test_an_upload_has_a_limit_over_all_its_files(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    upload = new_upload(url)
    keep_file(upload, "a.txt", io.BytesIO(b"x" * 600))
    keep_file(upload, "b.txt", io.BytesIO(b"x" * 400))
    with pytest.raises(InputError, match="at once"):
        keep_file(upload, "c.txt", io.BytesIO(b"x"))


def test_an_upload_lies_beside_its_store_and_is_found_by_name_only(url: str, tmp_path: Path) -> None:
    upload = new_upload(url)
    assert upload.parent == tmp_path / "news.db-uploads" and upload.stat().st_mode & 0o077 == 0
    assert find_upload(url, upload.name) == upload
    for name in ("", ".", "..", f"../{upload.parent.name}/{upload.name}", str(upload), "tmpnowhere"):
        with pytest.raises(InputError, match="not on this machine"):
            find_upload(url, name)
    remove_upload(upload)
    with pytest.raises(InputError):
        find_upload(url, upload.name)
    assert uploads_folder("postgresql://a:b@host/news").name == "uploads"


def test_what_nobody_waits_for_is_cleared_away(url: str) -> None:
    old = new_upload(url)
    os.utime(old, (0, time.time() - 30 * 24 * 3600))
    new = new_upload(url)
    assert new.exists() and not old.exists()
