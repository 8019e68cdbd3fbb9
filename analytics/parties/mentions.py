"""Where a text names the parties and people of the registry."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import ahocorasick_rs

from analytics.parties.registry import PersonEntry, Registry
from analytics.text.letters import without_accents
from analytics.types import PartyKind, Span


class Form(StrEnum):
    """The way an entity is named."""

    NAME = "name"
    SURNAME = "surname"
    DEMONYM = "demonym"
    METONYM = "metonym"
    AMBIGUOUS = "ambiguous"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class Mention:
    """Words that name a registry entry: a party, a person or an outlet."""

    span: Span
    entity: str
    form: Form


class MentionIndex:
    """Mentions in order of place, and quick to look up by place."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self._starts = [m.span[0] for m in self.mentions]

    def starting_in(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin in ``[start, end)``, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


# Forms that tell an entry from others of the same surname or ambiguous name.
_TELLING = frozenset({Form.NAME, Form.DEMONYM, Form.METONYM})
# Words that may stand in capitals before a surname without being a given name.
_TITLES = frozenset(
    (
        "Mr Mrs Ms Miss Dr Sir Dame Lord Lady President Premier Chancellor Minister Secretary Senator Sen Rep Gov "
        "Governor Ambassador General Gen Admiral Colonel Col Speaker Chairman Chairwoman Chair Leader Spokesman "
        "Spokeswoman Spokesperson King Queen Prince Princess Pope Justice Judge Mayor Congressman Congresswoman "
        "Representative Commissioner Director Chief Professor Prof Vice-President Secretary-General Counsel Officer"
    ).split()
)
# Capitalised words after a surname or a place that leave its meaning as it is.
_FOLLOWERS = frozenset(
    (
        "Administration Government Cabinet Team Campaign Ministry Department Monday Tuesday Wednesday Thursday Friday "
        "Saturday Sunday January February March April May June July August September October November December"
    ).split()
)
# "Democratic Forces", "Irish Republican Army", "Social Democratic leaders": words of other bodies' names.
_OTHER_BODIES = frozenset(
    (
        "Alliance Army Change Council Forces Front Guard League Movement Palace People's Republic Unionist Union Unity"
    ).split()
)
_OTHER_PARTIES = frozenset("Christian Free Irish Liberal National New Progressive Social Syrian".split())
# Straightened one for one, so that offsets stay.
_NORMAL = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "\n": " "})


