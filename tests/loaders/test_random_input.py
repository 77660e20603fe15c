"""Properties that hold for any input, tried on many made by chance (the same ones in every run)."""

import codecs
import csv
import io
import json
import math
import re

import pyarrow as pa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.sql import frame_sql
from loaders.problems import LoadRefused
from loaders.published_tables.published import numbered
from loaders.rows.cells import comma_number_sql, number_sql, plain_number_sql
from loaders.sheets.json_tables import read_json_table
from loaders.sheets.text_tables import read_text_table
from loaders.sheets.workbook import open_workbook
from tests.loaders.workbooks import one_sheet

repeatable = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)

# Numbers ------------------------------------------------------------------------------------------

MARKS = {"point": ".", "comma": ","}
WAYS = [("point", ""), ("comma", ""), ("point", "comma"), ("comma", "point")]
numbers = st.one_of(
    st.integers(-(10**15), 10**15).map(str),
    st.decimals(-(10**9), 10**9, allow_nan=False, places=3).map(lambda number: format(number, "f")),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15).map(repr),
)
texts = st.text("0123456789.,- +e'\N{NO-BREAK SPACE}\N{MINUS SIGN}", min_size=1, max_size=12)


def read(texts, decimal, grouping):
    rows = pa.table({"source_row": range(len(texts)), "written": pa.array(texts, pa.string())})
    found = numbered(rows, decimal=decimal, grouping=grouping)
    return list(zip(found["value"].to_pylist(), found["is_faulty"].to_pylist(), strict=True))


def grouped(whole, mark):
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark, whole)


def test_a_number_too_large_to_hold_is_faulty_and_not_infinite():
    assert read(["1e309", "-1e999", "1e19", "1e18"], "point", "") == [(None, True)] * 3 + [(1e18, False)]


@repeatable
@given(st.lists(numbers, min_size=1, max_size=30), st.sampled_from(WAYS), st.booleans(), st.booleans())
def test_a_number_written_in_the_publishers_way_reads_back_exactly(values, way, has_groups, has_long_minus):
    decimal, grouping = way
    written = []
    for value in values:
        whole, point, rest = value.partition(".")
        if has_groups and "e" not in value:
            whole = grouped(whole, MARKS.get(grouping, "\N{NARROW NO-BREAK SPACE}"))
        text = whole + point.replace(".", MARKS[decimal]) + rest
        written.append(text.replace("-", "\N{MINUS SIGN}") if has_long_minus and "e" not in value else text)
    assert read(written, decimal, grouping) == [(float(value), False) for value in values]


def meant(text, decimal, grouping):
    """The only number that a text may be taken for, None where it is none: groups of three, one decimal mark."""
    plain = re.sub(r"[\s\u00a0]", " ", text).replace("\N{MINUS SIGN}", "-").strip()
    whole, mark, decimals = plain.partition(MARKS[decimal])
    group = MARKS.get(grouping, " ")
    for separator in {" ", group}:
        digits = re.fullmatch(
            rf"([-+]?)(\d{{1,3}}(?:{re.escape(separator)}\d{{3}})+)", whole.partition("e")[0]
        )
        if digits:
            whole = whole.replace(separator, "")
            break
    try:
        value = float(f"{whole}{'.' if mark else ''}{decimals}")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@repeatable
@given(st.lists(texts, min_size=20, max_size=60), st.sampled_from(WAYS))
def test_a_text_is_the_number_that_it_says_or_faulty_and_never_another(written, way):
    for text, (value, is_faulty) in zip(written, read(written, *way), strict=True):
        assert is_faulty == (value is None) or not text.strip("\N{NO-BREAK SPACE} ")
        assert value is None or value == meant(text, *way), text


@repeatable
@given(
    st.lists(texts, min_size=20, max_size=60),
    st.sampled_from([("point", number_sql), ("comma", comma_number_sql)]),
)
def test_a_cell_is_the_number_that_it_says_or_none(written, way):
    decimal, sql = way
    rows = pa.table({"place": range(len(written)), "text": written})
    plain, number = plain_number_sql("text"), sql("text")
    query = "with cells as (select place, {plain} as text from rows) select {number} as value from cells order by place"
    query = query.replace("{plain}", plain).replace("{number}", number)
    found = frame_sql(query, rows=rows)["value"].to_pylist()
    for text, value in zip(written, found, strict=True):
        assert value is None or value == meant(text, decimal, ""), text


# Text tables --------------------------------------------------------------------------------------

