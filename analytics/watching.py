"""A folder that is watched: every file that is finished is read once, by its content."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analytics.exceptions import InputError
from analytics.ingest import Skipped, read_paths
from analytics.ingest.files import printable, walk
from analytics.intake import Intake, tell
from analytics.store.feeds import load_seen, record_seen
from analytics.tally import Tally, summarise

LOOK_EVERY = 5.0
"""Seconds between two looks at a folder."""

_State = tuple[int, int]  # size and time of the last change


@dataclass
class Watch:
    """A watched folder. A file counts as finished when it did not change between two looks.

    Which files were read is kept in the store, so a watch that is started again goes on where it was, and a file that
    is moved, renamed or copied is not read twice.
    """

    folder: Path
    intake: Intake
    _before: dict[Path, _State] = field(default_factory=dict)
    _done: dict[Path, _State] = field(default_factory=dict)

    def look(self) -> Iterator[tuple[Path, str]]:
        """Look once; yield each file that is finished and new, once it is read, and what became of it.

        Raises ``StoreError`` and ``ModelError``.
        """
        now = dict(self._files())
        finished = [path for path, state in now.items() if self._before.get(path) == state]
        self._before = now
        for path in finished:
            if self._done.get(path) == now[path]:
                continue
            outcome = self._read(path)
            self._done[path] = now[path]
            if outcome is not None:
                yield path, outcome

    def _files(self) -> Iterator[tuple[Path, _State]]:
        for path in walk(self.folder):
            if isinstance(path, Path):  # what is of no kind that is read may be anything, and is left alone
                try:
                    told = path.stat()
                except OSError:  # gone since
                    continue
                yield path, (told.st_size, told.st_mtime_ns)

    def _read(self, path: Path) -> str | None:
        key = _key(path)
        if key is None or load_seen(self.intake.store, [key]):
            return None
        tally = Tally()
        for item in read_paths([path]):
            tell(tally, item if isinstance(item, Skipped) else self.intake.take(item))
        article = tally.results[0]["id"] if len(tally.results) == 1 else None
        record_seen(self.intake.store, key, article_id=article)
        return "\n".join([summarise(tally.counts), *tally.messages])


def watch_folder(folder: Path, intake: Intake, say: Callable[[str], None]) -> None:
    """Watch ``folder`` until the process is told to end, and say what became of each file.

    Raises ``InputError`` when it is no folder, ``StoreError`` and ``ModelError``.
    """
    if not folder.is_dir():
        raise InputError(f"{printable(folder)} is not a folder: name one that exists.")
    watched = Watch(folder, intake)
    while True:
        for path, outcome in watched.look():
            say(f"{printable(path)}: {outcome}")
        time.sleep(LOOK_EVERY)


def _key(path: Path) -> str | None:
    """Return what a file is known by, or ``None`` when it cannot be read now."""
    try:
        with path.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError:
        return None
