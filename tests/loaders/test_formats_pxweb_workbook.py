"""SSB's tables as worksheets, in small. Fjordvik and its neighbours are fictional."""

from io import BytesIO

from openpyxl import load_workbook

from loaders import formats
from loaders.formats import pxweb_csv, pxweb_workbook
from loaders.sheets.workbook import open_workbook
from tests.loaders.published_layouts import bytes_of, rows_of, sentences, workbook_of
from tests.loaders.published_statistics import (
    PEOPLE,
    nordic,
    population_sheet,
    population_wide,
    waste_csv,
    waste_sheet,
)

PLACES = ["source_sheet", "source_row", "source_column"]


def read(sheets):
    return pxweb_workbook.read(workbook_of(sheets), nordic())


def test_it_is_recognised_by_the_number_in_its_title():
    assert formats.recognise(workbook_of(population_sheet())) is pxweb_workbook
    assert formats.recognise(workbook_of(waste_sheet())) is pxweb_workbook
    assert formats.recognise(workbook_of(population_sheet(title="13999: Noko, etter region og år"))) is None


def test_it_gives_what_the_text_file_gives():
    same = pxweb_csv.read(population_wide(), nordic()).tables["population"]
    assert (
        read(population_sheet()).tables["population"].drop_columns(PLACES).equals(same.drop_columns(PLACES))
    )


def test_labels_written_once_hold_for_the_rows_below_and_codes_stand_in_a_column_of_their_own():
    same = pxweb_csv.read(waste_csv(), nordic()).tables["materials"]
    assert read(waste_sheet()).tables["materials"].drop_columns(PLACES).equals(same.drop_columns(PLACES))


def test_a_figure_walks_back_to_its_cell():
    found = rows_of(read(waste_sheet()).tables["materials"], "amount_tonnes", *PLACES)
    assert found[2] == (18.0, "Sheet1", 7, "E")


def test_the_day_of_the_last_change_below_the_figures_is_the_release():
    release = read(population_sheet()).releases["ssb-population"]
    assert (release.label, release.origin) == ("2024-02-21", "file")


def test_a_text_among_the_figures_is_refused_in_its_cell():
    rows = [*PEOPLE[:2], ("9101 Fjordvik", "17400", "mange")]
    assert sentences(read(population_sheet(rows))) == [
        'Befolkning!C7: expected inhabitants as a whole number, 0 or more, found "mange". Put the publisher\'s figure '
        "back: download the file again, and load it as it came."
    ]


def test_a_title_that_does_not_name_its_divisions_still_gives_the_regions_by_their_codes():
    rows = read(population_sheet(title="07459: Befolkning")).tables["population"]
    assert rows["area_id"].to_pylist()[:3] == ["NO", "NO", "NO-91"]


def test_it_is_built_from_the_description_and_not_proven():
    assert not read(waste_sheet()).is_proven


def test_a_cell_with_an_error_is_refused_and_not_taken_for_missing():
    rows = [*PEOPLE[:2], ("9101 Fjordvik", "17400", "#N/A")]
    content = load_workbook(BytesIO(bytes_of(population_sheet(rows))))
    content["Befolkning"]["C7"].data_type = "e"
    saved = BytesIO()
    content.save(saved)
    result = pxweb_workbook.read(open_workbook(saved.getvalue()), nordic())
    assert sentences(result) == [
        'Befolkning!C7: expected a value, found "#N/A". Correct the formula, or leave the cell empty.'
    ]
