"""What changed: turns of lines, who moved, the order of the table, and what is new."""

from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest

from analytics.aggregate import THIN_BELOW
from analytics.types import Article, ArticleAnalysis
from dashboard.components.moves import change_sentence, what_changed
from dashboard.data import DataDoor
from dashboard.reading.evidence import load_evidence
from dashboard.reading.moves import load_moved, load_telling, load_turns
from dashboard.reading.overview import load_matrix, load_new, load_trend
from dashboard.state import Bucket, Mark, ViewState
from dashboard.url import parse_search
from tests.dashboard import world
from tests.dashboard.conftest import Fill
from tests.dashboard.test_components import having, walk, words

EVERYTHING = 10_000


def month_of(number: int, lean: float, party: str, speaker: int, n: int) -> list[ArticleAnalysis]:
    """``n`` stories of a month of 2026, in each of which a person says one thing."""
    rng, who, stories = Random(number * 100 + speaker), world.people()[speaker], []
    for at in range(n):
        page = world.Page()
        leaning = max(-0.95, min(0.95, lean + rng.gauss(0, 0.1)))
        world.quote(page, who, who.actor.name, world.party(party), leaning, rng)
        page.own_words(number * 1_000 + speaker * 100 + at)
        day = datetime(2026, number, 1 + 2 * at % 28, 9)
        article = Article(page.text, tuple(page.body), f"Day {at} of month {number}", "Velinka Herald", published=day)
        stories.append(ArticleAnalysis(article, tuple(page.statements)))
    return stories


@pytest.fixture(scope="module")
def turning(tmp_path_factory: pytest.TempPathFactory, fill: Fill) -> DataDoor:
    """Maroven turns on Ostrevia in July; Reyk stays as he is."""
    stories = [
        one
        for month in range(1, 13)
        for speaker, lean in ((0, 0.7 if month < 7 else -0.7), (1, 0.1))
        for one in month_of(month, lean, "ostrevia", speaker, 6)
    ]
    return DataDoor(fill(tmp_path_factory.mktemp("turning") / "turning.db", stories))


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory, fill: Fill) -> DataDoor:
    """In the last of two months Maroven turns; Reyk does not, and Holvek says too little."""
    plan = ((0, 0.7, -0.7, 14), (1, 0.1, 0.1, 14), (2, 0.7, -0.7, 3))
    stories = [
        one
        for speaker, before, after, n in plan
        for month, lean in ((5, before), (6, after))
        for one in month_of(month, lean, "ostrevia", speaker, n)
    ]
    return DataDoor(fill(tmp_path_factory.mktemp("moving") / "moving.db", stories))


def test_a_turn_is_found_with_the_numbers_that_its_marks_open(turning: DataDoor) -> None:
    state = turning.resolve(ViewState())
    turns = load_turns(turning, state)
    maroven = next(turn for turn in turns if turn.actor and turn.actor.id == "ilka-maroven")
    assert maroven.day == date(2026, 7, 1) and maroven.difference < -1
    assert maroven.before.mark.start == date(2026, 1, 1) and maroven.after.mark.end == date(2026, 12, 31)
    assert {turn.actor.id for turn in turns if turn.actor} == {"ilka-maroven"}
    assert None in {turn.actor for turn in turns}
    for turn in turns:
        for side in (turn.before, turn.after):
            evidence = load_evidence(turning, replace(state, mark=side.mark), 0, EVERYTHING)
            assert evidence is not None and evidence.net_stance == side.net_stance
            assert len(evidence.cards) == evidence.n == side.n and evidence.n_stories == side.n_stories


def test_what_tells_is_from_both_sides(turning: DataDoor) -> None:
    state = turning.resolve(ViewState())
    turn = next(turn for turn in load_turns(turning, state) if turn.actor)
    before, after = load_telling(turning, state, turn)
    assert before[0].targets[0].stance == "favor" and after[0].targets[0].stance == "against"
    assert before[0].published < turn.day <= after[0].published
    section = what_changed([(turn, (before, after))], None, turn.party, state)
    assert [words(having(one, "chip")) for one in having(section, "card")] == ["For", "Against"]
    assert "Ilka Maroven became more critical of Ostrevia in July 2026" in words(section)


