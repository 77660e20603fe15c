"""Norway's real file of industrial plastic waste, by the figures that must come out. Run by make test-samples
SAMPLES=DIR; an absent file is a failure."""

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from data.store import Store
from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.reading import ReadingContext
from loaders.sheets.workbook import open_workbook

pytestmark = pytest.mark.samples

PLASTIC = "norskeutslipp_avfall_Plast.xlsx"
TRONDHEIM = "NO-5001"


@cache
def _register():
    store = Store.open("duckdb::memory:")
    try:
        return store.register()
    finally:
        store.close()


@cache
def reading():
    folder = os.environ.get("VEIKART_SAMPLES")
    assert folder, "VEIKART_SAMPLES is not set. Expected the folder of the published files."
    path = Path(folder) / PLASTIC
    assert path.is_file(), f"VEIKART_SAMPLES: expected the file {PLASTIC}, found none."
    workbook = open_workbook(path.read_bytes())
    layout = formats.recognise(workbook)
    assert layout is not None, f"{PLASTIC} was not recognised"
    return layout.read(workbook, ReadingContext(_register(), received_on=date(2026, 4, 1)))


@cache
def materials():
    return reading().tables["materials"].to_pandas()


def of_stage(stage):
    rows = materials()
    return rows[rows["stage"] == stage]


def test_all_10285_rows_are_read_and_those_of_municipalities_loaded():
    # 14 rows of Svalbard and 4 of the continental shelf belong to no municipality
    assert (
        str(reading().summary[0])
        .replace("\N{NARROW NO-BREAK SPACE}", "")
        .startswith("Plastic from industry: 10285 rows read, 10267 of them in 224 municipalities")
    )
    assert of_stage("generated")["source_row"].nunique() == 10267
    left_out = [problem.count for problem in reading().problems if problem.code == "area_left_out"]
    assert left_out == [14, 4]


def test_every_municipality_is_in_the_register_and_nothing_is_refused():
    assert [problem.level for problem in reading().problems] == ["notice", "notice", "warning"]
    assert (reading().format_key, reading().is_proven) == ("norskeutslipp-waste", True)


def test_trondheim_2022_is_the_publishers_sum_and_its_large_row_is_loaded():
    rows = of_stage("generated")
    chosen = rows[(rows["area_id"] == TRONDHEIM) & (rows["year"] == 2022)]
    assert chosen["amount_tonnes"].sum() == pytest.approx(22920.985, abs=1e-6)
    assert chosen["amount_tonnes"].max() == 22763.0


def test_the_large_row_is_marked_as_unusual_and_no_firm_is_named():
    rows = of_stage("generated")
    large = rows[
        (rows["area_id"] == TRONDHEIM) & (rows["year"] == 2022) & (rows["amount_tonnes"] == 22763.0)
    ].iloc[0]
    found = plausibility(reading(), no_facts(), _register())
    cell = f"{large['source_column']}{large['source_row']}"
    (marking,) = [
        problem for problem in found if problem.code == "amount_outweighs" and cell in problem.cells
    ]
    assert marking.level == "warning"
    assert "Unusual, check." in str(marking.sentence)
    words = " ".join(str(problem.sentence) for problem in found)
    assert not [name for name in set(rows["source_entity"]) if len(name) > 12 and name in words]


def test_what_is_unusual_is_a_list_that_a_person_would_read():
    found = plausibility(reading(), no_facts(), _register())
    assert {problem.code: problem.count for problem in found} == {
        "unit_slip": 10,
        "amount_jump": 23,
        "amount_outweighs": 4,
        "treated_beyond_generated": 2,
    }
    assert "unit column" not in " ".join(str(problem.sentence) for problem in found)


def test_41_rows_whose_treatments_differ_are_warned_about_and_loaded():
    (warning,) = [problem for problem in reading().problems if problem.code == "treatments_differ"]
    assert warning.count == 41


def test_rows_without_treatment_are_unknown_and_none_is_below_zero():
    unknown = of_stage("unknown")
    assert (unknown["amount_tonnes"] > 0).all()
    treated = materials()[materials()["stage"].isin(["energy_recovery", "recycling", "other"])]
    bare = of_stage("generated")[~of_stage("generated")["source_row"].isin(treated["source_row"])]
    given = bare[bare["amount_tonnes"] > 0].set_index("source_row")["amount_tonnes"]
    assert given.equals(unknown.set_index("source_row")["amount_tonnes"].reindex(given.index))


def test_three_rows_without_an_amount_stay_missing():
    missing = of_stage("generated")["amount_tonnes"].isna()
    assert missing.sum() == 3
    assert set(of_stage("generated").loc[missing, "missing_reason"]) == {"not_estimated"}
