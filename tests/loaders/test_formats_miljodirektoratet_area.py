"""Norway's per-area workbook, in small: what it gives, and what it refuses with which sentence. Fjordvik is
fictional."""

from datetime import date

import pytest

from data.areas import Area, Register
from loaders import formats
from loaders.formats import miljodirektoratet_area
from loaders.reading import ReadingContext
from tests.loaders.published_layouts import (
    AREAS,
    DETAILED_HEADINGS,
    DETAILS,
    context,
    miljodirektoratet,
    rows_of,
    sentences,
    workbook_of,
)


def reading(sheets=None, **choices):
    return miljodirektoratet_area.read(workbook_of(sheets or miljodirektoratet()), context(**choices))


def emissions(sheets=None):
    result = reading(sheets)
    assert not sentences(result)
    return result.tables["emissions"].to_pandas()


def details_with(row, column, value):
    """The details with one cell changed; row and column as in the sheet (1-based, headings in row 1)."""
    changed = [list(values) for values in DETAILS]
    changed[row - 2][column - 1] = value
    return miljodirektoratet(details=changed)


def test_it_is_recognised_by_its_sheets_whatever_the_file_is_called():
    assert formats.recognise(workbook_of(miljodirektoratet())) is miljodirektoratet_area


def test_details_are_counted_when_they_add_up_to_the_overview():
    frame = emissions()
    counted = frame[frame["is_counted"]]
    # 200.5 + 10 + 30 + 60 + 700 + 5 + 44 = 1049.5; 180 + 640.2 = 820.2
    assert counted.groupby("year")["emissions_tco2e"].sum().to_dict() == pytest.approx(
        {2022: 1049.5, 2024: 820.2}
    )
    assert set(counted["source_sheet"]) == {"Oversikt - detaljert"}
    assert set(frame.loc[~frame["is_counted"], "source_sheet"]) == {"Oversikt"}


def test_sector_sheets_are_not_read_as_well():
    assert set(emissions()["source_sheet"]) == {"Oversikt", "Oversikt - detaljert"}


def test_sources_find_their_sector_and_trailing_line_breaks_are_gone():
    table = reading().tables["emissions"]
    rows = rows_of(table, "source_label", "sector", "subsector", "gas", "emissions_tco2e", "value_status")
    details = [row for row in rows if row[3] is not None]
    assert details[:7] == [
        ("Annen mobil forbrenning", "off_road", "Andre næringer", "CO2", 200.5, "reported"),
        ("Luftfart", "transport", "Luftfart: Innenriks luftfart", "CO2", 10.0, "reported"),
        ("Luftfart", "international_transport", "Luftfart: Utenriks luftfart", "CO2", 30.0, "reported"),
        ("Sjøfart", "transport", "Sjøfart: *Estimat sjøfart", "CO2", 60.0, "estimated"),
        ("Veitrafikk", "transport", "Veitrafikk: Personbiler", "CO2", 700.0, "reported"),
        ("Veitrafikk", "transport", "Veitrafikk: Personbiler", "CH4", 5.0, "reported"),
        ("produkter med fluorgasser", "ippu", "Bruk av HFK", "HFC", 44.0, "reported"),
    ]


def test_every_row_says_where_it_stands_and_whose_it_is():
    frame = emissions()
    first = frame[frame["is_counted"]].iloc[0]
    assert (first["source_sheet"], first["source_row"], first["source_column"]) == (
        "Oversikt - detaljert",
        2,
        "E",
    )
    assert (first["area_id"], first["source_name"], first["dataset"]) == (
        "NO-9101",
        "Fjordvik",
        "miljodirektoratet-ghg",
    )
    assert (first["basis"], first["scope"]) == ("territorial", "1")


def test_zero_is_zero_and_not_missing():
    rows = rows_of(
        reading().tables["emissions"], "source_row", "is_counted", "emissions_tco2e", "missing_reason"
    )
    assert (11, True, 0.0, None) in rows


def test_an_exact_duplicate_row_is_kept():
    overview = [(2022, "Veitrafikk", 10)]
    twice = [(2022, "Veitrafikk", "Personbiler", "CO2", 5), (2022, "Veitrafikk", "Personbiler", "CO2", 5)]
    frame = emissions(miljodirektoratet(details=twice, overview=overview))
    assert frame.loc[frame["is_counted"], "emissions_tco2e"].tolist() == [5.0, 5.0]


def test_sectors_are_counted_where_details_do_not_add_up_and_a_warning_says_so():
    result = reading(miljodirektoratet(overview=[(2022, "Veitrafikk", 999), (2022, "Sjøfart", 60)]))
    frame = result.tables["emissions"].to_pandas()
    assert frame.loc[frame["is_counted"], "emissions_tco2e"].tolist() == [999.0, 60.0]
    assert [problem.code for problem in result.problems] == ["details_differ"]


def test_the_release_is_the_day_it_came_unless_the_user_names_it():
    key = "miljodirektoratet-ghg"
    assert reading().releases[key].label == "received 2026-04-01"
    given = reading(release="2026 edition").releases[key]
    assert (given.label, given.origin) == ("2026 edition", "given")


def test_a_new_sector_counts_as_other_with_a_warning():
    result = reading(
        miljodirektoratet(details=[(2024, "Havvind", "Bygging", "CO2", 7)], overview=[(2024, "Havvind", 7)])
    )
    assert result.tables["emissions"]["sector"].to_pylist() == ["other", "other"]
    assert [(problem.level, problem.found) for problem in result.problems] == [("warning", "Havvind")]


