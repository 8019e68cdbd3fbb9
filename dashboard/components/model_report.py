"""One model: how it was made, how it compares with the one before, and what it would change on the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analytics.report.wording import bounds, counted, signed
from analytics.retrain.promotion import Version
from dashboard.components.labels import STANCE_WORDS
from dashboard.components.markup import Children, aria, go
from dashboard.components.models import points, section, set_name, table, when
from dashboard.components.static import static
from dashboard.figures.learning_curve import learning_curve
from dashboard.figures.moves import moves_figure
from dashboard.figures.reliability import reliability_figure
from dashboard.state import Mark, ViewState
from dashboard.url import format_search

_CONFIG: Any = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
_ENDS = {"stance": ("against", "for"), "tone": ("negative", "positive")}


def report(one: Version, state: ViewState) -> list[Component]:
    """Return the sections on a model; on a shipped one only its figures."""
    run = one.manifest.get("retrained")
    if one.trouble:
        return [html.Section(html.P(one.trouble, className="note"))]
    if run is None:
        return [static(_measured(one))]
    return [
        static(_verdict(run)),
        static(_sets(run["comparison"])),
        _pictures(run),
        _moved(run["moves"], one.manifest["task"], state),
        *([static(_slices(run["comparison"]["slices"]))] if run["comparison"]["slices"] else []),
        static(_measured(one)),
    ]


def subtitle(one: Version) -> html.P:
    """Return where a model is from, when it was trained, and whether it is in use."""
    origin = "Shipped with OnRecord" if one.shipped else "Trained again here"
    state = "in use" if one.in_use else "not in use"
    return html.P(f"{origin}, {when(one.manifest.get('trained'))}; {state}.", className="lede")


def _verdict(run: Mapping[str, Any]) -> html.Section:
    counts = run["corrections"]
    left = ", ".join(f"{n} {reason}" for reason, n in run["quarantined"].items())
    learnt = (
        f"It learnt from {counted(counts['train'], 'correction')}, each as {run['importance']:g} other labels; "
        f"{counts['dev']} were kept to choose by and {counts['test']} to compare on."
    )
    out = f" Left out: {left}." if left else ""
    heading = "It passed the gate" if run["verdict"]["promoted"] else "It did not pass the gate"
    reasons = html.Ul([html.Li(reason) for reason in run["verdict"]["reasons"]], className="reasons")
    return html.Section([html.H2(heading), reasons, html.P(learnt + out, className="note")])


def _sets(comparison: Mapping[str, Any]) -> html.Section:
    how = (
        "Both models on the same held-out stories. The interval of the gain holds nine in ten draws of these "
        "stories with replacement. Corrections are often of the hardest sentences: they compare models, and "
        "do not say how many predictions are right."
    )
    rows = [
        (
            "all, every set alike" if one is comparison["overall"] else set_name(one["name"]),
            f"{one['n']:,}",
            f"{one['champion']['value']:.3f}",
            f"{one['challenger']['value']:.3f}",
            f"{points(one['gain']['value'])} ({points(one['gain']['low'])} to {points(one['gain']['high'])})",
        )
        for one in [comparison["overall"], *comparison["sets"]]
    ]
    head = ("Held-out set", "n", "Champion", "This one", "Gain in points of macro F1")
    return section("Against the champion", how, table(head, rows))


def _pictures(run: Mapping[str, Any]) -> html.Section:
    comparison = run["comparison"]
    before, after = comparison["champion"], comparison["challenger"]
    errors = f"calibration error {after['error']:.3f}, the champion’s {before['error']:.3f}"
    calibration = _picture(
        "As sure as it should be?",
        f"On the dotted line, of predictions that are 90 % sure nine in ten are right. Blue: this model ({errors}).",
        reliability_figure(before["bins"], after["bins"]),
    )
    curve = _picture(
        "What more corrections bring",
        "Macro F1 by the number of corrections learnt from. Blue: held-out corrections; grey: the other sets.",
        learning_curve(run["curve"]),
    )
    return html.Section(html.Div([calibration, curve], className="pair"))


def _picture(heading: str, how: str, figure: Any) -> html.Article:
    graph = dcc.Graph(figure=figure, config=_CONFIG, style={"height": "300px"})
    picture = html.Div(graph, className="plain-chart", role="img", **aria(label=f"Chart. {heading} {how}"))
    return html.Article([static(html.Header([html.H2(heading), html.P(how, className="how")])), picture])


def _moved(moves: Sequence[Mapping[str, Any]], task: str, state: ViewState) -> html.Section:
    name = "net stance" if task == "stance" else "net tone"
    how = (
        f"The pairs most spoken of: {name} as the champion scores their statements (grey) and as this model "
        "does (blue). Where a pair has more than 60 statements, a sample of 60 was scored. Click a point to "
        "read them."
    )
    header = html.Header([html.H2("What it changes on the charts"), html.P(how, className="how")])
    if not moves:
        return html.Section([static(header), static(html.P("The store holds no pairs yet.", className="note"))])
    hrefs = [format_search(_opened(state, move)) for move in moves]
    graph = dcc.Graph(
        id={"type": "chart", "name": "moves"}, figure=moves_figure(moves, hrefs, _ENDS[task]), config=_CONFIG
    )
    rows: list[tuple[Children, ...]] = [
        (
            go(f"{move['speaker']} on {move['target']}", href),
            f"{move['scored']:,} of {move['n']:,}",
            *(
                f"{signed(move[at]['value'])} ({bounds(move[at]['low'], move[at]['high'])})"
                for at in ("before", "after")
            ),
        )
        for move, href in zip(moves, hrefs, strict=True)
    ]
    picture = html.Div(
        graph, className="plain-chart", role="img", **aria(label="Chart. The table below has every number.")
    )
    numbers = html.Details(
        [html.Summary("The same numbers as a table"), table(("Pair", "Scored", "Champion", "This one"), rows)],
        className="as-table",
    )
    return html.Section([static(header), picture, static(numbers)])


def _opened(state: ViewState, move: Mapping[str, Any]) -> ViewState:
    return ViewState(voice=state.voice, mark=Mark(move["speaker_id"], move["target_id"]))


def _slices(slices: Sequence[Mapping[str, Any]]) -> html.Section:
    rows = [
        (
            f"{one['dimension']}: {one['value']}",
            f"{one['n']:,}",
            f"{100 * one['champion']:.1f} %",
            f"{100 * one['challenger']:.1f} %",
            points(one["challenger"] - one["champion"]),
        )
        for one in slices
    ]
    how = "The share of right labels on held-out statements, for every slice of 30 statements and more."
    return section("By slice", how, table(("Slice", "n", "Champion", "This one", "Points"), rows))


def _measured(one: Version) -> html.Section:
    labels = one.manifest["labels"]
    rows = [
        (
            set_name(name),
            f"{found['n']:,}",
            f"{found['macro_f1']:.3f}",
            f"{found['accuracy']:.3f}",
            f"{found['ece']:.3f}",
            *(f"{found['per_class'][label]['f1']:.3f}" for label in labels),
        )
        for name, found in one.manifest["metrics"].items()
    ]
    head = (
        "Set",
        "n",
        "Macro F1",
        "Accuracy",
        "Calibration error",
        *(f"F1 {STANCE_WORDS.get(label, label).lower()}" for label in labels),
    )
    return section("Measured", None, table(head, rows))
