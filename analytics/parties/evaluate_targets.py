"""How well the targets of statements are found: our labels, by file and offsets, on PolNeAR's texts and attributions.

The statements given are the annotated ones, so that the figure is of the targets alone. A statement has one target for
each party or person it speaks of, however often it names it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from analytics.attribution.evaluate import Score
from analytics.attribution.polnear import AnnotatedText
from analytics.exceptions import DatasetError, InputError
from analytics.parties.cast import Cast, StoryContext
from analytics.parties.descriptions import find_mentions
from analytics.parties.evaluate import annotated_statements, day_of, in_order, name_key, names_of
from analytics.parties.registry import Registry
from analytics.parties.speakers import resolve_speakers
from analytics.parties.targets import find_targets
from analytics.types import Span, Spans, Statement, StatementKind, Target

LABELS = "polnear-targets.jsonl"
Form = Literal["name", "description", "pronoun"]
_FORMS: tuple[Form, ...] = ("name", "description", "pronoun")
_PRONOUN = re.compile(r"(?:s?he|h(?:im|is|ers?)|they|them|theirs?|it|its|we|us|ours?|you|your)", re.I)
_OUTLETS = {
    "breitbart": "Breitbart",
    "huff-post": "HuffPost",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journalism",
}
"""Who prints a text, by the start of its name in PolNeAR."""


@dataclass(frozen=True)
class LabelledStatement:
    """A statement of a text and, by the name of each of its targets, where the target is mentioned."""

    statement: Statement
    targets: Mapping[str, Spans]


Labels = Mapping[str, Sequence[LabelledStatement]]


def read_target_labels(gold: Path) -> Labels:
    """Return the labelled statements of each text. Raises ``DatasetError``."""
    labels: dict[str, list[LabelledStatement]] = {}
    try:
        for line in (gold / LABELS).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            targets: dict[str, Spans] = {}
            for target in row["targets"]:
                start, end = target["mention"]
                targets[target["name"]] = (*targets.get(target["name"], ()), (start, end))
            content, source, cue = (tuple((s, e) for s, e in row[part]) for part in ("content", "source", "cue"))
            statement = Statement(StatementKind(row["kind"]), content, source, cue)
            labels.setdefault(row["file"], []).append(LabelledStatement(statement, targets))
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{gold / LABELS} cannot be read; restore data/gold from the project.") from error
    return labels


def evaluate_targets(texts: Sequence[AnnotatedText], labels: Labels, registry: Registry) -> dict[str, Any]:
    """Return scores over all targets and by form: ``exact`` offsets of a mention, ``linked`` to who or what it is.

    A target found is exact when its mention is one of those labelled, articles aside, and linked when its party, or the
    person through whom it is meant, is one that the statement was labelled with. A target labelled counts by its
    clearest mention (name, description, pronoun), one found by the mention found. Raises ``InputError`` when no text
    has labels, and ``DatasetError`` when the attributions of one are not those that were labelled.
    """
    tallies = {(measure, form): Counter[str]() for measure in ("exact", "linked") for form in ("all", *_FORMS)}
    statements = 0
    for annotated in texts:
        wanted = labels.get(annotated.name, ())
        for labelled, found in zip(wanted, _found(annotated, wanted, registry), strict=True):
            statements += 1
            _count(tallies, annotated.text, labelled.targets, found, registry)
    if not statements:
        raise InputError("None of these texts has labelled targets; name PolNeAR's train or dev folder.")
    scores = {key: _score(tally)._asdict() for key, tally in tallies.items()}
    return {
        "statements": statements,
        **{measure: scores[measure, "all"] for measure in ("exact", "linked")},
        "by_form": {form: {m: scores[m, form] for m in ("exact", "linked")} for form in _FORMS},
    }


def _found(
    annotated: AnnotatedText, wanted: Sequence[LabelledStatement], registry: Registry
) -> list[tuple[Target, ...]]:
    """Return the targets found in each labelled statement, read in the story with all that is attributed in it."""
    if not wanted:
        return []
    text, day, outlet = annotated.text, day_of(annotated.name), _OUTLETS.get(annotated.name.split("_")[0])
    narrated = [labelled.statement for labelled in wanted if labelled.statement.kind is StatementKind.NARRATION]
    mentions = find_mentions(text, registry, day, outlet)
    ordered = in_order([*annotated_statements(annotated), *narrated])
    cast = Cast(text, ordered, StoryContext(registry, mentions, day, outlet))
    resolved = find_targets(resolve_speakers(ordered, cast), cast)
    read = {(statement.content, statement.source): statement.targets for statement in resolved}
    places = [(labelled.statement.content, labelled.statement.source) for labelled in wanted]
    if not all(place in read for place in places):
        raise DatasetError(
            f"The annotations of {annotated.name} are not the labelled ones; get PolNeAR with `onrecord data fetch`."
        )
    return [read[place] for place in places]


def _count(
    tallies: Mapping[tuple[str, str], Counter[str]],
    text: str,
    wanted: Mapping[str, Spans],
    found: Sequence[Target],
    registry: Registry,
) -> None:
    """Add the targets of one statement to the tallies of each measure and form."""
    spans = [{_without_article(text, span) for span in mentions} for mentions in wanted.values()]
    names = [name_key(name) for name in wanted]
    exact = [_without_article(text, target.mention) for target in found]
    linked = [_answers_to(target, registry) for target in found]
    for form, mentions, name in zip((_clearest(text, s) for s in wanted.values()), spans, names, strict=True):
        _add(tallies, "exact", form, "gold", "recalled", any(span in mentions for span in exact))
        _add(tallies, "linked", form, "gold", "recalled", any(name in answers for answers in linked))
    for target, span, answers in zip(found, exact, linked, strict=True):
        form = form_of(text, target.mention)
        _add(tallies, "exact", form, "predicted", "right", any(span in mentions for mentions in spans))
        _add(tallies, "linked", form, "predicted", "right", any(name in answers for name in names))


def _add(
    tallies: Mapping[tuple[str, str], Counter[str]], measure: str, form: str, item: str, hit: str, is_hit: bool
) -> None:
    for group in ("all", form):
        tallies[measure, group][item] += 1
        tallies[measure, group][hit] += is_hit


def _answers_to(target: Target, registry: Registry) -> set[str]:
    party = names_of(target.id, target.name, registry)
    return party | names_of(target.via, target.via, registry) if target.via else party


def form_of(text: str, span: Span) -> Form:
    """Return how words name somebody: by a pronoun, by a name, or by a description ("the president")."""
    words = text[slice(*span)]
    if _PRONOUN.fullmatch(words):
        return "pronoun"
    last = re.sub(r"[’']s?$", "", words).split()[-1]
    return "name" if last[0].isupper() else "description"


def _clearest(text: str, mentions: Spans) -> Form:
    return min((form_of(text, span) for span in mentions), key=_FORMS.index)


def _without_article(text: str, span: Span) -> Span:
    match = re.match(r"(?:the|an?)\s+", text[slice(*span)], re.I)
    return (span[0] + match.end(), span[1]) if match else span


def _score(tally: Counter[str]) -> Score:
    gold, predicted = tally["gold"], tally["predicted"]
    precision = tally["right"] / predicted if predicted else 0.0
    recall = tally["recalled"] / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision, recall, f1, gold, predicted)