class MentionFinder:
    """Finds every mention of a registry's entries in one pass (Aho & Corasick 1975), longest name first.

    Matching is by case, so that "turkey" is not a state. A name that several entries share is settled by which of them
    the text names in full, then by which lists it as an alias ("Trump" is Donald); where neither settles it, the
    mention is left out rather than guessed.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._patterns: dict[str, set[tuple[str, Form]]] = defaultdict(set)
        self._listed = {(alias, person.id) for person in registry.people.values() for alias in person.aliases}
        self._add_parties()
        self._add_people()
        for outlet in registry.outlets.values():
            self._add(outlet.id, Form.NAME, outlet.name, *outlet.aliases)
        self._keys = list(self._patterns)
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._keys, matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
        )

    def _add(self, entity: str, form: Form, *names: str) -> None:
        for name in names:
            self._patterns[name.translate(_NORMAL)].add((entity, form))

    def _add_parties(self) -> None:
        for party in self._registry.parties.values():
            names = (party.name, *party.aliases)
            self._add(party.id, Form.NAME, *(name for name in names if name not in party.ambiguous))
            self._add(party.id, Form.AMBIGUOUS, *party.ambiguous)
            self._add(party.id, Form.DEMONYM, *party.demonyms)
            self._add(party.id, Form.METONYM, *party.metonyms)

    def _add_people(self) -> None:
        for person in self._registry.people.values():
            self._add(person.id, Form.NAME, person.name, *(a for a in person.aliases if " " in a))
            single = [alias for alias in person.aliases if " " not in alias]
            self._add(person.id, Form.SURNAME, person.short_name, without_accents(person.short_name), *single)
            for affiliation in person.affiliations:
                if affiliation.role:
                    title = affiliation.role.title().replace(" Of ", " of ").replace(" For ", " for ")
                    self._add(person.id, Form.NAME, f"{title} {person.short_name}")

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in ``text`` in order, none inside another."""
        normal = text.translate(_NORMAL)
        hits = [
            (start, end, self._patterns[self._keys[index]])
            for index, start, end in self._automaton.find_matches_as_indexes(normal, overlapping=True)
            if _is_whole_word(normal, start, end)
        ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        named = {entity for *_, meanings in hits for entity, form in meanings if form in _TELLING}
        home = self._most_named_state(hits)
        mentions: list[Mention] = []
        for start, end, meanings in hits:
            if mentions and start < mentions[-1].span[1]:
                continue
            meaning = self._settle(normal, (start, end), meanings, named, home)
            if meaning:
                mentions.append(Mention((start, end), *meaning))
        return mentions

    def _most_named_state(self, hits: Iterable[tuple[int, int, set[tuple[str, Form]]]]) -> str | None:
        """Return the state to which most of what the text names belongs."""
        counts = Counter(
            state
            for *_, meanings in hits
            for state in {self._state_of(entity) for entity, form in meanings if form in _TELLING}
            if state
        )
        return counts.most_common(1)[0][0] if counts else None

    def _state_of(self, entity: str) -> str | None:
        if entity in self._registry.parties:
            return self._registry.state_of(entity)
        affiliations = self._registry.people[entity].affiliations if entity in self._registry.people else ()
        return self._registry.state_of(affiliations[0].party) if affiliations else None

    def _settle(
        self, text: str, span: Span, meanings: set[tuple[str, Form]], named: set[str], home: str | None
    ) -> tuple[str, Form] | None:
        possible = sorted(m for m in meanings if self._fits(text, span, *m))
        possible = [m for m in possible if self._is_backed(text, span, m, named, home)]
        if not _is_one(possible):
            possible = [m for m in possible if m[1] is Form.NAME or m[0] in named] or possible
        if not _is_one(possible):
            possible = [m for m in possible if (text[slice(*span)], m[0]) in self._listed]
        return possible[0] if _is_one(possible) else None

    def _is_backed(self, text: str, span: Span, meaning: tuple[str, Form], named: set[str], home: str | None) -> bool:
        """Whether a name that means others too is backed by what else the text names.

        "Congress" is that of the United States in a text that is mostly about them, but "Peru's Congress" is not.
        """
        entity, form = meaning
        if form is Form.SURNAME:
            return entity in named or self._registry.people[entity].surname_alone
        if form is not Form.AMBIGUOUS or entity in named:
            return True
        party = self._registry.parties[entity]
        return party.kind is PartyKind.GOVERNMENT and party.part_of == home and not _is_owned(text, span[0])

    def _fits(self, text: str, span: Span, entity: str, form: Form) -> bool:
        """Whether the words around a mention allow it: "Melania Trump" is not Donald, "Trump Tower" nobody."""
        following = _word_after(text, span[1])
        if form is Form.SURNAME:
            before = _word_before(text, span[0])
            person = self._registry.people[entity]
            return _may_precede(before, person) and not _is_name_part(following)
        if form is Form.DEMONYM and self._registry.parties[entity].kind is PartyKind.POLITICAL_PARTY:
            return following not in _OTHER_BODIES and _word_before(text, span[0]) not in _OTHER_PARTIES
        return form is not Form.METONYM or not _is_name_part(following)


@lru_cache(maxsize=4)
def mention_finder(registry: Registry) -> MentionFinder:
    """Return the finder of ``registry``, built once."""
    return MentionFinder(registry)


def _is_one(meanings: list[tuple[str, Form]]) -> bool:
    return len({entity for entity, _ in meanings}) == 1


def _is_whole_word(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _is_owned(text: str, start: int) -> bool:
    before = _word_before(text, start)
    return before.endswith("'s") or (before[:1].isupper() and not _is_function_word(before.rstrip(".")))


def _word_after(text: str, end: int) -> str:
    if text[end : end + 1] != " ":
        return ""
    return text[end + 1 : end + 40].split(" ", 1)[0]


def _word_before(text: str, start: int) -> str:
    if text[max(0, start - 1) : start] not in (" ", "."):
        return ""
    words = text[max(0, start - 40) : start].split()
    return words[-1] if words else ""


def _is_name_part(word: str) -> bool:
    return bool(word) and word[0].isupper() and word.strip(".,;:!?'\"”)") not in _FOLLOWERS


def _may_precede(before: str, person: PersonEntry) -> bool:
    if not before or not before[0].isupper() or before[-1] in ",;:!?)”\"'" or before.endswith("'s"):
        return True
    bare = before.rstrip(".")
    initials = len(bare) <= 2
    if before.endswith(".") and not initials and bare not in _TITLES:
        return True  # the sentence before ended in a name: "visited Ankara. Macron said"
    return bare in _TITLES or bare in person.name.split() or initials or _is_function_word(bare) or "-" in bare


def _is_function_word(word: str) -> bool:
    return word.casefold() in _FUNCTION_WORDS


_FUNCTION_WORDS = frozenset(
    (
        "a an the and but or if when while as in on at by for from to of with after before since until under over "
        "than that this these those what why how where who whom whose yet so because although though both neither "
        "either not no did does do has have had is are was were will would should could may might must can asked said "
        "says told even only like unlike despite during about against among between through per via"
    ).split()
)
