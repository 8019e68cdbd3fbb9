"""What the stance classifier is shown of a statement."""

import pytest

from analytics.stance.inputs import LONGEST, targeted_text
from analytics.types import Span, Statement, StatementKind, Target

TEXT = 'Rain fell. "They lied," Reyk said of Ostrevia. "They always do." The Council met.'


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def test_the_hull_runs_from_the_first_to_the_last_span() -> None:
    statement = Statement(
        StatementKind.DIRECT,
        content=(span('"They lied,"'), span('"They always do."')),
        source=(span("Reyk"),),
        cue=(span("said"),),
    )
    item = targeted_text(TEXT, statement, Target("ostrevia", "Ostrevia", span("Ostrevia")))
    assert item.text == '"They lied," Reyk said of Ostrevia. "They always do."'
    assert item.text[slice(*item.target)] == "Ostrevia"


def test_a_mention_outside_the_statement_is_shown_too() -> None:
    statement = Statement(StatementKind.NARRATION, content=(span("Rain fell."),))
    item = targeted_text(TEXT, statement, Target("ostrevia", "Ostrevia", span("Ostrevia")))
    assert item.text.startswith("Rain fell.")
    assert item.text.endswith("Ostrevia")


@pytest.mark.parametrize("middle", ["The sea was calm that day. " * 40, "the sea was calm and " * 60])
def test_of_a_long_statement_cue_and_mention_stay(middle: str) -> None:
    text = f"Reyk said that it was late. {middle}At last Ostrevia apologised."
    statement = Statement(
        StatementKind.INDIRECT, content=((10, len(text)),), source=(span("Reyk", text),), cue=(span("said", text),)
    )
    item = targeted_text(text, statement, Target("ostrevia", "Ostrevia", span("Ostrevia", text)))
    assert item.text[slice(*item.target)] == "Ostrevia"
    assert "said" in item.text
    if middle.startswith("The"):
        assert len(item.text) < LONGEST
