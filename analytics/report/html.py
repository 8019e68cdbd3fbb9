"""The report as one HTML file that needs nothing else: no network, no fonts to fetch, one script of its own.

Charts are SVG drawn by the template. Plotly's own offline page weighs four megabytes and prints badly; matplotlib's
SVG carries every letter as an outline, which neither search nor a screen reader finds.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analytics.aggregate import THIN_BELOW
from analytics.report import sentences, wording
from analytics.report.branding import Brand
from analytics.report.charts import HEIGHT, WIDTH
from analytics.report.columns import DEFINITIONS
from analytics.report.contents import Contents
from analytics.report.findings import MOST_FINDINGS, Finding, make_finding
from analytics.types import Stance

MOST_ROWS = 150


@dataclass(frozen=True)
class Look:
    """How a report looks, whatever it says: ``printed`` is for paper, without what needs a script.

    ``public_url`` is where readers reach the dashboard, if they do: sentences link to their stories there.
    """

    brand: Brand
    made: datetime
    public_url: str | None = None
    printed: bool = False


def render_html(contents: Contents, look: Look) -> str:
    """Return the report as HTML. The same contents and look give the same bytes."""
    return _environment().get_template("report.html.j2").render(report=contents, look=_given(contents, look))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("analytics.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {
        "day": wording.day,
        "counted": wording.counted,
        "movement_summary": sentences.movement_summary,
        "turns_summary": sentences.turns_summary,
    }
    return environment


@dataclass(frozen=True)
class _Given:
    """What the template has beside the contents."""

    brand: Brand
    made: datetime
    public_url: str | None
    printed: bool
    version: str
    script: Markup
    script_hash: str
    chart_size: tuple[int, int]
    thin_below: int
    most_findings: int
    rows: list[Any]
    finding: Callable[[Any], Finding]
    agreement: list[tuple[str, list[int]]]
    meanings: dict[str, str]


def _given(contents: Contents, look: Look) -> _Given:
    script = (files("analytics.report") / "templates" / "report.js").read_text(encoding="utf-8")
    return _Given(
        brand=look.brand,
        made=look.made,
        public_url=look.public_url.rstrip("/") if look.public_url else None,
        printed=look.printed,
        version=version("onrecord"),
        script=Markup(script),  # noqa: S704 (our own file)
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        chart_size=(WIDTH, HEIGHT),
        thin_below=THIN_BELOW,
        most_findings=MOST_FINDINGS,
        rows=list(contents.cells.head(MOST_ROWS).itertuples()),
        finding=make_finding,
        agreement=_agreement(contents.audit),
        meanings=DEFINITIONS,
    )


def _agreement(audit: pd.DataFrame | None) -> list[tuple[str, list[int]]]:
    """Return how often each predicted stance was labeled against, neutral and favor."""
    if audit is None:
        return []
    counts = pd.crosstab(audit["stance"], audit["human_stance"])
    counts = counts.reindex(index=list(Stance), columns=list(Stance), fill_value=0)
    return [(stance.value, row) for stance, row in zip(Stance, counts.to_numpy().tolist(), strict=True)]
