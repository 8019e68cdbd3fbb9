"""A report to files, one for each format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from analytics.exceptions import OnRecordError
from analytics.report.contents import Contents
from analytics.report.export import export
from analytics.report.files import replacing
from analytics.report.html import Look, render_html
from analytics.report.request import ReportFormat


def write_formats(contents: Contents, look: Look, paths: dict[ReportFormat, Path]) -> tuple[list[Path], list[str]]:
    """Write the report in every format to its path, and return the files, and a sentence for each that failed.

    A format that fails keeps none of the others back. A file that is there is replaced, and only by a finished one.
    """
    written, troubles = [], []
    for file_format, path in paths.items():
        try:
            if file_format in (ReportFormat.CSV, ReportFormat.PARQUET):
                export([contents.cells], path, file_format.value)
            else:
                content = _WRITERS[file_format]
                with replacing(path) as file:
                    content(contents, look, file)
        except OnRecordError as error:
            troubles.append(str(error))
        else:
            written.append(path)
    return written, troubles


def _html(contents: Contents, look: Look, file: IO[bytes]) -> None:
    file.write(render_html(contents, look).encode())


def _pdf(contents: Contents, look: Look, file: IO[bytes]) -> None:
    from analytics.report.pdf import render_pdf  # noqa: PLC0415 (only for this format)

    file.write(render_pdf(contents, replace(look, printed=True)))


def _xlsx(contents: Contents, look: Look, file: IO[bytes]) -> None:
    from analytics.report.book import write_book  # noqa: PLC0415 (only for this format)

    write_book(contents, file, look)


def _svg(contents: Contents, _look: Look, file: IO[bytes]) -> None:
    from analytics.report.figures import draw_figures  # noqa: PLC0415 (only for these formats)

    draw_figures(contents, file, "svg")


def _png(contents: Contents, _look: Look, file: IO[bytes]) -> None:
    from analytics.report.figures import draw_figures  # noqa: PLC0415

    draw_figures(contents, file, "png")


_WRITERS: dict[ReportFormat, Callable[[Contents, Look, IO[bytes]], None]] = {
    ReportFormat.HTML: _html,
    ReportFormat.PDF: _pdf,
    ReportFormat.XLSX: _xlsx,
    ReportFormat.SVG: _svg,
    ReportFormat.PNG: _png,
}
