"""A made-up analysis with everything in it, whose spans are found and not counted."""

from __future__ import annotations

from datetime import date, datetime

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
    TimePhrase,
)

RUSSIA = Party("russia", "Russia", PartyKind.STATE, color="#aa0000")
UKRAINE = Party("ukraine", "Ukraine", PartyKind.STATE)
USA = Party("united-states", "United States", PartyKind.STATE)
REPUBLICANS = Party("republicans", "Republican Party", PartyKind.POLITICAL_PARTY, part_of="united-states")
LAVROV = Actor(
    "sergey-lavrov",
    "Sergey Lavrov",
    ActorKind.PERSON,
    (Affiliation("russia", "foreign minister", date(2004, 3, 9)), Affiliation("un", end=date(2004, 3, 8))),
)
RUBIO = Actor("marco-rubio", "Marco Rubio", ActorKind.PERSON, (Affiliation("united-states"),))
TIMES = Actor("sarn-times", "The Sarn Times", ActorKind.OUTLET)

TEXT = """Lavrov ready for talks

Lavrov said on Sunday he was ready to meet Rubio but that Ukraine had “lost its way”.

Share this

An official called Ukraine brave. Nobody expected a breakthrough in Kyiv."""


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words, TEXT.index("\n\n"))  # not in the title
    return start, start + len(words)


def stance(label: str, against: float, favor: float) -> Prediction:
    return Prediction(label, {"against": against, "neutral": 1 - against - favor, "favor": favor}, "stance-1")


TONE = Prediction("neutral", {"negative": 0.2, "neutral": 0.7, "positive": 0.1}, "tone-1")


def lavrov_statement() -> ScoredStatement:
    targets = (
        Target("united-states", "United States", span("Rubio"), via="marco-rubio"),
        Target("ukraine", "Ukraine", span("Ukraine")),
        Target("kyiv-city", "Kyiv (city)", span("way")),
    )
    statement = Statement(
        StatementKind.MIXED,
        (span("he was ready to meet Rubio"), span("that Ukraine had “lost its way”")),
        source=((span("Lavrov said")[0], span("Lavrov said")[0] + 6),),
        cue=(span("said"),),
        speaker=Speaker(LAVROV, RUSSIA),
        targets=targets,
        times=(TimePhrase(span("on Sunday"), date(2025, 11, 9), "day"),),
    )
    scored = (
        ScoredTarget(targets[0], stance("favor", 0.05, 0.7), (span("ready"),)),
        ScoredTarget(targets[1], stance("against", 0.8, 0.1), (span("lost its way"),)),
    )
    return ScoredStatement(statement, TONE, scored)


def official_statement() -> ScoredStatement:
    target = Target("ukraine", "Ukraine", (span("Ukraine brave")[0], span("Ukraine brave")[0] + 7))
    statement = Statement(StatementKind.INDIRECT, (span("Ukraine brave"),), (span("An official"),), (span("called"),))
    statement = Statement(**{**statement.__dict__, "targets": (target,)})
    return ScoredStatement(statement, TONE, (ScoredTarget(target, stance("favor", 0.1, 0.6)),))


def narrated_statement() -> ScoredStatement:
    return ScoredStatement(
        Statement(StatementKind.NARRATION, (span("Nobody expected a breakthrough in Kyiv."),), speaker=Speaker(TIMES)),
        TONE,
    )


def make_analysis(
    number: int = 0, published: datetime | None = datetime(2025, 11, 10, 11, 54), outlet: str | None = "The Sarn Times"
) -> ArticleAnalysis:
    """A story of three statements; ``number`` makes its text, and so its id, another one."""
    text = f"{TEXT}\n\nNumber {number}."
    paragraphs = [span(TEXT.split("\n\n")[1]), span(TEXT.split("\n\n")[3]), (len(TEXT) + 2, len(text))]
    article = Article(
        text,
        tuple(paragraphs),
        title="Lavrov ready for talks",
        outlet=outlet,
        url="https://example.org/1",
        authors=("Ann Other", "B. Writer"),
        published=published,
        published_inferred=("year",),
    )
    statements = (lavrov_statement(), official_statement(), narrated_statement())
    return ArticleAnalysis(article, statements, ("paragraph 9: unreadable",))


PARTIES = {party.id: party for party in (RUSSIA, UKRAINE, USA, REPUBLICANS)}
ACTORS = {"marco-rubio": RUBIO}
