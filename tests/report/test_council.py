"""What the council report says, before it becomes a file."""

from datetime import date

import pytest

from loaders.forms import add_note
from metrics.errors import MetricError
from report.council_report.council import CHAPTERS, council_report, report_bytes
from report.document import KeyFigures, Paragraph, Picture, Ruling, Table, Terms, column_weights
from tests.conftest import small_upload
from tests.report.conftest import CO2_ONLY, EMPTY, MADE_ON, RICH


def blocks(document, key):
    chapters = {chapter.key: chapter for chapter in (document.opening, *document.chapters)}
    return chapters[key].blocks


def only(kind, document, key):
    return [block for block in blocks(document, key) if isinstance(block, kind)]


def plain(words):
    """Words with every kind of space as a plain one."""
    return " ".join(words.split())


def said(document, key):
    """Everything that a chapter says, spaces plain."""
    return plain(str(blocks(document, key)))


def sentences(document, key):
    """The verdict and the paragraphs of a chapter, spaces plain."""
    texts = [block.text for block in blocks(document, key) if isinstance(block, Paragraph | Ruling)]
    return plain(" ".join(texts).replace("\u00a0", " ").replace("\u202f", " "))


def test_the_first_page_holds_verdict_gap_picture_three_measures_and_what_changed(reported):
    document = reported()
    assert document.opening.title == "Will Fjordvik reach its 2030 target?"
    [ruling] = only(Ruling, document, "opening")
    assert ruling.word == "Too slow"
    assert "7.85 kt too much" in plain(ruling.text)  # trend 70.31 kt less target 62.46 kt
    assert len(only(Picture, document, "opening")) == 1
    [measures] = only(Table, document, "opening")
    assert [row[0] for row in measures.rows] == [
        "Electric buses on the town lines",
        "Emission-free building sites",
        "Heat from the sea for the town centre",
    ]
    assert "the verdict on the climate target is still “Too slow”. Since report 2026-T1" in said(
        document, "opening"
    )


def test_the_figures_beside_the_verdict_are_those_of_the_overview(reported):
    [figures] = only(KeyFigures, reported(), "opening")
    values = [plain(entry.value) for entry in figures.entries]
    assert values == ["94.5 kt CO2e", "10.2 kt", "7.85 kt", "5.34 kt", "3.83 kt"]


def test_the_same_store_choices_and_day_give_the_same_report(demo, reported):
    again = council_report(demo, RICH, occasion="annual", language="en", made_on=MADE_ON)
    assert again == reported()


def test_the_day_decides_only_its_own_date_and_which_projects_are_late(reported):
    chosen = ["budget", "projects", "changes"]
    earlier = reported(made_on=date(2026, 5, 1), chapters=chosen)
    later = reported(chapters=chosen)
    differing = [one.key for one, other in zip(earlier.chapters, later.chapters, strict=True) if one != other]
    assert differing == ["projects"]
    assert earlier.opening == later.opening


def test_a_missing_figure_says_no_data_and_is_never_a_zero(reported):
    # the project states no expected cut for 2030, and nothing is verified
    projects = only(Table, reported(), "projects")[0]
    [row] = [row for row in projects.rows if row[0] == "Repair café in every village"]
    assert row[2:] == ("no data", "no data", "no data")


def test_a_frozen_report_shows_the_figures_that_were_frozen(reported):
    # 2026, adopted: 1 590 t in 2026-T1, and 450 t more today
    kept = reported(snapshot="2026-T1", chapters=["budget"])
    today, frozen = (only(Table, document, "budget")[0] for document in (reported(), kept))
    assert plain(frozen.rows[0][3]) == "1 590"
    assert plain(today.rows[0][3]) == "2 040"
    assert "frozen in report 2026-T1 on 2026-05-20" in said(kept, "budget")


def test_the_first_frozen_report_has_no_earlier_one_to_compare_with(reported):
    assert "Since report" not in said(reported(snapshot="2026-T1", chapters=["budget"]), "opening")


def test_an_officers_note_flows_in_where_it_is_marked_and_does_not_say_who_wrote_it(store):
    store.commit(small_upload(store, {2020: 100.0, 2021: 90.0}))
    add_note(store, "NO-0301", "transport 2021", "Not marked.", noted_on=MADE_ON, actor="Kari")
    add_note(
        store,
        "NO-0301",
        "transport 2020",
        "The ferry stood still.",
        noted_on=MADE_ON,
        actor="Ola Nordmann",
        is_in_report=True,
    )
    document = council_report(store, "NO-0301", occasion="annual", language="en", made_on=MADE_ON)
    [notes] = only(Terms, document, "notes")
    assert notes.entries == (("Transport 2020 (2026-11-27)", "The ferry stood still."),)
    assert "Nordmann" not in str(document)


def test_only_fictional_municipalities_say_that_they_are_fictional(store, reported):
    store.commit(small_upload(store, {2020: 100.0}))
    document = council_report(store, "NO-0301", occasion="budget", language="en", made_on=MADE_ON)
    assert document.warning == ""
    assert reported().warning == "Demonstration data: every municipality and figure here is fictional."


