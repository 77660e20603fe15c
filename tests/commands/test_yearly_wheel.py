"""The command `due`, with its literal output."""

import zipfile

from commands.yearly_wheel import DUE
from tests.commands.conftest import run, table


def test_a_target_is_due_for_review_four_years_after_its_decision(loaded):
    # a target decided on 15 May 2024 is due for review on 15 May 2028
    target = ("--indicator", "ghg_total", "--base-year", 2009, "--target-year", 2030, "--reduction", 55)
    made = run("target", "set", "--municipality", "NO-D01", *target, "--decided-on", "2024-05-15")
    assert made.exit_code == 0, made.stderr
    [row] = table("due", "--municipality", "NO-D01", "--on", "2028-05-15")
    assert tuple(row) == DUE
    assert tuple(row.values()) == (
        "NO-D01",
        "target_review",
        "2028-05-15",
        "true",
        "Target for 2030: Territorial emissions of greenhouse gases",
        "It was decided on 2024-05-15; a council's term is four years.",
    )


def test_nothing_is_due_where_nothing_has_a_date(loaded):
    assert table("due", "--municipality", "NO-D01", "--on", "2028-05-15") == []


def test_a_day_that_is_none_is_a_wrong_call(loaded):
    assert run("due", "--municipality", "NO-D01", "--on", "tomorrow").exit_code == 2


def test_the_bundle_for_a_successor_is_written_once(loaded):
    bundle = ("hand-over", "--municipality", "NO-D01", "--on", "2028-05-15", "--output", "bundle.zip")
    made = run(*bundle)
    assert (made.exit_code, made.stderr) == (0, "bundle.zip: written.\n")
    with zipfile.ZipFile(loaded / "bundle.zip") as written:
        assert "handover.docx" in written.namelist()
    again = run(*bundle)
    assert again.exit_code == 2 and "bundle.zip exists already" in again.stderr
    assert run(*bundle, "--overwrite").exit_code == 0
