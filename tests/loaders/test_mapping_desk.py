"""What may be chosen for a table of an unknown layout, and the mapping that the answers make."""

from dataclasses import replace
from datetime import date

import pytest

from data.store import Store
from loaders.mappings.mapping import SheetColumn, Skip, Spread
from loaders.mappings.mapping_desk import Answers, MappingDesk
from loaders.reading import ReadingContext
from loaders.sheets.workbook import open_workbook
from tests.loaders.workbooks import one_sheet

WIDE = [["Sektor", "Merknad", 2022, 2023], ["Transport", "a", 10, 9], ["Skipsfart i havn", "b", 4, 3]]
LONG = [["Sektor", "År", "Utslipp"], ["Transport", 2022, 10]]


@pytest.fixture
def desk(store: Store):
    """desk(rows) is a desk for a workbook of one sheet, Data."""

    def made(rows) -> MappingDesk:
        context = ReadingContext(store.register(), received_on=date(2026, 1, 1))
        return MappingDesk(open_workbook(one_sheet(rows)), context)

    return made


def test_a_wide_table_may_be_read_by_year_or_one_figure_a_row(desk):
    at = desk(WIDE)
    start = at.start()
    assert at.spreads(start) == [Spread("year", "#"), None]
    assert at.spread_headings(start, Spread("year", "#")) == ["2022", "2023"]
    assert [column.heading for column in at.columns(start, Spread("year", "#"))] == ["Sektor", "Merknad"]
    assert len(at.columns(start, None)) == 4


def test_what_a_wide_layout_spreads_out_is_offered_for_no_column(desk):
    at = desk(WIDE)
    names = {column.name for column in at.choices(at.start(), Spread("year", "#"))}
    assert names & {"year", "emissions_tco2e"} == set()
    assert "sector" in names


def test_the_answers_make_the_mapping_and_words_left_out_become_rows_to_skip(desk):
    at = desk(WIDE)
    answers = Answers(
        {"sector": "A"}, Spread("year", "#"), {"area_id": "NO-3201"}, "kt", "comma",
        {"sector": {"Skipsfart i havn": "", "Transport": "transport"}},
    )  # fmt: skip
    mapping = at.mapping(at.start(), answers)
    assert mapping.columns == {"sector": SheetColumn("A", "Sektor")}
    assert mapping.constants == {"area_id": "NO-3201"}
    assert (mapping.unit, mapping.decimal_mark) == ("kt", "comma")
    assert mapping.translations == {"sector": {"Transport": "transport"}}
    assert mapping.skip == (Skip(SheetColumn("A", "Sektor"), ("Skipsfart i havn",)),)
    # 10 kt and 9 kt of transport
    assert at.read(mapping).tables["emissions"]["emissions_tco2e"].to_pylist() == [10_000.0, 9_000.0]


def test_a_constant_gives_way_to_a_column_and_a_unit_to_none_where_nothing_is_weighed(desk):
    at = desk(LONG)
    answers = Answers({"sector": "A", "year": "B"}, None, {"year": "2020", "area_id": "NO-3201"}, unit="kt")
    mapping = at.mapping(at.start(), answers)
    assert mapping.constants == {"area_id": "NO-3201"}
    assert mapping.unit == ""
    assert at.units(mapping) == ()


def test_what_the_sheet_lacks_is_missing_and_unanswered_until_a_constant_says_it(desk):
    at = desk(LONG)
    answers = Answers({"sector": "A", "year": "B", "emissions_tco2e": "C"})
    mapping = at.mapping(at.start(), answers)
    assert [column.name for column in at.missing(mapping)] == ["area_id"]
    said = replace(mapping, constants={"area_id": "NO-3201"})
    assert [column.name for column in at.missing(said)] == ["area_id"]
    assert at.unanswered(said) == []


def test_words_are_offered_with_the_entry_that_was_said_before_or_is_likely(desk):
    at = desk([["Sektor", 2022, 2023], ["Veitrafikk", 1, 2], ["Skipsfart i havn", 3, 4]])
    start = at.start()
    said = replace(
        start, mapping=replace(start.mapping, translations={"sector": {"Skipsfart i havn": "other"}})
    )
    draft = at.mapping(start, Answers({"sector": "A"}, start.mapping.spread))
    assert at.words(draft, start) == {"sector": {"Veitrafikk": "transport", "Skipsfart i havn": None}}
    assert at.words(draft, said) == {"sector": {"Veitrafikk": "transport", "Skipsfart i havn": "other"}}


def test_a_workbook_without_any_table_has_nothing_to_start_with(desk):
    assert desk([["Hello"]]).start() is None


@pytest.mark.parametrize(
    ("heading", "gases"),
    [
        ("Utslipp", "ghg"),
        ("CO2 (tonn)", "co2"),
        ("CO2e (ton)", "ghg"),
        ("Koldioxid, ton", "co2"),
        ("Tonn CO2-ekvivalenter", "ghg"),
    ],
)
def test_figures_of_co2_alone_are_known_by_their_heading(desk, heading, gases):
    at = desk([["Sektor", "År", heading], ["Transport", 2022, 10]])
    assert at.likely_gases(at.suggestion(table="emissions")) == gases


def test_figures_of_fossil_co2_become_a_dataset_of_their_own(desk):
    at = desk(LONG)
    columns = {"sector": "A", "year": "B", "emissions_tco2e": "C"}
    answers = Answers(columns, None, {"area_id": "NO-3201"}, "t", gas_coverage="co2")
    (dataset,) = at.read(at.mapping(at.start(), answers)).datasets
    assert (dataset.key, dataset.gas_coverage) == ("own-accounts-co2", "co2")
