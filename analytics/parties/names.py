"""People and bodies that a story names and the registry does not know.

A person is a run of two to four capitalised words, titles cut away, that the story treats as one: it gives a title, or
calls the person by surname later on, or has the person speak. A body is a run with a word like "Center" or "Court".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
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
        "Comedian Economist Strategist Manager Analyst Activist Adviser Advisor Aide Anchor Billionaire Businessman "
        "Businesswoman Candidate Filmmaker Historian Journalist Lawmaker Lawyer Singer Spokeswomen Writer"
    ).split()
)
_CROWNED = frozenset("Pope King Queen Prince Princess Emperor Sultan Sheikh".split())  # no surname follows: "Pope Francis"
_ALONE = _CROWNED | frozenset(
    "Mr Mrs Ms Miss Dr Judge Justice Sen Rep Gov Senator Governor Mayor Sheriff Officer Detective Sgt Capt Gen Col".split()
)
_HE, _SHE = (
    frozenset({"Mr", "Sir", "Lord", "King", "Prince", "Pope", "Father"}),
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
        "Democrats Republicans GOP White House American Americans North South East West Northern Southern Eastern "
        "Western New"
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
_UPPER = "A-ZÀ-ÖØ-Þ"
_WORD = rf"\b(?:(?:[A-Z]\.)+|[{_UPPER}][\w’'&-]*\w|[A-Z])"
_RUN = re.compile(
    rf"{_WORD}\.?(?:[ \u00a0](?:(?:von|van|de|der|al|bin|el|di|da|du|la|le)[ \u00a0](?=[A-Z]))?{_WORD}\.?)*"
)
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*\w")
_COMMON = re.compile(r"\b[a-z]+\b")
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Ii]ts)\s$")
_BODY = re.compile(rf"{_WORD}(?:[ \u00a0](?:(?:of|for|and)[ \u00a0](?:the[ \u00a0])?)?{_WORD}){{0,7}}")
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
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


def people_named(text: str, known: Sequence[Span], sources: Sequence[Span] = ()) -> list[NewPerson]:
    """Return where ``text`` names people, in order, outside the spans ``known``.

    People called by surname are found by it once they have been named in full. ``sources`` are the words that name
    speakers: who is named in full there is a person.
    """
    free = bytearray(b"\1") * len(text)
    for start, end in known:
        free[start:end] = bytes(end - start)
    full = [person for run in _RUN.finditer(text) if (person := _person(text, run)) and all(free[slice(*person.span)])]
    for person in full:
        free[slice(*person.span)] = bytes(person.span[1] - person.span[0])
    words: dict[str, list[Span]] = {}
    for match in _CAPITAL.finditer(text):
        if all(free[match.start() : match.end()]):
            words.setdefault(_straight(match.group()), []).append(match.span())
    alone = [found for person in _first_of_each(full) for found in _alone(text, person, words)]
    again = Counter(person.name for person in alone)
    common = set(_COMMON.findall(text))
    spoken = {found.span for source in sources if (found := person_in(text, *source)) and _is_proper(found, common)}
    sure = [
        person
        for person in full
        if person.pronoun
        or (again[person.name] and _is_proper(person, common))
        or _titled(text, person.span[0])
        or _described(text, person)
        or person.span in spoken
    ]
    surnames = {surname_of(person.name) for person in full}
    single = [found for name in words if name not in surnames for found in _one_name(text, name, words[name])]
    return sorted([*sure, *alone, *single], key=lambda person: person.span)


def surname_of(name: str) -> str:
    """Return the last word of a name that is no suffix: "Robert Kennedy Jr." is a Kennedy."""
    words = [word for word in name.split() if word.rstrip(".") not in _SUFFIXES]
    return words[-1] if words else name


def _straight(word: str) -> str:
    return re.sub(r"'s$", "", word.replace("’", "'"))


def _first_of_each(people: Sequence[NewPerson]) -> list[NewPerson]:
    """Return the first person of each surname: the one who is called by it alone."""
    return list({surname_of(person.name): person for person in reversed(people)}.values())


def _is_proper(person: NewPerson, common: Set[str]) -> bool:
    """Whether a name is more than a headline's capitals: "Frustrated Parents" are parents elsewhere in the story."""
    return person.pronoun is not None or person.name.split()[-1].casefold() not in common


