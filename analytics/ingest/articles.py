"""From a raw story and what is known about it to an ``Article``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from analytics.ingest.bylines import is_role, read_byline, read_names
from analytics.ingest.characters import encodable, visible, words
from analytics.ingest.dates import Published, read_published
from analytics.ingest.language import foreign_language
from analytics.ingest.skips import FEWEST_WORDS, LARGEST_STORY, SkipReason, StoryError
from analytics.ingest.story import Story, read_story
from analytics.types import SCORED_LANGUAGE, Article, Span, Spans

_URL = re.compile(r"https?://[^\s<>\"']+", re.I)
_GAP = "\n\n"


@dataclass(frozen=True)
class Draft:
    """A raw story with what its container (a record, a page, a caller) says about it."""

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: str | Sequence[str] = ()
    published: datetime | str | None = None


def make_article(draft: Draft, *, reference: datetime | None = None, as_is: bool = False) -> Article:
    """Read the story in ``draft``; what the draft says wins over what the text says.

    ``reference`` supplies what a printed date leaves out, and is never taken for the date itself. With ``as_is`` the
    text stays as it was received; otherwise it is the body paragraphs with an empty line between them. A story in
    another language is kept as it is, under that ``language``. Raises ``StoryError`` when there is no story in it.
    """
    if len(draft.text) > LARGEST_STORY:
        raise StoryError(SkipReason.TOO_LARGE, f"The story is longer than {LARGEST_STORY:,} characters: split it.")
    raw = encodable(draft.text)
    if not visible(raw):
        raise StoryError(SkipReason.EMPTY, "The story is empty.")
    title = visible(encodable(draft.title or "")) or None
    story = read_story(raw, title)
    _refuse_unsuitable(story)
    text, body = (raw, _spans_in(story)) if as_is else _clean_text(story)
    published = _published(draft, story, reference.replace(tzinfo=None) if reference else None)
    language = foreign_language(_words(story))
    return Article(
        text=text,
        body=body,
        title=story.header.title,
        outlet=visible(encodable(draft.outlet or "")) or story.header.outlet,
        url=_safe_url(draft.url) or _safe_url(story.header.url),
        authors=_authors(draft.authors) or story.header.authors,
        published=published.value,
        published_inferred=published.inferred,
        language=language or SCORED_LANGUAGE,
        notes=tuple(note for note in (published.note, _language_note(language)) if note),
    )


def _refuse_unsuitable(story: Story) -> None:
    if not story.paragraphs:
        raise StoryError(SkipReason.NO_BODY, "The text holds no story, only page furniture.")
    if len(words(_words(story)[:1000])) < FEWEST_WORDS:
        raise StoryError(SkipReason.TOO_SHORT, f"A story needs at least {FEWEST_WORDS} words.")


def _words(story: Story) -> str:
    return "\n".join(paragraph.text for paragraph in story.paragraphs)


def _language_note(language: str | None) -> str | None:
    return language and f"The story is not in English but in another language (“{language}”): kept, not scored."


def _spans_in(story: Story) -> Spans:
    return tuple((paragraph.start, paragraph.end) for paragraph in story.paragraphs)


def _clean_text(story: Story) -> tuple[str, Spans]:
    spans: list[Span] = []
    position = 0
    for paragraph in story.paragraphs:
        spans.append((position, position + len(paragraph.text)))
        position = spans[-1][1] + len(_GAP)
    return _GAP.join(paragraph.text for paragraph in story.paragraphs), tuple(spans)


def _published(draft: Draft, story: Story, reference: datetime | None) -> Published:
    if isinstance(draft.published, datetime):
        return Published(draft.published.replace(tzinfo=None))
    lines = (" ".join(story.header.dates), *story.fallback_dates)
    moments = (read_published(line, reference) for line in lines if line)
    printed = next((moment for moment in moments if moment), Published(None))
    given = visible(encodable(draft.published or ""))
    if not given:
        return printed
    published = read_published(given, reference) or Published(None, note=f"“{given[:60]}” is not a date.")
    return _with_printed_time(published, printed)


def _with_printed_time(published: Published, printed: Published) -> Published:
    """A day without a time takes the time that the story prints with the same day."""
    if published.value and printed.value and published.value == datetime.combine(printed.value, time()):
        return replace(published, value=printed.value)
    return published


def _authors(authors: str | Sequence[str]) -> tuple[str, ...]:
    """Names from a list, or from a string such as "By Jane Doe and John Smith"; roles ("Admin") name nobody."""
    if isinstance(authors, str):
        line = visible(encodable(authors))
        names = read_byline(line) or read_names(line)
        authors = names.authors if names else re.split(r"[;,]", line)
    cleaned = (visible(encodable(name)) for name in authors)
    return tuple(dict.fromkeys(name for name in cleaned if name and not is_role(name)))


def _safe_url(url: str | None) -> str | None:
    """Only web addresses are kept: a script in one would run where the story is shown."""
    return url if url and _URL.fullmatch(url) else None
