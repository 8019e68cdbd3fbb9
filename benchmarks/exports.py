"""How much memory and time exports and reports take:

    python benchmarks/cube.py fill 1000000 sqlite:///million.db
    python benchmarks/exports.py sqlite:///million.db …

Each format is written by a process of its own, whose largest resident memory is printed beside the time and the size of
the file; "nothing" is what Python and the libraries take by themselves. Reports are monthly monitors.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.outputs import export_table
from analytics.report.request import ReportFormat, ReportRequest
from analytics.reporting import write_files
from analytics.store import open_store
from analytics.store.views import load_coverage

_MB = 1_000_000


JOBS = ("nothing", "csv", "parquet", "xlsx", "report html", "report pdf", "report xlsx")


def main() -> None:
    """Print a row for every store and format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="+", metavar="URL", help="a filled store")
    print(f"{'rows':>10} {'what':<12} {'seconds':>8} {'MB of memory':>13} {'MB of file':>11}")
    for url in parser.parse_args().urls:
        store = open_store(url)
        rows = load_coverage(store)["pairs"]
        store.close()
        for name in JOBS:
            with TemporaryDirectory() as folder:
                output = Path(folder) / f"out.{name.removeprefix('report ')}"
                seconds, memory = _alone(_job(name), url, output)
                size = output.stat().st_size / _MB if output.exists() else 0.0
            print(f"{rows:>10,} {name:<12} {seconds:>8.1f} {memory / _MB:>13.0f} {size:>11.1f}", flush=True)


def _job(name: str) -> Callable[[str, Path], None]:
    return _nothing if name == "nothing" else _report if name.startswith("report") else _export


def _alone(job: Callable[[str, Path], None], url: str, output: Path) -> tuple[float, int]:
    """Run ``job`` in a new process; return its seconds and the bytes of its largest resident memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, job, url, output).result()


def _measured(job: Callable[[str, Path], None], url: str, output: Path) -> tuple[float, int]:
    begun = time.perf_counter()
    job(url, output)
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _nothing(url: str, _output: Path) -> None:
    """Open the store: what Python and the libraries take by themselves."""
    open_store(url).close()


def _export(url: str, output: Path) -> None:
    export_table(url, output, output.suffix.removeprefix("."))


def _report(url: str, output: Path) -> None:
    write_files(url, ReportRequest(formats=(ReportFormat(output.suffix.removeprefix(".")),)), output)


if __name__ == "__main__":
    main()
