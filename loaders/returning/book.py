"""The list of sheets of a workbook: which part holds which, and the place of our own sheet among them.

Ours is known by a hidden name that points to it, which spreadsheet programs keep when the sheet is moved or
renamed; it is written anew in its place, or added as the last."""

import re
from dataclasses import dataclass

from loaders.returning.markup import (
    Element,
    Splices,
    escaped,
    namespace_of,
    outline,
    with_attribute,
)
from loaders.returning.package import RELATIONS, Package, rels_name
from loaders.sheets.archive_parts import Refused

BOOK = "xl/workbook.xml"
CHECK_SHEET = "Veikart check"
HIDDEN_NAME = "_veikart_check_sheet"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
STRICT = b"purl.oclc.org/ooxml"


@dataclass(frozen=True)
class BookSheet:
    """One sheet in the workbook's order: name, part, and whether it is a worksheet (no chart)."""

    name: str
    part: str
    is_worksheet: bool


def sheets_of(package: Package) -> list[BookSheet]:
    """All sheets of the workbook. Raises Refused for a strict workbook or one without its parts."""
    part = package.read(BOOK)
    if STRICT in part[:4096]:
        raise Refused("damaged_file", detail="strict")
    links = package.links(BOOK)
    found = outline(part, depth=3).child("sheets")
    sheets = []
    for sheet in found.named("sheet") if found else []:
        kind, target = links.get(_identifier(sheet), ("", ""))
        sheets.append(BookSheet(sheet.attributes["name"], target, kind == "worksheet"))
    return sheets


def styles_part(package: Package, empty: bytes) -> str:
    """The name of the style sheet's part; made where there is none."""
    for kind, target in package.links(BOOK).values():
        if kind == "styles":
            return target
    package.write("xl/styles.xml", empty)
    package.link(BOOK, "styles", "xl/styles.xml")
    package.declare("xl/styles.xml", STYLES_TYPE)
    return "xl/styles.xml"


def earlier_check_sheet(package: Package) -> int | None:
    """The place (0 = first) of the check sheet that was put into this workbook before."""
    part = package.read(BOOK)
    names = outline(part, depth=3).child("definedNames")
    for found in names.named("definedName") if names else []:
        if found.attributes.get("name", "").lower() == HIDDEN_NAME:
            target = _unescaped(part[found.tag_end : found.inner_end].decode(errors="replace"))
            sheet = target.rpartition("!")[0].removeprefix("'").removesuffix("'").replace("''", "'")
            places = [place for place, entry in enumerate(sheets_of(package)) if entry.name == sheet]
            return places[0] if places and sheets_of(package)[places[0]].is_worksheet else None
    return None


def free_sheet_name(taken: list[str]) -> str:
    """The name for our sheet: "Veikart check", or with a number when somebody's own sheet has it."""
    low = {name.lower() for name in taken}
    numbered = (f"{CHECK_SHEET} {number}" for number in range(2, 10_000))
    return next(name for name in (CHECK_SHEET, *numbered) if name.lower() not in low)


def put_check_sheet(package: Package, sheet: bytes, *, filtered: str, must_compute: bool) -> None:
    """Write our sheet into the workbook, and let the workbook open on it.

    filtered: the range of its table ("$A$5:$G$9"). must_compute: whether the spreadsheet program is asked to
    compute all formulas when it opens the file."""
    place = earlier_check_sheet(package)
    entries = sheets_of(package)
    if place is None:
        place = len(entries)
        _add_sheet(package, sheet, free_sheet_name([entry.name for entry in entries]))
    else:
        _replace_sheet(package, entries, place, sheet)
    name = sheets_of(package)[place].name
    _set_names(package, name, place, filtered)
    _open_on(package, place)
    if must_compute:
        _ask_to_compute(package)


