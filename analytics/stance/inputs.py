"""What the stance classifier is shown of a statement: the one way for training and for reading the news."""

from __future__ import annotations

from dataclasses import replace

from analytics.text.sentences import sentence_spans
from analytics.types import Span, Statement, StatementKind, Target, TargetedText

LONGEST = 600  # characters of a statement that are shown whole
NARRATOR = "the outlet"


def targeted_text(article_text: str, statement: Statement, target: Target) -> TargetedText:
    """Return the printed words of a statement and where its target's mention stands in them.

    The words are the statement's hull: from the earliest to the latest of source, cue, content and mention, so that
    the verb that reports ("mocked", "welcomed") is part of what is judged. Of a hull longer than 600 characters only
    the sentences of the cue and of the mention are kept, joined by a space. The speaker is given as the source's words
    or, where none are printed, the speaker's name; in narration it is the outlet.
    """
    speaker = _speaker(article_text, statement)
    spans = (*statement.source, *statement.cue, *statement.content, target.mention)
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    mention = (target.mention[0] - start, target.mention[1] - start)
    hull = article_text[start:end]
    if len(hull) <= LONGEST:
        return TargetedText(hull, mention, speaker)
    cues = tuple((s - start, e - start) for s, e in statement.cue)
    return replace(_shortened(hull, cues, mention), speaker=speaker)


def _speaker(article_text: str, statement: Statement) -> str:
    if statement.kind is StatementKind.NARRATION:
        return NARRATOR
    if statement.source:
        return " ".join(article_text[start:end] for start, end in statement.source)
    return statement.speaker.actor.name if statement.speaker else ""


def _shortened(hull: str, cues: tuple[Span, ...], mention: Span) -> TargetedText:
    wanted = (*cues, mention)
    parts: list[str] = []
    length, rebased = 0, mention
    for start, end in sentence_spans(hull):
        if not any(s < end and start < e for s, e in wanted):
            continue
        if start <= mention[0] < end:
            rebased = (length + mention[0] - start, length + mention[1] - start)
        stop = max(end, mention[1]) if start <= mention[0] < end else end  # a mention is never cut
        parts.append(hull[start:stop])
        length += stop - start + 1
    return TargetedText(" ".join(parts), rebased) if parts else TargetedText(hull, mention)
