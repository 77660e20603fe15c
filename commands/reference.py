"""What needs no data of one's own: official codes and the demonstration."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import ROOT, FormatOption, StoreOption, file_of, open_store
from commands.output import readable, refuse, say, write
from texts import N_, _

if TYPE_CHECKING:
    from data.areas import Register

DEMO_STORE = f"duckdb:{ROOT / 'var' / 'demo.duckdb'}"
AREAS = ("area_id", "country_code", "code", "name", "other_name", "kind", "region", "valid_to")

app = typer.Typer()


@app.command(help=_("Look up official codes by name."))
def areas(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", show_default=False, help=_("Part of an id, code or name."))
    ] = "",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from data.areas import folded_key

    register = _register(store)
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


def _register(url: str | None) -> "Register":
    """The areas the store knows; while another program holds it, the official ones that Veikart brings along."""
    from data.store import MEMORY_URL, StoreBusy

    try:
        with open_store(url) as opened:
            return opened.register()
    except StoreBusy:
        say(N_("The store is in use by another program; these areas are from Veikart's own register."))
    with open_store(MEMORY_URL) as official:
        return official.register()


@app.command(help=_("Make the store of demonstration data."))
def demo(store: StoreOption = None, output: FormatOption = None) -> None:
    from loaders.demonstration import ensure_demo

    address = store or DEMO_STORE
    path = file_of(address)
    if path is None:
        refuse(N_("Store {store}: the demonstration goes into a file; expected duckdb:PATH.", store=address))
    if ensure_demo(path):
        say(N_("{path}: made from the demonstration data.", path=readable(path)))
    else:
        say(N_("{path}: the demonstration data are up to date.", path=readable(path)))
