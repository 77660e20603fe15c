"""Which indicator values and verdicts an upload would change, before anything is saved."""

import math

import pytest

from data.store import Store
from loaders.forms import TargetEntry, set_target
from metrics.upload_effects import upload_effects
from tests.conftest import small_upload

HALVE = TargetEntry("NO-0301", "ghg_total", "t CO2e", 2010, 2030, reduction_percent=50.0)


def changed(effects, indicator="ghg_total"):
    values = effects.values[effects.values["indicator"] == indicator]
    return values[["municipality_id", "year", "old", "new", "difference_percent"]].values.tolist()


def test_a_first_upload_makes_new_values_without_old_ones(store: Store):
    ((area, year, old, new, percent),) = changed(upload_effects(store, small_upload(store, {2020: 100.0})))
    assert (area, year, new) == ("NO-0301", 2020, 100.0)
    assert math.isnan(old) and math.isnan(percent)


def test_only_years_that_change_are_named_the_largest_change_first(store: Store):
    store.commit(small_upload(store, {2020: 100.0, 2021: 80.0, 2022: 50.0}))
    corrected = small_upload(store, {2020: 100.0, 2021: 84.0, 2022: 40.0}, content=b"corrected")
    # 40 against 50 is -20 %, 84 against 80 is +5 %
    assert changed(upload_effects(store, corrected)) == [
        ["NO-0301", 2022, 50.0, 40.0, -20.0],
        ["NO-0301", 2021, 80.0, 84.0, pytest.approx(5.0)],
    ]


def test_the_same_figures_again_change_nothing(store: Store):
    store.commit(small_upload(store, {2020: 100.0}))
    effects = upload_effects(store, small_upload(store, {2020: 100.0}, content=b"again"))
    assert effects.is_nothing
    assert effects.municipalities == 1


def test_a_verdict_that_would_flip_is_named_with_its_reason(store: Store):
    store.commit(small_upload(store, {2010: 100.0, 2020: 90.0}))
    set_target(store, HALVE, actor="Kari")
    # the path asks for 75 in 2020: 90 has made 10 of 25 (off track), 74 has made 26 of 25 (on track)
    effects = upload_effects(store, small_upload(store, {2010: 100.0, 2020: 74.0}, content=b"corrected"))
    verdicts = effects.verdicts.set_index("indicator").loc["ghg_total"]
    assert (verdicts["old_status"], verdicts["new_status"]) == ("off_track", "on_track")
    assert (verdicts["old_ratio"], verdicts["new_ratio"]) == (pytest.approx(0.4), pytest.approx(1.04))
    assert "104 %" in str(verdicts["new_reason"])


def test_without_a_target_there_is_no_verdict_to_change(store: Store):
    assert upload_effects(store, small_upload(store, {2010: 100.0, 2020: 74.0})).verdicts.empty


def test_nothing_of_it_is_kept(store: Store):
    upload_effects(store, small_upload(store, {2020: 100.0}))
    assert store.uploads().empty
    assert store.version == 0


def test_a_first_upload_of_records_without_any_figures_changes_nothing(store: Store):
    project = {
        "area_id": "NO-0301",
        "record_id": "P-1",
        "title": "Ferry",
        "innovation_stage": "idea",
        "status": "planned",
    }
    upload = small_upload(store, table="projects", rows=[project])
    effects = upload_effects(store, upload)
    assert effects.is_nothing
    assert effects.municipalities == 1
