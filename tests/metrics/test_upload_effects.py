"""Which indicator values and verdicts an upload would change, before anything is saved."""

import math

import pytest

from data.store import Store
from loaders.forms import TargetEntry, set_target
from metrics.plausibility import plausibility
from metrics.upload_effects import state_effects, upload_effects, warnings_of_upload
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


def warned(effects) -> list[str]:
    return effects.warnings["warning"].tolist()


def sector_rows(waste: dict[int, float]) -> list[dict]:
    fields = {"area_id": "NO-0301", "dataset": "inventory-ghg", "basis": "territorial", "is_counted": True}
    return [
        {**fields, "year": year, "sector": sector, "emissions_tco2e": amount}
        for year, of_waste in waste.items()
        for sector, amount in (("transport", 1000.0), ("waste", of_waste))
    ]


def test_a_sector_that_would_jump_is_told_before_the_commit(store: Store):
    store.commit(small_upload(store, rows=sector_rows({2020: 100.0, 2021: 100.0})))
    corrected = small_upload(store, rows=sector_rows({2020: 100.0, 2021: 250.0}))
    effects = upload_effects(store, corrected)
    assert warned(effects) == ["unusual: jump waste 2021"]
    assert not effects.is_nothing


def test_what_was_unusual_before_is_not_told_again(store: Store):
    store.commit(small_upload(store, rows=sector_rows({2020: 100.0, 2021: 250.0})))
    assert (
        warned(upload_effects(store, small_upload(store, rows=sector_rows({2020: 100.0, 2021: 260.0})))) == []
    )


def test_a_total_that_jumps_is_left_to_the_checks_of_the_file(store: Store):
    assert warned(upload_effects(store, small_upload(store, {2020: 100.0, 2021: 300.0}))) == []


def test_sectors_that_jump_with_their_total_are_told_with_it(store: Store):
    # the total rises from 1100 to 1800 t, which is more than half
    upload = small_upload(store, rows=sector_rows({2020: 100.0, 2021: 800.0}))
    assert warned(upload_effects(store, upload)) == []
    store.commit(upload)
    assert plausibility(store)["subject"].tolist() == ["total", "waste"]


def test_inhabitants_that_jump_are_left_to_the_checks_of_the_file_and_an_area_is_not(store: Store):
    people = [
        {"area_id": "NO-0301", "dataset": "own-people", "year": year, "inhabitants": count}
        for year, count in ((2020, 1000), (2021, 2000))
    ]
    land = [
        {"area_id": "NO-0301", "dataset": "own-figures", "year": year, "figure": "area_km2", "value": value}
        for year, value in ((2020, 400.0), (2021, 500.0))
    ]
    upload = small_upload(store, table="population", rows=people, dataset="own-people")
    assert warned(upload_effects(store, upload)) == []
    upload = small_upload(store, table="figures", rows=land, dataset="own-figures")
    assert warned(upload_effects(store, upload)) == ["unusual: borders area_km2 2021"]


def waste_rows(amounts: dict[int, float]) -> list[dict]:
    return [
        {
            "area_id": "NO-0301", "dataset": "own-materials", "year": year, "origin": "municipal", "material": "all",
            "stage": "generated", "amount_tonnes": amount,
        }
        for year, amount in amounts.items()
    ]  # fmt: skip


def test_waste_that_jumps_is_left_to_the_checks_of_the_file(store: Store):
    people = [
        {"area_id": "NO-0301", "dataset": "own-people", "year": year, "inhabitants": 1000}
        for year in (2020, 2021)
    ]
    store.commit(small_upload(store, table="population", rows=people, dataset="own-people"))
    rows = waste_rows({2020: 400.0, 2021: 900.0})
    upload = small_upload(store, table="materials", rows=rows, dataset="own-materials")
    assert warned(upload_effects(store, upload)) == []
    store.commit(upload)
    assert plausibility(store)["warning"].tolist() == ["unusual: jump msw_per_capita 2021"]


def test_a_year_that_would_carry_the_trend_to_its_verdict_is_told(store: Store):
    flat = dict.fromkeys(range(2016, 2021), 100.0)
    store.commit(small_upload(store, flat))
    set_target(
        store, TargetEntry("NO-0301", "ghg_total", "t CO2e", 2016, 2030, reduction_percent=70.0), actor="Kari"
    )
    # flat at 100 is off track; with 55 in 2021 the slope is -112.5 / 17.5 = -6.43 from 92.5 in
    # 2018.5, 18.6 in 2030, 81 of the 70 t asked for: on track
    assert warned(upload_effects(store, small_upload(store, flat | {2021: 55.0}))) == [
        "unusual: end_year ghg_total 2021"
    ]


def test_the_warnings_alone_are_those_of_the_effects(store: Store):
    store.commit(small_upload(store, rows=sector_rows({2020: 100.0, 2021: 100.0})))
    corrected = small_upload(store, rows=sector_rows({2020: 100.0, 2021: 250.0}))
    assert warnings_of_upload(store, corrected).equals(upload_effects(store, corrected).warnings)


def test_undoing_turns_values_and_verdicts_back_and_says_which_rows(store: Store):
    store.commit(small_upload(store, {2010: 100.0, 2020: 90.0}))
    set_target(store, HALVE, actor="Kari")
    upload_id = store.commit(small_upload(store, {2010: 100.0, 2020: 74.0}, content=b"corrected"))
    effects = state_effects(store, upload_id, "withdrawn")
    assert effects.rows == {"emissions": {"new": 0, "changed": 1, "removed": 0, "unchanged": 1}}
    # 90 against 74 is +21.6 %
    assert changed(effects.figures) == [["NO-0301", 2020, 74.0, 90.0, pytest.approx(21.6, abs=0.05)]]
    verdicts = effects.figures.verdicts.set_index("indicator").loc["ghg_total"]
    assert (verdicts["old_status"], verdicts["new_status"]) == ("on_track", "off_track")
    assert store.uploads()["is_live"].all()


def test_undoing_what_no_longer_speaks_changes_nothing(store: Store):
    first = store.commit(small_upload(store, {2020: 100.0}))
    store.commit(small_upload(store, {2020: 90.0}, content=b"corrected"))
    assert state_effects(store, first, "withdrawn").is_nothing


def test_redoing_is_told_from_the_state_without_the_upload(store: Store):
    upload_id = store.commit(small_upload(store, {2020: 100.0}))
    store.withdraw(upload_id, actor="Kari")
    effects = state_effects(store, upload_id, "restored")
    assert effects.rows["emissions"]["new"] == 1
    ((_area, year, old, new, _percent),) = changed(effects.figures)
    assert (year, new) == (2020, 100.0) and math.isnan(old)


def test_undoing_tells_what_would_be_unusual_then(store: Store):
    store.commit(small_upload(store, {2020: 100.0, 2021: 400.0}))
    upload_id = store.commit(small_upload(store, {2020: 100.0, 2021: 101.0}, content=b"corrected"))
    effects = state_effects(store, upload_id, "withdrawn")
    # 400 t are four times the 100 t of the year before
    assert (effects.figures.warnings["year"] == 2021).any()
