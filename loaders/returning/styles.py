"""The styles of a workbook with fills of ours added: a marked cell looks as before, but for its colour.

The colour a cell had stands in our own fill as its second colour, which a solid fill never shows. So it
moves along when rows are inserted or sorted, and comes back when the workbook is returned the next time."""

import re

from loaders.returning.markup import (
    MAIN,
    Element,
    Splices,
    end_tag,
    escaped,
    namespace_of,
    opened,
    outline,
    with_attribute,
)

COLOURS = {"error": "FFF9B9A5", "warning": "FFFFF1A6"}  # pale orange-red, pale yellow; black text reads 12:1
NO_COLOUR = b'indexed="64"'
NO_FILL = b'<fill><patternFill patternType="none"/></fill>'
CONTAINERS = {"fonts": "font", "fills": "fill", "cellXfs": "xf"}
ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
EMPTY = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills>{NO_FILL.decode()}<fill><patternFill '
    'patternType="gray125"/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles>'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()


class Styles:
    """The style sheet of a workbook.

    second_colours_are_kept: whether the program that saved it last keeps a solid fill's second colour (Excel
    does, LibreOffice does not); where it does not, a cell of ours goes back to no fill."""

    def __init__(self, part: bytes, *, second_colours_are_kept: bool = True) -> None:
        self._part = part
        self._root = outline(part, depth=3)
        self._space = namespace_of(part[self._root.start : self._root.tag_end]).encode()
        self._lists = {name: self._children(name) for name in CONTAINERS}
        self._marked: dict[tuple[int, str], int] = {}
        fills = self._lists["fills"]
        self._lists["fills"] = [_restored(fill, second_colours_are_kept) for fill in fills]

    def font(self, words: str) -> int:
        """The number of a font with these properties."""
        return self._added("fonts", f"<font{self._space.decode()}>{words}</font>".encode())

    def fill(self, colour: str, second: bytes = NO_COLOUR) -> int:
        """The number of a solid fill, "FFRRGGBB"."""
        words = (
            b"<fill" + self._space + b'><patternFill patternType="solid"><fgColor rgb="%b"/><bgColor %b/>'
            b"</patternFill></fill>" % (colour.encode(), second)
        )
        return self._added("fills", words)

    def style(self, *, font: int = 0, fill: int = 0, alignment: str = "") -> int:
        """The number of a cell style of our own sheet."""
        attributes = f'numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"'
        flags = 'applyFont="1" applyFill="1" applyAlignment="1"'
        inside = f"<alignment {alignment}/>" if alignment else ""
        return self._added(
            "cellXfs", f"<xf{self._space.decode()} {attributes} {flags}>{inside}</xf>".encode()
        )

    def marked(self, style: int, level: str) -> int:
        """The number of the style that differs from this one in the colour of a level only.

        A cell with a pattern or a gradient keeps it (a note says the rest), since it could not come back."""
        if (style, level) not in self._marked:
            self._marked[style, level] = self._with_colour(style, level)
        return self._marked[style, level]

    def applied(self) -> bytes:
        """The style sheet with what was added."""
        splices = Splices(self._part)
        for name, children in self._lists.items():
            words = b"".join(children)
            found = self._root.child(name)
            if found is None:
                count = str(len(children)).encode()
                whole = b'<%b%b count="%b">%b</%b>' % (
                    name.encode(),
                    self._space,
                    count,
                    words,
                    name.encode(),
                )
                splices.insert_child(self._root, name, whole, ORDER)
            else:
                tag = opened(with_attribute(self._part[found.start : found.tag_end], "count", len(children)))
                splices.replace(found.start, found.end, tag + words + end_tag(tag))
        return splices.applied()

    def _children(self, name: str) -> list[bytes]:
        found = self._root.child(name)
        inside = found.named(CONTAINERS[name]) if found else []
        return [self._part[child.start : child.end] for child in inside]

    def _added(self, name: str, words: bytes) -> int:
        known = self._lists[name]
        if words not in known:
            known.append(words)
        return known.index(words)

    def _with_colour(self, style: int, level: str) -> int:
        styles = self._lists["cellXfs"]
        if not styles:
            styles.append(b"<xf%b/>" % self._space)
        whole = styles[style if style < len(styles) else 0]
        root = outline(whole, depth=1)
        second = self._colour_of(int(root.attributes.get("fillId", "0")))
        if second is None:
            return style
        fill = self.fill(COLOURS[level], second)
        tag = with_attribute(with_attribute(whole[: root.tag_end], "fillId", fill), "applyFill", 1)
        return self._added("cellXfs", tag + whole[root.tag_end :])

    def _colour_of(self, number: int) -> bytes | None:
        """The attributes of a solid fill's colour; "no colour" for no fill, None for what cannot be kept."""
        fills = self._lists["fills"]
        pattern = _pattern(fills[number]) if number < len(fills) else None
        if pattern is None:
            return NO_COLOUR if number >= len(fills) else None
        kind = pattern.attributes.get("patternType", "none")
        if kind == "none":
            return NO_COLOUR
        colour = pattern.child("fgColor")
        if kind != "solid" or colour is None:
            return None
        return _colour_words(colour.attributes)


def has_marks(part: bytes) -> bool:
    """Whether a style sheet has a fill of ours."""
    return any(colour.encode() in part for colour in COLOURS.values())


def _restored(fill: bytes, second_colours_are_kept: bool) -> bytes:
    """A fill of ours as what it was before; any other as it is."""
    pattern = _pattern(fill)
    first, second = (pattern.child("fgColor"), pattern.child("bgColor")) if pattern else (None, None)
    if first is None or first.attributes.get("rgb", "").upper() not in COLOURS.values():
        return fill
    root_tag = fill[: outline(fill, depth=1).tag_end]
    prefix = re.match(rb"<([^\s<>/]*:)?", root_tag)
    name = (prefix[1] or b"") if prefix else b""
    if not second_colours_are_kept or second is None or not _is_colour(second):
        return root_tag + b'<%bpatternFill patternType="none"/>' % name + end_tag(root_tag)
    colour = _colour_words(second.attributes)
    inside = b'<%bpatternFill patternType="solid"><%bfgColor %b/></%bpatternFill>' % (
        name,
        name,
        colour,
        name,
    )
    return root_tag + inside + end_tag(root_tag)


def _colour_words(attributes: dict[str, str]) -> bytes:
    return b" ".join(f'{name}="{escaped(value)}"'.encode() for name, value in attributes.items())


def _is_colour(found: Element) -> bool:
    """Whether it is a colour that somebody chose, and not the automatic one."""
    return found.attributes not in ({"indexed": "64"}, {"indexed": "65"}, {})


def _pattern(fill: bytes) -> Element | None:
    return outline(fill, depth=3).child("patternFill")
