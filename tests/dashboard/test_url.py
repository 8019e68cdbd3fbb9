from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.types import QUOTATION_KINDS, Counting, Stance, StatementKind
from dashboard.state import Bucket, Mark, ViewState, Voice
from dashboard.url import format_search, parse_search

IDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30).filter(str.strip)
ID_LISTS = st.lists(IDS, max_size=4, unique=True).map(tuple)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SPANS = st.lists(DAYS, max_size=2).map(sorted)


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    actor, party, outlet = (draw(st.none() | IDS) for _ in range(3))
    span = draw(SPANS)
    return Mark(
        actor if actor or party or outlet else "somebody",
        party,
        *([*span, None, None])[:2],
        outlet,
        draw(st.none() | st.sampled_from(Voice)),
        draw(st.none() | st.sampled_from(Stance)),
        draw(st.none() | IDS),
    )


@st.composite
def states(draw: st.DrawFn) -> ViewState:
    days = [draw(st.none() | DAYS) for _ in range(4)]
    if days[0] and days[1]:
        days[:2] = sorted(days[:2])
    if days[2] and days[3]:
        days[2:] = sorted(days[2:])
    return ViewState(
        party=draw(st.none() | IDS),
        actor=draw(st.none() | IDS),
        compare=draw(ID_LISTS),
        actors=draw(ID_LISTS),
        parties=draw(ID_LISTS),
        outlets=draw(ID_LISTS),
        voice=draw(st.sampled_from(Voice)),
        start=days[0],
        end=days[1],
        earlier_start=days[2],
        earlier_end=days[3],
        bucket=draw(st.sampled_from(Bucket)),
        counting=draw(st.sampled_from(Counting)),
        audited=draw(st.booleans()),
        words=draw(st.none() | IDS),
        sort=draw(st.none() | IDS),
        all_rows=draw(st.booleans()),
        mark=draw(st.none() | marks()),
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
        ("?who=reyk", ViewState(mark=Mark("reyk"))),
        ("?when=2026-05-01&side=favor", ViewState()),
        ("?on=a&when=2026-05-01&until=2026-04-01", ViewState(mark=Mark(None, "a", date(2026, 5, 1)))),
        ("?on=a&until=2026-04-01&side=up", ViewState(mark=Mark(None, "a"))),
        ("?compare=a&compare=b&compare=c&compare=d&compare=e", ViewState(compare=("a", "b", "c", "d"))),
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
    assert set(state.voice.kinds()) == kinds