SEPARATORS = ";\t|,"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff") | st.sampled_from(
    '\n"; ,|\t.5'
)
letters = st.sampled_from("aøÅ 0.5-\"'\n–é")


def tables(cell):
    """Rows of 2 to 5 cells, the first of them without an empty one."""
    widths = st.integers(2, 5)
    return widths.flatmap(
        lambda width: st.tuples(
            st.lists(cell.filter(bool), min_size=width, max_size=width),
            st.lists(st.lists(cell, min_size=1, max_size=width), max_size=6),
        ).map(lambda parts: [parts[0], *parts[1]])
    )


def written(rows, separator, line_end, quoting):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows(rows)
    return stream.getvalue()


def as_cells(rows):
    width = len(rows[0])
    while not any(rows[-1]):
        rows = rows[:-1]
    return [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]


def cells_of(table):
    return [list(row) for row in zip(*(column.to_pylist() for column in table.cells.columns), strict=True)]


@repeatable
@given(tables(st.text(characters, max_size=6)), st.sampled_from(SEPARATORS), st.sampled_from(["\n", "\r\n"]),
       st.sampled_from(ENCODINGS))  # fmt: skip
def test_any_table_written_in_quotes_reads_back_equal(rows, separator, line_end, encoding):
    text = written(rows, separator, line_end, csv.QUOTE_ALL)
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    assume(encoding != "cp1252" or content.isascii() or not is_utf8(content))
    assert cells_of(read_text_table(content)) == as_cells(rows)


@repeatable
@given(tables(st.text(letters, max_size=6)), st.sampled_from(SEPARATORS), st.sampled_from(["\n", "\r\n"]),
       st.sampled_from(ENCODINGS))  # fmt: skip
def test_any_table_without_other_separators_reads_back_equal(rows, separator, line_end, encoding):
    content = written(rows, separator, line_end, csv.QUOTE_MINIMAL).encode(encoding)
    assume(encoding != "cp1252" or content.isascii() or not is_utf8(content))
    assert cells_of(read_text_table(content)) == as_cells(rows)


def is_utf8(content):
    try:
        codecs.decode(content, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


# JSON-stat ----------------------------------------------------------------------------------------

codes = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=4)
dimensions = st.lists(codes, min_size=1, max_size=4, unique=True)


@st.composite
def statistics(draw):
    names = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    categories = {name: draw(dimensions) for name in names}
    count = math.prod(len(codes) for codes in categories.values())
    value = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    values = draw(st.lists(value, min_size=count, max_size=count))
    return categories, values


@repeatable
@given(statistics(), st.booleans())
def test_any_statistics_table_reads_back_value_by_value(table, is_sparse):
    categories, values = table
    by_position = {str(place): value for place, value in enumerate(values) if value is not None}
    document = {
        "class": "dataset", "id": list(categories), "size": [len(codes) for codes in categories.values()],
        "dimension": {name: {"category": {"index": codes}} for name, codes in categories.items()},
        "value": by_position if is_sparse else values,
    }  # fmt: skip
    rows = cells_of(read_json_table(json.dumps(document).encode()))[11:]
    assert [None if row[-2] is None else float(row[-2]) for row in rows] == [
        None if value is None else float(value) for value in values
    ]
    keys = [()]
    for codes in categories.values():
        keys = [(*key, code) for key in keys for code in codes]
    assert [tuple(row[0 : 2 * len(categories) : 2]) for row in rows] == keys


# Any bytes ----------------------------------------------------------------------------------------

WORKBOOK = one_sheet([["area", "tonnes"], ["Nordby", 1.5]])
starts = st.sampled_from(
    [b"", b"PK\x03\x04", b'{"', b"[[", b"[{", b"\xef\xbb\xbf", b"\xff\xfe", b"a;b\n", b'"', WORKBOOK[:300]]
)


@repeatable
@given(starts, st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(start, rest):
    opened_or_refused(start + rest)


@repeatable
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=20))
def test_a_workbook_with_changed_bytes_is_read_or_refused_with_a_sentence(place, changed):
    opened_or_refused(WORKBOOK[:place] + changed + WORKBOOK[place + len(changed) :])


def opened_or_refused(content):
    try:
        sheets, problems = open_workbook(content).sheets, ()
    except LoadRefused as refused:
        sheets, problems = {}, refused.problems
    assert sheets or all(str(problem.sentence).endswith(".") for problem in problems)
    assert bool(sheets) != bool(problems)
