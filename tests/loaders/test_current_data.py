"""The rows that speak now, out into a workbook and in again: unchanged it changes nothing, one changed cell is one
changed row. All places and figures are invented."""

from dataclasses import asdict
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from data.tables import TABLES
from loaders.forms import TargetEntry, set_target
from loaders.loading import commit, prepare
from loaders.own_workbooks.current_data import CurrentDataError, current_data, current_data_template
from loaders.own_workbooks.template_examples import EXAMPLES
from loaders.own_workbooks.template_layout import THEMES, sheet_columns
from loaders.own_workbooks.templates import filled_template, tables_of
from tests.loaders.published_layouts import AREAS
from tests.loaders.workbooks import saved
from texts import available_languages

NOTHING = {"new": 0, "changed": 0, "removed": 0}
LANGUAGES = available_languages()


@pytest.fixture
def places(store):
    """The store with the fictional register."""
    store.add_areas(pd.DataFrame([asdict(area) for area in AREAS]))
    return store


def examples(names, area_id="NO-9101"):
    return {name: pd.DataFrame(EXAMPLES[name]).assign(area_id=area_id) for name in names}


def load(store, name, tables, about=None):
    """Load a workbook with these rows as a person would; the number of the upload."""
    preview = prepare(store, filled_template(name, tables, about or {}), "rows.xlsx")
    assert not preview.errors, [str(problem.sentence) for problem in preview.errors]
    return commit(store, preview, actor="Kari", acknowledgement="Checked")


def emissions(*rows, area_id="NO-9101"):
    """Rows of (year, sector, source, tonnes)."""
    columns = ["year", "sector", "subsector", "emissions_tco2e"]
    return {"emissions": pd.DataFrame(rows, columns=columns).assign(area_id=area_id)}


def changes(store, content):
    """The counts per table that loading these bytes would change, without the rows that stay."""
    preview = prepare(store, content, "again.xlsx")
    assert not preview.errors, [str(problem.sentence) for problem in preview.errors]
    return {
        change.table: {kind: change.counts[kind] for kind in ("new", "changed", "removed")}
        for change in preview.changes
    }


def edited(content, sheet, cell, value):
    book = load_workbook(BytesIO(content))
    book[sheet][cell] = value
    return saved(book)


def about_of(content, column=2):
    sheet = load_workbook(BytesIO(content))["About"]
    return {row[0].value: row[column - 1].value for row in sheet.iter_rows(min_row=2)}


# Unchanged --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "language"),
    [
        *((theme, "en") for theme in THEMES),
        *(("everything", language) for language in LANGUAGES if language != "en"),
    ],
)
def test_a_workbook_with_the_current_data_changes_nothing_when_it_comes_back(places, theme, language):
    names = tables_of(theme)
    load(places, theme, examples(names))
    data = current_data(places, theme, ["NO-9101"], language=language)
    assert data.row_counts == {name: len(EXAMPLES[name]) for name in names}
    assert data.left_out == ()
    assert changes(places, data.content) == dict.fromkeys(names, NOTHING)


def test_it_may_be_committed_and_still_changes_nothing(places):
    load(places, "projects", examples(tables_of("projects")))
    commit(
        places,
        prepare(places, current_data_template(places, "projects", ["NO-9101"]), "a.xlsx"),
        actor="Kari",
    )
    again = current_data_template(places, "projects", ["NO-9101"])
    assert set(map(str, changes(places, again).values())) == {str(NOTHING)}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "'quoted",
        "0301",
        "2025-03",
        "1/2",
        "1.234",
        "12,5",
        "TRUE",
        "#N/A",
        "n/a",
        "Ærø & Ålesund <b>",
        "first line\nsecond line",
        "_x0041_",
        "one\r\ntwo",
        "+47 00 00 00 00",
        "-",
        "Ça\N{NO-BREAK SPACE}va",
        "x" * 3000,
    ],
)
def test_texts_that_a_spreadsheet_likes_to_change_come_back_as_they_are(places, text):
    rows = {"projects": examples(["projects"])["projects"].assign(summary=text, contact=text)}
    load(places, "projects", rows)
    assert places.query("select summary from live_projects")["summary"].tolist() == [text]
    assert changes(places, current_data_template(places, "projects", ["NO-9101"])) == {"projects": NOTHING}


