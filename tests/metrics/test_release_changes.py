"""Two releases of one dataset side by side. Places are fictional."""

from datetime import date

import pandas as pd
import pytest

from data.staging import staged
from data.store import NewUpload
from loaders.forms import TargetEntry, set_target
from metrics.release_changes import release_changes, releases_of, revision_of, verdict_changes
from metrics.targets import Target, speaking_target
from metrics.verdicts import assess
from tests.metrics.test_borders import load

OSLO = "NO-0301"
NAN = float("nan")
OLD = {2020: 100.0, 2021: 90.0, 2022: 80.0}
NEW = {2020: 110.0, 2021: 90.04, 2022: 74.0, 2023: 70.0}


@pytest.fixture
def revised(store):
    load(store, {OSLO: OLD}, release="2023", released_on=date(2023, 6, 1))
    load(store, {OSLO: NEW}, release="2024", released_on=date(2024, 6, 1))
    return store


def changes(store, **choice):
    return release_changes(store, "miljodirektoratet-ghg", older="2023", newer="2024", **choice)


def kinds(frame):
    return {int(row.year): row.kind for row in frame.itertuples()}


def test_the_history_is_told_apart_from_the_new_year_largest_first(revised):
    found = changes(revised)
    assert [(int(row.year), row.kind) for row in found.itertuples()] == [
        (2020, "revised"),  # 110 − 100 = 10
        (2022, "revised"),  # 74 − 80 = −6
        (2021, "unchanged"),  # 0.04 t, below the one decimal that publishers write
        (2023, "new_year"),
    ]
    assert found["difference_tco2e"].round(2).tolist()[:3] == [10.0, -6.0, 0.04]
    assert found["difference_percent"].round(1).tolist()[:2] == [10.0, -7.5]


def test_missing_is_filled_or_gone_and_never_a_change_from_zero(store):
    load(store, {OSLO: {2020: NAN, 2021: 90.0, 2022: 80.0}}, release="2023", released_on=date(2023, 6, 1))
    load(store, {OSLO: {2020: 100.0, 2021: NAN, 2022: 80.0}}, release="2024", released_on=date(2024, 6, 1))
    found = changes(store)
    assert kinds(found) == {2020: "filled", 2021: "gone", 2022: "unchanged"}
    assert found["difference_tco2e"].notna().sum() == 1


def test_a_dataset_with_one_release_is_not_offered(store):
    load(store, {OSLO: OLD}, release="2023", released_on=date(2023, 6, 1))
    assert releases_of(store).empty


def test_releases_come_newest_first(revised):
    found = releases_of(revised)
    assert found["release"].tolist() == ["2024", "2023"]
    assert found["last_year"].tolist() == [2023, 2022]


def test_a_withdrawn_release_is_none(revised):
    revised.withdraw(2, actor="Kari")
    assert releases_of(revised).empty


def test_one_area_can_be_asked_for(revised):
    load(revised, {"NO-5501": {2020: 1.0}}, release="2024", released_on=date(2024, 6, 1))
    assert set(changes(revised, municipality_ids=[OSLO])["municipality_id"]) == {OSLO}
    assert len(set(changes(revised)["municipality_id"])) == 2


def test_a_verdict_that_turns_comes_with_both_words(revised):
    # −30 % on 2020 until 2030: by the old series 80 of 100 in 2022 (path 94, ahead), by the new 70 of 110 in 2023
    entry = TargetEntry(OSLO, "ghg_total", "t CO2e", 2020, 2030, reduction_percent=25.0)
    set_target(revised, entry, actor="Kari")
    [found] = verdict_changes(revised, changes(revised), gas_coverage="ghg")
    assert (found.before.base_value, found.after.base_value) == (100.0, 110.0)
    # target 75 and 82.5: 80 is above 75, 70 is below 82.5
    assert (found.before.status, found.after.status) == ("on_track", "target_achieved")
    assert found.flips


def test_many_areas_are_judged_as_each_of_them_alone(store):
    places = [f"NO-{code}" for code in ("0301", "1101", "1103", "1106")]
    series = {area: {2020: 100.0, 2021: 99.0 - 9 * number} for number, area in enumerate(places[:3])}
    load(store, series, release="2023", released_on=date(2023, 6, 1))
    load(store, {**series, places[3]: {2022: 5.0}}, release="2024", released_on=date(2024, 6, 1))
    for area in places:
        entry = TargetEntry(area, "ghg_total", "t CO2e", 2020, 2030, reduction_percent=50.0)
        set_target(store, entry, actor="Kari")
    rows = changes(store)
    together = verdict_changes(store, rows, gas_coverage="ghg")
    alone = [
        change
        for area in places
        for change in verdict_changes(store, rows[rows["municipality_id"] == area], gas_coverage="ghg")
    ]
    assert sorted(together, key=lambda change: change.municipality_id) == alone
    for change in together[1:]:  # the first has turned: it is new in the newer release
        assert change.after.status == assess(_newer(rows, change.municipality_id), _target()).status


def _newer(rows, area_id):
    return rows[rows["municipality_id"] == area_id].rename(columns={"new_tco2e": "value"})[["year", "value"]]


def _target():
    return Target(2030, reduction_percent=50.0, base_year=2020)


def test_an_area_that_only_the_newer_release_has_is_without_data_by_the_older_one(revised):
    load(revised, {"NO-5501": {2020: 10.0, 2021: 9.0}}, release="2024", released_on=date(2024, 6, 1))
    entry = TargetEntry("NO-5501", "ghg_total", "t CO2e", 2020, 2030, reduction_percent=50.0)
    set_target(revised, entry, actor="Kari")
    [found] = verdict_changes(revised, changes(revised), gas_coverage="ghg")
    # halving in ten years is 5 % a year; 10 % in the first is ahead of it
    assert (found.before.status, found.after.status) == ("no_data", "on_track")
    assert found.before.base_value is None


def test_a_target_that_does_not_fit_its_indicator_says_so_by_both_releases(revised):
    row = {
        "area_id": OSLO, "record_id": "ghg_total", "indicator": "ghg_total", "unit": "kg", "base_year": 2020,
        "target_year": 2030, "reduction_percent": 50.0, "basis": "territorial",
    }  # fmt: skip
    rows = staged("targets", pd.DataFrame([row]))
    sha256 = revised.keep_original(b"targets", file_name="targets.xlsx")
    revised.commit(NewUpload(sha256, "targets.xlsx", "test", "Kari", {"targets": rows}))
    [found] = verdict_changes(revised, changes(revised), gas_coverage="ghg")
    assert found.before.reason == found.after.reason == speaking_target(revised, OSLO, "ghg_total").problem
    assert not found.flips


def test_without_a_target_no_verdict_is_compared(revised):
    assert verdict_changes(revised, changes(revised), gas_coverage="ghg") == []


def test_the_revision_of_an_area_names_its_largest_year_and_the_newest(revised):
    found = revision_of(changes(revised))
    assert (found.year, found.old_tco2e, found.new_tco2e) == (2020, 100.0, 110.0)
    assert (found.years, found.new_year, found.new_year_tco2e) == (2, 2023, 70.0)


def test_an_unrevised_area_has_no_year_to_name(store):
    load(store, {OSLO: OLD}, release="2023", released_on=date(2023, 6, 1))
    load(store, {OSLO: {**OLD, 2023: 70.0}}, release="2024", released_on=date(2024, 6, 1))
    found = revision_of(changes(store))
    assert (found.year, found.years, found.new_year) == (None, 0, 2023)
