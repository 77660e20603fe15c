"""Numbers as people write them: by the file's own convention, never guessed cell by cell; and what to write
instead of a text that is no number."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from loaders.own_workbooks.template_layout import TONNES_PER_UNIT
from loaders.rows.cells import SPACES, normalised
from texts import N_, Text

DecimalMark = Literal["comma", "point"]

UNIT_WORDS = {
    "t": "t", "ton": "t", "tons": "t", "tonn": "t", "tonne": "t", "tonnes": "t", "tonnia": "t", "tonnia/v": "t",
    "kt": "kt", "kton": "kt", "ktonn": "kt", "kilotonnes": "kt", "kilotonn": "kt", "kiloton": "kt",
    "1000 t": "kt", "1000 tonnes": "kt", "1000 tonn": "kt", "1000 ton": "kt", "tusen tonn": "kt", "tusen ton": "kt",
    "gg": "kt", "mt": "Mt", "mton": "Mt", "mtonn": "Mt", "megatonnes": "Mt", "megatonn": "Mt", "million tonnes": "Mt",
    "kg": "kg", "kilogram": "kg", "kilo": "kg",
}  # fmt: skip
MARKERS = (
    "-", "–", "—", ".", "..", "…", ":", "n/a", "na", "n.a.", "i.u.", "ie", "ne", "c", "null", "none", "x",
)  # fmt: skip
# These say that there is no figure; "-" is zero at some agencies, and a person is told that it was not read so.
MISSING_MARKS = ("-", "–", "—", ".", "..", "...", "…", ":", "n/a", "n.a.", "i.u.")


@dataclass(frozen=True)
class NumberConvention:
    """How texts that are numbers are written in one file.

    decimal: its decimal mark. has_other_groups: whether the other of comma and point groups thousands even
    where one group alone is all there is (1.234 or 1,234); if not, such a text is asked about."""

    decimal: DecimalMark
    has_other_groups: bool = False


@dataclass(frozen=True)
class Written:
    """What a text in a cell for a number says: a value, with its unit if it names one; or that there is none."""

    value: float | None
    unit: str | None = None


def convention_of(language: str, chosen: str | None = None) -> NumberConvention:
    """How a file writes its numbers: as the person said for the whole file, else as its language does."""
    if chosen in ("comma", "point"):
        return NumberConvention("comma" if chosen == "comma" else "point", has_other_groups=True)
    if language in ("da", "is"):
        return NumberConvention("comma", has_other_groups=True)
    return NumberConvention("point" if language == "en" else "comma")


_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "’": "'", **dict.fromkeys(SPACES, " ")})
_WHOLE = r"\d{1,3}(?:[ ']\d{3})+|\d+"
_SHAPES: dict[DecimalMark, re.Pattern[str]] = {
    "point": re.compile(rf"[-+]?(?:{_WHOLE})(?:\.\d+)?"),
    "comma": re.compile(
        rf"[-+]?(?:{_WHOLE}|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d{{1,3}}(?:\.\d{{3}})+(?=,))(?:,\d+)?"
    ),
}
_OTHER_GROUPS: dict[DecimalMark, re.Pattern[str]] = {
    "point": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    "comma": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
_MACHINE = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,\s']*\d)\s*(?P<unit>[^\d\s].*)")


def read_written(text: str, convention: NumberConvention, *, unit: str = "") -> Written | None:
    """What a text means by the file's convention; None where it is no number.

    unit: of the column; "t" and "t CO2e" take t, kt, Mt and kg behind the number, "%" takes a percent sign."""
    plain = plain_signs(text)
    if normalised(plain) in MISSING_MARKS:
        return Written(None)
    value = _number(plain, convention)
    if value is not None:
        return Written(value)
    with_unit = _WITH_UNIT.fullmatch(plain)
    value = _number(with_unit["number"], convention) if with_unit else None
    if with_unit is None or value is None or _is_doubtful(with_unit["number"], convention):
        return None
    if unit == "%":
        return Written(value) if with_unit["unit"] == "%" else None
    meant = unit_meant(_bare_unit(with_unit["unit"])) if unit.startswith("t") else None
    return Written(value, meant) if meant else None


def _is_doubtful(number: str, convention: NumberConvention) -> bool:
    """Whether the number before a unit reads as thousands or as decimals, as in 12.500 kt; without a unit, the cell
    says whether it is text."""
    return not convention.has_other_groups and re.fullmatch(r"[-+]?[1-9]\d{0,2}\.\d{3}", number) is not None


def plain_signs(text: str) -> str:
    """A text with a plain minus, plain apostrophes and single plain spaces."""
    return " ".join(text.translate(_SIGNS).split())


def _number(plain: str, convention: NumberConvention) -> float | None:
    is_number = _SHAPES[convention.decimal].fullmatch(plain)
    if not is_number and convention.has_other_groups:
        is_number = _OTHER_GROUPS[convention.decimal].fullmatch(plain)
    if not is_number:
        return float(plain) if _MACHINE.fullmatch(plain) else None
    digits = re.sub(r"[ ']", "", plain)
    if convention.decimal == "comma":
        return float(digits.replace(".", "").replace(",", "."))
    return float(digits.replace(",", ""))


def number_fix(
    text: str,
    *,
    takes_unit: bool = True,
    has_unit: bool = True,
    has_reason: bool = True,
    may_be_empty: bool = True,
    decimal: DecimalMark = "point",
) -> Text:
    """What to write instead of a text that is no number, as far as it can be told what is meant.

    takes_unit: the column holds tonnes; has_unit: a unit column stands beside it; has_reason: the sheet has a
    column for the reason why a figure is missing; may_be_empty: the cell may stay empty; decimal: the mark that the
    person's spreadsheet has."""
    plain = plain_signs(text)
    if normalised(plain) in MARKERS and may_be_empty:
        return _LEAVE_EMPTY if has_reason else N_("Leave the cell empty.")
    with_unit = _WITH_UNIT.fullmatch(plain)
    unit = unit_meant(_bare_unit(with_unit["unit"])) if with_unit and takes_unit else None
    if with_unit and unit:
        return _unit_fix(_meant(with_unit["number"]), unit, has_unit, decimal)
    meant = _meant(plain)
    if not meant and with_unit and _meant(with_unit["number"]) and not re.search(r"\d", with_unit["unit"]):
        return N_(
            "Write the number alone, without “{words}”; convert it first if that is another unit.",
            words=with_unit["unit"],
        )
    if not meant and not may_be_empty:
        return N_("Write a number.")
    if not meant:
        return _NUMBER_OR_REASON if has_reason else N_("Write a number, or leave the cell empty.")
    if len(meant) > 1:
        return N_(
            "Write {first} or {second}, whichever is meant.",
            first=_typed(meant[0], decimal),
            second=_typed(meant[1], decimal),
        )
    number = _typed(meant[0], decimal)
    if decimal == "comma":
        return N_("Write {number} (a decimal comma, no other mark).", number=number)
    return N_("Write {number} (a decimal point, no other mark).", number=number)


