"""The back door for scripts: what the pages do, from the command line; docs/cli.md describes it.

Data goes to standard output, sentences to standard error; exit status 0 done, 1 problems in the input, 2 a
wrong call. Heavy modules are imported by the command that needs them, so that --help answers at once."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def use_own_environment() -> None:
    """Run again with the project's own .venv, unless this is it already. Needs the standard library only."""
    own = ROOT / ".venv"
    if Path(sys.prefix).resolve() == own.resolve():
        return
    python = own / "bin" / "python"
    if not (python.exists() and (own / "pyvenv.cfg").exists()):
        sys.exit(_without_environment())
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


def _without_environment() -> int:
    print(
        "Veikart's own environment is not there yet: run make run or make test once, which makes .venv.",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    use_own_environment()

# ruff: noqa: E402  (what follows needs .venv)
import csv
import getpass
import json
import math
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

try:
    import typer
    from typer.core import TyperGroup

    from texts import LANGUAGES, N_, Text, _, set_language
except ModuleNotFoundError:
    if __name__ != "__main__" or os.environ.get("VEIKART_DEBUG"):
        raise
    sys.exit(_without_environment())

if TYPE_CHECKING:
    import pandas as pd

    from data.store import Store
    from loaders.loading import Preview

DEFAULT_STORE = f"duckdb:{ROOT / 'var' / 'veikart.duckdb'}"
DEMO_STORE = f"duckdb:{ROOT / 'var' / 'demo.duckdb'}"

# The columns of every table written, in order: docs/cli.md says what they mean.
PROBLEMS = ("file", "sheet", "cell", "level", "code", "expected", "found", "fix")
LOADED = ("file", "upload_id", "table", "new", "changed", "removed", "unchanged")
UPLOADS = (
    "upload_id", "file_name", "format_key", "state", "is_live", "committed_at", "changed_at", "actor",
    "tables", "datasets", "releases", "area_count", "row_count", "first_year", "last_year",
    "acknowledgement", "sha256",
)  # fmt: skip
STATE = ("upload_id", "file_name", "state", "changed_at")
INDICATORS = (
    "municipality_id", "indicator", "year", "value", "unit", "dataset", "release", "gas_coverage",
    "value_status",
)  # fmt: skip
PROGRESS = (
    "municipality_id", "indicator", "method", "base_year", "base_value", "latest_year", "latest_value",
    "target_year", "target_value", "ratio", "verdict", "status", "reason", "required_per_year_from_now",
    "projected_value", "projected_low", "projected_high",
)  # fmt: skip
FACTS = (
    "municipality_id", "indicator", "year", "file", "sheet", "cell", "value", "unit", "label", "sector",
    "subsector", "gas", "dataset", "release", "upload_id", "sha256",
)  # fmt: skip
TARGETS = (
    "municipality_id", "indicator", "unit", "base_year", "target_year", "target_value", "reduction_percent",
    "is_interim", "decided_on", "decision_url", "is_speaking", "upload_id",
)  # fmt: skip
DATASETS = (
    "municipality_id", "table", "dataset", "title", "publisher", "licence", "gas_coverage", "basis", "kind",
    "release", "released_on", "first_year", "last_year", "is_headline",
)  # fmt: skip
AREAS = ("area_id", "country_code", "code", "name", "other_name", "kind", "region", "valid_to")
TEMPLATES = ("template", "file")
WHOLE_NUMBERS = frozenset({
    "upload_id", "year", "base_year", "latest_year", "target_year", "first_year", "last_year", "area_count",
    "row_count",
})  # fmt: skip

Output = Literal["csv", "json"]
Rows = Iterable[dict[str, Any]]


# ── Where anything that goes wrong becomes a sentence ───────────────────────────────────────────────────────


class Commands(TyperGroup):
    """The commands, and the last resort for errors: one sentence and exit status 2 instead of a traceback."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        try:
            return super().invoke(ctx)
        except (typer.TyperException, typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("VEIKART_DEBUG"):
                traceback.print_exc()
            refuse(_sentence(error, ctx.invoked_subcommand or ""))


def refuse(sentence: Text) -> NoReturn:
    """End a wrong call with its sentence and exit status 2."""
    say(sentence)
    raise typer.Exit(2)


def say(sentence: Text) -> None:
    """A sentence for the person, on standard error."""
    print(_(sentence), file=sys.stderr)


def _sentence(error: Exception, command: str) -> Text:
    """What an error says: its own text where one of our rooms raised it, else the system's words."""
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return text
    if isinstance(error, OSError):
        place = [str(error.filename)] if error.filename else []
        return N_("{words}.", words=": ".join([command, *place, error.strerror or str(error)]))
    detail = " ".join(f"{type(error).__name__}: {error}".split())
    return N_(
        "{command} failed: {detail}. This is a fault in Veikart; VEIKART_DEBUG=1 shows where.",
        command=command,
        detail=detail,
    )


# ── Options that every command takes ────────────────────────────────────────────────────────────────────────


def language_of(environment: Mapping[str, str]) -> str:
    """The language that VEIKART_LANG or LANG names (nb_NO.UTF-8 is nb), if we know it; else English."""
    for name in ("VEIKART_LANG", "LANG"):
        code = re.split(r"[_.@-]", environment.get(name, "").lower())[0]
        code = {"no": "nb", "nn": "nb"}.get(code, code)
        if code in LANGUAGES:
            return code
    return "en"


if __name__ == "__main__":  # before the help below, which is made at once
    set_language(language_of(os.environ))


def _or_before(context: typer.Context, parameter: typer.CallbackParam, value: Any) -> Any:
    """The option after the command, else as given before it."""
    return value if value is not None else (context.obj or {}).get(parameter.name)


StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", callback=_or_before, show_default=False,
                 help=_("The store; default VEIKART_STORE, else duckdb:var/veikart.duckdb of the project.")),
]  # fmt: skip
FormatOption = Annotated[
    Output | None,
    typer.Option(
        "--format", callback=_or_before, show_default=False, help=_("How data is written; default csv.")
    ),
]
Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", show_default=False, help=_("Workbooks (.xlsx)."))
]
Municipality = Annotated[
    str, typer.Option("--municipality", metavar="ID", help=_("Id (NO-0301), official code or name."))
]
MaybeMunicipality = Annotated[
    str | None,
    typer.Option(
        "--municipality", metavar="ID", help=_("Whose figures these are, where the file does not say.")
    ),
]
Municipalities = Annotated[
    list[str] | None,
    typer.Option("--municipality", metavar="ID", help=_("Id, official code or name; may be repeated.")),
]
IndicatorKey = Annotated[str, typer.Option("--indicator", metavar="KEY", help=_("Such as ghg_total."))]
IndicatorKeys = Annotated[
    list[str] | None,
    typer.Option("--indicator", metavar="KEY", help=_("Such as ghg_total; may be repeated.")),
]
MaybeDataset = Annotated[
    str | None, typer.Option("--dataset", metavar="NAME", help=_("This dataset instead of the headline."))
]
FileDataset = Annotated[
    str | None,
    typer.Option(
        "--dataset", metavar="NAME", help=_("The series the figures belong to, where the file does not say.")
    ),
]
FileRelease = Annotated[
    str | None,
    typer.Option("--release", metavar="LABEL", help=_("The vintage, instead of what the file says.")),
]
UploadId = Annotated[
    int, typer.Argument(metavar="UPLOAD_ID", show_default=False, help=_("As uploads lists it."))
]

