"""What a worker does with a partition, in a process of joblib or of a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.archive.job import Job
from analytics.archive.partitions import Partition
from analytics.archive.parts import ARTICLES, FAILURES, STATEMENTS, Scored, write_part
from analytics.archive.sandbox import Sandbox, sandbox_of_thread
from analytics.ingest.readers import RawStory, Skipped


@dataclass(frozen=True)
class Outcome:
    """What became of a partition, in numbers: articles scored, their statements, and failures by reason."""

    articles: int
    statements: int
    failures: Mapping[str, int]


def score_partition(partition: Partition, job: Job) -> Outcome:
    """Score the stories of a partition and write its files.

    Raises as :meth:`Sandbox.analyse` does, and ``OSError`` when the files cannot be written.
    """
    rows: dict[str, list[Mapping[str, Any]]] = {ARTICLES: [], STATEMENTS: [], FAILURES: []}
    sandbox = sandbox_of_thread(job)
    for key, story in zip(partition.keys, partition.stories, strict=True):
        found = _read(sandbox, story)
        if isinstance(found, Scored):
            rows[ARTICLES].append({"key": key, **found.article})
            rows[STATEMENTS].extend(found.pairs)
        else:
            rows[FAILURES].append(failure_row(key, found.where, found.reason.value, found.detail))
    write_part(job.output, partition.name, rows)
    reasons = Counter(str(row["reason"]) for row in rows[FAILURES])
    return Outcome(len(rows[ARTICLES]), sum(row["statements"] for row in rows[ARTICLES]), reasons)


def failure_row(key: str, where: str, reason: str, detail: str) -> dict[str, str]:
    """Return a row of ``failures/``."""
    return {"key": key, "where": where, "reason": reason, "detail": detail}


def _read(sandbox: Sandbox, story: RawStory | Skipped) -> Scored | Skipped:
    return story if isinstance(story, Skipped) else sandbox.analyse(story)
