"""A package in another Veikart: the same figures, nobody else's rows, and undone as any upload. Fictional places."""

from datetime import date

import pandas as pd
import pytest

from loaders.loading import commit, prepare
from loaders.packages.package_export import package
from metrics.values import indicator_values
from tests.conftest import small_upload
from tests.loaders.packages import (
    FORMULA,
    TABLES_OF_FJORDVIK,
    files_of,
    load,
    load_tables,
    new_store,
    rewritten,
    zipped,
)


@pytest.fixture(scope="module")
def fjordvik():
    """The sender's store, which tests only read."""
    store = new_store()
    load_tables(store, TABLES_OF_FJORDVIK, release="2025", released_on=date(2025, 3, 31))
    yield store
    store.close()


@pytest.fixture(scope="module")
def sent(fjordvik) -> bytes:
    return package(fjordvik)


@pytest.fixture
def norrlunda():
    """The receiver's store, with one figure of its own."""
    store = new_store()
    store.commit(
        small_upload(store, {2023: 900.0}, area_id="SE-D01", dataset="own-accounts", kind="own_accounts")
    )
    yield store
    store.close()


@pytest.fixture
def sender():
    """A store like the sender's that a test may change."""
    store = new_store()
    load_tables(store, TABLES_OF_FJORDVIK, release="2025", released_on=date(2025, 3, 31))
    yield store
    store.close()


def speaking(store, table: str, area_id: str = "NO-D01") -> pd.DataFrame:
    return store.query(
        f"select * from live_{table} where is_speaking and area_id = $area_id order by slice_id, source_row",  # noqa: S608
        {"area_id": area_id},
    )


def codes(preview) -> list[tuple[str, str]]:
    return [(problem.level, problem.code) for problem in preview.problems]


def sentences(preview) -> list[str]:
    return [str(problem.sentence) for problem in preview.problems]


def test_the_partner_sees_the_same_figures_status_and_release(sent, fjordvik, norrlunda):
    load(norrlunda, sent)
    ours = indicator_values(fjordvik, municipality_ids=["NO-D01"])
    theirs = indicator_values(norrlunda, municipality_ids=["NO-D01"])
    assert len(ours) > 0
    pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def test_missing_figures_stay_missing_with_their_reason_and_labels_stay_as_published(
    sent, fjordvik, norrlunda
):
    load(norrlunda, sent)
    columns = [
        "emissions_tco2e",
        "missing_reason",
        "value_status",
        "is_preliminary",
        "is_counted",
        "source_label",
    ]
    theirs = speaking(norrlunda, "emissions")[columns]
    pd.testing.assert_frame_equal(theirs, speaking(fjordvik, "emissions")[columns])
    assert theirs["missing_reason"].tolist()[1] == "confidential"


def test_a_figure_can_be_walked_back_to_the_file_and_cell_of_the_package(sent, norrlunda):
    load(norrlunda, sent)
    first = speaking(norrlunda, "emissions").iloc[0]
    assert (first["source_sheet"], first["source_row"], first["source_column"]) == ("emissions.csv", 2, "I")


def test_a_formula_in_a_text_comes_back_unchanged(sent, fjordvik, norrlunda):
    load(norrlunda, sent)
    assert speaking(fjordvik, "projects").query("record_id == 'P-1'")["summary"].tolist() == [FORMULA]
    assert speaking(norrlunda, "projects")["summary"].tolist() == [FORMULA]


def test_a_target_comes_with_the_municipality_it_binds(sent, norrlunda):
    load(norrlunda, sent)
    assert speaking(norrlunda, "targets")["record_id"].tolist() == ["ghg_total/territorial/2030"]


def test_the_receivers_own_rows_are_left_alone(sent, norrlunda):
    before = speaking(norrlunda, "emissions", "SE-D01")
    load(norrlunda, sent)
    pd.testing.assert_frame_equal(speaking(norrlunda, "emissions", "SE-D01"), before)


def test_undoing_the_upload_takes_every_row_of_the_package_out(sent, norrlunda):
    preview = prepare(norrlunda, sent, "fjordvik.zip")
    upload_id = commit(norrlunda, preview, actor="a test")
    norrlunda.withdraw(upload_id, actor="a test")
    left = [
        len(speaking(norrlunda, table))
        for table in ("emissions", "population", "targets", "projects", "needs")
    ]
    assert left == [0, 0, 0, 0, 0]


