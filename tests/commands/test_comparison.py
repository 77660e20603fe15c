"""peers, position, learn and group on the command line."""

import pytest

from tests.commands.conftest import emissions_workbook, population_workbook, run, table


@pytest.fixture
def two_loaded(loaded):
    emissions_workbook(
        loaded / "second.xlsx", [("NO-D02", year, "Transport", 40000) for year in (2009, 2024)]
    )
    population_workbook(loaded / "people.xlsx", [("NO-D01", 2024, 10000), ("NO-D02", 2024, 20000)])
    for name in ("second.xlsx", "people.xlsx"):
        assert run("load", name).exit_code == 0
    return loaded


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
