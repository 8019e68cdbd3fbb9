"""Who speaks: from the words of a source ("he", "Russia's top diplomat") to an actor.

A speaker is named, described, or stood for by a pronoun. What the registry does not know is given a provisional actor
when the story names a person, and is left unresolved, never guessed, when it does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from analytics.parties.cast import Appearance, Cast
from analytics.parties.mentions import Form, Mention
from analytics.parties.names import (
    NOT_A_NAME,
    TITLES,
    bodies_named,
    body_in,
    given_names,
    person_in,
    surname_of,
)
from analytics.parties.registry import Registry, slug
from analytics.text.tokens import token_spans
from analytics.types import Actor, ActorKind, Affiliation, Party, Span, Spans, Speaker, Statement, StatementKind

_PRONOUNS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_ANONYMOUS = re.compile(
    r"^(?:an?|one|another)\b|\b(?:anonymity|source|adviser|analyst|aide|expert|diplomat|official)\b",
    re.I,
)
_COLLECTIVE = re.compile(
    r"\b(?:officials|government|ministry|authorities|administration|leaders|leadership|cabinet|delegation|negotiators|"
    r"lawmakers|military|army|state media|diplomats|ministers|side|office|embassy|presidency|parliament|statement)\b",
    re.I,
)
_NOBODY = re.compile(
    r"^(?:some|many|most|several|few|others?|critics|supporters|experts|analysts|observers|opponents|people|voters|sources|"
    r"everyone|everybody|nobody|anyone|someone|those|we|you|both|two|three|four|five)\b",
    re.I,
)
_AND = re.compile(r"\band\b")
_BETWEEN_JOINT = re.compile(r"(?:[\s,&]|[A-Z][\w.-]*+|[a-z]++)*+")  # possessive: a long source takes no long time
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+")
_SOMEBODY = re.compile(r"(?:an?|one|another|the|his|her|who)\b", re.I)
_AMONG_OTHERS = re.compile(r"\band other\b|,\s+(?:including|like|such as)\b", re.I)
_JOINT = re.compile(r"\band\b|,")
_APPOSITION = re.compile(r",(?!\s+[JS]r\b)|\swho\s|\s\(")
_MODIFIES = re.compile(r"\s(?!(?:and|or|who|of|in|at|from|on|the|an?|with|as|to|for|himself|herself|also)\b)[a-z]")
_MEMBERS = re.compile(r"\b(?:Republicans|Democrats|Conservatives|Liberals|Socialists|Greens)$")
_SHORT = {"governor": "gov", "senator": "sen", "general": "gen", "representative": "rep", "congressman": "rep"}
_OFFICE = re.compile(r"[Tt]he\s+((?:[a-z]+\s+)?[a-z]+|[A-Z]?[a-z]+)")
_CAMPAIGN = re.compile(r"([A-Z][\w-]+)(?:[’']s)?\s+(campaign|administration|team)\b", re.I)
_OWNED = re.compile(r"[’']s?\s")


@dataclass(frozen=True)
class SpeakerContext:
    """What the resolver knows of a story: the registry, the mentions in it, its day and its outlet."""

    registry: Registry
    mentions: Sequence[Mention]
    day: date | None
    outlet: str | None


def resolve_speakers(text: str, statements: Sequence[Statement], context: SpeakerContext) -> tuple[Statement, ...]:
    """Return the statements with their speakers; ``None`` marks a speaker who stays unresolved."""
    outlet = Speaker(context.registry.outlet_actor(context.outlet))
    resolver = _Resolver(text, context)
    resolved = []
    for statement in statements:
        if statement.kind is StatementKind.NARRATION:
            resolved.append(replace(statement, speaker=outlet))
        else:
            resolved.append(replace(statement, speaker=resolver.resolve(statement)))
    return tuple(resolved)


class _Resolver:
    """Walks through a story in order and remembers who spoke last."""

    def __init__(self, text: str, context: SpeakerContext) -> None:
        self._text = text
        self._registry = context.registry
        self._day = context.day
        self._cast = Cast(text, context.registry, context.mentions)
        self._parties, self._people, self._pronouns = self._cast.parties, self._cast.people, self._cast.pronouns
        self._starts = self._cast.starts
        self._bodies: set[str] = set()
        self._content: Spans = ()  # of the statement at hand: nobody quoted is the "she" of "she said"
        self._surnames = Counter((surname_of(person.actor.name), person.actor.id) for person in self._people)
        self._last: Actor | None = None
        self._open_since = 0  # where the last speaker was left unresolved: nobody named before is "he"

    def resolve(self, statement: Statement) -> Speaker | None:
        self._content = statement.content
        actor = self._actor_of(statement)
        if actor is None:
            source = self._text[statement.source[0][0] : statement.source[-1][1]] if statement.source else ""
            if not source or _SOMEBODY.match(source):  # who may be the next "he"; "many Democrats" cannot
                self._last = None
                self._open_since = min(start for start, _ in statement.content + statement.source)
            return None
        self._last = actor
        return Speaker(actor, self._party_of(actor))

    def _actor_of(self, statement: Statement) -> Actor | None:
        if not statement.source:
            return self._last if statement.kind is StatementKind.DIRECT and not statement.cue else None
        start, end = statement.source[0][0], statement.source[-1][1]
        words = [self._text[slice(*span)] for span in token_spans(self._text, start, end)]
        first = words[0].lower() if words else ""
        if first == "who":
            return self._nearest_person(None, start)
        if len(words) == 1 and first in _PRONOUNS:
            return self._by_pronoun(_PRONOUNS[first], start)
        if len(words) == 1 and first == "it":
            return self._last if self._last and self._is_body(self._last) else None
        return self._by_words(words, start, end)

    def _by_words(self, words: list[str], start: int, end: int) -> Actor | None:
        source = self._text[start:end]
        if _NOBODY.match(source) or _AMONG_OTHERS.search(source) or self._is_joint(start, end):
            return None
        head = start + len(_APPOSITION.split(source, maxsplit=1)[0])
        return (
            self._named(start, head)
            or self._campaign(self._text[start:head])
            or (None if head == end else self._named(head, end, first_only=True))
            or self._shared_surname(words)
            or self._body(start, head)
            or self._body(start, end)
            or self._one_name(words, start, head)
            or self._by_office(source, start)
        )

    def _in(self, start: int, end: int) -> list[Appearance]:
        return self._cast.among(start, end)

    def _named(self, start: int, end: int, first_only: bool = False) -> Actor | None:
        """Return the person named in a source; the last one speaks: "Clinton's campaign manager Robby Mook"."""
        inside = [person for person in self._in(start, end) if not self._is_owner(person.span, start, end)]
        if inside:
            return inside[0 if first_only else -1].actor
        found = person_in(self._text, start, end)
        if found is None or any(p.span[0] < found.span[1] and found.span[0] < p.span[1] for p in self._in(start, end)):
            return None
        if self._parties.starting_in(*found.span) or self._is_owner(found.span, start, end):
            return None
        return self._cast.provisional(found.name, found.span)

    def _is_owner(self, span: Span, start: int, end: int) -> bool:
        """ "Lavrov's deputy", "a spokesman for Rubio", "Trump aides": named, but not the one who speaks."""
        before = self._text[start : span[0]].split()
        follows = self._text[span[1] : end]
        return bool(_OWNED.match(follows) or _MODIFIES.match(follows)) or bool(
            before and before[-1].lower() in ("of", "for", "to", "by", "with", "under")
        )

    def _is_joint(self, start: int, end: int) -> bool:
        """Whether two people speak together, who are then nobody in particular."""
        people = self._in(start, end)
        between = [self._text[a.span[1] : b.span[0]] for a, b in pairwise(people) if a.actor.id != b.actor.id]
        return any(_AND.search(words) and _BETWEEN_JOINT.fullmatch(words) for words in between)

    def _campaign(self, head: str) -> Actor | None:
        """Return a candidate's campaign or a president's administration, whoever speaks for it: a body of its own."""
        match = _CAMPAIGN.search(head)
        if not match or (_ANONYMOUS.search(head) and not re.search(r"spokes\w+", head)):
            return None
        person = next((p.actor for p in self._people if surname_of(p.actor.name) == match[1]), None)
        party = self._registry.party_of(person, self._day) if person else None
        if party is None:
            return None
        kind = "administration" if match[2].lower() == "administration" else "campaign"
        return self._new_body(f"{match[1]} {kind}", party)

    def _new_body(self, name: str, party: Party | None = None) -> Actor:
        actor = self._cast.new_actor(name, (Affiliation(party.id),) if party else ())
        self._bodies.add(actor.id)
        return actor

    def _is_body(self, actor: Actor) -> bool:
        return actor.kind is ActorKind.PARTY or actor.id in self._bodies

    def _shared_surname(self, words: list[str]) -> Actor | None:
        """Of people who share a surname, the one the story names most is called by it alone."""
        if not words or len(words) > 3:
            return None
        of_that_name = sorted((n, actor) for (surname, actor), n in self._surnames.items() if surname == words[-1])
        if not of_that_name or (len(of_that_name) > 1 and of_that_name[-1][0] == of_that_name[-2][0]):
            return None
        return next(person.actor for person in self._people if person.actor.id == of_that_name[-1][1])

    def _one_name(self, words: list[str], start: int, end: int) -> Actor | None:
        """Return a person of whom only one name is printed: "Melanie said"."""
        name = words[0] if len(words) == 1 else ""
        if not name[:1].isupper() or name.isupper() or name in NOT_A_NAME or self._parties.starting_in(start, end):
            return None
        if name not in given_names() and name not in self._inside_sentences:
            return None  # a capital at the start of a sentence makes no name: "Demonstrators said"
        self._pronouns.setdefault(slug(name), given_names().get(name))
        return self._cast.new_actor(name)

    def _by_office(self, source: str, start: int) -> Actor | None:
        """Return whom "the mayor" or "the committee" means: the last one of whom the story said so."""
        match = _OFFICE.fullmatch(source)
        if not match:
            return None
        noun = match[1].split()[-1]
        office = _SHORT.get(noun, noun)
        if office.capitalize() in TITLES:
            titled = re.compile(rf"\b(?:{noun}|{office}\.?)\s+(?:[A-Z][\w.]+\s+)*$", re.I)
            for person in reversed(self._people[: bisect_left(self._starts, start)]):
                if titled.search(self._text[max(0, person.span[0] - 40) : person.span[0]]):
                    return person.actor
            return None
        before = self._bodies_named[: bisect_left(self._bodies_named, (start, ""))]
        name = next((name for _, name in reversed(before) if noun.lower() in name.lower().split()), None)
        return self._new_body(name) if name else None

    @cached_property
    def _bodies_named(self) -> list[tuple[int, str]]:
        return bodies_named(self._text)

    @cached_property
    def _inside_sentences(self) -> set[str]:
        """The words with a capital that are not capitals of a sentence."""
        return set(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*\w", self._text))

    def _by_pronoun(self, pronoun: str | None, start: int) -> Actor | None:
        if self._last and self._agrees(self._last, pronoun) and not self._newer_person(pronoun, start):
            return self._last
        return self._nearest_person(pronoun, start)

    def _nearest_person(self, pronoun: str | None, start: int) -> Actor | None:
        for number in range(bisect_left(self._starts, start) - 1, -1, -1):
            person = self._people[number]
            if self._is_quoted(person.span):
                continue
            if self._last is None and person.span[0] < self._open_since:
                return None
            known = self._pronouns.get(person.actor.id)
            if person.span[1] <= start and (pronoun is None or known in (pronoun, None)):
                return person.actor
        return None

    def _is_quoted(self, span: Span) -> bool:
        return any(start <= span[0] < end for start, end in self._content)

    def _newer_person(self, pronoun: str | None, start: int) -> bool:
        """Whether the sentence before the statement begins with another person it could mean."""
        said = min([start, *(span[0] for span in self._content)])
        ends = [match.end() for match in _SENTENCE_END.finditer(self._text, max(0, said - 600), said)]
        sentence = next((end for end in reversed(ends) if said - end > 2), max(0, said - 600))
        opening = [p for p in self._in(sentence, min(start, sentence + 60)) if not self._is_quoted(p.span)]
        return any(
            self._pronouns.get(p.actor.id) == pronoun and self._last and p.actor.id != self._last.id
            for p in opening[:1]
        )

    def _agrees(self, actor: Actor, pronoun: str | None) -> bool:
        if self._is_body(actor):
            return False
        return pronoun is None or self._pronouns.get(actor.id) in (pronoun, None)

    def _body(self, start: int, end: int) -> Actor | None:
        source, inside = self._text[start:end], self._parties.starting_in(start, end)
        if len({m.entity for m in inside}) > 1 and _JOINT.search(source):
            return None  # nobody in particular speaks in a joint statement
        if inside and _COLLECTIVE.search(source):
            return self._registry.actor(inside[0].entity)
        if _ANONYMOUS.search(source):
            return None
        named = [m for m in inside if m.form is not Form.DEMONYM or source.endswith("s")]
        if named and _MEMBERS.search(source) and not source.lower().startswith("the "):
            return None  # "Democrats" are some of them, "the Democrats" the party
        if named:
            return self._registry.actor(named[0].entity)
        name = body_in(source)
        return self._new_body(name) if name else None

    def _party_of(self, actor: Actor) -> Party | None:
        return None if actor.kind is ActorKind.OUTLET else self._registry.party_of(actor, self._day)
