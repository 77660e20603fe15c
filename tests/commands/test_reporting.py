"""report-to on the command line: a workbook for those who ask a city to report."""

import pytest
from openpyxl import load_workbook

from commands.reporting import COLUMNS
from tests.commands.conftest import run, table

FJORDVIK = "NO-D01"


def call(recipient: str, year: int = 2024, *more: object, to: str = "report.xlsx") -> tuple[object, ...]:
    return ("report-to", recipient, "--municipality", FJORDVIK, "--year", year, "--output", to, *more)


@pytest.mark.parametrize(
    ("recipient", "sheet"), [("crf", "eCRF_3"), ("ccc", "A-1 Emissions"), ("indicators", "Indicators")]
)
def test_each_recipient_gets_its_workbook_and_a_line_about_it(loaded, recipient, sheet):
    [row] = table(*call(recipient, 2024, "--on", "2026-06-30"))
    assert tuple(row) == COLUMNS
    assert [row[name] for name in ("municipality_id", "recipient", "year", "made_on")] == [
        FJORDVIK, recipient, "2024", "2026-06-30",
    ]  # fmt: skip
    book = load_workbook(loaded / "report.xlsx")
    assert sheet in book.sheetnames
    words = [cell for row in book["Read me"].iter_rows(values_only=True) for cell in row]
    assert "Demonstration data: every municipality and figure here is fictional." in words


def test_the_language_is_that_of_the_option(loaded):
    [row] = table(*call("indicators", 2024, "--lang", "nb"))
    assert row["language"] == "nb"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (call("crf", 1999), "Year: expected one with emissions of Fjordvik (2009-2024), found 1999."),
        (call("crf", to="report.csv"), "report.csv: expected a name that ends in .xlsx."),
        (call("crf", 2024, "--lang", "xx"), 'Language: expected one of en, nb, sv, found "xx".'),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused_with_the_reason_and_writes_nothing(
    loaded, arguments, sentence
):
    result = run(*arguments)
    assert (result.exit_code, result.stderr.strip()) == (2, sentence)
    assert not (loaded / "report.xlsx").exists()


def test_an_existing_file_is_left_alone_unless_that_is_asked_for(loaded):
    (loaded / "report.xlsx").write_text("kept", encoding="utf-8")
    assert run(*call("crf")).exit_code == 2
    assert (loaded / "report.xlsx").read_text(encoding="utf-8") == "kept"
    assert run(*call("crf", 2024, "--overwrite")).exit_code == 0
    assert load_workbook(loaded / "report.xlsx").sheetnames[1] == "eCRF_1"
