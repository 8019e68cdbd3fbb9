"""The Models page: what is in use, what was learnt, drift, switches and runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.drift.check import Drift, Finding
from analytics.report.wording import MINUS, counted, day
from analytics.retrain.promotion import Version
from analytics.train.switches import Switch, SwitchKind
from dashboard.components.markup import Children, go
from dashboard.reading.models import ModelsView


def models_path(model_id: str | None = None) -> str:
    """Return the address of the Models page, or of one model."""
    return f"/models/{model_id}" if model_id else "/models"


def lede(view: ModelsView) -> html.Div:
    """Return in sentences which models score here, and whether what is stored was scored by them."""
    scoring = [one for one in view.in_use if one.model_id.split("-")[1] == view.kind]
    here = sum(not one.shipped for one in scoring)
    state = (
        "shipped with OnRecord" if not here else "trained again here" if here == len(scoring) else "in part retrained"
    )
    stance = next((one.model_id for one in scoring if one.model_id.startswith("stance-")), None)
    stale = [one for one in view.scored_by if one != stance]
    sentences = [f"The {view.kind} models score here; they are {state}. "]
    if stale and stance:
        sentences.append(f"What is stored was scored by {', '.join(stale)}, not by the model in use: run ")
        return html.Div(html.P([*sentences, html.Code("onrecord rescore"), "."], className="lede"))
    return html.Div(html.P(sentences, className="lede"))


def in_use(view: ModelsView) -> html.Section:
    """Return the models that score here with their figures, and the names of those of the other kinds."""
    how = (
        "Macro F1 is the mean over the labels of how well each is found, from 0 to 1; the calibration error "
        "how far confidence and the share of right predictions lie apart. Both are on texts never learnt from."
    )
    here = [one for one in view.in_use if one.model_id.split("-")[1] == view.kind]
    others: list[str | Component] = []
    for one in view.in_use:
        if one not in here:
            others += [", " if others else "Ready for other kinds: ", go(one.model_id, models_path(one.model_id))]
    cards = html.Div([_card(one) for one in here], className="panels")
    return section("In use", how, html.Div([cards, html.P([*others, "."] if others else None, className="note")]))


def learned(view: ModelsView) -> html.Section:
    """Return the models that were trained again here, and what the gate said."""
    how = (
        "Each learns from what people corrected, and is compared with the one in use on stories it never saw. "
        "It is promoted only if it wins beyond noise, falls on no set and no slice further than it may, and "
        "stays calibrated."
    )
    if not view.learned:
        return section(
            "Trained again here", how, _nothing("Nothing yet. Correct statements, then run ", "onrecord retrain")
        )
    head = ("Model", "Trained", "Corrections", "Gain in macro F1", "Verdict")
    return section("Trained again here", how, table(head, [_challenger(one) for one in view.learned]))


def drift(found: Drift | None) -> html.Section:
    """Return what the latest check for drift found, alerts first."""
    how = (
        "The last days are compared with as many before them. One statement of each story counts. An alert is "
        "a difference that is both large and, after allowing for the number of comparisons (Holm), sure."
    )
    if found is None:
        return section("Drift", how, _nothing("Not checked yet. Run ", "onrecord drift"))
    alerts = len(found.alerts)
    verdict = f"{counted(alerts, 'alert')}." if alerts else "No alert."
    days = f" {_days(found.now)}, compared with {_days(found.before)}."
    ordered = sorted(found.findings, key=lambda finding: not finding.alert)
    items = html.Ul([_finding(one) for one in ordered], className="entries")
    return section("Drift", how, html.Div([html.P([html.Strong(verdict), days], className="note"), items]))


def switches(view: ModelsView) -> html.Section:
    """Return every switch from one model to another, the latest first."""
    how: Children = [
        "Every switch is one step, and one command takes it back: ",
        html.Code("onrecord models rollback"),
        ".",
    ]
    if not view.switches:
        return section("Switches", how, html.P("The shipped models have been in use from the start.", className="note"))
    return section("Switches", how, html.Ul([_switch(one) for one in view.switches], className="entries"))


def runs(view: ModelsView) -> html.Section | None:
    """Return the latest runs of schedules, if there were any."""
    if not view.runs:
        return None
    rows = [(when(one.started), one.schedule, one.job, str(one.outcome), first_line(one.log)) for one in view.runs]
    return section("Scheduled runs", None, table(("Started", "Schedule", "Job", "Outcome", "What it said"), rows))


def section(heading: str, how: Children | None, content: Component) -> html.Section:
    """Return a section with its heading and how to read it."""
    lines = [html.P(how, className="how")] if how else []
    return html.Section([html.H2(heading), *lines, content])


def table(head: Sequence[str], rows: Iterable[Sequence[Children]]) -> html.Div:
    """Return a table that scrolls by itself where it is wider than the page."""
    body = [html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]) for row in rows]
    cells = html.Thead(html.Tr([html.Th(word, scope="col") for word in head]))
    return html.Div(
        html.Table([cells, html.Tbody(body)], className="numbers models-table"), className="table-scroll", tabIndex="0"
    )


def points(share: float) -> str:
    """Return a difference of shares in points: "+4.7", "−1.2"."""
    return f"{'+' if share > 0 else MINUS if share < 0 else ''}{abs(100 * share):.1f}"


def set_name(name: str) -> str:
    """Return a set's name as people say it: those of NewsMTSC are named after their files."""
    return f"NewsMTSC {name.removesuffix('.jsonl')}" if name.endswith(".jsonl") else name


