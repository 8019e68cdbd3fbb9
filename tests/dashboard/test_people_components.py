"""Charts of actors and parties that need no browser."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import dashboard
from analytics.aggregate import THIN_BELOW
from dashboard.components.actor_sections import on_every_party, who
from dashboard.components.camps import whose_people
from dashboard.components.dots import dot_line, look_of, place
from dashboard.components.movement import who_moved
from dashboard.components.quoted import most_telling, who_quotes
from dashboard.components.ranking import for_and_against, in_their_own_words
from dashboard.data import DataDoor
from dashboard.figures.line_names import name_lines
from dashboard.figures.tone import tone_figure
from dashboard.figures.trend import TrendStyle, trend_figure
from dashboard.palette import FALLBACK, TONE_NEGATIVE, TONE_POSITIVE, contrast
from dashboard.reading.actor import load_outlets, load_profile, load_roles, load_telling
from dashboard.reading.party import load_camps, load_movement, load_narration, load_ranking
from dashboard.state import Bucket, ViewState
from tests.dashboard import world
from tests.dashboard.test_components import having, walk, words

MONTHS = [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]
STYLE = TrendStyle(Bucket.MONTH, MONTHS[0], MONTHS[-1], 20, THIN_BELOW, ("negative", "positive"))


def number(value: float, low: float, high: float, n: int = 41) -> SimpleNamespace:
    return SimpleNamespace(net_stance=value, low=low, high=high, n=n, n_stories=17)


def test_a_dot_says_its_number_in_plain_words() -> None:
    link = dot_line(number(-0.62, -0.74, -0.49), "Lavrov on Ukraine", "?who=a")
    said = link.to_plotly_json()["props"]["aria-label"].replace("\N{NO-BREAK SPACE}", " ")
    minus = "\N{MINUS SIGN}"
    assert (
        said == f"Lavrov on Ukraine: {minus}0.62 ({minus}0.74 to {minus}0.49), 41 statements in 17 stories. Read them"
    )
    assert having(link, "spot-against")[0].style == {"left": "19.00%"}
    assert having(link, "whisker")[0].style == {"left": "13.00%", "width": "12.50%"}


@pytest.mark.parametrize(
    ("row", "look"),
    [
        (number(0.4, 0.1, 0.6), "spot-favor"),
        (number(0.4, -0.1, 0.6), "spot-maybe-favor"),
        (number(-0.4, -0.6, 0.1), "spot-maybe-against"),
        (number(-0.4, -0.6, -0.1), "spot-against"),
        (number(-0.4, -0.6, -0.1, THIN_BELOW - 1), "spot-thin"),
    ],
)
def test_how_sure_a_side_is_can_be_seen(row: SimpleNamespace, look: str) -> None:
    assert look_of(row) == look


def test_the_scale_ends_where_the_track_does() -> None:
    assert [place(value) for value in (-1, 0, 1)] == ["0.00%", "50.00%", "100.00%"]


def test_tone_has_its_own_colours() -> None:
    points = pd.DataFrame(
        {
            "actor": "a",
            "bucket": MONTHS,
            "net_tone": [-0.5, 0.1, 0.4],
            "low": [-0.7, -0.2, 0.2],
            "high": [-0.2, 0.3, 0.6],
            "n": [20, 12, 3],
            "n_stories": [9, 9, 3],
            "href": ["?a", "?b", "?c"],
        }
    )
    before = points.copy()
    figure = tone_figure(points, STYLE)
    marks = figure.data[-1]
    assert list(marks.marker.color) == [TONE_NEGATIVE, FALLBACK, TONE_POSITIVE]
    assert list(marks.customdata) == ["?a", "?b", "?c"]
    assert list(figure.layout.yaxis.ticktext) == ["negative", "", "0", "", "positive"]
    assert list(points.columns) == list(before.columns) and points.equals(before)
    pages = ("#ffffff", "#14161a")
    assert all(contrast(color, page) >= 3 for color in (TONE_NEGATIVE, TONE_POSITIVE) for page in pages)


def test_names_of_lines_keep_apart_and_stay_text() -> None:
    nobody = pd.DataFrame({"actor": [], "bucket": [], "net_stance": []})
    lines = pd.DataFrame(
        {
            "actor": ["a", "a", "b", "b", "c"],
            "bucket": [MONTHS[0], MONTHS[1], MONTHS[0], MONTHS[2], MONTHS[2]],
            "net_stance": [0.1, 0.5, 0.3, 0.48, 0.9],
        }
    )
    points = pd.DataFrame(
        {"bucket": MONTHS[:1], "net_stance": 0.1, "low": 0.0, "high": 0.2, "n": 3, "n_stories": 3, "href": "?a"}
    )
    figure = trend_figure(points, nobody, FALLBACK, STYLE)
    name_lines(figure, lines, {"a": "Anna <b>Bold</b>", "b": "Ben", "c": "A single point has no line"})
    anna, ben = figure.layout.annotations
    assert anna.text == "Anna<br>&lt;b&gt;Bold&lt;/b&gt;" and ben.text == "Ben"
    assert anna.y - ben.y >= 0.19


def test_the_browser_knows_every_tag_of_the_pages(data: DataDoor) -> None:
    script = (Path(dashboard.__file__).parent / "assets/static.js").read_text(encoding="utf-8")
    known = set(re.findall(r"[a-z0-9]+", script[script.index("new Set(") : script.index("split(")]))
    state = ViewState(party="ostrevia", actor="tomas-reyk", compare=("anton-brezik",))
    choices = data.choices()
    profile, ranking = load_profile(data, state), load_ranking(data, state)
    assert profile and ranking
    sections = [
        who(load_roles(data, state), profile, choices.parties, state),
        on_every_party(profile, state),
        who_quotes(load_outlets(data, state), choices.outlets, profile.actor, state),
        most_telling(load_telling(data, state), profile.actor, state),
        for_and_against(ranking, state),
        who_moved(load_movement(data, state), choices.actors, ranking.party, state),
        in_their_own_words(load_narration(data, state), choices.actors, ranking.party, state),
        whose_people(load_camps(data, state), choices.sides, ranking.party, state),
    ]
    assert {type(one).__name__.lower() for one in walk(sections)} <= known
    assert world.hostile_story().article.title not in words(sections)