def _one_name(text: str, name: str, spans: Sequence[Span]) -> list[NewPerson]:
    """Return where a person of whom only one name is printed is named, alone.

    It is one with a title ("Judge Berman", "Pope Francis"), or a witness whose surname is kept back, named twice.
    """
    if name in TITLES or name in NOT_A_NAME or _BODY_WORD.fullmatch(name) or name.isupper():
        return []
    alone = [
        (start, start + len(name))
        for start, _ in spans
        if not re.match(r"[ \u00a0][A-Z]", text[start + len(name) : start + len(name) + 2])
    ]
    titles = [(start, _word_before(text, start).rstrip(".")) for start, _ in alone]
    title = next((word for _, word in titles if word in _ALONE), None)
    if title:
        full, pronoun = f"{title} {name}" if title in _CROWNED else name, _pronoun_of(title) or given_names().get(name)
        return [NewPerson(span, full, pronoun) for span in alone if not _DETERMINER.search(text, span[0] - 6, span[0])]
    if name not in given_names():
        return []
    alone = [span for span in alone if not re.search(r"[A-Z][\w.]*[ \u00a0]$", text[max(0, span[0] - 30) : span[0]])]
    return [NewPerson(span, name, given_names()[name]) for span in alone] if len(alone) > 1 else []


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


def bodies_named(text: str) -> list[tuple[int, str]]:
    """Return where ``text`` names bodies, and their names, in order."""
    found = ((match.start(), body_in(match.group())) for match in _BODY.finditer(text))
    return [(start, name) for start, name in found if name]


def _person(text: str, run: re.Match[str]) -> NewPerson | None:
    words = [(m.group(), run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\S+", run.group())]
    titles = [k for k, (word, *_) in enumerate(words) if word.rstrip(".") in TITLES]
    pronoun = next((_pronoun_of(words[k][0]) for k in titles if _pronoun_of(words[k][0])), None)
    owners = [k for k, (word, *_) in enumerate(words[:-1]) if re.search(r"[’']s$", word)]
    cut = max([*titles, *owners], default=-1)  # "Salem Radio's Hugh Hewitt", "Press Secretary Josh Earnest"
    words = words[cut + 1 :]
    titled = bool(titles) and cut == titles[-1]
    first = 0
    while (
        first < len(words) and not titled and (words[first][0] in NOT_A_NAME or words[first][0].lower() in _PARTICLES)
    ):
        first += 1
    words = words[first:]
    kept = [re.sub(r"[’']s$", "", word).rstrip(".,") for word, *_ in words]
    proper = [word for word in kept if len(word.replace(".", "")) > 1]
    if not 2 <= len(words) <= 5 or len(proper) < 2 or _BODY_WORD.search(" ".join(kept)):
        return None
    plausible = titled or proper[0] in given_names()  # "Sen. Will Hurd" and "Theresa May" are people all the same
    if any((word in NOT_A_NAME and not plausible) or (word.isupper() and len(word) > 3) for word in proper):
        return None
    end = words[-1][1] + len(kept[-1])
    return NewPerson((words[0][1], end), " ".join(proper), pronoun or given_names().get(proper[0]))


def _pronoun_of(title: str) -> str | None:
    bare = title.rstrip(".")
    return "he" if bare in _HE else "she" if bare in _SHE else None


def _alone(text: str, person: NewPerson, words: Mapping[str, Sequence[Span]]) -> list[NewPerson]:
    """Return where ``person`` is called by surname, or by title and any one name ("Mr. Ban" is Ban Ki-moon)."""
    surname = _straight(surname_of(person.name))
    parts = [_straight(part) for part in person.name.split()]
    found = []
    for part in parts:
        titles = [_pronoun_of(_word_before(text, start)) for start, _ in words.get(part, ())]
        if part == surname or any(titles):
            found += [
                NewPerson((start, start + len(part)), person.name, person.pronoun or pronoun)
                for (start, _), pronoun in zip(words.get(part, ()), titles, strict=True)
                if not _DETERMINER.search(text, max(0, start - 6), start)
            ]
    return found


def _word_before(text: str, start: int) -> str:
    words = text[max(0, start - 30) : start].split()
    return words[-1] if words else ""


def _titled(text: str, start: int) -> bool:
    return _word_before(text, start).rstrip(".") in TITLES


def _described(text: str, person: NewPerson) -> bool:
    """Whether an apposition says who it is: "Norman Ham, a retired pilot", "Ava Reed (D-Ohio)", "Lee Park, 34,"."""
    return bool(re.match(r",\s+(?:who|an?|the|\d{2})\b|\s+\([RDI]-", text[person.span[1] : person.span[1] + 12]))
