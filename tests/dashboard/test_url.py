from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.types import QUOTATION_KINDS, Counting, StatementKind
from dashboard.url import Bucket, Mark, ViewState, Voice, format_search, parse_search

IDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30).filter(str.strip)
ID_LISTS = st.lists(IDS, max_size=4, unique=True).map(tuple)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MARKS = st.builds(Mark, IDS, IDS, st.none() | DAYS)


@st.composite
def states(draw: st.DrawFn) -> ViewState:
    start, end = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if start and end and end < start:
        start, end = end, start
    return ViewState(
        party=draw(st.none() | IDS),
        actors=draw(ID_LISTS),
        outlets=draw(ID_LISTS),
        voice=draw(st.sampled_from(Voice)),
        start=start,
        end=end,
        bucket=draw(st.sampled_from(Bucket)),
        counting=draw(st.sampled_from(Counting)),
        all_rows=draw(st.booleans()),
        mark=draw(st.none() | MARKS),
    )


@given(states())
def test_every_view_survives_the_address_bar(state: ViewState) -> None:
    assert parse_search(format_search(state)) == state


@given(st.text())
def test_no_address_is_an_error(search: str) -> None:
    state = parse_search(search)
    assert parse_search(format_search(state)) == state


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (None, ViewState()),
        ("?", ViewState()),
        ("?bucket=century&voice=loud", ViewState()),
        ("?to=9999-12-31&from=0001-01-01", ViewState()),
        ("?from=2026-02-30&to=yesterday", ViewState()),
        ("?from=20260401", ViewState()),
        ("?from=2026-05-01&to=2026-04-01", ViewState(start=date(2026, 4, 1), end=date(2026, 5, 1))),
        ("?party=%00%1b", ViewState()),
        ("?party=" + "x" * 121, ViewState()),
        ("?who=reyk", ViewState()),
        ("?who=reyk&on=ostrevia&when=soon", ViewState(mark=Mark("reyk", "ostrevia"))),
        ("?actors=a&actors=a&actors=b", ViewState(actors=("a", "b"))),
        ("?" + "&".join(f"actors={n}" for n in range(400)), ViewState()),
        ("?party=" + "%C3" * 9000, ViewState()),
    ],
)
def test_what_is_not_understood_is_left_out(search: str | None, expected: ViewState) -> None:
    assert parse_search(search) == expected


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (ViewState(), set(QUOTATION_KINDS)),
        (ViewState(voice=Voice.NARRATION), {StatementKind.NARRATION}),
        (ViewState(voice=Voice.MIXED), {StatementKind.MIXED}),
        (ViewState(voice=Voice.BOTH), set(StatementKind)),
    ],
)
def test_the_outlets_own_voice_is_kept_apart(state: ViewState, kinds: set[StatementKind]) -> None:
    assert set(state.statement_kinds()) == kinds
