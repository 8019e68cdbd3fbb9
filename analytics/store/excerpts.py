"""Statements in their paragraphs, ready to be shown with their words marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, tuple_

from analytics.store import joins, rows, schema
from analytics.store.cube import days_of_newest
from analytics.store.engine import Store
from analytics.store.pairs import Filters, conditions, unindexed
from analytics.types import SURE_FROM, Prediction, Span, Spans, Stance, StatementKind

MARGIN = 600
"""The most characters shown on either side of a statement, so that one endless paragraph cannot fill a page."""

_JOINED = schema.target.join(schema.statement, schema.target.c.statement_id == schema.statement.c.id).join(
    schema.article, schema.statement.c.article_id == schema.article.c.id
)
_TO_THE_SECOND = len("2026-05-04T11:54:00")
_printed = func.substr(schema.article.c.published, 1, _TO_THE_SECOND)  # without the zone
_AT_ONCE = 500  # ids in one query; SQLite allows 999 variables in older versions


@dataclass(frozen=True)
class Place:
    """Where a statement comes in ``load_newest``; ``printed`` is when its article was, to the second, without zone."""

    printed: str | None
    article_id: str
    ordinal: int


@dataclass(frozen=True)
class Excerpt:
    """One pair in its paragraph. All spans are offsets into ``text``; ``mention`` is that of the target.

    ``ordinal`` is the statement's number in its article, from 0. ``speaker`` is ``None`` where nobody was resolved.
    ``url`` is the article's as it was read: hostile, like all text.
    """

    pair_id: str
    statement_id: str
    article_id: str
    ordinal: int
    title: str | None
    outlet: str | None
    url: str | None
    published: datetime | None
    kind: StatementKind
    speaker_id: str | None
    speaker: str | None
    speaker_party: str | None
    target_id: str
    target: str
    via: str | None
    text: str
    source: Spans
    cue: Spans
    content: Spans
    mention: Span
    evidence: Spans
    stance: Prediction
    tone: Prediction

    @property
    def hull(self) -> Span:
        """The span of ``text`` from the first character of source, cue, content and mention to the last."""
        return rows.hull(self.source, self.cue, self.content, (self.mention,))

    @property
    def place(self) -> Place:
        """Where the statement comes among others."""
        printed = self.published.isoformat()[:_TO_THE_SECOND] if self.published else None
        return Place(printed, self.article_id, self.ordinal)


def load_excerpts(store: Store, pair_ids: Sequence[str]) -> list[Excerpt]:
    """Return the excerpts of pairs in the order of ``pair_ids``; unknown ids are left out. Raises ``StoreError``."""
    found: dict[str, Excerpt] = {}
    with store.reading() as connection:
        for start in range(0, len(pair_ids), _AT_ONCE):
            some = schema.target.c.id.in_(pair_ids[start : start + _AT_ONCE])
            for row in connection.execute(_query().where(some)):
                found[row.id] = _to_excerpt(row)
    return [found[pair_id] for pair_id in pair_ids if pair_id in found]


def load_newest(store: Store, filters: Filters, skip: int, limit: int, after: Place | None = None) -> list[Excerpt]:
    """Return the excerpts of statements, newest first and those of one article in its order.

    Of the statements, or of those ``after`` a place, ``skip`` are left out and at most ``limit`` taken; each comes with
    all its pairs that ``filters`` let through. Raises ``StoreError``.
    """
    article, statement = schema.article.c, schema.statement.c
    chosen = select(statement.id).select_from(_JOINED).where(*_scored(filters), *_behind(after))
    chosen = chosen.group_by(statement.id, article.id)
    with store.reading() as connection:
        days = None if after else days_of_newest(connection, filters, skip + limit)
        if days:
            chosen = _printed_on(days, filters)
        order = (_printed.is_(None), _printed.desc(), article.id, statement.ordinal)
        statements = chosen.order_by(*order).offset(skip).limit(limit)
        found = list(connection.scalars(statements))
        pairs = _pair_ids(connection, found, filters)
    return load_excerpts(store, pairs)


def _printed_on(days: tuple[date, date], filters: Filters) -> Select[Any]:
    """Return the query of statements of few days, which reads those days and not all that was said of a party."""
    statement, article = schema.statement.c, schema.article.c
    party = unindexed(schema.target.c.party_id).in_(filters.parties)
    others = _scored(replace(filters, parties=()))
    target = select(schema.target.c.id).where(schema.target.c.statement_id == statement.id, party, *others)
    found = target.correlate(schema.statement, schema.article).exists()
    joined = schema.article.join(schema.statement, statement.article_id == article.id)
    return select(statement.id).select_from(joined).where(article.published_day.between(*days), found)


def load_furthest(store: Store, filters: Filters, direction: int, beyond: float = -1.0) -> list[Excerpt]:
    """Return the excerpt of the pair furthest toward for (``direction`` 1) or against (−1); there may be none.

    P(for) − P(against), times ``direction``, is more than ``beyond``. Raises ``StoreError``.
    """
    target = schema.target.c
    lean = direction * (target.p_favor - target.p_against)
    query = select(target.id).select_from(_JOINED).where(*_scored(filters), lean > beyond)
    with store.reading() as connection:
        pairs = list(connection.scalars(query.order_by(lean.desc(), target.id).limit(1)))
    return load_excerpts(store, pairs)


def _behind(place: Place | None) -> list[ColumnElement[bool]]:
    """Return what holds of the statements that come after ``place``."""
    if place is None:
        return []
    article, statement = schema.article.c, schema.statement.c
    later = tuple_(article.id, statement.ordinal) > tuple_(place.article_id, place.ordinal)
    if place.printed is None:
        return [_printed.is_(None), later]
    return [or_(_printed < place.printed, _printed.is_(None), and_(_printed == place.printed, later))]


def load_surest(store: Store, filters: Filters, stance: Stance, limit: int) -> list[Excerpt]:
    """Return the excerpts of the pairs that most surely take ``stance``, one from each story, at most ``limit``.

    Only those are taken that are sure (``SURE_FROM``). Raises ``StoreError``.
    """
    target, story = schema.target.c, schema.article.c.story_id
    probability = target[f"p_{stance.value}"]
    sure = (target.stance == stance.value, probability >= SURE_FROM, *_scored(filters))
    place = func.row_number().over(partition_by=story, order_by=(probability.desc(), target.id)).label("place")
    ranked = select(target.id, probability.label("p"), place).select_from(_JOINED).where(*sure).subquery().c
    query = select(ranked.id).where(ranked.place == 1).order_by(ranked.p.desc(), ranked.id).limit(limit)
    with store.reading() as connection:
        pairs = list(connection.scalars(query))
    return load_excerpts(store, pairs)


def count_statements(store: Store, filters: Filters) -> tuple[int, int]:
    """Return how many statements ``load_newest`` has for ``filters``, and how many stories. Raises ``StoreError``."""
    statement, article = schema.statement.c, schema.article.c
    counts = (func.count(statement.id.distinct()), func.count(article.story_id.distinct()))
    with store.reading() as connection:
        n, n_stories = connection.execute(select(*counts).select_from(_JOINED).where(*_scored(filters))).one()
    return n, n_stories


def _scored(filters: Filters) -> list[ColumnElement[bool]]:
    return [joins.COUNTED, *conditions(filters)]


def _pair_ids(connection: Connection, statements: Sequence[str], filters: Filters) -> list[str]:
    """Return the pairs of ``statements`` in their order."""
    target, by_statement = schema.target.c, defaultdict(list)
    for start in range(0, len(statements), _AT_ONCE):
        some = target.statement_id.in_(statements[start : start + _AT_ONCE])
        query = select(target.statement_id, target.id).select_from(_JOINED).where(some, *_scored(filters))
        for statement_id, pair_id in connection.execute(query.order_by(target.ordinal)):
            by_statement[statement_id].append(pair_id)
    return [pair for statement_id in statements for pair in by_statement[statement_id]]


def window(text: str, body: Spans, inner: Span) -> Span:
    """Return the span of the paragraphs of ``body`` that ``inner`` touches, at most ``MARGIN`` wider than ``inner``.

    Where no paragraph is touched, or a cut is needed, the window ends between words.
    """
    start, end = rows.hull((span for span in body if span[0] < inner[1] and inner[0] < span[1]), [inner])
    if inner[0] - start > MARGIN:
        start = inner[0] - MARGIN
        start = text.find(" ", start, inner[0]) + 1 or start
    if end - inner[1] > MARGIN:
        cut = text.rfind(" ", inner[1], inner[1] + MARGIN)
        end = cut if cut >= 0 else inner[1] + MARGIN
    return start, end


def _query() -> Select[Any]:
    article, statement = schema.article.c, schema.statement.c
    columns: list[Any] = [
        *schema.target.c,
        *(article[name] for name in ("title", "url", "published", "text", "body")),
        *(statement[name] for name in ("article_id", "kind", "source", "cue", "content", "speaker_id")),
        *(statement[name] for name in ("tone", "p_negative", "p_tone_neutral", "p_positive", "tone_model")),
        statement.ordinal.label("statement_ordinal"),
        *joins.NAMES,
    ]
    return select(*columns).select_from(joins.PAIRS).where(schema.target.c.stance.is_not(None))


def _to_excerpt(row: Row[Any]) -> Excerpt:
    source, cue, content, evidence = (
        rows.to_spans(getattr(row, name)) for name in ("source", "cue", "content", "evidence")
    )
    mention = (row.mention_start, row.mention_end)
    inner = rows.hull(source, cue, content, evidence, [mention])
    start, end = window(row.text, rows.to_spans(row.body), inner)
    return Excerpt(
        pair_id=row.id,
        statement_id=row.statement_id,
        article_id=row.article_id,
        ordinal=row.statement_ordinal,
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        published=None if row.published is None else datetime.fromisoformat(row.published),
        kind=StatementKind(row.kind),
        speaker_id=row.speaker_id,
        speaker=row.speaker,
        speaker_party=row.speaker_party,
        target_id=row.party_id,
        target=row.target,
        via=row.via,
        text=row.text[start:end],
        source=_rebase(source, start),
        cue=_rebase(cue, start),
        content=_rebase(content, start),
        mention=_rebase((mention,), start)[0],
        evidence=_rebase(evidence, start),
        stance=rows.to_stance(row),
        tone=rows.to_tone(row),
    )


def _rebase(spans: Spans, start: int) -> Spans:
    return tuple((first - start, last - start) for first, last in spans)
