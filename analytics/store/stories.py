"""Stories of a store: articles that print the same wire copy belong together, under the name of the first of them.

Each article has a sketch and files its keys in ``sketch_band`` (see ``analytics.ingest.duplicates``). A new article is
compared with those that share its keys and joins the story of every one it is a printing of; where those were several,
they become one. A story so is all that hangs together by printings, and is named after the member published first, so
that the order of ingest makes no difference.

What a lookup costs is bounded: of each key the first ``_PER_KEY`` articles by id are looked at, and the ``_COMPARED``
with the most keys in common are compared. Of the articles that share a commoner key (boilerplate nobody knows) some are
passed over; a story that more outlets printed is found all the same, since one of its members is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update

from analytics.ingest.duplicates import LEAST_SHARED_KEYS, SCHEME, Sketch, band_keys, same_story, sketch_article
from analytics.store import joins, rows, schema
from analytics.store.cells import rebuild_cells
from analytics.store.engine import Store, advance
from analytics.store.pairs import Filters, conditions
from analytics.types import Article, Counting

_PER_KEY = 200
_COMPARED = 50
_AT_ONCE = 100  # articles in one transaction while rebuilding, so that others can write in between

STORY_DTYPES = {
    "story_id": "str",
    "article_id": "str",
    "title": "str",
    "outlet": "str",
    "published": "datetime64[us]",
}
"""Columns of ``load_stories`` in order, with their types."""

Progress = Callable[[Iterable[Any], str], Iterator[Any]]


def place_in_story(connection: Connection, article: Article) -> set[str]:
    """Put an article, stored just now as a story of its own, into the story that it prints.

    Returns the ids of the stories it touched: its own alone when it is new, and those that are one now. The caller
    refreshes the cells of the article, which hold those of its whole story, once its statements are in.
    """
    sketch = sketch_article(article)
    keys = band_keys(sketch)
    stories = {article.id} | _printed_stories(connection, sketch, keys)
    connection.execute(insert(schema.sketch).values(article_id=article.id, scheme=SCHEME, values=sketch.to_bytes()))
    connection.execute(insert(schema.sketch_band), [{"key": key, "article_id": article.id} for key in keys])
    if len(stories) > 1:
        _make_one(connection, stories)
    return stories


def load_stories(store: Store, article_id: str | None = None) -> pd.DataFrame:
    """Return one row per article with the columns and types of ``STORY_DTYPES``, each story's first printing first.

    With ``article_id``, only those of the story that this article prints. Raises ``StoreError``.
    """
    article = schema.article.c
    query = select(article.story_id, article.id, article.title, article.outlet, article.published)
    if article_id is not None:
        its_story = select(article.story_id).where(article.id == article_id).scalar_subquery()
        query = query.where(article.story_id == its_story)
    with store.reading() as connection:
        found: list[Any] = sorted(
            connection.execute(query), key=lambda row: (row.story_id, _first_printed(row.id, row.published))
        )
    return _story_frame(found)


def _story_frame(printings: Sequence[Any]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records(list(map(tuple, printings)), columns=list(STORY_DTYPES))
    printed = frame["published"].astype("str").str.slice(0, 19)  # without the zone
    frame["published"] = pd.to_datetime(printed, format="%Y-%m-%dT%H:%M:%S")
    return frame.astype(STORY_DTYPES)


def load_clusters(store: Store, filters: Filters, limit: int) -> tuple[int, pd.DataFrame]:
    """Return how many stories several outlets printed and ``filters`` find something in, and the ``limit`` latest.

    The frame has a row per printing with the columns and types of ``STORY_DTYPES``, the latest story first, and of each
    the first printing. Every printing counts, whatever ``filters`` say. Raises ``StoreError``.
    """
    article = schema.article.c
    reaching = replace(filters, counting=Counting.REACH)
    named = select(article.story_id).select_from(joins.PAIRS)
    named = named.where(joins.COUNTED, *conditions(reaching))
    several = (
        select(article.story_id, func.max(article.published_day).label("day"))
        .where(article.story_id.in_(named))
        .group_by(article.story_id)
        .having(func.count(article.outlet_id.distinct()) > 1)
    )
    order = [column.desc().nulls_last() for column in (several.selected_columns.day, several.selected_columns.story_id)]
    with store.reading() as connection:
        n = connection.scalar(select(func.count()).select_from(several.subquery())) or 0
        latest = list(connection.scalars(several.order_by(*order).limit(limit)))
        columns = (article.story_id, article.id, article.title, article.outlet, article.published)
        printings: Sequence[Any] = connection.execute(select(*columns).where(article.story_id.in_(latest))).all()
    rank = {story_id: place for place, story_id in enumerate(latest)}
    printings = sorted(printings, key=lambda row: (rank[row.story_id], _first_printed(row.id, row.published)))
    return n, _story_frame(printings)


def restory(store: Store, progress: Progress) -> int:
    """Find the stories of a whole store anew, and return how many have more than one printing.

    For stores written before stories were known, or by another ``SCHEME``. Others may read and write meanwhile; after a
    kill, run it again. Raises ``StoreError``.
    """
    store.write(_forget)
    article = schema.article.c
    with store.reading() as connection:
        ids = list(connection.scalars(select(article.id).order_by(article.id)))
    batches = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
    for batch in progress(batches, f"Finding stories, {_AT_ONCE} articles at a time"):
        store.write(partial(_place_again, ids=batch))
    rebuild_cells(store, progress)
    several = select(article.story_id).group_by(article.story_id).having(func.count() > 1).subquery()
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(several)) or 0


def _forget(connection: Connection) -> None:
    connection.execute(delete(schema.sketch_band))
    connection.execute(delete(schema.sketch))
    connection.execute(update(schema.article).values(story_id=schema.article.c.id))
    advance(connection)


def _place_again(connection: Connection, ids: Sequence[str]) -> None:
    sketched = select(schema.sketch.c.article_id)  # by a writer that came in between
    article = schema.article.c
    query = select(schema.article).where(article.id.in_(ids), article.id.not_in(sketched)).order_by(article.id)
    for row in connection.execute(query).all():
        place_in_story(connection, rows.to_article(row))
    advance(connection)


def _printed_stories(connection: Connection, sketch: Sketch, keys: Sequence[str]) -> set[str]:
    """Return the ids of the stories that an article with ``sketch`` is a printing of."""
    close = _close(connection, keys)
    known = schema.sketch.join(schema.article, schema.sketch.c.article_id == schema.article.c.id)
    query = (
        select(schema.article.c.id, schema.article.c.story_id, schema.sketch.c["values"])
        .select_from(known)
        .where(schema.article.c.id.in_(close), schema.sketch.c.scheme == SCHEME)
    )
    found = {row.id: row for row in connection.execute(query)} if close else {}
    stories: set[str] = set()
    for row in (found[article_id] for article_id in close if article_id in found):
        if row.story_id not in stories and same_story(sketch, Sketch.from_bytes(row[2])):
            stories.add(row.story_id)
    return stories


def _close(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Return the articles worth comparing, those with the most keys in common first."""
    band = schema.sketch_band.c
    shared: Counter[str] = Counter()
    for key in keys:
        query = select(band.article_id).where(band.key == key).order_by(band.article_id).limit(_PER_KEY)
        shared.update(connection.scalars(query))
    least = min(LEAST_SHARED_KEYS, len(keys))
    close = [article_id for article_id, count in shared.items() if count >= least]
    return sorted(close, key=lambda article_id: (-shared[article_id], article_id))[:_COMPARED]


def _make_one(connection: Connection, stories: AbstractSet[str]) -> None:
    article = schema.article.c
    members = connection.execute(select(article.id, article.published).where(article.story_id.in_(stories))).all()
    name = min(members, key=lambda row: _first_printed(row.id, row.published)).id
    connection.execute(
        update(schema.article).where(article.story_id.in_(stories), article.story_id != name).values(story_id=name)
    )


def _first_printed(article_id: str, published: str | None) -> tuple[bool, str, str]:
    """Order printings: by time as printed, whatever the zone, those without one last, then by id."""
    return published is None, (published or "")[:19], article_id
