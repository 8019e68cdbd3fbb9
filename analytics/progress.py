"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")
_PLAIN_EVERY = 100


def track(items: Iterable[_T], label: str) -> Iterator[_T]:
    """Yield ``items`` and show on standard error how far it is."""
    if sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import track as rich_track  # noqa: PLC0415

        yield from rich_track(items, description=label, console=Console(stderr=True), transient=True)
        return
    count = 0
    for item in items:
        yield item
        count += 1
        if count % _PLAIN_EVERY == 0:
            print(f"{label}: {count}", file=sys.stderr)
    print(f"{label}: {count} done", file=sys.stderr)
