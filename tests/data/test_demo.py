"""The demonstration data: invented, the same every time, and with the irregularities that real data have."""

import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.code_lists import GASES, INNOVATION_STAGES, MISSING_REASONS, SECTORS, VALUE_STATUSES
from data.demo import demo_areas, demo_changes, demo_records, demo_targets, demo_workbooks, is_fictional
from data.demo.accounts import MATERIALS, OWN_FIGURES, OWN_OPERATIONS, PUBLISHED_FIGURES
from data.demo.municipalities import GAS_SHARES, MUNICIPALITIES, PREDECESSORS, SOURCES
from data.staging import staged
from data.store import Store
from data.tables import TABLES
from metrics.registry import CORE, INDICATORS
from metrics.targets import check_target
from metrics.values import indicator_values

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
NORWAY, SWEDEN, DENMARK = "demo-no-ghg", "demo-se-co2", "demo-dk-ghg"
FINLAND, ICELAND = "demo-fi-ghg", "demo-is-ghg"


@pytest.fixture(scope="module")
def workbooks():
    return {workbook.name: workbook for workbook in demo_workbooks()}


@pytest.fixture(scope="module")
def emissions(workbooks):
    """The newest release of every inventory in one frame."""
    frames = [book.tables["emissions"] for book in workbooks.values() if book.dataset.basis == "territorial"]
    return pd.concat(frames[1:], ignore_index=True)  # the first is Norway's older release


@pytest.fixture(scope="module")
def values(demo_path):
    """The indicators of the demonstration once it is loaded."""
    store = Store.open(f"duckdb:{demo_path}", read_only=True)
    found = indicator_values(store)
    store.close()
    return found.set_index(["municipality_id", "indicator", "year"]).sort_index()


@pytest.fixture(scope="module")
def population(workbooks):
    return workbooks["demo-population-2025"].tables["population"]


def totals(emissions, area_id):
    rows = emissions[(emissions["area_id"] == area_id) & emissions["is_counted"]]
    return rows.groupby("year")["emissions_tco2e"].sum()


def years_of(emissions, dataset):
    return sorted(emissions.loc[emissions["dataset"] == dataset, "year"].unique())


def people(population, area_id):
    return population[population["area_id"] == area_id].set_index("year")["inhabitants"]


def test_two_calls_give_the_same_rows(workbooks):
    for again in demo_workbooks():
        first = workbooks[again.name]
        for table_name, frame in again.tables.items():
            pd.testing.assert_frame_equal(frame, first.tables[table_name])


def test_there_are_twelve_municipalities_in_five_countries_and_two_that_ended():
    in_force = [area for area in demo_areas() if area["valid_to"] is None]
    assert len(in_force) == 12
    assert {area["country_code"] for area in in_force} == {"NO", "SE", "DK", "FI", "IS"}
    assert [area["valid_to"] for area in demo_areas() if area["valid_to"]] == [date(2019, 12, 31)] * 2


def test_no_name_is_that_of_a_real_municipality_of_today_or_earlier():
    real: set[str] = set()
    for file_name, columns in (
        ("municipalities.csv", ("name", "other_name")),
        ("predecessors.csv", ("earlier_name",)),
    ):
        with (REFERENCE / file_name).open(encoding="utf-8", newline="") as file:
            real |= {row[column].strip().casefold() for row in csv.DictReader(file) for column in columns}
    ours = {
        area[column].casefold() for area in demo_areas() for column in ("name", "other_name") if area[column]
    }
    assert "oslo" in real
    assert not ours & real


def test_no_code_can_equal_an_official_code_because_it_holds_a_letter():
    assert all(not area["code"].isdigit() for area in demo_areas())
    assert all(area["area_id"] == f"{area['country_code']}-{area['code']}" for area in demo_areas())
    assert len({area["area_id"] for area in demo_areas()}) == 14


def test_every_workbook_fits_the_declared_tables_and_code_lists(workbooks):
    for workbook in workbooks.values():
        for table_name, frame in workbook.tables.items():
            rows = staged(table_name, frame)
            assert rows.num_rows == len(frame) > 0
            assert set(frame["dataset"]) == {workbook.dataset.key}
            assert not frame.duplicated(list(TABLES[table_name].key_columns)).any()
            assert set(frame["value_status"]) <= set(VALUE_STATUSES)
            assert set(frame["missing_reason"].dropna()) <= set(MISSING_REASONS)