@pytest.mark.parametrize("record_id", ["007", "1e5", "2025-03", "1/2", "P 14", "=P1", "TRUE", "12.50"])
def test_ids_come_back_letter_by_letter(places, record_id):
    rows = {"projects": examples(["projects"])["projects"].assign(record_id=record_id)}
    load(places, "projects", rows)
    content = current_data_template(places, "projects", ["NO-9101"])
    assert load_workbook(BytesIO(content))["Projects"]["B2"].value == record_id
    assert changes(places, content) == {"projects": NOTHING}


@pytest.mark.parametrize(
    "tonnes",
    [
        0.1 + 0.2,
        1 / 3,
        123456789.123456789,
        1e-7,
        5e-324,
        1.7e15,
        1e22,
        -0.1,
        0.0,
        41250.5,
        2**53 + 2.0,
        -0.0,
    ],
)
def test_figures_come_back_to_the_last_digit(places, tonnes):
    load(places, "emissions", emissions((2024, "lulucf", None, tonnes)))
    content = current_data_template(places, "emissions", ["NO-9101"])
    assert changes(places, content) == {"emissions": NOTHING}
    commit(places, prepare(places, content, "again.xlsx"), actor="Kari", acknowledgement="Checked")
    assert places.query("select emissions_tco2e from live_emissions")["emissions_tco2e"].tolist() == [tonnes]


def test_a_missing_figure_with_its_reason_stays_missing_and_zero_stays_zero(places):
    rows = emissions(
        (2024, "waste", None, None), (2024, "transport", None, 0.0), (2024, "agriculture", None, None)
    )
    rows["emissions"]["missing_reason"] = ["confidential", None, "not_occurring"]
    load(places, "emissions", rows)
    assert changes(places, current_data_template(places, "emissions", ["NO-9101"])) == {"emissions": NOTHING}


def test_kilotonnes_go_out_as_tonnes_and_change_nothing(places):
    rows = emissions((2024, "transport", None, 12.3456789))
    load(places, "emissions", {"emissions": rows["emissions"].assign(unit="kt")})
    content = current_data_template(places, "emissions", ["NO-9101"])
    # 12.3456789 kt = 12,345.6789 t
    assert load_workbook(BytesIO(content))["Emissions"]["H2"].value == pytest.approx(12345.6789)
    assert changes(places, content) == {"emissions": NOTHING}


def test_totals_sectors_and_details_are_counted_as_before(places):
    # 60 + 40 = 100, and 25 + 35 = 60
    load(
        places,
        "emissions",
        emissions(
            (2024, None, None, 100.0),
            (2024, "transport", None, 60.0),
            (2024, "transport", "Cars", 25.0),
            (2024, "transport", "Buses", 35.0),
            (2024, "waste", None, 40.0),
        ),
    )
    before = places.query("select subsector, is_counted from live_emissions order by source_row")
    content = current_data_template(places, "emissions", ["NO-9101"])
    assert changes(places, content) == {"emissions": NOTHING}
    commit(places, prepare(places, content, "again.xlsx"), actor="Kari")
    after = places.query(
        "select subsector, is_counted from live_emissions where is_speaking order by source_row"
    )
    pd.testing.assert_frame_equal(before, after)


def test_thousands_of_rows_come_back_unchanged(places):
    sectors = ("transport", "waste", "agriculture", "industry")
    rows = [
        (year, sector, f"Source {number:03}", number * 1.1)
        for year in range(2016, 2026)
        for sector in sectors
        for number in range(1, 101)
    ]
    load(places, "emissions", emissions(*rows))
    data = current_data(places, "emissions", ["NO-9101"])
    # 10 years, 4 sectors, 100 sources
    assert data.row_counts == {"emissions": 4000}
    assert changes(places, data.content) == {"emissions": NOTHING}


