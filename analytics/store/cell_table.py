"""The table of the daily cube: sums over statements, from which every aggregate is read.

A row adds up the statements of one ``speaker_id`` ("" not resolved, "*" all together) on one ``target_id``, of one
``kind``, over the ``span`` that begins with ``start``:

* "day" and "undated" rows are of one outlet ("" none);
* "week" (from Monday), "month" and "all" rows are sums of those over outlets ("*") and days, so that a chart of years
  reads as many rows as it has points.

``start`` of "undated" and "all" is ``NO_DAY``. ``repeat`` is 1 for articles that print a story again: without them each
story counts once, with them every printing does.

All measures can be added up. ``story``, ``size``, ``spread`` and ``tone_spread`` are what the interval needs to know of
clusters, those statements of one article that are by the same speaker on the same target: of a cluster with N
statements and the sum T of d = P(favor) − P(against), a cell that has n of them, with sum t, holds n / N, n · N and
t · T / N, and the last for tone as well. Added up over a selection that holds whole clusters, they are their number,
Σ N² and Σ T² / N. They are kept for three ``SCOPES``, since a cluster is larger where more kinds of statements count,
and once more, as ``reach_…``, with all printings of a story as one cluster.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Date, Float, Index, Integer, Table

from analytics.store.dialect import Code
from analytics.store.schema import metadata

NO_DAY = date.min
EVERYONE = EVERYWHERE = "*"
NOBODY = NOWHERE = ""

SCOPES = ("kind", "quoted", "all")
"""Which statements make a cluster: those of the row's kind, all quotations (or all narration), or all."""

KEYS = ("span", "target_id", "speaker_id", "start", "outlet_id", "kind", "repeat", "speaker_party_id")
PLAIN = (
    "n",
    "against",  # Σ P(against)
    "favor",
    "squares",  # Σ d²
    "label_against",  # statements so labelled; a statement with several pairs is split
    "label_favor",
    "tone",  # Σ P(positive) − P(negative)
    "tone_squares",
    "tone_sides",  # Σ P(positive) + P(negative)
)
CLUSTERED = tuple(
    f"{counting}{measure}_{scope}"
    for scope in SCOPES
    for counting in ("", "reach_")
    for measure in ("story", "size", "spread", "tone_spread")
)
SUMS = (*PLAIN, *CLUSTERED)

cell = Table(
    "cell",
    metadata,
    Column("span", Code, primary_key=True),
    Column("target_id", Code, primary_key=True),
    Column("speaker_id", Code, primary_key=True),
    Column("start", Date, primary_key=True),
    Column("outlet_id", Code, primary_key=True),
    Column("kind", Code, primary_key=True),
    Column("repeat", Integer, primary_key=True, autoincrement=False),
    Column("speaker_party_id", Code, primary_key=True),  # the party the speaker stood for; "" none
    *(Column(name, Float, nullable=False) for name in SUMS),
    Column("last_day", Date, nullable=False),
    Index("cell_start", "span", "start", "target_id"),
    Index("cell_speaker_id", "speaker_id", "span", "target_id"),
    sqlite_with_rowid=False,  # rows lie in the order of the key, so what a chart reads lies together
)
