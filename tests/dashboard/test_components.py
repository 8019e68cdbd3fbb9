import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import plotly.io
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from analytics.aggregate import THIN_BELOW
from analytics.types import Article, ArticleAnalysis, Counting, Span
from dashboard.components.chrome import skeleton
from dashboard.components.coverage import coverage_line
from dashboard.components.evidence import (
    PAGE,
    evidence_card,
    evidence_cards,
    evidence_list,
    evidence_title,
    more_button,
)
from dashboard.components.filters import clear_link, filter_values, filters_button
from dashboard.components.heatmap import cut_note, heatmap
from dashboard.components.marked_text import TextMark, marked
from dashboard.components.moves import what_changed
from dashboard.components.sections import all_on_all, newest
from dashboard.components.static import static
from dashboard.components.story import story
from dashboard.components.trends import trend_table
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import overview
from dashboard.reading.evidence import load_evidence
from dashboard.reading.overview import load_matrix, load_trend
from dashboard.state import Bucket, Mark, ViewState, Voice
from dashboard.url import format_search, parse_search
from dashboard.views import Moved, NetStance, Shift, Side, rows
from tests.dashboard import world

DAY = date(2026, 5, 1)
EVERY_FILTER = ViewState(
    "a", "b", ("c",), ("d",), ("e",), ("f",), Voice.BOTH, DAY, DAY, DAY, DAY, Bucket.WEEK, Counting.REACH, True, "peace"
)
SIDE = Side(Mark(party="ostrevia", start=DAY, end=DAY), 12, 5, NetStance(0.1, -0.1, 0.3))
SPANS = st.tuples(st.integers(-3, 45), st.integers(-3, 45))


def walk(node: object) -> Iterator[Component]:
    if isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))
    elif isinstance(node, list | tuple):
        for child in node:
            yield from walk(child)


def words(node: object) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, list | tuple):
        return "".join(words(child) for child in node)
    return words(getattr(node, "children", "") or "")


def pieces_of(paragraph: Component) -> list[str]:
    """The printed words of a paragraph, without the numbers of its statements."""
    numbers = {id(one) for one in having(paragraph, "statement-number")}
    return [words(child) for child in paragraph.children if id(child) not in numbers]


def having(node: object, name: str) -> list[Component]:
    return [one for one in walk(node) if name in (getattr(one, "className", None) or "").split()]


@given(st.text(max_size=40), st.lists(SPANS, max_size=6), st.tuples(SPANS))
def test_marking_never_loses_or_repeats_a_character(text: str, spans: list[Span], within: tuple[Span]) -> None:
    marks = [TextMark(span, f"role{number % 3}") for number, span in enumerate(spans)]
    assert words(marked(text, marks)) == text
    start, end = sorted(max(0, min(len(text), edge)) for edge in within[0])
    if start < end:
        assert words(marked(text, marks, (start, end))) == text[start:end]


def test_overlapping_marks_share_the_overlap() -> None:
    pieces = marked("he said yes", [TextMark((0, 7), "source", "speaker", 4), TextMark((3, 11), "cue", None, 5)])
    assert [(words(piece), piece.className) for piece in pieces if isinstance(piece, Component)] == [
        ("he ", "m-source"),
        ("said", "m-source m-cue"),
        (" yes", "m-cue"),
    ]
    assert pieces[1].to_plotly_json()["props"]["data-statement"] == "4 5"


def test_cells_say_n_and_lead_to_their_evidence(data: DataDoor) -> None:
    state = data.resolve(ViewState())
    matrix = load_matrix(data, state)
    assert matrix is not None
    links = having(heatmap(matrix.cells, matrix.actors, matrix.parties, state), "cell")
    cells = {(cell.actor, cell.target): cell for cell in rows(matrix.cells)}
    assert len(links) == len(cells)
    for link in links:
        mark = parse_search(link.href).mark
        assert mark is not None
        cell = cells.pop((mark.actor, mark.party))
        assert words(link).endswith(f"n\N{NO-BREAK SPACE}{cell.n}")
        assert ("thin" in link.className.split()) == (cell.n < THIN_BELOW)


def test_the_table_says_when_it_is_cut() -> None:
    assert cut_note(12, 12, ViewState()) is None
    cut, uncut = cut_note(20, 43, ViewState()), cut_note(43, 43, ViewState(all_rows=True))
    assert "20\N{NO-BREAK SPACE}speakers with the most statements, of 43" in words(cut)
    assert words(uncut).startswith("All 43")


def test_the_panel_says_the_number_of_the_mark(data: DataDoor) -> None:
    evidence = load_evidence(data, ViewState(mark=Mark("mina-orlo", "sarn-sea-council")), 0, PAGE)
    assert evidence is not None
    assert "33\N{NO-BREAK SPACE}statements in 1\N{NO-BREAK SPACE}story" in words(evidence_title(evidence, ViewState()))
    assert len(having(evidence_cards(evidence.cards), "card")) == PAGE
    assert "Show 13 more of 13" in words(evidence_list(evidence))
    assert more_button(33, 33) is None


def test_a_card_marks_speaker_cue_and_target(data: DataDoor) -> None:
    evidence = load_evidence(data, ViewState(mark=Mark("tomas-reyk", "ostrevia")), 0, 1)
    assert evidence is not None
    card = evidence_card(evidence.cards[0])
    printed = having(card, "printed")
    assert {words(one) for one in having(printed, "m-source")} == {"Tomas Reyk"}
    assert {words(one) for one in having(printed, "m-target")} == {"Ostrevia"}
    assert having(printed, "m-cue")
    links = having(card, "card-link")
    assert links[0].href == f"/article/{evidence.cards[0].article_id}#s{evidence.cards[0].ordinal}"


