"""The page of an actor against counts of the made-up world, made without the store."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from dash import dcc

from analytics.aggregate import THIN_BELOW
from analytics.types import Affiliation, StatementKind
from dashboard.components.actor_sections import on_every_party
from dashboard.components.quoted import who_quotes
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import actor as page
from dashboard.reading.actor import load_outlets, load_profile, load_roles, load_telling, load_tone
from dashboard.reading.evidence import load_evidence
from dashboard.state import Bucket, Mark, ViewState, Voice
from dashboard.url import parse_search
from dashboard.views import NetStance, rows
from tests.dashboard import world
from tests.dashboard.conftest import Fill
from tests.dashboard.test_components import having, walk, words

EVERYTHING = 10_000
REYK = ViewState(actor="tomas-reyk")


class Said(NamedTuple):
    """One statement on one party, as the made-up world has it."""

    actor: str
    outlet: str
    day: date
    party: str
    stance: str


def said() -> Iterator[Said]:
    """Every quotation of the made-up world that names a party, once for each party."""
    for analysis in [*world.stories(), world.hostile_story(), world.long_story()]:
        article = analysis.article
        for scored in analysis.statements:
            speaker = scored.statement.speaker
            if speaker is not None and scored.statement.kind is not StatementKind.NARRATION:
                for party, label in {one.target.id: one.stance.label for one in scored.targets}.items():
                    yield Said(speaker.actor.id, article.outlet or "", article.published.date(), party, label)


@pytest.mark.parametrize("view", [REYK, replace(REYK, start=date(2026, 5, 1), end=date(2026, 7, 31))])
def test_stances_are_of_every_party_and_open_their_statements(data: DataDoor, view: ViewState) -> None:
    profile = load_profile(data, view)
    assert profile is not None
    first, last = view.start or date.min, view.end or date.max
    expected = Counter(one.party for one in said() if one.actor == "tomas-reyk" and first <= one.day <= last)
    assert {row.target: row.n for row in rows(profile.cells)} == expected
    assert profile.n_parties == len(expected)
    for row in rows(profile.cells):
        evidence = load_evidence(data, replace(view, mark=Mark(row.actor, row.target)), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == row.n
        assert evidence.net_stance == NetStance(row.net_stance, row.low, row.high)


def test_points_of_lines_open_their_statements(data: DataDoor) -> None:
    profile = load_profile(data, REYK)
    assert profile is not None and len(profile.points) > 5
    for row in rows(profile.points):
        evidence = load_evidence(data, replace(REYK, mark=Mark(row.actor, row.target, row.bucket)), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == row.n


def test_rows_are_sorted_as_the_view_says(data: DataDoor) -> None:
    def order(sort: str | None) -> list[str]:
        profile = load_profile(data, replace(REYK, sort=sort))
        assert profile is not None
        return [party.id for party in profile.parties]

    profile = load_profile(data, REYK)
    assert profile is not None
    cells = {row.target: row for row in rows(profile.cells)}
    stances = [(cells[one].n < THIN_BELOW, cells[one].net_stance) for one in order(None)]
    assert stances == sorted(stances)
    counts = [cells[one].n for one in order("statements")]
    assert counts == sorted(counts, reverse=True)
    names = {party.id: party.name for party in world.PARTIES}
    assert order("name") == sorted(order("name"), key=lambda one: names[one].casefold())


def test_others_stand_beside_the_actor(data: DataDoor) -> None:
    view = replace(REYK, compare=("anton-brezik", "nobody", "tomas-reyk"))
    profile = load_profile(data, view)
    assert profile is not None
    assert [one.name for one in profile.compared] == ["Anton Brezik"]
    lines = having(on_every_party(profile, view), "dot-line")
    shown = {party.id for party in profile.parties}
    expected = {(row.actor, row.target): row.n for row in rows(profile.cells) if row.target in shown}
    assert {actor for actor, _ in expected} == {"tomas-reyk", "anton-brezik"}
    found = {}
    for line in lines:
        mark = parse_search(line.href).mark
        assert mark is not None
        found[mark.actor, mark.party] = int(words(having(line, "dot-n")).split("\N{NO-BREAK SPACE}")[1])
    assert found == expected


@pytest.mark.parametrize("bucket", list(Bucket))
def test_tone_counts_each_statement_once(data: DataDoor, bucket: Bucket) -> None:
    view = replace(REYK, bucket=bucket)
    tone = load_tone(data, view)
    whole = load_evidence(data, replace(view, mark=Mark("tomas-reyk")), 0, EVERYTHING)
    assert whole is not None and list(tone.overall["n"]) == [whole.n]
    leanings = [
        scored.tone.probabilities["positive"] - scored.tone.probabilities["negative"]
        for analysis in world.stories()
        for scored in analysis.statements
        if scored.statement.speaker and scored.statement.speaker.actor.id == "tomas-reyk"
    ]
    assert tone.overall["net_tone"].item() == pytest.approx(sum(leanings) / len(leanings))
    assert tone.points["n"].sum() == whole.n
    for row in rows(tone.points):
        evidence = load_evidence(data, replace(view, mark=Mark(row.actor, start=row.bucket)), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == evidence.n == row.n
        assert evidence.n_stories == row.n_stories


def test_outlets_have_their_statements(data: DataDoor) -> None:
    counts = load_outlets(data, REYK)
    names = {outlet.id: outlet.name for outlet in data.choices().outlets}
    expected = Counter(one.outlet for one in said() if one.actor == "tomas-reyk")
    assert {names[row.outlet]: row.n for row in rows(counts)} == expected
    for row in rows(counts):
        evidence = load_evidence(data, replace(REYK, mark=Mark("tomas-reyk", outlet=row.outlet)), 0, EVERYTHING)
        assert evidence is not None and len(evidence.cards) == row.n
    section = who_quotes(counts, data.choices().outlets, data.choices().actors[0], REYK)
    assert [words(one) for one in having(section, "bar-n")] == [f"{n}" for n in counts["n"]]


def test_the_most_telling_statements_are_the_surest_of_their_side(data: DataDoor) -> None:
    telling = load_telling(data, REYK)
    labels = Counter(one.stance for one in said() if one.actor == "tomas-reyk")
    assert {side.value: n for side, n in telling.counts.items()} == {
        side: labels[side] for side in ("against", "favor")
    }
    for side, cards in telling.cards.items():
        evidence = load_evidence(data, replace(REYK, mark=Mark("tomas-reyk", stance=side)), 0, EVERYTHING)
        assert evidence is not None and evidence.n == telling.counts[side]
        assert len({card.article_id for card in cards}) == len(cards) and 2 <= len(cards) <= 3
        sure = [card.targets[0].probabilities[side.value] for card in cards]
        assert sure == sorted(sure, reverse=True) and sure[-1] >= 0.6
        best = max(card.targets[0].probabilities[side.value] for card in evidence.cards)
        assert sure[0] == pytest.approx(best)


def test_roles_are_those_of_the_days_covered(data: DataDoor) -> None:
    (role,) = load_roles(data, REYK)
    assert (role.party.name, role.role, role.start, role.end) == ("Taldoria", None, None, None)
    assert load_roles(data, ViewState(actor="x-script-y")) == ()


def test_old_roles_are_left_out(tmp_path: Path, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    door = DataDoor(fill(tmp_path / "few.db", world.stories(6)))
    then = Affiliation("taldoria", "minister", date(2020, 1, 1), date(2021, 1, 1))
    now = Affiliation("national-renewal", "leader", date(2021, 1, 2))
    monkeypatch.setattr("dashboard.reading.actor.load_affiliations", lambda *_: (then, now))
    assert [role.role for role in load_roles(door, REYK)] == ["leader"]
    monkeypatch.setattr("dashboard.reading.actor.load_affiliations", lambda *_: (then,))
    assert [role.role for role in load_roles(door, REYK)] == ["minister"]


def test_somebody_is_always_shown_but_in_an_empty_store(data: DataDoor, tmp_path: Path, fill: Fill) -> None:
    narrators = {outlet.id for outlet in data.choices().outlets}
    usual = data.resolve_actor(ViewState(actor="nobody")).actor
    assert usual is not None and usual not in narrators
    assert data.resolve_actor(ViewState(actors=("jana-kolvar",))).actor == "jana-kolvar"
    empty = DataDoor(fill(tmp_path / "empty.db", []))
    assert empty.resolve_actor(ViewState()).actor is None
    assert "Nothing on record yet" in words(page.layout(empty, Address("/actor"))[0])


def test_an_outlet_is_led_to_its_narration(data: DataDoor) -> None:
    view = ViewState(actor="velinka-herald")
    (nothing,) = page.content(data, view).body
    (button,) = having(nothing, "button")
    shown = parse_search(button.href)
    assert shown.voice is Voice.NARRATION and load_profile(data, shown) is not None


def test_filters_that_leave_nothing_say_so(data: DataDoor) -> None:
    (nothing,) = page.content(data, replace(REYK, start=date(1999, 1, 1), end=date(1999, 1, 2))).body
    assert "Widen the days" in words(nothing)
    assert parse_search(having(nothing, "button")[0].href) == REYK


def test_charts_have_names_of_their_own(data: DataDoor) -> None:
    layout, title = page.layout(data, Address("/actor", "?actor=tomas-reyk&compare=anton-brezik"))
    names = [one.id["name"] for one in walk(layout) if isinstance(one, dcc.Graph)]
    assert len(names) == len(set(names)) > 4
    assert title == "Tomas Reyk · OnRecord"
