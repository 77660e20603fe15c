"""Indicators from rows: what is summed, what is missing, and which series speaks."""

from datetime import date

import pandas as pd
import pytest

from metrics.datasets import datasets_of
from metrics.errors import MetricError
from metrics.values import (
    OWN_REASONS,
    emissions_by,
    indicator_values,
    missing_reason_text,
    speaking_datasets,
    vintages_of,
)
from tests.metrics.conftest import BERGEN, NORWEGIAN, OREBRO, OSLO, OWN, SWEDISH

SECTORS_2020 = [
    {"year": 2020, "sector": "transport", "emissions_tco2e": 60.0},
    {"year": 2020, "sector": "stationary_energy", "emissions_tco2e": 20.0},
    {"year": 2020, "sector": "energy_generation", "emissions_tco2e": 10.0},
    {"year": 2020, "sector": "international_transport", "emissions_tco2e": 10.0},
    {"year": 2020, "sector": "lulucf", "emissions_tco2e": -20.0},
]


def _one(store, indicator, *, year=2020, area=OSLO, **choice) -> pd.Series:
    rows = indicator_values(store, municipality_ids=[area], indicators=[indicator], **choice)
    rows = rows[rows["year"] == year]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("ghg_total", 100.0),  # 60 + 20 + 10 + 10, land use outside
        ("ghg_comparable_total", 90.0),  # without international transport
        ("ghg_transport", 60.0),
        ("ghg_heat_power", 30.0),  # 20 + 10
    ],
)
def test_an_indicator_sums_the_counted_rows_of_its_sectors(store, desk, indicator, value):
    desk.emissions(OSLO, SECTORS_2020)
    assert _one(store, indicator)["value"] == pytest.approx(value)


def test_rows_that_are_not_counted_are_not_summed(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "emissions_tco2e": 100.0, "is_counted": False},
            {"year": 2020, "sector": "transport", "emissions_tco2e": 60.0},
            {
                "year": 2020,
                "sector": "transport",
                "subsector": "cars",
                "emissions_tco2e": 60.0,
                "is_counted": False,
            },
            {"year": 2020, "sector": "waste", "emissions_tco2e": 40.0},
        ],
    )
    assert _one(store, "ghg_total")["value"] == 100.0


def test_a_counted_total_row_is_the_total_and_tells_nothing_about_sectors(store, desk):
    desk.series(OSLO, {2020: 100.0})
    assert _one(store, "ghg_total")["value"] == 100.0
    for indicator in ("ghg_comparable_total", "ghg_transport"):
        row = _one(store, indicator)
        assert pd.isna(row["value"]) and row["missing_reason"] == "no_rows"


def test_a_sector_without_rows_is_missing_and_not_zero(store, desk):
    desk.emissions(OSLO, SECTORS_2020)
    row = _one(store, "ghg_off_road")
    assert pd.isna(row["value"])
    assert row["missing_reason"] == "no_rows"


def test_a_reported_zero_stays_zero(store, desk):
    desk.emissions(OSLO, [{"year": 2020, "sector": "off_road", "emissions_tco2e": 0.0}])
    assert _one(store, "ghg_off_road")["value"] == 0.0


@pytest.mark.parametrize("reason", ["confidential", "not_estimated"])
def test_a_missing_part_makes_the_total_missing_with_its_reason(store, desk, reason):
    gap = {"year": 2020, "sector": "waste", "emissions_tco2e": None, "missing_reason": reason}
    desk.emissions(OSLO, [*SECTORS_2020, gap])
    row = _one(store, "ghg_total")
    assert pd.isna(row["value"]) and pd.isna(row["value_status"])
    assert row["missing_reason"] == reason
    assert _one(store, "ghg_transport")["value"] == 60.0


def test_a_missing_part_without_a_reason_is_missing_too(store, desk):
    desk.emissions(OSLO, [*SECTORS_2020, {"year": 2020, "sector": "waste", "emissions_tco2e": None}])
    row = _one(store, "ghg_total")
    assert pd.isna(row["value"]) and row["missing_reason"] == "not_stated"


@pytest.mark.parametrize("reason", ["not_occurring", "included_elsewhere", "not_applicable"])
def test_a_part_that_loses_nothing_does_not_stop_the_total(store, desk, reason):
    gap = {"year": 2020, "sector": "waste", "emissions_tco2e": None, "missing_reason": reason}
    desk.emissions(OSLO, [*SECTORS_2020, gap])
    assert _one(store, "ghg_total")["value"] == pytest.approx(100.0)


