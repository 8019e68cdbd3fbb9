from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.exceptions import InputError
from analytics.report.request import (
    ReportFormat,
    ReportRequest,
    Template,
    make_plan,
    request_from_json,
    request_to_json,
)
from analytics.store import Store, open_store

LAST = date(2026, 5, 18)


@pytest.mark.parametrize(
    ("template", "period", "comparison"),
    [
        (Template.DAILY_BRIEF, (LAST, LAST), (date(2026, 4, 20), date(2026, 5, 17))),
        (Template.MONTHLY_MONITOR, (date(2026, 4, 19), LAST), (date(2026, 3, 20), date(2026, 4, 18))),
        (Template.ACTOR_PROFILE, (date(2026, 1, 5), LAST), None),
        (Template.METHODS_ANNEX, (date(2026, 1, 5), LAST), None),
    ],
)
def test_days_that_are_not_named_follow_the_template_and_the_store(
    store: Store, template: Template, period: tuple[date, date], comparison: tuple[date, date] | None
) -> None:
    plan = make_plan(store, ReportRequest(template=template, actors=("Mara Lind",)))
    assert (plan.period, plan.comparison) == (period, comparison)


def test_a_monitor_is_compared_with_as_many_days_before(store: Store) -> None:
    plan = make_plan(store, ReportRequest(start=date(2026, 3, 1), end=date(2026, 3, 31)))
    assert plan.comparison == (date(2026, 1, 29), date(2026, 2, 28))


def test_nothing_is_compared_with_days_before_the_store(store: Store) -> None:
    everything = ReportRequest(start=date(2026, 1, 5))
    assert make_plan(store, everything).comparison is None
    asked = ReportRequest(start=date(2026, 1, 5), compare_end=date(2025, 12, 31))
    assert make_plan(store, asked).comparison == (date(2025, 8, 20), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("request_", "complaint"),
    [
        (ReportRequest(parties=("atlantis",)), "knows no party 'atlantis'"),
        (ReportRequest(parties=("Northlnd",)), "did you mean 'northland'"),
        (ReportRequest(actors=("Mara Lynd",)), "knows no actor 'Mara Lynd'; did you mean 'mara l"),
        (ReportRequest(template=Template.ACTOR_PROFILE), "A profile is of somebody"),
        (ReportRequest(start=date(2026, 3, 2), end=date(2026, 3, 1)), "before it begins on 2026-03-02"),
        (ReportRequest(start=date(2026, 3, 1), compare_end=date(2026, 3, 1)), "must end before the period begins"),
        (ReportRequest(compare_start=date(2026, 2, 2), compare_end=date(2026, 2, 1)), "The comparison ends on"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(store: Store, request_: ReportRequest, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        make_plan(store, request_)


def test_an_empty_store_is_one_sentence(tmp_path: Path) -> None:
    empty = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(InputError, match="holds no statements of known speakers"):
        make_plan(empty, ReportRequest())
    empty.close()


def test_the_command_asks_for_the_same_again(store: Store) -> None:
    title = "North'n $(South)"
    asked = ReportRequest(parties=("NORTHLAND",), title=title, formats=(ReportFormat.HTML, ReportFormat.PDF))
    plan = make_plan(store, asked)
    words = shlex.split(plan.command)
    assert words[:4] == ["onrecord", "report", "--template", "monthly-monitor"]
    assert words[words.index("--title") + 1] == title and words[words.index("--party") + 1] == "northland"
    assert [words[place + 1] for place, word in enumerate(words) if word == "--format"] == ["html", "pdf"]
    assert words[words.index("--compare-start") + 1] == "2026-03-20"


days = st.none() | st.dates()
requests = st.builds(
    ReportRequest,
    template=st.sampled_from(Template),
    parties=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    start=days,
    compare_end=days,
    formats=st.lists(st.sampled_from(ReportFormat), min_size=1, max_size=3).map(tuple),
    branding=st.none() | st.just(Path("brand.toml")),
)


@given(requests)
def test_a_request_survives_being_kept(request_: ReportRequest) -> None:
    assert request_from_json(request_to_json(request_)) == request_


@given(st.text(max_size=30))
def test_what_is_no_request_is_one_sentence(text: str) -> None:
    with pytest.raises(InputError, match="This is no request for a report"):
        request_from_json(text)
