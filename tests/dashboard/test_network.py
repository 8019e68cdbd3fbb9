"""The network: what it holds, where it is drawn, and what its lines say."""

from itertools import pairwise

import pandas as pd
import pytest

from dashboard.components.network import drawn_network, network_section
from dashboard.data import DataDoor
from dashboard.figures.network import Node, crossings, network_figure, ordered, spread
from dashboard.reading.evidence import load_evidence
from dashboard.reading.network import load_network
from dashboard.state import ViewState
from dashboard.url import parse_search
from dashboard.views import Choice, Network
from tests.dashboard.test_components import having, words


@pytest.fixture
def network(data: DataDoor) -> Network:
    found = load_network(data, ViewState())
    assert found is not None
    return found


def edge(actor: str, target: str, n: int, value: float, low: float = -1, high: float = 1) -> dict[str, object]:
    return {"actor": actor, "target": target, "n": n, "n_stories": n, "net_stance": value, "low": low, "high": high,
            "href": f"?who={actor}&on={target}"}  # fmt: skip


def test_it_holds_the_pairs_with_most_statements(data: DataDoor, network: Network) -> None:
    everything = load_network(data, ViewState(all_rows=True))
    assert everything is not None and len(network.edges) == 40 < len(everything.edges) == everything.n_edges
    assert network.n_edges == everything.n_edges
    assert network.edges["n"].min() >= everything.edges["n"].iloc[40:].max()
    assert {one.id for one in network.actors} == set(network.edges["actor"])


def test_every_edge_is_clickable_all_along_and_opens_its_statements(data: DataDoor, network: Network) -> None:
    drawn = [trace for trace in drawn_network(network, ViewState()).data if trace.mode == "lines" and trace.customdata]
    assert len(drawn) == len(network.edges)
    by_pair = {(row.actor, row.target): row for row in network.edges.itertuples()}
    for trace in drawn:
        (href,) = set(trace.customdata)
        assert len(trace.customdata) == len(trace.x)
        mark = parse_search(href).mark
        assert mark is not None
        evidence = load_evidence(data, ViewState(mark=mark), 0, 1000)
        assert evidence is not None
        assert len(evidence.cards) == evidence.n == by_pair.pop((mark.actor, mark.party)).n


def test_the_drawing_depends_on_the_edges_alone(data: DataDoor, network: Network) -> None:
    again = load_network(DataDoor(str(data.store.engine.url)), ViewState())
    assert again is not None and again.edges is not network.edges
    first, second = (drawn_network(one, ViewState()).to_plotly_json() for one in (network, again))
    assert str(first) == str(second)


def test_names_do_not_overlap(network: Network) -> None:
    figure = drawn_network(network, ViewState())
    for x in (0.0, 1.0):
        places = sorted(label.y for label in figure.layout.annotations if label.x == x)
        assert min(after - before for before, after in pairwise(places)) >= 0.999
        low, high = min(figure.layout.yaxis.range), max(figure.layout.yaxis.range)
        assert low < places[0] and places[-1] < high


def test_few_edges_cross() -> None:
    tangled = pd.DataFrame(
        [edge(a, t, 5, 0.5) for a, t in (("a", "z"), ("b", "y"), ("c", "x"), ("a", "y"), ("b", "x"))]
    )
    actors, targets = ordered(tangled)
    assert crossings(tangled, ["a", "b", "c"], ["x", "y", "z"]) > 0
    assert crossings(tangled, actors, targets) == 0


def test_colour_is_the_side_and_what_is_unsure_is_dashed() -> None:
    edges = pd.DataFrame(
        [edge("a", "x", 40, -0.6, -0.9, -0.3), edge("a", "y", 40, 0.6, 0.3, 0.9), edge("b", "x", 3, 0.6, 0.2, 1),
         edge("b", "y", 40, 0.02, -0.2, 0.2)]
    )  # fmt: skip
    actors = [Node(Choice(one, one.upper()), y, 0.3, f"?who={one}") for y, one in enumerate("ab")]
    targets = [Node(Choice(one, f"<b>{one}"), y, 0.3, f"?on={one}") for y, one in enumerate("xy")]
    figure = network_figure(edges, actors, targets, 10)
    lines = {trace.customdata[0]: trace.line for trace in figure.data if trace.customdata and trace.mode == "lines"}
    against, favor, thin, level = (lines[f"?who={pair[0]}&on={pair[1]}"] for pair in ("ax", "ay", "bx", "by"))
    assert against.color.split(",")[:3] != favor.color.split(",")[:3]
    assert thin.color.split(",")[:3] == favor.color.split(",")[:3]
    assert (against.dash, favor.dash) == ("solid", "solid") and thin.dash == level.dash != "solid"
    assert against.width == favor.width > thin.width
    assert "&lt;b>x" in [label.text for label in figure.layout.annotations]


def test_rows_are_shared_out() -> None:
    places = spread(pd.Series([6, 1, 1]), 10)
    middles, reaches = zip(*places, strict=True)
    assert list(middles) == sorted(middles) and reaches[0] > reaches[1]
    assert middles[0] - reaches[0] > -0.5 and middles[-1] + reaches[-1] < 9.5
    assert [middle for middle, _ in spread(pd.Series([3, 2, 1]), 3)] == [0.0, 1.0, 2.0]


def test_the_table_says_the_same(network: Network) -> None:
    section = network_section(network, ViewState())
    assert "The 40\N{NO-BREAK SPACE}pairs" in words(section.children[0].tree["children"][-1]["children"])
    tree = str(section.children[2].tree)
    assert tree.count("'edge-value ") == 40
    assert having(section, "network-drawing")
