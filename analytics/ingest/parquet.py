"""Parquet files of many stories, read a few rows at a time so that their size does not matter."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.ingest.skips import SkipReason, StoryError
from analytics.ingest.tables import Record, make_draft

_COLUMNS = ("text", "title", "outlet", "url", "authors", "published")
_ROWS = 16  # at a time: stories may be long


def read_parquet(stream: io.BufferedReader[Any]) -> Iterator[Record]:
    """Yield the number, from 1, and the draft of each row, or why it was refused.

    The columns are those of ``read_csv``; ``authors`` may be a list, and ``published`` a time or a day. Raises
    ``StoryError`` when the file is no Parquet, is damaged, or has no text column.
    """
    try:
        file = pq.ParquetFile(stream)
        columns = [name for name in file.schema_arrow.names if name.lower() in _COLUMNS]
        if "text" not in map(str.lower, columns):
            raise StoryError(SkipReason.COLUMNS, "One of the columns must be called “text”.")
        number = 0
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield number, make_draft({name.lower(): _plain(value) for name, value in row.items()}, "")
    except (pa.ArrowException, OSError, ValueError) as error:  # also broken UTF-8
        raise StoryError(SkipReason.UNREADABLE, f"The file is no Parquet or damaged: {error}.") from error


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
