"""An approved mapping is offered again for the next file with the same headings. All places are fictional."""

from loaders.mappings.mapped_headings import fingerprint
from loaders.mappings.mapped_table import read_mapped, unmapped_columns
from loaders.mappings.mapping import Mapping
from loaders.mappings.remembered_mappings import remember, remembered
from tests.loaders.published_layouts import context, rows_of, workbook_of

LAST_YEAR = (("Klimaregnskap 2024",), ("Sektor", "Merknad", 2022, 2023), ("Transport", "", 5, 4))
THIS_YEAR = (
    ("Klimaregnskap 2025",), ("Foreløpige tall",),
    ("Merknad", "SEKTOR", 2022, 2023, 2024), ("", "Transport", 5, 4, 3),
)  # fmt: skip
APPROVED = Mapping.from_dict(
    {
        "version": 1,
        "table": "emissions",
        "sheet": "2024",
        "heading_row": 2,
        "columns": {"sector": {"column": "A", "heading": "Sektor"}},
        "spread": {"column": "year", "heading": "#"},
        "constants": {"area_id": "NO-9101"},
        "unit": "kt",
    }
)


def last_years(store, mapping=APPROVED, municipality_id="NO-9101"):
    remember(store, workbook_of({"2024": LAST_YEAR}), mapping, municipality_id=municipality_id, actor="Kari")


def test_next_years_file_with_one_more_year_and_a_moved_column_is_read_by_the_remembered_mapping(store):
    last_years(store)
    book = workbook_of({"Forside": [("Fjordvik kommune", "Miljø")], "2025": THIS_YEAR})
    found = remembered(store, book, municipality_id="NO-9101")
    assert (found.sheet, found.heading_row, found.columns["sector"].letters) == ("2025", 3, "B")
    rows = rows_of(
        read_mapped(book, found, context()).tables["emissions"], "year", "emissions_tco2e", "source_column"
    )
    assert rows == [(2022, 5000.0, "C"), (2023, 4000.0, "D"), (2024, 3000.0, "E")]


def test_the_municipalitys_own_mapping_goes_before_one_of_no_municipality(store):
    last_years(store)
    last_years(store, Mapping.from_dict({**APPROVED.to_dict(), "unit": "t"}), municipality_id=None)
    book = workbook_of({"2025": THIS_YEAR})
    assert remembered(store, book, municipality_id="NO-9101").unit == "kt"
    assert remembered(store, book, municipality_id="NO-9102").unit == "t"
    assert remembered(store, book).unit == "t"


def test_the_mapping_of_another_municipality_is_not_offered(store):
    last_years(store)
    assert remembered(store, workbook_of({"2025": THIS_YEAR}), municipality_id="NO-9102") is None


def test_the_newest_approval_is_offered(store):
    last_years(store)
    last_years(store, Mapping.from_dict({**APPROVED.to_dict(), "unit": "t"}))
    assert remembered(store, workbook_of({"2024": LAST_YEAR}), municipality_id="NO-9101").unit == "t"


def test_other_headings_are_not_mistaken_for_it(store):
    last_years(store)
    other = (("Sektor", "Kommentar", 2022), ("Transport", "", 5))
    assert remembered(store, workbook_of({"2024": other}), municipality_id="NO-9101") is None


def test_a_year_that_held_for_the_whole_file_is_asked_for_again(store):
    rows = (("Sektor", "Utslipp"), ("Transport", 5))
    mapping = Mapping.from_dict(
        {
            "version": 1, "table": "emissions", "sheet": "A", "heading_row": 1, "unit": "t",
            "columns": {"sector": "A", "emissions_tco2e": "B"}, "constants": {"area_id": "NO-9101", "year": "2024"},
        }
    )  # fmt: skip
    book = workbook_of({"A": rows})
    remember(store, book, mapping, municipality_id="NO-9101", actor="Kari")
    found = remembered(store, book, municipality_id="NO-9101")
    assert [column.name for column in unmapped_columns(found)] == ["year"]


def test_a_remembered_mapping_of_another_version_is_passed_over(store):
    book = workbook_of({"2024": LAST_YEAR})
    store.remember_mapping(fingerprint(book, "2024", 2), {"version": 99}, area_id="NO-9101", actor="Kari")
    assert remembered(store, book, municipality_id="NO-9101") is None


def test_fingerprints_do_not_depend_on_order_case_or_years():
    def mark(*headings):
        return fingerprint(workbook_of({"A": [headings, ("x",) * len(headings)]}), "A", 1)

    assert mark("Sektor", "Kommune", 2022) == mark("KOMMUNE", "Sektor", "2023", 2024.0)
    assert mark("Sektor", "Utslipp 2022") == mark("Utslipp 2023", "Sektor")
    assert mark("Sektor", 2022) != mark("Sektor", "Kommune", 2022)