def test_what_does_not_occur_is_zero_and_what_sits_elsewhere_is_missing(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "sector": "off_road", "emissions_tco2e": None, "missing_reason": "not_occurring"},
            {
                "year": 2020,
                "sector": "transport",
                "emissions_tco2e": None,
                "missing_reason": "included_elsewhere",
            },
        ],
    )
    assert _one(store, "ghg_off_road")["value"] == 0.0
    row = _one(store, "ghg_transport")
    assert pd.isna(row["value"]) and row["missing_reason"] == "included_elsewhere"


def test_missing_land_use_does_not_touch_the_total(store, desk):
    rows = [row for row in SECTORS_2020 if row["sector"] != "lulucf"]
    gap = {"year": 2020, "sector": "lulucf", "emissions_tco2e": None, "missing_reason": "not_estimated"}
    desk.emissions(OSLO, [*rows, gap])
    assert _one(store, "ghg_total")["value"] == pytest.approx(100.0)


def test_an_aggregate_takes_the_weakest_status_of_its_parts(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "sector": "waste", "emissions_tco2e": 1.0, "value_status": "reported"},
            {"year": 2020, "sector": "transport", "emissions_tco2e": 1.0, "value_status": "modelled"},
            {"year": 2020, "sector": "off_road", "emissions_tco2e": 1.0, "value_status": "estimated"},
        ],
    )
    assert _one(store, "ghg_total")["value_status"] == "modelled"
    assert _one(store, "ghg_off_road")["value_status"] == "estimated"


def test_one_preliminary_part_makes_the_total_preliminary(store, desk):
    desk.emissions(
        OSLO,
        [*SECTORS_2020, {"year": 2020, "sector": "waste", "emissions_tco2e": 1.0, "is_preliminary": True}],
    )
    assert _one(store, "ghg_total")["is_preliminary"]
    assert not _one(store, "ghg_transport")["is_preliminary"]


def test_a_per_head_figure_uses_the_same_years_population(store, desk):
    # 100 t / 20 inhabitants = 5 t; 2021 has no population and stays missing
    desk.series(OSLO, {2020: 100.0, 2021: 90.0})
    desk.population(OSLO, {2019: 10, 2020: 20})
    assert _one(store, "ghg_per_capita")["value"] == pytest.approx(5.0)
    row = _one(store, "ghg_per_capita", year=2021)
    assert pd.isna(row["value"]) and row["missing_reason"] == "no_population"
    assert _one(store, "ghg_total", year=2021)["value"] == 90.0


@pytest.mark.parametrize("inhabitants", [None, 0])
def test_no_inhabitants_give_no_per_head_figure(store, desk, inhabitants):
    desk.series(OSLO, {2020: 100.0})
    desk.population(OSLO, {2020: inhabitants})
    assert pd.isna(_one(store, "ghg_per_capita")["value"])


def test_an_estimated_population_weakens_the_per_head_figure(store, desk):
    desk.series(OSLO, {2020: 100.0})
    desk.population(OSLO, {2020: 20}, value_status="estimated", is_preliminary=True)
    row = _one(store, "ghg_per_capita")
    assert (row["value_status"], bool(row["is_preliminary"])) == ("estimated", True)
    assert _one(store, "ghg_total")["value_status"] == "reported"


def test_fossil_co2_feeds_the_co2_form_and_never_the_greenhouse_gas_form(store, desk):
    desk.emissions(OREBRO, SECTORS_2020, dataset=SWEDISH)
    rows = indicator_values(store)
    assert set(rows["indicator"]) == {f"co2_{name}" for name in _FORMS}
    assert set(rows["gas_coverage"]) == {"co2"}
    assert _one(store, "co2_total", area=OREBRO)["value"] == pytest.approx(100.0)


_FORMS = ("total", "comparable_total", "per_capita", "transport", "off_road", "heat_power")


def test_only_the_headline_dataset_speaks_unless_another_is_named(store, desk):
    desk.series(OSLO, {2020: 100.0})
    desk.series(OSLO, {2020: 111.0}, dataset=OWN)
    assert _one(store, "ghg_total")["value"] == 100.0
    assert _one(store, "ghg_total", dataset=OWN)["value"] == 111.0
    both = indicator_values(store, indicators=["ghg_total"], all_datasets=True)
    assert dict(zip(both["dataset"], both["value"], strict=True)) == {NORWEGIAN: 100.0, OWN: 111.0}


