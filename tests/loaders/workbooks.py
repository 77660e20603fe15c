"""Small workbooks for the tests: real ones by openpyxl, and raw archives for what no program would write."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook as ExcelWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(workbook: ExcelWorkbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def one_sheet(
    rows: Sequence[Sequence[object]], *, name: str = "Data", start: tuple[int, int] = (1, 1)
) -> bytes:
    """A workbook of one sheet whose table begins at (row, column)."""
    workbook = ExcelWorkbook()
    sheet = workbook.active
    sheet.title = name
    for row, values in enumerate(rows, start=start[0]):
        for column, value in enumerate(values, start=start[1]):
            sheet.cell(row, column, value)
    return saved(workbook)


def sheet_xml(rows: str, *, before: str = "") -> str:
    """A worksheet part around the XML of its rows."""
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{declaration}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def raw_workbook(
    sheets: Mapping[str, str],
    *,
    strings: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    kind: str = "worksheet",
) -> bytes:
    """An archive with these sheets (name → XML part), shared strings and further parts, exactly as given."""
    numbered = list(enumerate(sheets.items(), start=1))
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, (name, _) in numbered)
    sheet_list = f"<sheets>{listed}</sheets>"
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="{kind}s/sheet{i}.xml"/>'
        for i, _ in numbered
    )
    book = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{book}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{sheet_list}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        **{f"xl/{kind}s/sheet{i}.xml": xml for i, (_, xml) in numbered},
        **({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>'} if strings else {}),
        **(parts or {}),
    }
    return zipped(content)


def zipped(content: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in content.items():
            archive.writestr(path, part)
    return stream.getvalue()
