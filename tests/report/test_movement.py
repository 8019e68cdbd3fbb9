from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.report.contents import read_contents
from analytics.report.request import ReportRequest, Template, make_plan
from analytics.store import Store
from analytics.store.audits import draw_audit
from analytics.store.views import Filters

TURN = date(2026, 3, 30)  # the Monday of the thirteenth week
REQUEST = ReportRequest(start=TURN, compare_start=date(2026, 1, 5))


def test_who_moved_is_told_with_sentences_before_and_after(moving: Store) -> None:
    movement = read_contents(moving, make_plan(moving, REQUEST)).movement
    assert movement is not None and movement.moved == 1 and movement.left_out == 0
    assert set(movement.rows["speaker"]) == {"Mara Lind", "Tom Ash"}
    told = movement.told[0]
    sentence = told.sentence.replace("\u00a0", " ")
    assert sentence.startswith("Mara Lind on Northland moved toward favor: from −0.6")
    assert "in 24 statements to +0.6" in sentence and "q < 0.001" in sentence
    before, after = ([quote.excerpt for quote in side] for side in (told.before, told.after))
    assert len(before) == len(after) == 2
    assert all(one.published.date() < TURN and one.stance.label == "against" for one in before)
    assert all(one.published.date() >= TURN and one.stance.label == "favor" for one in after)
    assert {one.speaker for one in (*before, *after)} == {"Mara Lind"}


def test_a_change_point_is_found_in_its_week_and_only_there(moving: Store) -> None:
    turns = read_contents(moving, make_plan(moving, REQUEST)).turns
    assert turns is not None and turns.series == 2 and turns.bucket == "week"
    assert [(row.speaker, row.date.date(), row.n_before, row.n) for row in turns.rows.itertuples()] == [
        ("Mara Lind", TURN, 24, 24)
    ]
    assert turns.told[0].sentence.startswith(
        "Mara Lind on Northland changed toward favor around the week of 30\u00a0March"
    )
    assert turns.told[0].before and turns.told[0].after
    later = replace(REQUEST, start=date(2026, 5, 18), compare_start=date(2026, 5, 11))
    assert read_contents(moving, make_plan(moving, later)).turns.rows.empty


def test_a_profile_has_changes_and_no_movers_unless_asked(moving: Store) -> None:
    profile = ReportRequest(template=Template.ACTOR_PROFILE, actors=("Mara Lind",))
    contents = read_contents(moving, make_plan(moving, profile))
    assert contents.title == "Mara Lind" and contents.movement is None and len(contents.turns.rows) == 1
    assert [line.title for line in contents.trends.lines] == ["Mara Lind on Northland"]
    compared = replace(profile, start=TURN, compare_start=date(2026, 1, 5))
    assert read_contents(moving, make_plan(moving, compared)).movement.moved == 1


def test_two_actors_have_a_line_each(moving: Store) -> None:
    both = ReportRequest(template=Template.ACTOR_PROFILE, actors=("tom-ash", "mara-lind"))
    contents = read_contents(moving, make_plan(moving, both))
    assert {line.title for line in contents.trends.lines} == {"Mara Lind on Northland", "Tom Ash on Northland"}
    assert contents.trends.by_actor and len(contents.cells) == 2


def test_an_audit_that_says_too_little_is_one_sentence(moving: Store) -> None:
    from analytics.exceptions import InputError, StoreError

    audit = draw_audit(moving, 10, 1, Filters())
    with pytest.raises(InputError, match="says too little to correct by"):
        read_contents(moving, make_plan(moving, replace(REQUEST, audit_id=audit.id)))
    with pytest.raises(StoreError, match="There is no audit 'nope'"):
        read_contents(moving, make_plan(moving, replace(REQUEST, audit_id="nope")))
