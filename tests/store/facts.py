"""Tables of made-up statements, drawn by hypothesis and written without texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert

from analytics.store import Store, schema
from analytics.store.cell_table import cell
from analytics.store.cells import refresh_articles
from analytics.types import StatementKind

FIRST = date(2026, 1, 26)  # a Monday near the end of a month
TABLES = (schema.target, schema.statement, schema.article, schema.actor, schema.party, cell)


@dataclass(frozen=True)
class Pair:
    party: str
    against: float
    favor: float


@dataclass(frozen=True)
class Said:
    kind: StatementKind
    speaker: str | None
    party: str | None
    pairs: tuple[Pair, ...]
    negative: float = 0.25
    positive: float = 0.25


@dataclass(frozen=True)
class Printed:
    story: int
    day: date | None
    outlet: str | None
    said: tuple[Said, ...]


_SHARES = st.floats(0, 0.5)
PAIRS = st.builds(Pair, st.sampled_from(["north", "south"]), _SHARES, _SHARES)
SAID = st.builds(
    Said,
    st.sampled_from(StatementKind),
    st.sampled_from(["ann", "bob", None]),
    st.sampled_from(["north", None]),
    st.lists(PAIRS, max_size=3).map(tuple),
    _SHARES,
    _SHARES,
)
DAYS = st.none() | st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
PRINTED = st.builds(
    Printed, st.integers(0, 4), DAYS, st.sampled_from(["gazette", "times", None]), st.lists(SAID, max_size=4).map(tuple)
)
ARCHIVES = st.lists(PRINTED, max_size=10)


def clear(store: Store) -> None:
    store.write(lambda connection: [connection.execute(delete(table)) for table in TABLES])


def write(store: Store, archive: list[Printed]) -> None:
    """Write one article after the other, as an ingest does; the first of a story gives it its name."""
    first: dict[int, str] = {}
    for number, printed in enumerate(archive):
        article = f"a{number}"
        story = first.setdefault(printed.story, article)
        store.write(partial(put, article=article, story=story, printed=printed))


def put(connection: Connection, article: str, story: str, printed: Printed) -> None:
    connection.execute(insert(schema.article).values(article_fields(article, story, printed)))
    for ordinal, said in enumerate(printed.said):
        statement = f"{article}-{ordinal}"
        connection.execute(insert(schema.statement).values(statement_fields(statement, article, ordinal, said)))
        for number, pair in enumerate(said.pairs):
            fields = target_fields(f"{statement}-{number}", statement, number, pair)
            connection.execute(insert(schema.target).values(fields))
    refresh_articles(connection, [article])


def article_fields(article: str, story: str, printed: Printed) -> dict[str, Any]:
    day = printed.day
    empty: dict[str, Any] = {"authors": [], "published_inferred": [], "body": [], "failures": []}
    return {
        **empty, "id": article, "story_id": story, "outlet": printed.outlet, "outlet_id": printed.outlet,
        "published": f"{day}T00:00:00" if day else None, "published_day": day, "language": "en", "text": "",
        "added": "",
    }  # fmt: skip


def statement_fields(statement: str, article: str, ordinal: int, said: Said) -> dict[str, Any]:
    empty: dict[str, Any] = {"source": [], "cue": [], "content": [], "times": []}
    return {
        **empty, "id": statement, "article_id": article, "ordinal": ordinal, "kind": said.kind.value, "excerpt": "",
        "speaker_id": said.speaker, "speaker_party_id": said.party, "tone": "neutral",
        "p_negative": said.negative, "p_tone_neutral": 1 - said.negative - said.positive, "p_positive": said.positive,
        "tone_model": "made-up",
    }  # fmt: skip


def target_fields(target: str, statement: str, ordinal: int, pair: Pair) -> dict[str, Any]:
    values = {"against": pair.against, "neutral": 1 - pair.against - pair.favor, "favor": pair.favor}
    return {
        "id": target, "statement_id": statement, "ordinal": ordinal, "party_id": pair.party, "name": pair.party,
        "mention_start": 0, "mention_end": 1, "stance": max(values, key=lambda label: values[label]),
        **{f"p_{label}": value for label, value in values.items()}, "stance_model": "made-up", "evidence": [],
    }  # fmt: skip
