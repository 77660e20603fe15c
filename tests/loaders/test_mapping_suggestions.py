"""Mappings suggested for tables of unknown layouts, from headings in six languages and the shape of the values.

All places are fictional."""

from time import process_time

import pyarrow as pa
import pytest

from data.tables import TABLES
from loaders.mappings.column_shapes import unit_in
from loaders.mappings.heading_synonyms import ENTRY_WORDS, HEADING_WORDS, TABLE_WORDS
from loaders.mappings.mapped_headings import year_heading
from loaders.mappings.mapped_table import read_mapped
from loaders.mappings.mapping import SheetColumn, Skip, Spread, SpreadColumn, mappable_columns
from loaders.mappings.mapping_suggestions import likely_entries, suggest, with_likely_words
from loaders.sheets.workbook import Sheet, Workbook
from tests.loaders.published_layouts import (
    SMHI_PAIRS,
    context,
    register,
    rows_of,
    sentences,
    smhi,
    workbook_of,
)


def best(*rows, name="Ark1", **choices):
    return suggest(workbook_of({name: rows}), register(), **choices)[0]


def headings(suggestion):
    """Our columns with the headings of the sheet's."""
    return {one.column.name: one.place.heading for one in suggestion.columns}


@pytest.mark.parametrize(
    ("names", "row"),
    [
        (("Municipality", "Year", "Main sector", "Emissions (t CO2e)"), ("Fjordvik", 2023, "Transport", 5)),
        (("Kommune", "År", "Hovedsektor", "Utslipp (tonn CO₂-ekv.)"), ("Fjordvik", 2023, "Veitrafikk", 5)),
        (("Kommun", "År", "Huvudsektor", "Utsläpp (ton)"), ("Norrlunda", 2023, "Transporter", 5)),
        (("Kommunekode", "Årstal", "Sektor", "Udledning (ton)"), ("9101", 2023, "Landbrug", 5)),
        (("Kunta", "Vuosi", "Sektori", "Päästöt (tonnia)"), ("Fjordvik", 2023, "Maatalous", 5)),
        (("Sveitarfélag", "Ár", "Geiri", "Losun (tonn)"), ("Fjordvik", 2023, "Landbúnaður", 5)),
    ],
)
def test_emissions_are_known_by_their_headings_in_six_languages(names, row):
    found = best(names, row, row)
    assert found.mapping.table == "emissions"
    assert headings(found) == dict(zip(("area_id", "year", "sector", "emissions_tco2e"), names, strict=True))
    assert found.mapping.unit == "t"
    assert found.unmapped == ()


@pytest.mark.parametrize(
    ("table", "names", "row"),
    [
        ("materials", ("Fraksjon", "Behandlingsmåte", "Mengde (kg)"), ("Restavfall", "Forbrenning", 900)),
        ("population", ("Kunta", "Vuosi", "Väkiluku"), ("Fjordvik", 2023, 900)),
        (
            "projects",
            ("Prosjektnr", "Prosjekt", "Fase", "Oppstart"),
            ("P-1", "Ombruk", "Pilot", "2025-01-01"),
        ),
        (
            "procurements",
            ("Upphandling", "CPV-kod", "Kvartal", "Uppskattat värde"),
            ("Buss", 60161000, "Q1 2027", 5),
        ),
        (
            "measures",
            ("Tiltaksnummer", "Tiltak", "Vedtak", "Investering", "Valuta"),
            ("T1", "Ladere", "Vedtatt", 9, "NOK"),
        ),
        (
            "principle_scores",
            ("Respondent", "Princip", "Grupp", "Poäng"),
            (1, "Människor i centrum", "Näringsliv", 3),
        ),
        ("targets", ("Indikator", "Basår", "Målår", "Minskning"), ("ghg_total", 2009, 2030, 95)),
    ],
)
def test_other_tables_are_told_from_their_headings(table, names, row):
    assert best(names, row, row).mapping.table == table


def test_years_side_by_side_below_title_rows_are_a_wide_table_with_the_unit_of_the_title():
    found = best(
        ("Klimaregnskap for Fjordvik",), ("Tusen tonn CO2e",), (),
        ("Sektor", 2019.0, "2020", "2021*"), ("Biltrafik", "12,5", 13, 14), ("Summa", "17,5", 13, 20),
    )  # fmt: skip
    assert (found.mapping.heading_row, found.mapping.spread, found.mapping.unit) == (
        4,
        Spread("year", "#"),
        "kt",
    )
    assert found.mapping.translations == {"sector": {"Biltrafik": "transport"}}
    assert [column.name for column in found.unmapped] == ["area_id"]


def test_the_likely_decimal_mark_is_shown_and_never_written_into_the_mapping():
    found = best(("Sektor", 2019, 2020), ("Transport", "12,5", "13,1"))
    assert (found.likely_decimal_mark, found.mapping.decimal_mark) == ("comma", "")
    assert best(("Sektor", 2019, 2020), ("Transport", 12.5, 13)).likely_decimal_mark == ""


