"""Do the projects close the gap? The page empty, without projects, full, with choices in the address, and for all
municipalities."""

from datetime import date

import pandas as pd
import pytest

from data.staging import staged
from data.store import NewUpload, Store
from tests.pages.conftest import charts, commit_series, unfolded, words

PAGE = "pages/projects.py"
OREBRO, OSLO = "SE-1880", "NO-0301"
LONG_AGO, LATER = date(2020, 1, 1), date(2021, 1, 1)


def records(url: str, area_id: str = OREBRO, **tables: list[dict]) -> None:
    """Rows of records, as a workbook would bring them."""
    store = Store.shared(url)
    rows = {
        name: staged(name, pd.DataFrame([{"area_id": area_id, **row} for row in each]))
        for name, each in tables.items()
    }
    sha256 = store.keep_original(repr((area_id, tables)).encode(), file_name="projects.xlsx")
    store.commit(NewUpload(sha256, "projects.xlsx", "test", "tester", rows))


def project(record_id: str, stage: str, sector: str = "transport", **fields) -> dict:
    return {"record_id": record_id, "title": f"Project {record_id}", "innovation_stage": stage, "sector": sector,
            "status": "finished", **fields}  # fmt: skip


def effect(record_id: str, tonnes: float | None, year: int = 2030, **fields) -> dict:
    return {"record_id": record_id, "year": year, "expected_mid_tco2e": tonnes, **fields}


def ceiling(tonnes: float, sector: str | None = None) -> dict:
    return {"record_id": f"2030/{sector}", "year": 2030, "sector": sector, "ceiling_tco2e": tonnes}


def reference(tonnes: float, sector: str | None = None) -> dict:
    return {"record_id": f"2030/{sector}", "year": 2030, "sector": sector, "reference_tco2e": tonnes}


@pytest.fixture
def running(own_url):
    """2 000 t without measures and a ceiling of 1 500 t: 500 t missing; 200 t × 0.9 + 50 t × 0.1 = 185 t expected, 20 t
    verified; nobody works on waste, where 100 t are missing; one project is late."""
    commit_series(own_url, {2021: 2_000.0, 2022: 2_000.0}, gas_coverage="ghg")
    records(
        own_url,
        budget_ceilings=[ceiling(1_500.0), ceiling(1_000.0, "transport"), ceiling(100.0, "waste")],
        reference_paths=[reference(2_000.0), reference(1_400.0, "transport"), reference(200.0, "waste")],
        projects=[
            project("P-1", "running", status="ongoing", starts_on=LONG_AGO, ends_on=LATER, is_shareable=True,
                    contact="kari@example.org", who_can_help="Kari"),
            project("P-2", "idea", "off_road", contact="ola@example.org"),
            project("P-3", "verified", lead_kind="municipality"),
        ],
        project_effects=[
            effect("P-1", 200.0, expected_low_tco2e=100.0, expected_high_tco2e=300.0), effect("P-2", 50.0),
            effect("P-3", None, 2025, verified_tco2e=20.0),
        ],
        project_partners=[{"record_id": "P-1", "partner": "Builders", "helix_side": "business"}],
        project_reports=[{"record_id": "P-1", "reported_on": date(2020, 5, 1), "innovation_stage": "pilot"}],
    )  # fmt: skip
    return own_url


def said_of_charts(app) -> str:
    return " ".join(chart.alt for chart in charts(app)).replace("\u00a0", " ")


def listed(app) -> str:
    """The table of projects, as markup."""
    return next(
        part.proto.body
        for part in app.get("html")
        if "vk-projects" in part.proto.body and "<table" in part.proto.body
    )


