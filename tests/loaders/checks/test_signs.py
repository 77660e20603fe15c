"""Emissions below zero."""

from tests.loaders.checks.invented import codes, row, warnings


def test_figures_below_zero_are_one_warning_of_their_own_and_no_slip_of_unit():
    rows = [row(2023, -41000.0), row(2024, -40.0), row(2024, -5.0, sector="waste")]
    (problem,) = warnings(rows[1:])
    assert (problem.level, problem.code, problem.cell, problem.count) == ("warning", "below_zero", "H2", 2)
    assert str(problem.sentence) == (
        "Emissions!H2 and 1 more: expected 0 or more; only land use and credits go below zero, found "
        "Fjordvik 2024, transport: −40 t; Fjordvik 2024, waste: −5 t. Unusual, "
        "check. Remove the minus sign, or put uptake under “Land use and forests” and bought or sold "
        "emissions under “Credits”; if the figure is right, load it with a note that says why."
    )
    assert "unit_slip" not in codes(warnings(rows, inhabitants=[("NO-9101", 2024, 17420)]))


def test_a_negative_total_beside_ordinary_years_is_no_slip_of_unit():
    assert codes(warnings([row(2022, 41000.0), row(2023, 41000.0), row(2024, -41.0)])) == ["below_zero"]


def test_land_use_and_credits_may_be_negative_silently():
    rows = [row(year, 41000.0) for year in (2023, 2024)]
    rows += [row(year, -60000.0, sector="lulucf") for year in (2023, 2024)]
    rows += [row(2024, -500.0, sector="credits")]
    assert warnings(rows) == []
