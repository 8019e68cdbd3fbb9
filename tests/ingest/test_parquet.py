"""Parquet files of stories: as the same records in JSON Lines, row by row, and damage is a named skip."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.ingest import Skipped, SkipReason, read_paths
from analytics.types import Article

STORY = "Foreign Minister Tomas Reyk said on Sunday that the boat left the strait at dawn."
FULL: dict[str, Any] = {
    "text": STORY,
    "title": "Boat leaves",
    "outlet": "Sarn Sea Wire",
    "url": "https://wire.example/7",
    "authors": ["Jane Doe", "John Smith"],
    "published": "2026-04-03T07:40:00",
}


def read(path: Path) -> list[Article | Skipped]:
    return list(read_paths([path], reference=datetime(2026, 11, 23)))


def test_a_row_reads_like_the_same_record_in_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(FULL), encoding="utf-8")
    frame = pd.DataFrame([FULL]).rename(columns=str.title)
    frame["Published"] = pd.to_datetime(frame["Published"])
    frame.assign(Other=1).to_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet") == read(tmp_path / "a.jsonl")


def test_rows_are_numbered_and_bad_ones_skipped(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [STORY, None, *[STORY] * 40]}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert len(found) == 42
    (skipped,) = [item for item in found if isinstance(item, Skipped)]
    assert (skipped.where.rsplit(":", 1)[1], skipped.reason) == ("2", SkipReason.RECORD)


@pytest.mark.parametrize("cut", [0.3, 0.999])
def test_a_damaged_file_is_a_named_skip(cut: float, tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [STORY] * 50}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[: int(cut * len(whole))])
    assert [item.reason for item in read(tmp_path / "a.parquet")] == [SkipReason.UNREADABLE]


def test_a_page_of_noise_costs_only_the_rows_after_it(tmp_path: Path) -> None:
    table = pa.table({"text": [f"{STORY} It was day {number}." for number in range(64)]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=32, compression="zstd", use_dictionary=False)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    start = pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(1).column(0).data_page_offset
    data[start + 20 : start + 120] = bytes(100)
    (tmp_path / "a.parquet").write_bytes(bytes(data))
    found = read(tmp_path / "a.parquet")
    assert sum(isinstance(item, Article) for item in found) == 32
    assert found[-1].reason is SkipReason.UNREADABLE


def test_a_table_without_text_is_a_named_skip(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": [STORY]}), tmp_path / "a.parquet")
    assert [item.reason for item in read(tmp_path / "a.parquet")] == [SkipReason.COLUMNS]
