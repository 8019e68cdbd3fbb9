"""Net tone of one actor through time, in the colours of tone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.trend import TrendStyle, trend_figure
from dashboard.palette import FALLBACK, TONE_NEGATIVE, TONE_POSITIVE
from dashboard.views import rows


def tone_figure(points: pd.DataFrame, style: TrendStyle) -> go.Figure:
    """Draw ``points``: bucket (a day), net_tone, low, high, n, n_stories and href, one row per bucket.

    A point is pink or green where its whole interval is negative or positive, and grey where neither is sure. The
    frame is not changed.
    """
    ordered = points.rename(columns={"net_tone": "net_stance"}).sort_values("bucket")
    nobody = pd.DataFrame({"actor": [], "bucket": [], "net_stance": []})
    figure = trend_figure(ordered, nobody, FALLBACK, style)
    colors = [_color(row) for row in rows(ordered)]
    figure.data[-1].marker.update(color=colors, line={"width": 2, "color": colors})
    return figure


def _color(row: Any) -> str:
    if row.low > 0:
        return TONE_POSITIVE
    return TONE_NEGATIVE if row.high < 0 else FALLBACK
