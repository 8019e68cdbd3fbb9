from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.exceptions import StoreError
from analytics.types import Counting, StatementKind
from dashboard.components.coverage import coverage_line
from dashboard.data import DataDoor
from dashboard.pages.article import layout
from dashboard.url import Bucket, Mark, ViewState, Voice, article_path
from dashboard.views import rows
from tests.dashboard import world
from tests.dashboard.conftest import Fill, write_to
from tests.postgres import Databases

EVERYTHING = 10_000

VIEWS = [
    ViewState(),
    ViewState(voice=Voice.BOTH, bucket=Bucket.WEEK, all_rows=True),
    ViewState(outlets=("velinka-herald",), start=date(2026, 5, 3), end=date(2026, 8, 14)),
]


@pytest.mark.parametrize("view", VIEWS)
def test_every_cell_opens_exactly_its_statements(data: DataDoor, view: ViewState) -> None:
    matrix = data.matrix(data.resolve(view))
    assert matrix is not None and len(matrix.cells) > 10
    for cell in rows(matrix.cells):
        evidence = data.evidence(replace(view, mark=Mark(cell.actor, cell.target)), 0, EVERYTHING)
        assert evidence is not None
        assert len(evidence.cards) == evidence.n == cell.n
        assert len({card.article_id for card in evidence.cards}) == evidence.n_stories == cell.n_stories
        assert (evidence.net_stance, evidence.low, evidence.high) == (cell.net_stance, cell.low, cell.high)


@pytest.fixture
def copied(tmp_path: Path, fill: Fill) -> DataDoor:
    """The made-up world with every story printed again, a day later, in a paper that has nothing else."""
    first = world.stories()
    again = []
    for one in first:
        day_after = replace(one.article, outlet="The Echo", published=one.article.published + timedelta(1))
        quoted = tuple(scored for scored in one.statements if scored.statement.kind is not StatementKind.NARRATION)
        again.append(replace(one, article=day_after, statements=quoted))
    return DataDoor(fill(tmp_path / "copied.db", [*again, *first]))


def test_wire_copy_counts_once_or_by_reach(copied: DataDoor) -> None:
    once, reach = ViewState(), ViewState(counting=Counting.REACH)
    counts = {}
    for view in (once, reach):
        matrix = copied.matrix(copied.resolve(view))
        assert matrix is not None
        for cell in rows(matrix.cells):
            evidence = copied.evidence(replace(view, mark=Mark(cell.actor, cell.target)), 0, EVERYTHING)
            assert evidence is not None
            assert len(evidence.cards) == evidence.n == cell.n
            counts[view, cell.actor, cell.target] = (cell.n, cell.n_stories)
    for (view, *cell), (n, n_stories) in counts.items():
        if view == once and (reach, *cell) in counts:
            assert counts[(reach, *cell)] == (2 * n, n_stories)
    assert "The Echo" in [outlet.name for outlet in copied.choices().outlets]


def test_a_story_leads_to_its_other_printings(copied: DataDoor) -> None:
    first = world.stories()[0].article
    (other,) = copied.other_printings(first.id)
    assert other.outlet == "The Echo"
    assert [one.article_id for one in copied.other_printings(other.article_id)] == [first.id]
    page, _ = layout(copied, article_path(first.id))
    assert other.article_id in str(page)
    assert "wire copies" in str(coverage_line(copied.coverage()))


@pytest.mark.parametrize("view", VIEWS)
def test_every_point_opens_exactly_its_statements(data: DataDoor, view: ViewState) -> None:
    state = data.resolve(view)
    trend = data.trend(state)
    assert trend is not None and len(trend.points) > 5
    for point in rows(trend.points):
        evidence = data.evidence(replace(state, mark=Mark(point.actor, point.target, point.bucket)), 0, EVERYTHING)
        assert evidence is not None
        assert len(evidence.cards) == evidence.n == point.n
        assert (evidence.low, evidence.high) == (point.low, point.high)
        mean = sum(card.probabilities["favor"] - card.probabilities["against"] for card in evidence.cards) / evidence.n
        assert mean == pytest.approx(evidence.net_stance)


def test_a_statement_with_two_mentions_of_a_party_is_one_card(data: DataDoor) -> None:
    evidence = data.evidence(ViewState(mark=Mark("mina-orlo", "sarn-sea-council")), 0, EVERYTHING)
    assert evidence is not None
    assert evidence.n == len(evidence.cards) == 33
    twice = [card for card in evidence.cards if len(card.mentions) == 2]
    assert len(twice) == 1
    assert twice[0].probabilities["against"] == pytest.approx(twice[0].probabilities["favor"])