def test_other_bases_never_enter_a_territorial_indicator(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "emissions_tco2e": 100.0},
            {"year": 2020, "emissions_tco2e": 900.0, "basis": "consumption"},
        ],
    )
    assert _one(store, "ghg_total")["value"] == 100.0


def test_the_newest_release_speaks_and_the_older_one_is_a_vintage(store, desk):
    desk.series(OSLO, {2019: 120.0, 2020: 110.0}, release="2024", released_on=date(2024, 1, 1))
    desk.series(OSLO, {2020: 100.0}, release="2025", released_on=date(2025, 1, 1))
    speaking = indicator_values(store, indicators=["ghg_total"])
    assert list(zip(speaking["year"], speaking["value"], speaking["release"], strict=True)) == [
        (2020, 100.0, "2025")
    ]
    vintages = vintages_of(store, OSLO, NORWEGIAN)
    assert list(zip(vintages["release"], vintages["year"], vintages["total_tco2e"], strict=True)) == [
        ("2024", 2019, 120.0),
        ("2024", 2020, 110.0),
    ]


def test_a_vintage_total_leaves_land_use_out_like_the_total_does(store, desk):
    desk.emissions(OSLO, SECTORS_2020, release="2024", released_on=date(2024, 1, 1))
    desk.emissions(OSLO, SECTORS_2020, release="2025", released_on=date(2025, 1, 1))
    assert vintages_of(store, OSLO, NORWEGIAN)["total_tco2e"].tolist() == pytest.approx([100.0])


def test_an_undone_upload_no_longer_speaks(store, desk):
    upload_id = desk.series(OSLO, {2020: 100.0})
    store.withdraw(upload_id, actor="tester")
    assert indicator_values(store).empty


def test_rows_are_ordered_and_the_columns_are_those_of_the_contract(store, desk):
    desk.emissions(OREBRO, SECTORS_2020, dataset=SWEDISH)
    desk.series(OSLO, {2021: 1.0, 2020: 2.0})
    rows = indicator_values(store)
    assert list(rows.columns) == [
        "municipality_id",
        "indicator",
        "year",
        "value",
        "unit",
        "dataset",
        "release",
        "gas_coverage",
        "value_status",
        "is_preliminary",
        "missing_reason",
        "definition",
    ]
    assert rows["municipality_id"].tolist() == sorted(rows["municipality_id"])
    oslo = rows[rows["municipality_id"] == OSLO]
    assert oslo["indicator"].drop_duplicates().tolist() == [
        *(f"ghg_{name}" for name in _FORMS),
        "net_balance",
    ]
    assert oslo[oslo["indicator"] == "ghg_total"]["year"].tolist() == [2020, 2021]
    # one Swedish year, two Norwegian ones, and net emissions of the Norwegian ones
    assert len(rows) == 3 * len(_FORMS) + 2


def test_a_missing_value_always_has_a_reason_and_a_value_never_has_one(store, desk):
    desk.emissions(OSLO, [*SECTORS_2020, {"year": 2021, "sector": "waste", "emissions_tco2e": None}])
    rows = indicator_values(store)
    assert (rows["value"].isna() == rows["missing_reason"].notna()).all()


def test_areas_can_be_named_and_counties_are_left_out_otherwise(store, desk):
    desk.series(OSLO, {2020: 1.0})
    desk.series("NO-03", {2020: 2.0})
    assert set(indicator_values(store)["municipality_id"]) == {OSLO}
    assert set(indicator_values(store, municipality_ids=["NO-03"])["municipality_id"]) == {"NO-03"}
    assert set(indicator_values(store, area_kinds=("county",))["municipality_id"]) == {"NO-03"}
    assert indicator_values(store, municipality_ids=[]).empty


def test_an_unknown_indicator_is_refused(store):
    with pytest.raises(MetricError, match="expected one of"):
        indicator_values(store, indicators=["emissions"])


def test_a_sum_keeps_the_printed_digits(store, desk):
    # 1e9 + ten times 0.1 - 1e9 = 1.0; a plain sum loses seven digits on the way
    rows = [{"year": 2020, "sector": "waste", "subsector": str(n), "emissions_tco2e": 0.1} for n in range(10)]
    far = [
        {"year": 2020, "sector": "waste", "subsector": s, "emissions_tco2e": v}
        for s, v in (("a", 1e9), ("b", -1e9))
    ]
    desk.emissions(OSLO, [far[0], *rows, far[1]])
    assert _one(store, "ghg_total")["value"] == pytest.approx(1.0, abs=1e-9)


