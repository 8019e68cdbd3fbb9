from datetime import date

import pandas as pd
import pytest

from dashboard.figures.trend import TrendStyle, trend_figure
from dashboard.state import Bucket

MONTHS = [date(2026, 4, 1), date(2026, 5, 1), date(2026, 8, 1)]
STYLE = TrendStyle(Bucket.MONTH, MONTHS[0], MONTHS[-1], 9, 5)


@pytest.fixture
def points() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "bucket": MONTHS[::-1],
            "net_stance": [0.5, -0.25, -0.6],
            "low": [0.25, -0.75, -1.0],
            "high": [1.0, 0.25, -0.25],
            "n": [9, 4, 1],
            "n_stories": [5, 4, 1],
            "href": ["?c", "?b", "?a"],
        }
    )


@pytest.fixture
def others() -> pd.DataFrame:
    return pd.DataFrame(
        {"actor": ["a", "b", "a"], "bucket": [MONTHS[1], MONTHS[0], MONTHS[0]], "net_stance": [0.1, 0, 0.2]}
    )


def test_every_point_carries_its_evidence_and_interval(points: pd.DataFrame, others: pd.DataFrame) -> None:
    marks = trend_figure(points, others, "#337dd4", STYLE).data[-1]
    assert list(marks.customdata) == ["?a", "?b", "?c"]
    assert list(marks.x) == MONTHS
    assert list(marks.error_y.array) == pytest.approx([0.35, 0.5, 0.5])
    assert list(marks.error_y.arrayminus) == pytest.approx([0.4, 0.5, 0.25])
    assert list(marks.marker.symbol) == ["circle-open", "circle-open", "circle"]
    assert marks.marker.size[0] < marks.marker.size[1] < marks.marker.size[2]
    assert "1\N{NO-BREAK SPACE}statement in 1\N{NO-BREAK SPACE}story" in marks.hovertext[0]
    assert "<b>\N{MINUS SIGN}0.60 (\N{MINUS SIGN}1.00 to \N{MINUS SIGN}0.25)</b>" in marks.hovertext[0]


def test_months_without_statements_are_only_dotted_over(points: pd.DataFrame, others: pd.DataFrame) -> None:
    _, solid, dotted, _ = trend_figure(points, others, "#337dd4", STYLE).data
    assert list(solid.x) == [MONTHS[0], MONTHS[1], None]
    assert list(dotted.x) == [MONTHS[1], MONTHS[2], None]
    assert dotted.line.dash == "dot"


def test_other_speakers_are_separate_grey_lines(points: pd.DataFrame, others: pd.DataFrame) -> None:
    context = trend_figure(points, others, "#337dd4", STYLE).data[0]
    assert list(context.y) == [0.2, 0.1, None, 0, None]
    assert context.hoverinfo == "skip"


def test_frames_are_not_changed(points: pd.DataFrame, others: pd.DataFrame) -> None:
    before = points.copy(), others.copy()
    trend_figure(points, others, "#337dd4", STYLE)
    pd.testing.assert_frame_equal(points, before[0])
    pd.testing.assert_frame_equal(others, before[1])
