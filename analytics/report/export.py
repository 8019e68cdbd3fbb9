"""Frames to files for pandas, R and spreadsheets. Parquet keeps text unchanged; see ``TEXT_RULE`` for the others."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

import pandas as pd

from analytics.exceptions import OnRecordError
from analytics.report.cells import harmless, text_columns


class ExportFormat(StrEnum):
    """A kind of file that can be exported."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


def export(
    frame: pd.DataFrame,
    path: Path,
    file_format: ExportFormat | str,
    *,
    pairs: pd.DataFrame | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Write ``frame`` to ``path``; a file that is there is replaced, and only by a finished one.

    ``pairs`` are those an aggregate was computed from, and ``notes`` further lines, for the second sheet of a workbook,
    which says what the table holds. Raises ``OnRecordError`` for an unknown format, a path that cannot be written, and
    more rows than a sheet holds.
    """
    if file_format not in list(ExportFormat):
        raise OnRecordError(f"{file_format!r} is not a format of export; use one of {', '.join(ExportFormat)}.")
    with _replacing(path) as file:
        if file_format == ExportFormat.CSV:
            file.write(csv_bytes(frame))
        elif file_format == ExportFormat.PARQUET:
            frame.to_parquet(file, index=False)
        else:
            from analytics.report.workbook import write_workbook  # noqa: PLC0415 (only for this format)

            write_workbook(frame, file, frame if pairs is None else pairs, notes)


def csv_bytes(frame: pd.DataFrame, *, header: bool = True) -> bytes:
    """Return ``frame`` as UTF-8 CSV: a header, every text in quotation marks, lines that end in a line feed.

    Without the ``header`` it continues a table that has one.
    """
    table = frame.assign(**{name: frame[name].map(harmless, na_action="ignore") for name in text_columns(frame)})
    return table.to_csv(index=False, header=header, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").encode()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file beside ``path`` that takes its place once it is complete; a link is followed first."""
    path = path.resolve()
    if not path.name or (path.exists() and not path.is_file()):
        raise OnRecordError(f"{path} cannot be written: it is not a file.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("xb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise OnRecordError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
