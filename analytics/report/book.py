"""A report as an Excel workbook: what it says, its numbers with types and native charts, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import IO, Any

import pandas as pd
import xlsxwriter

from analytics.aggregate import THIN_BELOW
from analytics.report.cells import TEXT_RULE
from analytics.report.columns import COMPARED, DEFINITIONS
from analytics.report.contents import Contents
from analytics.report.html import Look
from analytics.report.quotes import Quote
from analytics.report.sheets import OPTIONS, CutTexts, TableSheet, write_facts
from analytics.report.trends import Trends

_SENTENCES = ["why", "speaker", "target", "stance", "probability", "outlet", "published", "title", "sentence", "url"]
_SCALE = {
    "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": -1, "mid_value": 0,
    "max_value": 1, "min_color": "#E08A2A", "mid_color": "#FFFFFF", "max_color": "#77689F",
}  # fmt: skip
_CHART_ROWS = 15  # of the sheet that one chart lies over


def write_book(contents: Contents, file: IO[bytes], look: Look) -> None:
    """Write the report to an open file. The same contents and look give the same bytes."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": contents.title, "created": look.made.replace(tzinfo=None)})
        cut = CutTexts()
        write_facts(book, book.add_worksheet("summary"), _summary(contents))
        _write_numbers(book, contents.cells, cut)
        if contents.trends:
            _write_trends(book, contents.trends, cut)
        if contents.movement:
            _write_table(book, "movers", contents.movement.rows, cut)
        if contents.turns:
            _write_table(book, "changes", contents.turns.rows, cut)
        _write_table(book, "sentences", _sentences(contents), cut)
        write_facts(book, book.add_worksheet("methods"), [*_methods(contents, look), *_meanings(cut)])


def _summary(contents: Contents) -> Iterator[tuple[str, str]]:
    yield "Report", contents.title
    if contents.fictional:
        yield "Note", "All stories, people and states in this corpus are fictional."
    yield "Covers", contents.lead
    for sentence in contents.summary:
        yield "In short", sentence
    for name, part in (("Moved", contents.movement), ("Changed", contents.turns)):
        for told in part.told if part else ():
            yield name, told.sentence


def _write_table(book: xlsxwriter.Workbook, name: str, rows: pd.DataFrame, cut: CutTexts) -> Any:
    sheet = TableSheet(book, name, rows, cut)
    sheet.write(rows)
    return sheet.finish()


def _write_numbers(book: xlsxwriter.Workbook, cells: pd.DataFrame, cut: CutTexts) -> None:
    """Write speakers on parties, the net stance coloured and thin rows grey."""
    sheet = _write_table(book, "numbers", cells, cut)
    if cells.empty:
        return
    columns = list(cells.columns)
    n, stance = (xlsxwriter.utility.xl_col_to_name(columns.index(name)) for name in ("n", "net_stance"))
    everything = (1, 0, len(cells), len(columns) - 1)
    grey = book.add_format({"font_color": "#808080"})
    thin = {"type": "formula", "criteria": f"=${n}2<{THIN_BELOW}", "format": grey, "stop_if_true": True}
    sheet.conditional_format(*everything, thin)
    sheet.conditional_format(f"{stance}2:{stance}{len(cells) + 1}", _SCALE)


def _write_trends(book: xlsxwriter.Workbook, trends: Trends, cut: CutTexts) -> None:
    """Write the lines below each other, and a native chart of each with its intervals."""
    rows = pd.concat([line.rows.assign(line=line.title) for line in trends.lines], ignore_index=True)
    rows = rows[["line", *(name for name in rows.columns if name != "line")]]
    sheet = _write_table(book, "through time", rows, cut)
    day, stance = (list(rows.columns).index(name) for name in ("date", "net_stance"))
    first = 1
    for number, line in enumerate(trends.lines):
        last = first + len(line.rows) - 1
        chart = book.add_chart({"type": "line"})
        chart.add_series(
            {
                "name": cut.cell_text(line.title),
                "categories": ["through time", first, day, last, day],
                "values": ["through time", first, stance, last, stance],
                "marker": {"type": "circle", "size": 5, "fill": {"color": "#16181D"}, "border": {"color": "#16181D"}},
                "line": {"color": "#16181D", "width": 1.25},
                "y_error_bars": {
                    "type": "custom",
                    "plus_values": (line.rows["high"] - line.rows["net_stance"]).clip(lower=0).tolist(),
                    "minus_values": (line.rows["net_stance"] - line.rows["low"]).clip(lower=0).tolist(),
                    "line": {"color": "#9AA0AA"},
                },
            }
        )
        chart.set_title({"name": cut.cell_text(line.title), "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"date_axis": True, "num_format": "d mmm yy", "label_position": "low"})
        chart.set_y_axis({"min": -1, "max": 1, "major_unit": 0.5, "name": "net stance"})
        sheet.insert_chart(1 + _CHART_ROWS * number, len(rows.columns) + 1, chart)
        first = last + 1


def _sentences(contents: Contents) -> pd.DataFrame:
    found: list[tuple[str, Quote]] = []
    for part in (contents.movement, contents.turns):
        for told in part.told if part else ():
            found += [(f"before: {told.sentence}", quote) for quote in told.before]
            found += [(f"after: {told.sentence}", quote) for quote in told.after]
    for stance, quotes in contents.quotes.items():
        found += [(f"surest {stance.value}", quote) for quote in quotes]
    rows = [_sentence(why, quote) for why, quote in found]
    frame = pd.DataFrame(rows, columns=_SENTENCES)
    return frame.astype({"probability": "float64", "published": "datetime64[us]"})


def _sentence(why: str, quote: Quote) -> tuple[Any, ...]:
    excerpt = quote.excerpt
    published = None if excerpt.published is None else excerpt.published.replace(tzinfo=None)
    words = "".join(piece.text for piece in quote.pieces)
    label = excerpt.stance.label
    probability = excerpt.stance.probabilities[label]
    people = (excerpt.speaker, excerpt.target, label, probability)
    return (why, *people, excerpt.outlet, published, excerpt.title, words, quote.link)


def _methods(contents: Contents, look: Look) -> Iterator[tuple[str, str]]:
    basis, coverage = contents.basis, contents.coverage
    yield "Predictions", contents.audit_sentence
    yield "Stance model", contents.stance_models
    yield "Tone model", contents.tone_models
    copies = f"{coverage['printed_again']:,} of {coverage['articles']:,} articles print a story again."
    yield "Wire copy", f"Counts once: only the first printing of a story is in the numbers. {copies}"
    yield (
        "Statements",
        f"{coverage['statements']:,} in the store, {coverage['without_target']:,} of them about no party.",
    )
    yield "Speaker unknown", f"{coverage['unresolved_speakers']:,} quotations."
    yield "Without a date", f"{coverage['without_date']:,} articles."
    yield "Data", f"{basis.pairs:,} rows of statements and parties, SHA-256 as CSV {basis.sha256}"
    yield "Command", contents.plan.command
    yield "Made by", f"OnRecord {version('onrecord')}, {look.made:%Y-%m-%d %H:%M} UTC"
    yield "Thin", f"Grey rows have fewer than {THIN_BELOW} statements, too few to say anything."
    yield "Text", TEXT_RULE


def _meanings(cut: CutTexts) -> Iterator[tuple[str, str]]:
    for remark in cut.remarks():
        yield "Note", remark
    yield "", ""
    for heading, meanings in (("Column of numbers", DEFINITIONS), ("Of movers, changes", COMPARED)):
        yield heading, "Meaning"
        yield from meanings.items()