app = typer.Typer(
    cls=Commands,
    name="cli.py",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Veikart on the command line; docs/cli.md describes every command, column and exit status."),
)
target_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("The decided targets."))
dataset_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("The loaded datasets and the headline among them.")
)
app.add_typer(target_app, name="target")
app.add_typer(dataset_app, name="dataset")


@app.callback()
def options_before(context: typer.Context, store: StoreOption = None, output: FormatOption = None) -> None:
    context.obj = {"store": store, "output": output}


# ── Files in ────────────────────────────────────────────────────────────────────────────────────────────────


@app.command(help=_("Say what is wrong with files; nothing is committed."))
def check(
    files: Files,
    municipality: MaybeMunicipality = None,
    dataset: FileDataset = None,
    release: FileRelease = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    _expect_files(files)
    with open_store(store, to_write=True) as opened:
        area = _maybe_area(opened, municipality)
        previews = {file: _preview(opened, file, area, dataset, release) for file in files}
    for file, preview in previews.items():
        say(N_("{file}: {counts}.", file=_readable(file), counts=_counts(preview)))
    _write_problems(previews, output)


@app.command(help=_("Read, check and commit files; each is an upload of its own."))
def load(
    files: Files,
    municipality: MaybeMunicipality = None,
    dataset: FileDataset = None,
    release: FileRelease = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=_("A note kept with the upload."))] = "",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    _expect_files(files)
    loaded: list[dict[str, Any]] = []
    previews: dict[Path, Preview] = {}
    with open_store(store, to_write=True, may_make=True) as opened:
        area = _maybe_area(opened, municipality)
        for file in files:
            previews[file] = _preview(opened, file, area, dataset, release)
            loaded += _commit(opened, file, previews[file], note)
    if any(preview.errors for preview in previews.values()):
        _write_problems(previews, output)
    write(loaded, LOADED, output)


