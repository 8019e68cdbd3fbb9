"""What part the target plays in its sentence: who does it, to whom, found by word order alone.

No parser is used. English news puts the agent before an active verb and after "by"; a passive verb follows a form of
"be" and ends like a participle. The rules below read no more than that, and are wrong where a parser would be right.
"""

from __future__ import annotations

from analytics.stance.lexicon import Verb
from analytics.stance.reading import NAME, Reading, is_negator

BE = frozenset(
    "is are was were be been being am 's 're 'm get gets got gotten getting isn't wasn't aren't weren't".split()
)
_AUXILIARIES = BE | frozenset(
    "has have had having do does did will would can could may might must shall should 'll 've 'd to also already "
    "still just even only now then later often always once again yet".split()
)
_BEFORE_NOUN = frozenset(
    "the a an his her their its former president senator gov sen rep secretary mr mrs ms . and ,".split()
) | {NAME}
_PARTICIPLE_ENDINGS = ("ed", "en", "wn", "un", "id", "ht", "lt", "nt", "ld", "ck")
_APPOSITION_REACH = 12


def is_passive(words: list[str], k: int) -> bool:
    """Whether the verb at ``k`` is passive: "was accused", "accused by"."""
    if not words[k].endswith(_PARTICIPLE_ENDINGS):
        return False
    for before in range(k - 1, max(-1, k - 4), -1):
        if words[before] in BE:
            return True
        if not _is_auxiliary(words[before]):
            break
    return words[k + 1 : k + 2] == ["by"]


def effect_on_target(verb: Verb, *, target_first: bool, passive: bool) -> float:
    """Return the light, in [−2, 2], that ``verb`` throws on a target before it or after it.

    "TARGET accused them" and "accused by TARGET" make the target the agent; "they accused TARGET" and "TARGET was
    accused" the patient.
    """
    return verb.agent if target_first != passive else verb.patient


def predicate(reading: Reading) -> int | None:
    """Return the token that says what the target does or is ("TARGET, a Democrat, has not *won*"), if any."""
    words = reading.passage.words
    k = reading.target + 1
    if words[k : k + 1] == ["'s"]:
        return None
    if words[k : k + 1] in ([","], ["("]):
        reach = range(k + 1, min(len(words), k + _APPOSITION_REACH))
        close = next((j for j in reach if words[j] in {",", ")"}), None)
        if close is None:
            return None
        k = close + 1
    while k < len(words) and _is_auxiliary(words[k]):
        k += 1
    return k if k < len(words) else None


def predicate_form(reading: Reading, k: int) -> tuple[bool, bool]:
    """Return whether the predicate at ``k`` is negated, and whether a form of "be" stands before it."""
    between = reading.passage.words[reading.target + 1 : k]
    return any(map(is_negator, between)), any(word in BE for word in between)


def governor(reading: Reading) -> int | None:
    """Return the token that governs the target from before it ("*blamed* the TARGET", "critics *of* TARGET")."""
    k = reading.target - 1
    steps = 0
    while k >= 0 and reading.passage.words[k] in _BEFORE_NOUN and steps < 5:
        k -= 1
        steps += 1
    return k if k >= 0 else None


def _is_auxiliary(word: str) -> bool:
    return word in _AUXILIARIES or is_negator(word) or word.endswith("ly")
