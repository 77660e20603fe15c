"""A document as a tagged PDF (PDF/UA-1) by typst, offline: the fonts are inside the compiler, the pictures are vectors."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from report.document import Document, as_plain

TEMPLATE = Path(__file__).with_name("council.typ")


@cache
def fonts() -> typst.Fonts:
    """The fonts inside the compiler, looked at once: those of a machine would make another report on the next."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf_of(document: Document) -> bytes:
    """The pages of a document. The same document gives the same bytes."""
    content = json.dumps(as_plain(document), ensure_ascii=False)
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": content},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(document.made_on, time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


def png_of(svg: str, *, dots_per_inch: float) -> bytes:
    """A picture as dots, for a program that shows no vectors."""
    source = (
        '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
    )
    made = typst.compile(
        source.encode(),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=dots_per_inch,
        sys_inputs={"svg": svg},
    )
    assert isinstance(made, bytes)
    return made
