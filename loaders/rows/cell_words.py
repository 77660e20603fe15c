"""What to say about a cell that cannot be read: what was expected there, and what to do."""

import difflib
import re

from data.areas import Match
from data.columns import Column
from loaders.own_workbooks.template_layout import choices
from loaders.rows.cell_meanings import serial_date
from loaders.rows.cells import normalised
from loaders.rows.number_words import DecimalMark, number_fix
from texts import N_, Text

Words = tuple[Text, Text]  # expected, fix
MOST_NAMED = 20  # entries of a list that a sentence names


def area_words(match: Match) -> Words:
    """For a text that is no area of the register, with the nearest names."""
    expected = N_("the id, code or name of one municipality")
    if not match.candidates:
        return expected, N_(
            "Write the official code with its country, such as NO-0301, or the name in the official register."
        )
    if match.candidates[0].kind != "municipality":
        return expected, N_(
            "{name} is a county or a nation. Name the municipality that the row is about.",
            name=match.candidates[0].name,
        )
    names = ", ".join(f"{area.name} ({area.area_id})" for area in match.candidates)
    if len(match.candidates) == 1:
        return expected, N_(
            "Did you mean {names}? Write {area_id}.", names=names, area_id=match.candidates[0].area_id
        )
    return expected, N_("Did you mean one of {names}? Write its id.", names=names)


def year_words(text: str, *, least: float | None = None, most: float | None = None) -> Words:
    """For a text that is no calendar year, or one outside least and most."""
    expected = N_("a year as four digits")
    if least is not None and most is not None:
        expected = N_("a year from {least} to {most}", least=f"{least:g}", most=f"{most:g}")
        return expected, N_("Correct the year.")
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    serial = serial_date(text)
    if len(years) == 1:
        return expected, N_("Write {year}.", year=years.pop())
    if serial is not None:
        return expected, N_(
            "It looks like the date {date} shown as a number: write {year}.",
            date=serial.isoformat(),
            year=str(serial.year),
        )
    return expected, N_("Write the calendar year of the figure, such as 2024.")


def date_words(text: str) -> Words:
    """For a text that is no date."""
    expected = N_("a date, such as 2026-04-30")
    serial = serial_date(text)
    if serial is not None:
        return expected, N_("Format the cell as a date, or write {date}.", date=serial.isoformat())
    if re.fullmatch(r"(19|20)\d\d", text):
        return expected, N_("Write the day as well, such as {date}.", date=f"{text}-12-31")
    return expected, N_("Write year-month-day, or day.month.year with four digits of the year.")


def quarter_words(_text: str) -> Words:
    """For a text that is no quarter."""
    return N_("a quarter, such as 2027-Q1"), N_("Write the year and the quarter, such as 2027-Q1.")


def pattern_words(column: Column, text: str) -> Words:
    """For a text that has not the shape of its column, such as a CPV code that lost its leading zero."""
    expected = N_("“{title}” such as {example}", title=column.title, example=column.example)
    if column.name == "cpv_code" and re.fullmatch(r"\d{7}", text):
        return expected, N_("Write 0{code}: the spreadsheet has dropped the zero in front.", code=text)
    return expected, N_("Write it in the same form as the example.")


def code_words(column: Column, text: str) -> Words:
    """For a text that is no entry of the column's list, with the nearest entry."""
    expected = (
        N_("an entry of the list “{title}”", title=column.title)
        if column.is_required and column.default is None
        else N_("an entry of the list “{title}”, or nothing", title=column.title)
    )
    words = choices(column)
    if column.name == "unit":  # the nearest unit may be a million times another
        return expected, _unit_fix(text, words)
    near = difflib.get_close_matches(normalised(text), [normalised(word) for word in words], n=1, cutoff=0.6)
    meant = [word for word in words if near and normalised(word) == near[0]]
    if meant:
        return expected, N_("Did you mean {word}? Choose from the list in the cell.", word=meant[0])
    if len(words) > MOST_NAMED:
        return expected, N_("Choose from the list in the cell; it has {count} entries.", count=len(words))
    return expected, N_("Choose one of: {words}.", words=", ".join(words))


def _unit_fix(text: str, words: list[str]) -> Text:
    if normalised(text) == "mt":
        return N_("Choose Mt for megatonnes (a million tonnes), or t for metric tonnes.")
    return N_("Choose one of: {words}.", words=", ".join(words))


def number_words(
    column: Column,
    text: str,
    *,
    has_unit: bool = True,
    has_reason: bool = True,
    decimal: DecimalMark = "point",
) -> Words:
    """For a text that is no number of the column's kind and range. decimal: the mark that the file writes."""
    if column.name == "inhabitants":
        fix = number_fix(text, takes_unit=False, has_reason=has_reason)
        is_number = re.search(r"\d", text) is not None
        return _NUMBERS["inhabitants"], _PERSONS if is_number else fix
    takes_unit = column.has_unit_choice or column.unit == "t CO2e"
    fix = number_fix(text, takes_unit=takes_unit, has_unit=has_unit, has_reason=has_reason, decimal=decimal)
    if column.name in _NUMBERS:
        return _NUMBERS[column.name], fix
    if column.is_required:  # an empty cell would be refused as well
        fix = number_fix(text, takes_unit=takes_unit, has_unit=has_unit, may_be_empty=False, decimal=decimal)
    return _expected_number(column), _range_fix(column, text) or fix


_PERSONS = N_("Write a whole number of persons, without decimals, marks or words.")
_NUMBERS = {
    "emissions_tco2e": N_("tonnes CO2e as a number"),
    "inhabitants": N_("inhabitants as a whole number, 0 or more"),
}


def _expected_number(column: Column) -> Text:
    if column.minimum is not None and column.maximum is not None:
        places = {"least": f"{column.minimum:g}", "most": f"{column.maximum:g}"}
        if column.kind == "integer":
            return N_("“{title}” as a whole number from {least} to {most}", title=column.title, **places)
        return N_("“{title}” as a number from {least} to {most}", title=column.title, **places)
    if column.minimum is not None:
        if column.kind == "integer":
            return N_(
                "“{title}” as a whole number, {least} or more",
                title=column.title,
                least=f"{column.minimum:g}",
            )
        return N_("“{title}” as a number, {least} or more", title=column.title, least=f"{column.minimum:g}")
    if column.maximum is not None:
        return N_("“{title}” as a number up to {most}", title=column.title, most=f"{column.maximum:g}")
    return N_("“{title}” as a number", title=column.title)


def _range_fix(column: Column, text: str) -> Text | None:
    """What to do where a plain number is out of range; None where it is no plain number."""
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        return None
    if column.kind == "integer" and "." in text:
        return N_("Write a whole number.")
    return (
        N_("Correct the figure.")
        if column.is_required
        else N_("Correct the figure, or leave the cell empty.")
    )


def reason_words(value: str) -> Words:
    """For a figure with a reason why it is missing beside it."""
    return (
        N_("a figure, or a reason why it is missing, not both"),
        N_("Remove the reason, or empty the figure ({value}).", value=value),
    )


def missing_words(column: Column) -> Words:
    """For an empty cell that must be filled in."""
    fix = N_("Fill in the cell, or clear the whole row.")
    if column.name == "area_id":
        return N_("the id, code or name of one municipality"), fix
    if column.name == "year":
        return N_("a year as four digits"), fix
    return N_("“{title}”", title=column.title), fix
