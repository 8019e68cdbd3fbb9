"""Who speaks: from the words of a source ("he", "Russia's top diplomat") to an actor.

A speaker is named, described, or stood for by a pronoun. What the registry does not know is given a provisional actor
when the story names a person, and is left unresolved, never guessed, when it does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.parties.mentions import Form, Mention, MentionIndex
from analytics.parties.registry import Registry, slug
from analytics.text.tokens import token_spans
from analytics.types import Actor, ActorKind, Affiliation, Party, Spans, Speaker, Statement, StatementKind

_PRONOUNS = {"he": "he", "him": "he", "she": "she", "her": "she"}
_ANONYMOUS = re.compile(
    r"^(?:an?|one|another)\b|\b(?:anonymity|source|adviser|analyst|aide|expert|diplomat|official)\b",
    re.I,
)
_COLLECTIVE = re.compile(
    r"\b(?:officials|government|ministry|authorities|administration|leaders|leadership|cabinet|delegation|negotiators|"
    r"lawmakers|military|army|state media|diplomats|ministers|side|office|embassy|presidency|parliament|statement)\b",
    re.I,
)
_JOINT = re.compile(r"\band\b|,")
_APPOSITION = re.compile(r",|\swho\s")
_NAME = re.compile(
    r"(?:[A-Z][\w’'-]+|[A-Z]\.)(?:\s+(?:[A-Z][\w’'-]+|[A-Z]\.|von|van|de|der|al|bin|el|di|da))*\s+[A-Z][\w’'-]+"
)
_TITLES = frozenset(
    (
        "Foreign Prime Defence Defense Finance Interior Energy Minister President Vice Deputy Secretary State Senator "
        "Sen Rep Representative Gov Governor Chancellor Chairman Chair Leader Speaker General Colonel Captain Admiral "
        "Ambassador Mr Mrs Ms Dr Professor Prof Judge Mayor Spokesman Spokeswoman Spokesperson Sir King Queen "
        "Commissioner Chief The Harbour Master"
    ).split()
)


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
    """Walks through a story in order and remembers who spoke last and whom it named outside the registry."""

    def __init__(self, text: str, context: SpeakerContext) -> None:
        self._text = text
        self._registry = context.registry
        self._day = context.day
        self._people = MentionIndex(m for m in context.mentions if m.entity in context.registry.people)
        self._parties = MentionIndex(m for m in context.mentions if m.entity in context.registry.parties)
        self._content: Spans = ()  # of the statement at hand: nobody quoted is the "she" of "she said"
        self._last: Actor | None = None
        self._open_since = 0  # where the last speaker was left unresolved: nobody named before is "he"
        self._provisional: dict[str, Actor] = {}

    def resolve(self, statement: Statement) -> Speaker | None:
        self._content = statement.content
        actor = self._actor_of(statement)
        self._last = actor
        if actor is None:
            self._open_since = min(start for start, _ in statement.content + statement.source)
            return None
        return Speaker(actor, self._party_of(actor))

    def _actor_of(self, statement: Statement) -> Actor | None:
        if not statement.source:
            return self._last if statement.kind is StatementKind.DIRECT and not statement.cue else None
        start, end = statement.source[0][0], statement.source[-1][1]
        source = self._text[start:end]
        words = [self._text[slice(*span)] for span in token_spans(self._text, start, end)]
        first = words[0].lower() if words else ""
        if first == "who":
            return self._nearest_person(None, start)
        if first in _PRONOUNS or first == "i":
            return self._by_pronoun(_PRONOUNS.get(first), start)
        if first in ("it", "they") and len(words) == 1:
            return self._last if self._last and self._last.kind is ActorKind.PARTY else None
        head = start + len(_APPOSITION.split(source, maxsplit=1)[0])
        return (
            self._named(start, head)
            or self._new_person(self._text[start:head], start, head)
            or self._named(start, end)
            or self._known_surname(words)
            or self._new_person(source, start, end)
            or self._body(source, start, end)
        )

    def _named(self, start: int, end: int) -> Actor | None:
        for mention in self._people.starting_in(start, end):
            if mention.span[1] <= end and not self._is_owner(mention, start):
                return self._registry.actor(mention.entity)
        return None

    def _is_owner(self, mention: Mention, start: int) -> bool:
        """ "Lavrov's deputy", "a spokesman for Rubio": named, but not the one who speaks."""
        before = self._text[start : mention.span[0]].split()
        follows = self._text[mention.span[1] : mention.span[1] + 2]
        return follows in ("'s", "’s") or bool(
            before and before[-1].lower() in ("of", "for", "to", "by", "with", "under")
        )

    def _by_pronoun(self, pronoun: str | None, start: int) -> Actor | None:
        if self._last and self._agrees(self._last, pronoun) and not self._newer_person(pronoun, start):
            return self._last
        return self._nearest_person(pronoun, start)

    def _nearest_person(self, pronoun: str | None, start: int) -> Actor | None:
        for mention in self._people.backwards_from(start):
            if self._is_quoted(mention):
                continue
            if self._last is None and mention.span[0] < self._open_since:
                return None
            person = self._registry.people[mention.entity]
            if mention.span[1] <= start and (pronoun is None or person.pronoun in (pronoun, None)):
                return self._registry.actor(mention.entity)
        return None

    def _is_quoted(self, mention: Mention) -> bool:
        return any(start <= mention.span[0] < end for start, end in self._content)

    def _newer_person(self, pronoun: str | None, start: int) -> bool:
        """Whether the sentence before the pronoun begins with another person it could mean."""
        sentence = self._text.rfind(". ", 0, max(0, start - 2)) + 1
        near = self._people.starting_in(sentence, min(start, sentence + 60))
        opening = [m for m in near if not self._is_quoted(m)]
        return any(
            self._registry.people[m.entity].pronoun == pronoun and self._last and m.entity != self._last.id
            for m in opening[:1]
        )

    def _agrees(self, actor: Actor, pronoun: str | None) -> bool:
        if actor.kind is ActorKind.PERSON:
            known = self._registry.people[actor.id].pronoun
            return pronoun is None or known is None or known == pronoun
        return actor.kind is ActorKind.PROVISIONAL

    def _known_surname(self, words: list[str]) -> Actor | None:
        for word in words:
            if word in self._provisional:
                return self._provisional[word]
        return None

    def _new_person(self, source: str, start: int, end: int) -> Actor | None:
        match = _NAME.search(source)
        if not match or self._parties.starting_in(start + match.start(), start + match.end()):
            match = self._name_behind_party(source, start)
        if not match or self._people.starting_in(start + match.start(), start + match.end()):
            return None  # "a spokesman for Marco Rubio": the one named is known, and is not the one who speaks
        words = [w for w in match.group().split() if w.strip(".,") not in _TITLES]
        if len(words) < 2 or _COLLECTIVE.search(match.group()):
            return None
        name = " ".join(words).rstrip("’'")
        party = next((m.entity for m in self._parties.starting_in(start, end)), None)
        actor = Actor(slug(name), name, ActorKind.PROVISIONAL, (Affiliation(party),) if party else ())
        self._provisional[words[-1]] = actor
        return actor

    def _name_behind_party(self, source: str, start: int) -> re.Match[str] | None:
        inside = [m.span[1] - start for m in self._parties.starting_in(start, start + len(source))]
        return _NAME.search(source, max(inside)) if inside else None

    def _body(self, source: str, start: int, end: int) -> Actor | None:
        inside = self._parties.starting_in(start, end)
        if not inside or (len({m.entity for m in inside}) > 1 and _JOINT.search(source)):
            return None  # nobody in particular speaks in a joint statement
        if _COLLECTIVE.search(source):
            return self._registry.actor(inside[0].entity)
        if _ANONYMOUS.search(source):
            return None
        named = [m for m in inside if m.form is not Form.DEMONYM or source.endswith("s")]
        return self._registry.actor(named[0].entity) if named else None

    def _party_of(self, actor: Actor) -> Party | None:
        return None if actor.kind is ActorKind.OUTLET else self._registry.party_of(actor, self._day)