def test_two_row_headings_are_joined_where_the_upper_one_names_groups():
    found = best(
        (None, None, 2020, None, 2021, None),
        ("Kommun", "Sektor", "Utsläpp (ton)", "Andel", "Utsläpp (ton)", "Andel"),
        ("Norrlunda", "Jordbruk", 10, 0.5, 11, 0.6),
    )
    assert found.mapping.has_group_row
    assert found.mapping.spread == Spread("year", "# utsläpp (ton)")


def test_a_title_above_the_headings_is_no_group():
    found = best(("Utslipp",), ("Kommune", "År", "Sektor", "Utslipp"), ("Fjordvik", 2023, "Transport", 1))
    assert not found.mapping.has_group_row


def test_sectors_side_by_side_are_spread_by_their_entries():
    found = best(
        ("Kommune", "År", "Veitrafikk", "Jordbruk"), ("Fjordvik", 2022, 1, 2), ("Fjordvik", 2023, 1, 2)
    )
    assert found.mapping.spread == Spread(
        "sector",
        "",
        (
            SpreadColumn(SheetColumn("C", "Veitrafikk"), "transport"),
            SpreadColumn(SheetColumn("D", "Jordbruk"), "agriculture"),
        ),
    )


def test_columns_without_known_headings_are_told_by_their_values():
    found = best(
        ("Hvor", "Når da", "Hva", "Utslipp"),
        ("Fjordvik", 2023, "Transport", 1),
        ("Norrlunda", 2024, "Waste and wastewater", 2),
    )
    assert headings(found) == {
        "area_id": "Hvor",
        "year": "Når da",
        "sector": "Hva",
        "emissions_tco2e": "Utslipp",
    }
    assert (
        str(next(one.reason for one in found.columns if one.column.name == "area_id"))
        == "its values are municipalities"
    )


def test_a_heading_with_a_slip_is_known_by_the_nearest_word():
    found = best(("Komune", "År", "Innbyggertal"), ("Fjordvik", 2023, 10), ("Fjordvik", 2024, 10))
    assert headings(found) == {"area_id": "Komune", "year": "År", "inhabitants": "Innbyggertal"}
    reasons = {one.column.name: str(one.reason) for one in found.columns}
    assert reasons["inhabitants"] == "its heading means “innbyggertall”"


def test_shares_and_figures_per_head_are_no_amounts():
    found = best(("År", "Utslipp per innbygger", "Utslipp (tonn)"), (2023, 3.1, 100), (2024, 3.0, 90))
    assert headings(found)["emissions_tco2e"] == "Utslipp (tonn)"


def test_a_column_of_numbers_is_no_list_of_words_whatever_its_heading():
    found = best(
        ("Fraksjon", "År", "Tonn", "Levert til behandling"), ("Glass", 2023, 10, 8), ("Plast", 2023, 5, 4)
    )
    assert headings(found) == {"material": "Fraksjon", "year": "År", "amount_tonnes": "Tonn"}


def test_rows_of_sums_are_skipped_though_they_stand_at_the_end_of_a_long_sheet():
    rows = [("Restavfall", "Forbrenning", 2000 + number % 20, number) for number in range(300)]
    found = best(("Fraksjon", "Behandling", "År", "Tonn"), *rows, ("Sum", None, None, 44850))
    assert found.mapping.skip == (Skip(SheetColumn("A", "Fraksjon"), ("Sum",)),)


def test_units_behind_the_figures_are_seen():
    assert (
        best(
            ("År", "Sektor", "Utslipp"), (2023, "Transport", "12,5 kt"), (2024, "Transport", "13 kt")
        ).mapping.unit
        == "cells"
    )


def test_a_list_without_ids_takes_the_title_for_one_and_says_so():
    found = best(("Prosjekt", "Fase"), ("Ombruk", "Pilot"), ("Sykkel", "Idé"), name="Prosjekter")
    assert found.mapping.columns["record_id"] == found.mapping.columns["title"]
    (reason,) = [str(one.reason) for one in found.columns if one.column.name == "record_id"]
    assert reason.startswith("there is no column of ids")


def test_each_sheet_column_comes_with_its_first_five_different_values():
    years = [(year, 1) for year in (2019, 2019, 2020, 2021, 2022, 2023, 2024)]
    (first, _second) = best(("År", "Folketall"), *years).sheet_columns
    assert (first.letters, first.heading, first.samples) == (
        "A",
        "År",
        ("2019", "2020", "2021", "2022", "2023"),
    )


def test_what_a_person_has_chosen_is_kept():
    rows = (("Nr", "Navn"), ("1", "Ombruk"))
    book = workbook_of({"A": rows, "B": rows})
    (found,) = suggest(book, register(), sheet="B", table="needs", heading_row=1)
    assert (found.mapping.sheet, found.mapping.table, found.mapping.heading_row) == ("B", "needs", 1)


