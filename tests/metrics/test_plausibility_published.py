"""SMHI's published file, which a check row by row would answer with thousands of lines: few lines.

VEIKART_SAMPLES names the directory; the figures are those that the file shows."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from loaders.loading import commit, prepare
from metrics.plausibility import group_warnings, in_one_line, plausibility

pytestmark = pytest.mark.samples

SMHI = "smhi_lansrapport_CO2_2024-04-18_alla_kommuner.xlsx"


@pytest.fixture(scope="module")
def smhi() -> Iterator[Store]:
    opened = Store.open("duckdb::memory:")
    content = (Path(os.environ["VEIKART_SAMPLES"]) / SMHI).read_bytes()
    commit(opened, prepare(opened, content, SMHI), actor="tester")
    yield opened
    opened.close()


def test_all_municipalities_take_a_line_for_each_check(smhi: Store):
    found = plausibility(smhi)
    assert found["check"].unique().tolist() == ["jump", "subsectors"]
    assert len(in_one_line(found, {})) == 2


def test_kumlas_waste_subsectors_exceed_the_sector(smhi: Store):
    found = plausibility(smhi, municipality_ids=["SE-1881"], checks=["subsectors"])
    (row,) = group_warnings(found).to_dict("records")
    assert (row["count"], row["subjects"], row["years"]) == (5, "waste", "2005, 2018–2021")
    largest = found.iloc[0]
    # 2021: the sector 22.8 t, "Krematorier och förbränning av farligt avfall" alone 127 thousand
    assert (round(largest["value"]), round(largest["other"], 1), largest["year"]) == (127_495, 22.8, 2021)
    assert "Waste and wastewater 2021: subsectors exceed the sector" in str(row["text"])


def test_the_stated_totals_agree_with_the_sectors_in_every_municipality(smhi: Store):
    assert plausibility(smhi, checks=["stated_total", "unit_slip", "gap", "release"]).empty
