"""Frames to files for pandas, R and spreadsheets. Parquet keeps text unchanged; see ``TEXT_RULE`` for the others.

Frames come in pieces, each of which is written and let go, so that a table may be larger than the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import IO

import pandas as pd

from analytics.exceptions import OnRecordError
from analytics.report.basis import Basis
from analytics.report.cells import csv_bytes
from analytics.report.files import replacing


class ExportFormat(StrEnum):
    """A kind of file that can be exported."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Exported:
    """The rows that were written, and sentences on what a reader of the file must know: sheets split, texts cut."""

    rows: int
    remarks: tuple[str, ...] = ()


def export(
    batches: Iterable[pd.DataFrame],
    path: Path,
    file_format: ExportFormat | str,
    *,
    basis: Basis | None = None,
    notes: Sequence[str] = (),
) -> Exported:
    """Write ``batches``, one or more frames of the same columns, as one table to ``path``.

    A file that is there is replaced, and only by a finished one. ``basis`` counts what the table was made from, by the
    time it is written, and ``notes`` are further lines: for the sheet of a workbook that says what the table holds.
    Raises ``OnRecordError`` for an unknown format and a path that cannot be written.
    """
    if file_format not in list(ExportFormat):
        raise OnRecordError(f"{file_format!r} is not a format of export; use one of {', '.join(ExportFormat)}.")
    with replacing(path) as file:
        if file_format == ExportFormat.CSV:
            return Exported(_write_csv(batches, file))
        if file_format == ExportFormat.PARQUET:
            return Exported(_write_parquet(batches, file))
        from analytics.report.workbook import write_workbook  # noqa: PLC0415 (only for this format)

        return Exported(*write_workbook(batches, file, basis, notes))


def _write_csv(batches: Iterable[pd.DataFrame], file: IO[bytes]) -> int:
    rows = 0
    for number, batch in enumerate(batches):
        file.write(csv_bytes(batch, header=number == 0))
        rows += len(batch)
    return rows


def _write_parquet(batches: Iterable[pd.DataFrame], file: IO[bytes]) -> int:
    import pyarrow as pa  # noqa: PLC0415 (only for this format)
    from pyarrow import parquet  # noqa: PLC0415

    tables = (pa.Table.from_pandas(batch, preserve_index=False) for batch in batches)
    first, rows = next(tables), 0
    with parquet.ParquetWriter(file, first.schema) as writer:
        for table in chain([first], tables):
            writer.write_table(table)
            rows += table.num_rows
    return rows
