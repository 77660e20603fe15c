"""No text that leaves runs in a spreadsheet, and every text comes back as it was."""

from itertools import product

import pyarrow as pa
import pytest

from data.spreadsheet_text import as_written, begins_formula, harmless, harmless_texts, texts_as_written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"), ("+47 22", "'+47 22"), ("-5 stopp", "'-5 stopp"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\tcmd", "'\tcmd"), ("\rcmd", "'\rcmd"), ("  =1", "  '=1"), ("Vei; =1", "Vei; '=1"), ("'quoted", "''quoted"),
    ],
)  # fmt: skip
def test_an_apostrophe_stands_before_what_a_spreadsheet_would_run(text: str, written: str):
    assert harmless(text) == written


@pytest.mark.parametrize(
    "text", ["Transport", "a=b", "7-9", "kari@example.org", "", "F-gases", "O'Hara", "−5"]
)
def test_other_texts_stay_as_they_are(text: str):
    assert harmless(text) == text


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_every_text_of_awkward_signs_comes_back_as_it_was(length: int):
    texts = ["".join(letters) for letters in product("=-'; \t\ra", repeat=length)]
    assert [text for text in texts if as_written(harmless(text)) != text] == []


def test_no_written_text_begins_with_a_sign_that_is_run_or_dropped():
    texts = ["".join(letters) for letters in product("=-'; \t\ra", repeat=4)]
    written = [harmless(text) for text in texts]
    assert [text for text in written if text[0] in "=+-@\t\r" or text.strip()[:1] in ("=", "-")] == []


def test_a_column_is_changed_as_each_of_its_texts_and_missing_ones_stay_missing():
    column = pa.array(["=1", None, "a", "=1", "x;-2", "\ty"])
    assert harmless_texts(column).to_pylist() == ["'=1", None, "a", "'=1", "x;'-2", "'\ty"]
    assert texts_as_written(harmless_texts(column)).to_pylist() == column.to_pylist()


def test_a_column_of_every_awkward_text_is_changed_as_each_of_them():
    texts = ["".join(letters) for letters in product("=-'; \t\ra", repeat=4)]
    assert harmless_texts(pa.array(texts)).to_pylist() == [harmless(text) for text in texts]


def test_a_column_without_such_texts_is_the_same_column():
    column = pa.array(["Transport", None])
    assert harmless_texts(column) is column


def test_a_text_in_a_cell_of_its_own_is_marked_when_its_first_sign_would_be_run():
    assert [begins_formula(text) for text in ("=1", " -1", "\tx", "a=1", "x;=1")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("space", ["\u00a0", "\v", "\x1c", "\u2003", "\x85"])
def test_a_column_is_written_as_each_of_its_texts_whatever_the_space(space: str):
    texts = [f"{space}=1+1", f"a{space};=1"]
    assert [harmless_texts(pa.array([text])).to_pylist() for text in texts] == [
        [harmless(text)] for text in texts
    ]
    written = pa.array([harmless(text) for text in texts])
    assert [texts_as_written(written.slice(n, 1)).to_pylist() for n in (0, 1)] == [[text] for text in texts]