def test_a_workbook_of_prose_has_no_suggestion():
    assert suggest(workbook_of({"A": [("Hei",), ("Dette er et brev",)]}), register()) == []


def test_a_suggestion_for_an_agencys_wide_report_reads_as_it_stands():
    pairs = {pair: [lines[2]] for pair, lines in SMHI_PAIRS.items()}
    book = workbook_of(smhi(places=[("Norrlunda län", "Norrlunda")], pairs=pairs))
    found = suggest(book, register())[0]
    assert found.unmapped == ()
    reading = read_mapped(book, with_likely_words(book, found.mapping), context())
    assert sentences(reading) == []
    counted = rows_of(reading.tables["emissions"], "year", "emissions_tco2e", "is_counted")
    # the report's own total of the first place in 1990
    assert sum(tonnes for year, tonnes, is_counted in counted if year == 1990 and is_counted) == 2100


def test_a_suggested_mapping_reads_its_file():
    book = workbook_of(
        {
            "Päästöt": [
                ("Kunta", "Vuosi", "Sektori", "Päästöt (kt CO2e)"),
                ("Fjordvik", 2023, "Tieliikenne", 12.5),
            ]
        }
    )
    reading = read_mapped(book, suggest(book, register())[0].mapping, context())
    assert rows_of(reading.tables["emissions"], "area_id", "year", "sector", "emissions_tco2e") == [
        ("NO-9101", 2023, "transport", 12500.0)
    ]


def test_words_of_the_whole_file_get_the_entries_they_probably_mean():
    column = TABLES["projects"].column("innovation_stage")
    assert likely_entries(column, ["Gjennomføring", "Pilotprosjekter", "Halvveis"]) == {
        "Gjennomføring": "implementation",
        "Pilotprosjekter": "pilot",
    }


def test_heads_and_samples_of_a_hundred_thousand_rows_are_read_in_a_moment():
    rows = 100_000
    columns = {
        "A": ["Kommune"] + ["Fjordvik", "Norrlunda"] * (rows // 2),
        "B": ["Sektor"] + ["Transport", "Jordbruk"] * (rows // 2),
        **{chr(67 + year): [str(2010 + year)] + ["12,5"] * rows for year in range(10)},
    }
    book = Workbook({"Data": Sheet("Data", pa.table(columns))})
    suggest(book, register())  # the words are put in order once
    before = process_time()
    assert suggest(book, register())[0].mapping.table == "emissions"
    assert process_time() - before < 0.3


# Words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("CO2e (kton)", "kt"), ("Utsläpp (ton)", "t"), ("kg", "kg"), ("Utslipp (tonn CO₂-ekvivalenter)", "t"),
        ("1000 tonn CO2-ekv.", "kt"), ("Tusen tonn", "kt"), ("Mt CO2e", "Mt"), ("Päästöt, tuhatta tonnia", "kt"),
        ("miljoner ton", "Mt"), ("ton/år", "t"), ("Losun (þús. tonn)", "kt"), ("Utslipp", ""), ("Nettotonn", ""),
        ("kg per innbygger", ""), ("Andel (%)", ""),
    ],
)  # fmt: skip
def test_the_unit_is_read_from_a_heading(heading, unit):
    assert unit_in(heading) == unit


@pytest.mark.parametrize(
    ("heading", "year", "pattern"),
    [
        ("2009", 2009, "#"), ("2011.0", 2011, "#"), ("2012-12-31 00:00:00", 2012, "#"), ("2024*", 2024, "#"),
        ("2024¹", 2024, "#"), ("2024 1)", 2024, "#"), ("Utslipp 2019 (tonn)", 2019, "utslipp # (tonn)"),
    ],
)  # fmt: skip
def test_a_year_is_read_from_a_heading(heading, year, pattern):
    found = year_heading(heading)
    assert (found.year, found.pattern) == (year, pattern)


@pytest.mark.parametrize("heading", ["Endring 2009-2024", "12019", "År", ""])
def test_a_heading_with_two_years_or_none_is_no_year(heading):
    assert year_heading(heading) is None


def test_every_heading_word_belongs_to_a_column_and_every_table_word_to_a_table():
    columns = {column.name for table in TABLES.values() for column in mappable_columns(table)}
    assert set(HEADING_WORDS) - columns == set()
    assert set(TABLE_WORDS) - set(TABLES) == set()


def test_every_entry_word_means_an_entry_of_some_column():
    lists = [
        (column.name, column.codes) for table in TABLES.values() for column in table.columns if column.codes
    ]
    for name, words in ENTRY_WORDS.items():
        known = {code for other, codes in lists if other == name for code in codes}
        assert set(words) - known == set(), name


def test_words_are_lower_case_and_stand_once():
    for name, words in {**HEADING_WORDS, **TABLE_WORDS}.items():
        assert list(words) == [word.casefold() for word in words], name
        assert len(words) == len(set(words)), name
