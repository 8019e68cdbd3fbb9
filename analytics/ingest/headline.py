"""Which of the first paragraphs are the headline, and which the story.

The rules were found on the first paragraphs of PolNeAR's training stories (Newell et al., LREC 2018), against the
paragraphs that follow them: a headline carries no full stop, or is written in title case, or leaves out articles,
auxiliaries and the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest.characters import words
from analytics.ingest.layout import Paragraph

_ENDS_SENTENCE = re.compile(r"[.!?…:,][\"'”’»)\]]*$")
_INNER_STOP = re.compile(r"[a-z\d][.!?][\"'”’»)]*\s+[\"'“‘«(]*[A-Z]")
_QUOTATION = re.compile(r"[\"“”‘«—–'].*")
_LEAD = re.compile(
    r"\b(?:said|told|announced)\b.*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\((?:AP|AFP|UPI|Reuters|[A-Z]{2,5})\)"
)
_NOT_IN_HEADLINES = frozenset(
    "a an the was were had has have been said told is are be am will would could he she they we i it its his her their"
    " our my".split()
)
_NAMED_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_LONGEST_HEADLINE = 25
_LONGEST_SENTENCE = 16
_SHORTEST_PROSE = 8
_SHORTEST_LEAD = 12
# More lines than this without a full stop are a list or a poem, and more headlines in a row are news in brief.
_MOST_LINES = 6
_MOST_HEADLINES = 2


@dataclass(frozen=True)
class Split:
    """The headline, if there is one, and the paragraphs below it; lines between them (a subtitle) are in neither."""

    title: str | None
    rest: list[Paragraph]


def is_prose(text: str) -> bool:
    """Whether a paragraph reads like running text: it ends like a sentence, or is too long for a headline."""
    count = len(text.split())
    return (
        count > _LONGEST_HEADLINE
        or bool(_ENDS_SENTENCE.search(text))
        or _is_quotation(text)
        or bool(_LEAD.search(text))
    )


def split_headline(paragraphs: Sequence[Paragraph]) -> Split:
    """Split the headline off the paragraphs of a story; a text of one paragraph has none."""
    above = _without_opening_lines(paragraphs)
    rest = above.rest
    count = 0
    while count <= _MOST_HEADLINES and _is_headline_sentence(rest[count:]):
        count += 1
    if 0 < count <= _MOST_HEADLINES:
        return Split(above.title or rest[0].text, rest[count:])
    return above


def _without_opening_lines(paragraphs: Sequence[Paragraph]) -> Split:
    """Take off the lines without a full stop that stand above the first running text; the first is the headline."""
    count = next((i for i, paragraph in enumerate(paragraphs) if is_prose(paragraph.text)), 0)
    opening, rest = list(paragraphs[:count]), list(paragraphs[count:])
    below = sum(len(paragraph.text.split()) for paragraph in rest[:3])
    if not opening or len(opening) > _MOST_LINES or below < _SHORTEST_PROSE:
        return Split(None, list(paragraphs))
    titles = [line.text for line in opening if len(line.text.split()) >= 4]
    titles += [line.text for line in opening if len(line.text.split()) in (2, 3)]
    return Split(titles[0], rest) if titles else Split(None, list(paragraphs))


def _is_headline_sentence(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the first paragraph is a headline although it ends like a sentence."""
    if len(paragraphs) < 3 or len(paragraphs[1].text.split()) < _SHORTEST_LEAD:
        return False
    text = paragraphs[0].text
    count = len(text.split())
    if (
        not 3 <= count <= _LONGEST_HEADLINE
        or text.endswith((":", ","))
        or _INNER_STOP.search(text)
        or _LEAD.search(text)
    ):
        return False
    return _is_title_case(text) or (count <= _LONGEST_SENTENCE and _is_headlinese(text))


def _is_title_case(text: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) > 0.8 * len(long)


def _is_headlinese(text: str) -> bool:
    """No articles, auxiliaries, pronouns, named days or past tenses."""
    if _QUOTATION.match(text) or _NAMED_DAY.search(text):
        return False
    found = words(text)
    return _NOT_IN_HEADLINES.isdisjoint(found) and not any(len(word) > 4 and word.endswith("ed") for word in found)


def _is_quotation(text: str) -> bool:
    return bool(re.fullmatch(r"[\"“”‘«].*[\"”’»]", text))
