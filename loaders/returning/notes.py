"""Notes on cells: ours are added, those of an earlier return taken away, everybody else's kept.

A cell has one note at most. Where somebody else's stands, our words follow it below a line of ours, by which
they are found and cut off the next time. A note consists of two things: words in the comments part, and a
shape in a drawing of the old kind (VML), which is no proper XML and is changed as text."""

import re
from collections.abc import Mapping

from loaders.returning.cell_marks import frame_of, row_and_column, with_child_after_cells
from loaders.returning.markup import (
    MAIN,
    Element,
    Splices,
    end_tag,
    escaped,
    namespace_of,
    outline,
)
from loaders.returning.package import RELATIONS, Package

AUTHOR = "Veikart check"
RULE = "\N{EM DASH} Veikart check \N{EM DASH}"  # above our words in somebody else's note
THREAD = "tc="  # author of a note that only stands in for a conversation
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
LONGEST_NOTE = 1_500  # characters
LINE = 46  # characters of a note's line, as wide as its shape
EMPTY_COMMENTS = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="1"/></o:shapelayout></xml>'
)
SHAPE_TYPE = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    "style='position:absolute;margin-left:60pt;margin-top:2pt;width:230pt;height:{height}pt;z-index:1;"
    'visibility:hidden\' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
SHAPE_FOUND = re.compile(rb"<((?:\w+:)?)shape\s[^<>]*(?<!/)>.*?</\1shape>", re.DOTALL)  # any prefix
SHAPE_PLACE = re.compile(rb"<\w+:Row>\s*([0-9]+)\s*</\w+:Row>\s*<\w+:Column>\s*([0-9]+)\s*</\w+:Column>")
SHAPE_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})\b")


def renew_notes(package: Package, sheet: str, words: Mapping[str, str]) -> None:
    """Take our earlier notes off a sheet, and put these on its cells ("E14" → words).

    package is changed; sheet is the name of the sheet's part. A cell whose note stands in for a conversation
    keeps that alone."""
    comments = _linked(package, sheet, "comments")
    if not comments and not words:
        return
    before = package.read(comments) if comments else EMPTY_COMMENTS.encode()
    cleared, gone = without_our_notes(before)
    after, added = with_our_notes(cleared, words)
    if after == before:
        return
    if not comments:
        comments = package.free_name("xl/comments{}.xml")
        package.link(sheet, "comments", comments)
        package.declare(comments, COMMENTS_TYPE)
    package.write(comments, after)
    drawing = _drawing_of(package, sheet)
    package.write(drawing, _redrawn(package.read(drawing), gone, {cell: words[cell] for cell in added}))


def without_our_notes(part: bytes) -> tuple[bytes, list[str]]:
    """A comments part without what we wrote, and the cells that have no note any more."""
    if AUTHOR.encode() not in part:  # also part of the line above our words
        return part, []
    root, splices = outline(part, depth=6), Splices(part)
    gone: list[str] = []
    authors = _authors(part, root)
    for comment in _comments(root):
        if _author(comment, authors) == AUTHOR:
            splices.replace(comment.start, comment.end, b"")
            gone.append(comment.attributes.get("ref", ""))
        elif RULE.encode() in part[comment.start : comment.end]:
            _cut_after_rule(part, comment, splices)
    return splices.applied(), gone


