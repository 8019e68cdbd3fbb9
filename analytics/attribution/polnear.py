"""PolNeAR's files: texts with attributions in brat standoff (Newell et al., LREC 2018)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.exceptions import DatasetError
from analytics.types import Attribution, Spans

_ROLES = ("Source", "Cue", "Content")


@dataclass(frozen=True)
class AnnotatedText:
    """A text with its gold attributions; ``name`` is the text file's name without its ending."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


def read_polnear(folder: Path) -> Iterator[AnnotatedText]:
    """Read one compartment of PolNeAR, a folder with ``text/`` and ``attributions/``, in order of file name.

    An article with several annotators is read from the first of its files by name. Raises ``DatasetError`` when a
    folder is missing.
    """
    if not (folder / "text").is_dir() or not (folder / "attributions").is_dir():
        raise DatasetError(f"{folder} is not a PolNeAR folder: it must hold text/ and attributions/.")
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rsplit("_", 1)[0], path)
    for path in sorted((folder / "text").glob("*.txt")):
        annotation = annotations.get(path.stem)
        if annotation:
            text = path.read_text(encoding="utf-8")
            yield AnnotatedText(path.stem, text, _read_standoff(annotation.read_text(encoding="utf-8"), text))


def _read_standoff(standoff: str, text: str) -> tuple[Attribution, ...]:
    spans: dict[str, Spans] = {}
    relations: list[dict[str, list[str]]] = []
    for line in standoff.splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T") and len(fields) > 1 and " " in fields[1]:
            offsets = fields[1].split(" ", 1)[1]
            spans[fields[0]] = tuple(_trim(text, *map(int, pair.split())) for pair in offsets.split(";"))
        elif fields[0].startswith("E") and len(fields) > 1:
            roles: dict[str, list[str]] = {}
            for argument in fields[1].split():
                role, identifier = argument.split(":", 1)
                roles.setdefault(re.sub(r"\d+$", "", role), []).append(identifier)
            relations.append(roles)
    return tuple(
        Attribution(*(tuple(sorted(s for i in roles.get(role, ()) for s in spans.get(i, ()))) for role in _ROLES))
        for roles in relations
        if any(role in roles for role in _ROLES)
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end)