def test_a_total_has_the_digits_of_its_decimal_parts(store, desk):
    # 0.1 + 0.2 = 0.3, where binary fractions give 0.30000000000000004; 1 388 245.5 + 0.1 = 1 388 245.6
    for area, parts in ((OSLO, (0.1, 0.2)), (BERGEN, (1388245.5, 0.1))):
        sectors = zip(("waste", "transport"), parts, strict=True)
        desk.emissions(area, [{"year": 2020, "sector": s, "emissions_tco2e": v} for s, v in sectors])
    assert _one(store, "ghg_total")["value"] == 0.3
    assert _one(store, "ghg_total", area=BERGEN)["value"] == 1388245.6


def test_a_merged_municipality_continues_its_parts_when_all_are_present(store, desk):
    # two parts until 2019: 60 + 30 = 90; 2018 has only one part and stays out
    _merge(store)
    desk.series("NO-9901", {2018: 61.0, 2019: 60.0})
    desk.series("NO-9902", {2019: 30.0})
    desk.series("NO-9900", {2020: 88.0})
    rows = indicator_values(store, municipality_ids=["NO-9900"], indicators=["ghg_total"])
    assert list(zip(rows["year"], rows["value"], strict=True)) == [(2019, 90.0), (2020, 88.0)]


def test_a_missing_part_of_a_merger_makes_the_sum_missing(store, desk):
    _merge(store)
    desk.series("NO-9901", {2019: 60.0})
    desk.series("NO-9902", {2019: None})
    desk.series("NO-9900", {2020: 88.0})
    assert pd.isna(_one(store, "ghg_total", year=2019, area="NO-9900")["value"])


def test_a_published_year_in_the_new_borders_goes_before_the_parts(store, desk):
    _merge(store)
    desk.series("NO-9901", {2019: 60.0})
    desk.series("NO-9902", {2019: 30.0})
    desk.series("NO-9900", {2019: 95.0, 2020: 88.0})
    assert _one(store, "ghg_total", year=2019, area="NO-9900")["value"] == 95.0


def test_a_split_municipality_is_not_carried_back(store, desk):
    _merge(store, kind="split")
    desk.series("NO-9901", {2019: 60.0})
    desk.series("NO-9902", {2019: 30.0})
    desk.series("NO-9900", {2020: 88.0})
    rows = indicator_values(store, municipality_ids=["NO-9900"], indicators=["ghg_total"])
    assert rows["year"].tolist() == [2020]


def test_the_parts_of_a_merger_bring_their_inhabitants(store, desk):
    # 90 t / (20 + 10) inhabitants = 3 t
    _merge(store)
    desk.series("NO-9901", {2019: 60.0})
    desk.series("NO-9902", {2019: 30.0})
    desk.series("NO-9900", {2020: 88.0})
    for area, people in (("NO-9901", {2019: 20}), ("NO-9902", {2019: 10}), ("NO-9900", {2020: 31})):
        desk.population(area, people)
    assert _one(store, "ghg_per_capita", year=2019, area="NO-9900")["value"] == pytest.approx(3.0)


def test_emissions_split_by_sector_with_land_use_as_a_part_of_its_own(store, desk):
    desk.emissions(OSLO, SECTORS_2020)
    parts = emissions_by(store, OSLO, dimension="sector")
    assert dict(zip(parts["sector"], parts["emissions_tco2e"], strict=True)) == {
        row["sector"]: row["emissions_tco2e"] for row in SECTORS_2020
    }


def test_a_split_by_sector_adds_counted_subsectors_and_not_both_levels(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "sector": "transport", "emissions_tco2e": 60.0, "is_counted": False},
            {"year": 2020, "sector": "transport", "subsector": "cars", "emissions_tco2e": 40.0},
            {"year": 2020, "sector": "transport", "subsector": "ships", "emissions_tco2e": 20.0},
        ],
    )
    assert emissions_by(store, OSLO, dimension="sector")["emissions_tco2e"].tolist() == [60.0]


def test_a_total_with_sectors_beside_it_is_split_by_those(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "emissions_tco2e": 100.0},
            {"year": 2020, "sector": "transport", "emissions_tco2e": 60.0, "is_counted": False},
        ],
    )
    assert emissions_by(store, OSLO, dimension="sector")["emissions_tco2e"].tolist() == [60.0]


