"""People that a story names and the registry does not know.

A run of capitalised words is a person if the story treats it as one: it gives a title, or says who it is, or calls the
person by surname later on, or has the person speak.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analytics.parties.body_names import BODY_WORD, body_spans
from analytics.parties.names import (
    CROWNED,
    NOT_A_NAME,
    TITLES,
    NewPerson,
    given_names,
    names_in,
    pronoun_of_title,
    surname_of,
)
from analytics.types import Span

# Titles that make a person of one name.
_ALONE = CROWNED | frozenset(
    (
        "Mr Mrs Ms Miss Dr Judge Justice Sen Rep Gov Senator Governor Mayor Sheriff Officer Detective Sgt Capt Gen Col"
    ).split()
)
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*\w")
_COMMON = re.compile(r"\b[a-z]+\b")
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Ii]ts)\s$")
_DESCRIBED = re.compile(r",\s+(?:who|an?|the|\d{2})\b|\s+\([RDI]-")

Words = Mapping[str, Sequence[Span]]


def people_named(text: str, known: Sequence[Span], sources: Sequence[Span] = ()) -> list[NewPerson]:
    """Return where ``text`` names people, in order, outside the spans ``known``.

    People called by surname are found by it once they have been named in full. ``sources`` are the words that name
    speakers: who is named in full there is a person.
    """
    free = bytearray(b"\1") * len(text)
    _take(free, known)
    taken = {_straight(text[slice(*span)].rsplit(maxsplit=1)[-1]) for span in known}
    full = _by_full_name(
        person
        for person in _outside_bodies(text, names_in(text))
        if all(free[slice(*person.span)]) and (person.pronoun or person.titled or surname_of(person.name) not in taken)
    )  # "Classic Clinton" is one of the Clintons
    _take(free, [person.span for person in full])
    words: dict[str, list[Span]] = {}
    for match in _CAPITAL.finditer(text):
        if all(free[match.start() : match.end()]):
            words.setdefault(_straight(match.group()), []).append(match.span())
    sure = _sure(text, full, words, sources)
    full = [person for person in full if person.name in sure]
    alone = _alone(text, full, words)
    parts = {_straight(part) for person in full for part in person.name.split()}
    single = [one for name in words if name not in parts | taken for one in _one_name(text, name, words[name])]
    return sorted([*full, *alone, *single], key=lambda person: person.span)


def _take(free: bytearray, spans: Iterable[Span]) -> None:
    for start, end in spans:
        free[start:end] = bytes(end - start)


def _outside_bodies(text: str, people: Sequence[NewPerson]) -> list[NewPerson]:
    """Leave out what is only part of a body's name: the "Federal Tax" of the "Center for Federal Tax Policy"."""
    bodies = body_spans(text)
    starts = [start for start, _ in bodies]
    kept = []
    for person in people:
        k = bisect_right(starts, person.span[0]) - 1
        inside = k >= 0 and person.span[1] <= bodies[k][1] and person.span != bodies[k]
        if person.pronoun or person.titled or not inside:
            kept.append(person)
    return kept


def _by_full_name(people: Iterable[NewPerson]) -> list[NewPerson]:
    """Let "Mr. Van Voorhis" be the Chandler Van Voorhis whom the story names elsewhere."""
    listed = list(people)
    longer: dict[str, str] = {}
    for person in listed:
        words = person.name.split()
        for first in range(1, len(words) - 1):
            longer.setdefault(" ".join(words[first:]), person.name)
    return [replace(p, name=longer[p.name]) if p.titled and p.name in longer else p for p in listed]


def _sure(text: str, full: Sequence[NewPerson], words: Words, sources: Sequence[Span]) -> set[str]:
    """Return the names that are people's."""
    common = set(_COMMON.findall(text))
    spans = sorted(sources)
    sure = set()
    for person in full:
        if person.name in sure:
            continue
        told = (
            person.pronoun or person.titled or _titled(text, person.span[0]) or _DESCRIBED.match(text, person.span[1])
        )
        proper = person.name.split()[-1].casefold() not in common  # "Frustrated Parents" are parents elsewhere
        if told or (proper and (_is_in(person.span, spans) or _is_again(text, person, words))):
            sure.add(person.name)
    return sure


