"""docs/data-dictionary.md says what data/tables.py declares, and is no older."""

from pathlib import Path

import pytest

from data.tables import TABLES
from docs import dictionary_page

PAGE = dictionary_page.PAGE.read_text(encoding="utf-8")


def section(table: str) -> str:
    return PAGE.partition(f"\n## {table}\n")[2].partition("\n## ")[0]


def test_the_page_on_disk_is_what_make_docs_writes():
    assert dictionary_page.page() == PAGE, "run `make docs`"


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_column_of_a_table_has_its_line(table):
    lines = [line for line in section(table.name).splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == list(table.column_names)


def test_a_line_says_title_kind_unit_limits_and_meaning():
    assert (
        "| `secondary_percent` | Reused or recycled content | number | % |  | 0 to 100 | Share of the mass, 0 to 100 |"
        in section("materials")
    )


def test_a_long_list_of_allowed_entries_stands_once_with_the_columns_that_use_it():
    assert PAGE.count("### emissions-sector\n") == 1
    assert "`emissions.sector`, `budget_ceilings.sector`, `reference_paths.sector`" in PAGE


def test_every_link_to_a_list_leads_to_its_heading():
    linked = {part.split(")")[0] for part in PAGE.split("](#")[1:]}
    headings = {line.lstrip("# ") for line in PAGE.splitlines() if line.startswith("#")}
    assert linked - headings == set()


def test_personal_columns_say_so():
    assert "May hold a person's name or address" in next(
        line for line in section("notes").splitlines() if line.startswith("| `author`")
    )


def test_a_second_run_changes_nothing(tmp_path: Path):
    dictionary_page.write(tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == PAGE
