"""Plausibility: what is warned about, in which words, and what is left alone. Rows in, sentences out; places
are fictional."""

from datetime import date

import pandas as pd
import pytest

from data.datasets import Dataset, Release
from data.store import NewUpload, Store
from data.tables import staged
from loaders import checks
from loaders.checks import no_facts, plausibility
from loaders.formats import miljodirektoratet_area, scb_population, smhi_report
from loaders.reading import KnownFault, Reading
from tests.loaders.published_layouts import (
    AREAS,
    SCB_TITLE,
    SMHI_PAIRS,
    context,
    miljodirektoratet,
    register,
    scb,
    sentences,
    smhi,
    workbook_of,
)
from texts import GROUP, N_

OURS = Dataset(
    "ours", "Our accounts", "Fjordvik", gas_coverage="ghg", basis="territorial", kind="own_accounts"
)


def row(
    year=2024,
    amount=40000.0,
    *,
    area_id="NO-9101",
    sector="transport",
    subsector=None,
    gas=None,
    counted=True,
    basis="territorial",
):
    return {
        "area_id": area_id,
        "dataset": "ours",
        "year": year,
        "basis": basis,
        "sector": sector,
        "subsector": subsector,
        "gas": gas,
        "emissions_tco2e": amount,
        "is_counted": counted,
        "source_sheet": "Emissions",
        "source_column": "H",
        "source_label": sector or "Total",
    }


def reading_of(rows, *, inhabitants=(), typed=True, release="2025", known_faults=()):
    frame = pd.DataFrame(rows).assign(source_row=range(2, len(rows) + 2))
    tables = {"emissions": staged("emissions", frame)}
    if inhabitants:
        people = [
            {
                "area_id": area_id,
                "dataset": "people",
                "year": year,
                "inhabitants": count,
                "source_sheet": "Population",
                "source_row": number,
                "source_column": "C",
            }
            for number, (area_id, year, count) in enumerate(inhabitants, start=2)
        ]
        tables["population"] = staged("population", pd.DataFrame(people))
    releases = {"ours": Release(release, None, "given")}
    return Reading(
        "veikart-template",
        N_("Ours"),
        "Fjordvik",
        "",
        True,
        (OURS,),
        releases,
        tables,
        is_typed=typed,
        known_faults=known_faults,
    )


RECEIVED_ON = date(2026, 4, 1)


def warnings(rows, *, facts=None, **more):
    return plausibility(reading_of(rows, **more), facts or no_facts(), register(), received_on=RECEIVED_ON)


def check(store, reading):
    return checks.check(store, reading, received_on=RECEIVED_ON)


def codes(problems):
    return [problem.code for problem in problems]


def facts_of(rows=(), inhabitants=()):
    """What speaks in a store: emissions rows as row() gives them, and inhabitants as (area, year, number)."""
    facts = no_facts()
    spoken = [
        {
            "area_id": each["area_id"],
            "dataset": each["dataset"],
            "release": "2024",
            "year": each["year"],
            "basis": each["basis"],
            "sector": each["sector"],
            "emissions_tco2e": each["emissions_tco2e"],
            "is_headline": True,
        }
        for each in rows
    ]
    people = [dict(zip(("area_id", "year", "inhabitants"), each, strict=True)) for each in inhabitants]
    tables = {"emissions": spoken, "population": people}
    return {
        name: fact.from_pylist(tables[name], schema=fact.schema) if tables[name] else fact
        for name, fact in facts.items()
    }


def test_ordinary_figures_give_no_warning():
    # 17,420 inhabitants, 41,000 t: 2.4 t a head
    rows = [row(2022, 42000.0), row(2023, 41500.0), row(2024, 41000.0)]
    assert warnings(rows, inhabitants=[("NO-9101", 2024, 17420)]) == []


def test_published_layouts_in_order_give_no_warning():
    for layout, sheets in (
        (miljodirektoratet_area, miljodirektoratet()),
        (smhi_report, smhi()),
        (scb_population, scb()),
    ):
        result = layout.read(workbook_of(sheets), context())
        assert plausibility(result, no_facts(), register(), received_on=RECEIVED_ON) == []


