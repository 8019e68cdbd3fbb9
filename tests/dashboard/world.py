"""A made-up world for the tests: 44 stories, 10 people and 4 outlets, 6 parties, six months, all built by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

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
    Span,
    Spans,
    Speaker,
    Statement,
    StatementKind,
    Target,
)

PARTIES = (
    Party("taldoria", "Taldoria", PartyKind.STATE, None, "#1f5fa8"),
    Party("ostrevia", "Ostrevia", PartyKind.STATE, None, "#c2571a"),
    Party("kessaly", "Kessaly", PartyKind.STATE, None, "#2a8c82"),
    Party("sarn-sea-council", "Sarn Sea Council", PartyKind.ORGANISATION, None, "#7a5195"),
    Party("national-renewal", "National Renewal", PartyKind.POLITICAL_PARTY, "taldoria", "#14365e"),
    Party("free-ostrevia", "Free Ostrevia Movement", PartyKind.POLITICAL_PARTY, "ostrevia", None),
)
_PEOPLE = (
    ("ilka-maroven", "Ilka Maroven", "taldoria"),
    ("tomas-reyk", "Tomas Reyk", "taldoria"),
    ("dana-holvek", "Dana Holvek", "taldoria"),
    ("viktor-sandrel", "Viktor Sandrel", "national-renewal"),
    ("anton-brezik", "Anton Brezik", "ostrevia"),
    ("lidia-varnel", "Lidia Varnel", "ostrevia"),
    ("radim-salko", "Radim Salko", "ostrevia"),
    ("jana-kolvar", "Jana Kolvar", "free-ostrevia"),
    ("idris-calloway", "Idris Calloway", "kessaly"),
    ("henrik-osmund", "Henrik Osmund", "sarn-sea-council"),
)
_OUTLETS = ("The Maresk Courier", "Velinka Herald", "Sarn Sea Wire", "Port Aurel Gazette")
_AGAINST = (
    "{target} has broken every promise it made at the harbour talks",
    "nobody should trust a word that {target} puts on paper",
    "what {target} did in the strait was reckless beyond words",
    "{target} owes two families an answer and has given none",
)
_NEUTRAL = (
    "the delegation from {target} will arrive on Thursday",
    "talks with {target} are to go on next week in Tervane",
    "he had read the note from {target} and would reply in writing",
)
_FAVOR = (
    "{target} has shown patience that deserves respect",
    "we are grateful to {target} for bringing the crews home",
    "the offer from {target} is fair, and I welcome it",
)
_CUES = ("said", "told reporters", "insisted", "warned", "acknowledged")
_LEADS = (
    "Rain kept the stands half empty as the session opened.",
    "The harbour was quiet on Monday after a weekend of gales.",
    "Officials spent the morning going through the draft line by line.",
    "Fish prices in Port Aurel fell for the third week in a row.",
)

_OWN_WORDS = (
    "harbour quay gale ferry crane grain timber winter market bridge tunnel council street lantern ledger barge anchor "
    "signal beacon cargo pilot canal depot mill orchard chapel square tram archive garden"
).split()


@dataclass
class Page:
    """A story while it is being written, so that every span is right by construction."""

    text: str = ""
    body: list[Span] = field(default_factory=list)
    statements: list[ScoredStatement] = field(default_factory=list)

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return start, len(self.text)

    def own_words(self, seed: int) -> None:
        """Write a paragraph that no other story has: without it stories of our few phrases would be one wire story."""
        rng = random.Random(seed)
        start, _ = self.add(" ".join(rng.choice(_OWN_WORDS) for _ in range(300)) + ".")
        self.paragraph(start)

    def paragraph(self, start: int) -> None:
        self.body.append((start, len(self.text)))
        self.text += "\n\n"


def party(party_id: str) -> Party:
    return next(one for one in PARTIES if one.id == party_id)


def people() -> list[Speaker]:
    return [Speaker(Actor(id_, name, ActorKind.PERSON, (Affiliation(of),)), party(of)) for id_, name, of in _PEOPLE]


def prediction(names: tuple[str, str, str], lean: float) -> Prediction:
    """A prediction whose P(third) − P(first) is ``lean`` in [−1, 1]."""
    middle = (1 - abs(lean)) * 0.6
    first = (1 - middle - lean) / 2
    values = (first, middle, 1 - middle - first)
    label = names[max(range(3), key=lambda index: values[index])]
    return Prediction(label, dict(zip(names, values, strict=True)), "made-up-1")


def stance(lean: float) -> Prediction:
    return prediction(("against", "neutral", "favor"), lean)


def tone(lean: float) -> Prediction:
    return prediction(("negative", "neutral", "positive"), lean)


def quote(page: Page, speaker: Speaker | None, name: str, about: Party, lean: float, rng: random.Random) -> None:
    """Write one paragraph with one quotation about ``about``."""
    phrases = _AGAINST if lean < -0.2 else _FAVOR if lean > 0.2 else _NEUTRAL
    before, after = rng.choice(phrases).split("{target}")
    begin = len(page.text)
    direct = rng.random() < 0.6
    spans: dict[str, Span] = {}
    if direct:
        opening = page.add("“" + before)
        mention = page.add(about.name)
        closing = page.add(after + ",”")
        page.add(" ")
        spans["source"] = page.add(name)
        page.add(" ")
        spans["cue"] = page.add(rng.choice(_CUES))
        page.add(".")
    else:
        spans["source"] = page.add(name)
        page.add(" ")
        spans["cue"] = page.add("said")
        page.add(" ")
        opening = page.add("that " + before)
        mention = page.add(about.name)
        closing = page.add(after)
        page.add(".")
    statement = Statement(
        kind=StatementKind.DIRECT if direct else StatementKind.INDIRECT,
        content=((opening[0], closing[1]),),
        source=(spans["source"],),
        cue=(spans["cue"],),
        speaker=speaker,
        targets=(Target(about.id, about.name, mention),),
    )
    evidence: Spans = ((closing[0] + 1, closing[0] + 1 + len(after.split()[0])),)
    targets = (ScoredTarget(statement.targets[0], stance(lean), evidence),)
    page.statements.append(ScoredStatement(statement, tone(max(-1, min(1, lean * 0.7))), targets))
    page.paragraph(begin)


def narrate(page: Page, outlet: str, words: str, about: Party | None, lean: float) -> None:
    """Write one paragraph in the outlet's own voice."""
    span = page.add(words)
    actor = Actor(outlet.casefold().replace(" ", "-"), outlet, ActorKind.OUTLET)
    targets: tuple[ScoredTarget, ...] = ()
    if about is not None:
        at = page.text.index(about.name, span[0])
        target = Target(about.id, about.name, (at, at + len(about.name)))
        targets = (ScoredTarget(target, stance(lean)),)
    statement = Statement(
        StatementKind.NARRATION, (span,), speaker=Speaker(actor), targets=tuple(one.target for one in targets)
    )
    page.statements.append(ScoredStatement(statement, tone(lean / 2), targets))
    page.paragraph(span[0])


