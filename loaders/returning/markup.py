"""Reading and changing single elements of a part of a workbook, every other byte left as it is.

The parser says where elements stand; the changes are spliced into the bytes. So whatever Excel keeps in a
part (extensions, drawings, names of its own) survives, which no library that writes parts anew can promise."""

import re
from dataclasses import dataclass, field

from data.printable import printable
from loaders.sheets.archive_parts import Refused, xml_parser

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
START_TAG = re.compile(
    rb"""<[^\s<>/]+(?:\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?>"""  # a value may hold a ">"
)


@dataclass
class Element:
    """One element and where it stands: name without prefix, start, end of its start tag, start of its end
    tag, end. Closed at once (<a/>), the last three are the same."""

    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int = 0
    inner_end: int = 0
    end: int = 0
    is_closed_at_once: bool = False
    children: list["Element"] = field(default_factory=list)

    def child(self, name: str) -> "Element | None":
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def named(self, name: str) -> list["Element"]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]


def outline(part: bytes, *, depth: int) -> Element:
    """The elements of a part down to so many levels, the root being the first.

    Raises Refused for XML that is not well-formed, not UTF-8, or declares entities."""
    refuse_other_encodings(part)
    reader = _OutlineReader(part, depth)
    reader.parser.Parse(part, True)
    return reader.root


def refuse_other_encodings(part: bytes) -> None:
    """Raises Refused unless the part is UTF-8, as every spreadsheet program writes it."""
    declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([^"']+)""", part)
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or (declared and declared[1].lower() != b"utf-8"):
        raise Refused("damaged_file", detail="a part that is not UTF-8")


def start_tag(part: bytes, start: int) -> bytes:
    """The start tag that begins there."""
    if not (found := START_TAG.match(part, start)):
        raise Refused("damaged_file", detail="a tag without end")
    return found[0]


def with_attribute(tag: bytes, name: str, value: str | int) -> bytes:
    """A start tag with one attribute set."""
    words = f'{name}="{escaped(str(value))}"'.encode()
    pattern = re.compile(rb"(?<=\s)" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    if pattern.search(tag):
        return pattern.sub(lambda _found: words, tag, count=1)
    cut = re.match(rb"<[^\s<>/]+", tag)
    assert cut
    return tag[: cut.end()] + b" " + words + tag[cut.end() :]


def without_attribute(tag: bytes, name: str) -> bytes:
    """A start tag without one of its attributes."""
    return re.sub(rb"\s+" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""", b"", tag, count=1)


def opened(tag: bytes) -> bytes:
    """A start tag that is not closed at once."""
    return re.sub(rb"\s*/>$", b">", tag)


def end_tag(tag: bytes) -> bytes:
    """The end tag for a start tag."""
    name = re.match(rb"<([^\s<>/]+)", tag)
    assert name
    return b"</" + name[1] + b">"


def escaped(words: str) -> str:
    """Words as they may stand in an element or an attribute; characters that XML does not know are left
    out."""
    plain = printable(words, instead="")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def namespace_of(root_tag: bytes) -> str:
    """The declaration that elements of ours need inside this root: none where the main namespace has no
    prefix."""
    return "" if b":" not in root_tag.split(None, 1)[0] else f' xmlns="{MAIN}"'


class Splices:
    """Changes to a part by position, applied together."""

    def __init__(self, part: bytes) -> None:
        self._part = part
        self._changes: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, words: bytes) -> None:
        """Put words in place of the bytes from start to end."""
        self._changes.append((start, len(self._changes), end, words))

    def insert(self, position: int, words: bytes) -> None:
        """Put words before a position; several at one position keep their order."""
        self.replace(position, position, words)

    def append_to(self, element: Element, words: bytes) -> None:
        """Put words at the end of an element's inside."""
        if element.is_closed_at_once:
            tag = self._part[element.start : element.tag_end]
            self.replace(element.start, element.end, opened(tag) + words + end_tag(tag))
        else:
            self.insert(element.inner_end, words)

    def insert_child(self, parent: Element, name: str, words: bytes, order: tuple[str, ...]) -> None:
        """Put a child of that name into its place among the others, whose order the format fixes."""
        rank = order.index(name)
        for child in parent.children:
            inner = child.children[0].children if child.name == "AlternateContent" and child.children else []
            known = inner[0].name if inner else child.name
            if known in order and order.index(known) > rank:
                self.insert(child.start, words)
                return
        self.append_to(parent, words)

    def applied(self) -> bytes:
        """The part with all changes; itself where there are none."""
        if not self._changes:
            return self._part
        whole = memoryview(self._part)  # pieces of it without a copy: parts may be large
        pieces: list[bytes | memoryview] = []
        position = 0
        for start, _, end, words in sorted(self._changes):
            pieces += [whole[position:start], words]
            position = end
        return b"".join([*pieces, whole[position:]])


class _OutlineReader:
    def __init__(self, part: bytes, depth: int) -> None:
        self.root = Element("", {}, 0)
        self._part = part
        self._depth = depth
        self._open: list[Element] = []
        self._level = 0
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._level += 1
        if self._level > self._depth:
            return
        start = self.parser.CurrentByteIndex
        element = Element(name.rpartition(":")[2], attributes, start)
        tag = start_tag(self._part, start)
        element.tag_end = start + len(tag)
        element.is_closed_at_once = tag.endswith(b"/>")
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        if self._level <= self._depth:
            element = self._open.pop()
            element.inner_end = element.end = element.tag_end
            if not element.is_closed_at_once:
                element.inner_end = self.parser.CurrentByteIndex
                element.end = self._part.index(b">", element.inner_end) + 1
        self._level -= 1