def when(moment: Any) -> str:
    """Return the day of an ISO 8601 time in words."""
    return day(datetime.fromisoformat(moment).date()) if isinstance(moment, str) else "unknown"


def first_line(words: str) -> str:
    """Return the first line of a log, at most 160 characters."""
    line = words.split("\n", 1)[0]
    return line if len(line) <= 160 else f"{line[:159]}…"


def _nothing(words: str, command: str) -> html.P:
    return html.P([words, html.Code(command), "."], className="note")


def _card(one: Version) -> html.Article:
    made = f"{'shipped' if one.shipped else 'trained here'}, {when(one.manifest.get('trained'))}"
    rows = [
        (set_name(name), f"{found['n']:,}", f"{found['macro_f1']:.3f}", f"{found['ece']:.3f}")
        for name, found in one.manifest.get("metrics", {}).items()
    ]
    name = html.H3([go(one.model_id, models_path(one.model_id)), html.Span(made, className="detail")])
    figures = table(("Held-out set", "n", "Macro F1", "Calibration error"), rows) if rows else html.P(one.trouble)
    return html.Article([name, figures], className="panel")


def _challenger(one: Version) -> tuple[Children, ...]:
    run = one.manifest.get("retrained")
    if run is None:
        return one.model_id, "unknown", "", "", one.trouble
    gain = run["comparison"]["overall"]["gain"]
    verdict = "in use" if one.in_use else "passed" if run["verdict"]["promoted"] else "refused"
    return (
        go(one.model_id, models_path(one.model_id)),
        when(one.manifest["trained"]),
        f"{run['corrections']['train']:,}",
        f"{points(gain['value'])} ({points(gain['low'])} to {points(gain['high'])})",
        html.Span(verdict, className=f"verdict verdict-{verdict.replace(' ', '-')}"),
    )


def _finding(one: Finding) -> html.Li:
    said: list[str | Component] = [html.Strong(f"{one.what.capitalize()}. "), one.detail]
    if one.alert:
        said.insert(0, html.Span("alert", className="verdict verdict-refused"))
    if one.p is not None:
        p = "p < 0.001" if one.p < 0.001 else f"p = {one.p:.3f}"
        said.append(html.Span(f"{one.test}, {p}, n {one.before:,} and {one.now:,}", className="detail"))
    return html.Li(said)


def _switch(one: Switch) -> html.Li:
    done = "promoted in place of" if one.kind is SwitchKind.PROMOTION else "back in place of"
    model = go(one.after, models_path(one.after))
    by = html.Span(f"{when(one.at)}, by {one.who}", className="detail")
    return html.Li([model, f" {done} {one.before}. {one.why}", by])


def _days(span: tuple[str, str]) -> str:
    first, last = (date.fromisoformat(found) for found in span)
    return f"{day(first)} to {day(last)}"
