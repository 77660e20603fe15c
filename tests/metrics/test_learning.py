"""Whom to learn from: a larger cut over the same years, and a shared project that explains it."""

from datetime import date

import pytest

from loaders.forms import acknowledge_warning
from metrics.learning import learn_from
from metrics.plausibility import warning_id
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, OWN

TROMSO, TRONDHEIM = "NO-5501", "NO-5001"


def _sector(desk, area: str, values: dict[int, float], *, sector: str = "transport", **fields) -> None:
    rows = [{"year": year, "sector": sector, "emissions_tco2e": value} for year, value in values.items()]
    desk.emissions(area, rows, **fields)


def _project(desk, area: str, *, is_shareable: bool = True, **fields) -> int:
    row = {"area_id": area, "record_id": "P-1", "title": "Electric ferries", "sector": "transport",
           "innovation_stage": "running", "is_shareable": is_shareable, **fields}  # fmt: skip
    return desk._commit("projects", [row], None, None)


def test_a_larger_cut_with_a_shared_project_is_an_example(store, desk):
    # own 100 -> 95 = -5 %; peers -20 % and -10 %, median -15 %
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    _sector(desk, TROMSO, {2015: 100.0, 2020: 90.0})
    _project(desk, BERGEN)
    found = learn_from(store, OSLO, peers=[BERGEN, TROMSO])
    assert found["municipality_id"].tolist() == [BERGEN, TROMSO]
    assert found["status"].tolist() == ["project", "cause_unknown"]
    first = found.iloc[0]
    assert (first["sector"], first["project_title"]) == ("transport", "Electric ferries")
    assert first[["own_change_percent", "median_change_percent", "change_percent"]].tolist() == pytest.approx(
        [-5.0, -15.0, -20.0]
    )


def test_who_does_not_lag_has_nothing_to_learn_in_that_sector(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 70.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    assert learn_from(store, OSLO, peers=[BERGEN]).empty


@pytest.mark.parametrize(
    "fields",
    [{"is_shareable": False}, {"sector": "waste"}, {"innovation_stage": "stopped"}, {"status": "stopped"}],
)
def test_a_project_that_is_not_shared_elsewhere_or_stopped_explains_nothing(store, desk, fields):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    _project(desk, BERGEN, **fields)
    assert learn_from(store, OSLO, peers=[BERGEN])["status"].tolist() == ["cause_unknown"]


def test_a_project_whose_upload_was_undone_explains_nothing(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    store.withdraw(_project(desk, BERGEN), actor="Kari")
    assert learn_from(store, OSLO, peers=[BERGEN])["status"].tolist() == ["cause_unknown"]


def test_a_jump_that_nobody_acknowledged_puts_a_peer_aside(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 10.0})
    _sector(desk, TROMSO, {2015: 100.0, 2020: 90.0})
    found = learn_from(store, OSLO, peers=[BERGEN, TROMSO])
    assert dict(zip(found["municipality_id"], found["status"], strict=True)) == {
        TROMSO: "cause_unknown",
        BERGEN: "excluded_unusual",
    }


def test_another_dataset_is_no_example(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, OREBRO, {2015: 100.0, 2020: 80.0}, dataset="syke-alas")
    assert learn_from(store, OSLO, peers=[OREBRO]).empty


def test_own_accounts_are_compared_with_nobody(store, desk):
    for area, last in ((OSLO, 95.0), (BERGEN, 80.0)):
        _sector(desk, area, {2015: 100.0, 2020: last}, dataset=OWN)
    assert learn_from(store, OSLO, peers=[BERGEN]).empty


def test_the_years_are_those_of_the_municipality_and_a_peer_without_them_is_left_out(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2016: 100.0, 2020: 60.0})
    _sector(desk, TROMSO, {2010: 200.0, 2015: 100.0, 2020: 80.0})
    found = learn_from(store, OSLO, peers=[BERGEN, TROMSO])
    assert found[["municipality_id", "first_year", "last_year"]].values.tolist() == [[TROMSO, 2015, 2020]]


def test_the_nearest_peers_are_asked_where_none_are_named(store, desk):
    for area, last in ((OSLO, 95.0), (BERGEN, 80.0)):
        _sector(desk, area, {2015: 100.0, 2020: last})
        desk.population(area, {2020: 10_000})
    assert learn_from(store, OSLO)["municipality_id"].tolist() == [BERGEN]


