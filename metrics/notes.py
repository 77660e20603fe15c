"""What people wrote about figures: a plant that closed, a warm winter."""

import re

import pandas as pd

from data.code_lists import SECTORS
from data.store import Store

TOTAL = "total"
COLUMNS = ("record_id", "subject", "sector", "year", "note", "author", "noted_on")
_YEAR = re.compile(r"\b(19|20)\d{2}\b")


def note_subject(sector: str, year: int) -> str:
    """The subject of a note on a figure: "transport 2022", or "total 2022"."""
    return f"{sector or TOTAL} {year}"


def notes_on_emissions(store: Store, area_id: str) -> pd.DataFrame:
    """The notes on an area's yearly figures, the newest year first: the columns of COLUMNS.

    A note belongs here when its subject holds a year ("transport 2022", "Closed plant, 2019"); sector: the code or "total"
    that it begins with, empty for other words. Acknowledged warnings, whose subject is an id with slashes, are no notes on
    a figure."""
    found = store.query(_NOTES, {"area": area_id})
    years = found["subject"].map(_year_in)
    sectors = found["subject"].map(lambda subject: subject.split(" ")[0].rstrip(","))
    known = found.assign(year=years, sector=sectors.where(sectors.isin([TOTAL, *SECTORS]), ""))
    known = known[known["year"].notna()]
    ordered = known.sort_values(
        ["year", "noted_on", "record_id"], ascending=[False, True, True], ignore_index=True
    )
    return ordered.astype({"year": "int64"})[list(COLUMNS)]


def every_note(store: Store, area_id: str) -> pd.DataFrame:
    """Every note on an area, acknowledged warnings too, the newest first: record_id, subject, note, author ("" = none),
    noted_on, is_in_report."""
    found = store.query(_NOTES, {"area": area_id})
    return found.sort_values(["noted_on", "record_id"], ascending=[False, True], ignore_index=True)


def notes_in_report(store: Store, area_id: str) -> pd.DataFrame:
    """The notes that are marked for the council report, the newest first: the columns of COLUMNS without the author.

    year: of the subject, missing (Int64) where it holds none."""
    found = store.query(_NOTES, {"area": area_id})
    marked = found[found["is_in_report"].astype("boolean").fillna(False)]
    sectors = marked["subject"].map(lambda subject: subject.split(" ")[0].rstrip(","))
    years = marked["subject"].map(_year_in).astype("Int64")
    is_on_figure = sectors.isin([TOTAL, *SECTORS]) & years.notna()
    known = marked.assign(year=years, sector=sectors.where(is_on_figure, ""))
    ordered = known.sort_values(["noted_on", "record_id"], ascending=[False, True], ignore_index=True)
    return ordered[[name for name in COLUMNS if name != "author"]]


def _year_in(subject: str) -> int | None:
    match = _YEAR.search(subject)
    return int(match.group()) if match and "/" not in subject else None


_NOTES = """
select record_id, subject, note, coalesce(author, '') as author, noted_on, is_in_report
from live_notes
where is_speaking and area_id = $area
order by record_id
"""
