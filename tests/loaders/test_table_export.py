"""Whole tables taken away: the rows that speak, where each came from, and no names. Read back, texts are as they were."""

import csv
import io
from datetime import date

import openpyxl
import pyarrow.parquet
import pytest

from data.table_files import FileKind
from data.tables import TABLES
from loaders import table_export
from loaders.sheets.workbook import open_workbook
from loaders.table_export import exported_columns, row_counts, table_sizes, write_rows
from tests.conftest import small_upload
from tests.loaders.packages import FORMULA, TABLES_OF_FJORDVIK, load_tables, new_store

FJORDVIK, NORRLUNDA = "NO-D01", "SE-D01"
NAMES = ("Ada Contact", "Bo Helper", "Cy Hidden", "Di Hidden", "Eli Person", "Flo Offer", "Gus Author")


@pytest.fixture(scope="module")
def fjordvik():
    """A store that tests only read."""
    store = new_store()
    load_tables(store, TABLES_OF_FJORDVIK)
    yield store
    store.close()


@pytest.fixture
def empty():
    store = new_store()
    yield store
    store.close()


def content(store, table: str, kind: FileKind = "csv", area: str | None = FJORDVIK) -> bytes:
    target = io.BytesIO()
    write_rows(store, table, area, target, kind)
    return target.getvalue()


def rows(store, table: str, area: str | None = FJORDVIK) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(store, table, area=area).decode(), newline="")))


def test_a_row_has_its_figure_with_all_digits_and_the_place_it_came_from(fjordvik):
    row = rows(fjordvik, "emissions")[0]
    assert (row["area_name"], row["year"], row["emissions_tco2e"]) == ("Fjordvik", "2022", "41250.123456789")
    assert (row["upload_id"], row["file_name"], row["source_sheet"]) == ("1", "file", "Emissions")
    assert row["source_row"].isdigit() and row["source_column"].isalpha()


def test_a_missing_figure_is_nothing_and_its_reason_stands_beside_it(fjordvik):
    row = rows(fjordvik, "emissions")[1]
    assert (row["emissions_tco2e"], row["missing_reason"]) == ("", "confidential")


@pytest.mark.parametrize("table", TABLES)
def test_the_count_that_is_told_beforehand_is_that_of_the_rows(fjordvik, table):
    assert row_counts(fjordvik, FJORDVIK)[table] == len(rows(fjordvik, table))


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_no_name_leaves_but_those_given_for_partner_cities_with_a_shared_record(fjordvik, kind):
    written = "\n".join(as_text(content(fjordvik, table, kind), kind) for table in TABLES)
    assert [name for name in NAMES if name in written] == ["Ada Contact", "Bo Helper", "Flo Offer"]


def as_text(file: bytes, kind: FileKind) -> str:
    if kind == "csv":
        return file.decode()
    if kind == "parquet":
        return str(pyarrow.parquet.read_table(io.BytesIO(file)).to_pylist())
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_columns_that_may_hold_a_name_are_not_even_headings():
    assert "author" not in exported_columns(TABLES["notes"])
    assert "responsible_person" not in exported_columns(TABLES["measures"])


def test_every_other_column_of_every_table_leaves():
    left_out = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.name not in exported_columns(table)
    }
    assert left_out == {
        ("measures", "responsible_person"),
        ("notes", "author"),
        ("principle_scores", "evidence"),
        (
            "principle_scores",
            "respondent_group",
        ),  # beside a score it tells what one person of a small group said
    }


def test_a_text_that_a_spreadsheet_would_run_comes_back_from_csv_as_it_was(fjordvik):
    file = content(fjordvik, "projects")
    assert "'=HYPERLINK" in file.decode()
    sheet = next(iter(open_workbook(file).sheets.values()))
    place = exported_columns(TABLES["projects"]).index("summary") + 1
    assert sheet.text(2, place) == FORMULA


