"""Emissions a thousand times off."""

import pytest

from tests.loaders.checks.invented import facts_of, row, warnings
from texts import GROUP


@pytest.mark.parametrize(
    ("rows", "more", "found"),
    [
        # 42 t beside 41,000 t in other years
        (
            [row(2022, 41000.0), row(2023, 41000.0), row(2024, 42.0)],
            {},
            f"Fjordvik 2024: 42 t, median of its years 41{GROUP}000 t",
        ),
        # 41 and 42 t, the store says 40,000 t
        (
            [row(2024, 41.0)],
            {"facts": facts_of([row(2023, 40000.0)])},
            f"Fjordvik 2024: 41 t, in the store 40{GROUP}000 t",
        ),
        # 410 t for 17,420 inhabitants is 0.02 t a head
        (
            [row(2024, 410.0)],
            {"inhabitants": [("NO-9101", 2024, 17420)]},
            f"Fjordvik 2024: 410 t for 17{GROUP}420 inhabitants",
        ),
        (
            [row(2024, 410.0)],
            {"facts": facts_of(inhabitants=[("NO-9101", 2024, 17420)])},
            f"Fjordvik 2024: 410 t for 17{GROUP}420 inhabitants",
        ),
        # under 100 t a year no municipality lives
        ([row(2024, 41.25)], {}, "Fjordvik 2024: 41 t in the whole municipality"),
    ],
)
def test_kilotonnes_typed_as_tonnes_are_noticed(rows, more, found):
    (problem,) = warnings(rows, **more)
    assert (problem.level, problem.code) == ("warning", "unit_slip")
    assert str(problem.found) == found
    assert "put kt in the unit column" in str(problem.fix)


def test_kilograms_typed_as_tonnes_are_noticed():
    # 41,000,000 t for 17,420 inhabitants is 2,354 t a head
    (problem,) = warnings([row(2024, 41e6)], inhabitants=[("NO-9101", 2024, 17420)])
    assert (problem.code, "put kg in the unit column" in str(problem.fix)) == ("unit_slip", True)


def test_one_sector_a_thousand_times_too_small_is_noticed_where_people_type():
    rows = [row(year, amount) for year, amount in ((2022, 20000.0), (2023, 20.0), (2024, 19000.0))]
    rows += [row(year, 130000.0, sector="waste") for year in (2022, 2023, 2024)]
    (problem,) = warnings(rows)
    assert (problem.code, problem.cell) == ("unit_slip", "H3")
    assert str(problem.found) == f"Fjordvik 2023, Transport: 20 t, median of its years 19{GROUP}000 t"
    assert warnings(rows, typed=False) == []


def test_the_expected_size_of_a_figure_is_said_in_plain_words():
    (problem,) = warnings([row(2022, 41000.0), row(2023, 41000.0), row(2024, 42.0)])
    assert str(problem.sentence) == (
        "Emissions!H4: expected a figure in tonnes, about as large as in the other years or as is usual for so "
        f"many inhabitants, found Fjordvik 2024: 42 t, median of its years 41{GROUP}000 t. Unusual, check. It "
        "looks as if kilotonnes stand as tonnes: if so, put kt in the unit column (Mt for megatonnes), else "
        "load with a note."
    )


def with_land_use(*amounts):
    """41,000 t of transport in each year from 2022, and these amounts of land use."""
    years = range(2022, 2022 + len(amounts))
    return [
        *(row(year, 41000.0) for year in years),
        *(row(year, amount, sector="lulucf") for year, amount in zip(years, amounts, strict=True)),
    ]


def test_land_use_that_swings_is_neither_a_jump_nor_a_slip_of_unit():
    # with land use the sums would be 1,000, 40,990 and 41 t; the sector itself falls and rises a thousandfold
    assert warnings(with_land_use(-40000.0, -10.0, -40959.0), inhabitants=[("NO-9101", 2024, 17420)]) == []
    # 60,000 t and then 20 t of land use: a thousandfold in the sector, more than half of the sum
    assert warnings(with_land_use(60000.0, 60000.0, 20.0)) == []


def test_land_use_in_the_store_is_not_compared_with():
    # with its land use the store would hold 41,000 - 40,990 = 10 t, a factor of 4,100
    stored = [row(2023, 41000.0), row(2023, -40990.0, sector="lulucf")]
    assert warnings([row(2024, 41000.0)], facts=facts_of(stored)) == []


def test_own_operations_may_be_small():
    assert warnings([row(2024, 41.0, basis="own_operations")], inhabitants=[("NO-9101", 2024, 17420)]) == []


def test_a_sector_that_ends_at_zero_is_no_slip():
    rows = [
        row(2023, 20000.0),
        row(2024, 0.0),
        row(2023, 30000.0, sector="waste"),
        row(2024, 30000.0, sector="waste"),
    ]
    assert warnings(rows) == []


def test_a_year_in_kilotonnes_has_the_cells_of_all_its_figures():
    # 30 + 11 = 41 t beside 41,000 t; land use and what is zero or not counted is not among them
    rows = [row(year, amount, sector=sector) for year in (2022, 2023) for sector, amount in LARGE.items()]
    rows += [row(2024, 30.0), row(2024, 11.0, sector="waste"), row(2024, 0.0, sector="agriculture")]
    rows += [row(2024, -5.0, sector="lulucf"), row(2024, 30.0, subsector="Buses", counted=False)]
    problems = [problem for problem in warnings(rows) if problem.code == "unit_slip"]
    assert [(problem.count, problem.cells) for problem in problems] == [(2, ("H6", "H7"))]
    assert str(problems[0].found) == f"Fjordvik 2024: 41 t, median of its years 41{GROUP}000 t"


LARGE = {"transport": 30000.0, "waste": 11000.0}


def test_a_sector_in_the_store_that_the_file_makes_a_thousand_times_smaller_is_noticed():
    # 20,000 t in the store for 2022 and 2023, 20 t now; the whole is 150,000 t
    stored = [row(year, 20000.0) for year in (2022, 2023)] + [
        row(year, 130000.0, sector="waste") for year in (2022, 2023)
    ]
    (problem,) = warnings([row(2024, 20.0), row(2024, 150000.0, sector="waste")], facts=facts_of(stored))
    assert (problem.code, problem.cells) == ("unit_slip", ("H2",))
    assert str(problem.found) == f"Fjordvik 2024, Transport: 20 t, median of its years 20{GROUP}000 t"
