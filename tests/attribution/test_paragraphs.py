"""Attribution as a table: a paragraph, and (source, cue, content pieces) of each attribution in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.attribution.document import read_document
from analytics.attribution.paragraphs import read_paragraph
from analytics.attribution.statements import make_statements

CASES = [
    # direct: cue before, after, inverted, in the middle, continued without a cue
    ('Reyk said: "We are ready."', [("Reyk", "said", ['"We are ready."'])]),
    ("“We are ready to talk,” Reyk said.", [("Reyk", "said", ["“We are ready to talk,”"])]),
    (
        "“We are ready to talk,” said Foreign Minister Tomas Reyk.",
        [("Foreign Minister Tomas Reyk", "said", ["“We are ready to talk,”"])],
    ),
    ("“Nobody wins,” she said, “and nobody sleeps.”", [("she", "said", ["“Nobody wins,”", "“and nobody sleeps.”"])]),
    ("“Nobody wins here,” she said. “Nobody sleeps.”", [("she", "said", ["“Nobody wins here,”", "“Nobody sleeps.”"])]),
    ("“Why are we here?” Reyk asked.", [("Reyk", "asked", ["“Why are we here?”"])]),
    # indirect: with and without "that", cue after, inserted, "according to"
    ("Lavrov said on Sunday he was ready to meet Rubio.", [("Lavrov", "said", ["he was ready to meet Rubio"])]),
    ("She told reporters on Friday that the talks had failed.", [("She", "told", ["that the talks had failed"])]),
    ("The ban will hold, the minister said.", [("the minister", "said", ["The ban will hold"])]),
    ("The ban, he told parliament, will stay in force.", [("he", "told", ["The ban", "will stay in force"])]),
    ("According to the ministry, nobody was hurt.", [("the ministry", "According to", ["nobody was hurt"])]),
    ("Nobody was hurt, according to the ministry.", [("the ministry", "according to", ["Nobody was hurt"])]),
    (
        "He also criticized Brussels and London for meddling.",
        [("He", "also criticized", ["Brussels and London for meddling"])],
    ),
    ("Maroven vowed to lift the ban.", [("Maroven", "vowed", ["to lift the ban"])]),
    (
        "“Turkey”, according to a diplomat, “is isolated”.",
        [("a diplomat", "according to", ["“Turkey”", "“is isolated”"])],
    ),
    ("'We don't trust them,' said Mr Starmer.", [("Mr Starmer", "said", ["'We don't trust them,'"])]),
    # two cues, one subject; a source with an apposition; an introduction before the subject
    (
        "He said he would go but stressed the terms had not changed.",
        [("He", "said", ["he would go"]), ("He", "stressed", ["the terms had not changed"])],
    ),
    (
        "Adam Schiff, the top Democrat on the committee, called on Obama to act.",
        [("Adam Schiff, the top Democrat on the committee,", "called on", ["Obama to act"])],
    ),
    (
        "In the interview Lavrov further said that the meeting should remain the basis.",
        [("Lavrov", "further said", ["that the meeting should remain the basis"])],
    ),
    # passive and possessive
    (
        "Mr. Quiros was accused of using the money for himself.",
        [("", "was accused of", ["Mr. Quiros", "using the money for himself"])],
    ),
    (
        "Lavrov’s claim that Kyiv had refused was met with silence.",
        [("Lavrov’s", "claim", ["that Kyiv had refused was met with silence"])],
    ),
    # mixed
    ('Tarrant called the visit "a pretext".', [("Tarrant", "called", ['the visit "a pretext"'])]),
]


@pytest.mark.parametrize(("paragraph", "expected"), CASES)
def test_attributions(paragraph: str, expected: list[tuple[str, str, list[str]]]) -> None:
    found = read_paragraph(paragraph, (0, len(paragraph))).attributions
    assert [
        (
            " ".join(paragraph[slice(*s)] for s in a.source),
            " ".join(paragraph[slice(*s)] for s in a.cue),
            [paragraph[slice(*s)] for s in a.content],
        )
        for a in found
    ] == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "His claims were met with silence.",  # a noun
        "The deal was expected by noon.",  # passive, nobody speaks
        "He scrapped plans to attend.",
        "The “special operation” entered its fourth year.",  # scare quotes
        "Putin ordered the invasion of Ukraine.",
        "Secretary of State Marco Rubio landed in Geneva.",
    ],
)
def test_narration_is_not_attributed(paragraph: str) -> None:
    reading = read_paragraph(paragraph, (0, len(paragraph)))
    assert reading.attributions == ()
    assert reading.narration == ((0, len(paragraph)),)


def test_a_quotation_that_runs_over_paragraphs_is_one_statement() -> None:
    text = "“We began with two graves,” she said. “I thank him.\n\n“There will be those who doubt.\n\n“Let them come.”"
    body = tuple((start, start + len(part)) for part in text.split("\n\n") for start in [text.index(part)])
    (attribution,) = read_document(text, body).attributions
    assert [text[slice(*span)] for span in attribution.content] == [
        "“We began with two graves,”",
        "“I thank him.",
        "“There will be those who doubt.",
        "“Let them come.”",
    ]


def test_kinds() -> None:
    text = "“All of it,” he said. She said that it rained. He called it “a pretext” and left. It rained."
    statements = make_statements(text, read_document(text, ((0, len(text)),)))
    assert [s.kind.value for s in statements] == ["direct", "indirect", "mixed", "narration"]


def test_one_bad_paragraph_never_loses_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    from analytics.attribution import document

    def fail_on_second(text: str, paragraph: tuple[int, int], *, open_before: bool = False) -> object:
        if paragraph[0]:
            raise ValueError("odd")
        return read_paragraph(text, paragraph)

    monkeypatch.setattr(document, "read_paragraph", fail_on_second)
    text = "He said it rained.\n\nShe said it snowed."
    reading = document.read_document(text, ((0, 18), (20, len(text))))
    assert len(reading.attributions) == 1
    assert reading.failures == ("paragraph 2 could not be read (ValueError: odd)",)


PIECES = [*"ab, .:“”\"'\n—", " said ", " he ", " told ", " according to ", " was accused of "]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_paragraph_gives_spans_inside_it(paragraph: str) -> None:
    if not paragraph.strip():
        return
    reading = read_paragraph(paragraph, (0, len(paragraph)))
    for attribution in reading.attributions:
        for start, end in attribution.source + attribution.cue + attribution.content:
            assert 0 <= start < end <= len(paragraph)


@pytest.mark.parametrize(
    "text",
    ["Reyk said it rained. " * 2000, "said " * 20000, "“" * 5000, "really " * 5000 + "said", "A" * 50000],
    ids=["no paragraphs", "cues alone", "marks alone", "adverbs alone", "one word"],
)
def test_a_hostile_text_is_read_in_time_that_grows_with_its_length(text: str) -> None:
    reading = read_document(text, ((0, len(text.rstrip())),))
    assert reading.failures == ()
    found = len(reading.attributions)
    assert found == (2000 if text.startswith("Reyk") else 0) or found < 5
