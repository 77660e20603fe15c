"""The council report from the command line."""

import pytest

from tests.commands.conftest import TARGET, run, table

REPORT = ("report", "--municipality", "Fjordvik", "--occasion", "tertial", "--on", "2026-11-27")


def test_a_report_is_written_in_the_language_and_with_the_chapters_asked_for(loaded):
    [row] = table(*REPORT, "--lang", "nb", "--chapters", "targets, sources", "--output", "report.pdf")
    assert (row["municipality_id"], row["language"], row["chapters"], row["made_on"]) == (
        "NO-D01",
        "nb",
        "targets,sources",
        "2026-11-27",
    )
    assert (loaded / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_a_chapter_that_is_asked_for_twice_is_named_once(loaded):
    [row] = table(*REPORT, "--chapters", "sources,targets, sources,", "--output", "report.pdf")
    assert row["chapters"] == "sources,targets"


def test_without_chapters_those_of_the_occasion_are_named(loaded):
    [row] = table(*REPORT, "--output", "report.docx")
    assert row["chapters"] == "budget,projects,changes,notes,sources"
    assert (loaded / "report.docx").read_bytes().startswith(b"PK")


def test_the_same_data_and_day_give_the_same_file(loaded):
    assert run(*TARGET, "--base-year", "2009", "--target-year", "2030", "--reduction", "55").exit_code == 0
    for name in ("first.pdf", "second.pdf"):
        table(*REPORT, "--output", name)
    assert (loaded / "first.pdf").read_bytes() == (loaded / "second.pdf").read_bytes()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--output", "report.odt"), "report.odt: expected a name that ends in .pdf or .docx."),
        (("--output", "there.pdf"), "there.pdf exists already. Name another file, or add --overwrite."),
        (("--output", "new.pdf", "--lang", "xx"), "Language: expected one of"),
        (("--output", "new.pdf", "--chapters", "weather"), 'found "weather".'),
        (("--output", "new.pdf", "--snapshot", "2026-T9"), 'Snapshot: expected one of -, found "2026-T9".'),
    ],
)
def test_a_wrong_call_is_refused_and_writes_nothing(loaded, options, sentence):
    (loaded / "there.pdf").write_bytes(b"kept")
    result = run(*REPORT, *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not (loaded / "new.pdf").exists()
    assert (loaded / "there.pdf").read_bytes() == b"kept"


def test_a_file_that_is_there_is_replaced_when_that_is_asked_for(loaded):
    (loaded / "there.pdf").write_bytes(b"kept")
    table(*REPORT, "--output", "there.pdf", "--overwrite", "--chapters", "sources")
    assert (loaded / "there.pdf").read_bytes().startswith(b"%PDF-")
