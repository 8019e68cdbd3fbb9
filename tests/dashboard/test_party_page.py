"""The page of a party against counts of the made-up world, made without the store."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.aggregate import THIN_BELOW, movers
from analytics.store.views import Filters, load_pairs
from analytics.types import Stance, StatementKind
from dashboard.components.movement import who_moved
from dashboard.components.ranking import basis_line, for_and_against
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import party as page
from dashboard.reading.evidence import load_evidence
from dashboard.reading.party import completed, load_camps, load_movement, load_narration, load_ranking, periods
from dashboard.state import Mark, ViewState, Voice
from dashboard.url import parse_search
from dashboard.views import NetStance, rows
from tests.dashboard import world
from tests.dashboard.test_components import having, words

EVERYTHING = 10_000
OSTREVIA = ViewState(party="ostrevia")
SPRING_AND_SUMMER = ViewState(
    party="ostrevia",
    start=date(2026, 7, 1),
    end=date(2026, 9, 30),
    earlier_start=date(2026, 4, 1),
    earlier_end=date(2026, 6, 15),
)


@pytest.fixture
def two_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in the made-up world has ten statements on a party in each half of it."""
    monkeypatch.setitem(movers.__globals__, "THIN_BELOW", 2)


def quotations_on(party: str) -> Iterator[tuple[str | None, str | None, str]]:
    """Speaker, the speaker's party and label of every quotation of the made-up world on ``party``."""
    for analysis in [*world.stories(), world.hostile_story(), world.long_story()]:
        for scored in analysis.statements:
            speaker = scored.statement.speaker
            for one in scored.targets[:1]:
                if one.target.id == party and scored.statement.kind is not StatementKind.NARRATION:
                    side = speaker.party.id if speaker and speaker.party else None
                    yield (speaker.actor.id if speaker else None), side, one.stance.label


def test_everyone_is_ranked_and_the_unknown_are_counted(data: DataDoor) -> None:
    ranking = load_ranking(data, OSTREVIA)
    assert ranking is not None
    speakers = Counter(actor for actor, _, _ in quotations_on("ostrevia"))
    assert ranking.unresolved == speakers.pop(None) > 0
    assert {row.actor: row.n for row in rows(ranking.standings)} == speakers
    order = [(row.n < THIN_BELOW, row.net_stance) for row in rows(ranking.standings)]
    assert order == sorted(order) and len({thin for thin, _ in order}) == 2
    evidence = load_evidence(data, replace(OSTREVIA, mark=Mark(party="ostrevia")), 0, EVERYTHING)
    assert evidence is not None and len(evidence.cards) == ranking.everyone
    line = basis_line(ranking, OSTREVIA)
    assert f"{ranking.everyone}\N{NO-BREAK SPACE}statements on Ostrevia" in words(line)
    assert f"Of {ranking.unresolved} the speaker is not known" in words(line)
    assert len(having(for_and_against(ranking, OSTREVIA), "dot-line")) == len(speakers)


def test_chosen_speakers_leave_nobody_to_count(data: DataDoor) -> None:
    ranking = load_ranking(data, replace(OSTREVIA, actors=("tomas-reyk", "anton-brezik")))
    assert ranking is not None and ranking.unresolved is None
    assert ranking.everyone == ranking.standings["n"].sum()


def test_periods_are_two_halves_that_meet(data: DataDoor) -> None:
    days = periods(data, OSTREVIA)
    assert days is not None
    before, after = days
    assert (before[0], after[1]) == (data.choices().first_day, data.choices().last_day)
    assert before[1] + timedelta(days=1) == after[0]
    counts = [
        load_evidence(data, replace(OSTREVIA, mark=Mark(party="ostrevia", start=first, end=last)), 0, 0)
        for first, last in days
    ]
    assert counts[0] and counts[1]
    assert abs(counts[0].n - counts[1].n) < 0.2 * (counts[0].n + counts[1].n)


@pytest.mark.usefixtures("two_are_enough")
@pytest.mark.parametrize("view", [OSTREVIA, SPRING_AND_SUMMER, replace(OSTREVIA, voice=Voice.BOTH)])
def test_movements_are_those_of_the_library_and_open_both_ends(data: DataDoor, view: ViewState) -> None:
    movement = load_movement(data, view)
    assert movement is not None and len(movement.everyone) == 1 and len(movement.rows) > 3
    pairs = load_pairs(data.store, Filters(parties=("ostrevia",), kinds=view.voice.kinds()))
    known = pairs.dropna(subset=["speaker_id"])
    expected = movers(known, movement.after, movement.before, ["speaker_id", "target_id"])
    assert dict(zip(movement.rows["actor"], movement.rows["difference"], strict=True)) == pytest.approx(
        dict(zip(expected.rows["speaker_id"], expected.rows["difference"], strict=True))
    )
    assert movement.left_out == expected.left_out
    sides = [(movement.before, "before", "n_before"), (movement.after, "after", "n")]
    everyone = movement.everyone.assign(actor=None)
    for row in (*rows(movement.rows), *rows(everyone)):
        for days, value, n in sides:
            mark = Mark(row.actor, "ostrevia", *days)
            evidence = load_evidence(data, replace(view, mark=mark), 0, EVERYTHING)
            assert evidence is not None and evidence.net_stance is not None
            assert len(evidence.cards) == getattr(row, n)
            assert evidence.net_stance.value == pytest.approx(getattr(row, value))