def test_and_from_excel_where_it_is_a_cell_of_text_without_an_apostrophe(fjordvik):
    file = content(fjordvik, "projects", "xlsx")
    sheet = next(iter(open_workbook(file).sheets.values()))
    place = exported_columns(TABLES["projects"]).index("summary") + 1
    assert sheet.text(2, place) == FORMULA


def test_a_number_below_zero_is_a_number_in_csv_and_excel(empty):
    load_tables(empty, {"emissions": [{"year": 2023, "sector": "lulucf", "emissions_tco2e": -12.5}]})
    assert rows(empty, "emissions")[0]["emissions_tco2e"] == "-12.5"
    sheet = openpyxl.load_workbook(io.BytesIO(content(empty, "emissions", "xlsx"))).active
    place = exported_columns(TABLES["emissions"]).index("emissions_tco2e") + 1
    assert (sheet.cell(2, place).value, sheet.cell(2, place).data_type) == (-12.5, "n")


def commit(store, area: str, values: dict[int, float], **about) -> int:
    own = {"dataset": "own-accounts", "kind": "own_accounts", **about}
    return store.commit(small_upload(store, values, area_id=area, **own))


def test_one_municipality_has_its_own_rows_and_all_have_everybodys(empty):
    commit(empty, FJORDVIK, {2022: 100.0})
    commit(empty, NORRLUNDA, {2022: 5.0})
    assert [row["area_id"] for row in rows(empty, "emissions")] == [FJORDVIK]
    assert [row["area_id"] for row in rows(empty, "emissions", None)] == [FJORDVIK, NORRLUNDA]


def test_a_merged_municipality_has_the_rows_of_its_parts(empty):
    # Elvesund (NO-D02) is made of Elvheim (NO-D91) and Sundbygda (NO-D92)
    commit(empty, "NO-D91", {2015: 40.0})
    assert [row["area_id"] for row in rows(empty, "emissions", "NO-D02")] == ["NO-D91"]
    assert row_counts(empty, "NO-D02")["emissions"] == 1


def test_only_the_release_that_speaks_is_taken_away(empty):
    about = {"dataset": "inventory", "kind": "national_inventory", "revision": "recomputed"}
    commit(empty, FJORDVIK, {2022: 100.0}, release="2024", released_on=date(2024, 1, 1), **about)
    commit(empty, FJORDVIK, {2022: 90.0}, release="2025", released_on=date(2025, 1, 1), **about)
    assert [(row["release"], row["emissions_tco2e"]) for row in rows(empty, "emissions")] == [("2025", "90")]


def test_an_upload_that_was_undone_leaves_nothing(empty):
    upload_id = commit(empty, FJORDVIK, {2022: 100.0})
    empty.withdraw(upload_id, actor="Kari")
    assert rows(empty, "emissions") == []


def test_many_rows_come_area_by_area_in_the_same_order(empty, monkeypatch):
    commit(empty, NORRLUNDA, {2021: 1.0, 2022: 2.0})
    commit(empty, FJORDVIK, {2022: 3.0, 2021: 4.0})
    whole = content(empty, "emissions", area=None)
    monkeypatch.setattr(table_export, "ROWS_AT_A_TIME", 1)
    assert content(empty, "emissions", area=None) == whole
    assert [row["emissions_tco2e"] for row in rows(empty, "emissions", None)] == ["4", "3", "1", "2"]


def test_the_size_that_is_told_is_near_that_of_the_file(fjordvik):
    size = table_sizes(fjordvik, FJORDVIK)["emissions"]
    heading = len(",".join(exported_columns(TABLES["emissions"]))) + 2
    assert (size.rows, size.csv_bytes) == (4, len(content(fjordvik, "emissions")) - heading)


def test_a_table_without_rows_has_no_size_and_a_file_with_its_heading(empty):
    assert table_sizes(empty)["emissions"].csv_bytes == 0
    assert content(empty, "emissions", area=None).decode().count("\r\n") == 1
