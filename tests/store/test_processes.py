"""Several processes on one store: killed, writing at once, reading while another writes."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from analytics.intake import ingest_paths
from analytics.store import Store, data_version, open_store, schema, write_analysis
from analytics.store.views import load_article, load_coverage, load_pairs
from analytics.types import ArticleAnalysis
from tests.store.builder import ACTORS, PARTIES, make_analysis

ANALYSES = [make_analysis(number) for number in range(600)]
COUNTED = (schema.article, schema.statement, schema.target)
WHOLE = (
    select(
        schema.article.c.id,
        func.count(schema.statement.c.id.distinct()).label("statements"),
        func.count(schema.target.c.stance).label("scored"),
    )
    .select_from(schema.article.outerjoin(schema.statement).outerjoin(schema.target))
    .group_by(schema.article.c.id)
)


def write_all(sender: Any, url: str, analyses: list[ArticleAnalysis]) -> None:
    """Send whether each of ``analyses`` was new, one after the other."""
    store = open_store(url)
    for analysis in analyses:
        sender.send(write_analysis(store, analysis, PARTIES, ACTORS))


def written(receiver: Any, analyses: list[ArticleAnalysis]) -> int:
    """Wait for a writer of ``analyses`` and count those it wrote."""
    return sum(receiver.recv() for _ in analyses)


def stored_articles(url: str) -> int:
    """Count the stored articles; each must be whole: three statements, three scored targets, no row without its parent.

    Every article was one write, so the data version counts them too.
    """
    store = open_store(url)
    with store.reading() as connection:
        counts = {table.name: connection.scalar(select(func.count()).select_from(table)) for table in COUNTED}
        whole = connection.execute(WHOLE).all()
        version = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "data_version"))
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    store.close()
    assert len(whole) == counts["article"] == version and {(row.statements, row.scored) for row in whole} <= {(3, 3)}
    assert counts["statement"] == 3 * len(whole) and counts["target"] == 4 * len(whole)
    return len(whole)


def assert_all_as_written(store: Store) -> None:
    assert [load_article(store, analysis.article.id) for analysis in ANALYSES] == ANALYSES


def test_writers_killed_fifty_times_leave_every_article_whole_or_absent(url: str, fork: Callable[..., Any]) -> None:
    seen, rng = [0], random.Random(3)
    for _ in range(50):
        process, receiver = fork(write_all, url, ANALYSES[seen[-1] :])
        assert receiver.recv()  # the first that is not there yet
        time.sleep(rng.uniform(0, 0.015))
        process.kill()
        process.join()
        seen.append(stored_articles(url))
    assert seen == sorted(set(seen)) and seen[-1] < len(ANALYSES)  # killed at work, not before or after it
    store = open_store(url)
    assert sum(write_analysis(store, analysis, PARTIES, ACTORS) for analysis in ANALYSES) == len(ANALYSES) - seen[-1]
    assert_all_as_written(store)
    store.close()


def ingest(sender: Any, url: str, path: Path) -> None:
    """Read, score and store the stories of a file."""
    report = ingest_paths([path], url, model="linear", progress=lambda items, _label: items)
    sender.send((report.stored, report.known, len(report.skipped)))


def test_two_ingests_of_the_same_stories_neither_lose_nor_double_any(
    url: str, tmp_path: Path, fork: Callable[..., Any]
) -> None:
    stories = [
        {"outlet": "The Sarn Times", "published": "2026-05-04", "text": f"Sergey Lavrov said Ukraine lied {n} times."}
        for n in range(20)
    ]
    paths = (tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    for path, some in zip(paths, (stories[:15], stories[:4:-1]), strict=True):
        path.write_text("\n".join(map(json.dumps, some)))
    at_work = [fork(ingest, url, path) for path in paths]
    told = [receiver.recv() for _, receiver in at_work]
    assert [sum(one) for one in told] == [15, 15] and sum(stored for stored, _, _ in told) == 20
    store = open_store(url)
    coverage = load_coverage(store)
    assert coverage["articles"] == coverage["statements"] == load_pairs(store)["pair_id"].nunique() == 20
    assert data_version(store) == 20
    store.close()


def test_writers_of_the_same_stories_store_each_once(url: str, fork: Callable[..., Any]) -> None:
    some = ANALYSES[:80]
    writers = [fork(write_all, url, some[::step]) for step in (1, -1, 1)]
    assert sum(written(receiver, some) for _, receiver in writers) == len(some)
    assert stored_articles(url) == len(some)


def test_a_reader_sees_whole_articles_while_another_process_writes(url: str, fork: Callable[..., Any]) -> None:
    process, receiver = fork(write_all, url, ANALYSES[:200])
    receiver.recv()
    sizes = [stored_articles(url)]
    while process.is_alive():
        sizes.append(stored_articles(url))
    assert sizes[0] >= 1 and sizes == sorted(sizes)
    assert stored_articles(url) == 200


def test_many_processes_may_make_a_store_at_the_same_time(url: str, fork: Callable[..., Any]) -> None:
    writers = [fork(write_all, url, ANALYSES[:1]) for _ in range(6)]
    assert sum(written(receiver, ANALYSES[:1]) for _, receiver in writers) == 1
