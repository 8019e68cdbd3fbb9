"""The page of statements without a browser: what it lists, how it cuts, and its file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.store.terms import hits, parse_search
from analytics.types import ArticleAnalysis, Counting, StatementOrder
from dashboard.app import create_app
from dashboard.components.statements import grid_row, sorted_by
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import statements
from dashboard.reading.statements import count, cut_around, load_rows, order_of, stream_frames
from dashboard.state import ViewState, Voice
from dashboard.url import format_search
from tests.dashboard import world

EVERYTHING = ViewState(voice=Voice.BOTH, counting=Counting.REACH)
STORIES = [*world.stories(), world.hostile_story(), world.long_story()]


def said(analysis: ArticleAnalysis) -> list[str]:
    hulls = [scored.statement.hull for scored in analysis.statements]
    return [" ".join(analysis.article.text[start:end].split()) for start, end in hulls]


@pytest.mark.parametrize("words", [None, "harbour", '"a word that"', "reckless -strait", "promis*", "<script>", "zzz"])
def test_what_is_listed_says_the_words(data: DataDoor, words: str | None) -> None:
    search = parse_search(words or "")
    every = [text for story in STORIES for text in said(story)]

    def matches(text: str) -> bool:
        lacking = [one for one in search.wanted if not hits(text, replace(search, wanted=(one,)))]
        return not lacking and not any(hits(text, replace(search, wanted=(one,))) for one in search.unwanted)

    state = replace(EVERYTHING, words=words)
    rows = load_rows(data, state, 0, 1_000)
    assert len(rows) == count(data, state) == sum(map(matches, every))
    assert all(row.hits for row in rows) or not search.wanted


def test_filters_and_words_restrict_together(data: DataDoor) -> None:
    state = ViewState(words="talks", actors=("tomas-reyk",), parties=("ostrevia",), voice=Voice.DIRECT)
    rows = load_rows(data, state, 0, 100)
    assert rows
    assert {(row.speaker, row.kind.value) for row in rows} == {("Tomas Reyk", "direct")}
    assert {on.target_id for row in rows for on in row.targets} == {"ostrevia"}


def test_unknown_sorts_are_the_newest_first(data: DataDoor) -> None:
    assert order_of(ViewState(sort="tomas-reyk")) is StatementOrder.NEWEST
    assert order_of(ViewState(sort="surest")) is StatementOrder.SUREST
    assert sorted_by([{"colId": "stance", "sort": "desc"}]) is StatementOrder.SUREST
    for hostile in (None, [], [{"colId": "'; --"}], [7], "x", [{"colId": ["date"]}]):
        assert sorted_by(hostile) is StatementOrder.NEWEST
    rows = load_rows(data, EVERYTHING, 0, 1_000)
    days = [row.published for row in rows if row.published]
    assert days == sorted(days, reverse=True)


def test_a_cut_keeps_the_first_hit_and_says_what_is_left_out() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    found = hits(words, parse_search("word120"))
    cut, spans = cut_around(words, found)
    assert cut.startswith("… word") and cut.endswith(" …") and len(cut) <= 330
    assert [cut[start:end] for start, end in spans] == ["word120"]
    assert cut_around("short", ()) == ("short", ())
    assert cut_around("x" * 1_000, ())[0].endswith(" …")


def test_a_row_of_the_grid_has_its_words_in_pieces(data: DataDoor) -> None:
    row = load_rows(data, ViewState(words="trust"), 0, 1)[0]
    cells = grid_row(row)
    assert "".join(piece for piece, _ in cells["words"]) == row.words
    assert [piece for piece, hit in cells["words"] if hit] == ["trust"]
    assert cells["story"]["href"] == f"/article/{row.article_id}#s{row.ordinal}"
    assert cells["speaker"]["href"] == (f"/actor?actor={row.speaker_id}" if row.speaker_id else None)


def test_the_page_says_what_to_do_when_nothing_is_found(data: DataDoor) -> None:
    page, title = statements.layout(data, Address("/statements", "?words=zzz"))
    assert title == "Statements · OnRecord"
    assert "No statement says zzz" in str(page) and "Clear all filters" in str(page)


def test_the_file_has_every_statement_and_nothing_a_spreadsheet_runs(data: DataDoor) -> None:
    client = create_app(data).server.test_client()
    state = ViewState(voice=Voice.BOTH, words="taldoria")
    answer = client.get(f"/statements.csv{format_search(state)}")
    assert answer.status_code == 200 and answer.is_streamed
    assert answer.headers["Content-Disposition"] == "attachment; filename=statements.csv"
    table = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    listed = {(row.article_id, str(row.ordinal)) for row in load_rows(data, state, 0, 1_000)}
    assert {(row["article_id"], row["statement"]) for row in table} == listed
    assert len(listed) == count(data, state)
    assert not any(value.startswith(("=", "+", "@", "\t")) for row in table for value in row.values())
    assert float(table[0]["p_favor"]) + float(table[0]["p_neutral"]) + float(table[0]["p_against"]) == pytest.approx(1)
    assert client.get("/statements.csv?words=zzz").get_data() == b""


def test_a_file_too_large_is_cut_and_said(data: DataDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.reading.statements.MOST_EXPORTED", 7)
    monkeypatch.setattr("dashboard.pages.statements.MOST_EXPORTED", 7)
    frames = list(stream_frames(data, EVERYTHING))
    assert sum(len(frame.drop_duplicates(["article_id", "statement"])) for frame in frames) == 7
    assert "the first 7 of them" in str(statements.layout(data, Address("/statements"))[0])


def test_a_store_that_cannot_be_read_is_said_before_the_file_begins(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_text("this is no database, and it is long enough to be looked at twice " * 9)
    client = create_app(DataDoor(f"sqlite:///{tmp_path / 'broken.db'}")).server.test_client()
    answer = client.get("/statements.csv")
    assert answer.status_code == 503 and b"broken.db" in answer.data
