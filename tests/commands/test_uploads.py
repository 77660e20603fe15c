"""uploads, undo, redo."""

import time

import pytest

from tests.commands.conftest import emissions_workbook, run, table, value


def test_uploads_says_what_each_upload_is(loaded):
    [upload] = table("uploads")
    times = (upload.pop("committed_at"), upload.pop("changed_at"))
    assert times[0] == times[1]
    assert time.strptime(times[0], "%Y-%m-%dT%H:%M:%SZ")
    assert len(upload.pop("sha256")) == 64
    assert upload.pop("actor")
    assert ",".join(upload.values()) == (
        "1,fjordvik.xlsx,veikart-template,committed,true,emissions,own-accounts,2025,1,4,2009,2024,"
    )


def test_undo_takes_the_figures_out_and_redo_brings_them_back(loaded):
    before = run("indicators").stdout
    assert table("undo", 1)[0]["state"] == "withdrawn"
    assert table("indicators") == []
    assert table("uploads")[0]["is_live"] == "false"
    assert table("redo", 1)[0]["state"] == "restored"
    assert run("indicators").stdout == before


def test_undo_of_a_correction_lets_the_first_figures_speak_again(loaded):
    emissions_workbook(loaded / "corrected.xlsx", [("NO-D01", 2024, "Transport", 35000)])
    run("load", "corrected.xlsx", "--release", "2025")
    assert value("ghg_total", 2024) == "35000.0"
    run("undo", 2)
    assert value("ghg_total", 2024) == "55000.5"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("undo", 7), "There is no upload 7.\n"),
        (("redo", 7), "There is no upload 7.\n"),
        (("redo", 1), "Upload 1 is live; there is nothing to redo.\n"),
    ],
)
def test_what_cannot_be_undone_or_redone_is_a_wrong_call(loaded, arguments, sentence):
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_undoing_twice_is_a_wrong_call(loaded):
    run("undo", 1)
    result = run("undo", 1)
    assert (result.exit_code, result.stderr) == (2, "Upload 1 is already undone.\n")
