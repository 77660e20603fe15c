"""The options that commands share, and what they name: the store, areas, a dataset."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from commands import caller
from commands.caller import actor_name as actor_name  # which commands take from here, with the options
from commands.output import Output, readable, refuse, say
from data.own_store import DEFAULT_URL, rooted
from texts import N_, Text, _, available_languages, current_language

if TYPE_CHECKING:
    from data.areas import Area
    from data.store import Store

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_STORE = rooted(DEFAULT_URL)


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
    list[Path],
    typer.Argument(metavar="FILE...", show_default=False, help=_("Workbooks (.xlsx), CSV or JSON files.")),
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
AsOfDay = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help=_("As of this day, such as 2026-06-30; else today."),
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Replace the file if it exists."))]
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

MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="MAPPING.json",
        help=_("Which columns of the files are which; see mapping suggest."),
    ),
]
Decimal = Annotated[
    Literal["comma", "point"] | None,
    typer.Option("--decimal", help=_("The decimal mark of numbers that are text.")),
]


@contextmanager
def open_store(url: str | None, *, to_write: bool = False, may_make: bool = False) -> "Iterator[Store]":
    """The store of a command, closed afterwards; an absent one reads as empty unless it may be made.

    Where the running app holds the store, the app answers the whole call, and the command ends here with the app's
    exit status."""
    address = url or caller.environment().get("VEIKART_STORE") or DEFAULT_STORE
    path = file_of(address)
    _let_server_answer(path)
    from data.store import MEMORY_URL

    if path is not None and not may_make and not _is_there(path):
        say(N_("The store {path} does not exist yet; load makes it.", path=str(path)))
        address, path = MEMORY_URL, None
    if path is not None and caller.handed_over():
        address = f"duckdb:{os.fspath(path)}"
    served = _served(path)
    store = served or _opened(address, to_write=to_write)
    try:
        yield store
    finally:
        if served is None:
            store.close()


def _is_there(path: Path) -> bool:
    """Whether the store exists, or has lost its database: opening it then says how to bring it back."""
    from data.store_files import StoreFiles

    files = StoreFiles(path)
    return path.exists() or files.journal.exists()


def _let_server_answer(path: Path | None) -> None:
    """End the command with what the server of this store answers, if there is one and it is not this process."""
    from commands.handover import answered_by_server

    if path is None or caller.handed_over():
        return
    status = answered_by_server(path)
    if status is not None:
        raise typer.Exit(status)


def _served(path: Path | None) -> "Store | None":
    """The store that this process serves, if a call that was handed over means that one."""
    from data.store import Store

    answered = caller.handed_over()
    served = file_of(answered.store_url) if answered else None
    if answered is None or path is None or served is None:
        return None
    is_same = os.path.realpath(path) == os.path.realpath(served)
    return Store.shared(answered.store_url) if is_same else None


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


def file_of(address: str) -> Path | None:
    """The file of a store that lies in one; None for memory and for addresses of other engines."""
    engine, _colon, path = address.partition(":")
    return caller.path(path) if engine == "duckdb" and path not in ("", ":memory:") else None


def area_named(store: "Store", written: str) -> str:
    """The id of the area that an id, code or name means; what is unknown or ambiguous is refused."""
    register = store.register()
    match = register.resolve(written)
    area = register.resolve_id(written.strip().upper()) or match.area
    if area is None:
        refuse(_why_not(written, match.candidates))
    return area.area_id


def _why_not(written: str, candidates: "Sequence[Area]") -> Text:
    quoted = f'"{written}"'
    if not candidates:
        return N_(
            "Municipality {written}: the register does not know it. Look it up with: cli.py areas TEXT",
            written=quoted,
        )
    named = "; ".join(
        f"{area.area_id} {area.name}" + (f" ({area.region})" if area.region else "") for area in candidates
    )
    return N_(
        "Municipality {written} could be {candidates}. Name it by its id.", written=quoted, candidates=named
    )


def expect_new(file: Path | None, *, overwrite: bool) -> None:
    """Refuse to write over a file that is there, unless that was asked for."""
    if file is not None and file.exists() and not overwrite:
        refuse(N_("{file} exists already. Name another file, or add --overwrite.", file=readable(file)))


def language_named(code: str | None) -> str:
    """The language that an option asks for, else the current one; one without a catalogue is refused."""
    asked = code or current_language()
    if asked not in (known := available_languages()):
        refuse(N_('Language: expected one of {known}, found "{name}".', known=", ".join(known), name=asked))
    return asked


def areas_named(store: "Store", written: Sequence[str] | None) -> list[str] | None:
    return [area_named(store, name) for name in written] if written else None


def maybe_area_named(store: "Store", written: str | None) -> str | None:
    return area_named(store, written) if written else None


def expect_dataset(store: "Store", key: str | None) -> None:
    from data.store import known_dataset

    if key is not None and known_dataset(store, key) is None:
        loaded = ", ".join(store.datasets()["dataset"])
        refuse(N_("Dataset {key}: expected one of those loaded ({loaded}).", key=key, loaded=loaded or "–"))