def test_an_empty_store_says_what_to_do_next(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_without_projects_the_page_says_what_to_load_and_still_where_the_gap_is(opened, own_url):
    commit_series(own_url, {2021: 2_000.0, 2022: 2_000.0}, gas_coverage="ghg")
    records(
        own_url,
        budget_ceilings=[ceiling(100.0, "transport")],
        reference_paths=[reference(200.0, "transport")],
    )
    app = opened(PAGE)
    assert "Örebro has no projects here yet." in words(app)
    assert "No measures are loaded." in words(app)
    assert "nobody works on it" in said_of_charts(app)


def test_the_answer_weighs_by_stage_and_keeps_what_is_verified_beside_it(opened, running):
    # 200 × 0.9 + 50 × 0.1 = 185 t of 500 t are 37 %; low 100 × 0.9 + 5 = 95, high 300 × 0.9 + 5 = 275
    text = words(opened(PAGE))
    assert (
        "Not yet. Weighted by stage, the projects are expected to cut 185 t in 2030 (95.0 t to 275 t). That is 37 % of the 500 t "
        "that would be emitted above the ceiling without new measures." in text
    )
    assert "Verified so far: 20.0 t a year by one project, in 2025. One project is late." in text


def test_a_sector_with_a_gap_and_no_project_is_named(opened, running):
    # 200 - 100 = 100 t are missing in waste
    said = said_of_charts(opened(PAGE))
    assert "Nobody works on Waste and wastewater, where 100 t are missing in 2030" in said
    assert "Transport: 180 t of 400 t, 45 %" in said


def test_a_late_project_is_listed_with_its_last_report_and_the_way_to_its_form(opened, running):
    app = opened(PAGE)
    text = words(app)
    assert "Project P-1 reported last on 2020-05-01. It was to end on 2021-01-01." in text
    assert "projects report every 122 days" in text
    links = [link.proto for link in app.get("page_link")]
    report = next(link for link in links if link.label == "Report progress")
    assert report.query_string == "area=SE-1880&project=P-1&report=1"


def test_projects_are_sorted_by_effect_and_lead_to_their_pages(opened, running):
    table = listed(opened(PAGE))
    assert table.index("Project P-1") < table.index("Project P-2") < table.index("Project P-3")
    assert 'href="./initiative?area=SE-1880&amp;project=P-1"' in table
    assert "200 (100–300)" in table and "20.0 (2025)" in table and "not stated" in table


@pytest.mark.parametrize(
    ("choice", "left"),
    [({"project-sector": "off_road"}, "P-2"), ({"project-stage": "verified"}, "P-3"), ({"project-status": "ongoing"}, "P-1"),
     ({"project-side": "business"}, "P-1"), ({"project-reports": "late"}, "P-1")],
)  # fmt: skip
def test_a_choice_in_the_address_narrows_the_table(opened, running, choice, left):
    table = listed(opened(PAGE, **choice))
    assert [each for each in ("P-1", "P-2", "P-3") if f"Project {each}" in table] == [left]


def test_what_nobody_is_like_is_said_in_words(opened, running):
    assert "No project is like this" in words(
        opened(PAGE, **{"project-sector": "off_road", "project-reports": "late"})
    )


def test_contacts_are_not_in_the_download(opened, running, downloads):
    opened(PAGE)
    name, content = downloads["projects-csv"]
    text = (content() if callable(content) else content).decode("utf-8")
    assert name == "SE-1880-projects.csv" and "Project P-1" in text
    assert "kari" not in text.lower() and "ola@" not in text


def test_other_weights_stand_in_the_address_and_are_said_to_be_tried_out(opened, running):
    # 200 × 0.9 + 50 × 0.8 = 220 t instead of 185 t
    app = opened(PAGE, **{"weight-SE-1880-idea": "80"})
    assert "expected to cut 220 t in 2030" in words(app)
    assert "You are trying out other weights (Idea 80 %). With those in force 185 t are expected." in words(
        app
    )
    app.button(key="weights-back").click().run()
    assert "expected to cut 185 t in 2030" in words(app)
    assert app.query_params["weight-SE-1880-idea"] == "10"


def test_weights_are_shown_with_where_they_come_from(opened, running):
    records(running, constants=[{"record_id": "w", "constant": "stage_weight_pilot", "value": 0.33, "unit": "0-1",
                                 "valid_from": date(2026, 1, 1), "source": "Council 12/26"}])  # fmt: skip
    app = unfolded(opened(PAGE), "weights")
    assert "Pilot 33 % Council 12/26, from 2026-01-01" in words(app)
    assert "Idea 10 % Default (Methods, portfolio)" in words(app)
    app.slider(key="choice-weight-SE-1880-idea").set_value(50).run()
    assert app.query_params["weight-SE-1880-idea"] == "50"


def test_measures_stand_on_the_cost_curve_or_are_listed_with_the_reason(opened, own_url):
    # 100 000 over 10 years at 0 % are 10 000 a year; less 30 000 saved = -20 000 for 100 t: -200 a tonne
    commit_series(own_url, {2022: 2_000.0}, gas_coverage="ghg")
    costed = {
        "decision": "adopted",
        "currency": "SEK",
        "investment": 100_000.0,
        "yearly_saving": 30_000.0,
        "lifetime_years": 10.0,
    }
    records(
        own_url,
        measures=[{"record_id": "M1", "title": "Lamps", **costed}, {"record_id": "M2", "title": "Talks", "decision": "proposed"}],
        measure_effects=[{"record_id": "M1", "year": 2030, "effect_mid_tco2e": 100.0}],
    )  # fmt: skip
    text = words(opened(PAGE, **{"discount-rate-SE-1880": "0"}))
    assert "1. Lamps Adopted −200 100 20 000 Yearly cost" in text
    assert "Talks Proposed No effect is stated for those years." in text
    assert "Investments are spread over their lifetime at 0.0 %, not at 4.0 % as stated." in text


def test_money_of_several_currencies_is_added_only_at_stated_rates(opened, running):
    grants = [{"record_id": "P-1", "funder": "City", "amount": 1_000.0, "currency": "SEK"},
              {"record_id": "P-1", "funder": "Union", "amount": 100.0, "currency": "EUR"}]  # fmt: skip
    records(running, project_funding=grants)
    assert "They are not added: a rate is missing on the sheet Exchange rates." in words(opened(PAGE))
    # 1 000 SEK + 100 EUR / 0.1 = 2 000 SEK
    rate = {
        "record_id": "r",
        "currency": "SEK",
        "rate_on": date(2026, 6, 30),
        "euro_per_unit": 0.1,
        "source": "Bank",
    }
    records(running, exchange_rates=[rate])
    assert "Together 2 000 SEK, at the stated rates (SEK 2026-06-30)." in words(opened(PAGE))


def test_all_municipalities_adds_the_shared_projects_of_others_and_no_other(opened, running):
    records(
        running,
        OSLO,
        projects=[
            project("P-8", "pilot", is_shareable=True, what_it_took="Two years"),
            project("P-9", "pilot"),
        ],
    )
    app = opened(PAGE, area=OREBRO, **{"whose-projects": "everybody"})
    assert "Project P-8" in listed(app) and "Two years" in listed(app) and "Project P-9" not in listed(app)
    assert "From whom Örebro can learn" in words(app)
    assert "Project P-8" not in listed(opened(PAGE, area=OREBRO, **{"whose-projects": "own"}))


def test_many_projects_scroll_and_one_is_opened_by_name(opened, own_url):
    commit_series(own_url, {2022: 2_000.0}, gas_coverage="ghg")
    records(own_url, projects=[project(f"P-{number}", "pilot") for number in range(40)])
    app = opened(PAGE, **{"opened-project": "SE-1880/P-7"})
    assert len(app.dataframe[0].value) == 40
    link = next(
        link.proto for link in app.get("page_link") if link.proto.label.startswith("Open Project P-7")
    )
    assert link.query_string == "area=SE-1880&project=P-7"


def test_the_demonstration_has_an_answer_with_tonnes(opened, demo_path):
    # 2 140 t of 7 810 t are 27 %
    app = opened(PAGE, demo=demo_path)
    assert (
        "expected to cut 2.14 kt in 2030 (1.49 kt to 2.58 kt). That is 27 % of the 7.81 kt that would be emitted above the "
        "ceiling" in words(app)
    )
    assert len(charts(app)) == 4


def test_what_is_behind_its_plan_is_said_apart_from_what_is_late(opened, demo_path):
    # 1 350 t verified of 1 800 t expected in 2024; its last report is older than the rhythm too
    text = words(opened(PAGE, demo=demo_path, area="NO-D02"))
    assert "Electric buses along the river is behind its plan:" in text
    assert "Electric buses along the river reported last on 2024-04-30." in text


def test_a_municipality_without_projects_sees_what_others_share_under_their_names(opened, demo_path):
    app = opened(PAGE, demo=demo_path, area="FI-D01")
    assert "has no projects here yet." in words(app) and "What others share" in words(app)
    assert "Electric ferry over the fjord" in listed(app) and "Fjordvik" in listed(app)
