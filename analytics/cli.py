"""The ``onrecord`` command: thin over the library.

Heavy imports live inside the commands, so that ``onrecord --help`` answers at once. This is the one module of the
library that knows the dashboard, since it serves it.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_actors import actors_app
from analytics.cli_audits import audits_app
from analytics.cli_cube import cube_app
from analytics.cli_drift import drift
from analytics.cli_models import models_app, retrain
from analytics.cli_options import Model, Paths, Registries, Store, inputs, one_of
from analytics.cli_parties import parties_app
from analytics.cli_reports import report
from analytics.cli_review import review_app
from analytics.cli_schedule import schedule_app
from analytics.cli_score import score
from analytics.cli_serve import demo, serve
from analytics.cli_sources import feeds_app, fetch, watch, work
from analytics.cli_stories import stories_app
from analytics.cli_users import users_app
from analytics.exceptions import InputError, OnRecordError

_TRAINED: tuple[Literal["stance", "tone", "attribution"], ...] = ("stance", "tone", "attribution")
_EVALUATED: tuple[Literal["stance", "tone", "attribution", "speakers", "targets"], ...] = (
    "stance",
    "tone",
    "attribution",
    "speakers",
    "targets",
)
_MODELS: tuple[Literal["accurate", "fast", "linear"], ...] = ("accurate", "fast", "linear")
_FORMATS: tuple[Literal["csv", "parquet", "xlsx"], ...] = ("csv", "parquet", "xlsx")
_TABLES: tuple[Literal["statements", "aggregate"], ...] = ("statements", "aggregate")
_LEVELS: tuple[Literal["spoken", "party", "state"], ...] = ("spoken", "party", "state")
_BUCKETS: tuple[Literal["day", "week", "month"], ...] = ("day", "week", "month")

app = typer.Typer(
    name="onrecord",
    help="Who stands where, since when, and on what evidence: actor-to-party stance from news text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
data_app = typer.Typer(help="Get the public data sets the models are trained on.", no_args_is_help=True)
app.add_typer(data_app, name="data")
app.add_typer(actors_app, name="actors")
app.add_typer(audits_app, name="audits")
app.add_typer(parties_app, name="parties")
app.add_typer(review_app, name="review")
app.add_typer(stories_app, name="stories")
app.command(epilog="Example: `onrecord score archive.parquet --output scored/ --processes 8`")(score)
app.command(epilog="Example: `onrecord report --format html --format pdf --output reports/`")(report)
app.add_typer(cube_app, name="cube")
app.add_typer(users_app, name="users")
app.command(epilog="Example: `onrecord demo`")(demo)
app.command(epilog="Example: `onrecord serve --host 0.0.0.0 --auth`")(serve)
app.add_typer(feeds_app, name="feeds")
app.command(epilog="Example: `onrecord fetch https://example.org/story`")(fetch)
app.command(epilog="Example: `onrecord watch incoming/`")(watch)
app.command(epilog="Example: `onrecord work`")(work)
app.command(epilog="Example: `onrecord retrain --task stance`")(retrain)
app.add_typer(models_app, name="models")
app.command(epilog="Example: `onrecord drift --days 30`")(drift)
app.add_typer(schedule_app, name="schedule")

Reference = Annotated[
    Optional[datetime],  # noqa: UP045
    typer.Option("--reference", help="Day to resolve dates without a year against; default: each file's own date."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(epilog="Example: `onrecord ingest stories/ dump.jsonl --reference 2026-11-10`")
def ingest(
    paths: Paths,
    store: Store = None,
    registry: Registries = None,
    reference: Reference = None,
    model: Model = None,
) -> None:
    """Read news (plain text, HTML, JSONL, CSV, Parquet, WARC), score it and keep it in the store."""
    from analytics.intake import ingest_paths  # noqa: PLC0415

    report = ingest_paths(
        inputs(paths),
        store_url(store),
        registry=tuple(registry or ()),
        reference=reference,
        model=model,
        progress=_progress,
    )
    typer.echo(report.summary())
    for skipped in report.skipped:
        typer.echo(f"skipped {skipped.where}: {skipped.detail}", err=True)
    for note in report.notes:
        typer.echo(f"note on {note}", err=True)
    if not report.stored and not report.known:
        raise typer.Exit(2)


@app.command(epilog="Example: `onrecord rescore --model fast`")
def rescore(model: Model = None, store: Store = None) -> None:
    """Score again what other models scored; statements, targets and what people decided stay as they are."""
    from analytics.rescoring import rescore as run  # noqa: PLC0415

    report = run(present(store_url(store)), model, _progress)
    typer.echo(report.summary())
    for failure in report.failures:
        typer.echo(failure, err=True)
    if report.failures and not report.rescored:
        raise typer.Exit(2)


@app.command(epilog="Example: `onrecord analyze story.txt --json --as-is`")
def analyze(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per article, one a line.")] = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Keep the text unchanged: offsets into the file.")] = False,
    registry: Registries = None,
    reference: Reference = None,
    model: Model = None,
) -> None:
    """Print who said what about whom, without keeping it."""
    from rich.console import Console  # noqa: PLC0415

    from analytics.console import print_analysis  # noqa: PLC0415
    from analytics.ingest.readers import read_paths  # noqa: PLC0415
    from analytics.parties.user_registry import registry_in_use  # noqa: PLC0415
    from analytics.pipeline import Pipeline  # noqa: PLC0415
    from analytics.serialise import analysis_to_json  # noqa: PLC0415
    from analytics.types import Article  # noqa: PLC0415

    pipeline = Pipeline.load(registry_in_use(registry or ()), model)
    console, done = Console(soft_wrap=False, highlight=False), 0
    for item in read_paths(inputs(paths), reference=reference, as_is=as_is):
        if not isinstance(item, Article):
            typer.echo(f"skipped {item.where}: {item.detail}", err=True)
            continue
        analysis = pipeline.analyze(item)
        done += 1
        if as_json:
            _print_json(analysis_to_json(analysis), indent=None)
        else:
            print_analysis(console, analysis)
    if not done:
        raise typer.Exit(2)


@app.command(epilog="Example: `onrecord train stance --model linear`")
def train(
    task: Annotated[str, typer.Argument(help="stance, tone or attribution.")],
    model: Model = None,
    encoder: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Folder of a pretrained encoder: fine-tune it first (hours), for stance and tone together."),
    ] = None,
    datasets: Annotated[Optional[Path], typer.Option(help="Folder of the public data sets.")] = None,  # noqa: UP045
    models: Annotated[Optional[Path], typer.Option(help="Folder to write the model to.")] = None,  # noqa: UP045
) -> None:
    """Train a classifier, evaluate it, and save it with its manifest and card.

    Of an accurate or fast model the head is trained on the encoder in use; a linear model is trained whole, and so is
    what finds attributions, which needs a pretrained encoder.
    """
    from analytics.paths import resource_dir  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415
    from analytics.training import train as run  # noqa: PLC0415

    _log_progress()
    settings = Settings()
    kind = one_of(model or settings.model, _MODELS)
    folders = (datasets or settings.datasets, models or resource_dir("models"))
    for result in run(one_of(task, _TRAINED), kind, *folders, encoder, typer.echo):
        typer.echo(result.summary())


@app.command(epilog="Example: `onrecord evaluate stance dev_rw.jsonl --json`")
def evaluate(
    task: Annotated[str, typer.Argument(help="stance, tone, attribution, speakers or targets.")],
    path: Annotated[
        Path, typer.Argument(help="NewsMTSC file (stance, tone) or PolNeAR folder (attribution, speakers, targets).")
    ],
    predictions: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Write the predictions to this file, as JSONL."),
    ] = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Measure a shipped model, or the rules, on annotated data."""
    from analytics.evaluation import evaluate_task  # noqa: PLC0415

    result = evaluate_task(one_of(task, _EVALUATED), path, predictions, model)
    if as_json:
        _print_json(result)
    else:
        _print_table(result)


