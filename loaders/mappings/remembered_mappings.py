"""Approved mappings, kept by the headings they are for and offered again for the next file."""

from collections.abc import Iterator
from dataclasses import replace

from data.store import Store
from loaders.mappings.heading_matches import heading_hits
from loaders.mappings.mapped_headings import as_found, fingerprint, heading_names, heading_rows, located
from loaders.mappings.mapping import Mapping, MappingError
from loaders.sheets.workbook import Sheet, Workbook

ROWS_TRIED = 6  # of a sheet, those that look most like headings first


def remember(
    store: Store, workbook: Workbook, mapping: Mapping, *, municipality_id: str | None = None, actor: str
) -> None:
    """Keep a mapping that a person approved, for files with these headings of this municipality, or of all.

    Where the workbook lacks the mapping's sheet there is nothing to know it again by, and nothing is kept."""
    place = located(workbook, mapping)
    if place is None:
        return
    found = as_found(mapping, place)
    mark = fingerprint(workbook, found.sheet, found.heading_row)
    if mark:
        store.remember_mapping(mark, found.to_dict(), area_id=municipality_id or "", actor=actor)


def remembered(store: Store, workbook: Workbook, *, municipality_id: str | None = None) -> Mapping | None:
    """The approved mapping of one of the workbook's sheets, the municipality's own before one of no municipality.

    Letters, sheet and heading row are those of this workbook. A year that held for all rows of the earlier file is
    left out, since the next file has another one; mapped_table.unmapped_columns then names it as asked for."""
    offers = [
        (0 if area_id == municipality_id else 1, mapping)
        for sheet in workbook.sheets.values()
        if not sheet.is_hidden
        for area_id, mapping in _offers(store, workbook, sheet)
        if area_id in ("", municipality_id)
    ]
    return min(offers, key=lambda offer: offer[0])[1] if offers else None


def _offers(store: Store, workbook: Workbook, sheet: Sheet) -> Iterator[tuple[str, Mapping]]:
    """What was approved for the headings of a sheet, laid against it."""
    by_looks = sorted(heading_rows(sheet), key=lambda row: -heading_hits(heading_names(sheet, row)))
    for row in by_looks[:ROWS_TRIED]:
        for kept in store.mappings(fingerprint(workbook, sheet.name, row)):
            try:
                mapping = replace(Mapping.from_dict(kept["mapping"]), sheet=sheet.name, heading_row=row)
            except MappingError:  # of another version of Veikart: it is made anew
                continue
            place = located(workbook, mapping)
            if place is not None:
                yield kept["area_id"], _for_this_file(as_found(mapping, place))


def _for_this_file(mapping: Mapping) -> Mapping:
    return replace(
        mapping, constants={name: text for name, text in mapping.constants.items() if name != "year"}
    )
