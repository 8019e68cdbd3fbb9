"""Jobs and feeds as lists: what was asked for, how far it is, what was stored, what was skipped and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from analytics.report.wording import NO_BREAK
from analytics.store.feeds import Feed
from analytics.store.jobs import Job, JobState
from analytics.tally import summarise
from dashboard.components.markup import aria, go, icon
from dashboard.url import article_path

_STATE_WORDS = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "at work",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
}
_KIND_WORDS = {"files": "Files", "pages": "Pages", "poll": "Feeds"}
_FEW_LINKS, _FEW_MESSAGES = 3, 2
_ARTICLE = re.compile("[0-9a-f]{16}")


def job_path(job_id: int) -> str:
    """Return the address of a job."""
    return f"/sources/{job_id}"


def job_list(jobs: Sequence[Job]) -> Component:
    """Return jobs, each with a few of its stories and messages and the way to all of them."""
    if not jobs:
        return html.P(
            "Nothing was asked for yet. What editors add is listed here, with what became of it.", className="note"
        )
    return html.Ul([html.Li(_job(job, _FEW_LINKS, _FEW_MESSAGES)) for job in jobs], className="jobs")


def whole_job(job: Job) -> html.Article:
    """Return a job with all that is kept of it."""
    back = go([icon("arrow-left"), html.Span("Sources")], "/sources", className="back")
    heading = html.H1(f"Job {job.id}", className="story-title")
    return html.Article([back, heading, _job(job, len(job.results), len(job.messages))], className="job-page")


def feed_facts(feed: Feed) -> html.Div:
    """Return what is known of a feed: its outlet, its address, and what came of the last poll."""
    polled = f"{moment(feed.polled)}: {feed.outcome}" if feed.polled else "not polled yet"
    named = html.Strong(feed.outlet) if feed.outlet else None
    address = html.A(feed.url, href=feed.url, rel="noopener noreferrer nofollow", target="_blank")
    return html.Div([html.P([named, address], className="feed-name"), html.P(polled, className="feed-outcome")])


def moment(time: datetime) -> str:
    """Return "26 Nov, 18:02 UTC"; times in the store are in UTC."""
    return f"{time.day}{NO_BREAK}{time:%b}, {time:%H:%M}{NO_BREAK}UTC"


def _job(job: Job, links: int, messages: int) -> html.Div:
    title = str(job.payload.get("title") or _KIND_WORDS.get(job.kind, job.kind))
    head = html.P(
        [
            html.Span(_STATE_WORDS[job.state], className=f"job-state is-{job.state.value}"),
            go(title, job_path(job.id), className="job-title"),
            html.Span(f"{job.who}, {moment(job.created)}", className="job-who"),
        ],
        className="job-head",
    )
    more = len(job.messages) + len(job.results) - min(messages, len(job.messages)) - min(links, len(job.results))
    rest = html.P(go(f"and {more:,} more", job_path(job.id)), className="job-more") if more else None
    told = [_progress(job), _counts(job), _links(job.results[:links]), _messages(job.messages[:messages]), rest]
    return html.Div([head, *told], className="job")


def _progress(job: Job) -> html.Div | None:
    if job.state is not JobState.RUNNING:
        return None
    share = min(job.done / job.of, 1.0) if job.of else None
    words = f"{job.done:,} of {job.of:,}" if job.of else f"{job.done:,} so far"
    bar = html.Div(className="bar" if share is not None else "bar unknown", style={"width": f"{(share or 0.3):.0%}"})
    known = {} if share is None else {"valuenow": str(round(100 * share)), "valuemin": "0", "valuemax": "100"}
    return html.Div(
        [html.Div(bar, className="progress", role="progressbar", **aria(label=words, **known)), html.Span(words)],
        className="job-progress",
    )


def _counts(job: Job) -> html.P | None:
    if job.counts:
        return html.P(summarise(job.counts), className="job-counts")
    return html.P("Nothing new.", className="job-counts") if job.state is JobState.DONE else None


def _links(results: Sequence[Mapping[str, str]]) -> html.Ul | None:
    """Return links to stories; what other kinds of jobs made is named only."""
    links = [
        go(one["title"], article_path(one["id"])) if _ARTICLE.fullmatch(one["id"]) else html.Span(one["title"])
        for one in results
    ]
    return html.Ul([html.Li(link) for link in links], className="job-links") if links else None


def _messages(messages: Sequence[str]) -> html.Ul | None:
    return html.Ul([html.Li(message) for message in messages], className="job-messages") if messages else None
