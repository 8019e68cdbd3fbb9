"""Text from articles on its way into cells of a spreadsheet, and a table as CSV."""

from __future__ import annotations

import csv
import re

import pandas as pd

TEXT_RULE = (
    "Text that a spreadsheet could run is made harmless: an apostrophe is put before =, +, - or @ (full-width too) "
    "at the start of a cell or after a semicolon, tab or line break in it, and before a tab or line break at "
    "the start. Control characters become �. Numbers and dates are as computed."
)
"""The rule of ``harmless``, for the sheet "about" and the documentation."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0
# A semicolon separates cells where the decimal mark is a comma, whatever the quotation marks around it.
_LIVE = re.compile("""^(?=[\t\r\n])|(^|[;\t\r\n])(?=[\\s"']*[=+\\-@＝＋－＠])""")


_DAYS = ("date", "start", "end")


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it; ``TEXT_RULE`` says how."""
    return _LIVE.sub(lambda match: (match.group(1) or "") + "'", _ILLEGAL.sub("\ufffd", text))


def is_time(column: pd.Series) -> bool:
    """Return whether a column holds days or times."""
    return pd.api.types.is_datetime64_any_dtype(column)


def is_day(column: pd.Series) -> bool:
    """Return whether a column of times holds days."""
    return column.name in _DAYS


def text_columns(frame: pd.DataFrame) -> list[str]:
    """Return the names of the columns that hold text."""
    numeric = pd.api.types.is_numeric_dtype
    return [name for name in frame.columns if not numeric(frame[name]) and not is_time(frame[name])]


def csv_bytes(frame: pd.DataFrame, *, header: bool = True) -> bytes:
    """Return ``frame`` as UTF-8 CSV: a header, every text in quotation marks, lines that end in a line feed."""
    texts = {name: frame[name].map(harmless, na_action="ignore") for name in text_columns(frame)}
    times = {name: _printed(frame[name]) for name in frame.columns if is_time(frame[name])}
    table = frame.assign(**texts, **times)
    return table.to_csv(index=False, header=header, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").encode()


def _printed(column: pd.Series) -> pd.Series:
    """Return times as text: pandas itself would print them by whether all of a piece are midnight."""
    printed: pd.Series = column.dt.strftime("%Y-%m-%d" if is_day(column) else "%Y-%m-%d %H:%M:%S")
    return printed
