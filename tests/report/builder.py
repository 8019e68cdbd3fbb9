"""Stories over five months in which Mara Lind is against Northland and for Southland, and one story is hostile."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from analytics.store import Store, open_store, write_analysis
from analytics.types import (
    Actor,
    ActorKind,
    Affiliation,
    Article,
    ArticleAnalysis,
    Party,
    PartyKind,
    Prediction,
    ScoredStatement,
    ScoredTarget,
    Speaker,
    Statement,
    StatementKind,
    Target,
)

PARTIES = {name.lower(): Party(name.lower(), name, PartyKind.STATE) for name in ("Northland", "Southland")}
MARA = Speaker(Actor("mara-lind", "Mara Lind", ActorKind.PERSON, (Affiliation("southland"),)), PARTIES["southland"])
ATTACK = "=cmd|'/c calc'!A1<script>alert(1)</script>"
EVE = Speaker(Actor("eve", f"Eve {ATTACK}", ActorKind.PROVISIONAL))
GAZETTE = Speaker(Actor("gazette", "The Gazette", ActorKind.OUTLET))
TONE = Prediction("neutral", {"negative": 0.2, "neutral": 0.7, "positive": 0.1}, "tone-made-up")


def stance(d: float) -> Prediction:
    """A prediction with P(favor) − P(against) = ``d``."""
    values = {"against": max(-d, 0) + 0.01, "neutral": 0.98 - abs(d), "favor": max(d, 0) + 0.01}
    return Prediction(max(values, key=lambda label: values[label]), values, "stance-made-up")


class Writer:
    """Puts a story together so that every span is right by construction."""

    def __init__(self) -> None:
        self.text = ""
        self.body: list[tuple[int, int]] = []
        self.statements: list[ScoredStatement] = []

    def say(self, speaker: Speaker | None, before: str, party: str, after: str, d: float) -> None:
        name = speaker.actor.name if speaker else "An official"
        start = len(self.text)
        self.text += f"{name} said {before} {party} {after}."
        cue = start + len(name) + 1
        content = (cue + 5, len(self.text) - 1)
        mention = (content[0] + len(before) + 1, content[0] + len(before) + 1 + len(party))
        target = Target(party.lower(), party, mention)
        statement = Statement(
            StatementKind.INDIRECT,
            (content,),
            source=((start, cue - 1),),
            cue=((cue, cue + 4),),
            speaker=speaker,
            targets=(target,),
        )
        evidence = ((mention[1] + 1, content[1]),)
        self.statements.append(ScoredStatement(statement, TONE, (ScoredTarget(target, stance(d), evidence),)))
        self.end(start)

    def narrate(self, words: str, party: str, d: float) -> None:
        start = len(self.text)
        self.text += words
        at = self.text.index(party, start)
        target = Target(party.lower(), party, (at, at + len(party)))
        content = ((start, len(self.text)),)
        statement = Statement(StatementKind.NARRATION, content, speaker=GAZETTE, targets=(target,))
        self.statements.append(ScoredStatement(statement, TONE, (ScoredTarget(target, stance(d)),)))
        self.end(start)

    def end(self, start: int) -> None:
        self.body.append((start, len(self.text)))
        self.text += "\n\n"

    def finish(self, title: str, published: datetime | None, url: str | None = None) -> ArticleAnalysis:
        article = Article(self.text, tuple(self.body), title, "The Gazette", url=url, published=published)
        return ArticleAnalysis(article, tuple(self.statements))


def stories() -> list[ArticleAnalysis]:
    made = [_story(number) for number in range(20)]
    hostile = Writer()
    hostile.say(EVE, f"{ATTACK} that", "Northland", "lied\x07 again & again", -0.9)
    hostile_story = hostile.finish(f"{ATTACK}\r=1+1", datetime(2026, 3, 3), "javascript:alert(1)")
    return [*made, hostile_story, undated()]


def _story(number: int) -> ArticleAnalysis:
    writer = Writer()
    writer.say(MARA, f"for the {number}. time that", "Northland", "breaks its word", -0.9 + number % 3 / 20)
    writer.say(MARA, f"in session {number} that", "Southland", "keeps its word", 0.85 + number % 2 / 20)
    if number % 4 == 0:
        writer.say(None, f"on day {number} that", "Northland", "is fine", 0.2)
    writer.narrate(f"Delegation {number} of Northland arrived.", "Northland", 0.02)
    return writer.finish(f"Day {number}", datetime(2026, 1, 5, 9) + timedelta(days=7 * number))


def undated() -> ArticleAnalysis:
    writer = Writer()
    writer.say(MARA, "without a date that", "Northland", "is late", -0.4)
    return writer.finish("Undated", None)


def fill(path: Path) -> Store:
    opened = open_store(f"sqlite:///{path}")
    for analysis in stories():
        write_analysis(opened, analysis, PARTIES, {})
    return opened


def fill_moving(path: Path) -> Store:
    """Mara Lind is against Northland for twelve weeks and then for it; Tom Ash is always a little against it."""
    opened = open_store(f"sqlite:///{path}")
    tom = Speaker(Actor("tom-ash", "Tom Ash", ActorKind.PERSON))
    for number in range(48):
        writer = Writer()
        noise = number % 4 / 20
        writer.say(MARA, f"in week {number} that", "Northland", "did it", (0.6 if number >= 24 else -0.7) + noise)
        writer.say(tom, f"in room {number} that", "Northland", "could wait", -0.3 + noise)
        published = datetime(2026, 1, 5, 9) + timedelta(days=7 * (number // 2))
        write_analysis(
            opened, writer.finish(f"Week {number}", published, f"https://news.example/{number}"), PARTIES, {}
        )
    return opened
