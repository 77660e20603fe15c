"""Numbers as people write them: each text by the convention of its file."""

import pytest

from loaders.rows.number_words import (
    NumberConvention,
    convention_of,
    number_fix,
    read_written,
    text_fix,
    unit_meant,
)
from tests.loaders.own_workbooks import mark, only, read, reading, typed
from tests.loaders.published_layouts import sentences

COMMA, POINT = convention_of("nb"), convention_of("en")
DANISH = convention_of("da")


def value(text, convention, unit=""):
    """What a text means: its number, (number, unit), "missing", or None."""
    written = read_written(text, convention, unit=unit)
    if written is None:
        return None
    if written.value is None:
        return "missing"
    return (written.value, written.unit) if written.unit else written.value


# The convention ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "chosen", "convention"),
    [
        ("nb", None, NumberConvention("comma")),
        ("sv", None, NumberConvention("comma")),
        ("fi", None, NumberConvention("comma")),
        ("da", None, NumberConvention("comma", has_other_groups=True)),
        ("is", None, NumberConvention("comma", has_other_groups=True)),
        ("en", None, NumberConvention("point")),
        ("en", "comma", NumberConvention("comma", has_other_groups=True)),
        ("nb", "point", NumberConvention("point", has_other_groups=True)),
        ("da", "point", NumberConvention("point", has_other_groups=True)),
        ("nb", "", NumberConvention("comma")),
    ],
)
def test_a_file_writes_numbers_as_its_language_does_unless_somebody_said_otherwise(
    language, chosen, convention
):
    assert convention_of(language, chosen) == convention


@pytest.mark.parametrize(
    ("text", "with_comma", "with_point"),
    [
        ("42", 42.0, 42.0),
        ("12,5", 12.5, None),
        ("12.5", 12.5, 12.5),
        ("0,5", 0.5, None),
        ("1 234", 1234.0, 1234.0),
        ("1 234,5", 1234.5, None),
        ("1 234.5", None, 1234.5),
        ("1.234,5", 1234.5, None),
        ("1,234.5", None, None),
        ("1.234.567", 1234567.0, None),
        ("1,234,567", None, None),
        ("1 000 000", 1000000.0, 1000000.0),
        ("12'500", 12500.0, 12500.0),
        ("12\N{RIGHT SINGLE QUOTATION MARK}500,5", 12500.5, None),
        ("1\N{NO-BREAK SPACE}234,5", 1234.5, None),
        ("1\N{NARROW NO-BREAK SPACE}234,5", 1234.5, None),
        ("1\N{THIN SPACE}234,5", 1234.5, None),
        ("\N{MINUS SIGN}12,5", -12.5, None),
        ("-12,5", -12.5, None),
        ("+5", 5.0, 5.0),
        ("1e3", 1000.0, 1000.0),
        ("1,5,5", None, None),
        ("12 34", None, None),
        ("--5", None, None),
        ("five", None, None),
        ("", None, None),
    ],
)
def test_a_text_is_read_with_the_mark_of_its_file(text, with_comma, with_point):
    assert (value(text, COMMA), value(text, POINT)) == (with_comma, with_point)


@pytest.mark.parametrize(
    ("text", "number"), [("1.234", 1234.0), ("1.234,5", 1234.5), ("12,5", 12.5), ("1.234.567,25", 1234567.25)]
)
def test_in_danish_and_icelandic_a_point_groups_thousands(text, number):
    assert value(text, DANISH) == number
    assert value(text, convention_of("is")) == number


@pytest.mark.parametrize(("text", "number"), [("1,234", 1234.0), ("1,234.5", 1234.5), ("1.234", 1.234)])
def test_with_a_point_chosen_for_the_file_a_comma_groups_thousands(text, number):
    assert value(text, convention_of("nb", "point")) == number


@pytest.mark.parametrize("text", ["-", "–", "—", "..", "...", "…", ".", ":", "n/a", "N/A", "n.a.", "i.u."])
def test_marks_for_no_figure_mean_missing(text):
    assert value(text, COMMA) == "missing"
    assert value(text, POINT) == "missing"


@pytest.mark.parametrize("text", ["x", "c", "?", "ukjent", "0?"])
def test_other_words_mean_nothing(text):
    assert value(text, COMMA) is None


# Units behind numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12,5 kt", (12.5, "kt")),
        ("12,5kt", (12.5, "kt")),
        ("1 250 kg", (1250.0, "kg")),
        ("0,3 Mt CO2e", (0.3, "Mt")),
        ("41 250 tonn CO\N{SUBSCRIPT TWO}e", (41250.0, "t")),
        ("5 ton/år", (5.0, "t")),
        ("5 tonnes a year", (5.0, "t")),
        ("2 MT", None),
        ("2 mt", None),
        ("12,5 km", None),
        ("12,5 kr", None),
    ],
)
def test_a_unit_of_mass_may_stand_behind_the_number(text, meant):
    assert value(text, COMMA, unit="t") == meant
    assert value(text, COMMA, unit="t CO2e") == meant


