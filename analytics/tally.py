"""What long work tells of itself: how far it is, what it counted, what it made, and what should be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MOST_MESSAGES = 200
"""Messages and results kept of one piece of work: a batch may skip a million things, nobody reads them all."""


@dataclass
class Tally:
    """Filled by the work itself; ``changed`` is called after every change, by the thread that does the work.

    ``done`` of ``of`` steps are made (``of`` is ``None`` while nobody knows). ``counts`` are things by what became of
    them; ``results`` what was made, each with at least an ``id`` and a ``title``.
    """

    done: int = 0
    of: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    messages: list[str] = field(default_factory=list)
    results: list[dict[str, str]] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None

    def step(self, done: int = 1, *, of: int | None = None) -> None:
        """Go on by ``done`` steps; ``of`` says how many there are."""
        self.done += done
        self.of = self.of if of is None else of
        self.changed()

    def count(self, what: str, n: int = 1) -> None:
        """Count ``n`` things more that became ``what``."""
        self.counts[what] += n
        self.changed()

    def say(self, message: str) -> None:
        """Keep a sentence for the reader; of very many the last are left out."""
        if len(self.messages) < MOST_MESSAGES:
            self.messages.append(message)
        elif len(self.messages) == MOST_MESSAGES:
            self.messages.append("More is not shown here; the counts hold all.")
        self.changed()

    def made(self, id: str, title: str) -> None:
        """Keep something that was made, for a link to it."""
        if len(self.results) < MOST_MESSAGES:
            self.results.append({"id": id, "title": title})
        self.changed()


def summarise(counts: Mapping[str, int]) -> str:
    """Return counts in one line, the largest first: "3 stored, 1 closed by robots.txt"."""
    return ", ".join(f"{n:,} {what}" for what, n in Counter(counts).most_common()) or "nothing new"
