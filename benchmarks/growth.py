"""Does it grow? Articles per second by one process and by two, and memory over a long run.

    python benchmarks/growth.py speed [linear|accurate] [ARTICLES] [ROUNDS]
    python benchmarks/growth.py memory [ARTICLES] [WORDS]

*speed* scores the same synthetic articles with one process and with two, in turns, and prints the ratio of the best
rounds. The clock runs from the first finished partition of each process to the last: models load once a run, however
long it is. *memory* scores 100,000 short articles (40 words) with the linear models and two processes, and prints the
resident memory of the parent and of all below it at every ten thousand. Both need two idle cores.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from synthetic_articles import WORDS, write_articles

from analytics.archive.job import Job
from analytics.archive.pools import local_pool
from analytics.archive.run import score_archive
from analytics.archive.worker import Outcome

_SIZES = {"linear": (6_000, 32), "accurate": (320, 4)}  # articles, and stories of a partition
_EVERY = 10_000


class Clock:
    """Articles and seconds of a run, without those until every process has finished a partition."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.articles = 0
        self.seconds = 0.0

    def track(self, outcomes: Iterable[Outcome], _label: str) -> Iterator[Outcome]:
        """Pass ``outcomes`` on."""
        start = 0.0
        for number, outcome in enumerate(outcomes, 1):
            if number <= self.processes:
                start = time.perf_counter()
            else:
                self.articles += outcome.articles
                self.seconds = time.perf_counter() - start
            yield outcome


def speed(kind: str, count: int, rounds: int) -> None:
    """Print articles per second of one process and of two, and their ratio."""
    best = {1: 0.0, 2: 0.0}
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        write_articles(archive, count)
        for turn in range(rounds):
            for processes in (1, 2):
                clock = Clock(processes)
                job = Job(Path(folder) / f"{turn}-{processes}", kind)
                score_archive([archive], job, local_pool(processes), progress=clock.track, at_most=_SIZES[kind][1])
                rate = clock.articles / clock.seconds
                best[processes] = max(best[processes], rate)
                print(f"round {turn + 1}, {processes} process(es): {rate:.2f} articles/s", flush=True)
    print(f"{kind}, {count} articles of {WORDS} words: {best[1]:.2f} and {best[2]:.2f} articles/s", end=", ")
    print(f"ratio {best[2] / best[1]:.2f}")


class Memory:
    """The resident memory of this process and those below it, as a run goes on."""

    def __init__(self) -> None:
        self.articles = 0
        self.start = time.perf_counter()

    def track(self, outcomes: Iterable[Outcome], _label: str) -> Iterator[Outcome]:
        """Pass ``outcomes`` on and print a line every ten thousand articles."""
        for outcome in outcomes:
            before, self.articles = self.articles, self.articles + outcome.articles
            if before == 0 or before // _EVERY != self.articles // _EVERY:
                self.show()
            yield outcome

    def show(self) -> None:
        """Print articles, seconds and MiB."""
        parent, below = _resident(os.getpid()), sorted(map(_resident, _below(os.getpid())), reverse=True)
        took = time.perf_counter() - self.start
        each = f"parent {parent}, below {' '.join(map(str, below))}"
        print(f"{self.articles:>7} articles | {took:.0f} s | {each} | all {parent + sum(below)} MiB", flush=True)


def memory(count: int, words: int) -> None:
    """Print resident memory over a run with the linear models."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        write_articles(archive, count, words)
        curve = Memory()
        report = score_archive([archive], Job(Path(folder) / "out", "linear"), local_pool(2), progress=curve.track)
        print(report.summary())


def _resident(process: int) -> int:
    """Return the resident memory of a process in MiB; 0 when it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def _below(process: int) -> Iterator[int]:
    for place in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, place.read_text().split()):
            yield child
            yield from _below(child)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "speed":
        chosen = rest[0] if rest else "linear"
        speed(chosen, int(rest[1]) if len(rest) > 1 else _SIZES[chosen][0], int(rest[2]) if len(rest) > 2 else 3)
    else:
        memory(int(rest[0]) if rest else 100_000, int(rest[1]) if len(rest) > 1 else 40)
