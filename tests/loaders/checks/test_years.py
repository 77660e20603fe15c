"""Years and days that have not come yet."""

from datetime import date

import pytest

from loaders.checks import no_facts, plausibility
from loaders.formats import miljodirektoratet_area, scb_population, smhi_report
from tests.loaders.checks.invented import RECEIVED_ON, codes, row, table_warnings, warnings
from tests.loaders.published_layouts import (
    SCB_TITLE,
    context,
    miljodirektoratet,
    register,
    scb,
    smhi,
    workbook_of,
)


def test_a_year_that_has_not_happened_yet_is_warned_about_and_the_running_year_is_not():
    # received in 2026; 41,000 t throughout, so that no other check speaks
    assert warnings([row(2025, 41000.0), row(2026, 41000.0)]) == []
    (problem,) = warnings([row(2026, 41000.0), row(2027, 41000.0), row(2050, 41000.0)])
    assert (problem.level, problem.code, problem.cell, problem.count) == ("warning", "future_year", "H3", 2)
    assert str(problem.sentence) == (
        "Emissions!H3 and 1 more: expected years up to 2026, in which the file was received, found Fjordvik "
        "2027; Fjordvik 2050. Unusual, check. The year has not happened yet: correct it; emissions of future "
        "years belong in a reference path."
    )


def test_a_future_year_without_a_figure_or_not_counted_is_warned_about_too():
    rows = [row(2025, 41000.0), row(2050, None), row(2051, 5.0, counted=False)]
    assert [(problem.code, problem.count) for problem in warnings(rows)] == [("future_year", 2)]


def test_inhabitants_of_a_future_year_are_warned_about_on_their_own_sheet():
    (problem,) = warnings([row()], inhabitants=[("NO-9101", 2025, 17420), ("NO-9101", 2040, 17500)])
    assert (problem.code, problem.sheet, problem.cell) == ("future_year", "Population", "C3")
    assert "leave forecasts of inhabitants out" in str(problem.fix)


@pytest.mark.parametrize(
    ("layout", "sheets"),
    [
        (
            miljodirektoratet_area,
            miljodirektoratet(
                details=[(2050, "Veitrafikk", "Personbiler", "CO2", 5000)],
                overview=[(2050, "Veitrafikk", 5000)],
            ),
        ),
        (smhi_report, smhi(years=(1990, 2020, 2050))),
        (scb_population, scb(title=SCB_TITLE.replace("2023", "2050"))),
    ],
)
def test_a_published_file_with_a_future_year_is_warned_about_in_every_layout(layout, sheets):
    result = layout.read(workbook_of(sheets), context())
    assert "future_year" in codes(plausibility(result, no_facts(), register(), received_on=RECEIVED_ON))


def test_every_row_of_a_future_year_has_its_cell_and_the_year_is_named_once():
    rows = [row(2025, 41000.0), row(2050, 21000.0), row(2050, 20000.0, sector="waste")]
    (problem,) = warnings(rows)
    assert (problem.code, problem.count, problem.cells) == ("future_year", 2, ("H3", "H4"))
    assert str(problem.found) == "Fjordvik 2050"


def reading_on(day):
    return {"figure": "electricity_kwh", "read_on": day, "year": day.year, "value": 5000.0}


def test_a_reading_of_a_day_after_the_one_the_file_came_is_warned_about():
    # received on 2026-04-01
    rows = [reading_on(date(2026, 4, 1)), reading_on(date(2026, 4, 30)), reading_on(date(2027, 4, 30))]
    (problem,) = table_warnings("readings", rows)
    assert (problem.level, problem.code, problem.cells) == ("warning", "future_day", ("H3", "H4"))
    assert str(problem.sentence) == (
        "Readings!H3 and 1 more: expected days up to 2026-04-01, on which the file was received, found Fjordvik "
        "2026-04-30; Fjordvik 2027-04-30. Unusual, check. The day has not come yet: correct the date, or leave "
        "plans out."
    )


def test_effects_of_future_years_are_plans_and_no_warning():
    effects = [{"record_id": "M-07", "year": 2030, "effect_mid_tco2e": 500.0}]
    assert table_warnings("measure_effects", effects) == []
