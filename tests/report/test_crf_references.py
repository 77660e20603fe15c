"""The references of the framework agree with our reader of its workbook, and our sectors stand where they belong."""

import pytest

from data.code_lists import SECTORS
from loaders.formats import crf_inventory
from report.reporting.crf_references import REFERENCES, SCOPE_LABELS, held_within, placed, written_reference
from tests.loaders.published_cities import crf, crf_row
from tests.loaders.published_finland import context
from tests.loaders.published_layouts import workbook_of


def test_the_reader_gives_every_reference_the_scope_that_it_is_written_with():
    rows = [
        crf_row(each.number, 1.0, sector=each.sector, part=each.subsector, scope=SCOPE_LABELS[each.scope])
        for each in REFERENCES.values()
    ]
    reading = crf_inventory.read(workbook_of(crf(rows)), context())
    read = {row["source_label"].split()[0]: row["scope"] for row in reading.tables["emissions"].to_pylist()}
    assert read == {number: each.scope for number, each in REFERENCES.items()}


@pytest.mark.parametrize("sector", [each for each in SECTORS if each not in ("credits", "other")])
def test_the_reader_reads_every_sector_at_its_place_even_without_a_reference(sector):
    place = placed(sector, "", "")
    assert place is not None
    row = crf_row(
        place.number or None, 1.0, sector=place.sector, part=place.subsector, scope=place.scope_label
    )
    reading = crf_inventory.read(workbook_of(crf([row])), context())
    assert [each["emissions_tco2e"] for each in reading.tables["emissions"].to_pylist()] == [1.0]


@pytest.mark.parametrize(
    ("sector", "source", "scope", "number"),
    [
        ("transport", "Veitrafikk: Personbiler", "1", "II.1.1"),
        ("transport", "Luftfart: Innenriks luftfart", "", "II.4.1"),
        ("transport", "Sjöfart", "2", "II.3.2"),
        ("waste", "Avfallsdeponigass", "", "III.1.1"),
        ("waste", "Landfill gas", "3", "III.1.2"),
        ("agriculture", "Jordbruksarealer", "", "V.3"),
        ("industry", "", "2", "I.3.2"),
        ("off_road", "Bygg og anlegg", "", "II.5.1"),
        ("transport", "Something new", "", ""),
    ],
)
def test_a_source_in_the_publishers_own_words_stands_at_its_reference(sector, source, scope, number):
    place = placed(sector, source, scope)
    assert place is not None
    assert place.number == number


@pytest.mark.parametrize(("sector", "scope"), [("credits", ""), ("other", ""), ("", ""), ("off_road", "3")])
def test_what_the_framework_has_no_row_for_stands_nowhere(sector, scope):
    assert placed(sector, "", scope) is None


def test_travel_abroad_is_outside_the_boundary():
    place = placed("international_transport", "Flights abroad", "")
    assert place is not None
    assert (place.number, place.scope_label) == ("", "Outside boundary")


def test_only_a_figure_without_a_reference_of_its_own_holds_others():
    assert held_within("waste", "", "") == ("III.1.1", "III.4.1")
    assert held_within("waste", "Avløp", "") == ()


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("I.1.1 Residential buildings Gas", "I.1.1"),
        ("IV.2 Produce Use", "IV.2"),
        ("Veitrafikk", ""),
        ("I.9.9 X", ""),
    ],
)
def test_a_row_that_came_as_crf_bears_its_reference_first(label, number):
    assert written_reference(label) == number
