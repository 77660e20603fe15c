"""Files made to do harm, or broken in ways that do: each is refused with its sentence or read for what it is."""

import zipfile
from io import BytesIO
from random import Random

import pytest
from openpyxl import Workbook as ExcelWorkbook
from openpyxl import load_workbook

from loaders.loading import prepare
from loaders.problems import LoadRefused
from loaders.sheets import guards
from loaders.sheets.guards import Refused, listed_sheets, scan_sheets
from loaders.sheets.sheet_pieces import Unpieceable, sheet_pieces
from loaders.sheets.text_tables import BLOCK_RECORDS, read_text_table
from loaders.sheets.workbook import open_workbook
from tests.loaders.published_layouts import bytes_of, miljodirektoratet
from tests.loaders.workbooks import MAIN, one_sheet, raw_workbook, saved, sheet_xml, zipped
from texts import GROUP

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(content):
    with pytest.raises(LoadRefused) as refused:
        open_workbook(content)
    (problem,) = refused.value.problems
    return str(problem.sentence).replace(GROUP, ",")


def first_sheet(content):
    return next(iter(open_workbook(content).sheets.values()))


DAMAGED = "The file: expected an Excel workbook (.xlsx), found a damaged workbook."
TOO_LARGE = (
    "The file: expected a workbook that unpacks to a reasonable size, found one that unpacks to far more than its tables "
    "need. Copy the table alone into a new workbook, or split it by year, and load that."
)


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused():
    content = raw_workbook({"A": sheet_xml(ONE_CELL + " " * 50_000_000)})
    assert len(content) < 200_000
    assert refusal(content) == TOO_LARGE


def test_parts_that_together_unpack_to_more_than_allowed_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(guards, "LARGEST_UNZIPPED_BYTES", 100_000)
    parts = {f"xl/media/{number}.png": b" " * 9_000 for number in range(12)}  # 108,000
    with pytest.raises(Refused) as refused:
        listed_sheets(raw_workbook({"A": sheet_xml(ONE_CELL)}, parts=parts))
    assert refused.value.code == "archive_too_large"


def test_a_sheet_that_claims_a_million_rows_and_has_one_is_read():
    xml = sheet_xml(ONE_CELL, before='<dimension ref="A1:XFD1048576"/>')
    sheet = first_sheet(raw_workbook({"A": xml}))
    assert (sheet.last_row, sheet.last_column) == (1, 1)


def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_with_its_name():
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refusal(raw_workbook({"A": sheet_xml(ONE_CELL + corner)})) == (
        "A!XFD1048576: expected at most 1,000 columns, found 16,384. Delete the whole columns to the right of the table and "
        "the rows below it, save it, and load it again."
    )


def test_a_hundred_megabytes_of_one_shared_string_are_refused():
    strings = "<si><t>" + "x" * 100_000_000 + "</t></si>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert refusal(raw_workbook({"A": sheet_xml(row)}, strings=strings)) == TOO_LARGE


def test_a_hundred_megabytes_of_different_shared_strings_are_read_within_the_memory_allowed():
    random, filling = Random(1), "x" * 960
    strings = "".join(f"<si><t>{random.getrandbits(160):040x}{filling}</t></si>" for _ in range(100_000))
    row = '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'
    text = first_sheet(raw_workbook({"A": sheet_xml(row)}, strings=strings)).text(1, 1)
    assert (len(text), text.endswith(filling)) == (1000, True)


def test_a_zip_archive_within_a_zip_archive_is_not_opened():
    inner = zipped({"bomb.zip": zipped({"a": " " * 10_000_000})})
    assert refusal(zipped({"inner.zip": inner})) == (
        "The file: expected an Excel workbook (.xlsx), found a zip archive without a workbook's parts. "
        "Unpack the archive and load the .xlsx file inside it."
    )
    assert (
        first_sheet(raw_workbook({"A": sheet_xml(ONE_CELL)}, parts={"xl/media/i.zip": inner})).text(1, 1)
        == "1"
    )


def test_a_link_to_another_workbook_is_not_followed_and_its_last_value_read():
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    row = '<row r="1"><c r="A1"><f>[1]Sheet1!$A$1</f><v>12.5</v></c></row>'
    content = raw_workbook({"A": sheet_xml(row)}, parts={"xl/externalLinks/externalLink1.xml": link})
    assert first_sheet(content).text(1, 1) == "12.5"


def test_macros_are_not_opened_and_the_values_beside_them_read():
    content = raw_workbook({"A": sheet_xml(ONE_CELL)}, parts={"xl/vbaProject.bin": b"no project at all"})
    assert first_sheet(content).text(1, 1) == "1"


DDE = "cmd|'/c calc'!A0"


def test_a_formula_that_would_start_a_program_is_read_as_its_last_value_or_named_as_never_computed():
    row = f'<row r="1"><c r="A1"><f>{DDE}</f><v>7</v></c><c r="B1"><f>{DDE}</f></c></row>'
    sheet = first_sheet(raw_workbook({"A": sheet_xml(row)}))
    assert (sheet.text(1, 1), sheet.text(1, 2), sheet.uncached_formulas) == ("7", None, ["B1"])


