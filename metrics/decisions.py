"""What a municipality has decided, as far as it was loaded: targets, ceilings, frozen reports, constants."""

import pandas as pd

from data.store import Store
from metrics.budget_snapshots import listed_snapshots
from metrics.registry import INDICATORS
from metrics.targets import targets_in_force
from texts import N_, Text

DECISIONS = ("municipality_id", "kind", "decided_on", "what", "source")


def decisions(store: Store, municipality_id: str) -> pd.DataFrame:
    """Every decision that speaks, the newest first, those without a day last.

    Returns the columns of DECISIONS: kind (target, ceiling, report, constant), decided_on (NaT: not stated; for a report the
    day it was frozen, for a constant the day it counts from), what (Text), source (address or words as loaded, "" = none)."""
    rows = [
        *(_target(row) for row in targets_in_force(store, [municipality_id]).to_dict("records")),
        *(_ceilings(row) for row in store.query(_CEILINGS, {"area": municipality_id}).to_dict("records")),
        *(_report(row) for row in listed_snapshots(store, municipality_id).to_dict("records")),
        *(_constant(row) for row in store.query(_CONSTANTS, {"area": municipality_id}).to_dict("records")),
    ]
    found = pd.DataFrame(rows, columns=list(DECISIONS[1:]))
    found.insert(0, "municipality_id", municipality_id)
    found["decided_on"] = pd.to_datetime(found["decided_on"])
    return found.sort_values(
        "decided_on", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def _target(row: dict) -> tuple[str, object, Text, str]:
    places = {"indicator": INDICATORS[row["indicator"]].title, "year": str(int(row["target_year"]))}
    if pd.notna(row["reduction_percent"]):
        cut = {"cut": float(row["reduction_percent"]), "base": str(int(row["base_year"]))}
        what = N_("{indicator}: {cut} % less in {year} than in {base}", **places, **cut)
    else:
        what = N_(
            "{indicator}: {value} {unit} in {year}",
            **places,
            value=float(row["target_value"]),
            unit=row["unit"],
        )
    return "target", row["decided_on"], what, "" if pd.isna(row["decision_url"]) else row["decision_url"]


def _ceilings(row: dict) -> tuple[str, object, Text, str]:
    years = {"first": str(int(row["first_year"])), "last": str(int(row["last_year"]))}
    what = (
        N_("Ceilings of the climate budget for {first}", first=years["first"])
        if years["first"] == years["last"]
        else N_("Ceilings of the climate budget for {first} to {last}", **years)
    )
    return "ceiling", row["decided_on"], what, row["source"]


def _report(row: dict) -> tuple[str, object, Text, str]:
    return (
        "report",
        row["taken_on"],
        N_("Report {label} on the climate budget frozen", label=row["label"]),
        "",
    )


def _constant(row: dict) -> tuple[str, object, Text, str]:
    what = N_(
        "Constant {name}: {value} {unit}",
        name=row["constant"],
        value=float(row["value"]),
        unit=row["unit"],
    )
    return "constant", row["valid_from"], what, row["source"]


_CEILINGS = """
select decided_on::timestamp as decided_on, coalesce(source, '') as source, min(year) as first_year, max(year) as last_year
from live_budget_ceilings
where is_speaking and area_id = $area
group by all
order by decided_on, source
"""

_CONSTANTS = """
select constant, value, unit, valid_from::timestamp as valid_from,
    source
from live_constants
where is_speaking and area_id = $area and value is not null
order by constant, valid_from
"""
