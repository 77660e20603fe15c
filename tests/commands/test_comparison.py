"""peers, position, learn and group on the command line."""

import pytest

from commands.comparison import LEARN, PEERS, POSITION
from tests.commands.conftest import emissions_workbook, population_workbook, run, table, working_in


@pytest.fixture(scope="module")
def two_loaded_folder(loaded_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two-loaded")
    with working_in(folder, loaded_folder):
        emissions_workbook(
            folder / "second.xlsx", [("NO-D02", year, "Transport", 40000) for year in (2009, 2024)]
        )
        population_workbook(folder / "people.xlsx", [("NO-D01", 2024, 10000), ("NO-D02", 2024, 20000)])
        for name in ("second.xlsx", "people.xlsx"):
            assert run("load", name).exit_code == 0
    return folder


@pytest.fixture
def two_loaded(two_loaded_folder, tmp_path):
    with working_in(tmp_path, two_loaded_folder):
        yield tmp_path


def test_peers_show_the_distance_and_its_parts(two_loaded):
    [row] = table("peers", "--municipality", "NO-D01")
    assert (row["municipality_id"], row["population_part"], row["density_part"]) == ("NO-D02", "4.0", "")


def test_own_accounts_stand_alone_in_their_ranking(two_loaded):
    [row] = table("position", "--municipality", "NO-D01", "--indicator", "ghg_total")
    assert (row["rank"], row["of"]) == ("1", "1")
    assert "not ranked" in row["group_break"]


@pytest.mark.parametrize("among", ["country", "peers"])
def test_a_ranking_can_be_narrowed(two_loaded, among):
    chosen = ("--municipality", "NO-D01", "--indicator", "ghg_total", "--among", among)
    assert [row["of"] for row in table("position", *chosen)] == ["1"]


def test_a_group_is_summed_over_its_members(two_loaded):
    # 55 000.5 + 40 000 t over 10 000 + 20 000 inhabitants
    chosen = ("--municipality", "NO-D01", "--municipality", "NO-D02", "--year", 2024)
    rows = {row["indicator"]: row for row in table("group", *chosen)}
    assert float(rows["ghg_per_capita"]["value"]) == pytest.approx(95_000.5 / 30_000)
    assert rows["ghg_total"]["members"] == "NO-D01, NO-D02"


def test_a_ranking_among_the_country_names_nobody_without_data(two_loaded):
    [row] = table("position", "--municipality", "NO-D01", "--indicator", "ghg_total", "--among", "country")
    assert (row["left_out_count"], row["left_out"].split(":")[0]) == ("1", "NO-D02")


def test_whole_numbers_stay_whole_where_some_are_missing(two_loaded):
    rows = table(
        "position", "--municipality", "NO-D01", "--indicator", "ghg_total", "--indicator", "ghg_per_capita"
    )
    assert [(row["rank"], row["common_base_year"]) for row in rows] == [("1", "2009"), ("1", "")]


def test_a_group_without_a_year_takes_the_newest_that_most_have(two_loaded):
    chosen = ("--municipality", "NO-D01", "--municipality", "NO-D02", "--indicator", "ghg_total")
    [row] = table("group", *chosen)
    assert (row["year"], row["datasets"], row["left_out"]) == ("2024", "own-accounts", "")


def test_who_is_left_out_of_a_group_is_named_with_the_reason(two_loaded):
    chosen = ("--municipality", "NO-D01", "--municipality", "NO-0301", "--indicator", "ghg_total")
    [row] = table("group", *chosen, "--year", 2024)
    assert (row["members"], row["left_out"]) == ("NO-D01", "NO-0301: It has no value for 2024.")


def test_a_group_without_figures_says_so(two_loaded):
    said = run("group", "--municipality", "NO-0301", "--municipality", "NO-4601")
    assert (said.exit_code, said.stderr) == (0, "None of them has a value to add up.\n")


def test_one_municipality_named_twice_is_no_group(two_loaded):
    assert run("group", "--municipality", "NO-D01", "--municipality", "Fjordvik").exit_code == 2


@pytest.mark.parametrize("command", ["peers", "position", "learn", "group"])
def test_an_unknown_municipality_is_refused(two_loaded, command):
    refused = run(
        command, "--municipality", "Nowhere", *(["--municipality", "NO-D01"] if command == "group" else [])
    )
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith('Municipality "Nowhere"')


@pytest.mark.parametrize(("command", "heading"), [("peers", PEERS), ("position", POSITION), ("learn", LEARN)])
def test_an_empty_store_gives_the_heading(folder, command, heading):
    found = run(command, "--municipality", "NO-D01")
    assert (found.exit_code, found.stdout) == (0, ",".join(heading) + "\n")


def test_a_group_of_one_is_refused(two_loaded):
    refused = run("group", "--municipality", "NO-D01", "--year", 2024)
    assert refused.exit_code == 2
    assert "at least two municipalities" in refused.stderr


def test_where_nothing_can_be_said_a_sentence_says_so(two_loaded):
    for command in (("learn",), ("peers", "--same-country", "--count", 1)):
        said = run(*command, "--municipality", "NO-0301")
        assert said.exit_code == 0 and said.stderr
    assert "no value to rank" in run("position", "--municipality", "NO-0301").stderr


def test_an_unknown_indicator_is_refused(two_loaded):
    assert run("position", "--municipality", "NO-D01", "--indicator", "ghg").exit_code == 2