def _preview(
    store: "Store", file: Path, area: str | None, dataset: str | None, release: str | None
) -> "Preview":
    from loaders.loading import prepare

    return prepare(
        store, file.read_bytes(), _readable(file.name), municipality_id=area, dataset=dataset, release=release
    )


def _commit(store: "Store", file: Path, preview: "Preview", note: str) -> list[dict[str, Any]]:
    """Commit one file unless an error stands, and say what became of it. Returns its rows of the output."""
    from loaders.loading import commit

    if not preview.is_committable:
        say(N_("{file}: not loaded; {counts}.", file=_readable(file), counts=_counts(preview)))
        return []
    upload_id = commit(store, preview, actor=_actor(), acknowledgement=note)
    say(_outcome(file, preview, upload_id))
    for problem in preview.problems:
        say(
            N_(
                "{file}: {level}: {sentence}",
                file=_readable(file),
                level=problem.level,
                sentence=problem.sentence,
            )
        )
    for table in preview.changes:
        if table.older_release_than:
            say(N_("{file}: kept as a vintage, since the newer release {release} already speaks.",
                   file=_readable(file), release=table.older_release_than))  # fmt: skip
    return [
        {"file": file, "upload_id": upload_id, "table": table.table, **table.counts}
        for table in preview.changes
    ]


def _outcome(file: Path, preview: "Preview", upload_id: int) -> Text:
    places = {
        "file": _readable(file),
        "upload_id": str(upload_id),
        "layout": preview.reading.title if preview.reading else "",
    }
    if preview.already_loaded_as is not None:
        return N_("{file}: already loaded as upload {upload_id}; nothing has changed.", **places)
    return N_("{file}: recognised as {layout}, loaded as upload {upload_id}.", **places)


def _counts(preview: "Preview") -> Text:
    totals = {"error": 0, "warning": 0, "notice": 0}
    for problem in preview.problems:
        totals[problem.level] += problem.count
    return N_("errors {error}, warnings {warning}, notices {notice}", **totals)


def _write_problems(previews: "dict[Path, Preview]", output: Output | None) -> None:
    """The problems of all files; ends with exit status 1 when one is an error."""
    rows = [
        {
            "file": file,
            **{
                name: getattr(problem, name)
                for name in ("sheet", "cell", "level", "code", "expected", "found", "fix")
            },
        }
        for file, preview in previews.items()
        for problem in preview.problems
    ]
    write(rows, PROBLEMS, output)
    if any(preview.errors for preview in previews.values()):
        raise typer.Exit(1)


