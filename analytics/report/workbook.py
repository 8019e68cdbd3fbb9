"""An Excel workbook with two sheets: the table, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import IO, Any

import pandas as pd
import xlsxwriter

from analytics.exceptions import OnRecordError
from analytics.report.cells import TEXT_RULE, harmless, is_time, text_columns
from analytics.report.columns import DEFINITIONS

MOST_ROWS = 1_048_575
"""Rows of a sheet, less the header."""

_MOST_CHARACTERS = 32_767  # of a cell; what is longer would be dropped whole
_WIDTHS = (8, 60)  # in characters
_NO_CONVERSION = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WHOLE, _FRACTION, _DAY, _TIME = "#,##0", "0.000", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def write_workbook(frame: pd.DataFrame, file: IO[bytes], pairs: pd.DataFrame, notes: Sequence[str]) -> None:
    """Write ``frame`` to an open file; ``pairs`` and ``notes`` are for the second sheet.

    Raises ``OnRecordError`` for more rows than a sheet holds.
    """
    if len(frame) > MOST_ROWS:
        raise OnRecordError(
            f"{len(frame):,} rows do not fit into an Excel sheet, which holds {MOST_ROWS:,}; "
            "export them as csv or parquet, or filter them."
        )
    with xlsxwriter.Workbook(file, _NO_CONVERSION) as book:
        _write_table(book, frame)
        _write_about(book, frame, pairs, notes)


def _write_table(book: xlsxwriter.Workbook, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet("table")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(frame), max(0, len(frame.columns) - 1))
    bold = book.add_format({"bold": True, "bottom": 1})
    for number, name in enumerate(frame.columns):
        sheet.set_column(number, number, _width(frame[name]))
        sheet.write_string(0, number, name, bold)
    texts = set(text_columns(frame))
    columns = []
    for name in frame.columns:
        kind = book.add_format({"num_format": _number_format(frame[name])})
        write = sheet.write_datetime if is_time(frame[name]) else sheet.write_number
        columns.append((sheet.write_string, kind, cell_text) if name in texts else (write, kind, _as_is))
    present = frame.astype("object").where(frame.notna(), None)
    for row, values in enumerate(
        present.itertuples(index=False, name=None), start=1
    ):  # each row is written out at once
        for number, ((write, kind, shown), value) in enumerate(zip(columns, values, strict=True)):
            if value is not None:
                write(row, number, shown(value), kind)


def _write_about(book: xlsxwriter.Workbook, frame: pd.DataFrame, pairs: pd.DataFrame, notes: Sequence[str]) -> None:
    sheet = book.add_worksheet("about")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for row, (name, value) in enumerate([*_facts(frame, pairs, notes), *_definitions(frame)]):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, cell_text(value), wrapped)


def _facts(frame: pd.DataFrame, pairs: pd.DataFrame, notes: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "Made by", f"OnRecord {version('onrecord')}"
    yield "Rows", f"{len(frame):,}"
    for title, column in (("Statements", "statement_id"), ("Articles", "article_id")):
        if column in pairs:
            yield title, f"{pairs[column].nunique():,}"
    days = pairs["date"].dropna() if "date" in pairs else pd.Series(dtype="datetime64[us]")
    if len(days):
        yield "Period", f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
    for title, column in (("Stance models", "stance_model"), ("Tone models", "tone_model")):
        if column in pairs:
            yield title, ", ".join(sorted(pairs[column].dropna().unique())) or "none"
    for note in notes:
        yield "Note", note
    yield "Text", TEXT_RULE
    yield "", ""


def _definitions(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    yield "Column", "Meaning"
    for name in frame.columns:
        yield str(name), DEFINITIONS.get(str(name), "")


def cell_text(text: Any) -> str:
    """Return ``text`` harmless and no longer than a cell holds."""
    shown = harmless(str(text))
    return shown if len(shown) <= _MOST_CHARACTERS else shown[: _MOST_CHARACTERS - 1] + "…"


def _as_is(value: Any) -> Any:
    return value


def _number_format(column: pd.Series) -> str:
    if is_time(column):
        return _DAY if (column.dropna().dt.normalize() == column.dropna()).all() else _TIME
    return (
        _WHOLE if pd.api.types.is_integer_dtype(column) else _FRACTION if pd.api.types.is_float_dtype(column) else "@"
    )


def _width(column: pd.Series) -> int:
    shown = 16 if is_time(column) else 8
    if not is_time(column) and not pd.api.types.is_numeric_dtype(column):
        shown = column.dropna().head(1000).astype("str").str.len().max() if column.notna().any() else 0
    narrowest, widest = _WIDTHS
    return max(narrowest, min(widest, max(shown, len(str(column.name)) + 3)))  # room for the filter's button
