"""table: a whole table as a file, the same that the page Data and methods gives."""

import csv
import io

import openpyxl
import pyarrow.parquet

from tests.commands.conftest import rows_of, run, table


def test_a_table_is_written_and_its_rows_are_counted(loaded):
    [row] = table("table", "emissions", "out.csv", "--municipality", "Fjordvik")
    assert (row["table"], row["municipality_id"], row["file"], row["rows"]) == (
        "emissions",
        "NO-D01",
        "out.csv",
        "4",
    )
    assert int(row["bytes"]) == (loaded / "out.csv").stat().st_size
    lines = list(csv.DictReader(io.StringIO((loaded / "out.csv").read_text(encoding="utf-8"))))
    assert [line["emissions_tco2e"] for line in lines] == ["60000", "40000", "33000", "22000.5"]


def test_the_name_of_the_file_says_which_kind_it_is(loaded):
    assert run("table", "emissions", "out.parquet").exit_code == 0
    assert pyarrow.parquet.read_table(loaded / "out.parquet").num_rows == 4
    assert run("table", "emissions", "out.XLSX").exit_code == 0
    assert openpyxl.load_workbook(loaded / "out.XLSX").active.max_row == 5


def test_all_values_are_a_table_too(loaded):
    [row] = table("table", "values", "values.parquet", "--municipality", "Fjordvik")
    read = pyarrow.parquet.read_table(loaded / "values.parquet").to_pylist()
    assert int(row["rows"]) == len(read)
    assert [each["value"] for each in read if each["indicator"] == "ghg_total"] == [100000.0, 55000.5]


def test_an_existing_file_is_left_alone_unless_it_may_be_replaced(loaded):
    (loaded / "out.csv").write_text("mine", encoding="utf-8")
    result = run("table", "emissions", "out.csv")
    assert (result.exit_code, result.stderr) == (
        2, "out.csv exists already. Name another file, or add --overwrite.\n",
    )  # fmt: skip
    assert (loaded / "out.csv").read_text(encoding="utf-8") == "mine"
    assert run("table", "emissions", "out.csv", "--overwrite").exit_code == 0


def test_an_unknown_table_or_kind_of_file_is_refused_with_what_there_is(loaded):
    assert "expected one of values, emissions, population" in run("table", "emission", "out.csv").stderr
    assert (
        "expected a name that ends in .csv, .csv.zip, .parquet or .xlsx"
        in run("table", "emissions", "out.txt").stderr
    )
    assert not (loaded / "out.txt").exists()


def test_a_table_without_rows_is_its_heading(loaded):
    [row] = rows_of(run("table", "needs", "needs.csv"))
    assert row["rows"] == "0"
    assert (loaded / "needs.csv").read_text(encoding="utf-8").startswith("area_id,area_name,record_id,what")
