"""Sheets of a workbook: typed tables and lists of facts, in which text stays text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter

from analytics.report.cells import harmless, is_day, is_time, text_columns

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Of every workbook: nothing is made of a text but a text."""

_MOST_CHARACTERS = 32_767  # of a cell; what is longer would be dropped whole
_WIDTHS = (8, 60)  # in characters
_WHOLE, _FRACTION, _DAY, _TIME = "#,##0", "0.000", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


@dataclass
class CutTexts:
    """How many texts were cut because a cell does not hold them."""

    number: int = 0

    def cell_text(self, text: Any) -> str:
        """Return ``text`` harmless and no longer than a cell holds, and count it when it was cut."""
        shown = harmless(str(text))
        if len(shown) <= _MOST_CHARACTERS:
            return shown
        self.number += 1
        return shown[: _MOST_CHARACTERS - 1] + "…"

    def remarks(self) -> tuple[str, ...]:
        """Return the sentence that says so, if there is anything to say."""
        if not self.number:
            return ()
        texts = "1 text was" if self.number == 1 else f"{self.number:,} texts were"
        return (
            f"An Excel cell holds {_MOST_CHARACTERS:,} characters, so {texts} cut, with “…” at the end; "
            "csv and parquet have them whole.",
        )


class TableSheet:
    """A sheet that is filled piece by piece, with formats and widths after the first ``piece``."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, piece: pd.DataFrame, cut: CutTexts) -> None:
        self.rows = 0
        """Rows written, less the header."""
        self._sheet = book.add_worksheet(name)
        self._columns = list(piece.columns)
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True, "bottom": 1})
        texts = set(text_columns(piece))
        self._writers: list[tuple[Any, Any, Any]] = []
        for number, column in enumerate(self._columns):
            self._sheet.set_column(number, number, _width(piece[column]))
            self._sheet.write_string(0, number, column, bold)
            kind = book.add_format({"num_format": _number_format(piece[column])})
            write = self._sheet.write_datetime if is_time(piece[column]) else self._sheet.write_number
            is_text = column in texts
            self._writers.append((self._sheet.write_string, kind, cut.cell_text) if is_text else (write, kind, _as_is))

    def write(self, piece: pd.DataFrame) -> None:
        """Write rows below those that are there; missing values stay empty."""
        present = piece.astype("object").where(piece.notna(), None)
        for values in present.itertuples(index=False, name=None):
            self.rows += 1
            for number, ((write, kind, shown), value) in enumerate(zip(self._writers, values, strict=True)):
                if value is not None:
                    write(self.rows, number, shown(value), kind)

    def finish(self) -> xlsxwriter.worksheet.Worksheet:
        """Offer filters on all rows and return the sheet for what else it is to have."""
        self._sheet.autofilter(0, 0, self.rows, max(0, len(self._columns) - 1))
        return self._sheet


def write_facts(book: xlsxwriter.Workbook, sheet: Any, facts: Iterable[tuple[str, str]]) -> None:
    """Write names and what is to be said of them, one a row."""
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    cut = CutTexts()
    for row, (name, value) in enumerate(facts):
        sheet.write_string(row, 0, cut.cell_text(name), bold)
        sheet.write_string(row, 1, cut.cell_text(value), wrapped)


def _as_is(value: Any) -> Any:
    return value


def _number_format(column: pd.Series) -> str:
    if is_time(column):
        return _DAY if is_day(column) else _TIME
    return (
        _WHOLE if pd.api.types.is_integer_dtype(column) else _FRACTION if pd.api.types.is_float_dtype(column) else "@"
    )


def _width(column: pd.Series) -> int:
    shown = 16 if is_time(column) else 8
    if not is_time(column) and not pd.api.types.is_numeric_dtype(column):
        shown = column.dropna().head(1000).astype("str").str.len().max() if column.notna().any() else 0
    narrowest, widest = _WIDTHS
    return max(narrowest, min(widest, max(shown, len(str(column.name)) + 3)))  # room for the filter's button
