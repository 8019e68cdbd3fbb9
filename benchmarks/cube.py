"""How long a chart takes with more and more statements, beside adding up the statements themselves, in the same run.

    python benchmarks/cube.py fill STATEMENTS URL    # an empty store, such as sqlite:///million.db; minutes a million
    python benchmarks/cube.py ask URL …              # filled ones, the smallest first; on an idle machine

*fill* prints how long it takes to write made-up statements, to add up the cube and to refresh it after one article.
*ask* prints for each question the median and 95th percentile of its frame's time, "fresh" right after a change of the
store, its number of rows, the ratio of the median to that of the first store, and how many times as long its peer
takes: GROUP BY over the tables of articles, statements and targets.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import Any

from sqlalchemy import func, select

from analytics.aggregate import stored_stance
from analytics.store import Store, open_store, schema
from analytics.store.cells import rebuild_cells, refresh_articles
from analytics.store.engine import advance
from analytics.store.pairs import Filters, conditions
from analytics.store.views import Bucket
from analytics.types import QUOTATION_KINDS
from benchmarks.synthetic import fill

ROUNDS, PEER_ROUNDS = 40, 3
PAIR = ("speaker_id", "target_id")


@dataclass(frozen=True)
class Question:
    """What a part of the dashboard asks: the most frequent speaker and party, so the most rows."""

    name: str
    filters: Filters
    bucket: Bucket | None = None


QUESTIONS = (
    Question("one pair by week", Filters(speakers=("actor-0",), parties=("party-0",), kinds=QUOTATION_KINDS), "week"),
    Question("one party, all speakers", Filters(parties=("party-0",), kinds=QUOTATION_KINDS)),
    Question("one speaker, all parties", Filters(speakers=("actor-0",), kinds=QUOTATION_KINDS)),
    Question("heatmap of a year", Filters(start=date(2025, 1, 1), end=date(2025, 12, 31), kinds=QUOTATION_KINDS)),
)


def seconds(work: Callable[[], Any], rounds: int) -> list[float]:
    """Return how long each of the rounds takes."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def from_statements(store: Store, filters: Filters, bucket: Bucket | None) -> None:
    """Read the same sums, without anything for the interval, from the tables of articles, statements and targets."""
    statement, target = schema.statement.c, schema.target.c
    keys: list[Any] = [statement.speaker_id, target.party_id] + ([schema.article.c.published_day] if bucket else [])
    joined = schema.target.join(schema.statement, target.statement_id == statement.id).join(
        schema.article, statement.article_id == schema.article.c.id
    )
    sums = (func.count(statement.id.distinct()), func.sum(target.p_favor - target.p_against))
    query = select(*keys, *sums).select_from(joined).where(*conditions(filters)).group_by(*keys)
    with store.reading() as connection:
        connection.execute(query).all()


def refresh_one(store: Store) -> None:
    """Refresh the cube as the writing of one article does."""
    with store.reading() as connection:
        article = schema.article.c
        busy = select(article.published_day).group_by(article.published_day).order_by(func.count().desc()).limit(1)
        one = connection.scalar(select(article.id).where(article.published_day == busy.scalar_subquery()).limit(1))
    store.write(lambda connection: refresh_articles(connection, [str(one)]))


def fill_store(url: str, size: int) -> None:
    """Fill an empty store with ``size`` statements and print how long that took."""
    store = open_store(url)
    writing = seconds(lambda: fill(store, size), 1)[0]
    adding = seconds(lambda: rebuild_cells(store, lambda months, _label: months), 1)[0]
    one = median(seconds(lambda: refresh_one(store), 5)) * 1000
    print(f"{size:,} statements: written in {writing:.0f} s, cube added up in {adding:.0f} s, one article {one:.0f} ms")
    store.close()


def ask(store: Store, first: dict[str, float]) -> None:
    """Print a line for every question to a filled store; ``first`` keeps the medians of the first one."""
    with store.reading() as connection:
        size = connection.scalar(select(func.count()).select_from(schema.statement)) or 0
    print(f"\n{size:,} statements, {store.label}")
    print(f"{'':<26}{'rows':>8}{'fresh ms':>10}{'median ms':>11}{'p95 ms':>8}{'× smallest':>12}{'peer ×':>8}")
    for question in QUESTIONS:
        rows = len(stored_stance(store, question.filters, PAIR, question.bucket))
        fresh = []
        for _ in range(PEER_ROUNDS):
            store.write(advance)
            fresh += seconds(lambda asked=question: stored_stance(store, asked.filters, PAIR, asked.bucket), 1)
        times = seconds(lambda asked=question: stored_stance(store, asked.filters, PAIR, asked.bucket), ROUNDS)
        peer = seconds(lambda asked=question: from_statements(store, asked.filters, asked.bucket), PEER_ROUNDS)
        middle, slow = median(times), quantiles(times, n=20, method="inclusive")[-1]
        ratio = middle / first.setdefault(question.name, middle)
        print(
            f"{question.name:<26}{rows:>8,}{median(fresh) * 1000:>10.1f}{middle * 1000:>11.1f}{slow * 1000:>8.1f}"
            f"{ratio:>12.2f}{median(peer) / middle:>8.1f}",
            flush=True,
        )


def main() -> None:
    """Fill one store, or ask several."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True, dest="command")
    filling = commands.add_parser("fill")
    filling.add_argument("statements", type=int)
    filling.add_argument("url")
    commands.add_parser("ask").add_argument("urls", nargs="+")
    arguments = parser.parse_args()
    if arguments.command == "fill":
        fill_store(arguments.url, arguments.statements)
        return
    first: dict[str, float] = {}
    for url in arguments.urls:
        store = open_store(url)
        ask(store, first)
        store.close()


if __name__ == "__main__":
    main()