def test_thin_turns_are_not_told(data: DataDoor) -> None:
    state = data.resolve(ViewState(bucket=Bucket.WEEK))
    assert all(min(turn.before.n, turn.after.n) >= THIN_BELOW for turn in load_turns(data, state))


def test_who_moved_is_who_moved(moving: DataDoor) -> None:
    state = moving.resolve(ViewState())
    moved = load_moved(moving, state)
    assert moved is not None
    assert [shift.actor.id for shift in moved.shifts if shift.actor] == ["ilka-maroven"]
    assert (moved.compared, moved.left_out) == (2, 1)
    (shift,) = moved.shifts
    evidence = load_evidence(moving, replace(state, mark=shift.after.mark), 0, EVERYTHING)
    assert evidence is not None and (evidence.n, evidence.net_stance) == (shift.after.n, shift.after.net_stance)
    sentence = words(change_sentence((), moved, shift.party, state))
    assert "No line on Ostrevia changed by more than chance." in sentence
    assert "Ilka Maroven on Ostrevia moved beyond chance" in sentence


def test_nobody_moved_is_said_plainly(moving: DataDoor) -> None:
    state = moving.resolve(ViewState(actors=("tomas-reyk",)))
    moved = load_moved(moving, state)
    assert moved is not None and not moved.shifts
    said = words(what_changed((), moved, moving.choices().parties[0], state))
    assert "Nobody moved beyond chance. 1\N{NO-BREAK SPACE}pair of speaker and party were compared" in said
    thin = load_moved(moving, replace(state, actors=("dana-holvek",)))
    assert "Too little was said to tell" in words(what_changed((), thin, moving.choices().parties[0], state))


def test_days_that_hold_no_two_periods_are_not_compared(moving: DataDoor) -> None:
    assert load_moved(moving, ViewState(start=date(2026, 6, 1))) is None


@pytest.mark.parametrize(("sort", "sign"), [("ostrevia", 1), ("-ostrevia", -1)])
def test_rows_are_sorted_by_the_stance_on_a_party(data: DataDoor, sort: str, sign: int) -> None:
    matrix = load_matrix(data, data.resolve(ViewState(sort=sort)))
    assert matrix is not None
    on = {row.actor: row.net_stance for row in matrix.cells.itertuples() if row.target == "ostrevia"}
    values = [sign * on.get(actor.id, 2 * sign) for actor in matrix.actors]
    assert values == sorted(values)
    assert values[-1] == 2 or len(on) == len(values)


def test_rows_are_sorted_by_name_or_n(data: DataDoor) -> None:
    by_name, by_n = (load_matrix(data, data.resolve(ViewState(sort=sort))) for sort in ("name", "no such party"))
    assert by_name and by_n
    names = [actor.name for actor in by_name.actors]
    assert names == sorted(names, key=str.casefold)
    n = by_n.cells.groupby("actor")["n"].sum()
    counts = [n[actor.id] for actor in by_n.actors]
    assert counts == sorted(counts, reverse=True)


def test_the_newest_are_ten_on_the_party_and_lead_to_their_story(data: DataDoor) -> None:
    cards = load_new(data, data.resolve(ViewState()))
    assert len(cards) == 10
    days = [card.published for card in cards]
    assert days == sorted(days, reverse=True)
    assert {target.name for card in cards for target in card.targets} == {"Ostrevia"}


def test_the_overall_line_is_everyone(data: DataDoor) -> None:
    state = data.resolve(ViewState())
    trend = load_trend(data, state)
    assert trend is not None
    evidence = load_evidence(data, replace(state, mark=Mark(party="ostrevia")), 0, EVERYTHING)
    assert evidence is not None and evidence.n == trend.everyone["n"].item() == trend.everyone_points["n"].sum()
    first = trend.everyone_points.iloc[0]
    point = load_evidence(data, replace(state, mark=Mark(None, "ostrevia", first["bucket"])), 0, EVERYTHING)
    assert point is not None and (point.n, point.net_stance.value) == (first["n"], first["net_stance"])


def test_every_link_of_a_sentence_is_a_mark(turning: DataDoor) -> None:
    state = turning.resolve(ViewState())
    turns = load_turns(turning, state)
    sentence = change_sentence(turns, None, turns[0].party, state)
    marks = [parse_search(one.href).mark for one in walk(sentence) if getattr(one, "href", None)]
    assert len(marks) == 3 and all(mark and mark.end for mark in marks)
