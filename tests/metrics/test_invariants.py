"""What must hold for any emissions: tried on stores made from rows that nobody thought of, the same ones in every run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.datasets import KNOWN_DATASETS, Release
from data.staging import staged
from data.store import NewUpload, Store
from metrics.progress import progress
from metrics.registry import INDICATORS
from metrics.series import with_targets
from metrics.targets import Target
from metrics.values import indicator_values
from metrics.verdicts import METHODS, described, verdicts_on
from tests.metrics.conftest import BERGEN, NORWEGIAN, OSLO, Desk

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


def _verdicts(rows: list[dict]) -> pd.DataFrame:
    """Of the total, by every method there is."""
    with _desk() as desk:
        desk.emissions(OSLO, rows)
        desk.target(OSLO, reduction_percent=55.0)
        return progress(desk.store, indicators=["ghg_total"], methods=list(METHODS)).set_index("method")


def _commit(store: Store, rows: pa.Table) -> None:
    release = {NORWEGIAN: Release("2025", date(2025, 1, 1), "file")}
    sha256 = store.keep_original(b"emissions", file_name="book.xlsx")
    tables, datasets = {"emissions": rows}, (KNOWN_DATASETS[NORWEGIAN],)
    store.commit(NewUpload(sha256, "book.xlsx", "test", "tester", tables, datasets, release))


@EXAMPLES
@given(_tables)
def test_a_change_of_unit_scales_values(table):
    in_tonnes, in_kilotonnes = _values(_rows(table)), _values(_rows(table, factor=1e-3))
    assert in_tonnes["value"].tolist() == pytest.approx((in_kilotonnes["value"] * 1e3).tolist(), nan_ok=True)


@EXAMPLES
@given(_tables)
def test_a_change_of_unit_scales_what_is_required_and_leaves_every_verdict(table):
    in_tonnes, in_kilotonnes = _verdicts(_rows(table)), _verdicts(_rows(table, factor=1e-3))
    assert in_tonnes[["verdict", "status"]].equals(in_kilotonnes[["verdict", "status"]])
    assert in_tonnes["ratio"].tolist() == pytest.approx(
        in_kilotonnes["ratio"].tolist(), rel=1e-9, nan_ok=True
    )
    for name in ("base_value", "target_value", "required_per_year_from_now", "projected_value"):
        scaled = (in_kilotonnes[name] * 1e3).tolist()
        assert in_tonnes[name].tolist() == pytest.approx(scaled, rel=1e-9, abs=1e-6, nan_ok=True)


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
    by_sector, by_total = _verdicts(_rows(table)), _verdicts(totals)
    assert by_sector["ratio"].tolist() == pytest.approx(by_total["ratio"].tolist(), rel=1e-9, nan_ok=True)
    assert by_sector["status"].tolist() == by_total["status"].tolist()


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
def test_a_frame_and_its_arrow_table_stay_as_they_were(table):
    frame = pd.DataFrame(_rows(table)).assign(
        area_id=OSLO, dataset=NORWEGIAN, basis="territorial", is_counted=True, value_status="reported"
    )
    frame_before = frame.copy(deep=True)
    rows = staged("emissions", frame)
    rows_before = rows.to_pylist()
    with _desk() as desk:
        _commit(desk.store, rows)
        progress(desk.store)
    pd.testing.assert_frame_equal(frame, frame_before)
    assert rows.to_pylist() == rows_before


@EXAMPLES
@given(_tables, st.sampled_from(list(METHODS)))
def test_no_method_writes_into_the_arrays_it_is_given(table, method):
    years = np.array([[float(year) for year in YEARS]] * len(table))
    values = np.array(list(table.values()))
    for given_array in (years, values):
        given_array.flags.writeable = False  # writing into it raises ValueError
    target = Target(2030, reduction_percent=55.0, base_year=2009, indicator="ghg_total")
    judged = verdicts_on(described(with_targets(years, values, [target] * len(table))), METHODS[method])
    assert len(judged.status) == len(table)


@pytest.fixture(scope="module")
def empty_store() -> Iterator[Store]:
    with _desk() as desk:
        yield desk.store


@pytest.mark.parametrize("key", list(INDICATORS))
def test_every_indicator_is_missing_where_nothing_is_loaded(empty_store, key):
    table = progress(empty_store, municipality_ids=[OSLO], indicators=[key])
    assert set(table["status"]) <= {"no_data", "not_applicable"}
    assert table["latest_value"].isna().all()
