"""What the page of statements shows: those that say what is searched for, a page at a time or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from analytics.report.wording import UNKNOWN_SPEAKER
from analytics.store.terms import Search, hits, parse_search
from analytics.store.views import Filters, FoundStatement, load_statements, stream_statements
from analytics.types import Span, Spans, StatementOrder
from dashboard.data import DataDoor
from dashboard.reading.selection import filters_of
from dashboard.state import ViewState
from dashboard.views import StatementRow

MOST_EXPORTED = 100_000
"""Statements in one file: about 40 MB."""

_LENGTH = 320  # characters of a statement in a list
_BEFORE = 90  # of them before the first hit, where there is a cut

_EXPORTED = {
    "date": "str",
    "outlet": "str",
    "title": "str",
    "kind": "str",
    "speaker": "str",
    "speaker_id": "str",
    "target": "str",
    "target_id": "str",
    "stance": "str",
    "p_against": "float64",
    "p_neutral": "float64",
    "p_favor": "float64",
    "tone": "str",
    "p_negative": "float64",
    "p_tone_neutral": "float64",
    "p_positive": "float64",
    "words": "str",
    "article_id": "str",
    "statement": "int64",
}


def order_of(state: ViewState) -> StatementOrder:
    """Return what the view's statements are sorted by."""
    return next((order for order in StatementOrder if order.value == state.sort), StatementOrder.NEWEST)


def count(data: DataDoor, state: ViewState) -> int:
    """Return how many statements the view has."""
    return data.count_found(_filters(state))


def load_rows(data: DataDoor, state: ViewState, skip: int, limit: int) -> tuple[StatementRow, ...]:
    """Return at most ``limit`` statements of the view in its order, without the first ``skip``."""
    search = parse_search(state.words or "")
    found = load_statements(data.store, _filters(state), order_of(state), skip, limit)
    return tuple(_row(one, search) for one in found)


def stream_frames(data: DataDoor, state: ViewState) -> Iterator[pd.DataFrame]:
    """Yield the view's statements, at most ``MOST_EXPORTED``, as frames with a row per statement and target.

    ``date`` is ISO 8601, ``statement`` the number of the statement in its article, from 0.
    """
    for batch in stream_statements(data.store, _filters(state), order_of(state), MOST_EXPORTED):
        cells = [cell for one in batch for cell in _cells(one)]
        yield pd.DataFrame.from_records(cells, columns=list(_EXPORTED)).astype(_EXPORTED)


def cut_around(words: str, found: Spans) -> tuple[str, Spans]:
    """Return ``words`` in at most about ``_LENGTH`` characters around the first of ``found``, and what is left of it.

    Cuts are between words and shown as "…".
    """
    if len(words) <= _LENGTH:
        return words, found
    first = found[0][0] if found else 0
    start = 0 if first <= _BEFORE else words.rfind(" ", 0, first - _BEFORE // 2) + 1
    end = min(start + _LENGTH, len(words))
    if end < len(words):
        end = max(words.rfind(" ", start, end), start + _LENGTH // 2)
    before, after = "… " if start else "", " …" if end < len(words) else ""
    shift = len(before) - start
    return f"{before}{words[start:end]}{after}", tuple(_moved(found, start, end, shift))


def _moved(found: Spans, start: int, end: int, shift: int) -> Iterator[Span]:
    return ((first + shift, last + shift) for first, last in found if start <= first and last <= end)


def _filters(state: ViewState) -> Filters:
    return replace(filters_of(state), words=state.words)


def _row(found: FoundStatement, search: Search) -> StatementRow:
    words, spans = cut_around(found.words, hits(found.words, search))
    return StatementRow(
        article_id=found.article_id,
        ordinal=found.ordinal,
        title=found.title or "Untitled story",
        outlet=found.outlet or "Outlet unknown",
        published=found.published.date() if found.published else None,
        kind=found.kind,
        speaker_id=found.speaker_id,
        speaker=found.speaker or UNKNOWN_SPEAKER,
        words=words,
        hits=spans,
        targets=found.targets,
        tone=found.tone,
    )


def _cells(found: FoundStatement) -> Iterator[tuple[object, ...]]:
    published = found.published.date().isoformat() if found.published else None
    who = (published, found.outlet, found.title, found.kind.value, found.speaker, found.speaker_id)
    tone = found.tone.probabilities
    said = (found.tone.label, tone["negative"], tone["neutral"], tone["positive"], found.words)
    for on in found.targets or (None,):
        if on is None:
            about: tuple[object, ...] = (None,) * 6
        else:
            of = on.stance.probabilities
            about = (on.target, on.target_id, on.stance.label, of["against"], of["neutral"], of["favor"])
        yield (*who, *about, *said, found.article_id, found.ordinal)
