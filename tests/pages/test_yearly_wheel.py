"""What is due? The page empty, with something due, and with everything ahead."""

from datetime import UTC, datetime, timedelta

from data.datasets import Dataset
from tests.pages.conftest import commit, words
from tests.pages.test_climate_budget import records

PAGE = "pages/yearly_wheel.py"
OREBRO = "SE-1880"
TODAY = datetime.now(UTC).date()


def project(title: str, started: int) -> dict:
    """A pilot that began some days ago and never reported: due to report after 122 days."""
    day = TODAY - timedelta(days=started)
    return {"record_id": title, "title": title, "innovation_stage": "pilot", "starts_on": day}


def test_an_empty_store_says_what_awaits_whoever_loads_something(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_a_municipality_without_dates_is_told_what_brings_them(opened, own_url):
    row = {"area_id": OREBRO, "dataset": "own", "year": 2020, "inhabitants": 10}
    own = Dataset("own", "Own", "Town", kind="own_accounts")
    commit(own_url, "population", [row], own, file_name="own.xlsx")
    said = words(opened(PAGE, area=OREBRO))
    assert f"Nothing is due on {TODAY.isoformat()}." in said
    assert "Örebro has nothing with a date yet." in said


def test_what_is_due_comes_with_its_reason_and_the_way_to_do_it(opened, own_url):
    records(own_url, projects=[project("Ferry", 123), project("Bus", 121)])
    app = opened(PAGE, area=OREBRO)
    said, tomorrow = words(app), (TODAY + timedelta(days=1)).isoformat()
    assert f"One thing is due on {TODAY.isoformat()}: Report of the project Ferry." in said
    assert f"Next, on {tomorrow}: Report of the project Bus." in said
    assert "Projects to report: 1" in said and "Nothing is reported since it began." in said
    assert "Report progress" in [link.proto.label for link in app.get("page_link")]
