"""The pairs of a store, statement by target, as a tidy frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Row, Select, func, select

from analytics.store import joins, schema
from analytics.store.engine import Store
from analytics.store.search import says
from analytics.types import AnnotatedField, Counting, Stance, StatementKind

_TEXT, _NUMBER, _WHOLE, _TIME = "str", "float64", "int64", "datetime64[us]"

PAIR_DTYPES = {
    "pair_id": _TEXT,
    "statement_id": _TEXT,
    "article_id": _TEXT,
    "story_id": _TEXT,
    "title": _TEXT,
    "outlet_id": _TEXT,
    "outlet": _TEXT,
    "published": _TIME,
    "date": _TIME,
    "kind": _TEXT,
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "speaker_kind": _TEXT,
    "speaker_party_id": _TEXT,
    "speaker_party": _TEXT,
    "target_id": _TEXT,
    "target": _TEXT,
    "via_id": _TEXT,
    "via": _TEXT,
    "mention_start": _WHOLE,
    "mention_end": _WHOLE,
    "excerpt": _TEXT,
    "stance": _TEXT,
    "p_against": _NUMBER,
    "p_neutral": _NUMBER,
    "p_favor": _NUMBER,
    "stance_model": _TEXT,
    "tone": _TEXT,
    "p_negative": _NUMBER,
    "p_tone_neutral": _NUMBER,
    "p_positive": _NUMBER,
    "tone_model": _TEXT,
}
"""Columns of ``load_pairs`` in order, with their types."""


@dataclass(frozen=True)
class Filters:
    """Which pairs to load; what is left at its default does not restrict.

    ``start`` and ``end`` are inclusive days of publication and leave out articles without a date. ``speakers`` and
    ``outlets`` are ids of actors, ``parties`` ids of the parties spoken of. ``counting`` leaves out every printing of a
    story but its first, unless reach is counted. ``stances`` are predicted labels; ``audited`` keeps the pairs whose
    stance a person decided on. ``words`` is what a statement says (see ``terms.parse_search``), ``articles`` are ids,
    ``speaker_parties`` ids of the parties that speakers stood for on the day.
    """

    start: date | None = None
    end: date | None = None
    speakers: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[StatementKind, ...] = ()
    counting: Counting = Counting.STATEMENTS
    stances: tuple[Stance, ...] = ()
    audited: bool = False
    words: str | None = None
    articles: tuple[str, ...] = ()
    speaker_parties: tuple[str, ...] = ()


def load_pairs(store: Store, filters: Filters = Filters()) -> pd.DataFrame:
    """Return one row per statement and scored target, with the columns and types of ``PAIR_DTYPES``.

    Rows come by day, article and place in the article; those without a date last. ``published`` and ``date`` are as
    printed, whatever the time zone. ``speaker`` is missing where nobody was resolved; in narration it is the outlet.
    Names are those last written for an id. Raises ``StoreError``.
    """
    with store.reading() as connection:
        return _frame(connection.execute(_query().where(*conditions(filters))).all())


def stream_pairs(store: Store, filters: Filters = Filters(), at_once: int = 20_000) -> Iterator[pd.DataFrame]:
    """Yield what ``load_pairs`` returns in pieces of at most ``at_once`` rows, all of one moment; one at least.

    However many rows there are, only a piece of them is in memory. Raises ``StoreError``.
    """
    pieces = 0
    with store.reading() as connection:
        query = _query().where(*conditions(filters))
        for rows in connection.execute(query, execution_options={"yield_per": at_once}).partitions():
            pieces += 1
            yield _frame(rows)
    if not pieces:
        yield _frame([])


def _frame(rows: Sequence[Row[Any]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records(list(map(tuple, rows)), columns=[column.key for column in _columns()])
    printed = frame["published"].astype("str").str.slice(0, 19)  # without the zone
    frame["published"] = pd.to_datetime(printed, format="%Y-%m-%dT%H:%M:%S")
    frame["date"] = frame["published"].dt.normalize()
    return frame[list(PAIR_DTYPES)].astype(PAIR_DTYPES)


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions of ``filters`` on the tables of ``joins.PAIRS``."""
    return statement_conditions(filters) + target_conditions(filters)


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return ``column`` so that a database does not look its values up in an index.

    Speakers are many more than parties, and most days have more statements than most speakers: where speakers are
    named, their index finds the least, which SQLite does not know.
    """
    return func.coalesce(column, column)


def statement_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions of ``filters`` on statements and their articles."""
    article, statement = schema.article.c, schema.statement.c
    found: list[ColumnElement[bool]] = []
    day = unindexed(article.published_day) if filters.speakers else article.published_day
    if filters.start is not None:
        found.append(day >= filters.start)
    if filters.end is not None:
        found.append(day <= filters.end)
    if filters.counting is Counting.STATEMENTS:
        found.append(article.id == article.story_id)
    if filters.words:
        found += says(filters.words)
    lists: tuple[tuple[ColumnElement[Any], tuple[str, ...]], ...] = (
        (statement.speaker_id, filters.speakers),
        (article.outlet_id, filters.outlets),
        (article.id, filters.articles),
        (statement.kind, filters.kinds),
        (statement.speaker_party_id, filters.speaker_parties),
    )
    return found + [column.in_(allowed) for column, allowed in lists if allowed]


def target_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions of ``filters`` on what statements are about."""
    target = schema.target.c
    found: list[ColumnElement[bool]] = []
    if filters.audited:
        decided = schema.annotation.c
        standing = (decided.field == AnnotatedField.STANCE.value, decided.undone.is_(None))
        found.append(target.id.in_(select(decided.item_id).where(*standing)))
    if filters.parties:
        party = unindexed(target.party_id) if filters.speakers else target.party_id
        found.append(party.in_(filters.parties))
    if filters.stances:
        found.append(target.stance.in_(filters.stances))
    return found


def _query() -> Select[Any]:
    article = schema.article.c
    order = (
        article.published_day.is_(None),
        article.published_day,
        article.id,
        schema.statement.c.ordinal,
        schema.target.c.ordinal,
    )
    return select(*_columns()).select_from(joins.PAIRS).where(joins.COUNTED).order_by(*order)


def _columns() -> list[ColumnElement[Any]]:
    article, statement, target = schema.article.c, schema.statement.c, schema.target.c
    return [
        target.id.label("pair_id"),
        article.id.label("article_id"),
        *(article[name] for name in ("story_id", "title", "outlet_id", "published")),
        *(statement[name] for name in ("kind", "speaker_id", "speaker_party_id", "excerpt")),
        *(statement[name] for name in ("tone", "p_negative", "p_tone_neutral", "p_positive", "tone_model")),
        target.party_id.label("target_id"),
        *(target[name] for name in ("statement_id", "via_id", "mention_start", "mention_end")),
        *(target[name] for name in ("stance", "p_against", "p_neutral", "p_favor", "stance_model")),
        *joins.NAMES,
        joins.speaker.c.kind.label("speaker_kind"),
    ]
