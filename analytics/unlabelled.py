"""Texts that nobody labelled, for a small encoder to learn from what larger ones say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from analytics.exceptions import InputError
from analytics.ingest.readers import read_text
from analytics.parties.mentions import mention_finder
from analytics.parties.new_people import people_named
from analytics.parties.registry import Registry, load_registry
from analytics.pipeline import find_statements
from analytics.stance.inputs import targeted_text
from analytics.text.sentences import sentence_spans
from analytics.train.datasets import TRAIN_FILE, newsmtsc_folder, newsmtsc_stances
from analytics.types import Article, Span, TargetedText

_SHORTEST, _LONGEST = 40, 600  # characters of a sentence that says something of a name in it


def unlabelled_texts(datasets: Path) -> Sequence[TargetedText]:
    """Return what a taught encoder is shown besides the training sets; each text once.

    The statements and targets that our pipeline finds in PolNeAR's training articles, with who speaks, and without a
    speaker every name in a sentence of theirs and in a training sentence of NewsMTSC.
    """
    registry = load_registry()
    found: dict[TargetedText, None] = {}
    for article in _articles(datasets / "polnear" / "train" / "text"):
        statements, _ = find_statements(article, registry)
        for statement in statements:
            found.update((targeted_text(article.text, statement, t), None) for t in statement.targets)
        for start, end in article.body:
            for sentence in sentence_spans(article.text, start, end):
                found.update((item, None) for item in _named(article.text[slice(*sentence)], registry))
    sentences = {item.text for item in newsmtsc_stances(newsmtsc_folder(datasets) / TRAIN_FILE).items}
    for text in sorted(sentences):
        found.update((item, None) for item in _named(text, registry))
    return list(found)


def _articles(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*")):
        try:
            yield read_text(path.read_text(encoding="utf-8"), as_is=True)
        except InputError:  # a page without a story teaches nothing
            continue


def _named(text: str, registry: Registry) -> Iterator[TargetedText]:
    """Yield ``text`` once for each party and person it names, a person by the name that is printed."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return
    known: list[Span] = [mention.span for mention in mention_finder(registry).find(text)]
    for span in sorted([*known, *(person.span for person in people_named(text, known))]):
        yield TargetedText(text, span)
