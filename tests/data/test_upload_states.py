"""What an upload changed when it was committed, and what undoing or redoing it would change."""

from datetime import date

import pytest

from data.upload_states import rows_changed_back, rows_changed_by


def counts(**some):
    return {"emissions": {"new": 0, "changed": 0, "removed": 0, "unchanged": 0} | some}


def changed_back(store, upload_id, change):
    with store.as_if_changed(upload_id, change) as after:
        return rows_changed_back(store, upload_id, after)


@pytest.fixture
def revised(store, make_upload):
    """2020 to 2022 of Oslo, then 2021 as it was, 2022 revised and 2023 new."""
    store.commit(make_upload(store, {2020: 100.0, 2021: 90.0, 2022: 80.0}))
    store.commit(make_upload(store, {2021: 90.0, 2022: 75.0, 2023: 70.0}))
    return store


def test_a_first_upload_is_all_new(revised):
    assert rows_changed_by(revised, 1) == counts(new=3)


def test_a_revision_is_told_row_by_row(revised):
    assert rows_changed_by(revised, 2) == counts(new=1, changed=1, unchanged=1)


def test_what_an_upload_did_stays_as_it_was_whatever_comes_later(revised, make_upload):
    revised.commit(make_upload(revised, {2022: 60.0, 2023: 60.0}))
    revised.withdraw(2, actor="Kari")
    assert rows_changed_by(revised, 2) == counts(new=1, changed=1, unchanged=1)


def test_a_newer_release_takes_the_years_that_it_lacks(store, make_upload):
    store.commit(make_upload(store, {2019: 110.0, 2020: 100.0}))
    store.commit(make_upload(store, {2020: 95.0}, release="2026", released_on=date(2026, 6, 1)))
    assert rows_changed_by(store, 2) == counts(changed=1, removed=1)


def test_an_older_release_changes_no_row_that_speaks(store, make_upload):
    store.commit(make_upload(store, {2020: 100.0}))
    store.commit(make_upload(store, {2020: 95.0}, release="2020", released_on=date(2020, 6, 1)))
    assert rows_changed_by(store, 2) == {}


def test_undoing_brings_back_what_spoke_before(revised):
    assert changed_back(revised, 2, "withdrawn") == counts(changed=1, removed=1, unchanged=1)


def test_undoing_what_something_newer_has_replaced_changes_nothing(revised, make_upload):
    revised.commit(make_upload(revised, {2021: 1.0, 2022: 1.0, 2023: 1.0}))
    assert changed_back(revised, 2, "withdrawn") == {}


def test_redoing_is_told_from_the_state_without_it(revised):
    revised.withdraw(2, actor="Kari")
    assert changed_back(revised, 2, "restored") == counts(new=1, changed=1, unchanged=1)


def test_looking_keeps_nothing(revised):
    version, events = revised.version, len(revised.events())
    changed_back(revised, 2, "withdrawn")
    assert (revised.version, len(revised.events())) == (version, events)
    assert (
        revised.query("select sum(emissions_tco2e) as t from live_emissions where is_speaking")["t"][0]
        == 335.0
    )


def test_inside_the_block_the_figures_are_those_without_the_upload(revised):
    # 100 + 90 + 80
    with revised.as_if_changed(2, "withdrawn") as after:
        found = after.query("select sum(emissions_tco2e) as t from live_emissions where is_speaking")
    assert found["t"][0] == 270.0


def test_records_are_compared_by_their_ids(store, make_upload):
    project = {"area_id": "NO-0301", "record_id": "P-1", "title": "Ferry", "status": "ongoing", "sector": "transport",
               "innovation_stage": "pilot"}  # fmt: skip
    store.commit(make_upload(store, table="projects", rows=[project, project | {"record_id": "P-2"}]))
    store.commit(make_upload(store, table="projects", rows=[project | {"title": "Electric ferry"}]))
    assert rows_changed_by(store, 2) == {"projects": {"new": 0, "changed": 1, "removed": 0, "unchanged": 0}}