_LEAVE_EMPTY = N_("Leave the cell empty, and say why in the column “Reason if missing”.")
_NUMBER_OR_REASON = N_(
    "Write a number, or leave the cell empty and say why in the column “Reason if missing”."
)


def unit_meant(words: str) -> str | None:
    """The unit that words mean, or None; MT and mt are also written for metric tonnes and mean nothing."""
    plain = normalised(words)
    return None if plain == "mt" and "Mt" not in words else UNIT_WORDS.get(plain)


def unit_in_cell(words: str) -> str | None:
    """The unit of mass that a unit column says, with or without what it is tonnes of: kt, tonn CO2e, ton/år."""
    return unit_meant(_bare_unit(words))


def text_fix(text: str, *, decimal: DecimalMark = "point") -> Text:
    """What to write instead of a text such as 1.234, which reads as thousands or as decimals."""
    thousands, decimals = (_typed(number, decimal) for number in _meant(text))
    return N_(
        "{text} is text: write it as a number, {thousands} or {decimals}, whichever is meant.",
        text=text,
        thousands=thousands,
        decimals=decimals,
    )


def _unit_fix(meant: list[float], unit: str, has_unit: bool, decimal: DecimalMark) -> Text:
    if not meant:
        return N_("Write the number alone, in tonnes.")
    if len(meant) > 1:
        first, second = (_typed(number * TONNES_PER_UNIT[unit], decimal) for number in meant)
        return N_("Write {first} or {second}, whichever is meant.", first=first, second=second)
    tonnes = _typed(meant[0] * TONNES_PER_UNIT[unit], decimal)
    if unit == "t" or not has_unit:
        return N_("Write {number}, without the unit.", number=tonnes)
    return N_("Write {number}, or put {unit} in the unit column.", number=tonnes, unit=unit)


def _bare_unit(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words)
    return re.sub(r"(?i)\s*(co2-?\s?e(kv[^\s]*|q[^\s]*)?|co2|/år|/year|a year)\s*", "", plain).strip(" .")


def _meant(text: str) -> list[float]:
    """The numbers a text can mean: one; two when its mark may group thousands or begin decimals; none."""
    digits = re.sub(r"[ ']", "", text)
    if re.fullmatch(r"[-+]?\d+", digits):
        return [float(digits)]
    if re.fullmatch(r"[-+]?\d{1,3}([.,])\d{3}(\1\d{3})+", digits):
        return [float(re.sub(r"[.,]", "", digits))]
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", digits):
        return [float(re.sub(r"[.,]", "", digits)), float(digits.replace(",", "."))]
    if re.fullmatch(r"[-+]?\d+[.,]\d+", digits):
        return [float(digits.replace(",", "."))]
    both = re.fullmatch(r"([-+]?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)([.,])(\d+)", digits)
    if both and both[2] != both[3]:
        return [float(re.sub(r"[.,]", "", both[1]) + "." + both[4])]
    return []


def _typed(number: float, decimal: DecimalMark) -> str:
    """A number as it is to be typed: no groups, the decimal mark of the spreadsheet, no needless zeros."""
    typed = f"{round(number, 6):.6f}".rstrip("0").rstrip(".")
    return typed.replace(".", ",") if decimal == "comma" else typed
