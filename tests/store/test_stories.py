"""Wire copy in a store: whatever the order of ingest, printings of one story hang together under its first."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select, update

from analytics.aggregate import net_stance
from analytics.store import Store, open_store, schema, stories, write_analysis
from analytics.store.cell_check import count_wrong_cells
from analytics.store.cells import rebuild_cells
from analytics.store.stories import load_stories, place_in_story, restory
from analytics.store.views import Filters, load_cells, load_coverage, load_pairs
from analytics.types import Article, ArticleAnalysis, Counting
from tests.dashboard import world

NOON = datetime(2026, 5, 4, 12)


def words(seed: int, paragraphs: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"word{rng.randrange(3000)}" for _ in range(40)) for _ in range(paragraphs)]


def printing(paragraphs: list[str], outlet: str, published: datetime | None = NOON) -> ArticleAnalysis:
    text, body = "", []
    for paragraph in paragraphs:
        body.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return ArticleAnalysis(Article(text, tuple(body), outlet, outlet, published=published), ())


def write(store: Store, *analyses: ArticleAnalysis) -> None:
    for analysis in analyses:
        assert write_analysis(store, analysis, {}, {})


def found(store: Store) -> dict[str, set[str]]:
    """Return the outlets of each story's printings, by the outlet of the article it is named after."""
    frame = load_stories(store)
    outlet = dict(zip(frame["article_id"], frame["outlet"], strict=True))
    return {outlet[story_id]: set(group["outlet"]) for story_id, group in frame.groupby("story_id")}


A, B, C = words(1, 12), words(2, 12), words(3, 12)
# "Both" links the two halves of one long story that share nothing with each other.
WIRE = (
    printing(A[:6], "First half", NOON + timedelta(hours=3)),
    printing(A[6:], "Second half", NOON + timedelta(hours=1)),
    printing(A, "Both", NOON + timedelta(hours=2)),
    printing(A[2:9], "Undated", None),
    printing(B, "Other", NOON),
    printing(B[::-1], "Other, turned", datetime(2026, 5, 4, 11, tzinfo=UTC)),
    printing(C, "Alone", None),
)
EXPECTED = {
    "Second half": {"First half", "Second half", "Both", "Undated"},
    "Other, turned": {"Other", "Other, turned"},
    "Alone": {"Alone"},
}


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(WIRE))
def test_the_order_of_ingest_makes_no_difference(order: list[ArticleAnalysis]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/news.db")
        write(store, *order)
        assert found(store) == EXPECTED
        store.close()


def test_of_printings_at_the_same_minute_the_smallest_id_gives_the_name(store: Store) -> None:
    copies = [printing(A, f"Outlet {number}") for number in range(5)]
    write(store, *copies)
    assert set(load_stories(store)["story_id"]) == {min(copy.article.id for copy in copies)}


def test_placing_tells_which_stories_it_touched(store: Store) -> None:
    write(store, WIRE[0], WIRE[1])
    both = WIRE[2].article

    def work(connection: Connection) -> set[str]:
        connection.execute(
            schema.article.insert().values(id=both.id, authors=[], published_inferred=[], language="en", text=both.text,
                                           body=[], failures=[], added="", story_id=both.id)
        )  # fmt: skip
        return place_in_story(connection, both)

    assert store.write(work) == {one.article.id for one in WIRE[:3]}


def test_a_story_of_its_printing_is_loaded_first_printed_first(store: Store) -> None:
    write(store, *WIRE)
    frame = load_stories(store, WIRE[0].article.id)
    assert frame["outlet"].tolist() == ["Second half", "Both", "First half", "Undated"]
    assert load_stories(store, "unknown").empty


def test_a_common_key_finds_no_more_than_its_share_and_a_much_printed_story_is_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "_PER_KEY", 3)
    monkeypatch.setattr(stories, "_COMPARED", 2)
    write(store, *(printing(A, f"Outlet {number}", NOON + timedelta(hours=number)) for number in range(12)))
    assert {len(outlets) for outlets in found(store).values()} == {12}


def test_rebuilding_finds_the_same_stories_in_a_store_that_knew_none(store: Store) -> None:
    write(store, *WIRE)

    def forget(connection: Connection) -> None:
        connection.execute(delete(schema.sketch_band))
        connection.execute(update(schema.sketch).values(scheme="older"))
        connection.execute(update(schema.article).values(story_id=schema.article.c.id))

    store.write(forget)
    assert len(found(store)) == len(WIRE)
    assert restory(store, lambda items, _label: iter(items)) == 2
    assert found(store) == EXPECTED
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.sketch)) == len(WIRE)


@dataclass(frozen=True)
class Copied:
    store: Store
    story: ArticleAnalysis
    copy: ArticleAnalysis


@pytest.fixture
def copied(store: Store) -> Copied:
    """A story with statements, and the same a day later in another paper."""
    first = world.long_story()
    later = replace(first.article, outlet="Velinka Herald", published=datetime(2026, 6, 10, 7))
    story, copy = first, replace(first, article=later)
    for analysis in (copy, story):
        write_analysis(store, analysis, {party.id: party for party in world.PARTIES}, {})
    return Copied(store, story, copy)


def test_statements_count_once_and_reach_counts_every_printing(copied: Copied) -> None:
    once = load_pairs(copied.store)
    reach = load_pairs(copied.store, Filters(counting=Counting.REACH))
    assert set(once["article_id"]) == {copied.story.article.id}
    assert len(reach) == 2 * len(once)
    assert set(reach["story_id"]) == {copied.story.article.id}
    assert load_coverage(copied.store)["printed_again"] == 1


def test_printings_are_one_cluster_of_an_interval(copied: Copied) -> None:
    reach = load_pairs(copied.store, Filters(counting=Counting.REACH))
    together = net_stance(reach, ["target_id"]).iloc[0]
    apart = net_stance(reach.assign(story_id=reach["article_id"]), ["target_id"]).iloc[0]
    assert (together["n_stories"], apart["n_stories"]) == (1, 2)
    assert together["n"] == apart["n"]
    assert together["high"] - together["low"] > apart["high"] - apart["low"]


def test_the_cube_follows_when_stories_become_one_and_when_they_are_found_anew(copied: Copied) -> None:
    def counted() -> float:
        return float(load_cells(copied.store, Filters(), ["speaker_id", "target_id"])["n"].sum())

    once = counted()
    assert count_wrong_cells(copied.store) == 0
    change = update(schema.article).values(story_id=schema.article.c.id)
    copied.store.write(lambda connection: connection.execute(change))
    assert count_wrong_cells(copied.store) > 0
    rebuild_cells(copied.store, lambda months, _label: months)
    assert counted() == 2 * once
    restory(copied.store, lambda items, _label: iter(items))
    assert counted() == once
    assert count_wrong_cells(copied.store) == 0
