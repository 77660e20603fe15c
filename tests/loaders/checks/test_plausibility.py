"""What every check has in common: ordinary figures pass, and the sentences accuse nobody."""

from loaders.checks import no_facts, plausibility
from loaders.formats import miljodirektoratet_area, scb_population, smhi_report
from tests.loaders.checks.invented import RECEIVED_ON, check, codes, committed, reading_of, row, warnings
from tests.loaders.published_layouts import (
    context,
    miljodirektoratet,
    register,
    scb,
    sentences,
    smhi,
    workbook_of,
)


def test_ordinary_figures_give_no_warning():
    # 17,420 inhabitants, 41,000 t: 2.4 t a head
    rows = [row(2022, 42000.0), row(2023, 41500.0), row(2024, 41000.0)]
    assert warnings(rows, inhabitants=[("NO-9101", 2024, 17420)]) == []


def test_published_layouts_in_order_give_no_warning():
    for layout, sheets in (
        (miljodirektoratet_area, miljodirektoratet()),
        (smhi_report, smhi()),
        (scb_population, scb()),
    ):
        result = layout.read(workbook_of(sheets), context())
        assert plausibility(result, no_facts(), register(), received_on=RECEIVED_ON) == []


def test_a_store_without_these_areas_adds_nothing(store):
    assert check(store, reading_of([row(2023, 41000.0), row(2024, 41000.0)])) == []


def test_what_speaks_in_the_store_is_compared_with(store):
    committed(store, reading_of([row(2022, 41000.0), row(2023, 40000.0)]))
    assert codes(check(store, reading_of([row(2024, 40.0)]))) == ["unit_slip"]


def test_sentences_say_unusual_and_never_error():
    rows = [row(2022, 42000.0), row(2023, 20000.0), row(2024, 20.0)]
    for problem in warnings(rows):
        assert "Unusual, check" in str(problem.sentence)
        assert "error" not in str(problem.sentence).lower()
    assert sentences(reading_of(rows)) == []


def test_a_warning_has_the_cells_of_all_its_cases_and_names_three():
    rows = [row(year, -41000.0) for year in range(2015, 2025)]
    (problem,) = warnings(rows)
    assert (problem.code, problem.count) == ("below_zero", 10)
    assert problem.cells == ("H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11")
    assert str(problem.found).count("Fjordvik") == 3
    assert str(problem.found).endswith("; and 7 more")


def test_a_warning_keeps_ten_thousand_cells_and_counts_on():
    (problem,) = warnings([row(2024, -1.0, subsector=f"source {number}") for number in range(10_003)])
    assert (problem.count, len(problem.cells), problem.cells[-1]) == (10_003, 10_000, "H10001")


def test_cases_on_two_sheets_are_a_warning_for_each():
    rows = [row(2023, -41000.0), row(2024, -41000.0) | {"source_sheet": "Emissions 2"}]
    assert [(problem.sheet, problem.cells) for problem in warnings(rows)] == [
        ("Emissions", ("H2",)),
        ("Emissions 2", ("H3",)),
    ]


def test_a_case_without_a_place_in_the_file_is_counted_without_a_cell():
    rows = [row(2023, -41000.0) | {"source_column": None}, row(2024, -41000.0)]
    (problem,) = warnings(rows)
    assert (problem.count, problem.cells) == (2, ("H3",))
