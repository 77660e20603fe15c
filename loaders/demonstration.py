"""The store of demonstration data: every fictional workbook loaded as a file would be, so that its figures
too have a cell."""

import os
from pathlib import Path

import pandas as pd

from data import demo
from data.store import Store, StoreBusy, StoreError
from data.store_files import StoreFiles
from loaders.forms import TargetEntry, set_target, take_snapshot
from loaders.loading import commit, prepare
from loaders.own_workbooks.template_layout import sheet_columns
from loaders.own_workbooks.templates import filled_template
from texts import N_

ACTOR = "demonstration"


def ensure_demo(path: Path) -> bool:
    """Make the demonstration store at a path unless this version of it is there. Returns whether it was made.

    Raises StoreError when the path holds another store with data, which nobody may overwrite."""
    note = f"Demonstration data, version {demo.DEMO_VERSION}"
    if path.exists() and note in _notes(path):
        return False
    make_demo(path, note)
    return True


def make_demo(path: Path, note: str) -> None:
    """Build the demonstration store beside its place, then put it there in one step.

    note: kept with every upload of it. A program that has an older one open goes on reading that one
    whole."""
    growing = StoreFiles(path.with_name(f"{path.stem}-growing-{os.getpid()}{path.suffix}"))
    try:
        store = Store.open(f"duckdb:{growing.database}")
        try:
            fill(store, note)
        finally:
            store.close()
        growing.replace(StoreFiles(path))
    finally:
        growing.remove()


def fill(store: Store, note: str) -> None:
    """Put the fictional areas, the demonstration workbooks, the targets and the frozen reports into a store."""
    store.add_areas(pd.DataFrame(demo.demo_areas()), pd.DataFrame(demo.demo_changes()))
    for workbook in demo.demo_workbooks():
        preview = prepare(store, _file_of(workbook), f"{workbook.name}.xlsx")
        commit(store, preview, actor=ACTOR, acknowledgement=note)
    preview = prepare(store, _records(), "demo-plans.xlsx")
    commit(store, preview, actor=ACTOR, acknowledgement=note)
    for target in demo.demo_targets():
        set_target(store, TargetEntry(**target), actor=ACTOR)
    for report in demo.demo_reports():
        place = (report["area_id"], report["label"], report["kind"])
        take_snapshot(store, *place, report["rows"], taken_on=report["taken_on"], actor=ACTOR)


def _notes(path: Path) -> set[str]:
    store = _opened(path)
    try:
        listed = store.uploads()
    finally:
        store.close()
    notes = set(listed.loc[listed["actor"] == ACTOR, "acknowledgement"])
    if len(listed) and not notes:
        raise StoreError(
            N_("{path} holds other data than the demonstration; name another store.", path=str(path))
        )
    return notes


def _opened(path: Path) -> Store:
    """For reading; one that an earlier version of Veikart made is brought up to date first."""
    try:
        return Store.open(f"duckdb:{path}", read_only=True)
    except StoreBusy:
        raise
    except StoreError:
        return Store.open(f"duckdb:{path}")


def _records() -> bytes:
    """The workbook of what the municipalities plan, try, buy and offer."""
    records = demo.demo_records()
    return filled_template(list(records), records, {})


def _file_of(workbook: demo.DemoWorkbook) -> bytes:
    """A demonstration workbook in the layout that municipalities fill in."""
    on_sheet = {name: {column.name for column in sheet_columns(name)} for name in workbook.tables}
    tables = {
        name: rows[[column for column in rows if column in on_sheet[name]]]
        for name, rows in workbook.tables.items()
    }
    about = vars(workbook.dataset) | {
        "dataset": workbook.dataset.key,
        "release": workbook.release.label,
        "released_on": workbook.release.released_on,
    }
    return filled_template(list(tables), tables, about)
