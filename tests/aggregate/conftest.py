"""Frames of pairs, made up row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

# statement, article, speaker, target, date, P(against), P(favor)
Row = tuple[str, str, str | None, str, str | None, float, float]


@pytest.fixture
def make_pairs() -> Callable[[Sequence[Row]], pd.DataFrame]:
    def make(rows: Sequence[Row]) -> pd.DataFrame:
        columns = ["statement_id", "article_id", "speaker", "target", "date", "p_against", "p_favor"]
        frame = pd.DataFrame(rows, columns=columns)
        frame["story_id"] = frame["article_id"]
        frame["p_neutral"] = 1 - frame["p_against"] - frame["p_favor"]
        frame["stance"] = [_label(row) for row in frame.itertuples()]
        frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[us]")
        texts = dict.fromkeys(["statement_id", "article_id", "story_id", "speaker", "target", "stance"], "str")
        return frame.astype(texts)

    return make


def _label(row: Any) -> str:
    return max(("against", "neutral", "favor"), key=lambda label: getattr(row, f"p_{label}"))