# Years ------------------------------------------------------------------------------------------------------


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


# Below zero -------------------------------------------------------------------------------------------------


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


# Levels -----------------------------------------------------------------------------------------------------


def test_sectors_that_miss_the_stated_total_by_more_than_half_a_percent_are_named():
    # 400 + 590 = 990, one percent short of 1,000
    rows = [
        row(sector=None, amount=1000.0),
        row(amount=400.0, counted=False),
        row(sector="waste", amount=590.0, counted=False),
    ]
    (problem,) = warnings(rows)
    assert (problem.level, problem.code, problem.sheet, problem.cell) == (
        "warning",
        "total_differs",
        "Emissions",
        "H2",
    )
    assert str(problem.sentence) == (
        "Emissions!H2: expected sectors that add up to the stated total within 0.5 %, "
        f"found Fjordvik 2024: 990 t against 1{GROUP}000 t. Unusual, check. "
        "Where sectors and total differ, our own template counts the total, a published file as its "
        "format says."
    )


def test_sectors_within_half_a_percent_of_the_total_are_left_alone():
    # 600 + 396 = 996, 0.4 percent short
    rows = [
        row(sector=None, amount=1000.0, counted=False),
        row(amount=600.0),
        row(sector="waste", amount=396.0),
    ]
    assert warnings(rows) == []


def split(amount, *, waste=50000.0):
    """Transport and waste as sectors, waste also as one source."""
    return [
        row(amount=50000.0),
        row(sector="waste", amount=waste),
        row(sector="waste", subsector="Landfill", amount=amount, counted=False),
    ]


def test_subsectors_are_warned_about_where_the_difference_passes_one_percent_of_the_total():
    # total 100,000: one percent is 1,000
    assert codes(warnings(split(50900.0))) == []
    (problem,) = warnings(split(52000.0))
    assert (problem.code, problem.cell) == ("subsectors_differ", "H3")
    assert str(problem.found) == f"Fjordvik 2024, waste: subsectors 52{GROUP}000 t, sector 50{GROUP}000 t"


def test_many_cases_of_one_check_are_one_warning_with_three_named():
    rows = [each | {"year": year} for year in range(2015, 2025) for each in split(60000.0)]
    (problem,) = warnings(rows)
    assert problem.count == 10
    assert str(problem.found).endswith("; and 7 more")


def test_a_fault_known_in_a_publication_is_said_to_be_known():
    result = smhi_report.read(workbook_of(smhi()), context())
    fault = KnownFault(
        smhi_report.KNOWN_FAULTS[0].noted_on,
        "smhi-co2",
        "Länsrapport, 2024-04-18",
        "SE-9180",
        "Transporter",
        N_("The publisher knows."),
    )
    changed = {key: [list(line) for line in lines] for key, lines in SMHI_PAIRS.items()}
    changed[("Transporter", "Bussar")][2][2] = 9000
    result = smhi_report.read(workbook_of(smhi(pairs=changed)), context())
    (problem,) = plausibility(result, no_facts(), register())
    assert problem.code == "subsectors_differ"
    known = Reading(**{**vars(result), "known_faults": (fault,)})
    (problem,) = plausibility(known, no_facts(), register())
    assert (problem.code, problem.cell) == ("subsectors_differ_known", "G13")
    assert (
        str(problem.fix) == "Unusual, check. Known in this release (noted 2026-11-23). The publisher knows."
    )


# Jumps and units --------------------------------------------------------------------------------------------


def test_a_total_that_changes_by_more_than_half_is_named_with_both_years():
    # 41,000 to 20,000 is a fall of 51 percent, over a gap of two years
    (problem,) = warnings([row(2020, 42000.0), row(2022, 41000.0), row(2024, 20000.0)])
    assert (problem.code, problem.cell, problem.count) == ("jump", "H4", 1)
    assert str(problem.found) == f"Fjordvik: 41{GROUP}000 t in 2022, 20{GROUP}000 t in 2024"


def test_a_change_of_exactly_half_is_no_jump():
    assert warnings([row(2023, 42000.0), row(2024, 21000.0)]) == []


