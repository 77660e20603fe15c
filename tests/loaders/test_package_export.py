"""What leaves a store as a package, and what stays. All places and figures are fictional."""

import csv
import io
from datetime import date
from itertools import product

import pytest

from data.datasets import Release
from data.spreadsheet_text import as_written, harmless
from loaders.packages.open_licences import open_licence
from loaders.packages.package_export import (
    NothingShared,
    Shared,
    own_municipalities,
    package,
    package_contents,
    shared_summary,
)
from loaders.packages.package_layout import one_release
from tests.conftest import small_upload
from tests.loaders.packages import (
    TABLES_OF_FJORDVIK,
    descriptor_of,
    files_of,
    load,
    load_tables,
    new_store,
)


@pytest.fixture(scope="module")
def fjordvik():
    """A store that tests only read."""
    store = new_store()
    load_tables(store, TABLES_OF_FJORDVIK)
    yield store
    store.close()


@pytest.fixture
def small():
    """One figure of Fjordvik, in a store of the test's own."""
    store = new_store()
    store.commit(
        small_upload(store, {2022: 100.0}, area_id="NO-D01", dataset="own-accounts", kind="own_accounts")
    )
    yield store
    store.close()


def add_norrlunda(store) -> None:
    store.commit(
        small_upload(store, {2023: 5.0}, area_id="SE-D01", dataset="own-accounts", kind="own_accounts")
    )


@pytest.fixture
def empty():
    store = new_store()
    yield store
    store.close()


def table_of(content: bytes, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files_of(content)[f"{name}.csv"].decode(), newline="")))


def fields_of(content: bytes, name: str) -> dict[str, dict]:
    resource = next(found for found in descriptor_of(content)["resources"] if found["name"] == name)
    return {field["name"]: field for field in resource["schema"]["fields"]}


def test_facts_targets_shared_records_and_offers_leave_and_nothing_else(fjordvik):
    assert set(files_of(package(fjordvik))) == {
        "datapackage.json", "emissions.csv", "population.csv", "targets.csv", "projects.csv", "project_partners.csv",
        "needs.csv", "exchange_offers.csv",
    }  # fmt: skip


def test_only_the_project_that_says_yes_leaves_and_only_its_partners_follow(fjordvik):
    content = package(fjordvik)
    assert [row["title"] for row in table_of(content, "projects")] == ["Electric sites"]
    assert [row["partner"] for row in table_of(content, "project_partners")] == ["Shown Ltd"]
    assert [row["what"] for row in table_of(content, "needs")] == ["Open need"]


def test_no_name_title_or_note_of_what_stays_is_anywhere_in_the_bytes(fjordvik):
    every_byte = b"".join(files_of(package(fjordvik)).values())
    private = [
        b"Hidden", b"Secret", b"Undecided", b"Unseen", b"Eli Person", b"Quiet", b"Gus Author", b"Closed need",
        b"responsible_person", b"48123", b"21400", b"a test",
    ]  # fmt: skip
    assert [words for words in private if words in every_byte] == []


def test_the_contacts_of_a_shared_project_and_of_an_offer_are_given(fjordvik):
    content = package(fjordvik)
    project, offer = table_of(content, "projects")[0], table_of(content, "exchange_offers")[0]
    assert (project["contact"], project["who_can_help"], offer["contact"]) == (
        "Ada Contact",
        "Bo Helper",
        "Flo Offer",
    )


def test_a_number_is_written_with_all_its_digits_and_a_missing_one_as_nothing(fjordvik):
    rows = table_of(package(fjordvik), "emissions")
    assert [row["emissions_tco2e"] for row in rows] == ["41250.123456789", "", "40000.1", "2100.2"]
    assert [row["missing_reason"] for row in rows] == ["", "confidential", "", ""]
    assert [row["is_preliminary"] for row in rows] == ["false", "false", "false", "true"]


def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe_in_every_cell_it_may_become(fjordvik):
    summary = table_of(package(fjordvik), "projects")[0]["summary"]
    assert summary == '\'=HYPERLINK("https://example.org"; "click")\n\'-1+1;\'@SUM(A1)'


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_every_text_comes_back_as_it_was_and_no_cell_of_it_begins_a_formula(length):
    for letters in product("=-'; \"\na", repeat=length):
        text = "".join(letters)
        written = harmless(text)
        assert as_written(written) == text
        cells = written.replace("\n", ";").split(";")
        assert [cell for cell in cells if cell.strip(' "')[:1] in ("=", "-")] == []


def test_a_text_of_a_million_new_lines_is_read_at_once():
    lines = "'" + "\n" * 1_000_000 + "a"
    assert as_written(harmless(lines)) == lines


def test_a_number_below_zero_keeps_its_sign_without_an_apostrophe(empty):
    load_tables(empty, {"emissions": [{"year": 2023, "sector": "lulucf", "emissions_tco2e": -12.5}]})
    assert table_of(package(empty), "emissions")[0]["emissions_tco2e"] == "-12.5"


def test_exporting_the_same_state_twice_gives_the_same_bytes(fjordvik):
    assert package(fjordvik) == package(fjordvik)


def test_what_another_municipality_loads_does_not_change_the_bytes(small):
    before = package(small, ["NO-D01"])
    add_norrlunda(small)
    assert package(small, ["NO-D01"]) == before


def test_by_default_all_municipalities_with_rows_of_their_own_are_taken_and_a_named_one_alone(small):
    add_norrlunda(small)
    assert own_municipalities(small) == ["NO-D01", "SE-D01"]
    named = descriptor_of(package(small, ["SE-D01"]))["veikart"]["municipalities"]
    assert named == [{"municipality_id": "SE-D01", "name": "Norrlunda"}]


