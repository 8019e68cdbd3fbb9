from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.exceptions import StoreError
from analytics.report.wording import UNKNOWN_SPEAKER
from analytics.store.annotations import annotate
from analytics.store.views import load_pairs
from analytics.types import AnnotatedField, Annotation, Counting, Stance, StatementKind
from dashboard.components.coverage import coverage_line
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages.article import layout
from dashboard.reading.article import load_other_printings
from dashboard.reading.evidence import load_evidence
from dashboard.reading.overview import load_matrix, load_trend
from dashboard.state import Bucket, Mark, ViewState, Voice
from dashboard.url import article_path
from dashboard.views import NetStance, rows
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
    matrix = load_matrix(data, data.resolve(view))
    assert matrix is not None and len(matrix.cells) > 10
    for cell in rows(matrix.cells):
        evidence = load_evidence(data, replace(view, mark=Mark(cell.actor, cell.target)), 0, EVERYTHING)
        assert evidence is not None
        assert len(evidence.cards) == evidence.n == cell.n
        assert len({card.article_id for card in evidence.cards}) == evidence.n_stories == cell.n_stories
        assert evidence.net_stance == NetStance(cell.net_stance, cell.low, cell.high)


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
        matrix = load_matrix(copied, copied.resolve(view))
        assert matrix is not None
        for cell in rows(matrix.cells):
            evidence = load_evidence(copied, replace(view, mark=Mark(cell.actor, cell.target)), 0, EVERYTHING)
            assert evidence is not None
            assert len(evidence.cards) == evidence.n == cell.n
            counts[view, cell.actor, cell.target] = (cell.n, cell.n_stories)
    for (view, *cell), (n, n_stories) in counts.items():
        if view == once and (reach, *cell) in counts:
            assert counts[(reach, *cell)] == (2 * n, n_stories)
    assert "The Echo" in [outlet.name for outlet in copied.choices().outlets]


def test_a_story_leads_to_its_other_printings(copied: DataDoor) -> None:
    first = world.stories()[0].article
    (other,) = load_other_printings(copied, first.id)
    assert other.outlet == "The Echo"
    assert [one.article_id for one in load_other_printings(copied, other.article_id)] == [first.id]
    page, _ = layout(copied, Address(article_path(first.id)))
    assert other.article_id in str(page)
    assert "wire copies" in str(coverage_line(copied.coverage()))


@pytest.mark.parametrize("view", VIEWS)
def test_every_point_opens_exactly_its_statements(data: DataDoor, view: ViewState) -> None:
    state = data.resolve(view)
    trend = load_trend(data, state)
    assert trend is not None and len(trend.points) > 5
    for point in rows(trend.points):
        evidence = load_evidence(
            data, replace(state, mark=Mark(point.actor, point.target, point.bucket)), 0, EVERYTHING
        )
        assert evidence is not None
        assert len(evidence.cards) == evidence.n == point.n
        assert evidence.net_stance == NetStance(point.net_stance, point.low, point.high)
        leanings = [card.targets[0].probabilities for card in evidence.cards]
        mean = sum(one["favor"] - one["against"] for one in leanings) / evidence.n
        assert mean == pytest.approx(evidence.net_stance.value)


def test_marks_of_one_label_add_up_to_the_cell(data: DataDoor) -> None:
    whole = load_evidence(data, ViewState(mark=Mark("tomas-reyk", "ostrevia")), 0, EVERYTHING)
    assert whole is not None
    counts = Counter(card.targets[0].stance for card in whole.cards)
    assert len(counts) == 3
    for stance in Stance:
        evidence = load_evidence(data, ViewState(mark=Mark("tomas-reyk", "ostrevia", stance=stance)), 0, EVERYTHING)
        assert evidence is not None and evidence.net_stance is None
        assert len(evidence.cards) == evidence.n == counts[stance]
        assert {card.targets[0].stance for card in evidence.cards} == {stance}


def test_a_mark_may_name_an_outlet_a_kind_a_span_or_everyone(data: DataDoor) -> None:
    outlets = [outlet.id for outlet in data.choices().outlets]
    spoken = Mark(party="ostrevia", voice=Voice.BOTH)
    everyone = load_evidence(data, ViewState(mark=spoken), 0, EVERYTHING)
    assert everyone is not None and UNKNOWN_SPEAKER in {card.speaker for card in everyone.cards}
    assert len(everyone.cards) == everyone.n
    parts = [load_evidence(data, ViewState(mark=replace(spoken, outlet=one)), 0, EVERYTHING) for one in outlets]
    assert sum(part.n for part in parts if part) == everyone.n
    quoting = load_evidence(data, ViewState(mark=Mark("tomas-reyk", outlet=outlets[0])), 0, EVERYTHING)
    assert quoting is not None and quoting.net_stance is None
    assert len(quoting.cards) == quoting.n and quoting.outlet is not None
    assert {card.outlet for card in quoting.cards} == {quoting.outlet.name}
    spring = replace(spoken, start=date(2026, 4, 10), end=date(2026, 5, 20))
    some = load_evidence(data, ViewState(mark=spring), 0, EVERYTHING)
    assert some is not None and len(some.cards) == some.n
    assert all(card.published and spring.start <= card.published <= spring.end for card in some.cards)


