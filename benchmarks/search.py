"""How long a page of statements takes, whatever is searched for and however it is sorted.

    python benchmarks/search.py [--url URL-OF-AN-EMPTY-DATABASE] [STATEMENTS]

Fills a store with 100 thousand made-up statements (or as many as are named) of 20 words each, drawn from 20 thousand as
frequent as in a language (Zipf), and prints for each search how many statements it finds, the time to count them and,
for each order, the median time to read the first 50.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from sqlalchemy import select

from analytics.store import Store, open_store, schema
from analytics.store.pairs import Filters
from analytics.store.search import index_statements
from analytics.store.statements import count_found, load_statements
from analytics.types import QUOTATION_KINDS, StatementOrder
from benchmarks.synthetic import fill

VOCABULARY, LENGTH, ROUNDS = 20_000, 20, 5
ORDERS = (StatementOrder.NEWEST, StatementOrder.SPEAKER, StatementOrder.TARGET, StatementOrder.SUREST)
SEARCHES = {
    "anything": Filters(kinds=QUOTATION_KINDS),
    "the commonest word": Filters(kinds=QUOTATION_KINDS, words="word0"),
    "a rare word": Filters(kinds=QUOTATION_KINDS, words="word900"),
    "a phrase": Filters(kinds=QUOTATION_KINDS, words='"word0 word1"'),
    "beginning, without": Filters(kinds=QUOTATION_KINDS, words="word1* -word0"),
    "one party": Filters(kinds=QUOTATION_KINDS, parties=("party-0",)),
    "a word on one party": Filters(kinds=QUOTATION_KINDS, parties=("party-0",), words="word1"),
}


def write(store: Store, statements: int) -> None:
    """Fill an empty store, and index words for its statements."""
    fill(store, statements)
    with store.reading() as connection:
        ids = list(connection.scalars(select(schema.statement.c.id)))
    start = time.perf_counter()
    store.write(lambda connection: index_statements(connection, _said(ids)))
    print(f"{len(ids):,} statements indexed in {time.perf_counter() - start:.0f} s")


def _said(ids: list[str]) -> Iterator[tuple[str, str]]:
    shares = 1 / np.arange(1, VOCABULARY + 1)
    drawn = np.random.default_rng(0).choice(VOCABULARY, (len(ids), LENGTH), p=shares / shares.sum())
    for statement_id, numbers in zip(ids, drawn, strict=True):
        yield statement_id, " ".join(f"word{number}" for number in numbers)


def milliseconds(work: Callable[[], Any]) -> float:
    """Return the median time of some rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found) * 1000


def measure(store: Store) -> None:
    """Print a line for every search."""
    print(f"{'':<22}{'found':>9}{'count ms':>10}" + "".join(f"{order.value:>10}" for order in ORDERS))
    for name, filters in SEARCHES.items():
        counting = milliseconds(lambda asked=filters: count_found(store, asked))
        reading = [
            milliseconds(lambda asked=filters, by=order: load_statements(store, asked, by, 0, 50)) for order in ORDERS
        ]
        times = "".join(f"{value:>10.0f}" for value in reading)
        print(f"{name:<22}{count_found(store, filters):>9,}{counting:>10.0f}{times}", flush=True)


def main() -> None:
    """Measure a store of one size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", nargs="?", type=int, default=100_000)
    parser.add_argument("--url", help="an empty database, such as postgresql://…; else a file of SQLite is made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(options.url or f"sqlite:///{Path(folder) / 'search.db'}")
        write(store, options.statements)
        measure(store)
        store.close()


if __name__ == "__main__":
    main()