def test_a_municipality_known_from_a_package_only_is_not_exported_unless_it_is_named(fjordvik, empty):
    load(empty, package(fjordvik))
    assert own_municipalities(empty) == []
    assert [row["title"] for row in table_of(package(empty, ["NO-D01"]), "projects")] == ["Electric sites"]


def test_published_figures_leave_under_an_open_licence_only(empty):
    load_tables(empty, {"emissions": [{"year": 2023, "emissions_tco2e": 7}]}, dataset="open-agency",
                publisher="Agency", licence="CC BY 4.0", kind="national_inventory", release="2025")  # fmt: skip
    load_tables(empty, {"emissions": [{"year": 2023, "emissions_tco2e": 8}]}, dataset="shut-agency",
                publisher="Agency", licence="All rights reserved", kind="national_inventory", release="2025")  # fmt: skip
    contents = package_contents(empty, ["NO-D01"])
    assert contents.summary() == [Shared("emissions", 1, ("NO-D01",), ("open-agency",), "CC BY 4.0")]
    assert [(row.dataset, row.rows, str(row.reason)) for row in contents.left_out] == [
        ("shut-agency", 1, "the licence All rights reserved is not known as an open one")
    ]


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("NLOD", "NLOD-2.0"),
        ("Open data (CC BY 4.0)", "CC-BY-4.0"),
        ("Open data (CC0)", "CC0-1.0"),
        ("cc-by-sa 3.0", "CC-BY-SA-3.0"),
        ("Öppna data", "other-open"),
        ("CC BY-NC 4.0", None),
        ("CC BY-ND 4.0", None),
        ("All rights reserved", None),
        ("", None),
    ],
)
def test_a_licence_counts_as_open_when_it_lets_anybody_use_and_pass_on(stated, name):
    found = open_licence(stated)
    assert (found.name if found else None) == name


def test_own_rows_have_the_licence_that_was_stated_or_none(fjordvik):
    assert {shared.licence for shared in shared_summary(fjordvik)} == {""}
    resources = descriptor_of(package(fjordvik, licence="CC BY 4.0"))["resources"]
    assert [found["licenses"][0]["name"] for found in resources] == ["CC-BY-4.0"] * 7


def test_the_summary_counts_the_rows_of_each_table_and_dataset(fjordvik):
    assert [(shared.table, shared.rows, shared.datasets) for shared in shared_summary(fjordvik)] == [
        ("emissions", 4, ("own-accounts",)),
        ("population", 2, ("own-population",)),
        ("targets", 1, ()),
        ("projects", 1, ()),
        ("project_partners", 1, ()),
        ("needs", 1, ()),
        ("exchange_offers", 1, ()),
    ]


def test_what_nobody_marked_to_be_shared_is_counted_with_the_reason(fjordvik):
    left = package_contents(fjordvik).left_out
    assert [(row.table, row.rows, str(row.reason)) for row in left] == [
        ("projects", 2, "“May be shared” does not say yes"),
        ("needs", 1, "“Open to joint dialogue” does not say yes"),
    ]


def test_a_store_with_nothing_to_share_says_so(empty):
    assert shared_summary(empty) == []
    with pytest.raises(NothingShared, match="There is nothing to share"):
        package(empty)


def test_the_descriptor_gives_unit_codes_licence_and_checksum_of_every_table(fjordvik):
    content = package(fjordvik)
    descriptor = descriptor_of(content)
    emissions = fields_of(content, "emissions")
    assert descriptor["profile"] == "tabular-data-package"
    assert emissions["emissions_tco2e"]["unit"] == "t CO2e"
    assert emissions["value_status"]["constraints"]["enum"] == ["reported", "estimated", "modelled"]
    assert [found["bytes"] for found in descriptor["resources"]] == [
        len(files_of(content)[found["path"]]) for found in descriptor["resources"]
    ]
    assert "apostrophe" in descriptor["veikart"]["text_escape"]


def test_the_descriptor_is_in_english_whatever_language_the_sender_speaks(fjordvik):
    from texts import in_language

    english = package(fjordvik)
    with in_language("nb"):
        assert package(fjordvik) == english


def test_a_withdrawn_upload_leaves_nothing_behind(small):
    small.withdraw(1, actor="a test")
    with pytest.raises(NothingShared):
        package(small)


def test_only_the_release_that_speaks_leaves(empty):
    for release, day, tonnes in (("2024", date(2024, 6, 1), 100.0), ("2025", date(2025, 6, 1), 90.0)):
        empty.commit(
            small_upload(
                empty, {2022: tonnes}, area_id="NO-D01", release=release, released_on=day, kind="own_accounts"
            )
        )
    rows = table_of(package(empty), "emissions")
    assert [(row["release"], row["emissions_tco2e"]) for row in rows] == [("2025", "90.0")]


def test_several_releases_of_a_dataset_come_under_one_name_dated_as_the_newest():
    old, new = Release("2024", date(2024, 6, 1), "file"), Release("2025", date(2025, 6, 1), "given")
    assert one_release([new, old]) == Release("2024 + 2025", date(2025, 6, 1), "file")
    assert one_release([new]) == Release("2025", date(2025, 6, 1), "file")
    five = [Release(str(year), date(year, 1, 1), "file") for year in range(2021, 2026)]
    assert one_release(five).label == "2021 … 2025"
