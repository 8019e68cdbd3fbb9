"""What people and models judge, as a model is shown it: statements of a store with their texts and targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from analytics.store import joins, rows, schema
from analytics.store.engine import Store
from analytics.types import Actor, ActorKind, Speaker, Statement, StatementKind, Target

_AT_ONCE = 500  # ids in one query; SQLite allows 999 variables in older versions


@dataclass(frozen=True)
class Judged:
    """A statement of an article's ``text``, with the one target that is judged, or none where its tone is.

    ``outlet`` is ``None`` where it is not known; ``story_id`` names the story, however often printed.
    """

    item_id: str
    story_id: str
    outlet: str | None
    text: str
    statement: Statement
    target: Target | None

    @property
    def cue(self) -> str:
        """The words that report, in lower case; empty in narration."""
        return " ".join(self.text[start:end] for start, end in self.statement.cue).lower()


def load_targets(store: Store, target_ids: Sequence[str]) -> Iterator[Judged]:
    """Yield targets with their statements; those the store does not have are left out. Raises ``StoreError``."""
    target = schema.target.c
    query = select(*_columns(), *(target[name] for name in ("party_id", "name", "mention_start", "mention_end")))
    for row in _rows(
        store, query.add_columns(target.id.label("item_id")).select_from(joins.PAIRS), target.id, target_ids
    ):
        yield _judged(row, Target(row.party_id, row.name, (row.mention_start, row.mention_end)))


def load_statements(store: Store, statement_ids: Sequence[str]) -> Iterator[Judged]:
    """Yield statements; those the store does not have are left out. Raises ``StoreError``."""
    statement = schema.statement.c
    joined = schema.statement.join(schema.article, statement.article_id == schema.article.c.id)
    query = select(*_columns(), statement.id.label("item_id")).select_from(joined)
    for row in _rows(store, query, statement.id, statement_ids):
        yield _judged(row, None)


def _columns() -> list[Any]:
    article, statement = schema.article.c, schema.statement.c
    names = ("kind", "source", "cue", "content", "speaker_id", "speaker_name", "speaker_kind")
    return [article.story_id, article.outlet, article.text, *(statement[name] for name in names)]


def _rows(store: Store, query: Select[Any], key: Any, ids: Sequence[str]) -> Iterator[Row[Any]]:
    unique = sorted(set(ids))
    with store.reading() as connection:
        for start in range(0, len(unique), _AT_ONCE):
            yield from connection.execute(query.where(key.in_(unique[start : start + _AT_ONCE])).order_by(key))


def _judged(row: Row[Any], target: Target | None) -> Judged:
    source, cue, content = (rows.to_spans(getattr(row, name)) for name in ("source", "cue", "content"))
    speaker = Speaker(Actor(row.speaker_id, row.speaker_name, ActorKind(row.speaker_kind))) if row.speaker_id else None
    statement = Statement(StatementKind(row.kind), content, source, cue, speaker, (target,) if target else ())
    return Judged(row.item_id, row.story_id, row.outlet, row.text, statement, target)