def test_a_story_is_printed_whole_with_every_statement_noted() -> None:
    analysis = world.stories(3)[1]
    page = story(analysis)
    body = "".join(analysis.article.text[start:end] for start, end in analysis.article.body)
    printed = "".join(piece for one in having(page, "printed") for piece in pieces_of(one))
    assert printed == body
    assert "Share this story" in words(having(page, "furniture"))
    assert len(having(page, "statement-note")) == len(analysis.statements)
    anchors = [one.id for one in having(page, "statement-number")]
    assert anchors == [f"s{number}" for number in range(len(analysis.statements))]
    assert words(having(page, "story-title")) == analysis.article.title


def test_a_bare_story_without_anything_still_shows() -> None:
    page = story(ArticleAnalysis(Article("Word.", ((0, 5),), published_inferred=("year",)), (), ("paragraph 2",)))
    assert "Untitled story" in words(page) and "Word." in words(page) and "paragraph 2" in words(page)


def test_an_inferred_date_is_said_to_be_so() -> None:
    article = Article("Word.", ((0, 5),), published=datetime(2026, 4, 1, 8, 30), published_inferred=("year",))
    assert "1\N{NO-BREAK SPACE}April 2026, 08:30 (year inferred)" in words(story(ArticleAnalysis(article, ())))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", " https://x", "ftp://x"])
def test_only_web_addresses_become_links(url: str) -> None:
    page = story(ArticleAnalysis(Article("Word.", ((0, 5),), url=url), ()))
    assert not [one for one in walk(page) if getattr(one, "href", "") == url]


def test_hostile_text_is_only_ever_text() -> None:
    analysis = world.hostile_story()
    page = story(analysis)
    kinds = {type(one).__name__ for one in walk(page)}
    assert kinds <= {"A", "Article", "Aside", "Div", "H1", "Header", "P", "Section", "Span", "Strong"}
    assert {one.href for one in walk(page) if getattr(one, "href", None)} <= {
        "/",
        *(f"#s{number}" for number in range(len(analysis.statements))),
        "/actor?actor=x-script-y",
        "/actor?" + urlencode({"actor": analysis.statements[-1].statement.speaker.actor.id}),
        "/party?party=taldoria",
    }
    assert analysis.article.title in words(page)


def test_controls_and_addresses_use_the_same_names() -> None:
    state = ViewState("a", actors=("b",), outlets=("c",), voice=Voice.BOTH, bucket=Bucket.WEEK)
    written = set(parse_qs(format_search(EVERY_FILTER).lstrip("?")))
    assert set(filter_values(EVERY_FILTER)) == written
    assert (filters_button(ViewState(party="a")), filters_button(state)) == ("Filters", "Filters (4 set)")
    assert clear_link(ViewState(party="a", all_rows=True)) is None
    assert parse_search(clear_link(state).href) == ViewState("a")


def test_the_page_carries_no_story_text(data: DataDoor) -> None:
    page = plotly.io.json.to_json_plotly(overview.layout(data, Address("/", "?rows=all&voice=both&bucket=week")))
    assert "has broken every promise" not in page
    assert len(page) < 400_000


def test_only_plain_html_is_static() -> None:
    tree = static(html.P(["a", None, html.A("b", href="/c", **{"data-go": ""})], className="d")).tree
    link = {"tag": "a", "attributes": {"href": "/c", "data-go": ""}, "children": "b"}
    assert tree == {"tag": "p", "attributes": {"className": "d"}, "children": ["a", link]}
    with pytest.raises(TypeError, match="Graph"):
        static(html.P(dcc.Graph()))


def test_the_browser_knows_every_static_tag(data: DataDoor) -> None:
    script = (Path(dashboard.__file__).parent / "assets/static.js").read_text(encoding="utf-8")
    known = set(re.findall(r"[a-z0-9]+", script[script.index("new Set(") : script.index("split(")]))
    state = data.resolve(ViewState(mark=Mark("tomas-reyk", "ostrevia"), all_rows=True))
    evidence, matrix, trend = load_evidence(data, state, 0, 5), load_matrix(data, state), load_trend(data, state)
    assert evidence and matrix and trend
    pages = [story(world.hostile_story()), evidence_cards(evidence.cards), evidence_title(evidence, state)]
    pages += [all_on_all(matrix, state), trend_table(trend, state), coverage_line(data.coverage())]
    turn = Shift(None, trend.party, DAY, SIDE, SIDE, 0.01)
    told = (turn, (evidence.cards[:1], evidence.cards[1:2]))
    moved = Moved((turn,), 30, DAY, 1, 2, 0.1)
    pages += [what_changed([told], moved, trend.party, state), newest(evidence.cards, trend.party, state), skeleton()]
    assert {type(one).__name__.lower() for page in pages for one in walk(page)} <= known


def test_the_coverage_says_when_models_are_mixed(data: DataDoor) -> None:
    coverage = data.coverage().copy()
    assert "onrecord rescore" not in str(coverage_line(coverage))
    coverage["stance_models"] = ["stance-a", "stance-b"]
    said = "Two models scored these statements: stance-a, stance-b; run `onrecord rescore`."
    assert said in str(coverage_line(coverage))