def with_our_notes(part: bytes, words: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """A comments part with these notes, and the cells that have a note only now."""
    root, splices = outline(part, depth=5), Splices(part)
    added: list[str] = []
    authors = _authors(part, root)
    known = {comment.attributes.get("ref", ""): comment for comment in _comments(root)}
    space = namespace_of(part[root.start : root.tag_end])
    number = authors.index(AUTHOR) if AUTHOR in authors else len(authors)
    author_list, comment_list = root.child("authors"), root.child("commentList")
    if not words or author_list is None or comment_list is None:
        return part, []
    for cell, note in words.items():
        comment = known.get(cell)
        if comment is None:
            added.append(cell)
            entry = f'<comment{space} ref="{cell}" authorId="{number}"><text>{_run(_cut(note), "")}</text></comment>'
            splices.append_to(comment_list, entry.encode())
        elif not _author(comment, authors).startswith(THREAD):
            _append(part, comment, splices, _run(f"\n\n{RULE}\n{_cut(note)}", space).encode())
    if number == len(authors) and added:
        splices.append_to(author_list, f"<author{space}>{AUTHOR}</author>".encode())
    return splices.applied(), added


def _comments(root: Element) -> list[Element]:
    found = root.child("commentList")
    return found.named("comment") if found else []


def _authors(part: bytes, root: Element) -> list[str]:
    found = root.child("authors")
    authors = found.named("author") if found else []
    return [part[author.tag_end : author.inner_end].decode(errors="replace").strip() for author in authors]


def _author(comment: Element, authors: list[str]) -> str:
    number = int(comment.attributes.get("authorId", "0"))
    return authors[number] if number < len(authors) else ""


def _cut_after_rule(part: bytes, comment: Element, splices: Splices) -> None:
    """Remove our line and everything after it; a run that held nothing else goes as a whole."""
    text = comment.child("text")
    is_over = False
    for run in text.children if text else []:
        words = run if run.name == "t" else run.child("t")
        inside = part[words.tag_end : words.inner_end] if words else b""
        if is_over:
            splices.replace(run.start, run.end, b"")
        elif words and (position := inside.find(RULE.encode())) >= 0:
            is_over = True
            kept = inside[:position].rstrip()
            if kept:
                splices.replace(words.tag_end, words.inner_end, kept)
            else:
                splices.replace(run.start, run.end, b"")


def _append(part: bytes, comment: Element, splices: Splices, run: bytes) -> None:
    """Put a run at the end of a note; a note of plain text becomes a run of its own before it."""
    text = comment.child("text")
    if text is None:
        return
    for plain in text.named("t"):
        splices.insert(plain.start, start_of_run(part, plain))
        splices.insert(plain.end, end_tag(start_of_run(part, plain)))
    splices.append_to(text, run)


def start_of_run(part: bytes, plain: Element) -> bytes:
    """The start tag of a run around a plain text, with the prefix that the text has."""
    prefix = re.match(rb"<([^\s<>/]*:)?", part[plain.start : plain.tag_end])
    return b"<" + ((prefix and prefix[1]) or b"") + b"r>"


def _run(words: str, space: str) -> str:
    look = '<rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>'
    return f'<r{space}>{look}<t xml:space="preserve">{escaped(words)}</t></r>'


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_NOTE else words[: LONGEST_NOTE - 1] + "…"


# Shapes -------------------------------------------------------------------------------------------


def _drawing_of(package: Package, sheet: str) -> str:
    """The sheet's drawing of the old kind, made where there is none."""
    part = package.read(sheet)
    legacy = frame_of(part).root.child("legacyDrawing")
    links = package.links(sheet)
    identifier = _identifier(legacy) if legacy else ""
    if identifier in links:
        return links[identifier][1]
    drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.write(drawing, EMPTY_DRAWING.encode())
    package.declare_extension("vml", DRAWING_TYPE)
    new = package.link(sheet, "vmlDrawing", drawing)
    space = namespace_of(part[frame_of(part).root.start : frame_of(part).root.tag_end])
    words = f'<legacyDrawing{space} xmlns:r="{RELATIONS}" r:id="{new}"/>'
    package.write(sheet, with_child_after_cells(part, "legacyDrawing", words.encode()))
    return drawing


def _identifier(legacy: Element) -> str:
    return next((value for name, value in legacy.attributes.items() if name.endswith(":id")), "")


def _linked(package: Package, sheet: str, kind: str) -> str:
    return next((target for found, target in package.links(sheet).values() if found == kind), "")


def _redrawn(drawing: bytes, gone: list[str], added: Mapping[str, str]) -> bytes:
    """The drawing without the shapes of some cells, and with shapes for others."""
    empty = {place for cell in gone if (place := row_and_column(cell))}
    kept = SHAPE_FOUND.sub(lambda shape: b"" if _place_of(shape[0]) in empty else shape[0], drawing)
    number = max((int(found) for found in SHAPE_NUMBER.findall(kept)), default=1024)
    shapes = [_shape(cell, note, number + i) for i, (cell, note) in enumerate(added.items(), start=1)]
    if shapes and b"_x0000_t202" not in kept:
        shapes.insert(0, SHAPE_TYPE)
    end = kept.rfind(b"</xml>")
    end = end if end >= 0 else len(kept)
    return kept[:end] + "".join(shapes).encode() + kept[end:]


def _place_of(shape: bytes) -> tuple[int, int] | None:
    found = SHAPE_PLACE.search(shape)
    return (int(found[1]) + 1, int(found[2]) + 1) if found else None


def _shape(cell: str, note: str, number: int) -> str:
    row, column = row_and_column(cell) or (1, 1)
    lines = sum(-(-len(line) // LINE) or 1 for line in _cut(note).splitlines()) + 1
    return SHAPE.format(
        number=number,
        height=15 * lines,
        left=column,
        right=column + 4,
        top=max(row - 2, 0),
        bottom=max(row - 2, 0) + lines,
        row=row - 1,
        column=column - 1,
    )