def _add_sheet(package: Package, sheet: bytes, name: str) -> None:
    part_name = package.free_name("xl/worksheets/veikart_check{}.xml")
    package.write(part_name, sheet)
    package.declare(part_name, SHEET_TYPE)
    identifier = package.link(BOOK, "worksheet", part_name)
    part = package.read(BOOK)
    root = outline(part, depth=3)
    listed = root.child("sheets")
    if listed is None:
        raise Refused("damaged_file", detail="no list of sheets")
    number = max((int(entry.attributes["sheetId"]) for entry in listed.named("sheet")), default=0) + 1
    splices = Splices(part)
    words = f'<sheet{_space(part, root)} xmlns:r="{RELATIONS}" name="{name}" sheetId="{number}" r:id="{identifier}"/>'
    splices.append_to(listed, words.encode())
    package.write(BOOK, splices.applied())


def _replace_sheet(package: Package, entries: list[BookSheet], place: int, sheet: bytes) -> None:
    """Write our sheet anew, under its own name again and without what others hung on it."""
    old = entries[place]
    package.write(old.part, sheet)
    package.remove(rels_name(old.part))
    name = free_sheet_name([entry.name for entry in entries if entry != old])
    part = package.read(BOOK)
    listed = outline(part, depth=3).child("sheets")
    assert listed
    entry = listed.named("sheet")[place]
    tag = with_attribute(part[entry.start : entry.tag_end], "name", name)
    splices = Splices(part)
    splices.replace(entry.start, entry.tag_end, re.sub(rb'\s+state\s*=\s*"[^"]*"', b"", tag))
    package.write(BOOK, splices.applied())


def _set_names(package: Package, name: str, place: int, filtered: str) -> None:
    """The names that belong to our sheet: the hidden one that marks it, and its filter."""
    part = package.read(BOOK)
    root = outline(part, depth=3)
    names, splices = root.child("definedNames"), Splices(part)
    for found in names.named("definedName") if names else []:
        is_ours = found.attributes.get("name", "").lower() == HIDDEN_NAME
        if is_ours or found.attributes.get("localSheetId") == str(place):
            splices.replace(found.start, found.end, b"")
    space = _space(part, root)
    quoted = escaped("'" + name.replace("'", "''") + "'")
    words = (
        f'<definedName{space} name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{quoted}!{filtered}'
        f'</definedName><definedName{space} name="{HIDDEN_NAME}" hidden="1">{quoted}!$A$1</definedName>'
    ).encode()
    if names:
        splices.append_to(names, words)
    else:
        whole = f"<definedNames{space}>".encode() + words + b"</definedNames>"
        splices.insert_child(root, "definedNames", whole, ORDER)
    package.write(BOOK, splices.applied())


def _open_on(package: Package, place: int) -> None:
    part = package.read(BOOK)
    root = outline(part, depth=3)
    views, splices = root.child("bookViews"), Splices(part)
    for view in views.named("workbookView") if views else []:
        tag = with_attribute(part[view.start : view.tag_end], "activeTab", place)
        splices.replace(view.start, view.tag_end, tag)
    if not views:
        space = _space(part, root)
        whole = f'<bookViews{space}><workbookView activeTab="{place}"/></bookViews>'
        splices.insert_child(root, "bookViews", whole.encode(), ORDER)
    package.write(BOOK, splices.applied())


def _ask_to_compute(package: Package) -> None:
    part = package.read(BOOK)
    root = outline(part, depth=2)
    found, splices = root.child("calcPr"), Splices(part)
    if found:
        tag = with_attribute(part[found.start : found.tag_end], "fullCalcOnLoad", 1)
        splices.replace(found.start, found.tag_end, tag)
    else:
        words = f'<calcPr{_space(part, root)} fullCalcOnLoad="1"/>'
        splices.insert_child(root, "calcPr", words.encode(), ORDER)
    package.write(BOOK, splices.applied())


def _space(part: bytes, root: Element) -> str:
    return namespace_of(part[root.start : root.tag_end])


def _identifier(sheet: Element) -> str:
    found = (value for name, value in sheet.attributes.items() if name.endswith(":id"))
    return next(found, "")


def _unescaped(words: str) -> str:
    for code, sign in (("&apos;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        words = words.replace(code, sign)
    return words