def test_sectors_and_gases_are_those_of_the_code_lists(emissions):
    assert set(emissions["sector"]) <= set(SECTORS)
    assert set(emissions["gas"].dropna()) <= set(GASES)


def test_all_rows_together_stay_below_eight_thousand(workbooks):
    assert 4_000 < sum(len(frame) for book in workbooks.values() for frame in book.tables.values()) < 8_000


def test_the_older_release_is_loaded_before_the_newer_one():
    names = [workbook.name for workbook in demo_workbooks()]
    assert names == [
        "demo-no-ghg-2024",
        "demo-no-ghg-2025",
        "demo-se-co2-2025",
        "demo-dk-ghg-2025",
        "demo-fi-ghg-2025",
        "demo-is-ghg-2024",
        "demo-population-2025",
        "demo-no-waste-2025",
        "demo-se-waste-2025",
        "demo-own-figures-2025",
        "demo-own-operations-2025",
    ]


def test_all_of_them_and_no_real_municipality_count_as_fictional():
    assert all(is_fictional(area["area_id"]) for area in demo_areas())
    assert not any(map(is_fictional, ("NO-0301", "SE-0180", "NO-D93", "")))


def test_every_dataset_says_that_it_is_fictional(workbooks):
    assert {book.dataset.publisher for book in workbooks.values()} == {"Demonstration data (fictional)"}


def test_years_are_as_irregular_as_the_published_ones(emissions):
    assert years_of(emissions, NORWAY) == [2009, 2011, 2013, *range(2015, 2025)]
    assert years_of(emissions, SWEDEN) == [2010, *range(2015, 2025)]
    assert years_of(emissions, DENMARK) == [2018, 2019, 2020, 2021, 2022, 2023]
    assert years_of(emissions, FINLAND) == list(range(2009, 2025))
    assert years_of(emissions, ICELAND) == [2019, 2022]


def test_norway_has_sources_and_gases_finland_gases_and_the_others_sectors(emissions):
    has = emissions.groupby("dataset")[["subsector", "gas"]].agg(lambda values: values.notna().all())
    assert has.loc[NORWAY].tolist() == [True, True]
    assert has.loc[FINLAND].tolist() == [False, True]
    assert has.loc[DENMARK].tolist() == has.loc[ICELAND].tolist() == [False, False]


def test_the_swedish_series_is_fossil_co2_and_nothing_else(workbooks):
    sweden = workbooks["demo-se-co2-2025"]
    assert sweden.dataset.gas_coverage == "co2"
    assert set(sweden.tables["emissions"]["gas"]) == {"CO2"}


def test_only_the_newest_finnish_year_is_preliminary(emissions):
    preliminary = emissions[emissions["is_preliminary"]]
    assert set(zip(preliminary["dataset"], preliminary["year"], strict=True)) == {(FINLAND, 2024)}


def test_the_older_release_ends_a_year_earlier_and_differs_in_every_year(workbooks):
    older = totals(workbooks["demo-no-ghg-2024"].tables["emissions"], "NO-D01")
    newer = totals(workbooks["demo-no-ghg-2025"].tables["emissions"], "NO-D01")
    assert set(newer.index) - set(older.index) == {2024}
    difference_percent = 100 * (older / newer - 1).dropna()
    assert difference_percent.between(1.0, 5.0).all()


def test_fjordvik_stands_at_the_figures_of_the_design():
    # 2009: 9000 + 19000 + 57000 + 14500 + 23000 + 4700 + 10300 + 1300 = 138800
    # 2024: 2600 + 26400 + 39000 + 9300 + 8200 + 4100 + 3650 + 1240 = 94490
    newest = next(book for book in demo_workbooks() if book.name == "demo-no-ghg-2025")
    fjordvik = totals(newest.tables["emissions"], "NO-D01")
    assert fjordvik[2009] == pytest.approx(138_800.0)
    assert fjordvik[2024] == pytest.approx(94_490.0)


