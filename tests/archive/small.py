"""A small archive, and helpers to score it and to look at results and processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from analytics.archive.job import Job
from analytics.archive.pools import Pool, local_pool
from analytics.archive.run import ScoreReport, score_archive

ROOT = Path(__file__).parents[2]
STORIES = 24
AT_MOST = 3


def run(
    archive: Path,
    output: Path,
    pool: AbstractContextManager[Pool] | None = None,
    time_limit: float = 60.0,
    at_most: int = AT_MOST,
) -> ScoreReport:
    job = Job(output, "linear", time_limit)
    return score_archive([archive], job, pool or local_pool(1), progress=lambda items, _: items, at_most=at_most)


def files(output: Path) -> dict[str, bytes]:
    """Every file of an output folder by its relative path."""
    return {str(p.relative_to(output)): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


def sample(count: int) -> list[dict[str, object]]:
    lines = (ROOT / "data" / "sample" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[:count]]


def write_archive(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def children(parent: int, words: str) -> list[int]:
    """The processes below ``parent`` whose command line holds ``words``."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = status.read_text().rsplit(")", 1)[1].split()
            command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it has ended meanwhile
            continue
        if int(after[1]) == parent:
            pid = int(status.parent.name)
            found += [pid] * (words in command) + children(pid, words)
    return found


@contextmanager
def pool_of(pool: Pool) -> Iterator[Pool]:
    yield pool
