"""A document as a tagged PDF (PDF/UA-1) by typst, offline: the fonts are inside the compiler, the pictures are vectors."""

import json
from datetime import UTC, datetime, time
from functools import cache, lru_cache, partial
from pathlib import Path
from unicodedata import category, name, normalize

import typst

from data.printable import printable
from report.document import Document, as_plain, with_texts
from report.svg import FONT

TEMPLATE = Path(__file__).with_name("council.typ")
STAND_IN = "\N{REPLACEMENT CHARACTER}"  # for a sign that the fonts do not have, such as an emoji
_ONE_SIGN = b"""
#set document(title: "-")
#set text(font: sys.inputs.font, fallback: sys.inputs.fallback == "yes")
#sys.inputs.sign *#sys.inputs.sign*
"""


@cache
def fonts() -> typst.Fonts:
    """The fonts inside the compiler, looked at once: those of a machine would make another report on the next."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf_of(document: Document) -> bytes:
    """The pages of a document. The same document gives the same bytes.

    PDF/UA refuses a sign that no font has, such as an emoji, since nobody would see or hear that something stands there:
    STAND_IN is set instead. A picture may still mix signs of more fonts than it can; then only those of FONT stay."""
    shown = with_texts(document, printable)
    for is_of_any_font in (True, False):
        try:
            return _typeset(shown)
        except typst.TypstError:
            shown = with_texts(shown, partial(_legible, is_of_any_font=is_of_any_font))
    return _typeset(shown)


def _typeset(document: Document) -> bytes:
    content = json.dumps(as_plain(document), ensure_ascii=False)
    return _compiled(
        TEMPLATE.read_bytes(), {"report": content}, datetime.combine(document.made_on, time(), UTC)
    )


def _compiled(source: bytes, inputs: dict[str, str], made_at: datetime | None = None) -> bytes:
    made = typst.compile(
        source,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        timestamp=made_at,
    )
    assert isinstance(made, bytes)
    return made


def _legible(text: str, *, is_of_any_font: bool) -> str:
    """The text with a stand-in for each sign that no font has, or that is only ever a part of another: an accent that is
    no letter of its own, the frame around a digit. What nobody sees, such as a joiner, goes."""
    return "".join(
        sign if _is_shown(sign, is_of_any_font) else STAND_IN
        for sign in normalize("NFC", text)
        if not _is_unseen(sign)
    )


def _is_unseen(sign: str) -> bool:
    return category(sign) == "Cf" or name(sign, "").startswith("VARIATION SELECTOR")


@lru_cache(maxsize=4096)
def _is_shown(sign: str, is_of_any_font: bool) -> bool:
    """Whether a sign can stand by itself and a font, or FONT, has it: the compiler carries the fonts, so it is asked."""
    if sign.isascii():
        return True
    if category(sign).startswith(("M", "C", "Zl", "Zp")):
        return False
    try:
        _compiled(_ONE_SIGN, {"sign": sign, "font": FONT, "fallback": "yes" if is_of_any_font else "no"})
    except typst.TypstError:
        return False
    return True


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