def test_a_unit_behind_a_number_means_nothing_in_a_column_of_money():
    assert value("12,5 kt", COMMA) is None


@pytest.mark.parametrize("text", ["12.500 kt", "1.234 t", "-1.500 kg"])
def test_a_number_with_a_unit_that_reads_as_thousands_or_as_decimals_is_asked_about(text):
    assert value(text, COMMA, unit="t") is None
    assert value(text, POINT, unit="t") is None
    assert value(text, DANISH, unit="t") is not None


@pytest.mark.parametrize(
    ("text", "share"), [("41 %", 41.0), ("41%", 41.0), ("41,5\N{NO-BREAK SPACE}%", 41.5), ("0,4", 0.4)]
)
def test_a_percent_sign_belongs_in_a_column_of_percent(text, share):
    assert value(text, COMMA, unit="%") == share


def test_a_percent_sign_elsewhere_means_nothing():
    assert value("41 %", COMMA) is None
    assert value("41 %", COMMA, unit="t") is None


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("Tonnes", "t"),
        ("tonn", "t"),
        ("kilotonn", "kt"),
        ("1000 t", "kt"),
        ("Mt", "Mt"),
        ("kilo", "kg"),
        ("MT", None),
        ("lb", None),
    ],
)
def test_units_have_many_names_and_those_that_may_be_two_mean_nothing(words, unit):
    assert unit_meant(words) == unit


# What to write instead --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimal", "fix"),
    [
        ("1,234.5", "comma", "Write 1234,5 (a decimal comma, no other mark)."),
        ("1,234.5", "point", "Write 1234.5 (a decimal point, no other mark)."),
        ("1,250", "comma", "Write 1250 or 1,25, whichever is meant."),
        ("500 kg", "comma", "Write 0,5, or put kg in the unit column."),
        ("12.500 kt", "point", "Write 12500000 or 12500, whichever is meant."),
        ("100*", "point", "Write the number alone, without “*”; convert it first if that is another unit."),
        (
            "12 MNOK",
            "comma",
            "Write the number alone, without “MNOK”; convert it first if that is another unit.",
        ),
    ],
)
def test_what_to_write_has_the_decimal_mark_of_the_persons_spreadsheet(text, decimal, fix):
    assert str(number_fix(text, decimal=decimal)) == fix


def test_a_doubtful_text_is_spelled_out_both_ways():
    assert str(text_fix("1.234", decimal="comma")) == (
        "1.234 is text: write it as a number, 1234 or 1,234, whichever is meant."
    )


# In a workbook ----------------------------------------------------------------------------------------------


def amounts(*texts, language, **choices):
    """The tonnes read from these texts, one year each."""
    rows = [{"year": 2000 + number, "emissions_tco2e": text} for number, text in enumerate(texts)]
    return reading("emissions", *rows, language=language, **choices)


@pytest.mark.parametrize("language", ["nb", "sv", "fi"])
def test_texts_in_a_workbook_with_a_decimal_comma_are_numbers(language):
    sheets = typed(
        "emissions",
        *(
            {"year": 2000 + number, "emissions_tco2e": text}
            for number, text in enumerate(("12,5", "1 234,5", "1.234,5", 7.25))
        ),
    )
    assert only(read({**sheets, **mark(language)}), "emissions_tco2e") == [12.5, 1234.5, 1234.5, 7.25]


def test_a_text_with_one_point_in_it_is_still_asked_about_in_norwegian():
    assert sentences(amounts("1.234", language="nb")) == [
        'Utslipp!H2: expected tonnes CO2e as a number, found "1.234". '
        "1.234 is text: write it as a number, 1234 or 1,234, whichever is meant."
    ]


def test_a_number_with_three_decimals_is_no_text_and_not_asked_about():
    assert only(amounts(1.234, language="nb"), "emissions_tco2e") == [1.234]


@pytest.mark.parametrize("language", ["da", "is"])
def test_in_a_danish_or_icelandic_workbook_that_text_is_thousands_and_the_number_is_not(language):
    sheets = typed(
        "emissions", {"year": 2020, "emissions_tco2e": "1.234"}, {"year": 2021, "emissions_tco2e": 1.234}
    )
    assert only(read({**sheets, **mark(language)}), "emissions_tco2e") == [1234.0, 1.234]


def test_a_comma_is_asked_about_in_an_english_workbook():
    assert sentences(amounts("12,5", "1,250", language="en")) == [
        'Emissions!H2: expected tonnes CO2e as a number, found "12,5". Write 12.5 (a decimal point, no other mark).',
        'Emissions!H3: expected tonnes CO2e as a number, found "1,250". Write 1250 or 1.25, whichever is meant.',
    ]


