"""How far is a project? The page empty, without a choice, full, and the form that reports progress: filled in, refused,
saved, seen by others at once, taken back. All projects are fictional."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from data.staging import staged
from data.store import NewUpload, Store
from data.tables import TABLES
from tests.pages.conftest import charts, commit_series, words

PAGE = "pages/project.py"
OREBRO = "SE-1880"
TODAY = datetime.now(UTC).date()  # the page's own default; no sentence below depends on it
HYPHEN = "\N{NON-BREAKING HYPHEN}"
FERRY = {
    "projects": [
        {"record_id": "P-1", "title": "Electric *ferry*", "innovation_stage": "pilot", "status": "ongoing",
         "sector": "transport", "is_shareable": True, "starts_on": date(2024, 1, 1), "contact": "Ada Contact",
         "lead_organisation": "The port", "lead_kind": "port", "idea_origin": "Seen in <b>Malmö</b>",
         "sdg_targets": "13.2, 9.4", "what_it_took": "A quay with power"},
        {"record_id": "P-2", "title": "Quiet heat", "innovation_stage": "idea", "contact": "Bo Hidden"},
        {"record_id": "P-3", "title": "Old lorry", "innovation_stage": "stopped", "status": "stopped"},
    ],
    "project_reports": [
        {"record_id": "P-1", "reported_on": date(2025, 4, 30), "innovation_stage": "concept", "done_percent": 20.0,
         "report_text": "Drawings <i>done</i>"},
        {"record_id": "P-1", "reported_on": date(2025, 12, 31), "innovation_stage": "pilot", "status": "ongoing",
         "done_percent": 40.0, "next_step": "Build the quay"},
    ],
    "project_effects": [
        {"record_id": "P-1", "year": 2025, "expected_low_tco2e": 80.0, "expected_mid_tco2e": 100.0,
         "expected_high_tco2e": 120.0, "verified_tco2e": 91.0},
        {"record_id": "P-1", "year": 2030, "expected_mid_tco2e": 900.0},
        {"record_id": "P-3", "year": 2030, "expected_mid_tco2e": 300.0},
    ],
    "project_partners": [
        {"record_id": "P-1", "partner": "The ferries", "helix_side": "business"},
        {"record_id": "P-1", "partner": "The college", "helix_side": "academia"},
    ],
    "project_funding": [
        {"record_id": "P-1", "funder": "The city", "amount": 2_000_000.0, "currency": "SEK"},
        {"record_id": "P-1", "funder": "The region", "amount": 500_000.0, "currency": "SEK"},
        {"record_id": "P-1", "funder": "A fund", "amount": 40_000.0, "currency": "EUR"},
    ],
    "measures": [{"record_id": "M-1", "title": "Shore power", "decision": "adopted", "project_id": "P-1"}],
    "measure_effects": [{"record_id": "M-1", "year": 2030, "effect_mid_tco2e": 450.0}],
}  # fmt: skip


def records(url: str, tables: dict[str, list[dict]], *, area_id: str = OREBRO) -> None:
    """Rows of records, as a workbook would bring them."""
    store = Store.shared(url)
    rows = {
        name: staged(name, pd.DataFrame(each).assign(
            area_id=area_id, source_sheet=str(TABLES[name].sheet), source_row=range(2, len(each) + 2)))
        for name, each in tables.items()
    }  # fmt: skip
    sha256 = store.keep_original(repr((tables, area_id)).encode(), file_name="plans.xlsx")
    store.commit(NewUpload(sha256, "plans.xlsx", "test", "tester", rows))


@pytest.fixture
def ferry(own_url):
    records(own_url, FERRY)
    return own_url


def key(field: str, project_id: str = "P-1") -> str:
    return f"report-{OREBRO}-{project_id}-{field}"


def reporting(app, **fields):
    """The form with a name and these fields filled in."""
    app.text_input(key="actor-asked").set_value("Kari")
    for field, value in fields.items():
        app.session_state[key(field)] = value
    return app.run()


def sent(app, **fields):
    """The form filled in and sent."""
    reporting(app, **fields)
    return app.button(key=key("save")).click().run()


def report_rows(url: str) -> list[tuple]:
    found = Store.shared(url).arrow(
        "select reported_on, innovation_stage, report_text from live_project_reports where is_speaking order by reported_on"
    )
    return [tuple(row.values()) for row in found.to_pylist()]


# --- which project


def test_an_empty_store_says_what_to_do_next(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_a_municipality_without_projects_learns_how_they_come_here(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    text = words(opened(PAGE))
    assert "Örebro has no projects here yet." in text
    assert "Take the template for projects on the Upload page" in text


def test_an_unknown_project_is_said_to_be_unknown_and_the_projects_are_offered(opened, ferry):
    app = opened(PAGE, project="P-99")
    text = words(app).replace("\\", "")
    assert "Örebro has no project P-99. Choose one of these." in text
    assert "Örebro has 3 projects; 1 of them stopped." in text
    choice = app.selectbox(key="choice-project")
    assert choice.options == ["Electric *ferry* (P-1)", "Quiet heat (P-2)", "Old lorry (P-3)"]
    choice.set_value("P-2").run()
    assert "How far is Quiet heat?" in words(app)


# --- what the page says


def test_the_answer_tells_step_report_effect_and_lateness(opened, ferry):
    # the report of 2025-12-31 is older than 122 days from May 2026 on; 91 t verified of 100 t expected in 2025
    app = opened(PAGE, project="P-1")
    text = words(app)
    assert (
        f"Late. It is at the stage Pilot: 40 % of the work is done, says the report of 2025{HYPHEN}12{HYPHEN}31. "
        "It is expected to cut 900 t CO2e in 2030; 91.0 t is verified for 2025." in text
    )
    assert "The verified cut of 2025 is below the expected one." in text
    assert (
        "2025: expected 100\u00a0t (80.0\u00a0t to 120\u00a0t), verified 91.0\u00a0t." in charts(app)[0].alt
    )


def test_a_project_that_reported_today_is_on_time(opened, ferry):
    due = (TODAY + timedelta(days=122)).isoformat().replace("-", HYPHEN)
    records(ferry, {"project_reports": [{"record_id": "P-2", "reported_on": TODAY}]})
    text = words(opened(PAGE, project="P-2"))
    assert "On time." in text
    assert f"The next report is due by {due}." in text


def test_a_stopped_project_promises_nothing_and_is_never_late(opened, ferry):
    text = words(opened(PAGE, project="P-3"))
    assert (
        "It is stopped, and nothing was reported. It was expected to cut 300 t CO2e in 2030, which no longer counts."
        in text
    )
    assert "Late." not in text and "On time." not in text


def test_a_project_with_its_own_row_only_says_what_is_not_told_and_names_nobody(opened, ferry):
    app = opened(PAGE, project="P-2")
    text = words(app)
    assert "It is at the stage Idea, and nothing has been reported yet. What it cuts is not told yet." in text
    assert "Nobody who pays is named." in text
    assert "who can help and the contact are not shown" in text
    assert "Bo Hidden" not in text
    assert charts(app) == []


def test_what_people_wrote_stands_as_they_wrote_it_reports_newest_first(opened, ferry, downloads):
    app = opened(PAGE, project="P-1")
    [timeline] = [body for html in app.get("html") if "<ol" in (body := html.proto.body)]
    assert timeline.index("2025-12-31") < timeline.index("2025-04-30")
    assert "Next: Build the quay" in timeline
    assert "Drawings &lt;i&gt;done&lt;/i&gt;" in timeline
    _name, made = downloads["reports-csv"]
    assert "Drawings <i>done</i>" in made().decode()
    text = words(app)
    assert "Business The ferries Academia The college" in text
    # the port has no side of its own
    assert "Nobody takes part yet for: Public sector, Civil society." in text
    # 2 000 000 + 500 000 SEK; EUR is never added to it
    assert "In all 40 000 EUR, 2 500 000 SEK." in text
    assert "13.2 Climate action in policy and planning" in text
    assert "Origin of the idea Seen in <b>Malmö</b>" in text
    assert "Contact Ada Contact" in text
    assert "Shore power Adopted 450" in text
    assert "No shared project of another municipality names this one" in text
    assert "file plans.xlsx, sheet Projects, row 2 (upload 1)" in text


def test_who_names_the_project_as_origin_is_listed(opened, ferry):
    follower = {
        "record_id": "P-9", "title": "Our ferry", "innovation_stage": "concept", "is_shareable": True,
        "idea_origin": "Electric *ferry* of Örebro",
    }  # fmt: skip
    records(ferry, {"projects": [follower]}, area_id="SE-0180")
    assert "Our ferry Stockholm Concept Electric *ferry* of Örebro" in words(
        opened(PAGE, area=OREBRO, project="P-1")
    )


# --- the form


def test_a_report_begun_from_the_last_one_is_saved_and_a_second_session_sees_it_on_its_next_run(
    opened, ferry
):
    lead, owner = opened(PAGE, project="P-1", report="1"), opened(PAGE, project="P-1")
    assert "The quay stands." not in words(owner)
    assert lead.date_input(key=key("reported_on")).value == TODAY
    assert [lead.selectbox(key=key(field)).value for field in ("innovation_stage", "status")] == [
        "pilot",
        "ongoing",
    ]
    assert lead.number_input(key=key("done_percent")).value == 40.0
    sent(lead, report_text="The quay stands.", innovation_stage="implementation", done_percent=60.0,
         verified_year=2025, verified_tco2e=104.0)  # fmt: skip
    assert "Your report is saved as upload 2, and everybody sees it." in words(lead)
    text = words(owner.run())
    assert "It is at the stage Implementation: 60 % of the work is done" in text
    assert "The quay stands." in text
    assert "verified 104\u00a0t" in charts(owner)[0].alt
    assert [row[1:] for row in report_rows(ferry)] == [
        ("concept", "Drawings <i>done</i>"),
        ("pilot", None),
        ("implementation", "The quay stands."),
    ]
    assert Store.shared(ferry).uploads()["actor"].iloc[0] == "Kari"


def test_a_report_is_taken_back_at_once_and_what_was_written_stands_in_the_form_again(opened, ferry):
    app = sent(opened(PAGE, project="P-1", report="1"), report_text="Too early.")
    app.button(key="take-back-report").click().run()
    assert "Upload 2 is taken back: its report no longer counts." in words(app)
    assert len(report_rows(ferry)) == 2
    assert app.text_area(key=key("report_text")).value == "Too early."


def test_a_report_under_a_later_one_is_not_taken_back_from_here(opened, ferry):
    first = sent(opened(PAGE, project="P-1"), report_text="First.")
    sent(opened(PAGE, project="P-1"), report_text="Second.", reported_on=TODAY - timedelta(days=1))
    assert "On the Upload page the later upload is taken back first." in words(first.run())
    assert [row[2] for row in report_rows(ferry)][2:] == ["Second.", "First."]


def test_what_must_be_mended_is_said_beside_its_field_and_nothing_is_saved(opened, ferry):
    app = opened(PAGE, project="P-1")
    app.session_state[key("done_percent")] = 120.0
    app.session_state[key("reported_on")] = date(2025, 12, 31)
    text = words(app.button(key=key("save")).click().run())
    assert "Expected a percentage from 0 to 100, found 120." in text
    assert "There is a report of 2025-12-31 already." in text
    assert "Say in a sentence what has happened." in text
    assert "Give your name, so that others can see who reported." in text
    assert "Nothing was saved. Mend what is marked above." in text
    assert len(report_rows(ferry)) == 2


def test_a_report_of_the_same_day_takes_the_old_ones_place_when_that_is_ticked(opened, ferry):
    app = reporting(opened(PAGE, project="P-1"), report_text="Again.", reported_on=date(2025, 12, 31))
    app.checkbox(key=key("replaces_report")).set_value(True).run()
    app.button(key=key("save")).click().run()
    assert [row[2] for row in report_rows(ferry)] == ["Drawings <i>done</i>", "Again."]


def test_the_demonstration_shows_a_late_project_and_a_form_that_waits_for_own_data(opened, demo_path):
    app = opened(PAGE, demo=demo_path, project="P-01", report="1")
    text = words(app)
    assert "It is at the stage Implementation: 60 % of the work is done" in text
    assert "It is expected to cut 2 000 t CO2e in 2030; nothing is verified yet." in text
    assert "Reports can be saved here once your own data are loaded." in text
    assert app.button(key="report-NO-D01-P-01-save").disabled
