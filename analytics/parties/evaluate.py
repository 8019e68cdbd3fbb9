"""How well sources are resolved to speakers: our labels, by file and offsets, on PolNeAR's texts and attributions.

The attributions given are the annotated ones, so that the figure is of resolution alone. *Unresolved* is an answer: it
is right where the annotator too says that nobody in particular speaks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from analytics.attribution.polnear import AnnotatedText
from analytics.attribution.statements import kind_of
from analytics.exceptions import DatasetError, InputError
from analytics.parties.body_names import body_in
from analytics.parties.cast import Cast, StoryContext
from analytics.parties.descriptions import find_mentions
from analytics.parties.names import given_names, surname_of
from analytics.parties.registry import Registry, slug
from analytics.parties.speakers import resolve_speakers
from analytics.text.lines import line_spans
from analytics.text.quotes import find_quotations
from analytics.types import Actor, Spans, Statement, StatementKind

LABELS = ("polnear-speakers.jsonl", "polnear-speakers-test.jsonl")  # of articles of dev, and of train
NOBODY, WRITER = "unresolved", "author"
Labels = Mapping[str, Mapping[Spans, str]]
SOURCE_KINDS = ("name", "surname", "description", "pronoun", "body", "general")
"""What a source is: a person's whole name, a part of it, other words for a person, a pronoun, a body, or nobody in
particular."""

_PRONOUNS = frozenset(
    "he him his she her hers they them their it its who whom whose which that i my we our you".split()
)


def read_labels(gold: Path) -> Labels:
    """Return the speaker's name of each source, by text and the source's spans. Raises ``DatasetError``."""
    labels: dict[str, dict[Spans, str]] = {}
    for path in (gold / name for name in LABELS):
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                labels.setdefault(row["file"], {})[tuple((s, e) for s, e in row["source"])] = row["speaker"]
        except (OSError, ValueError, KeyError) as error:
            raise DatasetError(f"{path} cannot be read; restore data/gold from the project.") from error
    return labels


def evaluate_speakers(texts: Sequence[AnnotatedText], labels: Labels, registry: Registry) -> dict[str, Any]:
    """Return the scores over ``all`` sources, by kind of statement, and ``by_source``, the kind of source.

    ``accuracy`` counts *unresolved* as an answer; ``precision`` is the share of right ones among the sources that were
    resolved to somebody. ``named`` counts sources whose annotated speaker is somebody: right, wrong, or left
    unresolved; ``nobody`` those whose speaker is nobody in particular: left unresolved (right) or named all the same
    (wrong).
    """
    kinds = [kind.value for kind in StatementKind if kind is not StatementKind.NARRATION]
    counts = {group: Counter[str]() for group in ("all", *kinds, *SOURCE_KINDS)}
    for annotated in texts:
        wanted = labels.get(annotated.name, {})
        for statement in _resolved(annotated, registry) if wanted else ():
            name = wanted.get(statement.source)
            if name is None or name == WRITER:
                continue
            outcome = _outcome(statement.speaker.actor if statement.speaker else None, name, registry)
            words = " ".join(annotated.text[start:end] for start, end in statement.source)
            for group in ("all", statement.kind.value, _source_kind(words, name, registry)):
                counts[group][outcome] += 1
    if not counts["all"]:
        raise InputError("None of these texts has labelled speakers; name PolNeAR's folder, or its dev or train.")
    return {group: _summary(counts[group]) for group in ("all", *kinds)} | {
        "by_source": {kind: _summary(counts[kind]) for kind in SOURCE_KINDS}
    }


def _source_kind(words: str, name: str, registry: Registry) -> str:
    """Return which of ``SOURCE_KINDS`` a source is whose annotated speaker is ``name``."""
    if words.casefold() in _PRONOUNS:
        return "pronoun"
    if name == NOBODY:
        return "general"
    if _is_body_name(name, registry):
        return "body"
    parts = name.split()
    if all(re.search(rf"\b{re.escape(part)}", words) for part in (parts[0], parts[-1])):
        return "name"
    return "surname" if surname_of(name) in words else "description"


def _is_body_name(name: str, registry: Registry) -> bool:
    """Whether an annotated speaker is a body: the registry says so, or its words do ("Clinton campaign", "CNN")."""
    key = name_key(name)
    if key in registry.people or name.split(maxsplit=1)[0] in given_names():
        return False
    known = key in registry.parties or key in registry.outlets
    return known or body_in(name) is not None or " " not in name or any(word.islower() for word in name.split())


def annotated_statements(annotated: AnnotatedText) -> list[Statement]:
    """Return the statements of a text that its annotated attributions make."""
    text = annotated.text
    quotations = tuple(quotation for line in line_spans(text) for quotation in find_quotations(text, *line))
    return [
        Statement(kind_of(text, found, quotations), found.content, found.source, found.cue)
        for found in annotated.attributions
        if found.content
    ]


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements in order of place."""
    return sorted(statements, key=lambda s: min(s.content + s.source + s.cue))


def _resolved(annotated: AnnotatedText, registry: Registry) -> tuple[Statement, ...]:
    text, day = annotated.text, day_of(annotated.name)
    mentions = find_mentions(text, registry, day, None)
    ordered = in_order(annotated_statements(annotated))
    return resolve_speakers(ordered, Cast(text, ordered, StoryContext(registry, mentions, day, None)))


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
    """Return a name without article, "U.S." and middle initials: "Leonard E. Burman" is Leonard Burman.

    A poll is its institution, and the United Nations are the UN.
    """
    name = re.sub(r"\bU\.N\.|\bUnited Nations\b", "UN", name)
    return slug(re.sub(r"^[Tt]he |^U\.S\. |\b[A-Z]\.(?=\s)| poll$", "", name))


def _summary(found: Counter[str]) -> dict[str, Any]:
    n = sum(found.values())
    right = found["named, right"] + found["nobody, right"]
    resolved = found["named, right"] + found["named, wrong"] + found["nobody, wrong"]
    return {
        "accuracy": right / n if n else 0.0,
        "precision": found["named, right"] / resolved if resolved else 0.0,
        "n": n,
        "named": {key: found[f"named, {key}"] for key in ("right", "wrong", "unresolved")},
        "nobody": {key: found[f"nobody, {key}"] for key in ("right", "wrong")},
    }
