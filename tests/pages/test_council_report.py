"""What does the council read? The page empty, and with its first page and files."""

from metrics.registry import STATUSES
from report.council_report.council import CHAPTERS
from tests.pages.conftest import commit_series, words

PAGE = "pages/council_report.py"


def test_an_empty_store_says_what_awaits_whoever_loads_something(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_the_first_page_is_shown_and_the_files_are_made_when_asked_for(opened, demo_path, downloads):
    app = opened(PAGE, demo=demo_path, area="NO-D01", occasion="tertial")
    said = words(app)
    assert "What does the council of Fjordvik read?" in said
    assert "Too slow. On the present trend emissions in 2030 would be 13 % above the target" in said
    assert any(STATUSES["too_slow"].colour in each.proto.body for each in app.get("html"))
    assert app.multiselect(key="choice-chapters-tertial").value == [
        "budget", "projects", "changes", "notes", "sources",
    ]  # fmt: skip
    name, make = downloads["report-pdf"]
    assert name.startswith("NO-D01-tertial-") and make().startswith(b"%PDF")
    assert downloads["report-docx"][1]().startswith(b"PK")


def test_a_municipality_without_a_target_has_a_first_page_too(opened, own_url):
    commit_series(own_url, {2021: 1_200.0, 2022: 1_100.0})
    assert "No target is decided, so there is no gap to close." in words(opened(PAGE, area="SE-1880"))


def test_chapters_with_nothing_to_tell_are_left_out_and_named(opened, own_url):
    commit_series(own_url, {2021: 1_200.0, 2022: 1_100.0})
    app = opened(PAGE, area="SE-1880")
    assert app.multiselect(key="choice-chapters-annual").value == [
        "emissions", "targets", "indicators", "sources",
    ]  # fmt: skip
    assert (
        "Left out, since there is nothing to tell yet: Climate budget, Projects, Materials and waste, What changed, "
        "The officer's notes." in words(app)
    )


def test_a_chapter_that_is_left_out_can_be_added(opened, own_url, downloads):
    commit_series(own_url, {2021: 1_200.0, 2022: 1_100.0})
    app = opened(PAGE, area="SE-1880", **{"chapters-annual": "emissions,projects"})
    assert app.multiselect(key="choice-chapters-annual").value == ["emissions", "projects"]
    assert "Left out, since there is nothing to tell yet: Climate budget, Materials and waste" in words(app)


def test_the_chapters_follow_the_municipality_until_somebody_chooses(opened, demo_path):
    app = opened(PAGE, demo=demo_path, area="IS-D02")
    assert "emissions" not in app.multiselect(key="choice-chapters-annual").value
    app.selectbox(key="choice-area").set_value("NO-D01").run()
    assert app.multiselect(key="choice-chapters-annual").value == list(CHAPTERS)
