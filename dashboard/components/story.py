"""A story as it was printed, with its statements marked, and a note beside each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from analytics.report.wording import UNKNOWN_SPEAKER, day
from analytics.review.said import Said
from analytics.store.schema import NO_PARTY
from analytics.types import (
    SCORED_LANGUAGE,
    Article,
    ArticleAnalysis,
    ScoredStatement,
    ScoredTarget,
    Span,
    Statement,
    StatementKind,
)
from dashboard.components.corrections import correct_button, corrections_note
from dashboard.components.labels import KIND_WORDS, stance_bar, stance_chip, tone_chip
from dashboard.components.links import actor_link, party_link
from dashboard.components.marked_text import TextMark, marked
from dashboard.components.markup import aria, data, go, icon
from dashboard.reading.corrections import Corrections, pair_ids, statement_id
from dashboard.state import ViewState
from dashboard.url import article_path
from dashboard.views import Choice, Printing
from dashboard.wording import listing

_HOW = (
    html.Strong("How to read this. "),
    html.Span("Words put in somebody’s mouth", className="m-said"),
    " are tinted, with the ",
    html.Span("speaker", className="m-source"),
    ", the ",
    html.Span("cue", className="m-cue"),
    " and the ",
    html.Span("target", className="m-target"),
    " marked. The numbers lead to the notes: who speaks, the stance on each target, and the tone.",
)

_UNSCORED = "This story is not in English but in another language (“{}”): it is kept, and nothing in it is scored."


def story(
    analysis: ArticleAnalysis,
    printings: Sequence[Printing] = (),
    corrections: Corrections = MappingProxyType({}),
    can_correct: bool = False,
) -> html.Article:
    """Return the whole story and the way to its other printings.

    Statements are numbered from 1 in reading order and anchored as ``#s0``, ``#s1`` … Beside each stands what people
    say of it, and for a reader who ``can_correct`` a button.
    """
    article = analysis.article
    notes = [
        _note(analysis, number, corrections, can_correct=can_correct) for number in range(len(analysis.statements))
    ]
    marks = [mark for number, one in enumerate(analysis.statements) for mark in _marks(number, one)]
    blocks = [
        _paragraph(analysis, span, marks, notes) if in_body else html.P(words, className="furniture")
        for span, words, in_body in _passages(article)
    ]
    unread = (*article.notes, *analysis.failures)
    left_out = html.P(f"What could not be read: {'; '.join(unread)}", className="note") if unread else None
    scored = article.language == SCORED_LANGUAGE
    how: list[str | Component] = [*_HOW] if scored else [_UNSCORED.format(article.language)]
    above = [_head(article), _also(printings), html.P(how, className="how")]
    return html.Article([*above, *blocks, left_out], className="story")


def _head(article: Article) -> html.Header:
    facts: list[str | Component] = [article.outlet or "Outlet unknown"]
    if article.published:
        inferred = f" ({listing(list(article.published_inferred))} inferred)" if article.published_inferred else ""
        facts.append(f"{day(article.published.date())}, {article.published:%H:%M}{inferred}")
    if article.authors:
        facts.append(f"by {listing(list(article.authors))}")
    if article.url and article.url.startswith(("https://", "http://")):
        words = [html.Span("original page"), icon("arrow-up-right")]
        facts.append(html.A(words, href=article.url, rel="noopener noreferrer nofollow", target="_blank"))
    line = [html.Span(fact, className="fact") for fact in facts]
    back = go([icon("arrow-left"), html.Span("Overview")], "/", className="back", id="back")
    return html.Header(
        [back, html.H1(article.title or "Untitled story", className="story-title"), html.P(line, className="byline")]
    )


def _also(printings: Sequence[Printing]) -> html.P | None:
    """Return "Also printed by" with a link to every other printing."""
    if not printings:
        return None
    links = [go(one.outlet, article_path(one.article_id)) for one in printings]
    between = [piece for link in links for piece in (", ", link)][1:]
    return html.P(["Also printed by ", *between], className="note", id="other-printings")


def _passages(article: Article) -> Iterator[tuple[Span, str, bool]]:
    """Yield the paragraphs of the body and, between them, what was left out of it; the headline is said already."""
    position = 0
    for start, end in (*article.body, (len(article.text), len(article.text))):
        between = article.text[position:start].strip()
        if between and between != (article.title or "").strip():
            yield (position, start), between, False
        if start < end:
            yield (start, end), article.text[start:end], True
        position = max(position, end)


def _marks(number: int, scored: ScoredStatement) -> Iterator[TextMark]:
    statement = scored.statement
    said = "narrated" if statement.kind is StatementKind.NARRATION else "said"
    yield from (TextMark(span, said, None, number) for span in statement.content)
    yield from (TextMark(span, "source", "speaker", number) for span in statement.source)
    yield from (TextMark(span, "cue", "cue", number) for span in statement.cue)
    for one in scored.targets:
        yield TextMark(one.target.mention, "target", f"target: {one.target.name}", number)
        yield TextMark(one.target.mention, f"on-{one.stance.label}", one.stance.label, number)
        yield from (TextMark(span, "evidence", "weighed most in the stance", number) for span in one.evidence)


def _paragraph(
    analysis: ArticleAnalysis, span: Span, marks: Sequence[TextMark], notes: Sequence[html.Section]
) -> html.Div:
    here = [
        (number, one.statement.content[0][0])
        for number, one in enumerate(analysis.statements)
        if one.statement.content and span[0] <= one.statement.content[0][0] < span[1]
    ]
    inserts: dict[int, Component] = {}
    for number, at in here:
        inserts[at] = html.Span([inserts[at], _number(number)]) if at in inserts else _number(number)
    text = html.P(marked(analysis.article.text, marks, span, inserts), className="printed")
    beside = html.Aside([notes[number] for number, _ in here], className="notes")
    return html.Div([text, beside], className="paragraph")


def _number(number: int) -> html.A:
    return html.A(
        f"{number + 1}",
        id=f"s{number}",
        href=f"#s{number}",
        className="statement-number",
        **data(go="", statement=str(number)),
        **aria(label=f"Statement {number + 1}"),
    )


def _note(analysis: ArticleAnalysis, number: int, corrections: Corrections, *, can_correct: bool) -> html.Section:
    scored = analysis.statements[number]
    statement, own_id = scored.statement, statement_id(analysis, number)
    who = _who(statement, analysis.article)
    party = statement.speaker.party.name if statement.speaker and statement.speaker.party else None
    stands_for = party if party != who else None
    heading = [
        html.Span(f"{number + 1}", className="note-number"),
        html.Span(
            [
                html.Strong(_speaker(scored, who)),
                html.Span(f" {', '.join(filter(None, (stands_for, KIND_WORDS[statement.kind])))}"),
            ]
        ),
        tone_chip(scored.tone.label, scored.tone.probabilities[scored.tone.label]),
    ]
    targets = [
        _note_target(one, _target(scored, one), corrections.get(pair, ()))
        for pair, one in zip(pair_ids(own_id, scored), scored.targets, strict=True)
    ]
    return html.Section(
        [
            html.P(heading, className="note-head"),
            corrections_note(corrections.get(own_id, ())),
            *targets,
            correct_button(number) if can_correct else None,
        ],
        className="statement-note",
        **data(statement=str(number)),
        **aria(label=f"Statement {number + 1}: {who}"),
    )


def _who(statement: Statement, article: Article) -> str:
    name = statement.speaker.actor.name if statement.speaker else None
    narrator = article.outlet if statement.kind is StatementKind.NARRATION else None
    who = name or narrator or UNKNOWN_SPEAKER
    return who[0].upper() + who[1:]  # "The outlet" where its name is not known


def _speaker(scored: ScoredStatement, who: str) -> str | html.A:
    """Return the speaker's name, as the way to their page where they have one: whoever speaks of a party does."""
    speaker = scored.statement.speaker
    counts = any(one.target.id != NO_PARTY for one in scored.targets)
    return actor_link(Choice(speaker.actor.id, who), ViewState()) if speaker and counts else who


def _target(scored: ScoredStatement, one: ScoredTarget) -> str | html.A:
    """Return the name of a target, as the way to its page where it has one: a party that somebody known speaks of."""
    target = one.target
    has_page = scored.statement.speaker is not None and target.id != NO_PARTY
    return party_link(Choice(target.id, target.name), ViewState()) if has_page else target.name


def _note_target(scored: ScoredTarget, name: str | html.A, said: Sequence[Said]) -> html.Div:
    probabilities = scored.stance.probabilities
    no_party = ", which is no party" if scored.target.id == NO_PARTY else ""
    return html.Div(
        [
            stance_chip(scored.stance.label, probabilities),
            " on ",
            name,
            no_party,
            stance_bar(probabilities),
            corrections_note(said),
        ],
        className="note-target",
    )