def test_a_missing_sector_stays_missing_in_the_split(store, desk):
    desk.emissions(
        OSLO, [{"year": 2020, "sector": "waste", "emissions_tco2e": None, "missing_reason": "confidential"}]
    )
    part = emissions_by(store, OSLO, dimension="sector").iloc[0]
    assert pd.isna(part["emissions_tco2e"]) and part["missing_reason"] == "confidential"


def test_emissions_split_by_gas_take_one_level_only(store, desk):
    # gas totals beside gases within sectors: the coarser level is taken, 80 + 20, and not 80 + 20 + 50
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "sector": "transport", "emissions_tco2e": 100.0},
            {"year": 2020, "gas": "CO2", "emissions_tco2e": 80.0, "is_counted": False},
            {"year": 2020, "gas": "CH4", "emissions_tco2e": 20.0, "is_counted": False},
            {"year": 2020, "sector": "transport", "gas": "CO2", "emissions_tco2e": 50.0, "is_counted": False},
        ],
    )
    parts = emissions_by(store, OSLO, dimension="gas")
    assert dict(zip(parts["gas"], parts["emissions_tco2e"], strict=True)) == {"CH4": 20.0, "CO2": 80.0}


def test_counted_gas_rows_are_added_over_sectors(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2020, "sector": "transport", "gas": "CO2", "emissions_tco2e": 50.0},
            {"year": 2020, "sector": "waste", "gas": "CO2", "emissions_tco2e": 10.0},
            {"year": 2020, "sector": "waste", "gas": "CH4", "emissions_tco2e": 40.0},
        ],
    )
    parts = emissions_by(store, OSLO, dimension="gas")
    assert dict(zip(parts["gas"], parts["emissions_tco2e"], strict=True)) == {"CH4": 40.0, "CO2": 60.0}


def test_an_unpublished_split_is_empty_and_an_unknown_one_is_refused(store, desk):
    desk.series(OSLO, {2020: 1.0})
    assert emissions_by(store, OSLO, dimension="gas").empty
    with pytest.raises(MetricError, match="sector, gas"):
        emissions_by(store, OSLO, dimension="colour")


def test_datasets_of_an_area_come_headline_first(store, desk):
    desk.series(OSLO, {2019: 1.0, 2020: 1.0}, dataset=OWN)
    desk.series(OSLO, {2009: 1.0, 2020: 1.0})
    found = datasets_of(store, OSLO)
    assert found["dataset"].tolist() == [NORWEGIAN, OWN]
    assert found["is_headline"].tolist() == [True, False]
    assert (found["first_year"].iloc[0], found["last_year"].iloc[0]) == (2009, 2020)


def test_the_speaking_dataset_is_known_per_area(store, desk):
    desk.series(OSLO, {2020: 1.0})
    desk.series(OREBRO, {2020: 1.0}, dataset=SWEDISH)
    found = speaking_datasets(store, municipality_ids=[OSLO, OREBRO, BERGEN])
    assert dict(zip(found["municipality_id"], found["gas_coverage"], strict=True)) == {
        OSLO: "ghg",
        OREBRO: "co2",
    }


def test_every_reason_code_has_its_words():
    for code in (*OWN_REASONS, "confidential", "not_estimated", None):
        assert str(missing_reason_text(code))


def _merge(store, *, kind: str = "merged") -> None:
    names = {"NO-9900": "Nyby", "NO-9901": "Gamleby", "NO-9902": "Vesleby"}
    areas = pd.DataFrame(
        [
            {
                "area_id": area_id,
                "country_code": "NO",
                "code": area_id[3:],
                "name": name,
                "other_name": "",
                "kind": "municipality",
                "region": "",
                "valid_to": None if area_id == "NO-9900" else date(2019, 12, 31),
            }
            for area_id, name in names.items()
        ]
    )
    changes = pd.DataFrame(
        [
            {
                "country_code": "NO",
                "area_id": "NO-9900",
                "earlier_code": code,
                "earlier_name": names[f"NO-{code}"],
                "kind": kind,
                "from_year": None,
                "to_year": 2019,
            }
            for code in ("9901", "9902")
        ]
    )
    store.add_areas(areas, changes.astype({"from_year": "Int64", "to_year": "Int64"}))
