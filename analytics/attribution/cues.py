"""Cue words: the verbs and phrases that attribute words or thoughts to somebody, and where a text has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto
from functools import lru_cache
from typing import Any

import yaml

from analytics.paths import resource_dir
from analytics.types import Span

# What may stand between subject and verb and belongs to the cue, as PolNeAR draws it ("have also discovered").
_AUXILIARY = (
    r"(?:has|have|had|was|were|is|are|be|been|being|will|would|could|may|might|must|should|can|do|does|did"
    r"|[’'](?:s|ve|d|ll|re)|hasn[’']t|haven[’']t|didn[’']t|doesn[’']t|don[’']t|won[’']t|wouldn[’']t|cannot|not|never)"
)
_ADVERB = (
    r"(?:also|again|already|always|ever|even|further|just|later|long|now|often|once|only|soon|still|then|thus|twice"
    r"|instead|rather|first|recently|meanwhile|both|all|went on|goes on"
    r"|(?:went on|goes on|continued|proceeded) to|\w+ly)"
)


class Takes(Flag):
    """What follows a cue, or how it stands in its clause."""

    CLAUSE = auto()
    INFINITIVE = auto()
    OBJECT = auto()
    PASSIVE = auto()
    PREPOSITION = auto()
    NOUN = auto()


class Shape(Flag):
    """The grammatical shape of a cue."""

    FINITE = auto()
    PARTICIPLE = auto()  # "adding that …": shares the subject of the clause before it
    INVARIANT = auto()


@dataclass(frozen=True)
class Cue:
    """A cue in a text: ``span`` with its auxiliaries and adverbs, ``head`` the cue word itself."""

    span: Span
    head: Span
    takes: Takes
    shape: Shape
    base_form: bool  # "say", "plan": also an infinitive, and often a noun


@dataclass(frozen=True)
class _Form:
    takes: Takes
    shape: Shape
    base_form: bool = False


def find_cues(text: str, start: int, end: int) -> list[Cue]:
    """Return the cues in ``text[start:end]``, in order, none inside another."""
    pattern, forms = _lexicon()
    cues = []
    for match in pattern.finditer(text, start, end):
        form = forms[" ".join(match["head"].lower().split())]
        if match["head"][0].isupper() and match.start() > start and form.takes is not Takes.PREPOSITION:
            continue  # "the Secretary of State"
        span = match.span("head") if form.shape is Shape.INVARIANT else match.span()
        cues.append(Cue(span, match.span("head"), form.takes, form.shape, form.base_form))
    return cues


@lru_cache(maxsize=1)
def _lexicon() -> tuple[re.Pattern[str], dict[str, _Form]]:
    stored = yaml.safe_load((resource_dir("data") / "attribution" / "cues.yaml").read_text(encoding="utf-8"))
    forms: dict[str, _Form] = {}
    for group in (Takes.CLAUSE, Takes.INFINITIVE, Takes.OBJECT):
        for verb in stored[str(group.name).lower()]:
            for word, shape, base in _inflect(verb, stored["irregular"]):
                known = forms.get(word)
                forms[word] = _Form(group | known.takes if known else group, shape, base)
    for phrase in stored["passive"]:
        verb, particle = phrase.rsplit(" ", 1)
        forms[f"{_participle(verb, stored['irregular'])} {particle}"] = _Form(Takes.PASSIVE, Shape.FINITE)
    for phrase in stored["prepositions"]:
        forms[phrase] = _Form(Takes.PREPOSITION, Shape.INVARIANT)
    for noun in stored["nouns"]:
        for word in (noun, f"{noun}s"):
            forms[f"{word} that"] = _Form(Takes.NOUN, Shape.INVARIANT)
    words = sorted(forms, key=len, reverse=True)
    heads = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    pattern = rf"(?<![\w’'-])(?:(?:{_AUXILIARY}|{_ADVERB})\s+){{0,6}}(?P<head>{heads})(?![\w-]|[’']\w)"
    return re.compile(pattern, re.IGNORECASE), forms


def _inflect(phrase: str, irregular: dict[str, dict[str, str]]) -> list[tuple[str, Shape, bool]]:
    """Return the forms of a verb (with its particle, if any), each with its shape and whether it is the base."""
    verb, *particle = phrase.split()
    known: dict[str, Any] = irregular.get(verb, {})
    past = known.get("past") or _past(verb)
    inflected = [
        (verb, Shape.FINITE, True),
        (known.get("s") or _third_person(verb), Shape.FINITE, False),
        (past, Shape.FINITE, False),
        (known.get("participle") or past, Shape.FINITE, False),
        (known.get("ing") or _ing(verb), Shape.PARTICIPLE, False),
    ]
    return [(" ".join([word, *particle]), shape, base) for word, shape, base in inflected]


def _participle(verb: str, irregular: dict[str, dict[str, str]]) -> str:
    return irregular.get(verb, {}).get("participle") or _past(verb)


def _third_person(verb: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return f"{verb}es"
    return re.sub(r"(?<![aeiou])y$", "ie", verb) + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return re.sub(r"(?<![aeiou])y$", "i", verb) + "ed"


def _ing(verb: str) -> str:
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"
