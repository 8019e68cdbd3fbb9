"""The cube says what the statements say, whatever is written, merged, filtered and grouped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text, update

from analytics.aggregate import net_stance, stored_stance
from analytics.aggregate.stored import pools_of, stance_of_cells
from analytics.store import Store, open_store, write_analysis
from analytics.store.cell_check import count_wrong_cells
from analytics.store.cell_table import cell
from analytics.store.cells import rebuild_cells
from analytics.store.views import Bucket, Filters, load_cells, load_pairs
from analytics.types import QUOTATION_KINDS, Counting, StatementKind
from tests.store.builder import ACTORS, PARTIES, make_analysis
from tests.store.facts import ARCHIVES, DAYS, FIRST, Pair, Printed, Said, clear, write

KINDS = st.sampled_from([(), QUOTATION_KINDS, tuple(StatementKind), *((kind,) for kind in StatementKind)])
WHO = [["speaker_id", "target_id"], ["target_id", "speaker_id"], ["target_id"]]
GROUPS = st.sampled_from([*WHO, ["outlet_id", "target_id"], ["speaker_id", "outlet_id", "target_id"]])
WHOLE_STORIES = st.sampled_from(WHO)  # outlets cut a story in parts
BUCKETS = st.sampled_from([None, "day", "week", "month"])
FILTERS = st.builds(
    Filters,
    start=DAYS,
    end=DAYS,
    parties=st.sampled_from([(), ("north",), ("nobody",)]),
    outlets=st.sampled_from([(), ("gazette",), ("gazette", "times")]),
    kinds=KINDS,
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
COUNTS = ["n", "net_stance", "net_tone", "share_against", "share_neutral", "share_favor", "takes_side"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('cube') / 'news.db'}")
    yield opened
    opened.close()


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-9, check_dtype=len(expected) > 0)


def added_up(store: Store, filters: Filters, by: list[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return the numbers of cells with one pool for all, as ``net_stance`` has it."""
    cells = load_cells(store, filters, by, bucket)
    pool = np.zeros(len(cells), dtype=np.int64)
    return stance_of_cells(cells, pools_of(cells, pool, 1).at(pool))


@FEW
@given(ARCHIVES, FILTERS, GROUPS, BUCKETS)
@example([Printed(0, FIRST, None, (Said(StatementKind.DIRECT, None, None, (Pair("north", 0.2, 0.5),)),))],
         Filters(start=FIRST, end=FIRST), ["target_id"], "month")  # fmt: skip
def test_each_story_once_gives_the_same_numbers_and_intervals_as_the_statements(
    kept: Store, archive: list[Printed], filters: Filters, by: list[str], bucket: Bucket | None
) -> None:
    clear(kept)
    write(kept, archive)
    same(added_up(kept, filters, by, bucket), net_stance(load_pairs(kept, filters), by, bucket))


@FEW
@given(ARCHIVES, KINDS, WHOLE_STORIES)
def test_every_printing_gives_the_same_numbers_and_intervals_over_whole_stories(
    kept: Store, archive: list[Printed], kinds: tuple[StatementKind, ...], by: list[str]
) -> None:
    clear(kept)
    write(kept, archive)
    filters = Filters(kinds=kinds, counting=Counting.REACH)
    same(added_up(kept, filters, by), net_stance(load_pairs(kept, filters), by))


@FEW
@given(ARCHIVES, FILTERS, GROUPS, BUCKETS)
def test_part_of_a_story_s_printings_has_the_same_numbers_and_an_interval(
    kept: Store, archive: list[Printed], filters: Filters, by: list[str], bucket: Bucket | None
) -> None:
    clear(kept)
    write(kept, archive)
    filters = Filters(**{**filters.__dict__, "counting": Counting.REACH})
    found = added_up(kept, filters, by, bucket)
    same(found[COUNTS], net_stance(load_pairs(kept, filters), by, bucket)[COUNTS])
    assert ((found["low"] <= found["net_stance"]) & (found["net_stance"] <= found["high"])).all()


