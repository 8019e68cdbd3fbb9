"""An analysis as a person reads it at a terminal: who said what about whom."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from analytics.report.wording import UNKNOWN_SPEAKER
from analytics.store.excerpts import Excerpt
from analytics.types import (
    ArticleAnalysis,
    ScoredStatement,
    ScoredTarget,
    Span,
    Spans,
    Speaker,
    StatementKind,
)

_STANCE_STYLE = {"against": "bold dark_orange", "neutral": "dim", "favor": "bold blue"}
_STANCE_SIGN = {"against": "−", "neutral": "·", "favor": "+"}
_STANCE_WORD = {"against": "against", "neutral": "neutral on", "favor": "in favor of"}


def print_analysis(console: Console, analysis: ArticleAnalysis) -> None:
    """Print one article: its headline, then each statement with speaker, tone and the stance toward each target."""
    article = analysis.article
    console.print(Text(article.title or "(no headline)", style="bold"))
    console.print(Text(_byline(analysis), style="dim"))
    console.print()
    for scored in analysis.statements:
        console.print(_heading(scored, article.text))
        console.print(Padding(_content(scored, article.text), (0, 0, 0, 2)))
        for target in scored.targets:
            console.print(Padding(_stance(target, article.text), (0, 0, 0, 4)))
        console.print()
    for note in (*article.notes, *analysis.failures):
        console.print(Text(f"Note: {note}", style="yellow"))


def print_excerpt(console: Console, excerpt: Excerpt, with_odds: bool) -> None:
    """Print one stored statement and target, ``with_odds`` the probabilities of its stance too."""
    day = f"{excerpt.published:%Y-%m-%d}" if excerpt.published else None
    where = " · ".join(filter(None, (excerpt.outlet, day)))
    chances = ", ".join(f"{label} {p:.0%}" for label, p in sorted(excerpt.stance.probabilities.items()))
    odds = chances if with_odds else ""
    console.print(Text.assemble((excerpt.speaker or UNKNOWN_SPEAKER, "bold green"), (f"  {where}", "dim")))
    start, end = excerpt.hull
    console.print(Padding(_piece(excerpt.text, (start, end), (excerpt.mention,)), (0, 0, 0, 2)))
    console.print(Padding(Text.assemble((f"{excerpt.target}  ", "bold"), (odds, "yellow")), (0, 0, 1, 4)))


def _byline(analysis: ArticleAnalysis) -> str:
    article = analysis.article
    parts = [article.outlet or "outlet unknown", ", ".join(article.authors)]
    if article.published:
        inferred = f" ({' and '.join(article.published_inferred)} inferred)" if article.published_inferred else ""
        parts.append(f"{article.published.day} {article.published:%B %Y, %H:%M}{inferred}")
    else:
        parts.append("no date")
    attributed = sum(s.statement.kind is not StatementKind.NARRATION for s in analysis.statements)
    parts.append(f"{attributed} attributed statements, {len(analysis.statements) - attributed} narrated sentences")
    return " · ".join(part for part in parts if part)


def _heading(scored: ScoredStatement, text: str) -> Text:
    statement = scored.statement
    heading = Text(_speaker_name(statement.speaker), style="bold green" if statement.speaker else "bold red")
    if statement.speaker and statement.speaker.party and statement.speaker.party.name != statement.speaker.actor.name:
        heading.append(f" ({statement.speaker.party.name})", style="green")
    if statement.kind is not StatementKind.NARRATION:
        words = [_words(text, span) for span in sorted(statement.source + statement.cue)]
        heading.append(f"  “{' '.join(words)}”" if words else "", style="dim")
    heading.append(f"  {statement.kind.value}, {scored.tone.label} tone", style="dim")
    return heading


def _speaker_name(speaker: Speaker | None) -> str:
    if speaker is None:
        return UNKNOWN_SPEAKER
    return speaker.actor.name[0].upper() + speaker.actor.name[1:]


def _content(scored: ScoredStatement, text: str) -> Text:
    content = Text()
    for span in scored.statement.content:
        if content:
            content.append(" … ", style="dim")
        content.append(_piece(text, span, tuple(t.target.mention for t in scored.targets)))
    return content


def _piece(text: str, span: Span, mentions: Spans) -> Text:
    piece = Text(text[slice(*span)].replace("\n", " "))
    for start, end in mentions:
        if span[0] <= start and end <= span[1]:
            piece.stylize("underline", start - span[0], end - span[0])
    return piece


def _stance(scored: ScoredTarget, text: str) -> Text:
    label = scored.stance.label
    line = Text(f"{_STANCE_SIGN[label]} {_STANCE_WORD[label]} ", style=_STANCE_STYLE[label])
    line.append(scored.target.name, style="bold")
    mention = _words(text, scored.target.mention)
    if mention != scored.target.name:
        line.append(f" (“{mention}”)", style="dim")
    line.append(f"  {scored.stance.confidence:.0%}", style="dim")
    if scored.stance.uncertain:
        line.append(" uncertain", style="yellow")
    return line


def _words(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())
