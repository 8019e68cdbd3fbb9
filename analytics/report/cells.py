"""Text from articles on its way into cells of a spreadsheet."""

from __future__ import annotations

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


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it; ``TEXT_RULE`` says how."""
    return _LIVE.sub(lambda match: (match.group(1) or "") + "'", _ILLEGAL.sub("\ufffd", text))


def is_time(column: pd.Series) -> bool:
    """Return whether a column holds days or times."""
    return pd.api.types.is_datetime64_any_dtype(column)


def text_columns(frame: pd.DataFrame) -> list[str]:
    """Return the names of the columns that hold text."""
    numeric = pd.api.types.is_numeric_dtype
    return [name for name in frame.columns if not numeric(frame[name]) and not is_time(frame[name])]
