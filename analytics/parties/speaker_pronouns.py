"""Whom "he", "she" and "who" stand for where they speak.

A pronoun stands for the subject of the nearest sentence before it that has a fitting one: a person named there, or
whoever spoke there. Only where none is near does a person named in another place of a sentence do. Nobody quoted is
the "he" of "he said", and nobody named before somebody who stayed open is the next "he".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from analytics.parties.cast import Cast
from analytics.types import Actor, Span, Spans

PERSONAL = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Rev))[.!?][”\"’')]*\s+(?=[A-Z“\"‘'])|\n"
)
_SUBJECT_AFTER = re.compile(
    r"(?:^|[,;:—–-]|\b(?:and|but|that|as|when|while|because|if|after|before|since|where|though|although|then|than))$",
    re.I,
)
_TITLE_WORDS = re.compile(r"(?:[A-Z][\w.’'-]*\s+|(?:the|former|then|president|candidate|nominee|senator)\s+)*$")
_ADJACENT = re.compile(r"(?:\s+of\s+[A-Z][\w. ]{2,30})?(?:,?\s+\d{2})?(?:\s+\([^()]{1,20}\))?,?\s*")
_APPOSED = re.compile(r",\s+(?:an?|the|his|her|former|now)\s[^.;:!?\n“”\"]{3,120}")
_OWNS = re.compile(r"[’']s?\s")
_REACH = 8  # sentences back, quoted ones not counted, in which a pronoun finds whom it stands for
_MOST = 60  # sentences and names looked at, however long a quotation or a sentence is


@dataclass(frozen=True)
class _Trace:
    """Somebody whom a later pronoun may stand for; ``None`` is somebody who stayed open."""

    place: int
    actor: Actor | None
    subject: bool
    owner: bool = False  # "Trump's rally": less likely meant than a subject who is no owner


class Antecedents:
    """The people of a story in the order in which pronouns can take them up."""

    def __init__(self, cast: Cast, quoted: Sequence[Span], sources: Sequence[Span]) -> None:
        """``quoted`` are the passages that others speak; who is named in ``sources`` counts when ``spoke`` is told."""
        self._text, self._cast = cast.text, cast
        self._sentences = [0, *(match.end() for match in _SENTENCE_END.finditer(cast.text))]
        self._quoted, self._sources = sorted(quoted), sorted(sources)
        self._traces = [
            _Trace(
                person.span[0],
                person.actor,
                self._is_subject(person.span),
                _OWNS.match(cast.text, person.span[1]) is not None,
            )
            for person in cast.people
            if not _is_in(person.span[0], self._quoted) and not _is_in(person.span[0], self._sources)
        ]
        self._places = [trace.place for trace in self._traces]
        self._spoken: list[_Trace] = []

    def spoke(self, place: int, actor: Actor | None) -> None:
        """Remember who spoke at ``place``; ``None`` for somebody who stayed open."""
        self._spoken.append(_Trace(place, actor, subject=True))

    def of(self, pronoun: str | None, start: int, contents: Spans) -> Actor | None:
        """Return whom ``pronoun`` at ``start`` stands for; without a pronoun, whoever is spoken of there."""
        fallback: Actor | None = None
        inside = [person for span in contents for person in self._cast.starting_in(*span)]
        named = {person.actor.id for person in inside if not person.described}
        for first, last in self._sentences_back(start):
            traces = [t for t in self._within(first, last) if not _inside(t.place, contents)]
            fitting = [t for t in traces if t.actor is None or self._may_be(t.actor, pronoun, named)]
            subjects = sorted((t for t in fitting if t.subject), key=lambda trace: trace.owner)
            subject = next(iter(subjects), None)
            if subject:
                return self._learn(subject.actor, pronoun)
            if fitting and fallback is None:
                fallback = fitting[0].actor
        return self._learn(fallback, pronoun)

    def relative(self, start: int) -> Actor | None:
        """Return the person right before "who", or the one whom words in between describe."""
        for person in islice(self._cast.before(start), 3):
            between = self._text[person.span[1] : start]
            if _ADJACENT.fullmatch(between) or _APPOSED.fullmatch(between):
                return person.actor
        return None

    def _may_be(self, actor: Actor, pronoun: str | None, named: Set[str]) -> bool:
        """Whether an actor can speak who is not ``named`` in what is said: few call themselves by name."""
        return actor.id not in named and self._cast.may_be(actor, pronoun)

    def _learn(self, actor: Actor | None, pronoun: str | None) -> Actor | None:
        if actor and pronoun:
            self._cast.learn_pronoun(actor, pronoun)
        return actor

    def _sentences_back(self, start: int) -> Iterator[Span]:
        """Yield the sentence of ``start`` up to there, then those before it that are not quoted."""
        last, near = start, 0
        number = bisect_right(self._sentences, start) - 1
        for k in range(number, max(-1, number - _MOST), -1):
            first, last = (self._sentences[k], last), self._sentences[k]
            quoted = k < number and _is_in(first[0], self._quoted) and _is_in(first[1] - 2, self._quoted)
            if near < _REACH and not quoted:
                near += 1
                yield first

    def _within(self, start: int, end: int) -> list[_Trace]:
        last = bisect_left(self._places, end)
        named = self._traces[max(bisect_left(self._places, start), last - _MOST) : last]
        spoken = [trace for trace in self._spoken[-_MOST:] if start <= trace.place < end]
        return sorted([*named, *spoken], key=lambda trace: trace.place)

    def _is_subject(self, span: Span) -> bool:
        """Whether nothing but a title, a comma or a conjunction stands between a name and its clause's beginning."""
        sentence = self._sentences[bisect_right(self._sentences, span[0]) - 1]
        before = self._text[max(sentence, span[0] - 80) : span[0]]
        before = _TITLE_WORDS.sub("", before).rstrip()
        return bool(_SUBJECT_AFTER.search(before))


def _is_in(place: int, spans: Sequence[Span]) -> bool:
    """Whether ``place`` is in one of ``spans``, which are in order."""
    k = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return k >= 0 and place < spans[k][1]


def _inside(place: int, spans: Spans) -> bool:
    return any(start <= place < end for start, end in spans)
