"""procurement, demand and tender-matches on the command line."""

from datetime import date

import pytest

from commands.procurement import CALENDAR, GROUPS, LEFT_OUT, MATCHES, SHARES
from data.store import Store
from tests.commands.conftest import run, table
from tests.metrics.conftest import Desk

FJORDVIK, SECOND, NORRLUNDA = "NO-D01", "NO-D02", "SE-D01"


@pytest.fixture
def tendered(folder):
    """Three municipalities with a tender of class 6016 each, the middle one within two quarters of both others."""
    store = Store.open(f"duckdb:{folder / 'store.duckdb'}")
    desk = Desk(store)
    for area, record_id, quarter, currency in (
        (FJORDVIK, "A", "2027-Q1", "NOK"),
        (SECOND, "B", "2027-Q3", "NOK"),
        (NORRLUNDA, "C", "2027-Q4", "EUR"),
    ):
        desk.records("procurements", area, _tender(record_id, quarter, currency))
    desk.records("procurements", FJORDVIK, {"record_id": "X", "title": "Ferry", "status": "planned"})
    for rate_on, euro in ((date(2026, 1, 1), 0.1), (date(2026, 6, 1), 0.3)):
        fields = {"record_id": str(rate_on), "currency": "NOK", "rate_on": rate_on, "euro_per_unit": euro}
        desk.records("exchange_rates", "NO", fields)
    store.close()
    return folder


def _tender(record_id: str, quarter: str, currency: str) -> dict:
    return {
        "record_id": record_id, "title": "Deliveries", "cpv_code": "60161000", "planned_quarter": quarter,
        "contract_value": 100.0, "currency": currency, "is_open_to_joint_buying": True, "status": "planned",
        "zero_emission_step": "verified",
    }  # fmt: skip


def test_shares_are_told_by_municipality_criterion_and_group(tendered):
    rows = table("procurement", "--municipality", FJORDVIK, "--by", "year")
    zero = {row["year"]: row for row in rows if row["criterion"] == "zero_emission"}
    assert {row["municipality_id"] for row in rows} == {FJORDVIK}
    assert (zero["2027"]["count_share_percent"], zero["2027"]["value_share_percent"]) == ("100.0", "100.0")
    assert (zero[""]["unknown_count"], zero[""]["count_share_percent"]) == ("1", "")


def test_what_is_left_out_is_listed_with_the_reason(tendered):
    rows = table("procurement", "--municipality", FJORDVIK, "--left-out")
    assert [(row["id"], row["left_out_of"], row["reason"]) for row in rows] == [
        ("X", "value", "It has no contract value."),
        ("X", "calendar", "It has no CPV code."),
        ("X", "calendar", "It has no quarter."),
    ]


def test_the_calendar_holds_what_the_named_ones_plan(tendered):
    rows = table("demand", "--municipality", FJORDVIK, "--municipality", NORRLUNDA)
    assert [(row["quarter"], row["value"], row["currency"]) for row in rows] == [
        ("2027-Q1", "100.0", "NOK"),
        ("2027-Q4", "100.0", "EUR"),
    ]


@pytest.mark.parametrize(
    ("chosen", "value", "rates"),
    [((), "130.0", "NOK 0.3 EUR, 2026-06-01"), (("--on", "2026-03-01"), "110.0", "NOK 0.1 EUR, 2026-01-01")],
)
def test_two_currencies_are_added_in_euro_at_the_rate_of_the_day(tendered, chosen, value, rates):
    # 100 EUR and 100 NOK at 0.3 = 30 EUR, in March at 0.1 = 10 EUR
    [row] = table("tender-matches", "--municipality", NORRLUNDA, *chosen)
    assert (row["first_id"], row["second_id"], row["closeness"]) == ("B", "C", "class")
    assert (row["value"], row["currency"], row["rates"]) == (value, "EUR", rates)


def test_groups_are_those_of_the_named_municipality(tendered):
    assert [row["ids"] for row in table("tender-matches", "--groups")] == ["A, B", "B, C"]
    assert [row["ids"] for row in table("tender-matches", "--groups", "--municipality", FJORDVIK)] == ["A, B"]


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [
        (("procurement",), SHARES),
        (("procurement", "--left-out"), LEFT_OUT),
        (("demand",), CALENDAR),
        (("tender-matches",), MATCHES),
        (("tender-matches", "--groups"), GROUPS),
    ],
)
def test_an_empty_store_gives_the_heading(folder, arguments, heading):
    assert run(*arguments).stdout == ",".join(heading) + "\n"


@pytest.mark.parametrize("command", ["procurement", "demand", "tender-matches"])
def test_an_unknown_municipality_and_a_day_that_is_none_are_refused(folder, command):
    assert run(command, "--municipality", "Atlantis").exit_code == 2
    assert run(command, "--on", "June").exit_code == 2
