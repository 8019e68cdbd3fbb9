"""Our own statements, written and labelled by hand: ``data/gold/statements.txt``, read as stance and tone examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.exceptions import DatasetError
from analytics.stance.inputs import NARRATOR
from analytics.types import Span, Stance, TargetedText, Tone

STATEMENTS = "statements.txt"
_LINE = re.compile(r"(negative|neutral|positive) \| (\S.*)")
_MARK = re.compile(r"<<(?P<source>[^<>]+)>>|\[\[(?P<mention>[^\[\]|]+)\|(?P<stance>against|neutral|favor)\]\]")


@dataclass(frozen=True)
class GoldStatement:
    """One statement: its text, tone, the words that name who speaks ("the outlet" in narration) and its targets."""

    id: str
    story: str
    text: str
    tone: Tone
    speaker: str
    targets: tuple[tuple[Span, Stance], ...]

    def pairs(self) -> Iterator[tuple[TargetedText, Stance]]:
        """Yield what the stance classifier is shown for each target, with its label."""
        for span, stance in self.targets:
            yield TargetedText(self.text, span, self.speaker), stance


def read_gold(folder: Path, rejects: Counter[str]) -> Iterator[GoldStatement]:
    """Yield the statements of ``folder`` in their order; count in ``rejects`` the lines that cannot be read.

    A line is ``tone | text`` under the header ``# story``. ``<<…>>`` marks who speaks (none: the outlet narrates),
    ``[[mention|stance]]`` each target. Raises ``DatasetError`` when the file is missing.
    """
    path = folder / STATEMENTS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read; restore data/gold from the project.") from error
    story = ""
    numbers = Counter[str]()
    for line in lines:
        if line.startswith("# "):
            story = line[2:].strip()
            continue
        match = _LINE.fullmatch(line.strip())
        if not match or not story:
            rejects["line is not 'tone | text'"] += bool(line.strip())
            continue
        rest = _MARK.sub("", match[2])
        if any(mark in rest for mark in ("[[", "]]", "<<", ">>")) or match[2].count("<<") > 1:
            rejects["marks that cannot be read"] += 1
            continue
        numbers[story] += 1
        yield _statement(f"{story}/{numbers[story]}", story, Tone(match[1]), match[2])


def _statement(gid: str, story: str, tone: Tone, marked: str) -> GoldStatement:
    parts: list[str] = []
    length, at, speaker = 0, 0, NARRATOR
    targets: list[tuple[Span, Stance]] = []
    for match in _MARK.finditer(marked):
        words = match["source"] or match["mention"]
        parts += [marked[at : match.start()], words]
        start = length + match.start() - at
        length, at = start + len(words), match.end()
        if match["source"]:
            speaker = words
        else:
            targets.append(((start, length), Stance(match["stance"])))
    return GoldStatement(gid, story, "".join([*parts, marked[at:]]), tone, speaker, tuple(targets))