def _is_in(span: Span, spans: Sequence[Span]) -> bool:
    k = bisect_right(spans, (span[0], span[1] + 10**9)) - 1
    return k >= 0 and span[1] <= spans[k][1]


def _is_again(text: str, person: NewPerson, words: Words) -> bool:
    """Whether the story calls by surname, and without "the", whom it has named in full."""
    spans = words.get(_straight(surname_of(person.name)), ())
    return any(not _has_determiner(text, start) for start, _ in spans)


def _has_determiner(text: str, start: int) -> bool:
    return bool(_DETERMINER.search(text, max(0, start - 6), start))


def _straight(word: str) -> str:
    return re.sub(r"'s$", "", word.replace("’", "'"))


def _first_of_each(people: Sequence[NewPerson]) -> list[NewPerson]:
    """Return the first person of each surname: the one who is called by it alone."""
    return list({surname_of(person.name): person for person in reversed(people)}.values())


def _one_name(text: str, name: str, spans: Sequence[Span]) -> list[NewPerson]:
    """Return where a person of whom only one name is printed is named, alone.

    It is one with a title ("Judge Berman", "Pope Francis"), or a witness whose surname is kept back, named twice.
    """
    if name in TITLES or name in NOT_A_NAME or BODY_WORD.fullmatch(name) or name.isupper():
        return []
    alone = [
        (start, start + len(name))
        for start, _ in spans
        if not re.match(r"[ \u00a0][A-Z]", text[start + len(name) : start + len(name) + 2])
    ]
    titles = [(start, _word_before(text, start).rstrip(".")) for start, _ in alone]
    title = next((word for _, word in titles if word in _ALONE), None)
    if title:
        full, pronoun = (
            f"{title} {name}" if title in CROWNED else name,
            pronoun_of_title(title) or given_names().get(name),
        )
        return [NewPerson(span, full, pronoun) for span in alone if not _has_determiner(text, span[0])]
    if name not in given_names():
        return []
    alone = [span for span in alone if not re.search(r"[A-Z][\w.]*[ \u00a0]$", text[max(0, span[0] - 30) : span[0]])]
    return [NewPerson(span, name, given_names()[name]) for span in alone] if len(alone) > 1 else []


def _alone(text: str, people: Sequence[NewPerson], words: Words) -> list[NewPerson]:
    """Return where somebody is called by surname, or by title and any one name ("Mr. Ban" is Ban Ki-moon).

    A surname means the first who has it; another name that several people have tells of none of them ("Mr. John").
    """
    first = _first_of_each(people)
    surnames = {_straight(surname_of(person.name)): person for person in first}
    bearers = Counter(part for person in {p.name: p for p in people}.values() for part in _parts(person))
    by_title = {part: person for person in first for part in _parts(person) if bearers[part] == 1}
    found = [one for part, person in surnames.items() for one in _called(text, part, person, words)]
    for part, person in by_title.items():
        called = _called(text, part, person, words) if part not in surnames else []
        found += called if any(pronoun_of_title(_word_before(text, one.span[0])) for one in called) else []
    return found


def _parts(person: NewPerson) -> set[str]:
    """Return the names of a person that are not the surname."""
    return {_straight(part) for part in person.name.split()} - {_straight(surname_of(person.name))}


def _called(text: str, part: str, person: NewPerson, words: Words) -> list[NewPerson]:
    found = []
    for start, _ in words.get(part, ()):
        if not _has_determiner(text, start):
            pronoun = person.pronoun or pronoun_of_title(_word_before(text, start))
            found.append(NewPerson((start, start + len(part)), person.name, pronoun))
    return found


def _word_before(text: str, start: int) -> str:
    words = text[max(0, start - 30) : start].split()
    return words[-1] if words else ""


def _titled(text: str, start: int) -> bool:
    return _word_before(text, start).rstrip(".") in TITLES
