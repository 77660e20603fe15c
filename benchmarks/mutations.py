"""Files broken in every way that a disk, a mail program or a person breaks them, repeatable by their number."""

import io
import random
import re
import zipfile
from collections.abc import Callable

ODD_TEXTS = (
    "12,5 kt", "#REF!", "#N/A", "1 234", "1\N{NO-BREAK SPACE}234,5", "\N{MINUS SIGN}7", "NaN", "inf", "1e5", "1e309", "", " ",
    "2024-05-01", "TRUE", "-", "..", "=1+1", "1.234", "1,234", "9" * 40, "0301", "\N{ARABIC-INDIC DIGIT THREE}", "<b>",
)  # fmt: skip
PARTS = re.compile(r"xl/(worksheets/sheet\d+\.xml|sharedStrings\.xml|workbook\.xml|styles\.xml)$")
VALUE = re.compile(rb"<v>([^<]*)</v>")
STRING = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")


def mutated(content: bytes, number: int, *, seed: int) -> tuple[str, bytes]:
    """The file broken in the way of this number. Returns the kind of damage and the bytes."""
    chance = random.Random(f"{seed}-{number}")
    kinds = WORKBOOK_KINDS if content.startswith(b"PK") else TEXT_KINDS
    kind = chance.choice(sorted(kinds))
    return kind, kinds[kind](content, chance)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place = chance.randrange(len(damaged))
        damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _inserted(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.randbytes(chance.choice((1, 4, 300))) + content[place:]


def _deleted(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + content[place + chance.choice((1, 4, 300)) :]


def _truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _repeated(content: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(content)), chance.choice((1, 50, 5000))
    return content[:place] + content[place : place + length] * 2 + content[place + length :]


RAW: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bytes flipped": _flipped,
    "bytes inserted": _inserted,
    "bytes deleted": _deleted,
    "cut short": _truncated,
    "a piece repeated": _repeated,
}


# Workbooks --------------------------------------------------------------------------------------------------


def _in_a_part(change: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """The change in one part of the archive, packed again with right checksums."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        name = chance.choice(sorted(name for name in parts if PARTS.search(name)))
        parts[name] = change(parts[name], chance) if parts[name] else parts[name]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for each, part in parts.items():
                archive.writestr(each, part)
        return packed.getvalue()

    return damage


def _cell_replaced(xml: bytes, chance: random.Random) -> bytes:
    """A value or text of the part replaced by an odd one."""
    pattern = VALUE if VALUE.search(xml) else STRING
    found = list(pattern.finditer(xml))
    if not found:
        return xml
    place = chance.choice(found)
    odd = chance.choice(ODD_TEXTS).replace("<", "&lt;").encode()
    return xml[: place.start(1)] + odd + xml[place.end(1) :]


def _row_repeated(xml: bytes, chance: random.Random) -> bytes:
    rows = list(re.finditer(rb"<row .*?</row>", xml, re.DOTALL))
    if not rows:
        return xml
    row = chance.choice(rows)
    return xml[: row.end()] + row.group() + xml[row.end() :]


WORKBOOK_KINDS = RAW | {
    "bytes flipped in a part": _in_a_part(_flipped),
    "bytes deleted in a part": _in_a_part(_deleted),
    "a cell replaced": _in_a_part(_cell_replaced),
    "another cell replaced": _in_a_part(_cell_replaced),
    "a row repeated": _in_a_part(_row_repeated),
}


# Text tables ------------------------------------------------------------------------------------------------


def _by_line(
    change: Callable[[list[bytes], random.Random], list[bytes]],
) -> Callable[[bytes, random.Random], bytes]:
    return lambda content, chance: b"\n".join(change(content.split(b"\n"), chance))


def _line_deleted(lines: list[bytes], chance: random.Random) -> list[bytes]:
    place = chance.randrange(len(lines))
    return lines[:place] + lines[place + 1 :]


def _line_repeated(lines: list[bytes], chance: random.Random) -> list[bytes]:
    place = chance.randrange(len(lines))
    return [*lines[: place + 1], lines[place], *lines[place + 1 :]]


def _field_replaced(lines: list[bytes], chance: random.Random) -> list[bytes]:
    place = chance.randrange(len(lines))
    mark = b";" if lines[0].count(b";") > lines[0].count(b",") else b","
    fields = lines[place].split(mark)
    fields[chance.randrange(len(fields))] = chance.choice(ODD_TEXTS).encode()
    return [*lines[:place], mark.join(fields), *lines[place + 1 :]]


def _separator_changed(lines: list[bytes], chance: random.Random) -> list[bytes]:
    place = chance.randrange(len(lines))
    return [*lines[:place], lines[place].replace(b";", b","), *lines[place + 1 :]]


def _encoded(content: bytes, chance: random.Random) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.encode(chance.choice(("utf-16", "utf-8-sig", "utf-8", "cp1252")), "replace")


TEXT_KINDS = RAW | {
    "a line deleted": _by_line(_line_deleted),
    "a line repeated": _by_line(_line_repeated),
    "a field replaced": _by_line(_field_replaced),
    "another field replaced": _by_line(_field_replaced),
    "a separator changed": _by_line(_separator_changed),
    "another encoding": _encoded,
    "other line ends": lambda content, chance: content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "mixed line ends": lambda content, chance: content.replace(b"\n", b"\r", chance.randrange(9)),
    "a zero byte": lambda content, chance: content[:99] + b"\x00" + content[99:],
}
