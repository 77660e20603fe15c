"""The judge of broken files: it must see a wrong figure, or its silence says nothing."""

from benchmarks.broken_files import _difference, _text_cells, judge
from benchmarks.mutations import TEXT_KINDS, WORKBOOK_KINDS, mutated
from loaders import formats
from loaders.sheets.workbook import open_workbook
from tests.loaders.published_layouts import bytes_of, context, miljodirektoratet, scb

OSLO = bytes_of(miljodirektoratet(area="Oslo"))


def test_a_whole_file_is_accepted():
    assert judge(OSLO) == ("accepted", "")


def test_a_file_that_is_no_workbook_is_refused():
    assert judge(b"%PDF-1.7") == ("refused", "")


def test_a_fact_that_the_file_does_not_hold_is_seen():
    workbook = open_workbook(bytes_of(scb()))
    reading = formats.recognise(workbook).read(workbook, context())
    cells = {("Totalt", 9, 3): 31501}
    assert _difference(reading, cells) == "('Totalt', 9, 3): the file holds 31501, the fact is 31500.0"


def test_a_figure_passed_over_in_silence_is_seen():
    workbook = open_workbook(bytes_of(scb()))
    reading = formats.recognise(workbook).read(workbook, context())
    cells = {
        ("Totalt", row, 3): value
        for row, value in zip(range(9, 13), (31500, 24100, 17420, 6680), strict=True)
    } | {("Totalt", 40, 3): 99}
    assert _difference(reading, cells) == "('Totalt', 40, 3): 99 was passed over in silence"


def test_a_number_breaks_a_file_in_the_same_way_every_time():
    assert mutated(OSLO, 7, seed=1) == mutated(OSLO, 7, seed=1)
    assert mutated(OSLO, 7, seed=1) != mutated(OSLO, 7, seed=2)


def test_every_kind_of_damage_can_be_done():
    import random

    text = "år;verdi\n2020;1\n2021;2\n".encode("cp1252") * 20
    for kinds, content in ((WORKBOOK_KINDS, OSLO), (TEXT_KINDS, text)):
        for kind, damage in kinds.items():
            assert isinstance(damage(content, random.Random(kind)), bytes)


def test_sixty_broken_copies_neither_crash_nor_give_a_wrong_figure():
    outcomes = {judge(mutated(OSLO, number, seed=5)[1])[0] for number in range(60)}
    assert outcomes <= {"accepted", "refused", "not comparable"}
    assert "refused" in outcomes


def test_text_is_read_by_other_means_in_its_encoding():
    assert _text_cells("å;1,5\n".encode("utf-16")) == {("CSV", 1, 1): "å", ("CSV", 1, 2): "1,5"}