def _expect_files(files: Sequence[Path]) -> None:
    for file in files:
        if not file.is_file():
            found = N_("a folder") if file.is_dir() else N_("nothing there")
            refuse(N_("{file}: expected a file, found {found}.", file=_readable(file), found=found))


# ── Uploads ─────────────────────────────────────────────────────────────────────────────────────────────────


@app.command(help=_("Every upload and its state, newest first."))
def uploads(store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store) as opened:
        write(opened.uploads(), UPLOADS, output)


@app.command(help=_("Take an upload out; it stays in the history."))
def undo(upload_id: UploadId, store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store, to_write=True) as opened:
        opened.withdraw(upload_id, actor=_actor())
        _write_state(opened, upload_id, output)
    say(N_("Upload {upload_id} is undone; redo brings it back.", upload_id=str(upload_id)))


@app.command(help=_("Bring an undone upload back, in its old place."))
def redo(upload_id: UploadId, store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store, to_write=True) as opened:
        opened.restore(upload_id, actor=_actor())
        _write_state(opened, upload_id, output)
    say(N_("Upload {upload_id} speaks again.", upload_id=str(upload_id)))


def _write_state(store: "Store", upload_id: int, output: Output | None) -> None:
    listed = store.uploads()
    write(listed[listed["upload_id"] == upload_id], STATE, output)


# ── Figures out ─────────────────────────────────────────────────────────────────────────────────────────────


