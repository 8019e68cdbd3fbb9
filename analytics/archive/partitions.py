"""An archive cut into partitions of bounded size, each named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from analytics.ingest.articles import Draft
from analytics.ingest.readers import RawStory, Skipped

STORIES = 64
"""Stories of a partition: about a minute of work for the accurate models, a second for the linear ones."""

_LARGEST = 4_000_000  # characters or bytes of a partition of more than one story: it travels to its worker in one piece


@dataclass(frozen=True)
class Partition:
    """Stories that one worker scores together, and their keys: the same stories give the same keys and name."""

    stories: tuple[RawStory | Skipped, ...]
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the partition's files, without their ending."""
        return f"part-{_digest(*self.keys)}"


def cut(stories: Iterable[RawStory | Skipped], known: set[int], at_most: int = STORIES) -> Iterator[Partition]:
    """Yield ``stories`` in partitions of up to ``at_most``, drawn from the stream only when they are asked for.

    A story whose key is in ``known`` (as an integer: a million of them take 70 MB) is left out, and every other is
    added to it, so that a record that comes twice counts once. Without the stories of some partitions, the others are
    cut as before.
    """
    taken: list[RawStory | Skipped] = []
    keys: list[str] = []
    size = 0
    for story in stories:
        key = key_of(story)
        if int(key, 16) in known:
            continue
        known.add(int(key, 16))
        weight = _weight(story)
        if taken and (len(taken) == at_most or size + weight > _LARGEST):
            yield Partition(tuple(taken), tuple(keys))
            taken, keys, size = [], [], 0
        taken.append(story)
        keys.append(key)
        size += weight
    if taken:
        yield Partition(tuple(taken), tuple(keys))


def key_of(story: RawStory | Skipped) -> str:
    """Return 16 hex digits over what a story holds, wherever it lies; for what was skipped, over its place."""
    if isinstance(story, Skipped):
        return _digest("skipped", *astuple(story))
    if isinstance(story.content, Draft):
        return _digest("record", *astuple(story.content))
    return _digest(story.kind, story.content)


def _weight(story: RawStory | Skipped) -> int:
    if isinstance(story, Skipped):
        return 0
    return len(story.content.text if isinstance(story.content, Draft) else story.content)


def _digest(*parts: object) -> str:
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8) + data)
    return whole.hexdigest()[:16]
