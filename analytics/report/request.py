"""What a report is to be about, as it is asked for and, with names and days found in the store, as it is made."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from analytics.exceptions import InputError
from analytics.store.engine import Store
from analytics.store.views import Filters, Known, load_known

Days = tuple[date, date]
"""First and last day, both included."""


class Template(StrEnum):
    """What a report is for, which decides its sections and the days it covers when none are named."""

    DAILY_BRIEF = "daily-brief"
    MONTHLY_MONITOR = "monthly-monitor"
    ACTOR_PROFILE = "actor-profile"
    METHODS_ANNEX = "methods-annex"


class ReportFormat(StrEnum):
    """A kind of file that a report can be."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"
    SVG = "svg"
    PNG = "png"


_LENGTHS = {Template.DAILY_BRIEF: 1, Template.MONTHLY_MONITOR: 30}  # days up to the last; the others cover all days
_COMPARED = {Template.DAILY_BRIEF: 28}  # days before; a monitor is compared with as many as it has, the others are not


@dataclass(frozen=True)
class ReportRequest:
    """What is asked for.

    ``parties`` and ``actors`` are ids or names; none are all. ``start`` and ``end`` are the days covered, both
    included. Where they are missing, the period ends on the last day the store has, and a daily brief has one day, a
    monthly monitor 30, the others all. ``compare_start`` and ``compare_end`` are the days before to compare with; where
    they are missing, a daily brief is compared with the 28 days before, a monthly monitor with as many as it has, and
    the others, or where the store has nothing before, with none. ``branding`` is a file (see
    ``analytics.report.branding``), ``recipients`` get the report by e-mail.
    """

    template: Template = Template.MONTHLY_MONITOR
    parties: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    compare_start: date | None = None
    compare_end: date | None = None
    audit_id: str | None = None
    formats: tuple[ReportFormat, ...] = (ReportFormat.HTML,)
    title: str | None = None
    branding: Path | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A request with what it leaves open found: ``parties`` and ``actors`` are names by id.

    ``period`` is missing where nothing in the store has a date: then all of it is covered.
    """

    request: ReportRequest
    parties: dict[str, str]
    actors: dict[str, str]
    period: Days | None
    comparison: Days | None

    def filters(self, days: Days | None) -> Filters:
        """Return the filter on the plan's parties and actors over ``days``."""
        start, end = days or (None, None)
        return Filters(start=start, end=end, parties=tuple(self.parties), speakers=tuple(self.actors))

    @property
    def command(self) -> str:
        """The command that makes the report again, with every day written out."""
        asked = self.request
        words = ["onrecord", "report", "--template", asked.template.value]
        if self.period:
            words += _options("start", self.period[:1]) + _options("end", self.period[1:])
        if self.comparison:
            words += _options("compare-start", self.comparison[:1]) + _options("compare-end", self.comparison[1:])
        words += _options("party", tuple(self.parties)) + _options("actor", tuple(self.actors))
        for name, value in (("audit", asked.audit_id), ("title", asked.title), ("branding", asked.branding)):
            words += _options(name, () if value is None else (value,))
        return shlex.join([*words, *_options("format", tuple(asked.formats)), "--output", "report"])


def request_from_options(options: Mapping[str, str]) -> ReportRequest:
    """Return the request for a ``template``, ``formats``, ``parties``, ``actors`` and recipients (``to``), as text.

    Lists are separated by commas. Raises ``InputError`` for an unknown template or format.
    """
    try:
        return ReportRequest(
            template=Template(options.get("template", Template.MONTHLY_MONITOR.value)),
            parties=_listed(options.get("parties", "")),
            actors=_listed(options.get("actors", "")),
            formats=tuple(map(ReportFormat, _listed(options.get("formats", "html")))),
            recipients=_listed(options.get("to", "")),
        )
    except ValueError as error:
        known = f"{', '.join(Template)} and {', '.join(ReportFormat)}"
        raise InputError(f"A report has no such template or format: {error}; there are {known}.") from error


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def make_plan(store: Store, request: ReportRequest) -> Plan:
    """Return the plan of ``request`` for what ``store`` holds.

    Raises ``InputError`` when the store has no statement, for an unknown party or actor, for a profile of nobody
    and for periods that make no sense, ``StoreError`` when the store cannot be read.
    """
    known = load_known(store)
    if known.parties.empty:
        raise InputError("The store holds no statements of known speakers; ingest some stories first.")
    if request.template is Template.ACTOR_PROFILE and not request.actors:
        raise InputError("A profile is of somebody: name one or more actors with --actor.")
    period, comparison = _days(request, known)
    return Plan(
        request,
        _found(request.parties, known.parties, "target", "party"),
        _found(request.actors, known.speakers, "speaker", "actor"),
        period,
        comparison,
    )


def request_to_json(request: ReportRequest) -> str:
    """Return ``request`` as JSON, to be kept with a schedule or a report."""
    return TypeAdapter(ReportRequest).dump_json(request).decode()


def request_from_json(text: str) -> ReportRequest:
    """Return the request that ``request_to_json`` wrote. Raises ``InputError`` for anything else."""
    try:
        return TypeAdapter(ReportRequest).validate_json(text)
    except ValidationError as error:
        raise InputError(f"This is no request for a report: {error.errors()[0]['msg']}.") from error


def _days(request: ReportRequest, known: Known) -> tuple[Days | None, Days | None]:
    """Return the period and the days to compare with."""
    if known.first_day is None or known.last_day is None:
        if any((request.start, request.end, request.compare_start, request.compare_end)):
            raise InputError("Nothing in the store has a date, so no days can be chosen.")
        return None, None
    stored = known.first_day, known.last_day
    period = _period(request, stored)
    return period, _comparison(request, period, stored)


def _period(request: ReportRequest, stored: Days) -> Days:
    end = request.end or max(stored[1], request.start or stored[1])
    length = _LENGTHS.get(request.template)
    start = request.start or (stored[0] if length is None else end - timedelta(days=length - 1))
    if end < start:
        raise InputError(f"The period ends on {end}, before it begins on {start}; name other days.")
    return start, end


def _comparison(request: ReportRequest, period: Days, stored: Days) -> Days | None:
    end = request.compare_end or period[0] - timedelta(days=1)
    length = _COMPARED.get(request.template, (period[1] - period[0]).days + 1)
    start = request.compare_start or end - timedelta(days=length - 1)
    asked = request.compare_start or request.compare_end
    if not asked and (request.template not in _LENGTHS or end < stored[0]):
        return None
    if end < start:
        raise InputError(f"The comparison ends on {end}, before it begins on {start}; name other days.")
    if end >= period[0]:
        raise InputError(f"The comparison must end before the period begins on {period[0]}; it ends on {end}.")
    return start, end


def _found(given: tuple[str, ...], known: pd.DataFrame, column: str, what: str) -> dict[str, str]:
    names = dict(zip(known[f"{column}_id"], known[column], strict=True))
    ids = {name.casefold(): key for key, name in reversed(names.items())}  # of one name, the most frequent
    found = {}
    for one in given:
        key = one if one in names else ids.get(one.casefold())
        if key is None:
            near = get_close_matches(one.casefold(), [*names, *ids], n=1)
            hint = f"did you mean {near[0]!r}?" if near else "give an id or a name as the store has it."
            raise InputError(f"The store knows no {what} {one!r}; {hint}")
        found[key] = names[key]
    return found


def _options(name: str, values: tuple[object, ...]) -> list[str]:
    return [word for value in values for word in (f"--{name}", str(value))]
