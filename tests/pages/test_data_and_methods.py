"""What is in the data, and how is it computed? The page empty, partly filled and with the demonstration, in all its parts."""

import io
import zipfile

import openpyxl
import pandas as pd
import pyarrow.parquet

from data.datasets import Dataset
from data.tables import TABLES
from tests.pages.conftest import commit, commit_population, commit_series, unfolded, words

PAGE = "pages/data_and_methods.py"
OREBRO = "SE-1880"


def chooser(app, key: str):
    return next(box for box in app.selectbox if box.key == key)


# The dictionary ---------------------------------------------------------------------------------------------------


def test_an_empty_store_still_has_its_dictionary_and_its_methods(opened):
    assert "23 tables with 214 columns hold everything; no municipality has data yet." in words(opened(PAGE))
    text = words(opened(PAGE, part="methods", indicator="ghg_per_capita"))
    assert "Total emissions of the year / inhabitants of the same year" in text
    assert "No municipality has data yet." in text


def test_an_empty_store_says_what_to_load_before_anything_can_be_taken_away(opened):
    assert "There is nothing to take away yet." in words(opened(PAGE, part="downloads"))


def test_the_answer_counts_the_municipalitys_rows(opened, own_url):
    commit_series(own_url, {2021: 90.0, 2022: 80.0})
    text = words(opened(PAGE))
    assert "Rows of Örebro: 2, in 1 of them." in text
    assert "Rows of Örebro 2" in text


def test_a_table_shows_every_column_with_type_unit_limits_and_meaning(opened):
    text = words(opened(PAGE, table="materials"))
    missing = [column.name for column in TABLES["materials"].columns if f"({column.name})" not in text]
    assert missing == []
    assert (
        "Reused or recycled content (secondary_percent) number, % 0 to 100 Share of the mass, 0 to 100"
        in text
    )


def test_a_search_names_the_columns_it_finds_and_offers_their_tables(opened):
    app = opened(PAGE, find="CPV")
    assert "Columns that speak of “CPV”: 2." in words(app)
    assert chooser(app, "choice-table").options == ["Needs (needs)", "Procurements (procurements)"]


def test_what_is_named_so_comes_before_what_only_allows_it(opened):
    assert chooser(opened(PAGE, find="waste"), "choice-table").value == "materials"


def test_a_search_that_finds_nothing_leaves_every_table(opened):
    app = opened(PAGE, find="xyzzy")
    assert "Nothing is called “xyzzy”" in words(app)
    assert len(chooser(app, "choice-table").options) == len(TABLES)


def test_what_somebody_types_goes_into_the_address(opened):
    app = opened(PAGE)
    next(field for field in app.text_input if field.key == "choice-find").set_value("diesel").run()
    assert app.query_params["find"] in ("diesel", ["diesel"])
    assert "Columns that speak of “diesel”" in words(app)


def test_allowed_entries_unfold_with_their_meaning(opened):
    app = opened(PAGE, table="emissions")
    assert "International transport" not in words(app)
    assert "international_transport International transport" in words(
        unfolded(app, "allowed-emissions-sector")
    )


def test_the_dictionary_is_taken_away_whole(opened, downloads):
    opened(PAGE)
    name, make = downloads["dictionary-csv"]
    lines = make().decode().split("\r\n")
    assert (name, len(lines)) == ("veikart-data-dictionary.csv", 1 + 214 + 1)


# The methods ------------------------------------------------------------------------------------------------------


def test_the_newest_value_is_worked_through_with_file_sheet_and_cell(opened, own_url):
    commit_series(own_url, {2021: 90.0, 2022: 80.0})
    commit_population(own_url, {2021: 30, 2022: 40})
    text = words(opened(PAGE, part="methods", indicator="co2_per_capita"))
    # 80 t / 40 inhabitants = 2 t
    assert "2.00 t CO2/inhabitant in Örebro in 2022, worked through below." in text
    assert "SE-1880-test-series.xlsx Tabell E8" in text
    assert "The value 80 / 40 = 2 t CO2/inhabitant" in text


def test_a_newer_year_without_a_value_is_said_with_what_is_missing(opened, own_url):
    commit_series(own_url, {2021: 90.0, 2022: 80.0})
    commit_population(own_url, {2021: 30})
    text = words(opened(PAGE, part="methods", indicator="co2_per_capita"))
    assert "2022 has no value yet: The population of that year is not loaded." in text
    assert "The value 90 / 30 = 3 t CO2/inhabitant" in text


def test_without_any_value_the_page_says_why_and_where_to_load_it(opened, own_url):
    commit_series(own_url, {2022: 80.0})
    text = words(opened(PAGE, part="methods", indicator="co2_per_capita"))
    assert "2022: The population of that year is not loaded." in text
    assert "Örebro has no value yet; this is how it would be computed." in text