@pytest.mark.parametrize("is_shareable", [True, False, None])
def test_yes_no_and_nothing_said_are_three_things(places, is_shareable):
    rows = {"projects": examples(["projects"])["projects"].assign(is_shareable=is_shareable)}
    load(places, "projects", rows)
    content = current_data_template(places, "projects", ["NO-9101"], language="nb")
    assert changes(places, content) == {"projects": NOTHING}
    commit(places, prepare(places, content, "again.xlsx"), actor="Kari")
    assert places.arrow("select is_shareable from live_projects")["is_shareable"].to_pylist() == [
        is_shareable
    ]


def test_a_target_entered_on_a_page_comes_back_unchanged(places):
    entry = TargetEntry("NO-9101", "ghg_total", "t CO2e", 2016, 2030, reduction_percent=55.5)
    set_target(places, entry, actor="Kari")
    assert changes(places, current_data_template(places, "targets", ["NO-9101"])) == {"targets": NOTHING}


# One cell ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "cell", "value"),
    [
        ("emissions", "H2", 41250.6),
        ("emissions", "H5", None),
        ("population", "C2", 17421),
        ("materials", "I5", 31),
        ("targets", "G2", 65),
        ("projects", "I2", date(2025, 3, 2)),
        ("projects", "G2", "Running"),
        ("procurement", "F2", "2027-Q3"),
        ("exchange", "G2", 901),
        ("principles", "G2", 3),
        ("background", "D2", "The plant closed in June 2022."),
    ],
)
def test_one_changed_cell_is_one_changed_row(places, theme, cell, value):
    names = tables_of(theme)
    load(places, theme, examples(names))
    content = current_data_template(places, theme, ["NO-9101"])
    first = str(TABLES[names[0]].sheet)
    found = changes(places, edited(content, first, cell, value))
    assert found.pop(names[0]) == {"new": 0, "changed": 1, "removed": 0}
    assert all(counts == NOTHING for counts in found.values())


def test_an_added_row_is_new_and_a_record_that_is_removed_is_gone(places):
    load(places, "procurement", examples(["needs", "procurements"]))
    book = load_workbook(BytesIO(current_data_template(places, "procurement", ["NO-9101"])))
    book["Needs"].append(["NO-9101", "N-04", "Bicycles"])
    place = len(sheet_columns("procurements"))
    assert book["Procurements"].cell(1, place).value == "Action"
    book["Procurements"].cell(2, place, "Remove")
    assert changes(places, saved(book)) == {
        "needs": {"new": 1, "changed": 0, "removed": 0},
        "procurements": {"new": 0, "changed": 0, "removed": 1},
    }


def test_a_removed_project_takes_its_rows_on_other_sheets_along_and_its_undo_brings_them_back(places):
    names = THEMES["projects"].tables
    load(places, "projects", examples(names))
    book = load_workbook(BytesIO(filled_template("projects", {}, {})))
    book["Projects"].append(["NO-9101", "P-014", *[None] * (len(sheet_columns("projects")) - 3), "Remove"])
    preview = prepare(places, saved(book), "gone.xlsx")
    assert {change.table: change.counts["removed"] for change in preview.changes} == {
        name: len(EXAMPLES[name]) for name in names
    }
    upload = commit(places, preview, actor="Kari")
    left = current_data(places, "projects", ["NO-9101"])
    assert set(left.row_counts.values()) == {0}
    places.withdraw(upload, actor="Kari")
    assert changes(places, current_data_template(places, "projects", ["NO-9101"])) == dict.fromkeys(
        names, NOTHING
    )


