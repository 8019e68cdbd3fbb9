"""What is kept of a story, and the Parquet files of a partition: written whole or not at all, and read back.

``articles/`` holds an analysis a row, without loss; ``statements/`` a statement and target a row, in the columns of
``load_pairs``; ``failures/`` what could not be analysed, and why. The articles of a partition are written last: a
partition without them is one that was not finished.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from analytics.store.batches import pair_rows
from analytics.store.pairs import PAIR_DTYPES
from analytics.types import Actor, ArticleAnalysis, Party

ARTICLES, STATEMENTS, FAILURES = "articles", "statements", "failures"
Row = Mapping[str, Any]

_ARROW = {"str": pa.string(), "float64": pa.float64(), "int64": pa.int64(), "datetime64[us]": pa.timestamp("us")}
_SCHEMAS = {
    ARTICLES: pa.schema(
        {
            "key": pa.string(),
            "article_id": pa.string(),
            "title": pa.string(),
            "outlet": pa.string(),
            "published": pa.string(),
            "statements": pa.int64(),
            "analysis": pa.string(),
        }
    ),
    STATEMENTS: pa.schema({name: _ARROW[kind] for name, kind in PAIR_DTYPES.items()}),
    FAILURES: pa.schema({name: pa.string() for name in ("key", "where", "reason", "detail")}),
}


@dataclass(frozen=True)
class Scored:
    """The rows of one story: its article, without its key, and its pairs of statement and target."""

    article: Row
    pairs: Sequence[Row]


def scored(analysis: ArticleAnalysis, parties: Mapping[str, Party], actors: Mapping[str, Actor]) -> Scored:
    """Return the rows of an analysis; ``parties`` and ``actors`` are those that ``write_analysis`` takes."""
    article = analysis.article
    row = {
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "statements": len(analysis.statements),
        "analysis": _format().dump_json(analysis).decode(),
    }
    return Scored(row, pair_rows(analysis, parties, actors))


def read_analysis(text: str) -> ArticleAnalysis:
    """Rebuild what a row of ``articles/`` holds under ``analysis``; equal to what was written."""
    return _format().validate_json(text)


def write_part(output: Path, name: str, rows: Mapping[str, Sequence[Row]]) -> None:
    """Write the files of a partition. Safe to be killed at any moment, and to be done twice at once."""
    for folder in (FAILURES, STATEMENTS, ARTICLES):  # in this order: the articles say that all is there
        _write(folder, rows[folder], output / folder / f"{name}.parquet")


def write_failures(output: Path, name: str, rows: Sequence[Row]) -> None:
    """Record why a partition could not be scored at all; the next run clears that away and tries again."""
    _write(FAILURES, rows, output / FAILURES / f"{name}.parquet")


def prepare(output: Path) -> None:
    """Make the folders, and clear away what belongs to no finished partition."""
    for folder in _SCHEMAS:
        (output / folder).mkdir(parents=True, exist_ok=True)
    clear_unfinished(output)
    finished = {path.name for path in (output / ARTICLES).glob("*.parquet")}
    for folder in (STATEMENTS, FAILURES):
        for path in (output / folder).glob("*.parquet"):
            if path.name not in finished:
                path.unlink()


def clear_unfinished(output: Path) -> None:
    """Clear away the files that a killed process had begun; to be called when nothing writes."""
    for path in output.rglob(".*.tmp"):
        path.unlink(missing_ok=True)


def known_keys(output: Path) -> set[int]:
    """Return the keys of the stories that are done: scored, or recorded as what cannot be."""
    paths = [path for folder in (ARTICLES, FAILURES) for path in sorted((output / folder).glob("*.parquet"))]
    return {int(key, 16) for path in paths for key in pq.read_table(path, columns=["key"])["key"].to_pylist()}


def read_analyses(output: Path) -> Iterator[list[ArticleAnalysis]]:
    """Yield the analyses of one partition after another, in the order of their names."""
    for path in sorted((output / ARTICLES).glob("*.parquet")):
        column = pq.read_table(path, columns=["analysis"])["analysis"]
        yield [read_analysis(text) for text in column.to_pylist()]


def replace_file(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file that is there only once it is complete."""
    # Named at random: a worker that was given up may still be writing the same, on another machine.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    unfinished = Path(file.name)
    unfinished.chmod(0o644)
    unfinished.replace(path)


def _write(folder: str, rows: Sequence[Row], path: Path) -> None:
    table = pa.Table.from_pylist(list(rows), _SCHEMAS[folder])
    replace_file(path, lambda file: pq.write_table(table, file, compression="zstd"))


@cache
def _format() -> TypeAdapter[ArticleAnalysis]:
    return TypeAdapter(ArticleAnalysis)
