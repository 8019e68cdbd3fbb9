"""What a name of a person looks like: a run of capitalised words, its titles cut away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from analytics.parties.body_names import BODY_WORD, WORD
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
CROWNED = frozenset("Pope King Queen Prince Princess Emperor Sultan Sheikh".split())
"""Titles that no surname follows: "Pope Francis"."""

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
        "Democrats Republicans GOP White House American Americans"
    ).split()
)
_OF_PLACES = frozenset("North South East West Northern Southern Eastern Western New".split())
# Last words of other names that are no people's.
_THINGS = frozenset(
    (
        "County City Street Avenue River Lake Beach Springs Valley Island Islands Tower Towers Hotel House Square "
        "Airport Stadium War Night Week Act Bill Amendment Constitution Testament Award Prize Cup Games Policy Rights "
        "Convention Treaty Agreement Accord Matter Muslims Christians Jews Journal Road Mountain Mountains Sea Ocean "
        "Star"
    ).split()
)
_ALSO_NAMES = frozenset(
    "Will May April June August".split()
)  # "Sen. Will Hurd" and "Theresa May" are people all the same
_RUN = re.compile(
    rf"{WORD}\.?(?:[ \u00a0](?:(?:von|van|de|der|al|bin|el|di|da|du|la|le)[ \u00a0](?=[A-Z]))?{WORD}\.?)*"
)
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
_PARTICLES = frozenset("von van de der al bin el di da du la le".split())
_SHORTEST_WORD = 3  # letters of a word with a full stop behind it that ends a sentence, so no initial and no title


_Word = tuple[str, int, int]


@dataclass(frozen=True)
class NewPerson:
    """One place where a person is named. ``name`` is the same wherever the story means the same person."""

    span: Span
    name: str
    pronoun: str | None
    titled: bool = False


@lru_cache(maxsize=1)
def given_names() -> Mapping[str, str]:
    """Return the pronoun that goes with a given name, from ``data/lexicons/given-names.tsv``."""
    lines = (resource_dir("data") / "lexicons" / "given-names.tsv").read_text(encoding="utf-8").splitlines()
    return MappingProxyType(dict(line.split("\t") for line in lines))


def names_in(text: str, start: int = 0, end: int | None = None) -> list[NewPerson]:
    """Return the runs of ``text[start:end]`` that can be a person's full name, in order."""
    runs = _RUN.finditer(text, start, len(text) if end is None else end)
    return [person for run in runs for words in _sentences_of(run) if (person := _person(words))]


def surname_of(name: str) -> str:
    """Return the last word of a name that is no suffix: "Robert Kennedy Jr." is a Kennedy."""
    words = [word for word in name.split() if word.rstrip(".") not in _SUFFIXES]
    return words[-1] if words else name


def pronoun_of_title(title: str) -> str | None:
    """Return the pronoun that goes with a title: "Mrs." → "she"."""
    bare = title.rstrip(".")
    return "he" if bare in _HE else "she" if bare in _SHE else None


def _sentences_of(run: re.Match[str]) -> Iterator[list[_Word]]:
    """Yield the words of a run, parted where a sentence ends between capitals: "left Sri Lanka. Ban Ki-moon said"."""
    words: list[_Word] = []
    for match in re.finditer(r"\S+", run.group()):
        words.append((match.group(), run.start() + match.start(), run.start() + match.end()))
        if _ends_a_sentence(match.group()):
            yield words
            words = []
    yield words


def _person(words: list[_Word]) -> NewPerson | None:
    titles = [k for k, (word, *_) in enumerate(words) if word.rstrip(".") in TITLES]
    pronoun = next((pronoun_of_title(words[k][0]) for k in titles if pronoun_of_title(words[k][0])), None)
    owners = [k for k, (word, *_) in enumerate(words[:-1]) if re.search(r"[’']s$", word)]
    cut = max([*titles, *owners], default=-1)  # "Salem Radio's Hugh Hewitt", "Press Secretary Josh Earnest"
    words = words[cut + 1 :]
    titled = bool(titles) and cut == titles[-1]
    first = 0
    while first < len(words) and not titled and _starts_no_name(words[first][0]):
        first += 1
    words = words[first:]
    kept = [re.sub(r"[’']s$", "", word).rstrip(".,") for word, *_ in words]
    proper = [word for word in kept if len(word.replace(".", "")) > 1]
    if not 2 <= len(words) <= 5 or len(proper) < 2 or BODY_WORD.search(" ".join(kept)):
        return None
    plausible = titled or proper[0] in given_names()
    if any(
        (word in NOT_A_NAME and not (plausible and word in _ALSO_NAMES)) or (word.isupper() and len(word) > 3)
        for word in proper
    ):
        return None
    if proper[-1] in _THINGS and not plausible:
        return None
    end = words[-1][1] + len(kept[-1])
    return NewPerson((words[0][1], end), " ".join(proper), pronoun or given_names().get(proper[0]), titled)


def _starts_no_name(word: str) -> bool:
    return word in NOT_A_NAME or word in _OF_PLACES or word.lower() in _PARTICLES


def _ends_a_sentence(word: str) -> bool:
    bare = word.rstrip(".")
    return word.endswith(".") and len(bare) >= _SHORTEST_WORD and bare not in TITLES and bare not in _SUFFIXES