@FEW
@given(ARCHIVES)
def test_what_is_kept_story_by_story_is_what_is_added_up_at_once(kept: Store, archive: list[Printed]) -> None:
    clear(kept)
    write(kept, archive)
    assert count_wrong_cells(kept) == 0
    rebuild_cells(kept, lambda months, _label: months)
    assert count_wrong_cells(kept) == 0


def test_a_wrong_sum_is_found_and_mended(store: Store) -> None:
    for number in range(3):
        write_analysis(store, make_analysis(number), PARTIES, ACTORS)
    assert count_wrong_cells(store) == 0
    store.write(lambda connection: connection.execute(update(cell).where(cell.c.span == "month").values(n=7)))
    assert count_wrong_cells(store) > 0
    store.write(lambda connection: connection.execute(delete(cell)))
    assert count_wrong_cells(store) > 0
    rebuild_cells(store, lambda months, _label: months)
    assert count_wrong_cells(store) == 0


def test_an_interval_does_not_change_when_days_are_chosen_that_hold_the_same_statements(kept: Store) -> None:
    clear(kept)
    said = Said(StatementKind.DIRECT, "ann", None, (Pair("north", 0.4, 0.1),))
    later = Said(StatementKind.DIRECT, "bob", None, (Pair("north", 0.0, 0.5), Pair("south", 0.0, 0.5)))
    write(kept, [Printed(0, FIRST, "times", (said, said)), Printed(1, FIRST + timedelta(days=40), None, (later,))])
    by = ["speaker_id", "target_id"]
    whole = stored_stance(kept, Filters(), by).set_index(by)
    for filters in (Filters(end=FIRST + timedelta(days=3)), Filters(outlets=("times",)), Filters(speakers=("ann",))):
        same(stored_stance(kept, filters, by).set_index(by), whole.loc[[("ann", "north")]])
    pairs = load_pairs(kept)
    alone = [net_stance(pairs[pairs["target_id"] == target], by) for target in ("north", "south")]
    same(whole.reset_index(), pd.concat(alone).sort_values(by, ignore_index=True))


@pytest.mark.parametrize(
    ("filters", "by"),
    [
        (Filters(), ["outlet_id"]),
        (Filters(), ["speaker_id"]),
        (Filters(parties=("north", "south")), []),
        (Filters(parties=("north",), speakers=("ann", "bob")), ["target_id"]),
        (Filters(kinds=(StatementKind.DIRECT, StatementKind.NARRATION)), ["target_id"]),
    ],
)
def test_what_the_cube_cannot_add_up_is_refused(store: Store, filters: Filters, by: list[str]) -> None:
    with pytest.raises(ValueError, match=r"cube|together"):
        load_cells(store, filters, by)


def test_no_speaker_is_called_like_all_together(kept: Store) -> None:
    clear(kept)
    write(kept, [Printed(0, FIRST, None, (Said(StatementKind.DIRECT, "ann", None, (Pair("north", 0.4, 0.1),)),))])
    assert load_cells(kept, Filters(speakers=("*",)), ["speaker_id", "target_id"]).empty


@pytest.mark.parametrize("end", [date(9999, 12, 31), date.min])
def test_the_ends_of_the_calendar_are_days(kept: Store, end: date) -> None:
    assert load_cells(kept, Filters(start=date.min, end=end), ["speaker_id", "target_id"], "week") is not None


def test_a_chart_reads_by_the_key_and_edges_by_the_day(kept: Store) -> None:
    def plan(condition: str) -> str:
        with kept.reading() as connection:
            rows = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT SUM(n) FROM cell WHERE {condition}"))  # noqa: S608
            return str(rows.all())

    pair = "span = 'week' AND target_id = 'a' AND speaker_id = 'b' AND start > '2026-01-01'"
    assert "PRIMARY KEY (span=? AND target_id=? AND speaker_id=? AND start>?)" in plan(pair)
    assert "cell_start (span=? AND start>? AND start<?)" in plan("span = 'day' AND start > 'a' AND start < 'b'")