@app.command(help=_("The values of the indicators, year by year."))
def indicators(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    dataset: MaybeDataset = None,
    all_datasets: Annotated[
        bool, typer.Option("--all-datasets", help=_("Every dataset, not the headline only."))
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.values import indicator_values

    if dataset and all_datasets:
        refuse(N_("Give --dataset or --all-datasets, not both."))
    with open_store(store) as opened:
        _expect_dataset(opened, dataset)
        areas = _areas(opened, municipality)
        values = indicator_values(
            opened,
            municipality_ids=areas,
            indicators=indicator or None,
            dataset=dataset,
            all_datasets=all_datasets,
        )
        write(values, INDICATORS, output)


@app.command(help=_("The verdict per municipality, indicator and method."))
def progress(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    method: Annotated[
        list[str] | None, typer.Option("--method", metavar="KEY", help=_("linear_path or ols_projection."))
    ] = None,
    dataset: MaybeDataset = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.progress import progress as verdicts

    with open_store(store) as opened:
        _expect_dataset(opened, dataset)
        areas = _areas(opened, municipality)
        rows = verdicts(
            opened,
            municipality_ids=areas,
            indicators=indicator or None,
            methods=method or None,
            dataset=dataset,
        )
        write(rows, PROGRESS, output)


@app.command(help=_("The cells of the original files behind one value."))
def facts(
    municipality: Municipality,
    indicator: IndicatorKey,
    year: Annotated[int, typer.Option("--year", metavar="YEAR")],
    dataset: MaybeDataset = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.provenance import facts_behind
    from metrics.registry import indicator_named

    unit = indicator_named(indicator).unit.partition("/")[0]
    with open_store(store) as opened:
        _expect_dataset(opened, dataset)
        area = area_named(opened, municipality)
        behind = facts_behind(opened, area, indicator, year, dataset).rename(
            columns={"file_name": "file", "source_label": "label"}
        )
    is_person_row = behind["inhabitants"].notna()
    behind["value"] = (
        behind["emissions_tco2e"]
        .astype(object)
        .mask(is_person_row, behind["inhabitants"].astype("Int64").astype(object))
    )
    behind["unit"] = is_person_row.map({True: "persons", False: unit})
    write(behind.assign(municipality_id=area, indicator=indicator, year=year), FACTS, output)
    if behind.empty:
        say(
            N_(
                "No facts: {area} has no {indicator} for {year}.",
                area=area,
                indicator=indicator,
                year=str(year),
            )
        )


# ── Targets ─────────────────────────────────────────────────────────────────────────────────────────────────


@target_app.command("set", help=_("Record a decided target in percent or tonnes."))
def target_set(
    municipality: Municipality,
    indicator: IndicatorKey,
    target_year: Annotated[int, typer.Option("--target-year", min=1990, max=2100, metavar="YEAR")] = 2030,
    base_year: Annotated[int | None, typer.Option("--base-year", min=1900, max=2100, metavar="YEAR")] = None,
    reduction: Annotated[
        float | None,
        typer.Option("--reduction", max=200, metavar="PERCENT", help=_("Cut on the base year, such as 55.")),
    ] = None,
    value: Annotated[
        float | None, typer.Option("--value", metavar="NUMBER", help=_("In the indicator's unit."))
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="UNIT", help=_("Must be the indicator's."))
    ] = None,
    decided_on: Annotated[
        datetime | None, typer.Option("--decided-on", formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    decision_url: Annotated[str, typer.Option("--decision-url", metavar="URL")] = "",
    interim: Annotated[bool, typer.Option("--interim", help=_("A point on the way."))] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import TargetEntry, set_target
    from metrics.targets import check_target, targets_in_force

    if not all(math.isfinite(number) for number in (reduction, value) if number is not None):
        refuse(N_("Target: expected a finite number."))
    years = {"base_year": base_year, "target_year": target_year}
    amount = {"reduction_percent": reduction, "target_value": value}
    found = check_target(indicator=indicator, unit=_unit_of(indicator, unit), **years, **amount)  # type: ignore[arg-type]
    with open_store(store, to_write=True, may_make=True) as opened:
        area = area_named(opened, municipality)
        entry = TargetEntry(
            area, indicator, found.unit, **years, **amount, is_interim=interim,  # type: ignore[arg-type]
            decided_on=decided_on.date() if decided_on else None, decision_url=decision_url,
        )  # fmt: skip
        upload_id = set_target(opened, entry, actor=_actor())
        listed = targets_in_force(opened, [area], [indicator])
    write(listed[listed["upload_id"] == upload_id], TARGETS, output)
    say(N_("The target is recorded as upload {upload_id}.", upload_id=str(upload_id)))


@target_app.command("list", help=_("The targets in force, and which of them speaks."))
def target_list(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.targets import targets_in_force

    with open_store(store) as opened:
        write(targets_in_force(opened, _areas(opened, municipality), indicator), TARGETS, output)


@target_app.command("remove", help=_("End a target; it stays in the history."))
def target_remove(
    municipality: Municipality,
    indicator: IndicatorKey,
    target_year: Annotated[int | None, typer.Option("--target-year", metavar="YEAR")] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import remove_target
    from metrics.targets import targets_in_force

    with open_store(store, to_write=True) as opened:
        area = area_named(opened, municipality)
        ended = targets_in_force(opened, [area], [indicator])
        ended = ended[ended["target_year"] == target_year] if target_year is not None else ended
        years = sorted(set(ended["target_year"].tolist()))
        if not years:
            refuse(N_("{area} has no such target for {indicator}.", area=area, indicator=indicator))
        if len(years) > 1:
            refuse(N_("{area} has targets for {indicator} in {years}; name one with --target-year.",
                      area=area, indicator=indicator, years=", ".join(map(str, years))))  # fmt: skip
        uploads_made = [remove_target(opened, area, record, actor=_actor()) for record in ended["record_id"]]
    write(ended, TARGETS, output)
    say(
        N_(
            "The target has ended (upload {upload_id}); undo brings it back.",
            upload_id=", ".join(map(str, uploads_made)),
        )
    )


def _unit_of(indicator: str, given: str | None) -> str:
    from metrics.registry import indicator_named

    return given or indicator_named(indicator).unit


# ── Datasets ────────────────────────────────────────────────────────────────────────────────────────────────


@dataset_app.command("list", help=_("What is loaded per municipality, and which of it is the headline."))
def dataset_list(
    municipality: Municipalities = None, store: StoreOption = None, output: FormatOption = None
) -> None:
    from metrics.datasets import loaded_datasets

    with open_store(store) as opened:
        write(loaded_datasets(opened, _areas(opened, municipality)), DATASETS, output)


@dataset_app.command("choose", help=_("Make a loaded dataset the headline of its table and basis."))
def dataset_choose(
    municipality: Municipality,
    dataset: Annotated[str, typer.Option("--dataset", metavar="NAME", help=_("As dataset list shows it."))],
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import choose_headline
    from metrics.datasets import loaded_datasets

    with open_store(store, to_write=True) as opened:
        area = area_named(opened, municipality)
        loaded = loaded_datasets(opened, [area])
        chosen = loaded[loaded["dataset"] == dataset].to_dict("records")
        if not chosen:
            refuse(N_("Dataset {dataset}: expected one that is loaded for {area} ({known}).",
                      dataset=dataset, area=area, known=", ".join(loaded["dataset"]) or "–"))  # fmt: skip
        for row in chosen:
            upload_id = choose_headline(
                opened, area, dataset, table=row["table"], basis=row["basis"] or "", actor=_actor()
            )
        write(loaded_datasets(opened, [area]), DATASETS, output)
    say(
        N_(
            "{dataset} is the headline of {area} (upload {upload_id}).",
            dataset=dataset,
            area=area,
            upload_id=str(upload_id),
        )
    )


# ── Reference and demonstration ─────────────────────────────────────────────────────────────────────────────


@app.command(help=_("Look up official codes by name."))
def areas(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", show_default=False, help=_("Part of an id, code or name."))
    ] = "",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from data.areas import folded_key

    with open_store(store) as opened:
        register = opened.register()
    wanted = folded_key(text)
    found = [
        area
        for kind in ("municipality", "county", "nation")
        for area in register.of_kind(kind)
        if any(wanted in folded_key(name) for name in (area.area_id, area.name, area.other_name))
    ]
    if not found:
        found = list(register.resolve(text).candidates)
        say(
            N_("No area is called {text}; these are the nearest.", text=text)
            if found
            else N_("No area is called {text}.", text=text)
        )
    write([vars(area) for area in found], AREAS, output)


@app.command(help=_("Write an empty workbook to fill in."))
def template(
    name: Annotated[Literal["emissions", "population"], typer.Argument(show_default=False)],
    file: Annotated[Path, typer.Option("--output", metavar="FILE", help=_("The workbook to write (.xlsx)."))],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_("Replace the file if it exists."))] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.templates import emissions_template, population_template

    if file.exists() and not overwrite:
        refuse(N_("{file} exists already. Name another file, or add --overwrite.", file=_readable(file)))
    file.write_bytes({"emissions": emissions_template, "population": population_template}[name]())
    write([{"template": name, "file": file}], TEMPLATES, output)


@app.command(help=_("Make the store of demonstration data."))
def demo(store: StoreOption = None, output: FormatOption = None) -> None:
    from loaders.demonstration import ensure_demo

    address = store or DEMO_STORE
    path = _file_of(address)
    if path is None:
        refuse(N_("Store {store}: the demonstration goes into a file; expected duckdb:PATH.", store=address))
    if ensure_demo(path):
        say(N_("{path}: made from the demonstration data.", path=_readable(path)))
    else:
        say(N_("{path}: the demonstration data are up to date.", path=_readable(path)))


# ── The store, areas and rows ───────────────────────────────────────────────────────────────────────────────


@contextmanager
def open_store(url: str | None, *, to_write: bool = False, may_make: bool = False) -> "Iterator[Store]":
    """The store of a command, closed afterwards; an absent one reads as empty unless it may be made."""
    from data.store import MEMORY_URL

    address = url or os.environ.get("VEIKART_STORE") or DEFAULT_STORE
    path = _file_of(address)
    if path is not None and not path.exists() and not may_make:
        say(N_("The store {path} does not exist yet; load makes it.", path=str(path)))
        address = MEMORY_URL
    store = _opened(address, to_write=to_write)
    try:
        yield store
    finally:
        store.close()


def _opened(address: str, *, to_write: bool) -> "Store":
    """The store, for reading where that is enough; an earlier schema is brought up to date by writing."""
    from data.store import Store, StoreBusy, StoreError

    if to_write:
        return Store.open(address)
    try:
        return Store.open(address, read_only=True)
    except StoreBusy:
        raise
    except StoreError:
        return Store.open(address)  # whatever else was wrong is said again here


def _file_of(address: str) -> Path | None:
    """The file of a store that lies in one; None for memory and for addresses of other engines."""
    engine, _colon, path = address.partition(":")
    return Path(path) if engine == "duckdb" and path not in ("", ":memory:") else None


def area_named(store: "Store", written: str) -> str:
    """The id of the area that an id, code or name means; what is unknown or ambiguous is refused."""
    register = store.register()
    by_id = register.resolve_id(written.strip().upper())
    match = register.resolve(written)
    if by_id or match.area:
        return (by_id or match.area).area_id  # type: ignore[union-attr]
    if not match.candidates:
        refuse(
            N_(
                "Municipality {written}: the register does not know it. Look it up with: cli.py areas TEXT",
                written=f'"{written}"',
            )
        )
    candidates = "; ".join(
        f"{area.area_id} {area.name}" + (f" ({area.region})" if area.region else "")
        for area in match.candidates
    )
    refuse(
        N_(
            "Municipality {written} could be {candidates}. Name it by its id.",
            written=f'"{written}"',
            candidates=candidates,
        )
    )


def _areas(store: "Store", written: Sequence[str] | None) -> list[str] | None:
    return [area_named(store, name) for name in written] if written else None


def _maybe_area(store: "Store", written: str | None) -> str | None:
    return area_named(store, written) if written else None


def _expect_dataset(store: "Store", key: str | None) -> None:
    from data.store import known_dataset

    if key is not None and known_dataset(store, key) is None:
        loaded = ", ".join(store.datasets()["dataset"])
        refuse(N_("Dataset {key}: expected one of those loaded ({loaded}).", key=key, loaded=loaded or "–"))


def _actor() -> str:
    """The system user; not verified."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the password file, as in some containers
        return "unknown"


def _readable(name: Path | str) -> str:
    """A file name as text that can be stored and printed, even if its bytes are no UTF-8."""
    return str(name).encode("utf-8", "replace").decode("utf-8")


def write(rows: "Rows | pd.DataFrame", columns: Sequence[str], output: Output | None) -> None:
    """Rows on standard output as CSV or JSON: dot decimals, full precision, empty or null = missing."""
    import pandas as pd

    frame = (
        rows
        if isinstance(rows, pd.DataFrame)
        else pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    )
    lines = zip(*([_plain(value, name) for value in frame[name].tolist()] for name in columns), strict=True)
    if output == "json":
        objects = (json.dumps(dict(zip(columns, line, strict=True)), ensure_ascii=False) for line in lines)
        text = ",\n".join(objects)
        sys.stdout.write(f"[\n{text}\n]\n" if text else "[]\n")
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [str(cell).lower() if isinstance(cell, bool) else cell for cell in line] for line in lines
    )


def _plain(value: Any, name: str) -> str | int | float | bool | None:
    """A value as CSV and JSON know it. Names ending in _at are times (UTC), other datetimes are dates."""
    import pandas as pd

    if isinstance(value, Text):
        return _(value)
    if isinstance(value, Path):
        return _readable(value)
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, datetime) and name.endswith("_at"):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return int(value) if name in WHOLE_NUMBERS else value


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="cli.py")