def test_spans_of_a_card_are_into_its_text(data: DataDoor) -> None:
    evidence = data.evidence(ViewState(mark=Mark("tomas-reyk", "ostrevia")), 0, EVERYTHING)
    assert evidence is not None
    for card in evidence.cards:
        assert {card.text[start:end] for start, end in card.mentions} == {"Ostrevia"}
        assert {card.text[start:end] for start, end in card.source} == {"Tomas Reyk"}


def test_pages_of_evidence_join_up_newest_first(data: DataDoor) -> None:
    view = ViewState(mark=Mark("tomas-reyk", "ostrevia"))
    whole = data.evidence(view, 0, EVERYTHING)
    first, rest = data.evidence(view, 0, 5), data.evidence(view, 5, EVERYTHING)
    assert whole and first and rest
    assert first.cards + rest.cards == whole.cards
    days = [card.published for card in whole.cards if card.published]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "mark",
    [
        Mark("nobody", "ostrevia"),
        Mark("tomas-reyk", "atlantis"),
        Mark("tomas-reyk", "ostrevia", date(2026, 4, 2)),
        None,
    ],
)
def test_a_mark_that_is_not_there_opens_nothing(data: DataDoor, mark: Mark | None) -> None:
    assert data.evidence(ViewState(mark=mark), 0, 10) is None


def test_unknown_parties_give_way_to_the_one_most_spoken_of(data: DataDoor) -> None:
    assert data.resolve(ViewState(party="atlantis")).party == data.resolve(ViewState()).party == "ostrevia"
    assert data.resolve(ViewState(party="kessaly")).party == "kessaly"


def test_chosen_speakers_are_the_ones_shown(data: DataDoor) -> None:
    view = data.resolve(ViewState(actors=("jana-kolvar", "viktor-sandrel", "nobody")))
    trend, matrix = data.trend(view), data.matrix(view)
    assert trend and matrix
    assert (
        {actor.id for actor in trend.actors} == {actor.id for actor in matrix.actors} == set(view.actors) - {"nobody"}
    )


def test_filters_that_leave_nothing(data: DataDoor) -> None:
    view = data.resolve(ViewState(start=date(1999, 1, 1), end=date(1999, 12, 31)))
    assert data.trend(view) is None and data.matrix(view) is None


def test_what_is_handed_out_is_the_callers_to_change(data: DataDoor) -> None:
    state = data.resolve(ViewState())
    first = data.matrix(state)
    assert first is not None
    expected = first.cells.copy()
    first.cells.loc[:, "n"] = 0
    again = data.matrix(state)
    assert again is not None
    assert again.cells.equals(expected)


def test_it_notices_what_another_process_writes(tmp_path: Path, fill: Fill) -> None:
    stories = world.stories(6)
    url = fill(tmp_path / "growing.db", stories[:3])
    door = DataDoor(url)
    before, version = door.coverage()["articles"], door.version()
    fill(tmp_path / "growing.db", stories)
    assert (before, door.coverage()["articles"]) == (3, 6)
    assert door.version() > version


def test_it_can_be_read_while_stories_come_in(tmp_path: Path, fill: Fill) -> None:
    stories = world.stories(12)
    url = fill(tmp_path / "busy.db", stories[:2])
    door = DataDoor(url)
    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(fill, tmp_path / "busy.db", stories)
        reads = [pool.submit(lambda: door.matrix(door.resolve(ViewState()))) for _ in range(20)]
        assert all(read.result() is not None for read in reads)
        writing.result()
    assert door.coverage()["articles"] == 12


def test_an_empty_store_has_nothing_to_choose(tmp_path: Path, fill: Fill) -> None:
    door = DataDoor(fill(tmp_path / "empty.db", []))
    assert door.resolve(ViewState(party="ostrevia")).party is None
    assert door.choices().parties == ()


def test_a_file_that_is_no_store_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database" * 100)
    with pytest.raises(StoreError):
        DataDoor(f"sqlite:///{tmp_path / 'notes.txt'}").version()


def test_a_server_shows_what_a_file_shows(databases: Databases, data: DataDoor) -> None:
    stories = [*world.stories(), world.hostile_story(), world.long_story()]
    with databases.store() as url:
        door = DataDoor(write_to(url, stories))
        state = door.resolve(ViewState())
        assert state == data.resolve(ViewState()) and door.choices() == data.choices()
        assert door.coverage() == data.coverage()
        shown, expected = door.matrix(state), data.matrix(state)
        assert shown is not None and expected is not None
        pd.testing.assert_frame_equal(shown.cells, expected.cells)
        mark = Mark(shown.cells["actor"].iloc[0], shown.cells["target"].iloc[0], None)
        marked = replace(state, mark=mark)
        assert door.evidence(marked, 0, 5) == data.evidence(marked, 0, 5)
        door._store.close()