def test_emissions_per_head_are_plausible(emissions, population):
    for place in MUNICIPALITIES:
        per_head = (
            (totals(emissions, place.area_id) / people(population, place.area_id)).dropna().astype(float)
        )
        most = 23.0 if place.name == "Jernvåg" else 14.0  # smelter town
        assert per_head.between(1.5, most).all(), place.name


def test_figures_are_rounded_to_a_tenth_of_a_tonne(emissions):
    known = emissions["emissions_tco2e"].dropna()
    assert (known.round(1) == known).all()


def test_a_closed_smelter_is_a_step_down_and_2022_a_rise(emissions):
    jernvaag, koivuharju, snoehoejden = (
        totals(emissions, area_id) for area_id in ("NO-D04", "FI-D01", "SE-D02")
    )
    assert jernvaag[2019] < 0.6 * jernvaag[2018]
    assert koivuharju[2021] < koivuharju[2022] > koivuharju[2023]
    assert snoehoejden[2022] > 1.1 * snoehoejden[2021]


def test_a_figure_that_was_not_estimated_stays_missing_with_its_reason(emissions):
    missing = emissions[emissions["emissions_tco2e"].isna()]
    columns = ["area_id", "year", "sector", "missing_reason"]
    assert missing[columns].to_numpy().tolist() == [["DK-D02", 2020, "waste", "not_estimated"]]


def test_zero_is_zero_and_not_missing(emissions):
    oil = emissions[(emissions["subsector"] == "Fossil oil") & (emissions["year"] == 2024)]
    assert oil["emissions_tco2e"].tolist() == [0.0] * 4


def test_sinks_and_credits_are_negative_and_outside_the_sum_and_flights_abroad_are_inside(emissions):
    beside = emissions[~emissions["is_counted"]]
    assert set(beside["sector"]) == {"lulucf", "credits"}
    by_sector = beside.groupby(["area_id", "year", "sector"])["emissions_tco2e"].sum()
    assert (by_sector < 0).all()
    flights = emissions[emissions["sector"] == "international_transport"]
    assert set(flights["area_id"]) == {"NO-D02"}
    assert flights["is_counted"].all()


def test_the_merged_municipality_has_people_from_2020_and_its_parts_until_2019(population):
    assert people(population, "NO-D02").index.tolist() == [2020, 2021, 2022, 2023, 2024]
    assert people(population, "NO-D91").index.tolist() == list(range(2009, 2020))
    assert people(population, "NO-D92").index.tolist() == [2009, 2010, *range(2012, 2020)]


def test_the_parts_of_the_merger_had_about_as_many_people_as_the_whole_has(population):
    # 30900 + 17200 = 48100 at the end of 2019, 48600 at the end of 2020
    parts = people(population, "NO-D91")[2019] + people(population, "NO-D92")[2019]
    assert parts == 48_100
    assert people(population, "NO-D02")[2020] == 48_600


def test_the_merger_is_two_dated_changes():
    assert [(row["area_id"], row["earlier_code"], row["kind"], row["to_year"]) for row in demo_changes()] == [
        ("NO-D02", "D91", "merged", 2019),
        ("NO-D02", "D92", "merged", 2019),
    ]
    assert {place.became for place in PREDECESSORS} <= {area["area_id"] for area in demo_areas()}


def test_population_is_missing_in_a_few_years_so_that_per_head_is_missing_too(population):
    assert pd.isna(people(population, "NO-D03")[2013])
    assert 2019 not in people(population, "NO-D03").index
    assert 2021 not in people(population, "DK-D02").index
    assert 2022 not in people(population, "IS-D01").index


def test_one_municipality_has_people_and_a_target_but_no_emissions(emissions, population):
    assert {place.area_id for place in MUNICIPALITIES} - set(emissions["area_id"]) == {"IS-D02"}
    assert len(people(population, "IS-D02")) == 16
    assert "IS-D02" in {target["municipality_id"] for target in demo_targets()}


def test_targets_are_in_order_of_decision_and_one_municipality_has_none():
    decided = [target["decided_on"] for target in demo_targets()]
    assert decided == sorted(decided)
    with_target = {target["municipality_id"] for target in demo_targets()}
    assert {place.name for place in MUNICIPALITIES if place.area_id not in with_target} == {"Lyngager"}