def test_one_year_alone_is_no_change(store, desk):
    _sector(desk, OSLO, {2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    assert learn_from(store, OSLO, peers=[BERGEN]).empty


def test_who_only_rose_less_is_no_example(store, desk):
    # own +20 %, the peer +10 %: it lags, and nobody has cut
    _sector(desk, OSLO, {2015: 100.0, 2020: 120.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 110.0})
    assert learn_from(store, OSLO, peers=[BERGEN]).empty


def test_an_unusual_series_does_not_move_the_median(store, desk):
    # usual peers 0 and -10 %, median -5 %; with the unusual -90 % it would be -10 %, which own -8 % lags behind
    _sector(desk, OSLO, {2015: 100.0, 2020: 92.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 10.0})
    _sector(desk, TROMSO, {2015: 100.0, 2020: 90.0})
    _sector(desk, TRONDHEIM, {2015: 100.0, 2020: 100.0})
    assert learn_from(store, OSLO, peers=[BERGEN, TROMSO, TRONDHEIM]).empty


def test_where_all_are_unusual_they_are_named_beside_no_median(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 92.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 10.0})
    found = learn_from(store, OSLO, peers=[BERGEN])
    assert found["status"].tolist() == ["excluded_unusual"]
    assert found["median_change_percent"].isna().all()


def test_a_jump_that_somebody_has_explained_excludes_nobody(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 10.0})
    for subject in ("total", "transport"):
        warning = warning_id("jump", subject, 2020)
        acknowledge_warning(store, BERGEN, warning, "Ferries.", noted_on=date(2026, 1, 1), actor="Kari")
    assert learn_from(store, OSLO, peers=[BERGEN])["status"].tolist() == ["cause_unknown"]


def test_a_jump_before_the_years_compared_excludes_nobody(store, desk):
    # the peer halved and more by 2015; -20 % since then
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2010: 900.0, 2015: 100.0, 2020: 80.0})
    assert learn_from(store, OSLO, peers=[BERGEN])["status"].tolist() == ["cause_unknown"]


def test_the_furthest_project_is_named(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    _project(desk, BERGEN, record_id="P-1", innovation_stage="idea")
    _project(desk, BERGEN, record_id="P-2", innovation_stage="verified")
    assert learn_from(store, OSLO, peers=[BERGEN])["project_id"].tolist() == ["P-2"]


def test_no_more_than_three_are_named_and_the_largest_cut_first(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    lasts = {BERGEN: 80.0, TROMSO: 60.0, TRONDHEIM: 70.0, "NO-1103": 90.0}
    for area, last in lasts.items():
        _sector(desk, area, {2015: 100.0, 2020: last})
    found = learn_from(store, OSLO, peers=list(lasts))
    assert found["municipality_id"].tolist() == [TROMSO, TRONDHEIM, BERGEN]


def test_years_that_few_peers_have_are_not_compared(store, desk):
    # 2009 is Oslo's alone; 100 -> 95 from 2015 on
    _sector(desk, OSLO, {2009: 500.0, 2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    found = learn_from(store, OSLO, peers=[BERGEN])
    assert (found.loc[0, "first_year"], found.loc[0, "own_change_percent"]) == (2015, pytest.approx(-5.0))


def test_where_no_year_is_shared_nothing_is_compared(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    _sector(desk, BERGEN, {2016: 100.0, 2019: 80.0})
    assert learn_from(store, OSLO, peers=[BERGEN]).empty


def test_a_sector_that_began_at_zero_has_no_change(store, desk):
    _sector(desk, OSLO, {2015: 0.0, 2020: 95.0})
    _sector(desk, BERGEN, {2015: 100.0, 2020: 80.0})
    assert learn_from(store, OSLO, peers=[BERGEN]).empty


def test_without_peers_there_is_nobody_to_learn_from(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    assert learn_from(store, OSLO).empty


def test_a_municipality_is_not_its_own_example(store, desk):
    _sector(desk, OSLO, {2015: 100.0, 2020: 95.0})
    assert learn_from(store, OSLO, peers=[OSLO]).empty


def test_another_unit_moves_no_change(store, desk):
    for area, last in ((OSLO, 95.0), (BERGEN, 80.0)):
        _sector(desk, area, {2015: 100.0, 2020: last})
    before = learn_from(store, OSLO, peers=[BERGEN])
    for area, last in ((OSLO, 95.0), (BERGEN, 80.0)):
        _sector(desk, area, {2015: 100_000.0, 2020: 1000 * last})
    assert learn_from(store, OSLO, peers=[BERGEN])["change_percent"].tolist() == pytest.approx(
        before["change_percent"].tolist()
    )
