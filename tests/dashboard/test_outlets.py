"""The page of outlets without a browser: its numbers are those of their statements, and voices are never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from analytics.types import Counting, StatementKind
from dashboard.components.outlets import chart_points, table_frame
from dashboard.data import DataDoor
from dashboard.figures.outlets import OWN, QUOTED, outlets_figure
from dashboard.page import Address
from dashboard.pages import outlets
from dashboard.reading.evidence import load_evidence
from dashboard.reading.outlets import load_printed_stories, load_treatments
from dashboard.state import Mark, ViewState, Voice
from dashboard.views import Number

STATE = ViewState(party="ostrevia")


def marks(data: DataDoor, state: ViewState) -> Iterator[tuple[Mark, Number]]:
    """Every mark of the page and the number it shows."""
    for one in load_treatments(data, state):
        for voice, number in ((Voice.NARRATION, one.narration), (Voice.QUOTATIONS, one.quoted)):
            if number:
                yield Mark(party=state.party, outlet=one.outlet.id, voice=voice), number
    for story in load_printed_stories(data, state)[1]:
        for printing in story:
            for voice, number in ((Voice.NARRATION, printing.narration), (Voice.QUOTATIONS, printing.quoted)):
                if number:
                    yield Mark(party=state.party, voice=voice, article=printing.article_id), number


@pytest.mark.parametrize(
    "state",
    [
        STATE,
        replace(STATE, party="taldoria", voice=Voice.DIRECT),
        replace(STATE, counting=Counting.REACH),
        replace(STATE, start=date(2026, 4, 10), end=date(2026, 8, 1)),
        replace(STATE, actors=("tomas-reyk", "anton-brezik")),
        replace(STATE, outlets=("velinka-herald", "sarn-sea-wire")),
    ],
)
@pytest.mark.parametrize("door", ["data", "wire"])
def test_every_number_opens_exactly_its_statements(request: pytest.FixtureRequest, door: str, state: ViewState) -> None:
    data: DataDoor = request.getfixturevalue(door)
    found = list(marks(data, state))
    assert len(found) > 3
    for mark, number in found:
        evidence = load_evidence(data, replace(state, mark=mark), 0, 1_000)
        assert evidence is not None and evidence.net_stance is not None
        assert (evidence.n, evidence.n_stories, len(evidence.cards)) == (number.n, number.n_stories, number.n)
        assert evidence.net_stance.value == pytest.approx(number.net_stance)
        assert (evidence.net_stance.low, evidence.net_stance.high) == pytest.approx((number.low, number.high))
        narrated = {card.kind is StatementKind.NARRATION for card in evidence.cards}
        assert narrated == {mark.voice is Voice.NARRATION}


def test_whom_an_outlet_quotes_most(data: DataDoor) -> None:
    for one in load_treatments(data, STATE):
        counts = [n for _, n in one.quotes_most]
        assert counts == sorted(counts, reverse=True) and one.quoted is not None and sum(counts) <= one.quoted.n
        for actor, n in one.quotes_most:
            mark = Mark(actor=actor.id, party="ostrevia", outlet=one.outlet.id, voice=Voice.QUOTATIONS)
            evidence = load_evidence(data, replace(STATE, mark=mark), 0, 1_000)
            assert evidence is not None and evidence.n == n


def test_the_most_hostile_narration_comes_first(data: DataDoor) -> None:
    narrated = [one.narration.net_stance for one in load_treatments(data, STATE) if one.narration]
    assert narrated == sorted(narrated)
    assert load_treatments(data, STATE)[0].outlet.name == "Velinka Herald"  # the world's plot


def test_stories_of_several_outlets_come_by_printing(wire: DataDoor) -> None:
    for party in ("ostrevia", "taldoria"):
        n, stories = load_printed_stories(wire, ViewState(party=party))
        assert n == len(stories)
        for story in stories:
            days = [printing.published for printing in story]
            assert days == sorted(days) and len({printing.outlet for printing in story}) == len(story) > 1
    views = [ViewState(party=party, start=date(2026, 4, 1)) for party in ("ostrevia", "taldoria")]
    sizes = {len(story) for view in views for story in load_printed_stories(wire, view)[1]}
    assert sizes == {2, 3}
    assert load_printed_stories(wire, ViewState(party="ostrevia", start=date(2027, 1, 1))) == (0, ())


def test_the_page_of_a_party_nobody_shares_says_so(data: DataDoor) -> None:
    page = str(outlets.layout(data, Address("/outlets", "?party=kessaly"))[0])
    assert "No story on Kessaly was printed by more than one outlet" in page
    nothing = str(outlets.content(data, ViewState(party="kessaly", start=date(2030, 1, 1))).body)
    assert "No outlet says anything here" in nothing and "Clear all filters" in nothing


def test_the_file_leaves_a_voice_without_statements_empty(data: DataDoor) -> None:
    first, second, *_ = load_treatments(data, STATE)
    assert first.narration and first.quoted and second.narration
    lines = table_frame([first, replace(second, narration=None)]).to_csv(index=False).splitlines()
    assert lines[0].split(",")[:4] == ["outlet", "n_own", "n_stories_own", "net_stance_own"]
    assert lines[1].startswith(f"{first.outlet.name},{first.narration.n},{first.narration.n_stories},")
    assert lines[2].startswith(f"{second.outlet.name},,,,,,{second.quoted.n if second.quoted else ''},")


def test_the_chart_draws_voices_apart_and_thin_ones_hollow(data: DataDoor) -> None:
    treatments = load_treatments(data, STATE)
    frame = chart_points(treatments, data.choices().parties[0], STATE)
    figure = outlets_figure(frame, thin_below=12)
    own, quoted = figure.data
    assert [set(frame[frame["voice"] == voice]["n"] < 12) for voice in (OWN, QUOTED)] == [
        {symbol.endswith("-open") for symbol in trace.marker.symbol} for trace in (own, quoted)
    ]
    assert list(own.customdata) == list(frame[frame["voice"] == OWN]["href"])
    assert all("how=narration" in href for href in own.customdata)
    assert all("how=quotations" in href for href in quoted.customdata)
    assert {symbol.removesuffix("-open") for symbol in own.marker.symbol} == {"square"}


def test_names_of_outlets_are_no_html_in_the_chart(data: DataDoor) -> None:
    frame = chart_points(load_treatments(data, STATE), data.choices().parties[0], STATE)
    first = frame["outlet"].iloc[0]
    hostile = frame.assign(
        outlet=frame["outlet"].where(frame["outlet"] != first, "<a href='https://evil.example'>x</a>")
    )
    written = outlets_figure(hostile, thin_below=12).to_json()
    assert "&lt;a href" in written and "<a href" not in written
