"""The features of the stance classifier, one function per view of the text.

Each view turns a reading into clues. A clue's name is what the model weighs; its tokens are the words that gave it,
so that a prediction can be traced back to the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from analytics.stance.lexicon import Entry
from analytics.stance.reading import NAME, QUOTATION_MARKS, TARGET, Passage, Reading
from analytics.stance.roles import effect_on_target, governor, is_passive, predicate, predicate_form

_NEAR = 8  # words on either side that count as around the target
_PHRASES = 6  # the same for pairs of words
_PIECES = 12  # the same for pieces of words
_OPPOSITE = -0.6  # what is left of a valence under negation
_PREPOSITIONS = frozenset(
    "with to for against by on of from at about toward towards in into over after as than like under".split()
)
_SPEECH = frozenset(
    "said says say told tells added adds noted wrote tweeted asked announced explained stated argued claimed insisted "
    "replied responded recalled acknowledged admitted declared warned".split()
)


class Clue(NamedTuple):
    """One feature of one text: its name, its weight and the tokens it was read from."""

    name: str
    tokens: tuple[int, ...] = ()
    weight: float = 1.0


View = Callable[[Reading], Iterator[Clue]]


def sentence(passage: Passage) -> Iterator[Clue]:
    """The words of the text and its pairs of words; a word after "not" or "never" counts as its own opposite."""
    marked = [f"not_{w}" if n else w for w, n in zip(passage.words, passage.negated, strict=True)]
    for k, word in enumerate(marked):
        yield Clue(word, (k,))
        if k:
            yield Clue(f"{marked[k - 1]} {word}", (k - 1, k))


def words_of_text(reading: Reading) -> Iterator[Clue]:
    """All words and pairs of words, wherever they stand: a gloomy sentence is rarely in favor of anybody."""
    return sentence(reading.passage)


def words_around(reading: Reading) -> Iterator[Clue]:
    """The eight words before and after the target, with their side; the three nearest also with their distance."""
    words, target = reading.passage.words, reading.target
    for k in range(max(0, target - _NEAR), min(len(words), target + _NEAR + 1)):
        if k == target:
            continue
        side = "before" if k < target else "after"
        word = f"not_{words[k]}" if reading.passage.negated[k] else words[k]
        yield Clue(f"{side}:{word}", (k,))
        if abs(k - target) <= 3:
            yield Clue(f"{side}{abs(k - target)}:{word}", (k,))


def phrases_around(reading: Reading) -> Iterator[Clue]:
    """Pairs of words on either side, and the phrases of two to four words that the target is part of."""
    words, target = reading.passage.words, reading.target
    for k in range(max(0, target - _PHRASES), min(len(words) - 1, target + _PHRASES)):
        side = "before" if k < target else "after"
        yield Clue(f"{side}:{words[k]} {words[k + 1]}", (k, k + 1))
    for left, right in ((2, 0), (0, 2), (1, 1), (3, 0), (0, 3), (2, 1), (1, 2)):
        first, last = target - left, target + right
        if first >= 0 and last < len(words):
            yield Clue(" ".join(words[first : last + 1]), tuple(range(first, last + 1)))


def pieces_around(reading: Reading) -> Iterator[Clue]:
    """Pieces of two to five letters of the words around the target: word stems, endings and misspellings."""
    words, target = reading.passage.words, reading.target
    for k in range(max(0, target - _PIECES), min(len(words), target + _PIECES + 1)):
        if words[k] in {TARGET, NAME}:
            continue
        padded = f" {words[k]} "
        for size in range(2, 6):
            for start in range(len(padded) - size + 1):
                yield Clue(padded[start : start + size], (k,))


def role(reading: Reading) -> Iterator[Clue]:
    """What the target does, what is done to it and what is said to be its own, by word and by kind of verb."""
    yield Clue(f"mention:{reading.mention}")
    yield Clue(f"quoted:{reading.quoted[reading.target]}")
    yield Clue(f"place:{_place(reading)}")
    yield from _possession(reading)
    yield from _doing(reading)
    yield from _governed(reading)
    for entry in reading.passage.entries:
        yield from _kinds(reading, entry)


def _place(reading: Reading) -> str:
    if reading.target < 3:
        return "first"
    return "last" if reading.target >= len(reading.passage.words) - 4 else "middle"


def _possession(reading: Reading) -> Iterator[Clue]:
    if reading.mention not in {"possessive name", "possessive pronoun"}:
        return
    first = reading.target + (2 if reading.mention == "possessive name" else 1)
    for k in range(first, min(len(reading.passage.words), first + 4)):
        yield Clue(f"owns:{reading.passage.words[k]}", (k,))
    for entry in reading.passage.entries:
        if entry.field and first <= entry.first < first + 4:
            yield Clue(f"owns-kind:{entry.field}", (entry.first,))


def _doing(reading: Reading) -> Iterator[Clue]:
    k = predicate(reading)
    if k is None:
        return
    words = reading.passage.words
    negated, be = predicate_form(reading, k)
    sign = "not_" if negated else ""
    yield Clue(f"does:{sign}{words[k]}", (k,))
    yield Clue(f"{'is' if be else 'does'}-word:{sign}{words[k]}", (k,))
    if words[k] in _SPEECH:
        yield Clue("speaks", (k,))
    for entry in reading.passage.entries:
        if entry.first == k and entry.verb:
            voice = "is" if be and is_passive(words, k) else "does"
            yield Clue(f"{voice}-role:{sign}{entry.verb.role}", (k,))
            yield Clue(f"does-verb:{sign}{entry.verb.lemma}", (k,))
        if entry.first == k and entry.field:
            yield Clue(f"is-kind:{sign}{entry.field}", (k,))
    for after in range(k + 1, min(len(words), k + 4)):
        yield Clue(f"does-then:{words[after]}", (after,))


def _governed(reading: Reading) -> Iterator[Clue]:
    k = governor(reading)
    if k is None:
        return
    words = reading.passage.words
    yield Clue(f"by:{words[k]}", (k,))
    if words[k] in _SPEECH:
        yield Clue("spoken-by", (k,))
    at = {entry.last: entry for entry in reading.passage.entries}
    found = at.get(k)
    if found and found.verb and found.first == k:
        sign = "not_" if reading.passage.negated[k] else ""
        yield Clue(f"suffers-role:{sign}{found.verb.role}", (k,))
        yield Clue(f"suffers-verb:{found.verb.lemma}", (k,))
    if words[k] not in _PREPOSITIONS or not k:
        return
    yield Clue(f"by:{words[k - 1]} {words[k]}", (k - 1, k))
    nearest = next((at[j] for j in range(k, max(-1, k - 5), -1) if j in at), None)
    if nearest and (nearest.verb or nearest.field):
        kind = nearest.verb.role if nearest.verb else nearest.field
        yield Clue(f"through:{words[k]}:{kind}", (nearest.first, k))


def _kinds(reading: Reading, entry: Entry) -> Iterator[Clue]:
    k, target = entry.first, reading.target
    side = "before" if k < target else "after"
    sign = "not_" if reading.passage.negated[k] else ""
    clause = "same" if reading.clause[0] <= k < reading.clause[1] else "other"
    kinds = []
    if entry.verb:
        voice = "passive" if is_passive(reading.passage.words, k) else "active"
        kinds.append(f"{voice}:{entry.verb.role}")
    if entry.field:
        kinds.append(entry.field)
    for kind in kinds:
        yield Clue(f"{side}:{sign}{kind}", (k,))
        yield Clue(f"{side}:{_band(abs(k - target))}:{kind}", (k,))
        yield Clue(f"{side}:{clause}:{kind}", (k,))


def _band(distance: int) -> str:
    return next(
        (name for limit, name in ((1, "next"), (3, "near"), (7, "mid"), (14, "far")) if distance <= limit), "away"
    )


def scores(reading: Reading) -> Iterator[Clue]:
    """Good and bad words added up, by side, distance, clause and quotation, and by the light verbs throw on the target.

    Three sums: general English (VADER), our list of political words, and verbs by what they do to agent and patient.
    """
    for entry in reading.passage.entries:
        flip = _OPPOSITE if reading.passage.negated[entry.first] else 1.0
        yield from _valence(reading, entry, "vader", entry.vader * flip)
        yield from _valence(reading, entry, "politics", entry.valence * flip)
        yield from _light(reading, entry, flip)
        yield from _strongest(reading, entry, flip)
    yield from _shape(reading)


def _valence(reading: Reading, entry: Entry, source: str, value: float) -> Iterator[Clue]:
    if not value:
        return
    k, target = entry.first, reading.target
    name, size, distance = f"{source}{'+' if value > 0 else '-'}", abs(value), abs(k - target)
    side = "before" if k < target else "after"
    tokens = tuple(range(k, entry.last + 1))
    yield Clue(f"{name} {side}", tokens, size)
    yield Clue(f"{name} {side} near", tokens, size / (1 + distance / 3))
    yield Clue(f"{name} all", tokens, size)
    if reading.clause[0] <= k < reading.clause[1]:
        yield Clue(f"{name} {side} clause", tokens, size)
    if distance <= 5:
        yield Clue(f"{name} close", tokens, size)
    if reading.quoted[k] == reading.quoted[target]:
        yield Clue(f"{name} same quotation", tokens, size)


def _light(reading: Reading, entry: Entry, flip: float) -> Iterator[Clue]:
    if not entry.verb:
        return
    k, target = entry.first, reading.target
    passive = is_passive(reading.passage.words, k)
    effect = effect_on_target(entry.verb, target_first=target < k, passive=passive) * flip
    name = f"light{'+' if effect > 0 else '-'}"
    if effect:
        yield Clue(f"{name} near", (k,), abs(effect) / (1 + abs(k - target) / 4))
        yield Clue(f"{name} {'before' if k < target else 'after'}", (k,), abs(effect))
        if reading.clause[0] <= k < reading.clause[1]:
            yield Clue(f"{name} clause", (k,), abs(effect))
    both = (entry.verb.agent + entry.verb.patient) / 2
    if both:
        yield Clue(f"verbs{'+' if both > 0 else '-'}", (k,), abs(both))


def _strongest(reading: Reading, entry: Entry, flip: float) -> Iterator[Clue]:
    verb_value = (entry.verb.agent + entry.verb.patient) / 2 if entry.verb else 0.0
    value = (max(entry.vader, entry.valence, key=abs) or verb_value) * flip
    if not value:
        return
    k = entry.first
    name, size = f"any{'+' if value > 0 else '-'}", abs(value)
    side = "before" if k < reading.target else "after"
    names, clauses = reading.names_away[k], reading.clauses_away[k]
    reach = 0.6**clauses * 0.5 ** min(names, 2) / (1 + abs(k - reading.target) / 8)
    tokens = tuple(range(k, entry.last + 1))
    yield Clue(f"{name} reach", tokens, size * reach)
    yield Clue(f"{name} reach {side}", tokens, size * reach)
    if not clauses:
        yield Clue(f"{name} unbroken {side}", tokens, size)
    if names:
        yield Clue(f"{name} others'", tokens, size)
    else:
        yield Clue(f"{name} own {side}", tokens, size)


def _shape(reading: Reading) -> Iterator[Clue]:
    words, target = reading.passage.words, reading.target
    yield Clue("length", weight=min(len(words), 60) / 30)
    yield Clue("position", weight=2 * target / len(words))
    yield Clue("names before", weight=min(3, words[:target].count(NAME)))
    yield Clue("names after", weight=min(3, words[target:].count(NAME)))
    for mark in "?!:":
        if mark in words:
            yield Clue(f"has {mark}", weight=2.0)
    if not QUOTATION_MARKS.isdisjoint(words):
        yield Clue("has quotation", weight=2.0)
    if "but" in words:
        yield Clue("but before" if words.index("but") < target else "but after", weight=2.0)


WORD_VIEWS: dict[str, View] = {
    "words of the text": words_of_text,
    "words around": words_around,
    "phrases around": phrases_around,
    "pieces around": pieces_around,
    "role": role,
}
