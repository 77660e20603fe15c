"""What must hold for any emissions: tried on stores made from rows that nobody thought of, the same ones in every run."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.progress import progress
from metrics.registry import INDICATORS
from metrics.values import indicator_values
from tests.metrics.conftest import BERGEN, OSLO, Desk

SECTORS = ("transport", "waste", "industry", "stationary_energy", "international_transport", "lulucf")
GROSS = tuple(sector for sector in SECTORS if sector != "lulucf")
YEARS = (2009, 2015, 2020, 2021, 2022)
EXAMPLES = settings(max_examples=8, deadline=None, derandomize=True)

_tonnes = st.floats(min_value=0.1, max_value=1e6).map(lambda value: round(value, 1))
_tables = st.fixed_dictionaries(
    {sector: st.lists(_tonnes, min_size=len(YEARS), max_size=len(YEARS)) for sector in SECTORS}
)


@contextmanager
def _desk() -> Iterator[Desk]:
    store = Store.open("duckdb::memory:")
    try:
        yield Desk(store)
    finally:
        store.close()


def _rows(table: dict[str, list[float]], *, factor: float = 1.0) -> list[dict]:
    return [
        {"year": year, "sector": sector, "emissions_tco2e": value * factor}
        for sector, values in table.items()
        for year, value in zip(YEARS, values, strict=True)
    ]


def _values(rows: list[dict], *, area: str = OSLO) -> pd.DataFrame:
    with _desk() as desk:
        desk.emissions(area, rows)
        return indicator_values(desk.store)


def _verdict(rows: list[dict]) -> pd.Series:
    with _desk() as desk:
        desk.emissions(OSLO, rows)
        desk.target(OSLO, reduction_percent=55.0)
        return progress(desk.store, indicators=["ghg_total"], methods=["linear_path"]).iloc[0]


@EXAMPLES
@given(_tables)
def test_a_change_of_unit_scales_values_and_leaves_the_verdict(table):
    in_tonnes, in_kilotonnes = _values(_rows(table)), _values(_rows(table, factor=1e-3))
    assert in_tonnes["value"].tolist() == pytest.approx((in_kilotonnes["value"] * 1e3).tolist(), nan_ok=True)
    one, other = _verdict(_rows(table)), _verdict(_rows(table, factor=1e-3))
    assert one["ratio"] == pytest.approx(other["ratio"], rel=1e-9, nan_ok=True)
    assert one["required_per_year_from_now"] == pytest.approx(1e3 * other["required_per_year_from_now"])
    assert (one["verdict"], one["status"]) == (other["verdict"], other["status"])


@EXAMPLES
@given(_tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(table, chance):
    rows = _rows(table)
    shuffled = chance.sample(rows, len(rows))
    pd.testing.assert_frame_equal(_values(rows), _values(shuffled))


@EXAMPLES
@given(_tables)
def test_a_sector_of_zeros_changes_nothing(table):
    zeros = _rows({"agriculture": [0.0] * len(YEARS)})
    pd.testing.assert_frame_equal(_values(_rows(table)), _values([*_rows(table), *zeros]))


@EXAMPLES
@given(_tables)
def test_the_counted_parts_are_the_total(table):
    found = _values(_rows(table))
    total = found[found["indicator"] == "ghg_total"].set_index("year")["value"]
    for place, year in enumerate(YEARS):
        assert total[year] == pytest.approx(sum(table[sector][place] for sector in GROSS), rel=1e-12)


@EXAMPLES
@given(_tables)
def test_a_counted_total_says_the_same_as_its_counted_sectors(table):
    totals = [
        {"year": year, "emissions_tco2e": sum(table[sector][place] for sector in GROSS)}
        for place, year in enumerate(YEARS)
    ]
    by_sector, by_total = _verdict(_rows(table)), _verdict(totals)
    assert by_sector["ratio"] == pytest.approx(by_total["ratio"], rel=1e-9, nan_ok=True)
    assert by_sector["status"] == by_total["status"]


@EXAMPLES
@given(_tables, _tables)
def test_another_municipality_changes_nothing(table, neighbour):
    with _desk() as desk:
        desk.emissions(OSLO, _rows(table))
        desk.emissions(BERGEN, _rows(neighbour))
        both = indicator_values(desk.store)
    alone = _values(_rows(table))
    pd.testing.assert_frame_equal(both[both["municipality_id"] == OSLO].reset_index(drop=True), alone)


@EXAMPLES
@given(_tables, st.sampled_from(GROSS), st.sampled_from(YEARS))
def test_a_missing_part_makes_the_total_missing_and_never_less(table, sector, year):
    rows = [
        {**row, "emissions_tco2e": None} if (row["sector"], row["year"]) == (sector, year) else row
        for row in _rows(table)
    ]
    found = _values(rows)
    total = found[found["indicator"] == "ghg_total"].set_index("year")["value"]
    assert pd.isna(total[year])
    assert total.drop(year).notna().all()


@EXAMPLES
@given(_tables, st.integers(min_value=1, max_value=1_000_000))
def test_per_head_times_inhabitants_is_the_total(table, people):
    with _desk() as desk:
        desk.emissions(OSLO, _rows(table))
        desk.population(OSLO, dict.fromkeys(YEARS, people))
        found = indicator_values(desk.store).set_index(["indicator", "year"])["value"]
    for year in YEARS:
        assert found["ghg_per_capita", year] * people == pytest.approx(found["ghg_total", year], rel=1e-12)


@EXAMPLES
@given(_tables)
def test_the_rows_that_were_given_stay_as_they_were(table):
    rows = _rows(table)
    before = [dict(row) for row in rows]
    _values(rows)
    assert rows == before


@pytest.mark.parametrize("key", list(INDICATORS))
def test_every_indicator_is_missing_where_nothing_is_loaded(store, key):
    table = progress(store, municipality_ids=[OSLO], indicators=[key])
    assert set(table["status"]) <= {"no_data", "not_applicable"}
    assert table["latest_value"].isna().all()