def test_effects_of_a_project_that_was_undone_stay_out_so_that_the_workbook_loads(places):
    first = load(places, "projects", {"projects": examples(["projects"])["projects"]})
    load(places, "projects", {"project_effects": examples(["project_effects"])["project_effects"]})
    places.withdraw(first, actor="Kari")
    left = current_data(places, "projects", ["NO-9101"])
    assert left.row_counts["project_effects"] == 0
    places.restore(first, actor="Kari")
    assert current_data(places, "projects", ["NO-9101"]).row_counts["project_effects"] == 2


def test_a_year_without_one_of_its_rows_has_one_row_removed(places):
    load(places, "emissions", emissions((2024, "transport", None, 5.0), (2024, "waste", None, 6.0)))
    book = load_workbook(BytesIO(current_data_template(places, "emissions", ["NO-9101"])))
    book["Emissions"].delete_rows(2)
    assert changes(places, saved(book)) == {"emissions": {"new": 0, "changed": 0, "removed": 1}}


# Whose ------------------------------------------------------------------------------------------------------


def test_only_the_municipalities_asked_for_are_in_it(places):
    load(places, "emissions", emissions((2024, "waste", None, 5.0)))
    load(places, "emissions", emissions((2024, "waste", None, 6.0), area_id="NO-9102"))
    load(places, "emissions", emissions((2024, "waste", None, 7.0), area_id="SE-9180"))
    content = current_data_template(places, "emissions", ["NO-9101", "SE-9180"])
    rows = load_workbook(BytesIO(content))["Emissions"].iter_rows(min_row=2, values_only=True)
    assert [(row[0], row[7]) for row in rows] == [("NO-9101", 5), ("SE-9180", 7)]
    assert changes(places, content) == {"emissions": NOTHING}


def test_withdrawn_rows_and_ended_records_are_not_in_it(places):
    first = load(places, "emissions", emissions((2023, "waste", None, 5.0)))
    load(places, "emissions", emissions((2024, "waste", None, 6.0)))
    places.withdraw(first, actor="Kari")
    content = current_data_template(places, "emissions", ["NO-9101"])
    assert [
        row[1] for row in load_workbook(BytesIO(content))["Emissions"].iter_rows(min_row=2, values_only=True)
    ] == [2024]


def test_without_rows_it_is_the_empty_template(places):
    data = current_data(places, "emissions", ["NO-9101"])
    assert (data.row_counts, data.left_out) == ({}, ())
    assert load_workbook(BytesIO(data.content))["Emissions"].max_row == 1


# Which dataset ----------------------------------------------------------------------------------------------

INVENTORY = {
    "dataset": "fjord-inventory",
    "title": "Fjord inventory",
    "publisher": "Fjord agency",
    "licence": "CC BY 4.0",
    "url": "https://example.org/inventory",
    "gas_coverage": "co2",
    "kind": "national_inventory",
    "release": "2025-03",
    "released_on": date(2025, 3, 31),
}


def test_about_names_dataset_and_release_so_that_the_same_is_read_back(places):
    load(places, "emissions", emissions((2023, "waste", None, 5.0), (2024, "waste", None, 6.0)), INVENTORY)
    content = current_data_template(places, "emissions", ["NO-9101"])
    assert about_of(content) == {
        "Dataset key": "fjord-inventory",
        "Title": "Fjord inventory",
        "Publisher": "Fjord agency",
        "Licence": "CC BY 4.0",
        "Web address": "https://example.org/inventory",
        "Gas coverage": "co2",
        "Kind": "national_inventory",
        "Release": "2025-03",
        "Release date": "2025-03-31",
    }
    preview = prepare(places, content, "again.xlsx")
    (release,) = preview.reading.releases.values()
    assert (release.label, release.released_on) == ("2025-03", date(2025, 3, 31))
    assert preview.reading.datasets[0].revision == "recomputed"
    assert changes(places, content) == {"emissions": NOTHING}


