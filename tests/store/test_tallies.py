"""Counts and choices of statements that pages show, against those of all pairs."""

from datetime import datetime

import pytest

from analytics.aggregate import stored_shown
from analytics.aggregate.intervals import shown_part
from analytics.store import Store, write_analysis
from analytics.store.views import (
    Filters,
    count_by,
    count_statements,
    load_affiliations,
    load_pairs,
    load_surest,
)
from analytics.types import SURE_FROM, Stance
from tests.store.builder import ACTORS, PARTIES, make_analysis


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(3):
        write_analysis(store, make_analysis(number, datetime(2025, 11, 10 + number)), PARTIES, ACTORS)
    return store


@pytest.mark.parametrize("by", [["outlet_id"], ["speaker_party_id"], ["speaker_party_id", "stance"]])
def test_groups_have_as_many_statements_as_their_pairs(filled: Store, by: list[str]) -> None:
    counts = count_by(filled, Filters(), by)
    expected = load_pairs(filled).groupby(by, dropna=False)["statement_id"].nunique()
    assert counts["n"].sum() == expected.sum() > 0
    known = counts.dropna()
    for row in known.itertuples(index=False):
        assert row.n == expected.loc[tuple(row[:-1]) if len(by) > 1 else row[0]]
    assert list(counts["n"]) == sorted(counts["n"], reverse=True)


def test_whom_speakers_stood_for_is_a_filter(filled: Store) -> None:
    counts = count_by(filled, Filters(), ["speaker_party_id"]).dropna()
    for row in counts.itertuples(index=False):
        filters = Filters(speaker_parties=(row.speaker_party_id,))
        assert count_statements(filled, filters)[0] == row.n
        assert set(load_pairs(filled, filters)["speaker_party_id"]) == {row.speaker_party_id}


@pytest.mark.parametrize("stance", [Stance.AGAINST, Stance.FAVOR])
def test_the_surest_come_first_and_one_from_each_story(filled: Store, stance: Stance) -> None:
    pairs = load_pairs(filled)
    sure = pairs[(pairs["stance"] == stance.value) & (pairs[f"p_{stance.value}"] >= SURE_FROM)]
    best = sure.groupby("story_id")[f"p_{stance.value}"].max().sort_values(ascending=False)
    found = load_surest(filled, Filters(), stance, 2)
    assert len(best) > 0
    assert [one.stance.probabilities[stance.value] for one in found] == list(best.head(2))
    assert len({one.article_id for one in found}) == len(found)


def test_affiliations_are_those_last_written(filled: Store) -> None:
    pairs = load_pairs(filled).dropna(subset=["speaker_id"])
    speaker = pairs["speaker_id"].iloc[0]
    expected = {
        scored.statement.speaker.actor.affiliations
        for scored in make_analysis(2, datetime(2025, 11, 12)).statements
        if scored.statement.speaker and scored.statement.speaker.actor.id == speaker
    }
    assert expected == {load_affiliations(filled, speaker)}
    assert load_affiliations(filled, "nobody") == ()


def test_intervals_are_widened_by_the_part_shown(filled: Store) -> None:
    known = load_pairs(filled).dropna(subset=["speaker_id"])
    target = known["target_id"].iloc[0]
    statements = known[known["target_id"] == target].groupby("statement_id")[["p_against", "p_favor"]].mean()
    expected = shown_part(*(statements[column].to_numpy() for column in ("p_against", "p_favor")))
    assert stored_shown(filled, Filters(parties=(target,), audited=True)) == pytest.approx(expected)
