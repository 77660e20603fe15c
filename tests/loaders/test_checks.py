"""Plausibility: what is warned about, in which words, and what is left alone. Rows in, sentences out; places
are fictional."""

import pandas as pd
import pytest

from data.datasets import Dataset, Release
from data.store import NewUpload, Store
from data.tables import staged
from loaders.checks import check, no_facts, plausibility
from loaders.formats import miljodirektoratet_area, scb_population, smhi_report
from loaders.reading import KnownFault, Reading
from tests.loaders.published_layouts import (
    AREAS,
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


def warnings(rows, *, facts=None, **more):
    return plausibility(reading_of(rows, **more), facts or no_facts(), register())


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
        assert plausibility(result, no_facts(), register()) == []


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