def test_the_verdict_is_worked_out_from_base_and_target(opened, own_url):
    commit_series(own_url, {2010: 100.0, 2020: 80.0})
    target = {
        "area_id": OREBRO, "record_id": "T", "indicator": "co2_total", "unit": "t CO2", "base_year": 2010,
        "target_year": 2030, "reduction_percent": 50.0,
    }  # fmt: skip
    commit(own_url, "targets", [target], Dataset("own", "Own", "Own"), file_name="targets.xlsx")
    text = words(opened(PAGE, part="methods", indicator="co2_total"))
    # 100 × 0.5 = 50; half the way is 75; -20 / -25 = 0.8
    assert "The target 100 × (1 − 50 / 100) = 50 t CO2" in text
    assert "100 + (50 − 100) × (2020 − 2010) / (2030 − 2010) = 75 t CO2" in text
    assert "(−20) / (−25) = 0.8" in text
    assert "Too slow" in text


def test_every_method_of_verdict_and_trend_has_formula_and_version(opened):
    text = words(opened(PAGE, part="methods"))
    for key in ("linear_path", "ols_projection", "eurostat5", "eurostat4", "opensdg", "unsd", "sdsn"):
        assert f"({key})" in text
    assert "(eurostat5) 2026 ± d a / |r|" in text
    assert "Robust trend (robust) 1.0 k = median" in text


def test_a_default_target_says_its_source_and_whether_somebody_has_seen_it(opened):
    text = words(opened(PAGE, part="methods", indicator="recycling_rate"))
    assert "At least 55 % in 2025 Waste Framework Directive. Seen in published material." in text
    assert "default, unverified" in text


def test_a_figure_of_the_country_is_said_to_judge_nobody(opened, own_url):
    commit_series(own_url, {2022: 80.0})
    app = opened(PAGE, part="methods")
    text = words(chooser(app, "choice-indicator").set_value("cmu_ctx").run())
    assert "It is a figure of the country, shown as context; no municipality is judged by it." in text


# The downloads ----------------------------------------------------------------------------------------------------


def test_rows_and_sizes_are_told_before_the_click(opened, own_url):
    commit_series(own_url, {2021: 90.0, 2022: 80.0})
    text = words(opened(PAGE, part="downloads", file="emissions"))
    assert "Emissions (emissions) 2" in text
    assert "Rows: 2, about" in text and "The file is made when you click." in text


def test_a_table_is_made_when_asked_for_in_three_kinds(opened, own_url, downloads):
    commit_series(own_url, {2021: 90.0, 2022: 80.5})
    opened(PAGE, part="downloads", file="emissions")
    csv, parquet, xlsx = (downloads[f"take-{kind}"] for kind in ("csv", "parquet", "xlsx"))
    assert [csv[0], parquet[0], xlsx[0]] == [
        f"veikart-emissions-{OREBRO}.csv", f"veikart-emissions-{OREBRO}.parquet", f"veikart-emissions-{OREBRO}.xlsx",
    ]  # fmt: skip
    read = pyarrow.parquet.read_table(io.BytesIO(parquet[1]()))
    assert read["emissions_tco2e"].to_pylist() == [90.0, 80.5]
    assert csv[1]().decode().count("\r\n") == 3
    assert openpyxl.load_workbook(io.BytesIO(xlsx[1]())).active.max_row == 3


def test_all_values_come_with_their_verdicts(opened, own_url, downloads):
    commit_series(own_url, {2021: 90.0, 2022: 80.0})
    opened(PAGE, part="downloads", file="values")
    frame = pyarrow.parquet.read_table(io.BytesIO(downloads["take-parquet"][1]())).to_pandas()
    rows = frame[frame["indicator"] == "co2_total"]
    assert rows["value"].tolist() == [90.0, 80.0]
    assert set(rows["status"]) == {"no_target"}


def test_all_municipalities_are_taken_away_together(opened, own_url, downloads):
    commit_series(own_url, {2022: 80.0})
    commit_series(own_url, {2022: 70.0}, area_id="SE-0180", dataset="other-series")
    app = opened(PAGE, part="downloads", whose="all", file="emissions")
    assert "rows of all municipalities" in words(app)
    frame = pd.read_csv(io.BytesIO(downloads["take-csv"][1]()))
    assert frame["area_name"].tolist() == ["Stockholm", "Örebro"]


def test_the_package_is_offered_with_what_may_be_shared(opened, own_url, downloads):
    commit_series(own_url, {2022: 80.0}, dataset="own-accounts", kind="own_accounts")
    assert "Rows that may be shared: 1." in words(opened(PAGE, part="downloads"))
    name, make = downloads["take-package"]
    assert name == f"veikart-package-{OREBRO}.zip"
    assert zipfile.ZipFile(io.BytesIO(make())).namelist() == ["datapackage.json", "emissions.csv"]


def test_where_nothing_may_be_shared_there_is_no_package(opened, own_url, downloads):
    commit_series(own_url, {2022: 80.0})  # a publisher's, whose licence is not stated
    assert "There is nothing to share yet" in words(opened(PAGE, part="downloads"))
    assert "take-package" not in downloads


def test_the_demonstration_shows_every_part(opened, demo_path):
    for part in ("dictionary", "methods", "downloads"):
        assert "Fjordvik" in words(opened(PAGE, demo=demo_path, part=part, area="NO-D01"))
