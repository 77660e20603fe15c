"""What a document is made of, before it becomes pages: chapters of paragraphs, figures, pictures and tables in words.

Every text is in the document's language already, and every number is written as its reader reads it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

from sentences.key_figures import KeyFigure

Look = Literal["body", "lead", "note"]
_SHORT, _LONGEST = 16, 60  # letters in a table's column


@dataclass(frozen=True)
class Paragraph:
    """Some sentences. look: the answer of a chapter (lead), plain text (body), or a remark in small letters (note)."""

    text: str
    look: Look = "body"


@dataclass(frozen=True)
class Ruling:
    """A verdict that was reached, or why none is: symbol and word in the colour of its status, then the sentence. status: a
    key of metrics.registry.STATUSES."""

    symbol: str
    word: str
    colour: str
    text: str
    status: str


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True)
class KeyFigures:
    """Figures side by side."""

    entries: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Picture:
    """A picture as vectors. caption: the sentence with the number in it; alt: the whole picture in words."""

    svg: str
    caption: str
    alt: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of words. numbers: the places of the columns that hold figures and are set flush right."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Words and what they mean."""

    entries: tuple[tuple[str, str], ...]


def column_weights(table: Table) -> tuple[int, ...]:
    """How the width of a page is shared among the columns: those that hold long words get more, and 0 is as wide as it
    needs to be. Equal shares where no column does."""
    longest = [max(map(len, column)) for column in zip(table.headings, *table.rows, strict=True)]
    weights = tuple(
        0 if place in table.numbers or length <= _SHORT else min(length, _LONGEST)
        for place, length in enumerate(longest)
    )
    return weights if any(weights) else (1,) * len(longest)


Block = Paragraph | Ruling | Heading | KeyFigures | Picture | Table | Terms


@dataclass(frozen=True)
class Chapter:
    """A chapter. key: its name in an address or on the command line."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole document. opening: the first page. warning: what every page says, empty where nothing has to be said.
    words: the few texts of the layout itself, such as the heading of the contents."""

    title: str
    subtitle: str
    language: str
    made_on: date
    made_on_words: str
    data_version: str
    opening: Chapter
    chapters: tuple[Chapter, ...]
    warning: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def with_texts(document: Document, change: Callable[[str], str]) -> Document:
    """The document with each of its texts changed, those in pictures too."""
    changed: Document = _changed(document, change)
    return changed


def _changed(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_changed(each, change) for each in part)
    if isinstance(part, Mapping):
        return {name: _changed(each, change) for name, each in part.items()}
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part, **{each.name: _changed(getattr(part, each.name), change) for each in fields(part)}
        )
    return part


def as_plain(document: Document) -> dict[str, Any]:
    """The document as dictionaries, lists and texts; each block names its kind."""
    plain = asdict(document)
    plain["made_on"] = document.made_on.isoformat()
    for chapter, shown in zip(_chapters(document), [plain["opening"], *plain["chapters"]], strict=True):
        shown["blocks"] = [
            {"kind": type(block).__name__.lower(), **fields, **_laid_out(block)}
            for block, fields in zip(chapter.blocks, shown["blocks"], strict=True)
        ]
    return plain


def _laid_out(block: Block) -> dict[str, Any]:
    return {"weights": column_weights(block)} if isinstance(block, Table) else {}


def _chapters(document: Document) -> Iterator[Chapter]:
    yield document.opening
    yield from document.chapters
