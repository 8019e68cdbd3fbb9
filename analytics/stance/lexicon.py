"""The word lists behind the features: valences, fields of words and phrases, and verbs with their roles.

The lists are data (``data/lexicons``, its README names sources and licences); this module only reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analytics.paths import resource_dir

LEXICON_FILES = ("vader.tsv", "verbs.tsv", "words.tsv")
_VADER_SCALE = 0.5  # VADER rates from −4 to 4, our own lists from −2 to 2


@dataclass(frozen=True)
class Verb:
    """A verb of politics: in what light it puts its agent and its patient, each in [−2, 2]."""

    lemma: str
    role: str
    agent: float
    patient: float


@dataclass(frozen=True)
class Entry:
    """A word or phrase found in a text: tokens ``first`` to ``last`` (inclusive) and what the lists say of it.

    ``vader`` and ``valence`` are in [−2, 2]; ``field`` is the name of a list of ``words.tsv`` or "".
    """

    first: int
    last: int
    vader: float = 0.0
    valence: float = 0.0
    field: str = ""
    verb: Verb | None = None


@dataclass(frozen=True)
class Lexicon:
    """All lists in memory. Keys are lower-case forms; ``phrases`` maps a first word to the words that follow it."""

    vader: Mapping[str, float]
    verbs: Mapping[str, Verb]
    fields: Mapping[str, tuple[str, float]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, float], ...]]

    def entries(self, words: Sequence[str]) -> Iterator[Entry]:
        """Yield what the lists know about ``words`` (lower case), from left to right; a phrase hides its words, but for
        the verb it begins with ("accused of").
        """
        k = 0
        while k < len(words):
            found = self._phrase(words, k) or self._word(words[k], k)
            if found:
                yield found
            k = found.last + 1 if found else k + 1

    def _phrase(self, words: Sequence[str], start: int) -> Entry | None:
        for rest, field, valence in self.phrases.get(words[start], ()):
            last = start + len(rest)
            if tuple(words[start + 1 : last + 1]) == rest:
                return Entry(start, last, valence, valence, field, self.verbs.get(words[start]))
        return None

    def _word(self, word: str, k: int) -> Entry | None:
        vader = self.vader.get(word, 0.0)
        field, valence = self.fields.get(word, ("", 0.0))
        verb = self.verbs.get(word)
        return Entry(k, k, vader, valence, field, verb) if vader or field or verb else None


def _rows(path: Path) -> Iterator[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:] if line)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the lists once per process."""
    folder = resource_dir("data") / "lexicons"
    vader = {word: float(valence) * _VADER_SCALE for word, valence in _rows(folder / "vader.tsv")}
    verbs: dict[str, Verb] = {}
    for lemma, role, agent, patient, forms in _rows(folder / "verbs.tsv"):
        verb = Verb(lemma, role, float(agent), float(patient))
        verbs.update(dict.fromkeys(forms.split(), verb))
    fields: dict[str, tuple[str, float]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for text, field, valence in _rows(folder / "words.tsv"):
        first, *rest = text.split(" ")
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), field, float(valence)))
        else:
            fields[first] = (field, float(valence))
    longest_first = {key: tuple(sorted(found, key=lambda p: -len(p[0]))) for key, found in phrases.items()}
    return Lexicon(vader, verbs, fields, longest_first)


def lexicon_fingerprints() -> dict[str, str]:
    """Return the sha256 of each list, for a model's manifest: other lists would give other features."""
    folder = resource_dir("data") / "lexicons"
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in LEXICON_FILES}
