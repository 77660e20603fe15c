"""dataset list, choose."""

from tests.commands.conftest import emissions_workbook, run, table


def test_the_headline_can_be_chosen_and_the_choice_undone(loaded):
    emissions_workbook(loaded / "other.xlsx", [("NO-D01", 2024, "Transport", 31000)])
    run("load", "other.xlsx", "--dataset", "second-accounts")
    headline = lambda: [row["dataset"] for row in table("dataset", "list") if row["is_headline"] == "true"]  # noqa: E731
    assert headline() == ["own-accounts"]
    rows = table("dataset", "choose", "--municipality", "Fjordvik", "--dataset", "second-accounts")
    assert [(row["dataset"], row["is_headline"]) for row in rows] == [
        ("second-accounts", "true"),
        ("own-accounts", "false"),
    ]
    assert [row["year"] for row in table("indicators", "--indicator", "ghg_total")] == ["2024"]
    run("undo", 3)
    assert headline() == ["own-accounts"]


def test_a_dataset_that_is_not_loaded_cannot_be_the_headline(loaded):
    result = run("dataset", "choose", "--municipality", "Fjordvik", "--dataset", "smhi-co2")
    assert result.exit_code == 2
    assert result.stderr == "Dataset smhi-co2: expected one that is loaded for NO-D01 (own-accounts).\n"
