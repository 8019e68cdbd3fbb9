"""The form that asks for a report, and the list of those that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics.report.request import ReportFormat, Template
from analytics.report.wording import day
from dashboard.components.markup import aria
from dashboard.reading.reports import KeptReport, ReportFile
from dashboard.state import ViewState
from dashboard.views import Choice, Choices

_TEMPLATES = {
    Template.DAILY_BRIEF: ("Daily brief", "The last day beside the four weeks before it."),
    Template.MONTHLY_MONITOR: (
        "Monthly monitor",
        "30 days beside the 30 before: who stands where, who moved, and when.",
    ),
    Template.ACTOR_PROFILE: ("Actor profile", "The chosen speakers through all days, with what changed."),
    Template.METHODS_ANNEX: ("Methods annex", "How the numbers are made and what they do not know."),
}
_FORMATS = {
    ReportFormat.HTML: "Page (html)",
    ReportFormat.PDF: "Paper (pdf)",
    ReportFormat.XLSX: "Excel (xlsx)",
    ReportFormat.CSV: "Numbers (csv)",
    ReportFormat.PARQUET: "Numbers (parquet)",
    ReportFormat.SVG: "Figures (svg)",
    ReportFormat.PNG: "Figures (png)",
}
_USUAL = [ReportFormat.HTML.value, ReportFormat.PDF.value]


def field(name: str) -> dict[str, str]:
    """Return the id of the control called ``name``, one of ``reading.reports.FIELDS``."""
    return {"type": "report", "name": name}


def report_form(choices: Choices, audits: Sequence[Choice], state: ViewState) -> html.Section:
    """Return the controls, filled with what the view restricts to."""
    outlets = {outlet.id for outlet in choices.outlets}
    actors = [actor for actor in choices.actors if actor.id not in outlets]
    chosen_actors = dict.fromkeys([*([state.actor] if state.actor else []), *state.actors])
    controls = [
        _templates(),
        _several("parties", "On", "All parties", choices.parties, list(state.parties)),
        _several("actors", "By", "Everyone quoted", actors, [one for one in chosen_actors if one not in outlets]),
        _days("Days", ("start", "end"), (state.start, state.end), choices),
        _days("Compared with", ("compare_start", "compare_end"), (state.earlier_start, state.earlier_end), choices),
        _audit(audits),
        dmc.CheckboxGroup(
            html.Div([dmc.Checkbox(label=words, value=one.value, size="sm") for one, words in _FORMATS.items()],
                     className="report-formats"),
            id=field("formats"), label="As", value=_USUAL, size="sm",
        ),
        html.Button("Make the report", id="report-make", className="button report-make"),
        html.P(id="report-status", className="report-status", role="status"),
    ]  # fmt: skip
    return html.Section(controls, className="report-form", **aria(label="A new report"))


def report_list(reports: Sequence[KeptReport]) -> Component:
    """Return the reports that are kept, with their downloads."""
    if not reports:
        return html.P(
            "None yet. A report that you make here, or that a schedule makes, stays in this list.", className="note"
        )
    return html.Ul([html.Li(_report(report)) for report in reports], className="report-list")


def _templates() -> dmc.RadioGroup:
    options = [
        dmc.Radio(label=words, description=described, value=template.value, size="sm")
        for template, (words, described) in _TEMPLATES.items()
    ]
    return dmc.RadioGroup(
        html.Div(options, className="report-templates"),
        id=field("template"), label="What", value=Template.MONTHLY_MONITOR.value, size="sm",
    )  # fmt: skip


def _several(name: str, label: str, none: str, choices: Sequence[Choice], chosen: list[str]) -> dmc.MultiSelect:
    return dmc.MultiSelect(
        id=field(name),
        label=label,
        data=[{"value": choice.id, "label": choice.name} for choice in choices],
        value=chosen,
        placeholder=none,
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        nothingFoundMessage="Nothing by that name",
        size="sm",
    )


def _days(
    words: str, names: tuple[str, str], values: tuple[date | None, date | None], choices: Choices
) -> html.Fieldset:
    controls = [
        dmc.DateInput(
            id=field(name),
            label=label,
            value=value.isoformat() if value else None,
            valueFormat="D MMM YYYY",
            placeholder="as usual",
            maxDate=choices.last_day.isoformat() if choices.last_day else None,
            clearable=True,
            size="sm",
        )
        for name, label, value in zip(names, ("from", "to"), values, strict=True)
    ]
    return html.Fieldset([html.Legend(words), html.Div(controls, className="report-days")], className="report-fieldset")


def _audit(audits: Sequence[Choice]) -> html.Div:
    control = dmc.Select(
        id=field("audit_id"),
        label="Corrected by an audit",
        data=[{"value": audit.id, "label": audit.name} for audit in audits],
        placeholder="No: unaudited",
        clearable=True,
        size="sm",
    )
    return html.Div(control, hidden=not audits)


def _report(report: KeptReport) -> html.Article:
    made = html.Time(f"{day(report.made)}, {report.made:%H:%M} UTC", dateTime=report.made.isoformat())
    return html.Article(
        [
            html.H3(report.title),
            html.P(report.lead, className="report-lead"),
            *(html.P(trouble, className="report-trouble") for trouble in report.troubles),
            html.P([html.Span(["Made ", made]), *map(_download, report.files)], className="report-files"),
        ],
        className="report",
    )


def _download(file: ReportFile) -> html.A:
    size = f"{max(1, round(file.size / 1000)):,} kB"
    return html.A(
        [file.format.upper(), html.Span(f" {size}", className="quiet")],
        href=file.href, download=file.name, className="report-file", **aria(label=f"Download {file.name}, {size}"),
    )  # fmt: skip
