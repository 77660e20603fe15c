"""Workbooks for those who ask cities to report, on the page Data and methods."""

import io

from openpyxl import load_workbook

from tests.pages.conftest import commit_series, words

PAGE = "pages/data_and_methods.py"


def test_each_scheme_has_a_workbook_of_the_year_that_says_what_is_missing(opened, own_url, downloads):
    commit_series(own_url, {2021: 1_200.0, 2022: 1_100.0}, gas_coverage="ghg")
    assert "For those who ask cities to report" in words(opened(PAGE, area="SE-1880", part="downloads"))
    made = {key: downloads[f"reporting-{key}"] for key in ("crf", "climate-city-contract", "indicators")}
    assert [name for name, _make in made.values()] == [f"SE-1880-{key}-2022.xlsx" for key in made]
    sheets = {key: load_workbook(io.BytesIO(make())).sheetnames for key, (_name, make) in made.items()}
    assert all(names[-1] == "Missing" for names in sheets.values())


def test_a_municipality_without_emissions_has_none_to_offer(opened, own_url, downloads):
    commit_series(own_url, {2021: None})
    opened(PAGE, area="SE-1880", part="downloads")
    assert not any(key.startswith("reporting-") for key in downloads)
