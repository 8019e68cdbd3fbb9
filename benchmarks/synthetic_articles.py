"""Invented articles about real states, made of templates: for measuring speed and memory, not for quality.

    python benchmarks/synthetic_articles.py 100000 archive.jsonl [WORDS]

The same numbers give the same file. Every article has a headline of its own, an outlet, a day and about WORDS words
(120 unless given), half of them in quotations with a speaker.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

WORDS = 120
_STATES = (
    ("Norway", "Oslo"),
    ("Kenya", "Nairobi"),
    ("Japan", "Tokyo"),
    ("Brazil", "Brasília"),
    ("Poland", "Warsaw"),
    ("Egypt", "Cairo"),
    ("Canada", "Ottawa"),
    ("India", "New Delhi"),
    ("France", "Paris"),
    ("Ukraine", "Kyiv"),
)
_NAMES = ("Lind", "Moreau", "Okafor", "Tanaka", "Silva", "Novak", "Haddad", "Fraser", "Iyer", "Berg")
_FIRST = ("Anna", "Joseph", "Maria", "Peter", "Leila", "Hugo", "Grace", "Omar", "Nina", "Victor")
_OFFICES = ("foreign minister", "trade minister", "president", "prime minister", "defence minister")
_SUBJECTS = ("the fishing treaty", "the grain corridor", "the new tariffs", "the border talks", "the energy pact")
_VERBS = ("said", "told reporters", "insisted", "warned", "added")
_CLAIMS = (
    "{other} has broken every promise it made on {subject}",
    "we welcome what {other} has offered on {subject}",
    "{other} must answer for the delay of {subject}",
    "our partners in {capital} have shown real courage over {subject}",
    "nobody in {capital} seems to have read the text of {subject}",
)
_NARRATION = (
    "Delegations from {state} and {other} met for {number} hours in {capital} over {subject}.",
    "About {number} people had gathered outside the ministry, and {number} were held for a time.",
    "Exports from {other} to {state} fell by {number} percent last year, according to official figures.",
    "The two sides have disagreed about {subject} since a ship was stopped with {number} containers on board.",
)


def articles(count: int, words: int = WORDS, seed: int = 0) -> Iterator[dict[str, str]]:
    """Yield ``count`` records as ``onrecord score`` reads them."""
    draw = random.Random(seed)
    first = datetime(2024, 1, 1, 6, 0)
    for number in range(count):
        published = first + timedelta(minutes=7 * number)
        subject, (state, _) = draw.choice(_SUBJECTS), draw.choice(_STATES)
        yield {
            "title": f"{state} and its neighbours argue over {subject}, day {number}",
            "outlet": f"{draw.choice(_NAMES)} Herald",
            "published": published.isoformat(),
            "text": "\n\n".join(_paragraphs(draw, subject, words)),
        }


def _paragraphs(draw: random.Random, subject: str, words: int) -> Iterator[str]:
    written = 0
    while written < words:
        (state, _), (other, capital) = draw.sample(_STATES, 2)
        facts = {"state": state, "other": other, "capital": capital, "subject": subject}
        person = f"{draw.choice(_FIRST)} {draw.choice(_NAMES)}"
        claim = draw.choice(_CLAIMS).format(**facts)
        office, verb = draw.choice(_OFFICES), draw.choice(_VERBS)
        narrated = draw.choice(_NARRATION).format(**facts, number=draw.randrange(3, 900))
        paragraph = f"“{claim[0].upper()}{claim[1:]},” {person}, the {office} of {state}, {verb}. {narrated}"
        written += len(paragraph.split())
        yield paragraph


def write_articles(path: Path, count: int, words: int = WORDS) -> None:
    """Write ``count`` articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in articles(count, words))


if __name__ == "__main__":
    write_articles(Path(sys.argv[2]), int(sys.argv[1]), *map(int, sys.argv[3:4]))
