"""An Excel workbook of an export: the table, on as many sheets as it needs, and a sheet on what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import IO

import pandas as pd
import xlsxwriter

from analytics.report.basis import Basis
from analytics.report.cells import TEXT_RULE
from analytics.report.columns import DEFINITIONS
from analytics.report.files import stated_time
from analytics.report.sheets import OPTIONS, CutTexts, TableSheet, write_facts

MOST_ROWS = 1_048_575
"""Rows of a sheet, less the header."""


def write_workbook(
    batches: Iterable[pd.DataFrame], file: IO[bytes], basis: Basis | None, notes: Sequence[str]
) -> tuple[int, tuple[str, ...]]:
    """Write ``batches`` to an open file and return the rows, and remarks on sheets that were split and texts cut.

    A table of more than ``MOST_ROWS`` goes on on the next sheet. Rows are written out at once and not kept.
    """
    with xlsxwriter.Workbook(file, OPTIONS | {"constant_memory": True}) as book:
        book.set_properties({"created": stated_time().replace(tzinfo=None)})
        sheets: list[TableSheet] = []
        cut = CutTexts()
        first: pd.DataFrame | None = None
        for piece in batches:
            first = piece if first is None else first
            rest = piece
            while not sheets or len(rest):
                if not sheets or sheets[-1].rows == MOST_ROWS:
                    _finish(sheets)
                    sheets.append(TableSheet(book, "table" if not sheets else f"table {len(sheets) + 1}", rest, cut))
                room = MOST_ROWS - sheets[-1].rows
                sheets[-1].write(rest.iloc[:room])
                rest = rest.iloc[room:]
        _finish(sheets)
        rows = sum(sheet.rows for sheet in sheets)
        remarks = _remarks(len(sheets), cut)
        columns = [] if first is None else list(first.columns)
        about = book.add_worksheet("about")
        write_facts(book, about, [*_facts(rows, basis, [*notes, *remarks]), *_definitions(columns)])
    return rows, remarks


def _finish(sheets: list[TableSheet]) -> None:
    if sheets:
        sheets[-1].finish()


def _remarks(sheets: int, cut: CutTexts) -> tuple[str, ...]:
    found = []
    if sheets > 1:
        found.append(
            f"An Excel sheet holds {MOST_ROWS:,} rows under its header, so the table is on {sheets} sheets, "
            f"from “table” to “table {sheets}”."
        )
    return (*found, *cut.remarks())


def _facts(rows: int, basis: Basis | None, notes: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "Made by", f"OnRecord {version('onrecord')}"
    yield "Rows", f"{rows:,}"
    if basis is not None:
        yield "Statements", f"{basis.statements:,}"
        yield "Articles", f"{basis.articles:,}"
        if basis.first is not None and basis.last is not None:
            yield "Period", f"{basis.first:%Y-%m-%d} to {basis.last:%Y-%m-%d}"
        yield "Stance models", ", ".join(sorted(basis.stance_models)) or "none"
        yield "Tone models", ", ".join(sorted(basis.tone_models)) or "none"
    for note in notes:
        yield "Note", note
    yield "Text", TEXT_RULE
    yield "", ""


def _definitions(columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "Column", "Meaning"
    for name in columns:
        yield name, DEFINITIONS.get(name, "")
