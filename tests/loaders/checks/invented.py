"""Invented rows, readings and stores for the checks: municipalities that do not exist."""

from datetime import date

import pandas as pd

from data.datasets import Dataset, Release
from data.staging import staged
from data.store import NewUpload
from data.tables import TABLES
from loaders import checks
from loaders.checks import no_facts, plausibility
from loaders.reading import Reading
from tests.loaders.published_layouts import register
from texts import N_

OURS = Dataset(
    "ours", "Our accounts", "Fjordvik", gas_coverage="ghg", basis="territorial", kind="own_accounts"
)


def row(
    year=2024,
    amount=40000.0,
    *,
    area_id="NO-9101",
    sector="transport",
    subsector=None,
    gas=None,
    counted=True,
    basis="territorial",
):
    return {
        "area_id": area_id,
        "dataset": "ours",
        "year": year,
        "basis": basis,
        "sector": sector,
        "subsector": subsector,
        "gas": gas,
        "emissions_tco2e": amount,
        "is_counted": counted,
        "source_sheet": "Emissions",
        "source_column": "H",
        "source_label": sector or "Total",
    }


def reading_of(rows, *, inhabitants=(), typed=True, release="2025", known_faults=()):
    frame = pd.DataFrame(rows).assign(source_row=range(2, len(rows) + 2))
    tables = {"emissions": staged("emissions", frame)}
    if inhabitants:
        people = [
            {
                "area_id": area_id,
                "dataset": "people",
                "year": year,
                "inhabitants": count,
                "source_sheet": "Population",
                "source_row": number,
                "source_column": "C",
            }
            for number, (area_id, year, count) in enumerate(inhabitants, start=2)
        ]
        tables["population"] = staged("population", pd.DataFrame(people))
    releases = {"ours": Release(release, None, "given")}
    return Reading(
        "veikart-template",
        N_("Ours"),
        "Fjordvik",
        "",
        True,
        (OURS,),
        releases,
        tables,
        is_typed=typed,
        known_faults=known_faults,
    )


RECEIVED_ON = date(2026, 4, 1)


def warnings(rows, *, facts=None, **more):
    return plausibility(reading_of(rows, **more), facts or no_facts(), register(), received_on=RECEIVED_ON)


def check(store, reading):
    return checks.check(store, reading, received_on=RECEIVED_ON)


def codes(problems):
    return [problem.code for problem in problems]


def facts_of(rows=(), inhabitants=()):
    """What speaks in a store: emissions rows as row() gives them, and inhabitants as (area, year, number)."""
    facts = no_facts()
    spoken = [
        {
            "area_id": each["area_id"],
            "dataset": each["dataset"],
            "release": "2024",
            "year": each["year"],
            "basis": each["basis"],
            "sector": each["sector"],
            "emissions_tco2e": each["emissions_tco2e"],
            "is_headline": True,
        }
        for each in rows
    ]
    people = [dict(zip(("area_id", "year", "inhabitants"), each, strict=True)) for each in inhabitants]
    tables = {"emissions": spoken, "population": people}
    return {
        name: fact.from_pylist(tables[name], schema=fact.schema) if tables.get(name) else fact
        for name, fact in facts.items()
    }


OUR_FIGURES = Dataset("ours", "Our figures", "Fjordvik", kind="own_accounts")


def table_reading(table_name, rows, *, typed=True):
    """A reading of one table of figures or records. rows: its columns; Fjordvik unless they say otherwise.

    typed: whether people typed it; else it is a publisher's."""
    table = TABLES[table_name]
    base = {"area_id": "NO-9101", "source_sheet": str(table.sheet), "source_column": "H"}
    is_yearly = table.slice_kind == "yearly"
    base |= {"dataset": "ours"} if is_yearly else {}
    placed = [{**base, "source_row": number, **each} for number, each in enumerate(rows, start=2)]
    tables = {table_name: staged(table_name, pd.DataFrame(placed))}
    releases = {"ours": Release("2025", None, "given")}
    return Reading(
        "veikart-template",
        N_("Ours"),
        "Fjordvik",
        "",
        True,
        (OUR_FIGURES,) if is_yearly else (),
        releases if is_yearly else {},
        tables,
        is_typed=typed,
    )


def table_warnings(table_name, rows, *, facts=None, typed=True):
    reading = table_reading(table_name, rows, typed=typed)
    return plausibility(reading, facts or no_facts(), register(), received_on=RECEIVED_ON)


def spoken(table_name, rows, *, dataset="theirs"):
    """What speaks in a store: rows of one table in another dataset, unless it is named."""
    facts = no_facts()
    base = {"area_id": "NO-9101", "dataset": dataset, "is_headline": True}
    fact = facts[table_name]
    facts[table_name] = fact.from_pylist([{**base, **each} for each in rows], schema=fact.schema)
    return facts


def committed(store, reading):
    sha256 = store.keep_original(b"invented", file_name="ours.xlsx")
    store.commit(
        NewUpload(
            sha256,
            "ours.xlsx",
            reading.format_key,
            "Kari",
            reading.tables,
            reading.datasets,
            reading.releases,
        )
    )
