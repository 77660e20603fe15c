"""JSON files: statistics tables and lists of records as sheets of text."""

import json

import pytest

from loaders.problems import LoadRefused
from loaders.sheets.json_tables import STAT_HEAD
from loaders.sheets.workbook import open_workbook
from texts import GROUP

STAT = {
    "version": "2.0", "class": "dataset", "label": "Invented emissions", "source": "Nowhere", "updated": "2024-01-02",
    "note": ["First", "Second"], "role": {"geo": ["Region"], "time": ["Tid"], "metric": ["Contents"]},
    "id": ["Region", "Contents", "Tid"], "size": [2, 1, 2],
    "dimension": {
        "Region": {"category": {"index": {"0002": 1, "0001": 0}, "label": {"0001": "Nordby", "0002": "Sørby"}}},
        "Contents": {"category": {"label": {"E": "Emissions"}, "unit": {"E": {"base": "tonnes", "decimals": 1}}}},
        "Tid": {"category": {"index": ["2020", "2021"]}},
    },
    "value": [1.50, None, 3, 4], "status": {"1": ".."}, "extension": {"px": {"tableid": "T1"}},
}  # fmt: skip


def sheet_of(document):
    book = open_workbook(document if isinstance(document, bytes) else json.dumps(document).encode())
    assert book.kind == "json"
    (sheet,) = book.sheets.values()
    return sheet


def rows_of(document):
    sheet = sheet_of(document)
    return sheet.head(sheet.last_row)


def refusal(content):
    with pytest.raises(LoadRefused) as refused:
        open_workbook(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(refused.value).replace(GROUP, ",")


def test_a_statistics_table_has_its_head_then_a_row_for_every_value():
    rows = rows_of(STAT)
    assert sheet_of(STAT).name == "JSON-stat"
    assert [row[:2] for row in rows[:9]] == [
        ["class", "dataset"], ["label", "Invented emissions"], ["source", "Nowhere"], ["updated", "2024-01-02"],
        ["table", "T1"], ["time", "Tid"], ["geo", "Region"], ["metric", "Contents"], ["note", "First | Second"],
    ]  # fmt: skip
    assert rows[9] == [None] * 9
    assert rows[10] == [
        "Region", "Region (text)", "Contents", "Contents (text)", "Tid", "Tid (text)", "unit", "value", "status",
    ]  # fmt: skip
    assert rows[11:] == [
        ["0001", "Nordby", "E", "Emissions", "2020", "2020", "tonnes", "1.5", None],
        ["0001", "Nordby", "E", "Emissions", "2021", "2021", "tonnes", None, ".."],
        ["0002", "Sørby", "E", "Emissions", "2020", "2020", "tonnes", "3", None],
        ["0002", "Sørby", "E", "Emissions", "2021", "2021", "tonnes", "4", None],
    ]


def test_values_by_position_leave_the_others_missing():
    sparse = STAT | {"value": {"2": 7}, "status": "p"}
    assert [row[7:] for row in rows_of(sparse)[11:]] == [[None, "p"], [None, "p"], ["7", "p"], [None, "p"]]


def test_a_table_without_roles_and_notes_has_empty_lines_in_its_head():
    bare = {key: STAT[key] for key in ("id", "size", "dimension", "value")}
    assert [row[:2] for row in rows_of(bare)[:9]] == [
        [key, None if key in ("class", "label", "source", "updated") else ""] for key in STAT_HEAD
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"value": [1, 2, 3]}, "found 3 values for 4 cells"),
        ({"value": {"4": 1}}, "found 1 values for 4 cells"),
        ({"size": [2, 1, 3]}, "found dimensions that do not fit together"),
        ({"size": [-2, 1, -2]}, "found dimensions that do not fit together"),
        ({"id": ["Region", "Contents", "Year"]}, "found dimensions that do not fit together"),
        ({"id": [["Region"], "Contents", "Tid"]}, "found dimensions that do not fit together"),
        ({"dimension": "none"}, "found dimensions that do not fit together"),
    ],
)
def test_a_statistics_table_that_contradicts_itself_is_refused(change, found):
    assert found in refusal(STAT | change)


def test_records_become_rows_below_their_keys():
    content = b'{"count": 2, "values": [{"id": "0180", "n": 1.50, "ok": true}, {"n": null, "new": 1e3}]}'
    assert rows_of(content) == [
        ["id", "n", "ok", "new"],
        ["0180", "1.50", "true", None],
        [None, None, None, "1000"],
    ]


def test_records_within_a_record_become_a_row_each():
    content = b'[{"area": "A", "values": [{"sex": "T", "v": 1}, {"sex": "K", "v": 2}], "tags": ["x", 1.0]}]'
    assert rows_of(content) == [
        ["area", "values.sex", "values.v", "tags"], ["A", "T", "1", '["x", 1.0]'], ["A", "K", "2", '["x", 1.0]'],
    ]  # fmt: skip


def test_an_object_within_a_record_becomes_columns_and_an_empty_list_keeps_its_record():
    assert rows_of(b'[{"a": {"b": 1, "c": 2}, "d": []}]') == [["a.b", "a.c", "d"], ["1", "2", "[]"]]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1.5e-3", "0.0015"),
        ("-12E2", "-1200"),
        ("1.25e1", "12.5"),
        ("0e5", "0"),
        ("1e400", "1e400"),
        ("12345678901234567890.10", "12345678901234567890.10"),
    ],
)
def test_a_number_keeps_its_digits(written, text):
    assert rows_of(b'[{"a": %s}]' % written.encode())[1] == [text]


def test_only_texts_are_doubtful_and_no_numbers():
    assert sheet_of(b'[{"a": 1.234, "b": "1.234"}]').doubtful_texts == ["B2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_json_is_read_in_every_encoding(encoding):
    assert rows_of('[{"å": "ø"}]'.encode(encoding)) == [["å"], ["ø"]]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'[{"a": 1},\n {"a": }]', "expected JSON by its rules, found something else in line 2, column 8."),
        (b'[{"a": NaN}]', "found NaN, which is no number. Write null where there is no figure"),
        (b'[{"a": -Infinity}]', "found -Infinity, which is no number."),
        (b"[" * 100_000, "expected JSON of a few levels, found lists within lists without end."),
        (b'{"a":' * 100_000, "expected JSON of a few levels, found lists within lists without end."),
        (b'{"title": "none"}', "expected JSON with a table: a list of records, or JSON-stat 2, found none."),
        (b'{"values": []}', "found none."),
        (b'[{"a": "\\u0000"}]', "found a character without meaning (NUL) in line 1."),
        (b'[{"a": "\\ud800"}]', "found bytes that are no characters"),
    ],
)
def test_what_is_no_table_in_json_is_refused_with_its_sentence(content, found):
    assert found in refusal(content)


def test_a_claim_of_nine_million_values_is_refused_before_they_are_made():
    many = [str(number) for number in range(3000)]
    wide = {"category": {"index": many}}
    document = {"id": ["a", "b"], "size": [3000, 3000], "dimension": {"a": wide, "b": wide}, "value": {}}
    assert refusal(document).startswith("JSON-stat!G9000011: expected a table of at most 8,000,000 cells")


def test_an_endless_list_of_empty_records_within_a_wide_one_is_refused():
    wide = {str(number): None for number in range(900)} | {"inner": [{}] * 100_000}
    assert refusal([wide]).startswith("JSON!AHP")


def test_a_record_of_more_than_a_thousand_keys_is_refused():
    assert "expected at most 1,000 columns, found 1,001" in refusal(
        [{str(number): 1 for number in range(1001)}]
    )
