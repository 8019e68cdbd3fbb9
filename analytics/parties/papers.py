"""Papers that speak: polls, reports and articles stand for whoever published them ("a Quinnipiac University poll")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable

from analytics.parties.names import NOT_A_NAME
from analytics.types import Actor, Span

_NOUNS = (
    "poll polls polling survey report study analysis article story review memo document website transcript editorial "
    "lawsuit brief filing letter release average forecast estimate estimates data figures index ruling numbers tracker "
    "submission rules bylaws findings piece"
)
_NOUN = re.compile(rf"(?<![\w-])(?P<noun>{'|'.join(_NOUNS.split())})(?![\w-])")
_OF_THE_SOURCE = re.compile(r"(?:$|,|\s+(?:by|from|in|on|of|that|which|released|published|conducted|last|this)\b)")
_FROM = re.compile(
    r"\s+(?:(?:that|which)\s+)?(?:(?:released|published|conducted|written)\s+)?(?:(?:appeared|published)\s+in|by|from|on)\s+"
)
_ARTICLES = frozenset("A An The One Another".split())
_SAME = re.compile(r"(?:[Tt]he\s+|[Tt]his\s+)(?:[a-z]+\s+)?[a-z]+|[A-Z][a-z]+")
_ADJECTIVE = re.compile(r"(?!(?:the|an?|this|that|these|its|to|of|in|on|by|for|and|or|with|from|as|at)$)[a-z][\w-]*")
_STUDIES = frozenset("poll survey study report analysis data figure number estimate finding".split())
_AHEAD = 600  # characters after a headline's bare "Poll" in which it is told whose

_LONGEST_SHORT = 5  # characters of a shortened word with its full stop: "Sept."

Publisher = Callable[[Span], Actor | None]


class Papers:
    """The papers of one story. ``publisher`` tells who it is that is named at a span."""

    def __init__(self, text: str, publisher: Publisher) -> None:
        self._text, self._publisher = text, publisher
        self._seen: dict[str, list[tuple[int, Actor]]] = defaultdict(list)
        for match in _NOUN.finditer(text):
            if actor := self._before(match.start(), max(0, match.start() - 90)):
                self._seen[_singular(match["noun"])].append((match.start(), actor))

    def speaker(self, start: int, end: int) -> Actor | None:
        """Return who published the paper that ``text[start:end]`` names."""
        source = self._text[start:end]
        match = _NOUN.search(source)
        bare = match or (_NOUN.fullmatch(source.casefold()) if " " not in source else None)
        if bare is None or not _OF_THE_SOURCE.match(source, bare.end()):
            return None
        place = start + bare.start()
        if actor := self._before(place, start):
            return actor
        if further := _FROM.match(self._text, start + bare.end(), end):
            return self._publisher((further.end(), end))
        return self._same(_singular(bare["noun"]), start) if _SAME.fullmatch(source) else None

    def _before(self, place: int, floor: int) -> Actor | None:
        """Return who is named right before the noun at ``place``: "a recent Reuters survey"."""
        words = list(re.finditer(r"\S+", self._text[floor:place]))[-9:]
        last = len(words)
        while last and len(words) - last < 3 and _ADJECTIVE.fullmatch(words[last - 1].group()):
            last -= 1
        first = last
        while first and _is_name(words[first - 1].group()) and not (first < last and _ends(words[first - 1].group())):
            first -= 1
        named = next((k for k in range(first, last) if re.search(r"[’']s$", words[k].group())), last - 1)
        last = named + 1  # "POLITICO's Battleground States average" is Politico's
        opens = first == 0 or not (words[first - 1].group()[0].islower() or words[first - 1].group() in _ARTICLES)
        alone = words[first:last]
        if not alone or (opens and len(alone) == 1 and re.fullmatch(r"[A-Z][a-z]+", alone[0].group())):
            return None  # "Recent polls": the capital is the sentence's
        start, end = floor + words[first].start(), floor + words[last - 1].end()
        return self._publisher((start, end))

    def _same(self, noun: str, start: int) -> Actor | None:
        """Return the publisher of the paper last named so, or of the only one named soon after a headline."""
        own = self._last(noun, start)
        if own:
            return own[1]
        others = [one for other in _STUDIES if noun in _STUDIES and (one := self._last(other, start))]
        if others:
            return max(others, key=lambda one: one[0])[1]
        soon = {actor.id: actor for place, actor in self._seen.get(noun, [])[:20] if place < start + _AHEAD}
        return next(iter(soon.values())) if len(soon) == 1 else None

    def _last(self, noun: str, start: int) -> tuple[int, Actor] | None:
        seen = self._seen.get(noun, [])
        before = bisect_left(seen, start, key=lambda one: one[0])
        return seen[before - 1] if before else None


def _singular(noun: str) -> str:
    return "poll" if noun == "polling" else noun.removesuffix("s")


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.strip(".,") not in NOT_A_NAME


def _ends(word: str) -> bool:
    """Whether a clause ends after a word, so that what follows is another name."""
    return word[-1] in ',;:!?”")' or (word[-1] == "." and word.count(".") == 1 and len(word) > _LONGEST_SHORT)
