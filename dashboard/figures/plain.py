"""What charts of shares have in common: no frame, quiet grid, the page's own type."""

from __future__ import annotations

from typing import Any

GREY = "rgba(128,134,145,0.75)"
FAINT = "rgba(128,134,145,0.16)"
BEFORE, AFTER = "#808a99", "#3b74ad"
"""Champion and challenger: neither is a colour of stance or tone."""

_INK = "#4b515c"
_FONT = "Inter, system-ui, sans-serif"


def plain_layout(height: int, xaxis: dict[str, Any], yaxis: dict[str, Any], left: int = 48) -> dict[str, Any]:
    """Return the layout of a chart of ``height`` pixels, with ``left`` pixels for the labels of its y axis."""
    quiet = {"fixedrange": True, "gridcolor": FAINT, "zeroline": False, "automargin": False}
    return {
        "template": {},
        "height": height,
        "margin": {"l": left, "r": 14, "t": 8, "b": 44},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 12, "color": _INK},
        "hoverlabel": {"bgcolor": "#1d2128", "bordercolor": "#5b6472", "font": {"color": "#ffffff", "family": _FONT}},
        "xaxis": quiet | xaxis,
        "yaxis": quiet | yaxis,
    }
