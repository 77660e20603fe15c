"""What a text was meant to be that stands where a number is expected: said to the person, never guessed at."""

import re
import unicodedata

from loaders.cells import normalised
from loaders.template_layout import TONNES_PER_UNIT, UNIT_WORDS
from texts import N_, Text

MARKERS = (
    "-",
    "–",
    "—",
    ".",
    "..",
    "…",
    ":",
    "n/a",
    "na",
    "n.a.",
    "i.u.",
    "ie",
    "ne",
    "c",
    "null",
    "none",
    "x",
)
_WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,\s]*\d)\s*(?P<unit>[^\d\s].*)")


def number_fix(text: str, table_name: str = "emissions", *, has_unit: bool = True) -> Text:
    """What to write instead of a text that is no number, as far as it can be told what is meant."""
    plain = " ".join(text.replace("\N{MINUS SIGN}", "-").split())
    if normalised(plain) in MARKERS:
        return N_("Leave the cell empty, and say why in the column “Reason if missing”.")
    with_unit = _WITH_UNIT.fullmatch(plain)
    unit = unit_meant(_bare_unit(with_unit["unit"])) if with_unit and table_name == "emissions" else None
    if with_unit and unit:
        return _unit_fix(_meant(with_unit["number"]), unit, has_unit)
    meant = _meant(plain)
    if not meant:
        return N_("Write a number, or leave the cell empty and say why in the column “Reason if missing”.")
    if table_name == "population":
        return N_("Write a whole number of persons, without decimals, marks or words.")
    if len(meant) > 1:
        return N_(
            "Write {first} or {second}, whichever is meant.",
            first=_written(meant[0]),
            second=_written(meant[1]),
        )
    return N_("Write {number} (a decimal point, no other mark).", number=_written(meant[0]))


def unit_meant(words: str) -> str | None:
    """The unit that words mean, or None; MT and mt are also written for metric tonnes and mean nothing."""
    plain = normalised(words)
    return None if plain == "mt" and "Mt" not in words else UNIT_WORDS.get(plain)


def text_fix(text: str) -> Text:
    """What to write instead of a text such as 1.234, which reads as thousands or as decimals."""
    thousands, decimals = (_written(number) for number in _meant(text))
    return N_(
        "{text} is text: write it as a number, {thousands} or {decimals}, whichever is meant.",
        text=text,
        thousands=thousands,
        decimals=decimals,
    )


def _unit_fix(meant: list[float], unit: str, has_unit: bool) -> Text:
    if len(meant) != 1:
        return N_("Write the number alone, in tonnes.")
    tonnes = _written(meant[0] * TONNES_PER_UNIT[unit])
    if unit == "t" or not has_unit:
        return N_("Write {number}, without the unit.", number=tonnes)
    return N_("Write {number}, or put {unit} in the unit column.", number=tonnes, unit=unit)


def _bare_unit(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words)
    return re.sub(r"(?i)\s*(co2e?q?|co2-?e(kv.*)?|/år|/year|a year)\s*", "", plain).strip(" .")


def _meant(text: str) -> list[float]:
    """The numbers a text can mean: one; two when its mark may group thousands or begin decimals; none."""
    digits = text.replace(" ", "")
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


def _written(number: float) -> str:
    """A number as it is to be typed: no groups, a decimal point, no needless zeros."""
    return f"{round(number, 6):.6f}".rstrip("0").rstrip(".")