def test_a_text_that_looks_like_such_a_formula_stays_a_text():
    assert first_sheet(f"a;b\n={DDE};1\n".encode()).text(2, 1) == f"={DDE}"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE], ids=["a billion laughs", "a file of the machine"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_in_xml_are_refused_and_never_expanded(declaration, part):
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    content = raw_workbook({"A": sheet_xml(row)}, strings="<si><t>&a;</t></si>")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    xml = parts[part].removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    assert refusal(zipped(parts | {part: declaration + xml})).startswith(DAMAGED)


def test_a_line_of_fifty_megabytes_is_refused_for_its_size_and_one_of_thirty_for_its_length():
    assert "expected a file of at most 40 MB, found a file of 48 MB" in refusal(b"a;b\n" + b"x" * 50_000_000)
    assert "expected records of at most a million characters" in refusal(b"a;b\n" + b"x" * 30_000_000)


def test_error_cells_and_merged_headings_are_read_as_what_they_are():
    book = ExcelWorkbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["A3"], sheet["B3"] = "Emissions", 2020, 2021, "#REF!", 5
    sheet.merge_cells("A1:B1")
    read = first_sheet(saved(book))
    assert read.head(3) == [["Emissions", None], ["2020", "2021"], [None, "5"]]
    assert read.error_cells == {"A3": "#REF!"}


def hidden(content, row):
    book = load_workbook(BytesIO(content))
    for sheet in book:
        sheet.row_dimensions[row].hidden = True
    return saved(book)


def test_hidden_rows_and_sheets_are_told_apart():
    book = load_workbook(BytesIO(one_sheet([["a"], ["b"], ["c"]])))
    book.create_sheet("Deep").sheet_state = "veryHidden"
    book["Data"].row_dimensions[2].hidden = book["Data"].row_dimensions[9].hidden = True
    sheets = open_workbook(saved(book)).sheets
    assert (sheets["Data"].hidden_rows, sheets["Data"].text(2, 1)) == ([2], "b")
    assert (sheets["Data"].is_hidden, sheets["Deep"].is_hidden) == (False, True)


def test_hidden_rows_of_an_unusual_sheet_are_found_too():
    rows = '<x:row r="2" hidden="1"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="B2"><x:v>2</x:v></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    assert first_sheet(raw_workbook({"A": xml})).hidden_rows == [2]


def test_hidden_rows_that_were_read_are_told_of_in_a_notice(store):
    details = [
        (2023, "Veitrafikk", "Personbiler", "CO2", 1.0),
        (2024, "Veitrafikk", "Personbiler", "CO2", 1.0),
    ]
    overview = [(2023, "Veitrafikk", 1.0), (2024, "Veitrafikk", 1.0)]
    plain = bytes_of(miljodirektoratet(area="Oslo", details=details, overview=overview))
    assert "hidden_rows" not in {problem.code for problem in prepare(store, plain, "a.xlsx").problems}
    found = [p for p in prepare(store, hidden(plain, 3), "b.xlsx").problems if p.code == "hidden_rows"]
    assert found and {problem.level for problem in found} == {"notice"}
    assert str(found[-1].sentence).endswith(
        "expected rows that a person sees, found hidden rows. They are read like all others; delete them from the workbook "
        "if they should not count."
    )


def test_a_bomb_in_the_upload_is_a_problem_of_the_preview_and_no_row_is_read(store):
    preview = prepare(store, raw_workbook({"A": sheet_xml(" " * 50_000_000)}), "bomb.xlsx")
    assert ([problem.code for problem in preview.problems], preview.reading) == (["archive_too_large"], None)


# The work grows with the size and no faster -------------------------------------------------------


def rows_xml(rows):
    return "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, rows + 1))


def bytes_searched(rows):
    pieces = []
    content = raw_workbook({"A": sheet_xml(rows_xml(rows))})
    scan_sheets(content, listed_sheets(content), on_piece=lambda _sheet, size, _row: pieces.append(size))
    return sum(pieces)


def test_twice_the_sheet_is_twice_the_bytes_to_search():
    once, twice = bytes_searched(40_000), bytes_searched(80_000)
    assert once >= len(rows_xml(40_000)) and twice < 2.2 * once


def test_twice_the_text_table_is_twice_the_blocks_to_read():
    heard = {}
    for blocks in (3, 6):
        heard[blocks] = []
        content = b"area;tonnes\n" * (blocks * BLOCK_RECORDS)
        read_text_table(content, lambda share, rows, seen=heard[blocks]: seen.append(rows))
    assert (len(heard[3]), len(heard[6])) == (3, 6)


def pieces_of(rows, strings=""):
    content = raw_workbook({"A": sheet_xml(rows)}, strings=strings)
    return list(sheet_pieces(content, listed_sheets(content)[0]))


def test_the_pieces_of_a_tall_sheet_are_together_little_more_than_the_sheet(monkeypatch):
    monkeypatch.setattr("loaders.sheets.sheet_pieces.PIECE_BYTES", 1_000_000)
    monkeypatch.setattr("loaders.sheets.archive_parts.CHUNK_BYTES", 100_000)
    rows = rows_xml(100_000)
    pieces = pieces_of(rows)
    assert len(pieces) >= 4 and sum(len(piece.workbook) for piece in pieces) < 1.1 * len(rows)
    assert [first_sheet(piece.workbook).last_row > piece.row_above for piece in pieces] == [True] * len(
        pieces
    )


def test_many_shared_strings_make_the_pieces_larger_and_not_the_work(monkeypatch):
    monkeypatch.setattr("loaders.sheets.sheet_pieces.PIECE_BYTES", 100_000)
    monkeypatch.setattr("loaders.sheets.archive_parts.CHUNK_BYTES", 50_000)
    rows, strings = rows_xml(100_000), "<si><t>" + "x" * 1_000_000 + "</t></si>"
    assert sum(len(piece.workbook) for piece in pieces_of(rows, strings)) < 2.5 * (len(rows) + len(strings))


@pytest.mark.parametrize("rows", ['<row><c r="A1"><v>1</v></c></row>', '<row r="5"/><row r="2"/>'])
def test_rows_without_numbers_or_out_of_order_are_not_cut(rows):
    with pytest.raises(Unpieceable):
        pieces_of(rows)
