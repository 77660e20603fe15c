"""The reading processes: they may die, the application may not."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from loaders.problems import LoadRefused
from loaders.sheets.guards import Refused
from loaders.sheets.reader_process import ROOT, ReaderPool
from loaders.sheets.workbook import open_workbook
from tests.loaders.workbooks import one_sheet, raw_workbook, sheet_xml

HAS_LINUX_LIMITS = sys.platform == "linux"


@pytest.fixture
def new_pool():
    pools = []

    def made(**limits):
        pools.append(ReaderPool(**limits))
        return pools[-1]

    yield made
    for pool in pools:
        pool.close()


@pytest.fixture
def pool(new_pool):
    return new_pool()


def only_cell(pool, content):
    (sheet,) = open_workbook(content, pool=pool).sheets.values()
    return sheet.text(1, 1)


def waiting_process(pool):
    (child,) = pool._idle
    return child._process


def many_cells(rows, *, parts=None):
    row = "".join(f'<c r="{letter}{{0}}"><v>1</v></c>' for letter in "ABCDEFGH")
    numbered = (f'<row r="{number}">{row.format(number)}</row>' for number in range(1, rows + 1))
    return raw_workbook({"A": sheet_xml("".join(numbered))}, parts=parts)


def test_one_process_reads_many_files(pool):
    assert only_cell(pool, one_sheet([["first"]])) == "first"
    process = waiting_process(pool)
    assert only_cell(pool, one_sheet([["second"]])) == "second"
    assert waiting_process(pool) is process


def test_warming_up_starts_one_process_and_no_second(pool):
    pool.warm_up()
    process = waiting_process(pool)
    pool.warm_up()
    assert waiting_process(pool) is process


def test_a_large_application_does_not_make_its_reading_process_look_fat(pool):
    ballast = bytearray(300 * 1024 * 1024)  # more than the size at which a process is replaced
    assert only_cell(pool, one_sheet([["first"]])) == "first"
    process = waiting_process(pool)
    assert only_cell(pool, one_sheet([["second"]])) == "second"
    assert waiting_process(pool) is process and len(ballast) > 0


def test_a_process_makes_way_for_a_fresh_one_after_its_number_of_files(new_pool):
    pool = new_pool(files_per_child=1)
    assert only_cell(pool, one_sheet([["a"]])) == "a"
    first = waiting_process(pool)
    assert only_cell(pool, one_sheet([["b"]])) == "b"
    assert waiting_process(pool) is not first


def test_a_process_that_is_killed_while_waiting_is_replaced(pool):
    pool.warm_up()
    waiting_process(pool).kill()
    assert only_cell(pool, one_sheet([["still here"]])) == "still here"


def test_a_process_that_is_killed_while_reading_is_replaced_and_the_file_read(pool):
    pool.warm_up()
    process = waiting_process(pool)
    os.kill(process.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        opened = threads.submit(only_cell, pool, one_sheet([["read after all"]]))
        time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
        assert opened.result(timeout=20) == "read after all"


def test_a_refused_file_does_not_cost_the_process(pool):
    with pytest.raises(LoadRefused):
        open_workbook(raw_workbook({"A": sheet_xml("")}), pool=pool)
    process = waiting_process(pool)
    assert only_cell(pool, one_sheet([["next"]])) == "next"
    assert waiting_process(pool) is process


def test_a_file_that_takes_too_long_is_refused_in_one_sentence(new_pool):
    pool = new_pool(seconds_per_file=0.01)  # shorter than a process needs to start
    with pytest.raises(LoadRefused) as refused:
        open_workbook(one_sheet([["a"]]), pool=pool)
    pool.close()
    assert [problem.code for problem in refused.value.problems] == ["too_slow"]


@pytest.mark.skipif(not HAS_LINUX_LIMITS, reason="memory limits are Linux's")
def test_a_file_that_needs_more_memory_than_allowed_is_refused_and_the_next_one_read(new_pool):
    pool = new_pool(memory_megabytes=100)  # 78 are reserved from the start, and 400,000 numbers need about 30
    with pytest.raises(Refused) as refused:
        pool.read(many_cells(50_000))
    assert refused.value.code == "too_much_memory"
    assert only_cell(pool, one_sheet([["small"]])) == "small"


def test_a_file_that_ends_the_parser_is_refused_for_what_the_guards_find_in_it(pool):
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'  # 17 billion cells to the parser
    content = raw_workbook({"A": sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row>{corner}')})
    with pytest.raises(Refused) as refused:
        pool.read(content)
    assert refused.value.code == "too_many_columns"
    assert refused.value.details == {"sheet": "A", "cell": "XFD1048576", "columns": 16384}
    assert only_cell(pool, one_sheet([["next"]])) == "next"


def test_a_tall_sheet_is_parsed_in_pieces_and_every_row_stands_at_its_place(pool):
    random, filling = Random(1), "x" * 15_400
    texts = {row: f"{random.getrandbits(2400):0600x}{filling}" for row in range(3, 18_001, 2)}
    rows = "".join(  # 9,000 rows of 16 kB are 144 MB, more than are parsed whole
        f'<row r="{row}"><c r="B{row}"><v>{row}</v></c><c r="D{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for row, text in texts.items()
    )
    (sheet,) = open_workbook(raw_workbook({"A": sheet_xml(rows)}), pool=pool).sheets.values()
    assert (sheet.first_column, sheet.last_column, sheet.last_row) == (1, 4, 17_999)
    numbers = sheet.cells["B"].to_pylist()
    assert numbers == [None, None, *(text for row in range(3, 18_000, 2) for text in (str(row), None))][:-1]
    assert sheet.cells["D"].to_pylist()[2::2] == list(texts.values())


DECLARATION = {"xl/styles.xml": "<!DOCTYPE x><x/>"}


def test_what_the_guards_find_goes_before_what_the_parser_cannot_read(pool):
    row = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'  # a shared string that is not there
    content = raw_workbook({"A": sheet_xml(row)}, strings="<si><t>x</t></si>", parts=DECLARATION)
    with pytest.raises(Refused) as refused:
        pool.read(content)
    assert refused.value.code == "damaged_file"


def test_a_refusal_does_not_wait_for_a_parser_that_is_still_at_work(pool):
    with pytest.raises(Refused) as refused:
        pool.read(many_cells(200_000, parts=DECLARATION))  # the parser needs half a second
    assert refused.value.code == "damaged_file"
    assert only_cell(pool, one_sheet([["next"]])) == "next"


def test_progress_is_told_of_a_workbook_of_ten_thousand_rows(pool):
    heard = []
    pool.read(many_cells(60_000), lambda share, rows: heard.append((share, rows)))
    assert heard and heard == sorted(heard)
    assert all(0 < share < 1 and 10_000 <= rows <= 60_000 for share, rows in heard)


def test_no_progress_is_told_of_a_small_workbook(pool):
    heard = []
    pool.read(many_cells(9_999), lambda share, rows: heard.append((share, rows)))
    assert heard == []


def test_whoever_stops_listening_to_progress_does_not_harm_the_next_file(pool):
    def stop(share, rows):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        pool.read(many_cells(60_000), stop)
    assert only_cell(pool, one_sheet([["next"]])) == "next"


def test_four_threads_get_each_their_own_workbook(pool):
    contents = {f"workbook {number}": one_sheet([[f"workbook {number}"], [number]]) for number in range(24)}
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda content: only_cell(pool, content), contents.values()))
    assert found == list(contents)


def test_at_most_the_stated_number_of_processes_work_at_once(new_pool):
    pool = new_pool(children=1)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: only_cell(pool, one_sheet([["a"]])), range(8)))
    assert len(pool._idle) == 1


def test_the_process_ends_when_the_application_is_killed():
    script = (
        "import time; from loaders.sheets.reader_process import reader_pool, warm_up; warm_up(); "
        "print(reader_pool()._idle[0]._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(100):
        if not is_running(child):
            break
        time.sleep(0.1)
    assert not is_running(child)


def is_running(process_id):
    status = Path(f"/proc/{process_id}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_process_loads_neither_streamlit_nor_pandas_nor_duckdb():
    heavy = ("streamlit", "pandas", "duckdb", "numpy", "babel")
    script = (
        f"import sys, loaders.sheets.reader_child; print([name for name in {heavy} if sys.modules.get(name)])"
    )
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