def test_a_target_is_either_a_percentage_or_an_amount_and_carries_the_unit_of_its_indicator():
    for target in demo_targets():
        assert (target["reduction_percent"] is None) != (target["target_value"] is None)
        boundary = {name: target[name] for name in ("basis", "includes_lulucf", "includes_compensation")}
        amount = {name: target[name] for name in ("reduction_percent", "target_value", "base_year")}
        found = check_target(
            indicator=target["indicator"],
            unit=target["unit"],
            target_year=target["target_year"],
            **boundary,
            **amount,
        )
        assert found.unit == target["unit"]


def test_the_twelve_tell_different_stories_on_the_way_to_their_total_target(emissions):
    # ratio = change so far / change on the straight line: from 0.95 on track, 0.60 too slow, 0 off track
    expected = {
        "Fjordvik": "too slow", "Elvesund": "too slow", "Grønnlia": "off track", "Jernvåg": "on track",
        "Norrlunda": "achieved", "Snöhöjden": "wrong way", "Vindø": "on track", "Koivuharju": "on track",
        "Rautasalmi": "off track", "Silfurvík": "too slow",
    }  # fmt: skip
    newest = {t["municipality_id"]: t for t in demo_targets() if t["indicator"] in ("ghg_total", "co2_total")}
    names = {area["area_id"]: area["name"] for area in demo_areas()}
    found = {
        names[area_id]: story(totals(emissions, area_id), target)
        for area_id, target in newest.items()
        if area_id != "IS-D02"
    }
    assert found == expected


def story(series, target):
    base, latest, latest_year = series[target["base_year"]], series.iloc[-1], series.index[-1]
    goal = target["target_value"] or base * (1 - target["reduction_percent"] / 100)
    elapsed_share = (latest_year - target["base_year"]) / (target["target_year"] - target["base_year"])
    ratio = (latest - base) / ((goal - base) * elapsed_share)
    if latest <= goal:
        return "achieved"
    words = {0.95: "on track", 0.6: "too slow", 0.0: "off track"}
    return next((word for lowest, word in words.items() if ratio >= lowest), "wrong way")


def test_the_shares_of_sources_and_of_gases_add_up_to_one():
    for sources in SOURCES.values():
        assert sum(source.share_2009 for source in sources) == pytest.approx(1.0)
        assert sum(source.share_2024 for source in sources) == pytest.approx(1.0)
    gases = [*GAS_SHARES.values(), *(source.gases for sources in SOURCES.values() for source in sources)]
    assert all(sum(share for _, share in mix) == pytest.approx(1.0) for mix in gases)


# What they count besides territorial emissions -------------------------------------------------------------


def test_every_core_indicator_has_data_in_some_municipality(values):
    known = values["value"].dropna().index.get_level_values("indicator")
    assert set(CORE) <= set(known)


def test_the_recycling_rate_of_fjordvik_is_worked_out_from_its_treatments(values):
    # 100 * (2 600 recycled + 130 reused + 1 950 composted) / 10 200 generated = 45.88
    row = values.loc[("NO-D01", "recycling_rate", 2024)]
    assert row["value"] == pytest.approx(45.88, abs=0.005)
    assert row["definition"] == "municipal"


def test_two_have_municipal_waste_one_households_only_and_two_what_their_publisher_worked_out(values):
    rates = values.xs("recycling_rate", level="indicator")
    assert rates.groupby(level="municipality_id")["definition"].unique().map(list).to_dict() == {
        "NO-D01": ["municipal"], "NO-D02": ["municipal"], "NO-D04": ["household"],
        "SE-D01": ["collected"], "SE-D02": ["collected"],
    }  # fmt: skip


def test_what_was_not_estimated_stays_missing_with_its_reason_in_accounts_too(values):
    elvesund = values.loc[("NO-D02", "recycling_rate", 2022)]
    assert pd.isna(elvesund["value"])
    assert elvesund["missing_reason"] == "not_estimated"
    missing = [
        (path.area_id, year, reason)
        for path in (*MATERIALS, *PUBLISHED_FIGURES)
        for year, reason in path.missing
    ]
    assert missing == [("NO-D02", 2022, "not_estimated"), ("SE-D02", 2018, "not_estimated")]


