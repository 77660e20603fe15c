"""All values beside their verdicts, as one table to take away."""

from metrics import judged_values as module
from metrics.judged_municipalities import judged_municipalities
from metrics.judged_values import (
    COLUMNS,
    count_of_values,
    judged_batches,
    judged_values,
)
from metrics.registry import INDICATORS
from tests.metrics.conftest import BERGEN, OSLO
from texts import Text


def rows_of(table, indicator: str) -> list[dict]:
    return [row for row in table.to_pylist() if row["indicator"] == indicator]


def test_each_value_bears_the_verdict_on_its_series(store, desk):
    desk.series(OSLO, {2009: 100.0, 2020: 80.0})
    desk.target(OSLO, reduction_percent=50.0)
    rows = rows_of(judged_values(store, [OSLO]), "ghg_total")
    # the path of 2020: 100 - 50 × 11 / 21 = 73.81; 20 / 26.19 = 0.7636
    assert [(row["year"], row["value"], row["status"], round(row["ratio"], 4)) for row in rows] == [
        (2009, 100.0, "too_slow", 0.7636), (2020, 80.0, "too_slow", 0.7636),
    ]  # fmt: skip
    assert (rows[0]["municipality"], rows[0]["base_value"], rows[0]["latest_year"]) == ("Oslo", 100.0, 2020)


def test_a_series_without_a_value_has_one_row_that_says_so(store, desk):
    desk.series(OSLO, {2020: 80.0})
    [row] = rows_of(judged_values(store, [OSLO]), "fossil_free_fleet")
    assert (row["year"], row["value"], row["status"]) == (None, None, "no_data")


def test_a_missing_value_is_null_with_its_reason_in_words(store, desk):
    desk.series(OSLO, {2020: 80.0})
    [row] = rows_of(judged_values(store, [OSLO]), "ghg_per_capita")
    assert (row["value"], row["missing_reason"]) == (None, "The population of that year is not loaded")


def test_sentences_are_written_as_the_reader_asks(store, desk):
    desk.series(OSLO, {2020: 80.0})

    def loud(text: Text) -> str:
        return str(text).upper()

    [row] = rows_of(judged_values(store, [OSLO], words=loud), "ghg_total")
    assert row["reason"] == row["reason"].upper() != ""


def test_every_municipality_has_every_indicator_and_the_columns_are_the_declared_ones(store, desk):
    desk.series(OSLO, {2020: 80.0})
    desk.series(BERGEN, {2020: 60.0})
    table = judged_values(store, judged_municipalities(store))
    pairs = {(row["municipality_id"], row["indicator"]) for row in table.to_pylist()}
    assert pairs == {(area, key) for area in (OSLO, BERGEN) for key in INDICATORS}
    assert tuple(table.column_names) == COLUMNS


def test_some_municipalities_at_a_time_give_the_same_rows(store, desk, monkeypatch):
    desk.series(OSLO, {2019: 70.0, 2020: 80.0})
    desk.series(BERGEN, {2020: 60.0})
    whole = judged_values(store, [OSLO, BERGEN])
    monkeypatch.setattr(module, "AT_A_TIME", 1)
    assert judged_batches(store, [OSLO, BERGEN]).read_all().equals(whole)


def test_the_rows_are_counted_beforehand(store, desk):
    desk.series(OSLO, {2019: 70.0, 2020: 80.0})
    assert count_of_values(store, [OSLO]) == judged_values(store, [OSLO]).num_rows
    assert count_of_values(store, []) == 0


def test_of_many_municipalities_some_are_counted(store, desk, monkeypatch):
    desk.series(OSLO, {2019: 70.0, 2020: 80.0})
    desk.series(BERGEN, {2019: 60.0, 2020: 60.0})
    monkeypatch.setattr(module, "COUNTED", 1)
    # both have as many rows, so that twice the first is the whole
    assert count_of_values(store, [OSLO, BERGEN]) == 2 * count_of_values(store, [OSLO])
