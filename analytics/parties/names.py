"""People and bodies that a story names and the registry does not know.

A person is a run of two to four capitalised words, titles cut away, that the story treats as one: it gives a title, or
calls the person by surname later on, or has the person speak. A body is a run with a word like "Center" or "Court".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from analytics.paths import resource_dir
from analytics.types import Span

TITLES = frozenset(
    (
        "Foreign Prime Defence Defense Finance Interior Energy Minister President Vice Deputy Secretary State Senator "
        "Sen Rep Reps Sens Representative Gov Governor Chancellor Chairman Chairwoman Chair Leader Speaker General "
        "Gen Lt Col Colonel Captain Capt Sgt Sergeant Maj Major Admiral Adm Commander Ambassador Mr Mrs Ms Miss Dr "
        "Professor Prof Judge Justice Mayor Spokesman Spokeswoman Spokesperson Sir Dame Lord Lady King Queen Prince "
        "Princess Pope Commissioner Chief Director Attorney Congressman Congresswoman Councilman Councilwoman Officer "
        "Detective Sheriff Coach Rev Reverend Bishop Cardinal Rabbi Imam Father Sister Harbour Master Former Ex "
        "Retired Then Nominee Counsel Del Delegate Host Correspondent Reporter Editor Columnist Author Actor Actress "
        "Comedian Economist Strategist Manager Analyst"
    ).split()
)
_HE, _SHE = (
    frozenset({"Mr", "Sir", "Lord", "King", "Prince", "Father"}),
    frozenset({"Mrs", "Ms", "Miss", "Dame", "Lady", "Queen", "Princess", "Sister"}),
)
NOT_A_NAME = frozenset(
    (
        "The A An And But Or If When While As In On At By For From To Of With After Before Since Until Under Over "
        "Than That This These Those What Why How Where Who Yet So Because Although Though Both Neither Either Not No "
        "Did Does Do Has Have Had Is Are Was Were Will Would Should Could May Might Must Even Only Like Unlike "
        "Despite During About Against Among Between Through Per Via He She They We It I You His Her Their Our My Its "
        "There Here Now Later Earlier Also Still Meanwhile However Just Many Some Most Few Several Other Others One "
        "Two Three All Any Each Every Another Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
        "February March April June July August September October November December Democratic Republican Democrat "
        "Democrats Republicans GOP White House American Americans"
    ).split()
)
_BODY_WORDS = (
    "Center Centre Association University College Committee Department Council Court Institute Agency Commission "
    "Times Post Journal News Police Union Bureau Fund Foundation Coalition Alliance Company Inc Corp Group Bank "
    "Church Society Project Network Board Office Academy League Federation Organization Organisation Initiative "
    "Survey Register Herald Tribune Magazine Guild Trust Conference Party Campaign Corporation Authority Service "
    "Services Forum Caucus Workers Circuit Energy"
)
_BODY_WORD = re.compile(rf"\b(?:{'|'.join(_BODY_WORDS.split())})\b")
_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][\w’'&-]*\w|[A-Z])"
_RUN = re.compile(
    rf"{_WORD}\.?(?:[ \u00a0](?:(?:von|van|de|der|al|bin|el|di|da|du|la|le)[ \u00a0](?=[A-Z]))?{_WORD}\.?)*"
)
_BODY = re.compile(rf"{_WORD}(?:[ \u00a0](?:(?:of|for|and)[ \u00a0](?:the[ \u00a0])?)?{_WORD}){{0,7}}")
_PARTICLES = frozenset("von van de der al bin el di da du la le".split())


@dataclass(frozen=True)
class NewPerson:
    """One place where a person is named. ``name`` is the same wherever the story means the same person."""

    span: Span
    name: str
    pronoun: str | None


@lru_cache(maxsize=1)
def given_names() -> Mapping[str, str]:
    """Return the pronoun that goes with a given name, from ``data/lexicons/given-names.tsv``."""
    lines = (resource_dir("data") / "lexicons" / "given-names.tsv").read_text(encoding="utf-8").splitlines()
    return MappingProxyType(dict(line.split("\t") for line in lines))


def people_named(text: str, known: Sequence[Span]) -> list[NewPerson]:
    """Return where ``text`` names people, in order, outside the spans ``known``.

    People called by surname are found by it once they have been named in full.
    """
    full = [person for run in _RUN.finditer(text) if (person := _person(text, run))]
    full = [person for person in full if not any(s < person.span[1] and person.span[0] < e for s, e in known)]
    by_surname: dict[str, NewPerson] = {}
    for person in full:
        by_surname.setdefault(person.name.split()[-1], person)
    taken = [*known, *(person.span for person in full)]
    alone = [found for surname, person in by_surname.items() for found in _alone(text, surname, person, taken)]
    again = Counter(person.name for person in alone)
    sure = [
        person
        for person in full
        if person.pronoun or again[person.name] or _titled(text, person.span[0]) or _described(text, person)
    ]
    taken += [person.span for person in alone]
    return sorted([*sure, *alone, *_given_name_only(text, taken)], key=lambda person: person.span)


def _given_name_only(text: str, taken: Sequence[Span]) -> list[NewPerson]:
    """Return people of one name, such as a witness whose surname is kept back, who are named at least twice."""
    found: dict[str, list[Span]] = {}
    for match in re.finditer(_WORD, text):
        name, (start, end) = match.group(), match.span()
        near = re.match(r"[ \u00a0][A-Z]", text[end : end + 2]) or re.search(
            r"[A-Z][\w.]*[ \u00a0]$", text[:start][-30:]
        )
        if name in given_names() and not near and not any(s < end and start < e for s, e in taken):
            found.setdefault(name, []).append((start, end))
    return [
        NewPerson(span, name, given_names()[name]) for name, spans in found.items() if len(spans) > 1 for span in spans
    ]


def person_in(text: str, start: int, end: int) -> NewPerson | None:
    """Return the last person named in full in ``text[start:end]``, who is one because the words are a speaker's."""
    bodies = [match.span() for match in _BODY.finditer(text, start, end) if _BODY_WORD.search(match.group())]
    for run in reversed(list(_RUN.finditer(text, start, end))):
        found = _person(text, run)
        if found and not any(s <= found.span[0] and found.span[1] <= e for s, e in bodies if (s, e) != found.span):
            return found
    return None


