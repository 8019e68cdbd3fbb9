"""Several processes on one store: killed, writing at once, reading while another writes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from analytics.store import Store, has_article, open_store, write_analysis
from analytics.store.views import load_article, load_coverage, load_pairs
from analytics.types import ArticleAnalysis
from tests.store.builder import ACTORS, PARTIES, make_analysis

ANALYSES = [make_analysis(number) for number in range(200)]


def write_all(sender: Any, url: str, analyses: list[ArticleAnalysis]) -> None:
    """Send whether each of ``analyses`` was new, one after the other."""
    store = open_store(url)
    for analysis in analyses:
        sender.send(write_analysis(store, analysis, PARTIES, ACTORS))


def written(receiver: Any, analyses: list[ArticleAnalysis]) -> int:
    """Wait for a writer of ``analyses`` and count those it wrote."""
    return sum(receiver.recv() for _ in analyses)


def stored_articles(url: str) -> int:
    """Count the stored articles; each must have its three statements and its three scored targets."""
    store = open_store(url)
    coverage, pairs = load_coverage(store), load_pairs(store)
    store.close()
    assert coverage["statements"] == 3 * coverage["articles"]
    assert (pairs.groupby("article_id").size() == 3).all()
    assert pairs["article_id"].nunique() >= coverage["articles"]  # read later
    return coverage["articles"]


def assert_all_as_written(store: Store) -> None:
    assert [load_article(store, analysis.article.id) for analysis in ANALYSES] == ANALYSES


def test_a_killed_writer_leaves_every_article_whole_or_absent(url: str, fork: Callable[..., Any]) -> None:
    seen, rng = [], random.Random(3)
    for _ in range(20):
        process, receiver = fork(write_all, url, ANALYSES)
        for _ in range(rng.randint(1, 8)):  # new articles, after those that are there already
            while not receiver.recv():
                pass
        time.sleep(rng.uniform(0, 0.01))
        process.kill()
        process.join()
        seen.append(stored_articles(url))
    assert seen == sorted(set(seen)) and seen[-1] < len(ANALYSES)  # killed at work, not before or after it
    store = open_store(url)
    rest = [analysis for analysis in ANALYSES if not has_article(store, analysis.article.id)]
    assert sum(write_analysis(store, analysis, PARTIES, ACTORS) for analysis in ANALYSES) == len(rest)
    assert_all_as_written(store)


def test_writers_of_the_same_stories_store_each_once(url: str, fork: Callable[..., Any]) -> None:
    some = ANALYSES[:80]
    writers = [fork(write_all, url, some[::step]) for step in (1, -1, 1)]
    assert sum(written(receiver, some) for _, receiver in writers) == len(some)
    assert stored_articles(url) == len(some)


def test_a_reader_sees_whole_articles_while_another_process_writes(url: str, fork: Callable[..., Any]) -> None:
    process, receiver = fork(write_all, url, ANALYSES)
    receiver.recv()
    sizes = [stored_articles(url)]
    while process.is_alive():
        sizes.append(stored_articles(url))
    assert sizes[0] >= 1 and sizes == sorted(sizes)
    assert stored_articles(url) == len(ANALYSES)


def test_many_processes_may_make_a_store_at_the_same_time(url: str, fork: Callable[..., Any]) -> None:
    writers = [fork(write_all, url, ANALYSES[:1]) for _ in range(6)]
    assert sum(written(receiver, ANALYSES[:1]) for _, receiver in writers) == 1