@app.command(epilog="Example: `onrecord export --format xlsx --output stances.xlsx`")
def export(  # noqa: PLR0913, PLR0917 (typer makes an option of each)
    output: Annotated[Path, typer.Option(help="File to write.")],
    file_format: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--format", help="csv, parquet or xlsx. Default: as the file's ending says."),
    ] = None,
    table: Annotated[str, typer.Option(help="statements (one row per target) or aggregate.")] = "statements",
    bucket: Annotated[str, typer.Option(help="Bucket of the aggregate: day, week or month.")] = "month",
    level: Annotated[
        str, typer.Option(help="What a target counts as in the aggregate: spoken (the person), party or state.")
    ] = "party",
    audit: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Audit by which the aggregate is corrected; see `onrecord audits`."),
    ] = None,
    store: Store = None,
) -> None:
    """Write what the store holds to a file for pandas or a spreadsheet."""
    from analytics.outputs import Aggregate, export_table  # noqa: PLC0415
    from analytics.parties.rollup import Level  # noqa: PLC0415

    ending = output.suffix.removeprefix(".").lower()
    chosen = one_of(file_format or (ending if ending in _FORMATS else "csv"), _FORMATS)
    if ending in _FORMATS and ending != chosen:
        raise InputError(f"{output} ends in .{ending}, but the format asked for is {chosen}; change one of them.")
    aggregate = Aggregate(one_of(bucket, _BUCKETS), Level(one_of(level, _LEVELS)), audit)
    if one_of(table, _TABLES) == "statements" and audit:
        raise InputError("An audit corrects what is counted together; add --table aggregate.")
    done = export_table(present(store_url(store)), output, chosen, aggregate if table == "aggregate" else None)
    typer.echo(f"Wrote {done.rows} rows to {output}.")
    for remark in done.remarks:
        typer.echo(remark, err=True)


