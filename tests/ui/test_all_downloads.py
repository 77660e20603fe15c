"""What is told before a file is made."""

import io

import pyarrow.parquet
import pytest

from data.spreadsheet_file import MOST_ROWS
from loaders.table_export import write_rows
from texts import set_language
from ui.all_downloads import VALUES, Offered, maker, size_sentence, size_words


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [
        (0, "0\u00a0B"),
        (903, "903\u00a0B"),
        (47_300, "47\u00a0kB"),
        (361_500_300, "360\u00a0MB"),
        (2.5e9, "2.5\u00a0GB"),
    ],
)
def test_a_size_is_said_in_the_unit_that_people_use(size_bytes: float, words: str):
    assert size_words(size_bytes) == words


def test_more_rows_than_excel_holds_are_said_with_what_to_do():
    sentence = size_sentence(Offered("emissions", "Emissions", MOST_ROWS + 1, 10**8))
    assert (
        "Excel holds 1\u202f048\u202f575 rows at most: take CSV or Parquet, or one municipality." in sentence
    )
    assert "Excel holds" not in size_sentence(Offered("emissions", "Emissions", MOST_ROWS, 10**8))


def test_a_file_speaks_the_language_of_the_page_though_the_click_is_answered_elsewhere(store, make_upload):
    store.commit(make_upload(store, {2020: 100.0}))
    set_language("sv")
    make = maker(store, VALUES, "NO-0301", kind="parquet", write_rows=write_rows)
    set_language("en")  # where a click is answered nobody has chosen a language
    rows = pyarrow.parquet.read_table(io.BytesIO(make())).to_pylist()
    reasons = {row["reason"] for row in rows if row["indicator"] == "ghg_per_capita"}
    assert reasons == {"Det finns inget värde för något år: Det årets folkmängd är inte inläst."}