def test_only_what_people_decided_on(tmp_path: Path, fill: Fill) -> None:
    door = DataDoor(fill(tmp_path / "audited.db", world.stories(12)))
    pairs = load_pairs(door.store).query("speaker_id == 'tomas-reyk'")
    for pair_id in pairs["pair_id"].head(3):
        annotate(door.store, pair_id, AnnotatedField.STANCE, Annotation("neutral", "ada", datetime.now(UTC)))
    view = ViewState(audited=True)
    matrix = load_matrix(door, view)
    assert matrix is not None and matrix.cells["n"].sum() == 3
    for cell in rows(matrix.cells):
        evidence = load_evidence(door, replace(view, mark=Mark(cell.actor, cell.target)), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == evidence.n == cell.n
        assert evidence.net_stance == NetStance(cell.net_stance, cell.low, cell.high)


def test_a_statement_with_two_mentions_of_a_party_is_one_card(data: DataDoor) -> None:
    evidence = load_evidence(data, ViewState(mark=Mark("mina-orlo", "sarn-sea-council")), 0, EVERYTHING)
    assert evidence is not None
    assert evidence.n == len(evidence.cards) == 33
    twice = [card.targets[0] for card in evidence.cards if len(card.targets[0].mentions) == 2]
    assert len(twice) == 1
    assert twice[0].probabilities["against"] == pytest.approx(twice[0].probabilities["favor"])


def test_spans_of_a_card_are_into_its_text(data: DataDoor) -> None:
    evidence = load_evidence(data, ViewState(mark=Mark("tomas-reyk", "ostrevia")), 0, EVERYTHING)
    assert evidence is not None
    for card in evidence.cards:
        assert {card.text[start:end] for start, end in card.targets[0].mentions} == {"Ostrevia"}
        assert {card.text[start:end] for start, end in card.source} == {"Tomas Reyk"}


def test_pages_of_evidence_join_up_newest_first(data: DataDoor) -> None:
    view = ViewState(mark=Mark("tomas-reyk", "ostrevia"))
    whole = load_evidence(data, view, 0, EVERYTHING)
    first, rest = load_evidence(data, view, 0, 5), load_evidence(data, view, 5, EVERYTHING)
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
    assert load_evidence(data, ViewState(mark=mark), 0, 10) is None


def test_unknown_parties_give_way_to_the_one_most_spoken_of(data: DataDoor) -> None:
    assert data.resolve(ViewState(party="atlantis")).party == data.resolve(ViewState()).party == "ostrevia"
    assert data.resolve(ViewState(party="kessaly")).party == "kessaly"


def test_chosen_speakers_are_the_ones_shown(data: DataDoor) -> None:
    view = data.resolve(ViewState(actors=("jana-kolvar", "viktor-sandrel", "nobody")))
    trend, matrix = load_trend(data, view), load_matrix(data, view)
    assert trend and matrix
    assert (
        {actor.id for actor in trend.actors} == {actor.id for actor in matrix.actors} == set(view.actors) - {"nobody"}
    )


def test_filters_that_leave_nothing(data: DataDoor) -> None:
    view = data.resolve(ViewState(start=date(1999, 1, 1), end=date(1999, 12, 31)))
    assert load_trend(data, view) is None and load_matrix(data, view) is None


def test_what_is_handed_out_is_the_callers_to_change(data: DataDoor) -> None:
    state = data.resolve(ViewState())
    first = load_matrix(data, state)
    assert first is not None
    expected = first.cells.copy()
    first.cells.loc[:, "n"] = 0
    again = load_matrix(data, state)
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
        reads = [pool.submit(lambda: load_matrix(door, door.resolve(ViewState()))) for _ in range(20)]
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
        shown, expected = load_matrix(door, state), load_matrix(data, state)
        assert shown is not None and expected is not None
        pd.testing.assert_frame_equal(shown.cells, expected.cells)
        mark = Mark(shown.cells["actor"].iloc[0], shown.cells["target"].iloc[0], None)
        marked = replace(state, mark=mark)
        assert load_evidence(door, marked, 0, 5) == load_evidence(data, marked, 0, 5)
        door.store.close()
