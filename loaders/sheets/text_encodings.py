"""In which encoding a file of text was written, from its bytes alone."""

import codecs

from loaders.sheets.archive_parts import MEGABYTE

START_BYTES = 4096
_MARKS = (  # the longer mark first: that of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEAST_NULS = 0.5  # of every second byte; only letters beyond Latin-1 have none
_ENDS_OF_LINES = b"\t\n\r\x0b\x0c\x1a"  # the controls that texts have


def encoding_of(content: bytes) -> str:
    """The Python name of the encoding: by its mark, UTF-16 where every second byte is NUL, else UTF-8 where the
    whole file is that, else Windows' cp1252, and Latin-1 where bytes have no meaning in cp1252."""
    start = content[:START_BYTES]
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if unmarked := unmarked_utf16(start):
        return unmarked
    return next((name for name in ("utf-8", "cp1252") if _is_written_in(content, name)), "latin-1")


def unmarked_utf16(start: bytes) -> str:
    """utf-16-le or utf-16-be where every second byte of the start is NUL; "" where it is not."""
    even, odd, pairs = start[::2].count(0), start[1::2].count(0), max(len(start) // 2, 1)
    if _controls(start.replace(b"\0", b"")):
        return ""
    if not even and odd >= _LEAST_NULS * pairs:
        return "utf-16-le"
    return "utf-16-be" if not odd and even >= _LEAST_NULS * pairs else ""


def has_wide_characters(start: bytes) -> bool:
    """Whether the text's bytes are no characters by themselves: UTF-16 and UTF-32."""
    is_marked = any(start.startswith(mark) for mark, name in _MARKS if name != "utf-8-sig")
    return is_marked or bool(unmarked_utf16(start[:START_BYTES]))


def is_text(start: bytes) -> bool:
    """Whether the start of a file is text; a NUL among many characters is a fault in a text, not another kind of
    file."""
    if has_wide_characters(start):
        return True
    controls = _controls(start)
    nuls = start.count(0)
    return controls == nuls and (nuls <= 1 or nuls * 20 < len(start))


def _controls(start: bytes) -> int:
    return sum(byte < 32 and byte not in _ENDS_OF_LINES for byte in start)


def _is_written_in(content: bytes, name: str) -> bool:
    """Decodes piece by piece, so that no second copy of the file is made."""
    decoder, view = codecs.getincrementaldecoder(name)(), memoryview(content)
    try:
        for begin in range(0, len(content), MEGABYTE):
            decoder.decode(view[begin : begin + MEGABYTE])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
