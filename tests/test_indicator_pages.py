"""docs/indicators/ says what the registry says: every indicator has its page, and none is older than its entry."""

from pathlib import Path

import pytest

from docs import indicator_pages
from metrics.indicator import Indicator
from metrics.registry import INDICATORS, NOT_APPLICABLE

README = (indicator_pages.FOLDER / "README.md").read_text(encoding="utf-8")


def page(key: str) -> str:
    return (indicator_pages.FOLDER / f"{key}.md").read_text(encoding="utf-8")


def test_the_files_are_those_of_the_registry_and_no_others():
    on_disk = {path.name for path in indicator_pages.FOLDER.iterdir()}
    assert on_disk == {"README.md"} | {f"{key}.md" for key in INDICATORS}


@pytest.mark.parametrize("name", ["README.md", *(f"{key}.md" for key in INDICATORS)])
def test_a_page_on_disk_is_what_make_docs_writes(name: str):
    on_disk = (indicator_pages.FOLDER / name).read_text(encoding="utf-8")
    assert on_disk == indicator_pages.pages()[name], "run `make docs`"


@pytest.mark.parametrize("key", INDICATORS)
def test_the_table_of_all_links_to_every_indicator_with_its_class(key: str):
    classes = {"core": "core", "optional": "optional", "context": "national context"}
    [line] = [line for line in README.splitlines() if f"({key}.md)" in line]
    assert f"| {classes[INDICATORS[key].indicator_class]} |" in line


def test_what_does_not_apply_to_municipalities_is_listed_with_its_reason():
    listed = README.partition("## Not applicable")[2]
    assert [each.sdg_indicator for each in NOT_APPLICABLE if str(each.reason) in listed] == [
        "12.4.1", "12.c.1", "13.1.2", "13.a.1", "13.b.1",
    ]  # fmt: skip


def test_a_default_from_general_knowledge_is_marked_as_unverified_and_one_that_was_seen_is_not():
    lines = [line for line in page("recycling_rate").splitlines() if line.startswith("| At least")]
    assert ["default, unverified" in line for line in lines] == [False, True, True]  # 2025, 2030, 2035


def test_a_page_names_the_tables_and_keys_of_its_input_rows():
    assert "| divided by | `figures` | `vehicles_all` | yes |" in page("fossil_free_fleet")


def test_the_three_inputs_of_net_emissions_stand_apart():
    rows = [line for line in page("net_balance").splitlines() if line.startswith("| As defined")]
    assert [line.split(" | ")[1:3] for line in rows] == [
        ["added", "`emissions`"], ["added", "`emissions`"], ["taken away", "`figures`"],
    ]  # fmt: skip


def test_a_proxy_says_why_on_its_page():
    assert "| Proxy | Yes. Certificates stand for education for sustainable development |" in page(
        "eco_schools"
    )


def test_a_national_figure_is_said_to_be_context_only():
    assert "shown as context only" in page("cmu_ctx")


def test_a_second_run_changes_nothing_and_a_page_of_no_indicator_goes(tmp_path: Path):
    indicator_pages.write(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    (tmp_path / "gone.md").write_text("an indicator that was taken out", encoding="utf-8")
    indicator_pages.write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
def test_no_table_of_a_page_is_torn(indicator: Indicator):
    tables = [block for block in page(indicator.key).split("\n\n") if block.startswith("| ")]
    for block in tables:
        assert len({line.count(" | ") for line in block.strip().splitlines()}) == 1
