"""From strategy to action on the command line: climate and carbon budgets, portfolio, costs, ladder, what-if."""

import pytest

from commands.carbon_budget import CARBON_BUDGET
from commands.climate_budget import BUDGET, COMPARED, MEASURES, SNAPSHOTS
from commands.material_exchange import CANDIDATES, LEFT_OUT
from commands.material_exchange import MATCHES as OFFERS
from commands.portfolio import ABATEMENT, FOLLOW_UP, FUNNEL, HELIX, PORTFOLIO, PROJECTS
from commands.principles import CHANGE, COMPARISON, MEDIANS, SPREAD
from commands.procurement import CALENDAR, GROUPS, MATCHES, SHARES
from commands.what_if import WHAT_IF
from data.store import Store
from tests.commands.conftest import emissions_workbook, run, table, working_in
from tests.metrics.conftest import Desk

FJORDVIK = ("--municipality", "NO-D01")
YEARS = range(2015, 2025)


@pytest.fixture(scope="module")
def planned_folder(made_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planned")
    with working_in(folder, made_folder):
        load_plans(folder)
    return folder


@pytest.fixture
def loaded(planned_folder, tmp_path):
    with working_in(tmp_path, planned_folder):
        yield tmp_path


def load_plans(folder):
    emissions_workbook(folder / "a.xlsx", [("NO-D01", year, "Transport", 100) for year in YEARS])
    assert run("load", "a.xlsx").exit_code == 0
    store = Store.open(f"duckdb:{folder / 'store.duckdb'}")
    desk = Desk(store)
    desk.series("NO", dict.fromkeys(YEARS, 1000.0))
    desk.records("budget_ceilings", "NO-D01", {"record_id": "2026", "year": 2026, "ceiling_tco2e": 60.0})
    measure = {
        "record_id": "M-1",
        "title": "Buses",
        "decision": "adopted",
        "sector": "transport",
        "currency": "NOK",
    }
    desk.records("measures", "NO-D01", measure | {"yearly_cost": 3000.0, "responsible_unit": "Transport"})
    desk.records(
        "measure_effects",
        "NO-D01",
        {"record_id": "M-1", "year": 2026, "effect_mid_tco2e": 30.0, "budget_amount": 5.0},
    )
    project = {"record_id": "P-1", "title": "Ferry", "innovation_stage": "running", "sector": "transport"}
    desk.records("projects", "NO-D01", project | {"lead_kind": "business", "ends_on": "2025-01-01"})
    desk.records("project_effects", "NO-D01", {"record_id": "P-1", "year": 2030, "expected_mid_tco2e": 20.0})
    store.close()


def test_a_climate_budget_has_the_whole_and_its_sectors(loaded):
    whole, transport = table("climate-budget", *FJORDVIK)
    assert (whole["sector"], transport["sector"]) == ("", "transport")
    assert (whole["reference_tco2e"], whole["reference_kind"], whole["gap_after_adopted_tco2e"]) == (
        "100.0",
        "trend",
        "10.0",
    )
    [measure] = table("climate-budget", *FJORDVIK, "--by", "measure", "--year", 2026)
    assert (measure["budget_amount"], measure["responsible_unit"]) == ("5.0", "Transport")
    assert table("climate-budget", *FJORDVIK, "--year", 2027) == []


def test_overlapping_measures_are_said(loaded):
    store = Store.open(f"duckdb:{loaded / 'store.duckdb'}")
    Desk(store).records(
        "measures",
        "NO-D01",
        {"record_id": "M-2", "title": "x", "decision": "proposed", "sector": "transport"},
    )
    Desk(store).records(
        "measure_effects", "NO-D01", {"record_id": "M-2", "year": 2026, "effect_mid_tco2e": 90.0}
    )
    store.close()
    assert "they cut 20 t more than there is to cut" in run("climate-budget", *FJORDVIK).stderr


def test_a_frozen_budget_is_listed_and_compared_with_today(loaded):
    frozen = run("freeze", *FJORDVIK, "--name", "2026-T1", "--comment", "M-1=Delayed")
    assert (frozen.exit_code, frozen.stdout.splitlines()[0]) == (0, ",".join(SNAPSHOTS))
    [row] = table("frozen", *FJORDVIK)
    assert row["label"] == "2026-T1"
    assert run("undo", 4).exit_code == 0  # the measure's effect
    [changed, *_rest] = table("frozen", *FJORDVIK, "--compare", "2026-T1", "now")
    assert (changed["figure"], changed["first_tco2e"], changed["second_tco2e"]) == (
        "adopted_low_tco2e",
        "30.0",
        "0.0",
    )
    [measure] = table("frozen", *FJORDVIK, "--compare", "2026-T1", "now", "--measures-of", 2026)
    assert (measure["measure_id"], measure["first_comment"]) == ("M-1", "Delayed")
    assert run("frozen", *FJORDVIK, "--measures-of", 2026).exit_code == 2
    assert run("freeze", *FJORDVIK, "--name", "2026-T2", "--comment", "no sign").exit_code == 2
    assert run("freeze", *FJORDVIK, "--name", "2026-T1").exit_code == 2
    assert run("frozen", *FJORDVIK, "--compare", "2026-T1", "2026-T9").exit_code == 2


def test_a_carbon_budget_is_a_part_of_the_national_one(loaded):
    # a tenth of 10 000 t from 2023 on is 1 000 t, of which 2023 and 2024 have used 200
    chosen = (
        "--national-budget",
        10000,
        "--from",
        2023,
        "--share",
        "grandfathering",
        "--share-years",
        "2015-2019",
    )
    [row] = table("carbon-budget", *FJORDVIK, *chosen)
    assert (row["share"], row["budget_tonnes"], row["used_tonnes"], row["remaining_tonnes"]) == (
        "0.1",
        "1000.0",
        "200.0",
        "800.0",
    )
    assert float(row["runs_out_year"]) == pytest.approx(2033)
    per_head = run("carbon-budget", *FJORDVIK, *chosen[:5], "per_capita")
    assert per_head.stderr == "NO-D01: The inhabitants of the country are not loaded.\n"
    assert run("carbon-budget", *chosen, "--share-years", "early").exit_code == 2
    assert run("carbon-budget", *chosen[:5], "fair").exit_code == 2


def test_a_national_budget_may_be_a_constant_and_comes_with_its_year(loaded):
    assert (
        "is stated: give a national one"
        in run("carbon-budget", *FJORDVIK, "--share", "grandfathering").stderr
    )
    store = Store.open(f"duckdb:{loaded / 'store.duckdb'}")
    fields = {
        "record_id": "b",
        "constant": "national_carbon_budget_tonnes",
        "value": 10_000.0,
        "source": "Law",
    }
    Desk(store).records("constants", "NO", fields | {"valid_from": "2023-01-01"})
    store.close()
    [row] = table("carbon-budget", *FJORDVIK, "--share", "grandfathering", "--share-years", "2015-2019")
    assert row["remaining_tonnes"] == "800.0"
    assert run("carbon-budget", *FJORDVIK, "--share", "grandfathering", "--from", 2023).exit_code == 2
    assert run("carbon-budget", "--share", "decided", "--from", 2023, "--national-budget", 1).exit_code == 2


def test_many_municipalities_without_a_share_are_named_shortly(folder):
    areas = ("NO-0301", "NO-4601", "NO-5501", "NO-5001", "NO-1103", "NO-1804", "NO-3301")
    rows = [(area, year, "Transport", 100) for area in areas for year in YEARS]
    emissions_workbook(folder / "a.xlsx", rows)
    run("load", "a.xlsx")
    said = run("carbon-budget", "--national-budget", 1, "--from", 2025, "--share", "per_capita").stderr
    assert "and 2 more: The inhabitants of the country are not loaded." in said


def test_a_portfolio_stands_beside_the_gap(loaded):
    [whole, *_sectors] = table("portfolio", *FJORDVIK)
    assert (whole["expected_mid_tco2e"], whole["weighted_mid_tco2e"], whole["verified_tco2e"]) == (
        "20.0",
        "18.0",
        "",
    )
    [project] = table("portfolio", *FJORDVIK, "--by", "project", "--year", 2031)
    assert project["left_out"] == "No expected cut is stated for that year."


def test_costs_name_their_rate(loaded):
    said = run("abatement", *FJORDVIK)
    assert said.stderr == "Discount rate 4 %.\n"
    [row] = table("abatement", *FJORDVIK, "--discount", 0, "--on", "2026-01-01")
    assert (row["cost_per_tonne"], row["currency"]) == ("100.0", "NOK")


def test_the_ladder_the_helix_and_what_is_late(loaded):
    assert [row["reached"] for row in table("innovation", *FJORDVIK)] == ["1", "1", "1", "1", "1", "0", "0"]
    assert {row["helix_side"]: row["projects"] for row in table("innovation", *FJORDVIK, "--by", "helix")}[
        "business"
    ] == "1"
    [late] = table("innovation", *FJORDVIK, "--by", "follow-up", "--on", "2026-01-01")
    assert (late["is_late"], late["reason"]) == ("true", "Its end date has passed.")


def test_both_outcomes_stand_side_by_side(loaded):
    changes = (
        "--cut", "transport=10@2026", "--add", "M-9:transport:2026=5,2027=6.5", "--delay", "M-1=1", "--drop", "M-1",
        "--target", "2030=-50%", "--until", "2027",
    )  # fmt: skip
    rows = {(row["year"], row["sector"]): row for row in table("what-if", *FJORDVIK, *changes)}
    # 100 × 0.9 - 5 = 85 in 2026
    row = rows["2026", "transport"]
    assert (float(row["expected_before_tco2e"]), float(row["expected_after_tco2e"])) == pytest.approx(
        (70.0, 85.0)
    )
    assert {year for year, _sector in rows} == {"2025", "2026", "2027"}
    adopted = table("what-if", *FJORDVIK, "--target", "2030=40", "--adopt", "M-1")
    assert adopted[-1]["year"] == "2030"


@pytest.mark.parametrize(
    "wrong",
    [("--cut", "transport"), ("--add", "M-9"), ("--delay", "M-1"), ("--target", "soon"), ("--drop", "M-7")],
)
def test_a_change_that_cannot_be_read_is_refused_with_an_example(loaded, wrong):
    refused = run("what-if", *FJORDVIK, *wrong)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "expected" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [
        (("climate-budget",), BUDGET),
        (("climate-budget", "--by", "measure"), MEASURES),
        (("frozen",), SNAPSHOTS),
        (("frozen", "--compare", "now", "now"), COMPARED),
        (("portfolio",), PORTFOLIO),
        (("portfolio", "--by", "project"), PROJECTS),
        (("abatement",), ABATEMENT),
        (("innovation",), FUNNEL),
        (("innovation", "--by", "helix"), HELIX),
        (("innovation", "--by", "follow-up"), FOLLOW_UP),
        (("what-if",), WHAT_IF),
        (("procurement",), SHARES),
        (("demand",), CALENDAR),
        (("tender-matches",), MATCHES),
        (("exchange-matches",), OFFERS),
        (("exchange-matches", "--candidates"), CANDIDATES),
        (("exchange-matches", "--left-out"), LEFT_OUT),
        (("principles",), MEDIANS),
        (("principles", "--by", "spread"), SPREAD),
        (("principles", "--by", "change"), CHANGE),
        (("principles", "--by", "comparison"), COMPARISON),
        (("carbon-budget", "--national-budget", 1, "--from", 2025, "--share", "per_capita"), CARBON_BUDGET),
    ],
)
def test_an_empty_store_gives_the_heading(folder, arguments, heading):
    found = run(arguments[0], *FJORDVIK, *arguments[1:])
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0] == ",".join(heading)


def test_groups_of_tenders_of_an_empty_store_have_their_heading(folder):
    assert run("tender-matches", "--groups").stdout == ",".join(GROUPS) + "\n"


def test_a_match_without_end_has_no_number_of_days(loaded):
    store = Store.open(f"duckdb:{loaded / 'store.duckdb'}")
    for record, kind in (("X-1", "offers"), ("X-2", "wants")):
        row = {
            "record_id": record,
            "actor": record,
            "offer_kind": kind,
            "material": "wood",
            "starts_on": "2026-01-01",
        }
        Desk(store).records("exchange_offers", "NO-D01", row)
    store.close()
    [row] = table("exchange-matches")
    assert (row["overlap_days"], row["overlap_from"], row["is_same_municipality"]) == (
        "",
        "2026-01-01",
        "true",
    )
