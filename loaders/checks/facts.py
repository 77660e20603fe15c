"""What speaks in the store for the areas of a file, as the checks compare with it."""

import pyarrow as pa
import pyarrow.compute as pc

from data.store import Store

Facts = dict[str, pa.Table]

_EFFECTS = {"measure_effects", "project_effects"}

# Per name of a fact: the tables of a file that are compared with it, and its query.
_QUERIES = {
    "emissions": (
        {"emissions", *_EFFECTS},
        """
        select
            area_id, dataset, release, year, basis, sector, sum(emissions_tco2e) as emissions_tco2e,
            bool_or(is_headline) as is_headline
        from live_emissions
        where is_speaking and is_counted and area_id in (select area_id from areas_read)
        group by area_id, dataset, release, year, basis, sector
        """,
    ),
    "population": (
        {"emissions", "population"},
        """
        select area_id, year, max(inhabitants) as inhabitants
        from live_population
        where is_speaking and is_headline and area_id in (select area_id from areas_read)
        group by area_id, year
        """,
    ),
    "materials": (
        {"materials"},
        """
        select
            area_id, dataset, year, origin, material, stage, source_entity, sum(amount_tonnes) as amount_tonnes,
            bool_or(is_headline) as is_headline
        from live_materials
        where is_speaking and area_id in (select area_id from areas_read)
        group by area_id, dataset, year, origin, material, stage, source_entity
        """,
    ),
    "figures": (
        {"figures"},
        """
        select area_id, dataset, year, figure, value, is_headline
        from live_figures
        where is_speaking and area_id in (select area_id from areas_read)
        """,
    ),
    "readings": (
        {"readings"},
        """
        select area_id, dataset, year, read_on, figure, value, is_headline
        from live_readings
        where is_speaking and area_id in (select area_id from areas_read)
        """,
    ),
}

_AREA_YEAR = [("area_id", pa.string()), ("dataset", pa.string()), ("year", pa.int64())]
_SCHEMAS = {
    "emissions": [
        ("area_id", pa.string()),
        ("dataset", pa.string()),
        ("release", pa.string()),
        ("year", pa.int64()),
        ("basis", pa.string()),
        ("sector", pa.string()),
        ("emissions_tco2e", pa.float64()),
        ("is_headline", pa.bool_()),
    ],
    "population": [("area_id", pa.string()), ("year", pa.int64()), ("inhabitants", pa.int64())],
    "materials": [
        *_AREA_YEAR,
        ("origin", pa.string()),
        ("material", pa.string()),
        ("stage", pa.string()),
        ("source_entity", pa.string()),
        ("amount_tonnes", pa.float64()),
        ("is_headline", pa.bool_()),
    ],
    "figures": [
        *_AREA_YEAR,
        ("figure", pa.string()),
        ("value", pa.float64()),
        ("is_headline", pa.bool_()),
    ],
    "readings": [
        *_AREA_YEAR,
        ("read_on", pa.date32()),
        ("figure", pa.string()),
        ("value", pa.float64()),
        ("is_headline", pa.bool_()),
    ],
}


def speaking_facts(store: Store, tables: dict[str, pa.Table]) -> Facts:
    """What speaks in the store for the areas of staged rows; empty where the tables are not compared with it.

    emissions: area_id, dataset, release, year, basis, sector, emissions_tco2e (counted sums), is_headline.
    population: area_id, year, inhabitants. materials, figures, readings: their keys and figures, is_headline."""
    areas = pa.table({"area_id": _areas(tables)})
    wanted = {name: sql for name, (compared, sql) in _QUERIES.items() if compared & tables.keys()}
    return {**no_facts(), **{name: store.arrow(sql, areas_read=areas) for name, sql in wanted.items()}}


def no_facts() -> Facts:
    """The facts of an empty store."""
    return {name: pa.schema(fields).empty_table() for name, fields in _SCHEMAS.items()}


def _areas(tables: dict[str, pa.Table]) -> pa.Array:
    ids = [rows["area_id"] for rows in tables.values()]
    return pc.unique(pa.chunked_array([chunk for column in ids for chunk in column.chunks], pa.string()))
