"""What a name of a body looks like: a run of capitalised words with one like "Center" or "Court", or an acronym."""

from __future__ import annotations

import re

_BODY_WORDS = (
    "Center Centre Association University College Committee Department Council Court Institute Agency Commission "
    "Times Post Journal News Police Union Bureau Fund Foundation Coalition Alliance Company Inc Corp Group Bank "
    "Church Society Project Network Board Office Academy League Federation Organization Organisation Initiative "
    "Survey Register Herald Tribune Magazine Guild Trust Conference Party Campaign Corporation Authority Service "
    "Services Forum Caucus Workers Circuit Energy Mining Coal Fuels Healthcare Technologies Partners Capital Systems "
    "Holdings Industries Motors Airlines Pictures Television Studios Media Radio Review Club School Investigations"
)
BODY_WORD = re.compile(rf"\b(?:{'|'.join(_BODY_WORDS.split())})\b")
_UPPER = "A-ZÀ-ÖØ-Þ"
WORD = rf"\b(?:(?:[A-Z]\.)+|[{_UPPER}][\w’'&-]*\w|[A-Z])"
"""A capitalised word or an initial, as a pattern."""

_BODY = re.compile(rf"{WORD}(?:[ \u00a0](?:(?:(?:of|for)[ \u00a0](?:the[ \u00a0])?)|and[ \u00a0])?{WORD}){{0,7}}")
_HEADLINE = re.compile(r"\s(?:A|An|The|Who|What|That|This|Is|Was|Are|Has|Have|To|From|With|As|After|Over)\s")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}")
_BRACKET = re.compile(r"\s\(([A-Z]{2,8})\)")


def body_in(source: str) -> str | None:
    """Return the name of the body in ``source`` without its article: "the Tax Policy Center" → "Tax Policy Center"."""
    for match in _BODY.finditer(source):
        name = re.sub(r"[’']s$", "", re.sub(r"^(?:The|A|An)\s+", "", match.group()))
        if _HEADLINE.search(name) or _is_two(name):
            continue  # "State Elects A Justice Who Sat On The Supreme Court"
        if (BODY_WORD.search(name) and " " in name) or (name.isupper() and name.isalpha() and len(name) > 2):
            return name
        if _ACRONYM.fullmatch(name) and len(name) > 4:
            return name.replace(".", "")
    return None


def _is_two(name: str) -> bool:
    """Whether two bodies are joined: "New York Times and Los Angeles Times"."""
    parts = name.split(" and ")
    return len(parts) > 1 and all(BODY_WORD.search(part) and " " in part for part in parts)


def body_spans(text: str) -> list[tuple[int, int]]:
    """Return where ``text`` names bodies, in order."""
    return [match.span() for match in _BODY.finditer(text) if body_in(match.group())]


def bodies_named(text: str) -> list[tuple[int, str]]:
    """Return where ``text`` names bodies, and their names, in order."""
    found = ((match.start(), body_in(match.group())) for match in _BODY.finditer(text))
    return [(start, name) for start, name in found if name]


def acronyms(text: str) -> dict[str, str]:
    """Return the names that ``text`` abbreviates in brackets: "Alliance to Reclaim Our Schools (AROS)".

    A name goes back to the word from which the capitals are the letters in brackets.
    """
    found: dict[str, str] = {}
    for bracket in _BRACKET.finditer(text):
        words = text[max(0, bracket.start() - 100) : bracket.start()].split()
        for first in range(len(words) - 1, -1, -1):
            letters = "".join(word[0] for word in words[first:] if word[0].isupper())
            if letters == bracket[1] and words[first][0].isupper():
                found.setdefault(bracket[1], " ".join(words[first:]))
                break
    return found
