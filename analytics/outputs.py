"""What leaves a store: tables for pandas and spreadsheets, and reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from analytics.aggregate.cube import net_stance
from analytics.aggregate.levels import at_level
from analytics.exceptions import InputError
from analytics.parties.rollup import Level
from analytics.report.export import export
from analytics.report.html import render_report
from analytics.store import is_fictional, open_store
from analytics.store.views import Filters, load_pairs, load_parties
from analytics.types import Counting

_BY = ("speaker_id", "speaker", "target_id", "target")


def export_table(
    store_url: str,
    path: Path,
    file_format: str,
    table: Literal["statements", "aggregate"],
    bucket: Literal["day", "week", "month"],
    level: Literal["spoken", "party", "state"] = "party",
) -> int:
    """Write the pairs of a store ("statements") or their aggregate to ``path`` and return the number of rows.

    The statements are those of every printing, the aggregate counts each story once (see ``story_id``). The aggregate
    counts a target as the person spoken of, as the person's party, or as that party's state: ``level``.

    Raises ``InputError`` when the store is empty, ``OnRecordError`` when the file cannot be written.
    """
    store = open_store(store_url)
    counting = Counting.REACH if table == "statements" else Counting.STATEMENTS
    pairs = load_pairs(store, Filters(counting=counting))
    if pairs.empty:
        raise InputError("The store holds no statements to export; ingest some stories first.")
    notes = ("All stories, people and states in this store are fictional.",) if is_fictional(store) else ()
    if table == "statements":
        frame = pairs
    else:
        frame = net_stance(at_level(pairs, Level(level), load_parties(store)), _BY, bucket)
    export(frame, path, file_format, pairs=pairs, notes=notes)
    return len(frame)


def write_report(
    store_url: str, path: Path, title: str | None, period: tuple[datetime | None, datetime | None], command: str
) -> None:
    """Write a self-contained HTML report over ``period``, both days included; an open end has no limit.

    Raises ``InputError`` when nothing is stored for the period or the file cannot be written.
    """
    store = open_store(store_url)
    start, end = (day.date() if day else None for day in period)
    filters = Filters(start=start, end=end)
    if load_pairs(store, filters).empty:
        raise InputError("The store holds no statements for this period; widen it or ingest some stories first.")
    page = render_report(store, filters, title=title, command=command)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror}; choose another place with --output.") from error
