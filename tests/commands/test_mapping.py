"""mapping suggest, and check and load with a mapping: a table in a layout of its own from suggestion to figure."""

import json

import pytest
from openpyxl import Workbook

from tests.commands.conftest import rows_of, run, table, value

ROWS = (
    ("Klimaregnskap (kt CO2e)",),
    ("Sektor", 2022, 2023),
    ("Biltrafikk", "12,5", "12"),
    ("Landbruk", 5, 4),
    ("Tull og tøys", 1, 1),
)


@pytest.fixture
def messy(folder):
    """The folder with a messy workbook in it."""
    book = Workbook()
    book.active.title = "Ark1"
    for row in ROWS:
        book.active.append(row)
    book.save(folder / "klima.xlsx")
    return folder


def suggested(folder, **changes):
    """A suggested mapping file, changed as a person would."""
    assert run("mapping", "suggest", "klima.xlsx", "--output", "klima.json").exit_code == 0
    written = json.loads((folder / "klima.json").read_text(encoding="utf-8"))
    written["translations"].setdefault("sector", {})["Tull og tøys"] = "other"
    (folder / "klima.json").write_text(json.dumps({**written, **changes}), encoding="utf-8")


def test_a_suggestion_shows_each_column_of_the_sheet_with_its_samples(messy):
    rows = table("mapping", "suggest", "klima.xlsx")
    assert [(row["column"], row["sheet_column"], row["heading"]) for row in rows] == [
        ("sector", "A", "Sektor"),
        ("emissions_tco2e", "B", "2022"),
        ("emissions_tco2e", "C", "2023"),
    ]
    assert rows[1]["samples"] == "12,5 | 5 | 1"


def test_a_suggestion_says_what_a_person_has_to_add(messy):
    said = run("mapping", "suggest", "klima.xlsx").stderr
    assert "klima.xlsx: sheet “Ark1” looks like Emissions.\n" in said
    assert (
        "no column for “Municipality”; name one, or give what holds for all rows under constants.area_id."
        in said
    )
    assert "12,5 can be read in two ways; say --decimal comma or --decimal point." in said
    assert "say under translations.sector what these mean: Tull og tøys." in said


def test_the_mapping_file_explains_itself_and_lists_the_words_without_a_meaning(messy):
    assert run("mapping", "suggest", "klima.xlsx", "--output", "klima.json").exit_code == 0
    written = json.loads((messy / "klima.json").read_text(encoding="utf-8"))
    assert written["help"]["unit"].startswith("Unit of the amounts")
    assert written["help"]["untranslated"] == {"sector": ["Tull og tøys"]}
    assert (written["table"], written["unit"], written["spread"]) == (
        "emissions",
        "kt",
        {"column": "year", "heading": "#"},
    )
    assert written["translations"] == {"sector": {"Biltrafikk": "transport", "Landbruk": "agriculture"}}


def test_an_existing_mapping_file_is_left_alone_unless_asked(messy):
    (messy / "klima.json").write_text("mine", encoding="utf-8")
    refused = run("mapping", "suggest", "klima.xlsx", "--output", "klima.json")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "klima.json exists already. Name another file, or add --overwrite.\n",
    )
    assert (messy / "klima.json").read_text(encoding="utf-8") == "mine"
    assert run("mapping", "suggest", "klima.xlsx", "--output", "klima.json", "--overwrite").exit_code == 0


def test_a_messy_workbook_is_loaded_through_its_edited_mapping(messy):
    suggested(messy)
    options = ("--mapping", "klima.json", "--decimal", "comma", "--municipality", "Fjordvik")
    assert table("check", "klima.xlsx", *options) == []
    loaded = table("load", "klima.xlsx", *options)
    assert [(row["table"], row["new"]) for row in loaded] == [("emissions", "6")]
    # 12,5 kt + 5 kt + 1 kt
    assert float(value("ghg_total", 2022)) == 18500.0


def test_without_the_decimal_mark_the_file_is_asked_about_once(messy):
    suggested(messy)
    result = run("check", "klima.xlsx", "--mapping", "klima.json", "--municipality", "Fjordvik")
    assert result.exit_code == 1
    assert [(row["code"], row["cell"]) for row in rows_of(result)] == [("number_convention", "B3")]


def test_the_same_bytes_with_another_mapping_are_another_upload(messy):
    suggested(messy)
    options = ("--mapping", "klima.json", "--decimal", "comma", "--municipality", "Fjordvik")
    first = table("load", "klima.xlsx", *options)[0]["upload_id"]
    assert table("load", "klima.xlsx", *options)[0]["upload_id"] == first
    suggested_unit = json.loads((messy / "klima.json").read_text(encoding="utf-8")) | {"unit": "t"}
    (messy / "klima.json").write_text(json.dumps(suggested_unit), encoding="utf-8")
    assert table("load", "klima.xlsx", *options)[0]["upload_id"] != first


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"version": 1,\n', "klima.json: expected JSON, found a fault in line 2."),
        (
            '{"version": 3}',
            "klima.json: Mapping, version: expected 1, the version of mappings that this Veikart knows",
        ),
        ("[]", "klima.json: Mapping, the whole file: expected an object with named entries"),
    ],
)
def test_a_wrong_mapping_file_is_refused_with_its_sentence(messy, content, sentence):
    (messy / "klima.json").write_text(content, encoding="utf-8")
    result = run("check", "klima.xlsx", "--mapping", "klima.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)


def test_a_mapping_file_that_is_not_there_is_refused(messy):
    result = run("load", "klima.xlsx", "--mapping", "nowhere.json")
    assert (result.exit_code, result.stderr) == (
        2,
        "nowhere.json: expected a mapping file, found nothing there.\n",
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--table", "weather"), "Table: expected one of emissions,"),
        (("--sheet", "Ark2"), 'klima.xlsx: expected one of the sheets Ark1, found "Ark2".'),
    ],
)
def test_a_table_or_sheet_that_is_not_there_is_refused(messy, options, sentence):
    result = run("mapping", "suggest", "klima.xlsx", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)


def test_a_table_that_is_named_is_suggested_though_another_is_likelier(messy):
    rows = table("mapping", "suggest", "klima.xlsx", "--table", "budget_ceilings")
    assert {row["table"] for row in rows} == {"budget_ceilings"}


def test_a_file_that_is_no_workbook_is_refused_with_its_problem(messy):
    (messy / "tall.pdf").write_bytes(b"%PDF-1.7\ntall")
    result = run("mapping", "suggest", "tall.pdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "found a PDF document" in result.stderr


def test_a_workbook_without_a_table_has_no_suggestion(messy):
    book = Workbook()
    book.active["A1"] = "Hei"
    book.save(messy / "brev.xlsx")
    result = run("mapping", "suggest", "brev.xlsx")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "brev.xlsx: no sheet looks like one of our tables. Name one with --table.\n"
    )