def test_the_same_export_loaded_again_is_already_there(sent, norrlunda):
    first = prepare(norrlunda, sent, "fjordvik.zip")
    upload_id = commit(norrlunda, first, actor="a test")
    assert prepare(norrlunda, sent, "again.zip").already_loaded_as == upload_id


def test_a_package_about_the_receivers_own_municipality_warns(sent, fjordvik):
    preview = prepare(fjordvik, sent, "fjordvik.zip")
    assert codes(preview) == [("warning", "own_municipality")]
    assert sentences(preview)[0].startswith(
        "The file: expected rows of other municipalities than those whose own figures and records are kept here, "
        'found "Fjordvik".'
    )
    assert [changes.counts["changed"] for changes in preview.changes] == [0] * 7


def test_the_next_package_of_the_same_partner_does_not_warn(sender, norrlunda):
    load(norrlunda, package(sender))
    load_tables(sender, {"emissions": [{"year": 2024, "emissions_tco2e": 41000}]}, release="2026")
    assert codes(prepare(norrlunda, package(sender), "next.zip")) == []


def test_a_record_that_is_no_longer_shared_is_named_and_goes_with_the_earlier_package(sender, norrlunda):
    earlier = commit(norrlunda, prepare(norrlunda, package(sender), "1.zip"), actor="a test")
    load_tables(sender, {"needs": [{"record_id": "N-1", "what": "Open need", "is_open_to_dialogue": False}]})
    preview = prepare(norrlunda, package(sender), "2.zip")
    assert codes(preview) == [("notice", "no_longer_shared")]
    assert 'found "needs N-1"' in sentences(preview)[0]
    commit(norrlunda, preview, actor="a test")
    assert speaking(norrlunda, "needs")["record_id"].tolist() == ["N-1"]
    norrlunda.withdraw(earlier, actor="a test")
    assert speaking(norrlunda, "needs")["record_id"].tolist() == []
    assert speaking(norrlunda, "projects")["record_id"].tolist() == ["P-1"]


def test_two_datasets_of_one_table_keep_their_own_releases(norrlunda):
    sender = new_store()
    figures = {"emissions": [{"year": 2022, "emissions_tco2e": 10.5}]}
    load_tables(sender, figures, release="own 1", released_on=date(2023, 1, 1))
    load_tables(sender, figures, dataset="agency-co2", gas_coverage="co2", publisher="Agency", licence="CC BY 4.0",
                kind="national_inventory", release="2024", released_on=date(2024, 6, 1))  # fmt: skip
    preview = load(norrlunda, package(sender))
    assert {key: release.label for key, release in preview.reading.releases.items()} == {
        "agency-co2": "2024", "own-accounts": "own 1",
    }  # fmt: skip
    stored = norrlunda.query("select licence, publisher, kind from datasets where dataset = 'agency-co2'")
    assert stored.values.tolist() == [["CC BY 4.0", "Agency", "national_inventory"]]


def published_twice(store) -> None:
    """A publisher's file with a stated total, two sectors, and a row that stands twice."""
    shared = {"area_id": "NO-D01", "dataset": "agency-ghg", "year": 2022, "basis": "territorial"}
    rows = [
        {**shared, "emissions_tco2e": 30000.0, "is_counted": False, "source_row": 2},
        {**shared, "sector": "waste", "emissions_tco2e": 10000.0, "is_counted": True, "source_row": 3},
        {**shared, "sector": "waste", "emissions_tco2e": 10000.0, "is_counted": True, "source_row": 4},
        {**shared, "sector": "transport", "emissions_tco2e": 10000.0, "is_counted": True, "source_row": 5},
    ]
    upload = small_upload(store, rows=rows, dataset="agency-ghg")
    dataset = pd.Series(vars(upload.datasets[0])).to_dict() | {"licence": "NLOD"}
    store.commit(type(upload)(**{**vars(upload), "datasets": (type(upload.datasets[0])(**dataset),)}))