@data_app.command("fetch", epilog="Example: `onrecord data fetch --source ~/Downloads/datasets`")
def data_fetch(
    source: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Take the data sets from this folder instead of the network."),
    ] = None,
    destination: Annotated[Optional[Path], typer.Option(help="Where to put them.")] = None,  # noqa: UP045
) -> None:
    """Fetch NewsMTSC and PolNeAR, checked against their checksums."""
    from analytics.settings import Settings  # noqa: PLC0415
    from analytics.train.fetch import fetch_datasets  # noqa: PLC0415

    fetch_datasets(destination or Settings().datasets, source, typer.echo)


@app.command(epilog="Example: `onrecord version`")
def version() -> None:
    """Print the version and the models in use."""
    from importlib.metadata import version as installed  # noqa: PLC0415

    from analytics.train.artifact import current_model_ids  # noqa: PLC0415

    typer.echo(f"onrecord {installed('onrecord')}")
    for task in _TRAINED:
        for kind, model_id in current_model_ids(task).items():
            typer.echo(f"{task} model, {kind}: {model_id}")


def main() -> None:
    """Run the command; a user's mistake ends in one sentence and exit code 2."""
    try:
        app()
    except OnRecordError as error:
        typer.echo(f"onrecord: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # "onrecord analyze … | head"
        sys.stderr.close()
        sys.exit(0)


def _log_progress() -> None:
    """Print what a long training reports of itself."""
    import logging  # noqa: PLC0415

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")


def _progress(items: Any, label: str) -> Any:
    """Go through ``items`` with a bar on a terminal and a plain line every hundred items elsewhere."""
    from analytics.progress import track  # noqa: PLC0415

    return track(items, label)


def _print_json(value: Any, indent: int | None = 2) -> None:
    import json  # noqa: PLC0415

    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def _print_table(result: dict[str, Any], prefix: str = "") -> None:
    for key, value in result.items():
        if isinstance(value, dict):
            _print_table(value, f"{prefix}{key}.")
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else value
            typer.echo(f"{prefix + key:<32} {shown}")


if __name__ == "__main__":
    main()
