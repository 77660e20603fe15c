"""joint-need on the command line: the summary as a file."""

import pytest
from docx import Document

from commands.joint_need import COLUMNS
from data.store import Store
from tests.commands.conftest import rows_of, run, table
from tests.metrics.conftest import Desk

FJORDVIK, SECOND, NORRLUNDA = "NO-D01", "NO-D02", "SE-D01"


@pytest.fixture
def tendered(folder):
    """Three municipalities with a tender each, two of class 6016 in one quarter and one of class 6010 in the next."""
    store = Store.open(f"duckdb:{folder / 'store.duckdb'}")
    desk = Desk(store)
    for area, cpv, quarter in (
        (FJORDVIK, "60161000", "2027-Q1"),
        (SECOND, "60161000", "2027-Q1"),
        (NORRLUNDA, "60100000", "2027-Q2"),
    ):
        desk.records("procurements", area, {
            "record_id": area, "title": f"Mail of {area}", "cpv_code": cpv, "planned_quarter": quarter, "status": "planned",
            "is_open_to_joint_buying": True,
        })  # fmt: skip
    store.close()
    return folder


def written(folder) -> list[list[str]]:
    document = Document(str(folder / "need.docx"))
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_the_best_group_is_written(tendered):
    result = run("joint-need", "--municipality", FJORDVIK, "--output", str(tendered / "need.docx"))
    assert result.exit_code == 0, result.stderr
    [row] = rows_of(result)
    assert tuple(row) == COLUMNS
    assert (row["group"], row["municipality_ids"], row["tenders"]) == (
        "6016-2027-Q1",
        f"{FJORDVIK}, {SECOND}",
        "2",
    )
    assert [cells[1] for cells in written(tendered)[1:]] == [f"Mail of {FJORDVIK}", f"Mail of {SECOND}"]


def test_a_group_is_chosen_by_its_key_and_partners(tendered):
    path = str(tendered / "need.docx")
    call = (
        "joint-need",
        "--municipality",
        FJORDVIK,
        "--among",
        NORRLUNDA,
        "--group",
        "60-2027-Q1",
        "--output",
        path,
    )
    [row] = table(*call)
    assert row["municipality_ids"] == f"{FJORDVIK}, {NORRLUNDA}"


def test_an_unknown_group_is_refused_with_those_that_are_there(tendered):
    result = run(
        "joint-need",
        "--municipality",
        FJORDVIK,
        "--group",
        "15",
        "--output",
        str(tendered / "x.docx"),
    )
    assert result.exit_code == 2
    assert 'Group: expected one of 6016-2027-Q1, 60-2027-Q1, found "15".' in result.stderr


def test_nothing_to_join_is_refused(folder):
    result = run("joint-need", "--municipality", "NO-0301", "--output", str(folder / "x.docx"))
    assert result.exit_code == 2
    assert "Nothing can be put to the market together" in result.stderr


def test_a_name_of_another_kind_of_file_is_refused(tendered):
    result = run("joint-need", "--municipality", FJORDVIK, "--output", "need.pdf")
    assert (result.exit_code, result.stderr) == (2, "need.pdf: expected a name that ends in .docx.\n")
    assert not (tendered / "need.pdf").exists()


def test_the_summary_of_fictional_municipalities_says_that_they_are_fictional(tendered):
    table("joint-need", "--municipality", FJORDVIK, "--output", "need.docx")
    words = [paragraph.text for paragraph in Document(str(tendered / "need.docx")).paragraphs]
    assert "Demonstration data: every municipality and figure here is fictional." in words


def test_a_file_that_exists_is_kept(tendered):
    (tendered / "need.docx").write_bytes(b"mine")
    result = run("joint-need", "--municipality", FJORDVIK, "--output", str(tendered / "need.docx"))
    assert result.exit_code == 2
    assert (tendered / "need.docx").read_bytes() == b"mine"
