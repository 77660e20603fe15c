"""template: empty workbooks of every theme, and ones with what is loaded."""

import pytest
from openpyxl import load_workbook

from loaders.own_workbooks.template_layout import THEMES
from tests.commands.conftest import run, table


@pytest.mark.parametrize("name", THEMES)
def test_a_template_is_written_once_and_an_existing_file_is_left_alone(folder, name):
    written = table("template", name, "--output", "empty.xlsx")
    assert [row["table"] for row in written] == list(THEMES[name].tables)
    content = (folder / "empty.xlsx").read_bytes()
    refused = run("template", name, "--output", "empty.xlsx")
    assert refused.exit_code == 2
    assert refused.stderr == "empty.xlsx exists already. Name another file, or add --overwrite.\n"
    assert (folder / "empty.xlsx").read_bytes() == content


def test_an_existing_file_is_replaced_when_asked(folder):
    (folder / "empty.xlsx").write_bytes(b"something else")
    assert run("template", "targets", "--output", "empty.xlsx", "--overwrite").exit_code == 0
    assert "Targets" in load_workbook(folder / "empty.xlsx").sheetnames


def test_an_unknown_theme_is_refused_with_the_ones_there_are(folder):
    result = run("template", "weather", "--output", "empty.xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Template: expected one of emissions, population, materials, projects,")


def test_an_unknown_language_is_refused(folder):
    result = run("template", "targets", "--output", "empty.xlsx", "--language", "tlh")
    assert result.exit_code == 2
    assert 'found "tlh"' in result.stderr


def test_a_template_speaks_the_language_asked_for(folder):
    assert run("template", "targets", "--output", "mal.xlsx", "--language", "nb").exit_code == 0
    names = load_workbook(folder / "mal.xlsx").sheetnames
    assert "Targets" not in names
    assert "_veikart" in names


def test_a_template_with_what_is_loaded_says_how_many_rows_it_has_and_changes_nothing_when_loaded_again(
    loaded,
):
    written = table("template", "emissions", "--municipality", "Fjordvik", "--output", "filled.xlsx")
    assert [row["table"] for row in written] == ["emissions"]
    assert int(written[0]["rows"]) > 0
    checked = run("check", "filled.xlsx")
    assert checked.exit_code == 0
    assert f"new 0, changed 0, removed 0, unchanged {written[0]['rows']}" in checked.stderr
