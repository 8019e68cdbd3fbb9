"""What the numbers rest on, and what they leave out, in one line."""

from __future__ import annotations

from dash import html

from analytics.report.wording import counted, day, mixed_models
from analytics.store.views import Coverage
from analytics.types import SCORED_LANGUAGE, StatementKind
from dashboard.components.markup import aria
from dashboard.wording import percent

_KIND_WORDS = {
    StatementKind.DIRECT: "direct",
    StatementKind.INDIRECT: "indirect",
    StatementKind.MIXED: "mixed",
    StatementKind.NARRATION: "narration",
}


def coverage_line(coverage: Coverage) -> html.Ul:
    """Return the coverage of the whole store, whatever the filters: stories, statements, kinds, unresolved speakers."""
    quotations = coverage["statements"] - coverage["by_kind"][StatementKind.NARRATION.value]
    again = coverage["printed_again"]
    unresolved = coverage["unresolved_speakers"]
    share = percent(unresolved / quotations if quotations else 0.0)
    facts = [
        _fact(counted(coverage["articles"] - again, "story", "stories"), _period(coverage)),
        _fact(counted(coverage["statements"], "statement"), _kinds(coverage)),
        _fact(f"{share} of quotations", "without a known speaker, in no speaker’s number"),
    ]
    mixed = mixed_models(coverage["stance_models"])
    if mixed:
        facts.append(html.Li(mixed))
    unscored = sum(n for language, n in coverage["languages"].items() if language != SCORED_LANGUAGE)
    if unscored:
        facts.append(_fact(counted(unscored, "story", "stories"), "not in English, not scored"))
    if again:
        facts.insert(1, _fact(counted(again, "wire copy", "wire copies"), "of these, counted by reach only"))
    return html.Ul(facts, className="coverage", **aria(label="Coverage"))


def _fact(figure: str, words: str) -> html.Li:
    return html.Li([html.Strong(figure), f" {words}"])


def _period(coverage: Coverage) -> str:
    first, last = coverage["first_day"], coverage["last_day"]
    return f"{day(first)} to {day(last)}" if first and last else "without dates"


def _kinds(coverage: Coverage) -> str:
    total = max(coverage["statements"], 1)
    counts = {words: coverage["by_kind"][kind.value] for kind, words in _KIND_WORDS.items()}
    return ", ".join(f"{percent(count / total)} {words}" for words, count in counts.items() if count)
