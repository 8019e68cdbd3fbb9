"""People a source describes rather than names: "the judge", "the South Carolina senator", "his lawyer".

A description means whoever the story ties to its noun: by a title before the name ("Judge Ann Lee"), by an apposition
("Bo Day, a retired pilot", "his lawyer, Al Roe,"), or because the registry says so ("the Democratic nominee"). Nobody
is guessed: where the story ties the noun to nobody, the source stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from analytics.parties.cast import Cast, Person
from analytics.types import Actor

_SAME = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "attorney": "lawyer",
    "counsel": "lawyer",
    "nominee": "candidate",
    "hopeful": "candidate",
    "contender": "candidate",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "advisor": "adviser",
    "gen": "general",
    "justice": "judge",
    "actor": "actress",
    "prof": "professor",
    "supervisor": "boss",
}
# Nouns that any number of people in a story answer to: "a senior official" is nobody in particular.
_ANYBODY = frozenset(
    (
        "official adviser aide analyst expert source diplomat voter man woman person critic supporter opponent "
        "employee worker member resident reporter journalist columnist spokesperson friend colleague student protester "
        "heckler republican democrat operative strategist lawmaker author one state"
    ).split()
)
_SOURCE = re.compile(
    r"(?P<article>(?:the|an?|his|her|their|its|one)\s+|[A-Z][\w.-]+[’']s?\s+)?(?P<words>(?:[\w.’-]+,?\s+){0,7}?)"
    r"(?P<noun>[A-Za-z-]+)(?:\s+(?:of|from|for|in|at)\s.{1,80})?",
    re.I,
)
_COMPOUND = re.compile(r"\b(secretary) (of state|general)\b", re.I)
_BEFORE = re.compile(r"(?P<words>(?:[\w.’-]+\s+){0,5}?)(?P<noun>[A-Za-z-]+|[A-Z][a-z]{1,3}\.)(?P<comma>,?)\s+$")
_AFTER = re.compile(
    r"(?:,\s+\d{2})?(?:,|\s+(?:is|was))\s+(?:who\s+(?:is|was)\s+)?(?P<what>(?:an?|the|his|her|now|then|former)\s+[^.;!?\n(]{3,90}|[a-z][^.;!?\n(]{3,90})"
)
_NOUN_END = re.compile(r"\s(?:of|for|at|in|from|to|with|who|that|and|on|by|whose)\s|,|$")
_HOME = re.compile(
    r"\s*\((?:[RDI][-–])?([A-Z][\w.]{1,6})\)|,\s+[RDI]-([A-Z][\w.]{1,6}),|\s+of\s+([A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_DETERMINER = re.compile(r"(?:^|\s)(?:the|an?|his|her|their|its)\s|[’']s?\s", re.I)
_MOST = 200  # ties and names looked at: so long a story says it again
_AHEAD = 1500  # characters after a headline or a lead in which it is told who "a judge" is


@dataclass(frozen=True)
class _Tie:
    """What a story says of a person at one place."""

    place: int
    actor: str
    words: str
    home: str
    past: bool


class Offices:
    """Which nouns a story ties to whom."""

    def __init__(self, cast: Cast) -> None:
        self._text, self._cast = cast.text, cast
        self._actors: dict[str, Actor] = {}
        self._ties: dict[str, list[_Tie]] = defaultdict(list)
        for person in cast.people:
            if person.actor.id not in self._actors:
                self._actors[person.actor.id] = person.actor
                for noun, tie in self._known(person):
                    self._ties[noun].append(tie)
            for noun, tie in self._told(person):
                self._ties[noun].append(tie)

    def _known(self, person: Person) -> Iterator[tuple[str, _Tie]]:
        for affiliation in person.actor.affiliations:
            if affiliation.role:
                party = self._cast.context.registry.parties[affiliation.party]
                words = " ".join((affiliation.role, party.name, *party.aliases, *party.demonyms))
                past = not affiliation.holds_on(self._cast.context.day)
                yield _noun(affiliation.role), _Tie(person.span[0], person.actor.id, words, "", past)

    def _told(self, person: Person) -> Iterator[tuple[str, _Tie]]:
        start, end = person.span
        home = _HOME.match(self._text, end)
        state = next(filter(None, home.groups()), "") if home else ""
        before = _BEFORE.search(_joined(self._text[max(0, start - 70) : start].rsplit("\n", 1)[-1]))
        if before and (not before["comma"] or _DETERMINER.search(" " + before["words"])):
            words = f"{before['words']} {before['noun']}"
            yield _noun(before["noun"]), _Tie(start, person.actor.id, words, state, "former" in words.lower())
        if after := _AFTER.match(self._text, home.end() if home and not home[3] else end):
            what = _joined(after["what"])
            words = what[: _end_of(_NOUN_END, what)]
            if words:
                yield _noun(words), _Tie(start, person.actor.id, what, state, "former" in words.lower())

    def holder(self, source: str, start: int) -> Actor | None:
        """Return whom the description ``source`` at ``start`` means."""
        match = _SOURCE.fullmatch(_joined(source))
        if not match or " and " in source or (match["article"] and match["noun"][0].isupper()):
            return None
        article = (match["article"] or "").strip().lower()
        new = article in ("", "a", "an")  # of a headline or a lead, where places are told in other words
        ties = self._fitting(match["noun"], "" if new else match["words"], source, start)
        wanted = {tie.actor for tie in ties if tie.place < start}
        if new or article == "one" or (article != "the" and not wanted):
            return self._told_ahead(_noun(match["noun"]), ties, start)
        if article in ("his", "her", "their") and len(wanted) > 1:
            return None  # each may have one
        return self._latest(wanted, start)

    def _told_ahead(self, noun: str, ties: Sequence[_Tie], start: int) -> Actor | None:
        """Return the only one whom the story ties to a noun, if it does so soon after ``start``."""
        actors = {tie.actor for tie in ties}
        near = any(start <= tie.place < start + _AHEAD for tie in ties)
        return self._actors[actors.pop()] if len(actors) == 1 and near and noun not in _ANYBODY else None

    def _fitting(self, noun: str, words: str, source: str, start: int) -> list[_Tie]:
        """Return the ties near ``start`` that agree with all that a description says."""
        past = bool(re.search(r"\b(?:former|ex-|onetime)", source, re.I))
        known = self._ties.get(_noun(noun), [])
        here = bisect_left(known, start, key=lambda tie: tie.place)
        ties = [tie for tie in known[max(0, here - _MOST) : here + _MOST] if tie.past is past]
        names = re.findall(r"\b[A-Z][\w.]+(?: [A-Z][\w.]+)*", re.sub(r"^(?:The|An?|His|Her)\s", "", words))
        for name in names:
            ties = [tie for tie in ties if _says(tie, name)]
        return ties

    def _latest(self, wanted: set[str], start: int) -> Actor | None:
        if len(wanted) == 1:
            return self._actors[wanted.pop()]
        recent = islice(self._cast.before(start), _MOST)
        return next((person.actor for person in recent if person.actor.id in wanted), None)


def _says(tie: _Tie, name: str) -> bool:
    """Whether a tie fits a place or party in a description: "the Vermont senator" is "Sen. Lee Park (I-Vt.)"."""
    if name in tie.words:
        return True
    short = tie.home.replace(".", "")
    if not short:
        return False
    initials = "".join(word[0] for word in name.split())
    return tie.home == name or short == initials or (short[0] == name[0] and _is_shortened(short.lower(), name.lower()))


def _is_shortened(short: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in short)


def _joined(words: str) -> str:
    """Return words with "secretary of state" as one noun."""
    return _COMPOUND.sub(lambda match: match[0].replace(" ", "-"), words)


def _noun(words: str) -> str:
    """Return the noun of a role: "deputy foreign minister" → "minister"."""
    plain = _joined(words).casefold().split()
    noun = plain[-1].strip(".") if plain else ""
    return _SAME.get(noun, noun)


def _end_of(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.search(words)
    return match.start() if match else len(words)