@pytest.mark.parametrize(
    ("area", "code", "sentence"),
    [
        (
            "Skogheim",
            "ambiguous_municipality",
            'Info!B2: expected the name of one Norwegian municipality, found "Skogheim". Say which '
            "municipality it is (Skogheim "
            "(NO-9102, Fjordfylket), Skogheim (NO-9201, Innlandsfylket)): choose it on the page, or give "
            "--municipality.",
        ),
        (
            "Fjordfylket",
            "area_is_county",
            'Info!B2: expected the name of one Norwegian municipality, found "Fjordfylket". This is a '
            "county's file; download the municipality's own.",
        ),
        (
            "Norge",
            "area_is_nation",
            'Info!B2: expected the name of one Norwegian municipality, found "Norge". This is the whole '
            "country's file; download the municipality's own.",
        ),
        (
            None,
            "unknown_municipality",
            "Info!B2: expected the name of one Norwegian municipality, found nothing. Say which "
            "municipality it is: choose it on "
            "the page, or give --municipality.",
        ),
    ],
)
def test_an_area_that_stays_open_is_asked_about_and_never_guessed(area, code, sentence):
    result = reading(miljodirektoratet(area=area))
    assert [problem.code for problem in result.problems] == [code]
    assert sentences(result) == [sentence]
    assert result.tables == {}


def test_the_users_choice_answers_what_the_file_leaves_open():
    result = reading(miljodirektoratet(area="Skogheim"), municipality_id="NO-9201")
    assert set(result.tables["emissions"]["area_id"].to_pylist()) == {"NO-9201"}


def test_a_countys_file_is_refused_even_when_a_municipality_was_chosen():
    result = reading(miljodirektoratet(area="Fjordfylket"), municipality_id="NO-9101")
    assert sentences(result) == [
        'Info!B2: expected the name of one Norwegian municipality, found "Fjordfylket". This is a '
        "county's file; download the municipality's own."
    ]
    assert result.tables == {}


@pytest.mark.parametrize("chosen", [{}, {"municipality_id": "NO-9301"}])
def test_a_municipality_that_bears_its_countys_name_is_the_municipality(chosen):
    both = (
        Area("NO-93", "NO", "93", "Havnby", "", "county", ""),
        Area("NO-9301", "NO", "9301", "Havnby", "", "municipality", "Havnby"),
    )
    own = ReadingContext(Register((*AREAS, *both)), received_on=date(2026, 4, 1), **chosen)
    result = miljodirektoratet_area.read(workbook_of(miljodirektoratet(area="Havnby")), own)
    assert set(result.tables["emissions"]["area_id"].to_pylist()) == {"NO-9301"}


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        ((2022, 2024), "Fjordvik (NO-9101): 2 years from 2022 to 2024, all greenhouse gases in t CO2e"),
        ((2024,), "Fjordvik (NO-9101): the year 2024, all greenhouse gases in t CO2e"),
    ],
)
def test_the_summary_speaks_of_one_year_in_the_singular(years, sentence):
    details = [row for row in DETAILS if row[0] in years]
    overview = [(year, "Veitrafikk", 1) for year in years]
    result = reading(miljodirektoratet(details=details, overview=overview))
    assert [str(text) for text in result.summary] == [sentence]


def test_a_choice_that_contradicts_the_file_is_refused():
    assert sentences(reading(municipality_id="NO-9102")) == [
        'Info!B2: expected Skogheim (NO-9102), the municipality you chose, found "Fjordvik". '
        "Choose Fjordvik (NO-9101), or load the other municipality's file."
    ]


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            details_with(6, 5, "12,5 kt"),
            'Oversikt - detaljert!E6: expected tonnes CO2e as a number, found "12,5 kt". '
            "Put the publisher's figure back: download the file again, and load it as it came.",
        ),
        (
            details_with(6, 5, "#N/A"),
            'Oversikt - detaljert!E6: expected a value, found "#N/A". Correct the formula, or leave the '
            "cell empty.",
        ),
        (
            details_with(3, 1, "siste år"),
            'Oversikt - detaljert!A3: expected a year, such as 2024, found "siste år". Write the year as '
            "four digits.",
        ),
        (
            miljodirektoratet(
                detailed_headings=("År", "Sektor", "Kilde", "Klimagass", DETAILED_HEADINGS[-1])
            ),
            "Oversikt - detaljert!A1: expected a column headed “Utslippskilde”, found "
            '"År, Sektor, Kilde, Klimagass, Utslipp (tonn CO₂-ekvivalente…". '
            "Put the column back under this heading, with its figures below it.",
        ),
        (
            miljodirektoratet(details=[]),
            "Oversikt - detaljert!A2: expected rows of figures below the headings, found nothing. "
            "Fill in at least one row, and load the workbook again.",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_place_and_what_to_do(sheets, sentence):
    result = reading(sheets)
    assert sentence in sentences(result)
    assert result.tables == {}


def test_a_missing_sheet_is_named():
    sheets = miljodirektoratet()
    del sheets["Oversikt - detaljert"]
    assert [problem.code for problem in reading(sheets).problems] == ["missing_sheet"]


def test_headings_are_found_below_title_rows_and_with_a_plain_2():
    sheets = miljodirektoratet()
    plain = [("Klimagassregnskap",), (), tuple(str(text).replace("₂", "2") for text in sheets["Oversikt"][0])]
    sheets["Oversikt"] = [*plain, *sheets["Oversikt"][1:]]
    assert emissions(sheets).loc[lambda frame: frame["source_sheet"] == "Oversikt", "source_row"].min() == 4
