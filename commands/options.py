"""The options that commands share, and what they name: the store, areas, a dataset."""

import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from commands.output import Output, refuse, say
from texts import N_, Text, _

if TYPE_CHECKING:
    from data.areas import Area
    from data.store import Store

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_STORE = f"duckdb:{ROOT / 'var' / 'veikart.duckdb'}"


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
    """The store of a command, closed afterwards; an absent one reads as empty unless it may be made."""
    from data.store import MEMORY_URL

    address = url or os.environ.get("VEIKART_STORE") or DEFAULT_STORE
    path = file_of(address)
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


def file_of(address: str) -> Path | None:
    """The file of a store that lies in one; None for memory and for addresses of other engines."""
    engine, _colon, path = address.partition(":")
    return Path(path) if engine == "duckdb" and path not in ("", ":memory:") else None


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


def areas_named(store: "Store", written: Sequence[str] | None) -> list[str] | None:
    return [area_named(store, name) for name in written] if written else None


def maybe_area_named(store: "Store", written: str | None) -> str | None:
    return area_named(store, written) if written else None


def expect_dataset(store: "Store", key: str | None) -> None:
    from data.store import known_dataset

    if key is not None and known_dataset(store, key) is None:
        loaded = ", ".join(store.datasets()["dataset"])
        refuse(N_("Dataset {key}: expected one of those loaded ({loaded}).", key=key, loaded=loaded or "–"))


def actor_name() -> str:
    """The system user; not verified."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the password file, as in some containers
        return "unknown"
