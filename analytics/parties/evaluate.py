"""How well sources are resolved to speakers: our labels, by file and offsets, on PolNeAR's texts and attributions.

The attributions given are the annotated ones, so that the figure is of resolution alone. *Unresolved* is an answer: it
is right where the annotator too says that nobody in particular speaks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from analytics.attribution.polnear import AnnotatedText
from analytics.attribution.statements import kind_of
from analytics.exceptions import DatasetError, InputError
from analytics.parties.descriptions import find_mentions
from analytics.parties.registry import Registry, slug
from analytics.parties.speakers import SpeakerContext, resolve_speakers
from analytics.text.lines import line_spans
from analytics.text.quotes import find_quotations
from analytics.types import Actor, Spans, Statement, StatementKind

LABELS = "polnear-speakers.jsonl"
NOBODY, WRITER = "unresolved", "author"
Labels = Mapping[str, Mapping[Spans, str]]


def read_labels(gold: Path) -> Labels:
    """Return the speaker's name of each source, by text and the source's spans. Raises ``DatasetError``."""
    labels: dict[str, dict[Spans, str]] = {}
    try:
        for line in (gold / LABELS).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            labels.setdefault(row["file"], {})[tuple((s, e) for s, e in row["source"])] = row["speaker"]
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{gold / LABELS} cannot be read; restore data/gold from the project.") from error
    return labels


def evaluate_speakers(texts: Sequence[AnnotatedText], labels: Labels, registry: Registry) -> dict[str, Any]:
    """Return ``accuracy`` (with n) over all sources and over direct quotations, and how those named came out.

    ``named`` counts sources whose annotated speaker is somebody: right, wrong, or left unresolved; ``nobody`` those
    whose speaker is nobody in particular: left unresolved (right) or named all the same (wrong).
    """
    counts = {group: Counter[str]() for group in ("all", "direct")}
    for annotated in texts:
        wanted = labels.get(annotated.name, {})
        for statement in _resolved(annotated, registry) if wanted else ():
            name = wanted.get(statement.source)
            if name is None or name == WRITER:
                continue
            actor = statement.speaker.actor if statement.speaker else None
            outcome = _outcome(actor, name, registry)
            counts["all"][outcome] += 1
            if statement.kind is StatementKind.DIRECT:
                counts["direct"][outcome] += 1
    if not counts["all"]:
        raise InputError("None of these texts has labelled speakers; name PolNeAR's dev folder.")
    return {group: _summary(found) for group, found in counts.items()}


def _resolved(annotated: AnnotatedText, registry: Registry) -> tuple[Statement, ...]:
    text = annotated.text
    quotations = tuple(quotation for line in line_spans(text) for quotation in find_quotations(text, *line))
    statements = [
        Statement(kind_of(text, found, quotations), found.content, found.source, found.cue)
        for found in annotated.attributions
        if found.content
    ]
    day = day_of(annotated.name)
    mentions = find_mentions(text, registry, day, None)
    ordered = sorted(statements, key=lambda s: min(s.content + s.source + s.cue))
    return resolve_speakers(text, ordered, SpeakerContext(registry, mentions, day, None))


def day_of(name: str) -> date | None:
    """Return the day in the name of one of PolNeAR's files, if it has one."""
    try:
        return date.fromisoformat(name.split("_")[1])
    except (IndexError, ValueError):
        return None


def _outcome(actor: Actor | None, name: str, registry: Registry) -> str:
    if name == NOBODY:
        return "nobody, right" if actor is None else "nobody, wrong"
    if actor is None:
        return "named, unresolved"
    return "named, right" if name_key(name) in names_of(actor.id, actor.name, registry) else "named, wrong"


def names_of(entity: str, name: str, registry: Registry) -> set[str]:
    """Return the keys of every name that means a person or party: its id, ``name``, and what the registry lists."""
    person, party = registry.people.get(entity), registry.parties.get(entity)
    entries = [(person.name, *person.aliases)] if person else []
    entries += [(party.name, *party.aliases, *party.metonyms)] if party else []
    return {name_key(found) for found in (entity, name, *(found for names in entries for found in names))}


def name_key(name: str) -> str:
    """Return a name without article, "U.S." and middle initials: "Leonard E. Burman" is Leonard Burman."""
    return slug(re.sub(r"^[Tt]he |^U\.S\. |\b[A-Z]\.(?=\s)", "", name))


def _summary(found: Counter[str]) -> dict[str, Any]:
    n = sum(found.values())
    right = found["named, right"] + found["nobody, right"]
    return {
        "accuracy": right / n if n else 0.0,
        "n": n,
        "named": {key: found[f"named, {key}"] for key in ("right", "wrong", "unresolved")},
        "nobody": {key: found[f"nobody, {key}"] for key in ("right", "wrong")},
    }
