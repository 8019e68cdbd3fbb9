"""Who speaks: from the words of a source ("he", "Russia's top diplomat") to an actor.

A speaker is named, described, or stood for by a pronoun. What the registry does not know is given a provisional actor
when the story names it, and is left unresolved, never guessed, when it does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from analytics.parties.bodies import Bodies
from analytics.parties.cast import Cast, Person
from analytics.parties.names import NOT_A_NAME, given_names
from analytics.parties.offices import Offices
from analytics.parties.papers import Papers
from analytics.parties.speaker_pronouns import PERSONAL, Antecedents
from analytics.text.tokens import token_spans
from analytics.types import Actor, Span, Spans, Speaker, Statement, StatementKind

_NOBODY = re.compile(
    r"^(?:some|many|most|several|few|others?|critics|supporters|experts|analysts|observers|opponents|people|voters|sources|"
    r"(?:\w+\s+)?(?:lawyers|attorneys|aides|advisers|allies|friends|backers|members|relatives|fans)\s+(?:for|of|to)|everyone|everybody|nobody|anyone|someone|those|we|you|both|two|three|four|five)\b",
    re.I,
)
_AMONG_OTHERS = re.compile(r"\band other\b|,\s+(?:others|including|like|such as)\b", re.I)
_JOINT = re.compile(
    r"(?:\s*\([^()]*\)|,\s+[RDI]-[\w.]+)?,?\s+(?:and|&)\s+(?:(?!an?\b|his\b|her\b|their\b)[\w.’'-]+,?\s+){0,6}+"
)
_WITH_OTHERS = re.compile(r"(?:\s*\([^()]*\))?,?\s+and\s+(?:his|her|their|other|some|the)\b")
_APPOSITION = re.compile(r",(?!\s+[JS]r\b)|\swho\s|\s\(")
_MODIFIES = re.compile(r"\s(?!(?:and|or|who|of|in|at|from|on|the|an?|with|as|to|for|himself|herself|also)\b)[a-z]")
_PRONOUNS = frozenset({*PERSONAL, "it", "they"})
_LONGEST = 600  # characters of a source that are looked at: the first ones name who speaks
_OWNERS_BEFORE = frozenset("of for to by with under".split())
_OWNED = re.compile(r"[’']s?\s")
_OWN_PAPER = re.compile(
    r"(his|her)\s+(?:\w+\s+)?(?:memo|letter|book|brief|report|study|essay|submission|statement)\b.*", re.I
)
_STATEMENT = re.compile(r"(?:the|this)\s+(?:statement|ruling|report|article|piece|study|opinion|order)", re.I)
_AGED = re.compile(r"the [\w ,-]{0,40}\d+-year-old\b", re.I)
# A single somebody, who may be the next "he" though it stays open who it is.
_SOMEBODY = re.compile(
    r"(?:an?|one|another|the|his|her)\s(?:[\w’'.-]+\s)*?[\w-]*[a-rt-z](?=$|,|\s(?:of|for|in|from|who|with|at)\b)", re.I
)
_NO_PERSON = re.compile(
    r"\b(?:poll|survey|report|study|statement|campaign|administration|team|government|party|document|article|story|"
    r"company|agency|group|committee|court|piece|film|memo|program|plan|deal|accord|agreement|union|office|state|"
    r"country|city|public|press|media|data|website|rally|debate|message|system|bill|law|investigation)\b",
    re.I,
)


def resolve_speakers(statements: Sequence[Statement], cast: Cast) -> tuple[Statement, ...]:
    """Return the statements with their speakers; ``None`` marks a speaker who stays unresolved."""
    outlet = Speaker(cast.context.registry.outlet_actor(cast.context.outlet))
    attributed = [s for s in statements if s.kind is not StatementKind.NARRATION]
    resolver = _Resolver(attributed, cast)
    return tuple(
        replace(s, speaker=outlet if s.kind is StatementKind.NARRATION else resolver.resolve(s)) for s in statements
    )


class _Resolver:
    """Walks through a story in order and remembers who spoke."""

    def __init__(self, statements: Sequence[Statement], cast: Cast) -> None:
        self._text, self._cast = cast.text, cast
        sources = [_hull(s.source) for s in statements if s.source]
        quoted = [span for s in statements if s.kind is StatementKind.DIRECT for span in s.content]
        self._antecedents = Antecedents(cast, quoted, sources)
        self._offices = Offices(cast)
        self._bodies = Bodies(cast)
        self._papers = Papers(cast.text, self._bodies.at)
        self._last: Actor | None = None

    def resolve(self, statement: Statement) -> Speaker | None:
        actor = self._actor_of(statement)
        place = min(start for start, _ in statement.source or statement.content)
        if actor is None:
            source = self._text[slice(*_hull(statement.source))] if statement.source else ""
            unnamed = statement.kind is StatementKind.DIRECT and not source  # unlike "asked whether she knew"
            if unnamed or (_SOMEBODY.match(source) and not _NO_PERSON.search(source)):
                self._antecedents.spoke(place, None)
                self._last = None
            return None
        actor = self._cast.new.latest(actor)
        self._last = actor
        self._antecedents.spoke(place, actor)
        return Speaker(actor, self._cast.party_of(actor))

    def _actor_of(self, statement: Statement) -> Actor | None:
        if not statement.source:
            return self._last if statement.kind is StatementKind.DIRECT and not statement.cue else None
        start, end = _hull(statement.source)
        words = [self._text[slice(*span)] for span in token_spans(self._text, start, end)]
        first, last = (words[0].lower(), words[-1].lower()) if words else ("", "")
        if "who" in (first, last):
            return self._antecedents.relative(start if first == "who" else end - len("who"))
        if first == "which":
            return self._bodies.relative(start)
        return (
            self._by_pronoun(first, statement)
            if len(words) == 1 and first in _PRONOUNS
            else self._by_words(words, start, end, statement.content)
        )

    def _by_pronoun(self, word: str, statement: Statement) -> Actor | None:
        if word in PERSONAL:
            return self._antecedents.of(PERSONAL[word], statement.source[0][0], statement.content)
        return self._last if self._last and self._cast.new.is_body(self._last) else None

    def _by_words(self, words: list[str], start: int, end: int, contents: Spans) -> Actor | None:
        end = min(end, start + _LONGEST)
        source = self._text[start:end]
        if _NOBODY.match(source) or _AMONG_OTHERS.search(source) or self._is_joint(start, end):
            return None
        if self._bodies.is_list(start, end):
            return None
        head = start + len(_APPOSITION.split(source, maxsplit=1)[0])
        name = self._text[start:head]
        return (
            self._papers.speaker(start, end)
            or self._named(start, head)
            or self._bodies.campaigns.speaker(
                name, start, lambda whose: self._antecedents.of(PERSONAL[whose], start, contents)
            )
            or (None if head == end else self._named(head, end, first_only=True))
            or self._shared_surname(words)
            or self._bodies.named(start, head)
            or (self._bodies.named(start, end) if head != end else None)
            or self._one_name(words, start, head)
            or self._offices.holder(name, start)
            or self._said_before(source, start, contents)
        )

    def _said_before(self, source: str, start: int, contents: Spans) -> Actor | None:
        """Return whom "the 34-year-old mother of three", "her brief" or "the statement" takes up."""
        if own := _OWN_PAPER.fullmatch(source):
            return self._antecedents.of(PERSONAL[own[1].lower()], start, contents)
        if _AGED.match(source):
            return self._antecedents.of(None, start, contents)
        if _STATEMENT.fullmatch(source) and self._last and self._cast.new.is_body(self._last):
            return self._last
        return None

    def _named(self, start: int, end: int, first_only: bool = False) -> Actor | None:
        """Return the person named in a source; the last one speaks: "Clinton's campaign manager Robby Mook"."""
        inside = [p for p in self._cast.starting_in(start, end) if not self._is_owner(p.span, start, end)]
        return inside[0 if first_only else -1].actor if inside else None

    def _is_owner(self, span: Span, start: int, end: int) -> bool:
        """ "Lavrov's deputy", "a spokesman for Rubio", "Trump aides": named, but not the one who speaks."""
        before = self._text[start : span[0]].split()
        follows = self._text[span[1] : end]
        return bool(_OWNED.match(follows) or _MODIFIES.match(follows)) or bool(
            before and before[-1].lower() in _OWNERS_BEFORE
        )

    def _is_joint(self, start: int, end: int) -> bool:
        """Whether two people speak together, who are then nobody in particular."""
        people: list[Person] = self._cast.starting_in(start, end)
        if any(_WITH_OTHERS.match(self._text, person.span[1], end) for person in people[:1]):
            return True
        between = [self._text[a.span[1] : b.span[0]] for a, b in pairwise(people) if a.actor.id != b.actor.id]
        return any(_JOINT.fullmatch(words) for words in between)

    def _shared_surname(self, words: list[str]) -> Actor | None:
        """Of people who share a surname, the one the story names most is called by it alone."""
        titles = {"Mr": "he", "Mrs": "she", "Ms": "she", "Miss": "she"}
        if not 0 < len(words) <= 4 or any(word in _OWNERS_BEFORE for word in words):
            return None
        return self._cast.of_surname(words[-1], titles.get(words[0].rstrip(".")))

    def _one_name(self, words: list[str], start: int, end: int) -> Actor | None:
        """Return somebody with one name only: a person if it is a given one ("Melanie said"), a body otherwise."""
        name = words[0] if len(words) == 1 else ""
        if not name[:1].isupper() or name.isupper() or name in NOT_A_NAME or self._cast.parties.starting_in(start, end):
            return None
        if name not in given_names() and name not in self._inside_sentences:
            return None  # a capital at the start of a sentence makes no name: "Demonstrators said"
        if name not in given_names():
            return self._cast.new.body(name)  # "Facebook", "Wikileaks"
        return self._cast.newcomer(name, (start, end), given_names()[name])

    @cached_property
    def _inside_sentences(self) -> set[str]:
        """The words with a capital that are not capitals of a sentence."""
        return set(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*\w", self._text))


def _hull(spans: Spans) -> Span:
    return (spans[0][0], spans[-1][1])