def test_a_publishers_rows_keep_their_repeated_keys_and_what_is_counted(norrlunda):
    sender = new_store()
    published_twice(sender)
    preview = load(norrlunda, package(sender, ["NO-D01"]))
    assert codes(preview) == [("warning", "repeated_key")]
    rows = speaking(norrlunda, "emissions")
    assert rows["is_counted"].tolist() == [False, True, True, True]
    assert rows["missing_reason"].isna().all() and rows["value_status"].isna().all()


def test_own_accounts_with_a_key_twice_are_refused_as_in_our_workbooks(sent, norrlunda):
    def twice(part: bytes) -> bytes:
        return part + part.splitlines(keepends=True)[-1]

    preview = prepare(norrlunda, rewritten(sent, files={"population.csv": twice}), "p.zip")
    assert codes(preview) == [("error", "repeated_key")]
    assert "the same in rows 3 and 4" in sentences(preview)[0]


def test_rows_of_a_municipality_that_the_package_does_not_name_are_refused(sent, norrlunda):
    other = rewritten(sent, files={"population.csv": lambda part: part.replace(b"NO-D01", b"SE-D01", 1)})
    assert sentences(prepare(norrlunda, other, "p.zip")) == [
        'population.csv!A2: expected a municipality that the package names, found "SE-D01". Ask the sender for the '
        "package again, and load it as it came."
    ]


def test_a_table_that_municipalities_do_not_share_is_refused(sent, norrlunda):
    def measures(descriptor) -> None:
        descriptor["resources"][0]["path"] = "measures.csv"

    files = files_of(rewritten(sent, measures))
    files["measures.csv"] = files.pop("emissions.csv")
    preview = prepare(norrlunda, zipped(files), "p.zip")
    assert codes(preview) == [("error", "other_table")]


def test_a_dataset_that_is_not_described_is_refused(sent, norrlunda):
    strange = rewritten(
        sent,
        files={"population.csv": lambda part: part.replace(b"own-population", b"strange", 1)},
    )
    assert sentences(prepare(norrlunda, strange, "p.zip")) == [
        'population.csv!B2: expected one of the datasets that the package describes, found "strange". Ask the sender '
        "for the package again, and load it as it came."
    ]


def test_a_dataset_that_veikart_knows_is_what_veikart_knows_of_it(sent, norrlunda):
    def renamed(descriptor) -> None:
        descriptor["veikart"]["datasets"][0].update(
            title="Official truth", publisher="Somebody", kind="national_inventory"
        )

    preview = load(norrlunda, rewritten(sent, renamed))
    own = next(dataset for dataset in preview.reading.datasets if dataset.key == "own-accounts")
    assert (own.title, own.publisher, own.kind) == (
        "Own climate accounts",
        "The municipality",
        "own_accounts",
    )


@pytest.mark.parametrize(
    "change", [{"kind": "gossip"}, {"key": "No Key"}, {"releases": []}, {"table": "projects"}]
)
def test_a_dataset_that_is_not_soundly_described_is_refused(sent, norrlunda, change):
    wrong = rewritten(sent, lambda descriptor: descriptor["veikart"]["datasets"][0].update(change))
    assert ("error", "wrong_descriptor") in codes(prepare(norrlunda, wrong, "p.zip"))


def test_a_project_that_the_package_lacks_has_no_partners(sent, norrlunda):
    orphan = rewritten(sent, files={"project_partners.csv": lambda part: part.replace(b"P-1", b"P-9", 1)})
    assert codes(prepare(norrlunda, orphan, "p.zip")) == [("error", "unknown_record")]


def test_a_column_more_or_less_is_refused_with_the_columns_that_belong_there(sent, norrlunda):
    def headed(part: bytes) -> bytes:
        return part.replace(b",contact", b",phone", 1)

    preview = prepare(norrlunda, rewritten(sent, files={"projects.csv": headed}), "p.zip")
    assert codes(preview) == [("error", "missing_column")]


def test_a_chosen_municipality_and_release_are_said_to_be_of_no_use(sent, norrlunda):
    preview = prepare(norrlunda, sent, "p.zip", municipality_id="SE-D01", release="mine")
    assert codes(preview) == [("notice", "municipality_not_needed"), ("notice", "release_not_needed")]
    assert preview.reading.releases["own-accounts"].label == "2025"
