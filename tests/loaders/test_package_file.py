"""Opening a package that somebody sent: what is refused, with which sentence, before a row of it is read."""

import io
import json
import struct
import zipfile

import pytest

from loaders import formats
from loaders.formats import veikart_package
from loaders.own_workbooks.templates import template
from loaders.packages import package_file
from loaders.packages.package_export import package
from loaders.packages.package_file import is_package, open_package
from loaders.problems import LoadRefused
from tests.loaders.packages import (
    TABLES_OF_FJORDVIK,
    descriptor_of,
    files_of,
    load_tables,
    new_store,
    rewritten,
    zipped,
)


@pytest.fixture(scope="module")
def content() -> bytes:
    store = new_store()
    load_tables(store, TABLES_OF_FJORDVIK)
    written = package(store)
    store.close()
    return written


def refusal(content: bytes) -> str:
    with pytest.raises(LoadRefused) as refused:
        open_package(content)
    return "\n".join(str(problem.sentence) for problem in refused.value.problems)


def test_a_package_is_told_from_a_workbook_and_from_any_other_bytes(content):
    assert is_package(content)
    others = [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(100),
        b"%PDF-1.7",
        content[: len(content) // 2],
    ]
    assert [is_package(other) for other in (*others, template("emissions"), zipped({"a.csv": b"a"}))] == [
        False
    ] * 8


def test_a_package_cut_off_at_its_end_is_no_package(content):
    assert [is_package(content[:-cut]) for cut in (1, 10, 22, 500)] == [False] * 4


def test_an_opened_package_is_a_workbook_of_its_files_that_its_format_recognises(content):
    workbook = open_package(content)
    assert list(workbook.sheets) == [
        "datapackage.json", "emissions.csv", "population.csv", "targets.csv", "projects.csv", "project_partners.csv",
        "needs.csv", "exchange_offers.csv",
    ]  # fmt: skip
    assert workbook.sheets["emissions.csv"].head(2)[1][:3] == ["NO-D01", "own-accounts", "2022"]
    assert formats.recognise(workbook) is veikart_package


def test_a_table_changed_after_the_export_is_refused(content):
    files = files_of(content)
    files["emissions.csv"] = files["emissions.csv"].replace(b"41250.", b"11250.")
    assert refusal(zipped(files)) == (
        "emissions.csv: expected the file as it was exported, with the checksum that datapackage.json states, found a "
        "file that was changed afterwards. Ask the sender to correct the figures in their Veikart and to export the "
        "package again."
    )


def test_a_package_of_a_newer_version_is_refused_with_what_to_do(content):
    newer = rewritten(content, lambda descriptor: descriptor["veikart"].update(version=2))
    assert refusal(newer) == (
        'datapackage.json: expected a package of version 1 or earlier, found "2". The sender has a newer Veikart: '
        "update yours, then load the package again."
    )


def test_a_data_package_of_another_program_is_refused(content):
    other = rewritten(content, lambda descriptor: descriptor.pop("veikart"))
    assert is_package(other)
    assert refusal(other).startswith(
        "datapackage.json: expected a package that Veikart exported, found another"
    )


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/passwd.csv", "a/b.csv", "run.exe", "other.json", "C:\\a.csv", "A.CSV"]
)
def test_a_file_by_a_strange_name_is_refused(content, name):
    assert "expected datapackage.json and CSV files only" in refusal(
        zipped({**files_of(content), name: b"a"})
    )


def test_a_file_that_the_descriptor_does_not_describe_is_refused(content):
    found = refusal(zipped({**files_of(content), "measures.csv": b"a"}))
    assert "expected exactly the files that datapackage.json describes" in found


def test_a_file_that_is_described_and_absent_is_refused(content):
    files = files_of(content)
    del files["needs.csv"]
    assert "expected exactly the files that datapackage.json describes" in refusal(zipped(files))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(content):
    # 30 MB of zeros are 30 kB when packed: a thousand to one
    bomb = zipped({**files_of(content), "emissions.csv": bytes(30 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert "expected at most 200 MB when unpacked, found more than that" in refusal(bomb)


def test_a_package_that_states_a_size_beyond_the_limit_is_refused(content, monkeypatch):
    monkeypatch.setattr(package_file, "LARGEST_UNZIPPED_BYTES", 1000)
    assert "found more than that" in refusal(content)


def test_a_file_larger_than_its_stated_size_is_refused(content):
    size = len(files_of(content)["emissions.csv"])
    lying = content.replace(struct.pack("<L", size), struct.pack("<L", size - 10))
    assert lying != content
    assert refusal(lying) == (
        "The file: expected a package that can be unpacked, found a damaged file. Ask the sender for the package "
        "again, and load it as it came."
    )


def test_an_archive_of_very_many_files_is_no_package_and_its_list_is_not_read(content):
    many = zipped({"datapackage.json": b"{}", **{f"t{number}.csv": b"a" for number in range(200)}})
    assert not is_package(many)
    assert "expected at most 100 files" in refusal(many)


def test_two_files_of_one_name_are_refused(content):
    archive = io.BytesIO(content)
    with zipfile.ZipFile(archive, "a") as twice, pytest.warns(UserWarning, match="Duplicate name"):
        twice.writestr("needs.csv", b"another")
    assert "found a damaged file" in refusal(archive.getvalue())


@pytest.mark.parametrize("levels", [32, 900, 100_000])
def test_a_descriptor_nested_too_deep_is_refused(content, levels):
    deep = b'{"veikart":' + b"[" * levels + b"]" * levels + b"}"
    assert "expected a description of the package that can be read" in refusal(
        zipped({**files_of(content), "datapackage.json": deep})
    )


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b"\xff\xfe", b'{"a": NaN}', b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_a_descriptor_that_is_no_sound_json_object_is_refused(content, text):
    assert "expected a description of the package that can be read" in refusal(
        zipped({**files_of(content), "datapackage.json": text})
    )


def test_a_table_of_more_cells_than_may_be_is_refused(content, monkeypatch):
    monkeypatch.setattr(package_file, "MOST_CELLS", 60)  # the emissions are 5 rows of 15
    assert "expected at most 60 cells, found more cells" in refusal(content)


def test_a_table_of_more_columns_than_may_be_is_refused(content):
    wide = rewritten(content, files={"needs.csv": lambda part: b"a," * 200 + b"a\r\n"})
    assert refusal(wide).startswith("needs.csv: expected at most 100 columns")


@pytest.mark.parametrize("part", [b"a,b\r\n1\r\n", b"a,b\r\n\xff,1\r\n", b""])
def test_a_table_that_is_no_sound_csv_is_refused(content, part):
    broken = rewritten(content, files={"needs.csv": lambda _part: part})
    assert refusal(broken).startswith("needs.csv: expected a CSV file in UTF-8")


def test_a_descriptor_that_a_person_has_laid_out_anew_is_still_read(content):
    files = files_of(content)
    files["datapackage.json"] = b"\xef\xbb\xbf" + json.dumps(descriptor_of(content), indent=8).encode()
    assert next(iter(open_package(zipped(files)).sheets)) == "datapackage.json"