def test_years_of_several_releases_go_out_under_the_newest_and_change_nothing(places):
    load(
        places,
        "emissions",
        emissions((2022, "waste", None, 4.0), (2023, "waste", None, 5.0)),
        {"release": "2024"},
    )
    load(
        places,
        "emissions",
        emissions((2023, "waste", None, 5.5), (2024, "waste", None, 6.0)),
        {"release": "2025"},
    )
    content = current_data_template(places, "emissions", ["NO-9101"])
    assert about_of(content)["Release"] == "2025"
    rows = load_workbook(BytesIO(content))["Emissions"].iter_rows(min_row=2, values_only=True)
    assert [(row[1], row[7]) for row in rows] == [(2022, 4), (2023, 5.5), (2024, 6)]
    assert changes(places, content) == {"emissions": NOTHING}


@pytest.mark.parametrize(
    ("about", "basis", "key"),
    [
        ({"gas_coverage": "co2"}, "territorial", "own-accounts-co2"),
        ({}, "own_operations", "own-accounts-own-operations"),
        ({"gas_coverage": "co2"}, "consumption", "own-accounts-co2-consumption"),
    ],
)
def test_own_accounts_of_another_gas_or_basis_come_back_as_the_same_series(places, about, basis, key):
    rows = emissions((2024, "waste", None, 5.0))
    load(places, "emissions", {"emissions": rows["emissions"].assign(basis=basis)}, about)
    content = current_data_template(places, "emissions", ["NO-9101"])
    assert about_of(content)["Dataset key"] == key
    assert changes(places, content) == {"emissions": NOTHING}
    assert [dataset.key for dataset in prepare(places, content, "x.xlsx").reading.datasets] == [key]


def test_of_several_datasets_one_goes_out_and_the_others_are_named(places):
    load(places, "emissions", emissions((2024, "waste", None, 5.0)), INVENTORY)
    load(places, "emissions", emissions((2024, "waste", None, 6.0)))
    usual = current_data(places, "emissions", ["NO-9101"])
    assert about_of(usual.content)["Dataset key"] == "own-accounts"
    assert [str(text) for text in usual.left_out] == [
        "Emissions: Fjord inventory is left out, since a sheet holds one dataset. Choose the dataset fjord-inventory to edit it."
    ]
    named = current_data(places, "emissions", ["NO-9101"], dataset="fjord-inventory")
    assert about_of(named.content)["Dataset key"] == "fjord-inventory"
    assert changes(places, named.content) == {"emissions": NOTHING}


def published(store, make_upload):
    store.commit(make_upload(store, {2024: 81000.0}, area_id="NO-9101", dataset="miljodirektoratet-ghg"))


def test_a_published_series_is_left_out_and_that_is_said(places, make_upload):
    published(places, make_upload)
    data = current_data(places, "emissions", ["NO-9101"])
    assert (data.row_counts, load_workbook(BytesIO(data.content))["Emissions"].max_row) == ({}, 1)
    assert [str(text) for text in data.left_out] == [
        "Emissions: Miljodirektoratet-Ghg is left out, since Agency publishes it. Load the publisher's own file to correct it."
    ]
    load(places, "emissions", emissions((2024, "waste", None, 6.0)))
    assert current_data(places, "emissions", ["NO-9101"]).row_counts == {"emissions": 1}


def test_a_published_series_asked_for_by_name_is_refused(places, make_upload):
    published(places, make_upload)
    with pytest.raises(CurrentDataError) as refused:
        current_data(places, "emissions", ["NO-9101"], dataset="miljodirektoratet-ghg")
    assert str(refused.value.text) == (
        "Klimagassregnskap for kommuner og fylker is published by Miljødirektoratet and is not edited here. "
        "Load the publisher's own file to correct it."
    )


def test_a_dataset_without_rows_here_is_refused(places):
    load(places, "emissions", emissions((2024, "waste", None, 6.0), area_id="NO-9102"))
    with pytest.raises(CurrentDataError, match="There are no figures of own-accounts here to edit"):
        current_data_template(places, "emissions", ["NO-9101"], dataset="own-accounts")


def test_an_unknown_theme_is_a_mistake_of_the_caller(places):
    with pytest.raises(KeyError, match="weather"):
        current_data_template(places, "weather", ["NO-9101"])
