import threading

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from data.sql import frame_sql


def test_frames_are_tables_of_their_names_and_values_are_bound():
    rows = frame_sql(
        "select big.year from big join small on small.year = big.year where big.year > $after",
        {"after": 2019},
        big=pd.DataFrame({"year": [2019, 2020, 2021]}),
        small=pa.table({"year": [2019, 2021]}),
    )
    assert rows["year"].to_pylist() == [2021]


def test_arguments_stay_unchanged():
    frame = pd.DataFrame({"year": [2020]})
    before = frame.copy()
    frame_sql("select year + 1 as year from frame", frame=frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_frame_of_one_call_is_not_there_in_the_next():
    frame_sql("select * from left_over", left_over=pd.DataFrame({"year": [2020]}))
    with pytest.raises(duckdb.CatalogException):
        frame_sql("select * from left_over")


def test_a_variable_of_the_caller_is_never_read_as_a_table():
    unnamed = pd.DataFrame({"year": [2020]})
    with pytest.raises(duckdb.CatalogException):
        frame_sql("select * from unnamed")
    assert len(unnamed) == 1


def test_calls_in_several_threads_do_not_see_each_others_frames():
    seen: dict[int, int] = {}

    def ask(number: int) -> None:
        rows = pa.table({"value": [number] * 100})
        seen[number] = frame_sql("select sum(value)::bigint as total from rows", rows=rows)["total"][
            0
        ].as_py()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {number: 100 * number for number in range(8)}