@pytest.mark.parametrize(
    ("language", "decimal_mark", "text", "number"),
    [
        ("en", "comma", "12,5", 12.5),
        ("en", "comma", "1.234", 1234.0),
        ("nb", "point", "1,234", 1234.0),
        ("nb", "point", "1.234", 1.234),
        ("da", "point", "1.234", 1.234),
    ],
)
def test_one_answer_for_the_whole_file_goes_before_its_language(language, decimal_mark, text, number):
    sheets = typed("emissions", {"year": 2020, "emissions_tco2e": text})
    result = read({**sheets, **mark(language)}, decimal_mark=decimal_mark)
    assert only(result, "emissions_tco2e") == [number]


@pytest.mark.parametrize(
    ("amount", "unit", "tonnes"),
    [
        ("12,5 kt", None, 12500.0),
        (None, "12,5 kt", 12500.0),
        ("12,5 kt", "kt", 12500.0),
        ("12,5", "kt", 12500.0),
        ("500 kg", None, 0.5),
        (0.3, "kg", 0.0003),
        ("0,1 Mt", None, 100000.0),
        (" \N{MINUS SIGN}1\N{THIN SPACE}500 t ", None, -1500.0),
    ],
)
def test_a_unit_is_applied_wherever_it_stands(amount, unit, tonnes):
    result = reading("emissions", {"year": 2020, "emissions_tco2e": amount, "unit": unit}, language="nb")
    assert only(result, "emissions_tco2e") == [tonnes]


@pytest.mark.parametrize(
    ("unit", "tonnes"),
    [("tonn CO2e", 5.0), ("kt CO\N{SUBSCRIPT TWO}e", 5000.0), ("Gg", 5000.0), ("ton/år", 5.0)],
)
def test_the_unit_column_may_say_what_it_is_tonnes_of(unit, tonnes):
    row = {"year": 2024, "emissions_tco2e": 5, "unit": unit}
    assert only(reading("emissions", row), "emissions_tco2e") == [tonnes]


def test_two_different_units_in_one_row_are_refused():
    result = reading("emissions", {"year": 2020, "emissions_tco2e": "12,5 kt", "unit": "t"}, language="nb")
    assert sentences(result) == [
        'Utslipp!H2: expected one unit, behind the figure or in the unit column, found "12,5 kt". Remove one of the two.'
    ]


def test_a_unit_that_is_written_behind_the_figures_of_a_ceiling_is_applied():
    result = reading("budget_ceilings", {"year": 2027, "ceiling_tco2e": "48,5 kt"}, language="nb")
    assert only(result, "ceiling_tco2e") == [48500.0]


def test_in_an_english_workbook_the_sentence_says_what_to_write_without_the_unit():
    result = reading("budget_ceilings", {"year": 2027, "ceiling_tco2e": "48,5 kt"})
    assert sentences(result) == [
        'Ceilings!D2: expected “Ceiling” as a number, found "48,5 kt". Write 48500, without the unit.'
    ]


@pytest.mark.parametrize(("text", "percent"), [("41 %", 41.0), ("41,5%", 41.5), (41, 41.0)])
def test_percent_signs_are_read_in_columns_of_percent(text, percent):
    row = {"year": 2024, "origin": "household", "material": "all", "stage": "generated", "amount_tonnes": 5}
    result = reading("materials", {**row, "secondary_percent": text}, language="nb")
    assert only(result, "secondary_percent") == [percent]


@pytest.mark.parametrize("text", ["n/a", "..", "–", "-", "i.u."])
def test_marks_in_figures_are_read_as_missing_with_a_notice_and_never_as_zero(text):
    result = amounts(text, 5, language="nb")
    assert only(result, "emissions_tco2e") == [None, 5.0]
    assert only(result, "missing_reason") == ["not_estimated", None]
    assert [(problem.level, problem.code) for problem in result.problems] == [("notice", "read_as_missing")]
    assert sentences(result) == [
        f'Utslipp!H2: expected a figure, or an empty cell, found "{text}". '
        "Read as missing, not as zero; write 0 where there is nothing."
    ]


def test_a_mark_beside_its_reason_keeps_the_reason():
    rows = {"year": 2020, "emissions_tco2e": "..", "missing_reason": "confidential"}
    assert only(reading("emissions", rows), "missing_reason") == ["confidential"]


def test_a_mark_in_a_cell_that_must_be_filled_in_is_refused():
    result = reading("budget_ceilings", {"year": 2027, "ceiling_tco2e": ".."})
    assert sentences(result) == [
        'Ceilings!D2: expected “Ceiling”, found "..". Fill in the cell, or clear the whole row.'
    ]