def test_a_municipality_without_data_gets_every_chapter_in_words_and_no_empty_picture(reported):
    document = reported(EMPTY)
    assert only(Ruling, document, "opening")[0].word == "No data"
    assert [chapter.key for chapter in document.chapters] == list(CHAPTERS)
    pictures = [
        block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Picture)
    ]
    assert pictures == []
    assert blocks(document, "projects") == (Paragraph("No projects are loaded."),)


def test_a_dataset_of_fossil_co2_is_named_so_and_the_other_gases_are_no_rows_without_data(reported):
    document = reported(CO2_ONLY)
    assert "never compared with greenhouse gas totals" in said(document, "opening")
    names = [row[1] for table in only(Table, document, "indicators") for row in table.rows]
    assert names.count("Total emissions") == 1


def test_a_target_that_the_trend_reaches_leaves_no_gap_to_close(reported):
    assert "On the present trend no gap is left to close." in said(reported(CO2_ONLY), "opening")


def test_a_municipality_behind_its_path_whose_trend_arrives_reads_which_measure_says_what(reported):
    # Elvesund: 19.6 kt above its path in 2024, 12.0 kt below the target on the trend, and 35.6 kt above it on a loaded path
    document = reported("NO-D02")
    first_page = sentences(document, "opening")
    assert "The verdict looks at 2024: emissions were 19.6 kt above the required path." in first_page
    assert "The trend looks ahead and says otherwise." in first_page
    assert (
        "The path that was calculated and loaded says otherwise: without new measures 35.6 kt" in first_page
    )
    assert "Without new measures 152 kt are expected." in sentences(document, "budget")
    assert "10 % of the 35.6 kt that would be emitted above the target without new measures." in sentences(
        document, "projects"
    )


def test_what_is_to_spare_has_no_sign(reported):
    assert "What is to spare in 2026 went from 3 970 t to 4 420 t: 450 t more." in sentences(
        reported(), "opening"
    )


def test_chapters_come_in_the_order_they_were_asked_for_and_once(reported):
    document = reported(EMPTY, chapters=["sources", "budget", "sources"])
    assert [chapter.key for chapter in document.chapters] == ["sources", "budget"]


def test_every_picture_has_a_caption_and_the_whole_picture_in_words(reported):
    document = reported()
    pictures = [block for each in (document.opening, *document.chapters) for block in each.blocks
                if isinstance(block, Picture)]  # fmt: skip
    assert len(pictures) == 5
    assert all(picture.caption and len(picture.alt) > len(picture.caption) for picture in pictures)


def test_every_table_has_a_caption_and_a_cell_under_each_heading(reported):
    tables = [block for each in reported().chapters for block in each.blocks if isinstance(block, Table)]
    assert all(table.caption and table.rows for table in tables)
    assert {len(table.headings) == len(row) for table in tables for row in table.rows} == {True}


def test_datasets_stand_with_publisher_licence_and_release(reported):
    rows = only(Table, reported(), "sources")[0].rows
    assert rows[0][2:] == ("Demonstration data (fictional)", "CC0, invented figures", "2025", "2009–2024")


def test_methods_stand_with_their_version(reported):
    terms = [term for block in only(Terms, reported(), "sources") for term, _meaning in block.entries]
    assert "Linear required path, version 1.0" in terms


def test_a_report_speaks_the_language_asked_for_and_leaves_that_of_the_session(reported):
    assert reported(language="nb", chapters=["sources"]).opening.title == "Når Fjordvik målet for 2030?"
    assert reported().opening.title == "Will Fjordvik reach its 2030 target?"


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"occasion": "weekly"}, 'Occasion: expected one of budget, tertial, annual, found "weekly".'),
        ({"chapters": ["budget", "weather"]}, 'found "weather".'),
        ({"language": "xx"}, 'found "xx".'),
        ({"snapshot": "2031-T1"}, 'Snapshot: expected one of 2026-T1, found "2031-T1".'),
    ],
)
def test_a_choice_that_is_not_there_is_refused_with_those_that_are(demo, choice, sentence):
    asked = {"occasion": "annual", "language": "en", "made_on": MADE_ON} | choice
    with pytest.raises(MetricError, match=sentence):
        council_report(demo, RICH, **asked)


def test_a_file_of_another_kind_is_refused(demo):
    with pytest.raises(MetricError, match='expected one of pdf, docx, found "odt"'):
        report_bytes(demo, RICH, occasion="annual", language="en", file_kind="odt", made_on=MADE_ON)


def test_the_title_names_occasion_and_municipality(reported):
    assert reported(EMPTY, occasion="budget").title == "Climate report for the budget: Mánabyggð"


def test_long_words_share_the_width_and_figures_take_what_they_need():
    rows = (("Electric buses on the town lines", "600", "a"),)
    assert column_weights(Table("", ("Measure", "Cut 2026, tonnes of CO2e", "Note"), rows, numbers=(1,))) == (
        32,
        0,
        0,
    )
    assert column_weights(
        Table("", ("Year", "Reported, t CO2e of a year"), (("2020", "1"),), numbers=(1,))
    ) == (1, 1)