def test_some_years_have_no_row_at_all(values):
    kitchens = values.loc[("NO-D01", "kitchen_food_waste")].index.tolist()
    assert kitchens == [2019, 2021, 2022, 2023, 2024]
    assert 2019 not in values.loc[("NO-D04", "recycling_rate")].index


def test_no_compensation_is_a_zero_so_that_the_net_balance_is_known(values):
    # Grønnlia 2024: 50 120 t of emissions - 88 000 t taken up - 0 = -37 880 t
    assert values.loc[("NO-D03", "net_balance", 2024), "value"] == pytest.approx(-37_880.0)


def test_before_compensation_is_counted_the_net_balance_is_not_known(values):
    row = values.loc[("NO-D03", "net_balance", 2017)]
    assert pd.isna(row["value"])
    assert row["missing_reason"] == "no_compensation"


def test_the_municipal_organisation_has_emissions_of_its_own_beside_the_territory(values, emissions):
    # Fjordvik 2024: 560 + 330 + 60 = 950 t of its own, and 94 490 t in the territory
    assert values.loc[("NO-D01", "own_ops_ghg", 2024), "value"] == pytest.approx(950.0)
    assert values.loc[("NO-D01", "ghg_total", 2024), "value"] == pytest.approx(94_490.0)
    assert {path.area_id for path in OWN_OPERATIONS} == {"NO-D01", "SE-D01"}


def test_targets_are_set_for_what_rises_and_for_what_falls():
    indicators = {target["indicator"] for target in demo_targets()}
    assert {"recycling_rate", "fossil_free_fleet", "net_balance", "residual_per_capita"} <= indicators
    assert {INDICATORS[key].direction for key in indicators} == {"up", "down"}


def test_no_part_is_larger_than_its_whole(values):
    shares = values[values.index.get_level_values("indicator").map(lambda key: INDICATORS[key].unit == "%")]
    assert shares["value"].dropna().between(0, 100).all()
    assert len(shares["value"].dropna()) > 100


def test_every_account_belongs_to_one_of_the_twelve():
    ours = {place.area_id for place in MUNICIPALITIES}
    accounts = (*MATERIALS, *PUBLISHED_FIGURES, *OWN_FIGURES, *OWN_OPERATIONS)
    assert {path.area_id for path in accounts} <= ours


# Plans, projects, tenders -----------------------------------------------------------------------------------------


def test_every_table_of_records_has_rows_with_the_columns_of_its_sheet():
    by_form = {"targets", "dataset_choices"}  # set and written elsewhere
    records = demo_records()
    assert set(records) == {name for name, each in TABLES.items() if each.slice_kind == "record"} - by_form
    for name, rows in records.items():
        known = {column.name for column in TABLES[name].columns}
        assert set(rows.columns) <= known | {"record_id"}, name
        assert len(rows) > 0, name


def test_records_name_only_what_is_there_and_say_that_they_are_invented():
    records = demo_records()
    measures, projects = set(records["measures"]["record_id"]), set(records["projects"]["record_id"])
    assert set(records["measure_effects"]["record_id"]) <= measures
    for table in ("project_effects", "project_partners", "project_funding", "project_reports"):
        assert set(records[table]["record_id"]) <= projects
    assert set(records["exchange_rates"]["source"]) == {"Invented for the demonstration"}
    personal = {column.name for each in TABLES.values() for column in each.columns if column.is_personal}
    personal -= {"evidence"}  # texts that name nobody
    assert all(set(rows.columns).isdisjoint(personal) for rows in records.values())


def test_the_records_are_as_untidy_as_real_ones(values):
    records = demo_records()
    effects = records["measure_effects"]
    assert (effects["effect_mid_tco2e"] < 0).any()
    assert set(records["measures"]["record_id"]) - set(effects["record_id"])
    assert set(records["measures"]["decision"]) == {"adopted", "proposed", "rejected"}
    assert set(records["projects"]["innovation_stage"]) == set(INNOVATION_STAGES)
    assert values.loc[("NO-D02", "budget_used", 2024), "value"] == pytest.approx(51.4, abs=0.1)