def test_days_to_compare_with_may_be_before_those_of_the_view(data: DataDoor) -> None:
    assert periods(data, SPRING_AND_SUMMER) == (
        (date(2026, 4, 1), date(2026, 6, 15)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    )
    half = replace(SPRING_AND_SUMMER, earlier_end=None)
    assert completed(data.choices(), half).earlier_end == date(2026, 6, 30)
    other_half = replace(SPRING_AND_SUMMER, earlier_start=None)
    assert completed(data.choices(), other_half).earlier_start == data.choices().first_day
    assert completed(data.choices(), OSTREVIA) == OSTREVIA


def test_periods_that_overlap_are_not_compared(data: DataDoor) -> None:
    view = replace(SPRING_AND_SUMMER, earlier_end=date(2026, 7, 10))
    assert load_movement(data, view) is None
    section = who_moved(None, data.choices().actors, data.choices().parties[0], view)
    assert "do not let the days to compare with overlap" in words(section)


@pytest.mark.usefixtures("two_are_enough")
def test_a_difference_that_is_not_sure_is_said_to_be_so(data: DataDoor) -> None:
    movement = load_movement(data, replace(OSTREVIA, voice=Voice.BOTH))
    assert movement is not None and len(movement.rows) > 0
    for row in (*rows(movement.rows), *rows(movement.everyone)):
        assert row.sure == (row.q_value <= 0.1 and not row.low <= 0 <= row.high)
    party = data.choices().parties[0]
    unsure = replace(movement, rows=movement.rows.assign(sure=False))
    sure = replace(movement, rows=movement.rows.assign(sure=True))
    said = words(who_moved(unsure, data.choices().actors, party, OSTREVIA))
    assert "nobody moved by more than what chance would show" in said and ", not sure" in said
    said = words(who_moved(sure, data.choices().actors, party, OSTREVIA))
    assert f"{len(movement.rows)} moved by more than chance would show; of such findings one in ten" in said


def test_outlets_are_read_in_their_own_voice(data: DataDoor) -> None:
    view = replace(OSTREVIA, actors=("tomas-reyk",))
    narration = load_narration(data, view)
    expected = Counter(
        analysis.article.outlet
        for analysis in world.stories()
        for scored in analysis.statements
        if scored.statement.kind is StatementKind.NARRATION
        and [one.target.id for one in scored.targets] == ["ostrevia"]
    )
    names = {outlet.id: outlet.name for outlet in data.choices().outlets}
    assert {names[row.actor]: row.n for row in rows(narration)} == expected
    for row in rows(narration):
        mark = Mark(row.actor, "ostrevia", voice=Voice.NARRATION)
        evidence = load_evidence(data, replace(view, mark=mark), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == row.n
        assert evidence.net_stance == NetStance(row.net_stance, row.low, row.high)


def test_bars_of_a_party_open_what_its_people_said(data: DataDoor) -> None:
    camps = load_camps(data, OSTREVIA)
    said = [(side, label) for _, side, label in quotations_on("ostrevia") if side]
    assert {row.side: row.n for row in rows(camps)} == Counter(side for side, _ in said)
    labels = Counter(said)
    names = {side.id: side.name for side in data.choices().sides}
    for row in rows(camps):
        assert [getattr(row, one.value) for one in Stance] == [labels[row.side, one.value] for one in Stance]
        mark = Mark(party="ostrevia", speakers_of=row.side)
        evidence = load_evidence(data, replace(OSTREVIA, mark=mark), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == evidence.n == row.n
        assert evidence.speakers_of is not None and evidence.speakers_of.name == names[row.side]


def test_every_link_of_the_page_opens_something(data: DataDoor) -> None:
    ranking = load_ranking(data, OSTREVIA)
    assert ranking is not None
    for link in having(for_and_against(ranking, OSTREVIA), "dot-line"):
        evidence = load_evidence(data, parse_search(link.href), 0, 1)
        assert evidence is not None
        assert words(having(link, "dot-n")) == f"n\N{NO-BREAK SPACE}{evidence.n}"


def test_filters_that_leave_nothing_say_so(data: DataDoor) -> None:
    content = page.content(data, replace(OSTREVIA, start=date(1999, 1, 1), end=date(1999, 1, 2)))
    assert "Widen the days" in words(content.body)
    _, title = page.layout(data, Address("/party", "?party=ostrevia"))
    assert title == "Ostrevia · OnRecord"