def leaning(speaker: Speaker, about: Party, progress: float) -> float:
    """The plot: hostile at first, warm in summer, hostile again; Kessaly turns; Kolvar warms to Taldoria."""
    own = speaker.party is not None and about.id in (speaker.party.id, speaker.party.part_of)
    if own:
        return 0.5
    thaw = 1 - abs(progress - 0.5) * 4
    base = {"national-renewal": -0.35, "free-ostrevia": progress - 0.6, "kessaly": 0.5 - progress}
    offset = base.get(speaker.party.id if speaker.party else "", 0.0)
    if about.id in ("kessaly", "sarn-sea-council"):
        return 0.3 + offset / 2
    return max(-0.95, min(0.95, 0.75 * thaw + offset))


def story(number: int, of: int, rng: random.Random) -> ArticleAnalysis:
    progress = number / of
    outlet = _OUTLETS[number % len(_OUTLETS)]
    cast = people()
    page = Page()
    about = party("ostrevia" if rng.random() < 0.6 else "taldoria")
    title = f"{about.name} talks enter day {number + 1}"
    page.add(title + "\n\n")
    narrate(page, outlet, rng.choice(_LEADS), None, 0.0)
    for _ in range(rng.randint(3, 7)):
        speaker = rng.choice(cast)
        target = about if rng.random() < 0.6 else rng.choice(PARTIES)
        lean = max(-0.98, min(0.98, leaning(speaker, target, progress) + rng.gauss(0, 0.25)))
        if rng.random() < 0.12:
            quote(page, None, "a senior official", target, lean, rng)
        else:
            quote(page, speaker, speaker.actor.name, target, lean, rng)
    words = f"The delegation of {about.name} left without a word on day {number + 1}."
    narrate(page, outlet, words, about, -0.4 if outlet == "Velinka Herald" else -0.05)
    page.own_words(number)
    page.add("Share this story")
    published = datetime(2026, 4, 1, 8, 30) + timedelta(days=round(178 * progress), hours=number % 9)
    article = Article(page.text, tuple(page.body), title, outlet, f"https://example.org/{number}",
                      ("Mira Tolland",), published)  # fmt: skip
    return ArticleAnalysis(article, tuple(page.statements))


def stories(count: int = 44, seed: int = 11) -> list[ArticleAnalysis]:
    """The same stories on every call."""
    rng = random.Random(seed)
    return [story(number, count, rng) for number in range(count)]


def hostile_story() -> ArticleAnalysis:
    """A story whose every printed field tries to run as code."""
    attack = "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>"
    page = Page()
    speaker = Speaker(Actor("x-script-y", f"Eve {attack}", ActorKind.PROVISIONAL), None)
    page.add(f"{attack} title\n\n")
    rng = random.Random(1)
    for _ in range(6):
        quote(page, speaker, f"Eve {attack}", party("taldoria"), -0.8, rng)
    narrate(page, f"Outlet {attack}", f"Narration {attack} about Taldoria.", party("taldoria"), -0.2)
    return ArticleAnalysis(
        Article(page.text, tuple(page.body), f"{attack} title", f"Outlet {attack}", "javascript:window.hacked=1",
                (attack,), datetime(2026, 5, 5, 12)), tuple(page.statements)
    )  # fmt: skip


def long_story() -> ArticleAnalysis:
    """One speaker with more statements on one party than the evidence panel shows at once, one of them twice over."""
    page = Page()
    speaker = Speaker(Actor("mina-orlo", "Mina Orlo", ActorKind.PERSON, (Affiliation("kessaly"),)), party("kessaly"))
    rng = random.Random(5)
    for _ in range(33):
        quote(page, speaker, "Mina Orlo", party("sarn-sea-council"), 0.6, rng)
    page.own_words(5_000)
    last = page.statements[-1]
    again = replace(last.targets[0].target, mention=last.statement.content[0], via="henrik-osmund")
    both = replace(last.statement, targets=(*last.statement.targets, again))
    page.statements[-1] = replace(last, statement=both, targets=(*last.targets, ScoredTarget(again, stance(-0.6))))
    when = datetime(2026, 6, 9, 7)
    article = Article(page.text, tuple(page.body), "Thirty-three questions", "Sarn Sea Wire", published=when)
    return ArticleAnalysis(article, tuple(page.statements))
