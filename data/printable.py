"""Texts without the signs that no file made of XML can hold: a workbook, a Word document, a picture as vectors.

Such signs come along when words are copied from other programs: a soft line break of Word is one."""

import re

# Written so that Arrow's expressions read it too. Halves of a sign, which only Python's texts can hold, stand below.
NOT_IN_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]"
_NOT_PRINTABLE = re.compile(f"{NOT_IN_XML}|[\ud800-\udfff]")


def printable(text: str, *, instead: str = " ") -> str:
    """The text with a space, or what is given, in place of each sign that XML cannot hold; line breaks and tabs stay."""
    return _NOT_PRINTABLE.sub(instead, text)
