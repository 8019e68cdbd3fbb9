"""The report as one HTML file that needs nothing else: no script, no network, no fonts to fetch.

Charts are SVG drawn by the template. Plotly's own offline page weighs four megabytes and prints badly; matplotlib's
SVG carries every letter as an outline, which neither search nor a screen reader finds.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from analytics.report import contents, wording
from analytics.report.charts import HEIGHT, WIDTH
from analytics.report.export import csv_bytes
from analytics.report.quotes import telling_quotes
from analytics.store.engine import Store
from analytics.store.views import Filters, is_fictional, load_coverage, load_pairs
from analytics.types import QUOTATION_KINDS, Stance, StatementKind

_MOST_QUOTES = 5


def render_report(store: Store, filters: Filters, *, title: str | None, command: str) -> str:
    """Return the report on what ``filters`` let through, as HTML; all kinds, and speakers one or all.

    ``command`` is printed so that the report can be made again; the same store, filters and command give the same
    bytes but for the time stated at the end. Raises ``StoreError``.
    """
    pairs = load_pairs(store, filters)
    first, last = _days(pairs, filters)
    period = wording.period(first, last)
    environment = Environment(
        loader=PackageLoader("analytics.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"day": wording.day, "signed": wording.signed, "counted": wording.counted}
    return environment.get_template("report.html.j2").render(
        title=title or "Who stands where",
        period=period,
        fictional=is_fictional(store),
        coverage=load_coverage(store),
        narrowed=filters != Filters(),
        command=command,
        version=version("onrecord"),
        made=datetime.now(UTC),
        data_hash=hashlib.sha256(csv_bytes(pairs)).hexdigest(),
        **_numbers(store, filters, pairs),
        against_quotes=telling_quotes(store, pairs, Stance.AGAINST, _MOST_QUOTES),
        favor_quotes=telling_quotes(store, pairs, Stance.FAVOR, _MOST_QUOTES),
    )


def _numbers(store: Store, filters: Filters, pairs: pd.DataFrame) -> dict[str, Any]:
    """Return every number in the template; the outlets' own voice is kept apart."""
    said = pairs[pairs["kind"] != StatementKind.NARRATION.value]
    quoted = replace(filters, kinds=QUOTATION_KINDS)
    narrated = replace(filters, kinds=(StatementKind.NARRATION,))
    rows = contents.actor_by_party(store, quoted)
    against, favor = contents.leading_findings(rows)
    charts, bucket = contents.make_charts(store, quoted, said["date"])
    return {
        "n": said["statement_id"].nunique(),
        "n_stories": said["story_id"].nunique(),
        "n_actors": said["speaker_id"].nunique(),
        "against": against,
        "favor": favor,
        "matrix": contents.make_matrix(rows),
        "outlets": contents.make_matrix(contents.actor_by_party(store, narrated)),
        "charts": charts,
        "chart_size": (WIDTH, HEIGHT),
        "bucket": bucket,
        "rows": list(rows.head(contents.MOST_ROWS).itertuples()),
        "rows_in_all": len(rows),
        "finding": contents.make_finding,
        "stance_models": contents.models_of(pairs, "stance_model"),
        "tone_models": contents.models_of(pairs, "tone_model"),
        "mixed_models": wording.mixed_models(sorted(pairs["stance_model"].unique())),
    }


def _days(pairs: pd.DataFrame, filters: Filters) -> tuple[date | None, date | None]:
    """Return the days asked for, or those of the pairs where none were."""
    days = pairs["date"].dropna()
    first = days.min().date() if len(days) else None
    last = days.max().date() if len(days) else None
    return filters.start or first, filters.end or last