def body_in(source: str) -> str | None:
    """Return the name of the body in ``source`` without its article: "the Tax Policy Center" → "Tax Policy Center"."""
    for match in _BODY.finditer(source):
        name = re.sub(r"[’']s$", "", re.sub(r"^(?:The|A|An)\s+", "", match.group()))
        if (_BODY_WORD.search(name) and " " in name) or (name.isupper() and len(name) > 2 and "." not in name):
            return name
    return None


def body_before(text: str, noun: str, end: int) -> str | None:
    """Return the nearest body named before ``end`` that "the court" or "the committee" can mean."""
    for match in reversed(list(_BODY.finditer(text, 0, end))):
        if re.search(rf"\b{noun}\b", match.group(), re.I) and (name := body_in(match.group())):
            return name
    return None


def _person(text: str, run: re.Match[str]) -> NewPerson | None:
    words = [(m.group(), run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\S+", run.group())]
    titles = [k for k, (word, *_) in enumerate(words) if word.rstrip(".") in TITLES]
    pronoun = next((_pronoun_of(words[k][0]) for k in titles if _pronoun_of(words[k][0])), None)
    owners = [k for k, (word, *_) in enumerate(words[:-1]) if re.search(r"[’']s$", word)]
    cut = max([*titles, *owners], default=-1)  # "Salem Radio's Hugh Hewitt", "Press Secretary Josh Earnest"
    words = words[cut + 1 :]
    while words and (words[0][0] in NOT_A_NAME or words[0][0].lower() in _PARTICLES):
        words = words[1:]
    kept = [re.sub(r"[’']s$", "", word).rstrip(".,") for word, *_ in words]
    proper = [word for word in kept if len(word.replace(".", "")) > 1]
    if not 2 <= len(words) <= 5 or len(proper) < 2 or _BODY_WORD.search(" ".join(kept)):
        return None
    if any(word in NOT_A_NAME or (word.isupper() and len(word) > 3) for word in proper):
        return None
    end = words[-1][1] + len(kept[-1])
    return NewPerson((words[0][1], end), " ".join(proper), pronoun or given_names().get(proper[0]))


def _pronoun_of(title: str) -> str | None:
    bare = title.rstrip(".")
    return "he" if bare in _HE else "she" if bare in _SHE else None


def _alone(text: str, surname: str, person: NewPerson, taken: Iterable[Span]) -> list[NewPerson]:
    names = {
        surname,
        *(name for name in person.name.split() if re.search(rf"\bM(?:r|s|rs)\. {re.escape(name)}\b", text)),
    }
    pattern = "|".join(re.sub("[’']", "[’']", re.escape(name)) for name in sorted(names))
    spans = [match.span() for match in re.finditer(rf"\b(?:{pattern})\b", text)]
    return [
        NewPerson(span, person.name, person.pronoun or _pronoun_of(_word_before(text, span[0])))
        for span in spans
        if not any(s < span[1] and span[0] < e for s, e in taken)
    ]


def _word_before(text: str, start: int) -> str:
    words = text[max(0, start - 30) : start].split()
    return words[-1] if words else ""


def _titled(text: str, start: int) -> bool:
    return _word_before(text, start).rstrip(".") in TITLES


def _described(text: str, person: NewPerson) -> bool:
    """Whether an apposition says who it is: "Norman Ham, a retired pilot", "Ava Reed (D-Ohio)", "Lee Park, 34,"."""
    return bool(re.match(r",\s+(?:who|an?|the|\d{2})\b|\s+\([RDI]-", text[person.span[1] : person.span[1] + 12]))
