"""How well attributions are found, by role, exactly and by overlap, and how well contents are linked to sources.

All spans of one role in one attribution are one item, discontinuous contents included. *Exact* asks that all its
offsets are equal. *Overlap* matches items one to one, greedily, by intersection over union of non-space characters of
at least one half. *Linked* matches attributions by their contents in that way and counts one as right when the two
sources touch, or neither has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analytics.attribution.document import read_document
from analytics.attribution.polnear import AnnotatedText
from analytics.attribution.statements import kind_of
from analytics.attribution.tagger.session import Tagger
from analytics.text.lines import line_spans
from analytics.text.quotes import find_quotations
from analytics.types import Attribution, Spans, StatementKind

_ROLES = ("source", "cue", "content")
_KINDS = (StatementKind.DIRECT, StatementKind.INDIRECT, StatementKind.MIXED)
_MIN_OVERLAP = 0.5


class Score(NamedTuple):
    """Precision, recall and F1 in [0, 1], with the number of gold and predicted items."""

    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int


@dataclass
class _Tally:
    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)

    def score(self, key: str) -> Score:
        right, gold, predicted = self.right[key], self.gold[key], self.predicted[key]
        precision = right / predicted if predicted else 0.0
        recall = right / gold if gold else 0.0
        f1 = 2 * right / (gold + predicted) if gold + predicted else 0.0
        return Score(precision, recall, f1, gold, predicted)


def find_attributions(text: str, tagger: Tagger | None) -> tuple[Attribution, ...]:
    """Return the attributions of a text whose every line is a paragraph, headline included, as PolNeAR has it."""
    return read_document(text, line_spans(text), tagger).attributions


def evaluate_attributions(
    texts: Sequence[AnnotatedText], find: Callable[[str], Sequence[Attribution]]
) -> tuple[dict[str, Score], list[tuple[str, Sequence[Attribution]]]]:
    """Score ``find`` over annotated texts.

    Returns the scores, keyed ``source.exact``, ``source.overlap``, … and ``linked``, and the predictions by text name.
    The same scores among the direct, indirect or mixed attributions of both sides alone are keyed
    ``direct.source.exact`` and so on.
    """
    tallies: dict[str, _Tally] = {prefix: _Tally() for prefix in ("", *(f"{kind}." for kind in _KINDS))}
    predictions = []
    for annotated in texts:
        predicted = find(annotated.text)
        predictions.append((annotated.name, predicted))
        _count(tallies[""], annotated.text, annotated.attributions, predicted)
        quotations = [q for line in line_spans(annotated.text) for q in find_quotations(annotated.text, *line)]
        for kind in _KINDS:
            sides = (
                [a for a in side if kind_of(annotated.text, a, quotations) == kind]
                for side in (annotated.attributions, predicted)
            )
            _count(tallies[f"{kind}."], annotated.text, *sides)
    keys = [*(f"{role}.{how}" for role in _ROLES for how in ("exact", "overlap")), "linked"]
    return {prefix + key: tally.score(key) for prefix, tally in tallies.items() for key in keys}, predictions


def _count(tally: _Tally, text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> None:
    for role in _ROLES:
        gold_items = [item for a in gold if (item := getattr(a, role))]
        predicted_items = [item for a in predicted if (item := getattr(a, role))]
        exact = sum((Counter(gold_items) & Counter(predicted_items)).values())
        overlap = len(match_contents(text, gold_items, predicted_items))
        for how, right in (("exact", exact), ("overlap", overlap)):
            tally.right[f"{role}.{how}"] += right
            tally.gold[f"{role}.{how}"] += len(gold_items)
            tally.predicted[f"{role}.{how}"] += len(predicted_items)
    pairs = match_contents(text, [a.content for a in gold], [a.content for a in predicted])
    tally.right["linked"] += sum(_sources_agree(gold[i].source, predicted[j].source) for i, j in pairs)
    tally.gold["linked"] += len(gold)
    tally.predicted["linked"] += len(predicted)


def _sources_agree(gold: Spans, predicted: Spans) -> bool:
    if not gold or not predicted:
        return not gold and not predicted
    return any(a < d and c < b for a, b in gold for c, d in predicted)


def _characters(text: str, spans: Spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if not text[i].isspace()}


def match_contents(text: str, gold: Sequence[Spans], predicted: Sequence[Spans]) -> list[tuple[int, int]]:
    """Return the pairs of items (gold, predicted) that overlap by at least one half, best first, each item once."""
    gold_sets = [_characters(text, spans) for spans in gold]
    predicted_sets = [_characters(text, spans) for spans in predicted]
    candidates = []
    for i, g in enumerate(gold_sets):
        for j, p in enumerate(predicted_sets):
            shared = len(g & p)
            if shared and shared >= _MIN_OVERLAP * len(g | p):
                candidates.append((shared / len(g | p), i, j))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs
