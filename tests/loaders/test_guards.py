"""What is refused before anything parses it, and what one pass over the XML finds."""

import zipfile
from io import BytesIO

import pytest

from loaders.sheets import archive_parts, sheet_scan
from loaders.sheets.guards import (
    Refused,
    inspect_workbook,
    listed_sheets,
    refuse_unless_workbook,
    scan_sheets,
)
from loaders.sheets.sheet_scan import column_index, column_name
from tests.loaders.workbooks import MAIN, one_sheet, raw_workbook, sheet_xml, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def code_of(content):
    with pytest.raises(Refused) as refused:
        inspected(content)
    return refused.value.code


def inspected(content):
    refuse_unless_workbook(content)
    return inspect_workbook(content)


def facts_of(rows, **changes):
    return inspect_workbook(raw_workbook({"A": sheet_xml(rows, **changes)}))[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04" + b"\0" * (40 * 1024 * 1024), "file_too_large"),
        ("kommune;år;utslipp\nOslo;2020;1084233,5\n".encode("cp1252"), "text_file"),
        ("\ufeffkommune;år".encode(), "text_file"),
        ("kommune\tår".encode("utf-16"), "text_file"),
        (b"BM;2020;12", "text_file"),
        (b"<html><body><table>", "web_page"),
        (OLE + "Workbook".encode("utf-16-le"), "old_excel"),
        (OLE + "Book".encode("utf-16-le"), "old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "WordDocument".encode("utf-16-le"), "unknown_file"),
        (b"%PDF-1.7\n\xe2\xe3", "pdf_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "image_file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image_file"),
        (b"\x00\x01\x02\x03", "unknown_file"),
        (b"PK\x03\x04 and then nothing of the kind", "damaged_file"),
        (one_sheet([["a"]])[:-200], "damaged_file"),
        (zipped({"word/document.xml": "<w/>"}), "other_document"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "other_document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "open_document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "other_document"),
        (zipped({"xl/workbook.bin": b"\x83"}), "binary_workbook"),
        (zipped({"Index/Document.iwa": b"\0"}), "numbers_file"),
        (zipped({"utslipp.xlsx": b"PK"}), "zipped_files"),
        (zipped({"utslipp.csv": b"a;b"}), "zipped_files"),
        (raw_workbook({"Chart": "<chartsheet/>"}, kind="chartsheet"), "no_worksheet"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "damaged_file"),
        (raw_workbook({"A": sheet_xml("<row><c")}), "damaged_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_readable_workbook_is_named_for_what_it_is(content, code):
    assert code_of(content) == code


def test_an_archive_with_an_encrypted_part_needs_a_password():
    content = bytearray(one_sheet([["a"]]))
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the encryption flag in the archive's directory
    assert code_of(bytes(content)) == "password"


def test_a_changed_byte_in_a_sheet_is_a_damaged_file():
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(one_sheet([["figure"]]))) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))  # stored, so that the text can be found and changed
    assert code_of(stream.getvalue().replace(b"<t>figure</t>", b"<t>figurX</t>")) == "damaged_file"


def test_a_part_that_repeats_itself_a_thousand_times_is_refused_before_it_is_unzipped():
    content = raw_workbook({"A": sheet_xml(" " * 20_000_000)})
    assert len(content) < 100_000
    assert code_of(content) == "archive_too_large"


def test_more_than_ten_thousand_parts_are_refused():
    parts = {f"xl/media/image{number}.png": b"" for number in range(10_001)}
    assert code_of(raw_workbook({"A": sheet_xml("")}, parts=parts)) == "archive_too_large"


def test_parts_that_share_one_path_are_refused():
    stream = BytesIO(one_sheet([["a"]]))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert code_of(stream.getvalue()) == "damaged_file"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_an_xml_entity_is_refused_and_never_expanded(part):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(BytesIO(raw_workbook({"A": sheet_xml("")}))) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    assert code_of(zipped(content | {part: bomb})) == "damaged_file"


def test_a_workbook_inside_a_workbook_is_never_opened():
    content = raw_workbook(
        {"A": sheet_xml("")}, parts={"xl/embeddings/Sheet1.xlsx": b"PK\x03\x04 not even one"}
    )
    assert [facts.name for facts in inspect_workbook(content)] == ["A"]


def test_a_filled_cell_in_the_last_column_of_excel_is_refused_with_its_name():
    with pytest.raises(Refused) as refused:
        facts_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="XFD7"><v>1</v></c></row>')
    assert refused.value.code == "too_many_columns"
    # XFD = 24 x 26 x 26 + 6 x 26 + 4 = 16384
    assert refused.value.details == {"sheet": "A", "cell": "XFD7", "columns": 16384}


def test_sixteen_thousand_columns_that_are_claimed_and_empty_do_no_harm():
    row = '<row r="1" spans="1:16384"><c r="A1"><v>1</v></c><c r="XFC1" s="0"/><c r="XFD1" s="0"></c></row>'
    facts = facts_of(row, before='<dimension ref="A1:XFD1048576"/>')
    assert facts.last_row == 1 and facts.last_column <= 26


def test_a_thousand_columns_are_allowed():
    assert facts_of(f'<row r="1"><c r="{column_name(999)}1"><v>1</v></c></row>').last_column == 1000


def test_a_stray_cell_far_below_makes_the_used_area_too_large():
    rows = '<row r="1"><c r="H1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    with pytest.raises(Refused) as refused:  # 1048576 x 8 = 8.4 million cells
        facts_of(rows)
    assert refused.value.code == "too_large_area"
    assert refused.value.details["cell"] == "H1048576"


def test_a_tall_table_of_few_columns_is_not_mistaken_for_a_wide_one():
    rows = "".join(f'<row r="{row}"><c r="B{row}"><v>1</v></c></row>' for row in range(1, 310_001))
    facts = facts_of(rows)  # 310000 x 26 would be 8.06 million, x 2 is 620000
    assert (facts.last_row, facts.last_column, facts.filled_cells) == (310_000, 2, 310_000)


def test_more_cells_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(sheet_scan, "MOST_CELLS", 100)
    rows = "".join(f'<row r="1"><c r="A1"><v>{number}</v></c></row>' for number in range(101))
    with pytest.raises(Refused, match="too_many_cells"):
        facts_of(rows)


def test_a_sheet_of_nothing_but_errors_is_refused_beyond_the_limit(monkeypatch):
    monkeypatch.setattr(sheet_scan, "MOST_NAMED_CELLS", 3)
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="e"><v>#N/A</v></c></row>' for row in range(1, 6))
    with pytest.raises(Refused, match="too_many_faulty_cells") as refused:
        facts_of(rows)
    assert refused.value.details == {"sheet": "A", "cell": "A1"}


FAULTY = (
    '<row r="2" spans="1:3"><c r="A2" s="1" t="e"><v>#N/A</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    '<c r="C2"><f>A1&gt;2</f><v></v></c><c r="D2"><f t="shared" si="0"/></c><c r="E2"><f>1+1</f><v>2</v></c>'
    '<c r="F2" t="str"><f>""</f><v></v></c></row>'
    '<row r="3"><c r="A3"/><c r="B3"><v>0.30000000000000004</v></c><c r="C3" t="str"><v>0.12345678901</v></c>'
    '<c r="D3" s="2"><f>A1*2</f><v>1.5E-12</v></c><c r="E3"><v>0.5</v></c></row>'
)


def test_error_cells_and_formulas_without_a_value_are_found_with_their_cells():
    facts = facts_of(FAULTY)
    assert facts.error_cells == {"A2": "#N/A", "B2": "#DIV/0!"}
    assert facts.uncached_formulas == ["C2", "D2"]


DOUBTFUL_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c><c r="C1"><v>1.234</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>-12.500</t></is></c><c r="B2" t="s"><v>3</v></c></row>'
    '<row r="3"><c r="A3" t="str"><f>B1</f><v>9.999</v></c><c r="B3"><f>1+1</f><v>2.345</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>0.123</t></is></c><c r="B4" t="s"><v>1</v></c></row>'
)
DOUBTFUL_STRINGS = (
    "<si><t>Oslo</t></si><si/><si><t>1.234</t></si><si><t> 1.234 </t></si><si><t>1.2345</t></si>"
)


def test_texts_that_read_as_thousands_or_decimals_are_found_and_numbers_are_not():
    # 0.123 can only be decimals, 1.2345 too; the shared strings are counted from 0
    facts = inspect_workbook(raw_workbook({"A": sheet_xml(DOUBTFUL_ROWS)}, strings=DOUBTFUL_STRINGS))[0]
    assert sorted(facts.doubtful_texts) == ["A2", "A3", "B1", "B2"]


def test_an_unusual_sheet_gives_the_same_doubtful_texts():
    unusual = sheet_xml(DOUBTFUL_ROWS.replace('<c r="A1" t="s">', '<c t="s" r="A1">'))
    facts = inspect_workbook(raw_workbook({"A": unusual}, strings=DOUBTFUL_STRINGS))[0]
    assert sorted(facts.doubtful_texts) == ["A2", "A3", "B1", "B2"]


def test_doubtful_strings_at_the_border_of_two_chunks_are_found(monkeypatch):
    monkeypatch.setattr(archive_parts, "CHUNK_BYTES", 7)
    facts = inspect_workbook(raw_workbook({"A": sheet_xml(DOUBTFUL_ROWS)}, strings=DOUBTFUL_STRINGS))[0]
    assert sorted(facts.doubtful_texts) == ["A2", "A3", "B1", "B2"]


def test_numbers_of_ten_decimals_or_more_are_kept_with_their_cells():
    facts = facts_of(FAULTY)
    found = {letters: (list(rows), list(numbers)) for letters, (rows, numbers) in facts.exact_numbers.items()}
    assert found == {b"B": ([3], [0.30000000000000004]), b"D": ([3], [1.5e-12])}


def test_numbers_with_a_negative_exponent_are_kept_and_negative_numbers_are_not():
    stored = ["1.5e-07", "-2E-05", "-5", "-5.25", "3e+20", "1.23456789012e-3"]
    cells = "".join(f'<c r="A{row}"><v>{number}</v></c>' for row, number in enumerate(stored, start=1))
    text = '<c r="A7" t="str"><v>size-5</v></c><c r="A8" t="str"><v>e-5</v></c>'
    rows, numbers = facts_of(f"<row>{cells}{text}</row>").exact_numbers[b"A"]
    assert dict(zip(rows, numbers, strict=True)) == {1: 1.5e-07, 2: -2e-05, 6: 0.00123456789012}


def test_numbers_of_three_decimals_beside_a_computed_text_are_no_doubtful_texts():
    cells = (
        '<c r="A1"><v>1.234</v></c><c r="B1" t="str"><f>"9.999"</f><v>9.999</v></c><c r="C1"><v>2.345</v></c>'
    )
    assert facts_of(f'<row r="1">{cells}</row>').doubtful_texts == ["B1"]


def test_a_doubtful_text_in_formatted_runs_is_found():
    rich = '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">1.234</t></r></is></c>'
    assert facts_of(f'<row r="1">{rich}</row>').doubtful_texts == ["A1"]


def test_cells_with_a_prefix_inside_a_sheet_without_one_are_seen():
    cells = '<c r="A1"><v>1</v></c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c>'
    xml = sheet_xml(f'<row r="1">{cells}</row>').replace("<worksheet", f'<worksheet xmlns:x="{MAIN}"', 1)
    assert inspect_workbook(raw_workbook({"A": xml}))[0].error_cells == {"B1": "#N/A"}


def test_the_scan_tells_of_every_sheet_how_far_it_is(monkeypatch):
    monkeypatch.setattr(archive_parts, "CHUNK_BYTES", 2_000)
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 201))
    content = raw_workbook({"A": sheet_xml(rows), "B": sheet_xml(rows.replace("<c r", "<c  r"))})
    heard = []
    scan_sheets(content, listed_sheets(content), on_piece=lambda *piece: heard.append(piece))
    seen = {name: [row for sheet, _, row in heard if sheet == name] for name in "AB"}
    assert seen["A"] == sorted(seen["A"]) and seen["B"] == sorted(seen["B"])
    assert (seen["A"][-1], seen["B"][-1], len(seen["A"]) > 3) == (200, 200, True)
    assert len(rows) == sum(size for sheet, size, _ in heard if sheet == "A")


@pytest.mark.parametrize(
    "unusual",
    [
        FAULTY.replace("<", "<x:").replace("<x:/", "</x:"),
        FAULTY.replace(' r="2"', "").replace(' r="3"', "").replace("<row", '<row r="2"', 1),
        FAULTY.replace('r="A2" s="1" t="e"', 's="1" t="e" r="A2"'),
        FAULTY.replace(' r="A2"', "").replace(' r="B2"', "").replace(' r="A3"', "").replace(' r="B3"', ""),
        "<!-- a note -->" + FAULTY,
        FAULTY.replace("><", ">\n  <"),
    ],
    ids=["prefix", "rows without numbers", "another order", "cells without names", "comment", "indented"],
)
def test_xml_in_an_unusual_form_gives_the_same_facts(unusual):
    xml = sheet_xml(unusual)
    if "<x:row" in unusual:
        xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{unusual}</x:sheetData></x:worksheet>'
    facts, usual = inspect_workbook(raw_workbook({"A": xml}))[0], facts_of(FAULTY)
    assert (facts.error_cells, facts.uncached_formulas) == (usual.error_cells, usual.uncached_formulas)
    assert (facts.exact_numbers, facts.last_row) == (usual.exact_numbers, usual.last_row)


def test_cells_at_the_border_of_two_chunks_are_seen_once_and_whole(monkeypatch):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="e"><v>#REF!</v></c><c r="B{row}"><v>0.1234567890{row}</v></c></row>'
        for row in range(1, 201)
    )
    whole = facts_of(rows)
    for size in (7, 64, 97):
        monkeypatch.setattr(archive_parts, "CHUNK_BYTES", size)
        facts = facts_of(rows)
        assert facts == whole
    assert len(whole.error_cells) == len(whole.exact_numbers[b"B"][0]) == whole.last_row == 200


def test_a_sheet_is_found_by_its_relation_and_not_by_the_number_of_its_part():
    faulty = sheet_xml('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    content = raw_workbook({"B &amp; C": faulty, "A": sheet_xml("")})
    crossed = {1: b"sheet2.xml", 2: b"sheet1.xml"}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    links = (
        parts["xl/_rels/workbook.xml.rels"].replace(b"sheet1.xml", b"x").replace(b"sheet2.xml", crossed[2])
    )
    parts["xl/_rels/workbook.xml.rels"] = links.replace(b"worksheets/x", b"/xl/worksheets/" + crossed[1])
    found = [(facts.name, len(facts.error_cells)) for facts in inspect_workbook(zipped(parts))]
    assert found == [("B & C", 0), ("A", 1)]


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters_and_numbers_are_each_others_reverse(index, letters):
    assert (column_name(index), column_index(letters)) == (letters, index)