def test_a_jump_against_the_year_in_the_store_is_found():
    assert codes(warnings([row(2024, 90000.0)], facts=facts_of([row(2023, 42000.0)]))) == ["jump"]


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


def test_a_jump_that_land_use_would_hide_is_found():
    # transport 41,000 to 82,000 t; with land use 41,000 both times
    rows = [row(2023, 41000.0), row(2024, 82000.0), row(2024, -41000.0, sector="lulucf")]
    assert codes(warnings(rows)) == ["jump"]


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


# Releases, inhabitants, keys, datasets ----------------------------------------------------------------------


def test_a_release_that_moves_a_year_by_more_than_five_percent_is_named():
    facts = facts_of([row(2023, 40000.0), row(2024, 40000.0)])
    (problem,) = warnings([row(2023, 41000.0), row(2024, 43000.0)], facts=facts)
    # 43,000 is 7.5 percent over 40,000; 41,000 is 2.5 percent over
    assert (problem.code, problem.count) == ("release_moves", 1)
    assert str(problem.found) == f"Fjordvik 2024: 40{GROUP}000 t before, 43{GROUP}000 t now"


def test_inhabitants_that_jump_are_named():
    # 17,420 to 25,000 in one year is 44 percent
    problems = warnings([row()], inhabitants=[("NO-9101", 2023, 17420), ("NO-9101", 2024, 25000)])
    assert codes(problems) == ["population_jump"]
    assert str(problems[0].found) == f"Fjordvik: 17{GROUP}420 in 2023, 25{GROUP}000 in 2024"


def test_a_repeated_key_in_a_published_file_is_a_warning_and_both_rows_stay():
    twice = [(2022, "Veitrafikk", "Personbiler", "CO2", 500), (2022, "Veitrafikk", "Personbiler", "CO2", 500)]
    result = miljodirektoratet_area.read(
        workbook_of(miljodirektoratet(details=twice, overview=[(2022, "Veitrafikk", 1000)])), context()
    )
    (problem,) = plausibility(result, no_facts(), register())
    assert (problem.level, problem.code, str(problem.found)) == ("warning", "repeated_key", "rows 2 and 3")
    assert result.tables["emissions"].num_rows == 3


@pytest.fixture
def store():
    opened = Store.open("duckdb::memory:")
    frame = pd.DataFrame([vars(area) for area in AREAS if area.area_id not in opened.register().areas])
    opened.add_areas(frame.astype({"valid_to": "datetime64[s]"}))
    yield opened
    opened.close()


def committed(store, reading):
    sha256 = store.keep_original(b"invented", file_name="ours.xlsx")
    store.commit(
        NewUpload(
            sha256,
            "ours.xlsx",
            reading.format_key,
            "Kari",
            reading.tables,
            reading.datasets,
            reading.releases,
        )
    )


def test_a_store_without_these_areas_adds_nothing(store):
    assert check(store, reading_of([row(2023, 41000.0), row(2024, 41000.0)])) == []


def test_what_speaks_in_the_store_is_compared_with(store):
    committed(store, reading_of([row(2022, 41000.0), row(2023, 40000.0)]))
    assert codes(check(store, reading_of([row(2024, 40.0)]))) == ["unit_slip"]


def test_a_dataset_that_is_another_one_in_the_store_is_refused(store):
    committed(store, reading_of([row(2023, 41000.0)]))
    other = Reading(
        **{
            **vars(reading_of([row()])),
            "datasets": (Dataset("ours", "Ours", "Fjordvik", gas_coverage="co2", basis="territorial"),),
        }
    )
    assert [str(problem.sentence) for problem in check(store, other) if problem.level == "error"] == [
        'The file: expected ours as in the store: ghg, territorial, found "co2, territorial". '
        "Give these figures a dataset key of their own on the sheet About."
    ]


def test_sentences_say_unusual_and_never_error():
    rows = [row(2022, 42000.0), row(2023, 20000.0), row(2024, 20.0)]
    for problem in warnings(rows):
        assert "Unusual, check" in str(problem.sentence)
        assert "error" not in str(problem.sentence).lower()
    assert sentences(reading_of(rows)) == []
