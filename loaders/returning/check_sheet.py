"""The sheet that lists all problems of a workbook, as XML of its own."""

from typing import Any

from loaders.returning.markup import MAIN, escaped
from loaders.returning.styles import COLOURS, Styles
from loaders.sheets.sheet_scan import column_name

WIDTHS = (10, 18, 26, 9, 36, 30, 58)  # level, sheet, cells, how many, expected, found, what to do
LINK_COLUMN = 2
TITLE_ROWS = 4  # title, counts, what to do, an empty row; the headings follow
TOP_HEIGHTS = (22, 0, 48)  # points; 0 = as the program finds
TOP_COLUMNS = "E"  # the lines at the top run from A to here
LONGEST_CELL = 32_000  # characters; Excel's limit is 32,767
MOST_LINKS = 60_000  # Excel's limit is 65,530
FONT = '<sz val="{size}"/><color rgb="FF{colour}"/><name val="Calibri"/><family val="2"/>'
FJORD, SLATE = "1B5E7D", "33424D"


def check_sheet(plan: dict[str, Any], styles: Styles) -> bytes:
    """The worksheet part.

    plan: title, counts and what to do as "lines" (three), "headings" (seven), and "rows": each with its
    level, its seven "cells" (words or a number), and the sheet and cell it leads to as "target" or null.
    styles: the workbook's, to which the looks of this sheet are added."""
    looks = _looks(styles)
    rows = [
        _row(number, [line], [look], height=height)
        for number, (line, look, height) in enumerate(
            zip(plan["lines"], looks["top"], TOP_HEIGHTS, strict=True), start=1
        )
    ]
    heading_row = TITLE_ROWS + 1
    rows.append(_row(heading_row, plan["headings"], [looks["heading"]] * len(WIDTHS), height=22))
    links: list[str] = []
    for number, row in enumerate(plan["rows"], start=heading_row + 1):
        cell_looks = [looks[row["level"]], *[looks["plain"]] * (len(WIDTHS) - 1)]
        if row["target"] and len(links) < MOST_LINKS:
            cell_looks[LINK_COLUMN] = looks["link"]
            links.append(_link(number, *row["target"]))
        rows.append(_row(number, row["cells"], cell_looks))
    return _part(rows, links, heading_row, max(heading_row + len(plan["rows"]), heading_row + 1))


def filtered_range(count: int) -> str:
    """The table's range with so many problems in it, as a defined name writes it."""
    last = TITLE_ROWS + 1 + max(count, 1)
    return f"$A${TITLE_ROWS + 1}:${column_name(len(WIDTHS) - 1)}${last}"


def _part(rows: list[str], links: list[str], heading_row: int, last_row: int) -> bytes:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(WIDTHS, start=1)
    )
    last = column_name(len(WIDTHS) - 1)
    below = f'topLeftCell="A{heading_row + 1}" activePane="bottomLeft" state="frozen"'
    merged = "".join(f'<mergeCell ref="A{row}:{TOP_COLUMNS}{row}"/>' for row in (1, 2, 3))
    shown = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f'<sheetPr><tabColor rgb="{COLOURS["error"]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{last_row}"/>'
        f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{heading_row}" {below}/>'
        f'<selection pane="bottomLeft" activeCell="A{heading_row + 1}" sqref="A{heading_row + 1}"/></sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{heading_row}:{last}{last_row}"/><mergeCells count="3">{merged}</mergeCells>{shown}'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(number: int, cells: list[Any], looks: list[int], *, height: int = 0) -> str:
    inside = "".join(
        _cell(f"{column_name(column)}{number}", value, look)
        for column, (value, look) in enumerate(zip(cells, looks, strict=True))
    )
    given = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{number}"{given}>{inside}</row>'


def _cell(name: str, value: Any, look: int) -> str:
    if isinstance(value, int):
        return f'<c r="{name}" s="{look}"><v>{value}</v></c>'
    if not value:
        return f'<c r="{name}" s="{look}"/>'
    words = escaped(str(value)[:LONGEST_CELL])
    return f'<c r="{name}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _link(row: int, sheet: str, cell: str) -> str:
    target = "'" + sheet.replace("'", "''") + "'!" + cell
    return f'<hyperlink ref="{column_name(LINK_COLUMN)}{row}" location="{escaped(target)}"/>'


def _looks(styles: Styles) -> dict[str, Any]:
    def font(size: int, colour: str, before: str = "") -> int:
        return styles.font(before + FONT.format(size=size, colour=colour))

    top, wrapped = 'vertical="top"', 'vertical="top" wrapText="1"'
    plain = font(11, SLATE)
    return {
        "top": [
            styles.style(font=font(14, FJORD, "<b/>"), alignment=top),
            styles.style(font=font(11, SLATE, "<b/>"), alignment=top),
            styles.style(font=plain, alignment=wrapped),
        ],
        "heading": styles.style(
            font=font(11, "FFFFFF", "<b/>"),
            fill=styles.fill("FF" + FJORD),
            alignment='vertical="center" wrapText="1"',
        ),
        "plain": styles.style(font=plain, alignment=wrapped),
        "link": styles.style(font=font(11, FJORD, "<u/>"), alignment=wrapped),
        "notice": styles.style(font=plain, alignment=wrapped),
        **{
            level: styles.style(font=font(11, SLATE, "<b/>"), fill=styles.fill(colour), alignment=wrapped)
            for level, colour in COLOURS.items()
        },
    }
