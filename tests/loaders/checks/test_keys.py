"""Keys that occur twice."""

from data.datasets import Dataset
from loaders.checks import no_facts, plausibility
from loaders.formats import miljodirektoratet_area
from loaders.reading import Reading
from tests.loaders.checks.invented import check, committed, reading_of, row
from tests.loaders.published_layouts import context, miljodirektoratet, register, workbook_of


def test_a_repeated_key_in_a_published_file_is_a_warning_and_both_rows_stay():
    twice = [(2022, "Veitrafikk", "Personbiler", "CO2", 500), (2022, "Veitrafikk", "Personbiler", "CO2", 500)]
    result = miljodirektoratet_area.read(
        workbook_of(miljodirektoratet(details=twice, overview=[(2022, "Veitrafikk", 1000)])), context()
    )
    (problem,) = plausibility(result, no_facts(), register())
    assert (problem.level, problem.code, str(problem.found)) == ("warning", "repeated_key", "rows 2 and 3")
    assert result.tables["emissions"].num_rows == 3


def test_a_dataset_that_is_another_one_in_the_store_is_refused(store):
    committed(store, reading_of([row(2023, 41000.0)]))
    other = Reading(
        **{
            **vars(reading_of([row()])),
            "datasets": (Dataset("ours", "Ours", "Fjordvik", gas_coverage="co2", basis="territorial"),),
        }
    )
    assert [str(problem.sentence) for problem in check(store, other) if problem.level == "error"] == [
        'The file: expected ours as in the store: ghg, territorial, found "co2, territorial". '
        "Give these figures a dataset key of their own on the sheet About."
    ]


def test_all_rows_of_a_repeated_key_have_their_cells():
    rows = [row(2023), row(2024), row(2024), row(2024, subsector="Buses"), row(2024, subsector="Buses")]
    problems = plausibility(reading_of(rows, typed=False), no_facts(), register())
    (problem,) = [problem for problem in problems if problem.code == "repeated_key"]
    assert (problem.count, problem.cells) == (4, ("H3", "H4", "H5", "H6"))
    assert str(problem.found) == "rows 3 and 4; rows 5 and 6"


def test_rows_that_their_publishers_label_tells_apart_are_no_repeats():
    one, other = row(2024, subsector="Buses"), row(2024, subsector="Buses") | {"source_label": "Coaches"}
    problems = plausibility(reading_of([one, other], typed=False), no_facts(), register())
    assert "repeated_key" not in [problem.code for problem in problems]
