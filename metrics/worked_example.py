"""The newest value of an indicator worked through step by step, from the rows in the files to the verdict.

Each step is an expression with the numbers that are set into it and what comes out, so that a reader can follow it with a
pocket calculator, and a page or a document can write it in its own language. Source: docs/methods.md sections 1 to 3."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from data.code_lists import FIGURES, MATERIALS, ORIGINS, STAGES
from data.store import Store
from metrics.indicator import Definition, Indicator, Role
from metrics.provenance import facts_behind
from metrics.registry import indicator_named
from metrics.targets import Target
from metrics.trajectory import Path
from metrics.values import indicator_values, missing_reason_text
from metrics.verdicts import Verdict
from texts import N_, Text

WRITTEN_OUT = 6  # so many rows are written as a sum; more are added up in the table that stands beside
DIGITS = 15  # a sum has the digits that a workbook holds, so that 0.1 + 0.2 is 0.3 (metrics/indicator_sql.py)
SAME = 1e-9  # ratios that differ by less are one ratio


@dataclass(frozen=True)
class Step:
    """One piece of arithmetic.

    what: what is worked out. form: the expression, with + − × / and brackets, and places for its numbers; empty where the
    rows beside it are added up. numbers: what stands in the places; years are int. result: what comes out, in unit."""

    what: Text
    form: str
    numbers: Mapping[str, float]
    result: float
    unit: str


@dataclass(frozen=True)
class LeftOut:
    """A year that is newer than the one worked through and has no value, and why."""

    year: int
    why: Text


@dataclass(frozen=True)
class WorkedValue:
    """How the value of an indicator in a year was made.

    rows: the facts it is made of (metrics.provenance.facts_behind). steps: from them to the value. not_stated: parts that
    count where they are stated, and are not. value: in unit, as metrics.values gives it."""

    indicator: str
    definition: Definition
    dataset: str
    release: str | None
    year: int
    value: float
    unit: str
    rows: pd.DataFrame
    steps: tuple[Step, ...]
    not_stated: tuple[Text, ...]
    without_value: tuple[LeftOut, ...]


def worked_value(
    store: Store, municipality_id: str, indicator: str, *, year: int | None = None
) -> WorkedValue | None:
    """How a value of the headline dataset was made: of the newest year that has one, unless a year is named.

    None where there is no value. Raises MetricError for an unknown indicator."""
    entry = indicator_named(indicator)
    values = indicator_values(store, municipality_ids=[municipality_id], indicators=[indicator])
    known = values.dropna(subset=["value"])
    if year is not None:
        known = known[known["year"] == year]
    if known.empty:
        return None
    row = known.loc[known["year"].idxmax()]
    facts = facts_behind(store, municipality_id, indicator, int(row["year"]))
    definition = entry.definition(str(row["definition"]))
    newer = values[(values["year"] > row["year"]) & values["value"].isna()]
    steps, not_stated = value_steps(facts, definition, entry)
    return WorkedValue(
        indicator,
        definition,
        str(row["dataset"]),
        None if pd.isna(row["release"]) else str(row["release"]),
        int(row["year"]),
        float(row["value"]),
        entry.unit,
        facts,
        steps,
        not_stated,
        tuple(
            LeftOut(int(each.year), missing_reason_text(each.missing_reason)) for each in newer.itertuples()
        ),
    )


# From the rows to the value -----------------------------------------------------------------------------------


def value_steps(
    facts: pd.DataFrame, definition: Definition, indicator: Indicator
) -> tuple[tuple[Step, ...], tuple[Text, ...]]:
    """The steps from the rows to the value, the last of which gives it, and the parts that are not stated.

    facts: as metrics.provenance.facts_behind gives them; a missing amount adds nothing. The rows themselves are not
    changed."""
    sums = {role.name: _sum_of_role(facts, role) for role in definition.roles}
    steps = [step for step in sums.values() if step is not None]
    above = [role for role in definition.roles if not role.is_denominator and sums[role.name] is not None]
    below = [role for role in definition.roles if role.is_denominator and sums[role.name] is not None]
    amounts = {
        role.name: (step.result if (step := sums[role.name]) is not None else 0.0)
        for role in definition.roles
    }
    if len(above) > 1 or any(role.sign < 0 for role in above):
        steps.append(_numerator(above, amounts, steps[0].unit))
        numerator = steps[-1].result
    else:
        numerator = amounts[above[0].name]
    if below or definition.factor != 1:
        whole = sum(amounts[role.name] for role in below) if below else None
        steps.append(_division(numerator, whole, definition, indicator))
    not_stated = tuple(part_words(role) for role in definition.roles if sums[role.name] is None)
    return tuple(steps), not_stated


def _sum_of_role(facts: pd.DataFrame, role: Role) -> Step | None:
    """What the rows of a role add up to; None where there are none."""
    rows = facts[facts["role"] == role.name]
    known = rows["amount"].dropna().tolist()
    if rows.empty:
        return None
    by_name = {f"row_{number}": float(amount) for number, amount in enumerate(known, start=1)}
    form = _sum(by_name) if 0 < len(known) <= WRITTEN_OUT else ""
    return Step(
        part_words(role),
        form,
        by_name if form else {},
        _as_workbook(math.fsum(known)),
        str(rows["unit"].iloc[0]),
    )


def _numerator(roles: Sequence[Role], amounts: Mapping[str, float], unit: str) -> Step:
    names = {role.name: amounts[role.name] for role in roles}
    signs = {role.name: role.sign for role in roles}
    total = math.fsum(signs[name] * amount for name, amount in names.items())
    return Step(N_("Put together"), _sum(names, signs), names, _as_workbook(total), unit)


def _division(numerator: float, whole: float | None, definition: Definition, indicator: Indicator) -> Step:
    numbers = {"part": numerator}
    form = "{part}"
    if whole is not None:
        numbers["whole"] = whole
        form = "{part} / {whole}"
    if definition.factor != 1:
        numbers["factor"] = definition.factor
        form = f"{{factor}} × {form}"
    result = definition.factor * numerator / (1.0 if whole is None else whole)
    return Step(N_("The value"), form, numbers, result, indicator.unit)


def _sum(names: Iterable[str], signs: Mapping[str, int] | None = None) -> str:
    """The names as places of a sum: {a} + {b} − {c}."""
    is_taken = {name for name, sign in (signs or {}).items() if sign < 0}
    pieces = [f"{'−' if name in is_taken else '+'} {{{name}}}" for name in names]
    return " ".join(pieces).removeprefix("+ ")


def _as_workbook(amount: float) -> float:
    """A sum with the digits that a workbook holds."""
    if amount == 0:
        return amount
    return round(amount, max(DIGITS - 1 - math.floor(math.log10(abs(amount))), 0))


def part_words(role: Role) -> Text:
    """What the rows of a part of a formula are about, in words."""
    if role.table == "figures":
        return FIGURES[role.inputs[0]]
    if role.table == "population":
        return N_("Inhabitants")
    if role.table != "materials":
        return N_("Emissions")
    origin, _material, stage = role.inputs[0].split("/")
    materials = list(dict.fromkeys(name.split("/")[1] for name in role.inputs))
    if len(materials) == 1 and materials[0] in MATERIALS:
        return N_(
            "{stage}, {material} ({origin})",
            stage=STAGES[stage],
            material=MATERIALS[materials[0]],
            origin=ORIGINS[origin],
        )
    return N_("{stage} ({origin})", stage=STAGES[stage], origin=ORIGINS[origin])


# From the value to the verdict ----------------------------------------------------------------------------------


def verdict_steps(
    verdict: Verdict, target: Target | None, values: Mapping[int | None, float], *, unit: str
) -> tuple[Step, ...]:
    """The arithmetic of the required path (linear_path): the target, what the path asks for in the year judged, the change
    made and the change asked for, and the ratio.

    values: of the series by year. Empty where the verdict has no ratio, or where it is no plain quotient because the target
    was met in the base year already; the verdict's reason says why."""
    if target is None or verdict.ratio is None or verdict.path_value is None:
        return ()
    base, wanted = verdict.base_value, verdict.target_value
    if base is None or wanted is None or verdict.base_year is None or verdict.latest_value is None:
        return ()
    asked, made = verdict.path_value - base, verdict.latest_value - base
    if asked == 0 or not math.isclose(made / asked, verdict.ratio, rel_tol=SAME, abs_tol=SAME):
        return ()
    path = Path(verdict.base_year, base, int(verdict.target_year or 0), wanted, target.on_the_way(values))
    return (
        *_target_step(target, base, wanted, unit),
        _path_step(verdict, path, unit),
        Step(
            N_("Change made"), "{value} − {base}", {"value": verdict.latest_value, "base": base}, made, unit
        ),
        Step(
            N_("Change asked for by then"),
            "{path} − {base}",
            {"path": verdict.path_value, "base": base},
            asked,
            unit,
        ),
        Step(N_("Ratio"), "{made} / {asked}", {"made": made, "asked": asked}, verdict.ratio, ""),
    )


def _target_step(target: Target, base: float, wanted: float, unit: str) -> tuple[Step, ...]:
    """The target of a cut in percent; a target that is a value needs no step."""
    if target.reduction_percent is None:
        return ()
    numbers = {"base": base, "percent": target.reduction_percent}
    return (Step(N_("The target"), "{base} × (1 − {percent} / 100)", numbers, wanted, unit),)


def _path_step(verdict: Verdict, path: Path, unit: str) -> Step:
    """What the path asks for in the year judged, on the straight line between the two corners around it."""
    year = int(verdict.latest_year or path.target_year)
    (first, from_value), (last, to_value) = next(
        (pair for pair in pairwise(path.corners) if year <= pair[1][0]), tuple(path.corners[-2:])
    )
    numbers = {"base": from_value, "target": to_value, "year": year, "base_year": first, "target_year": last}
    return Step(
        N_("The path in {year}", year=str(year)),
        "{base} + ({target} − {base}) × ({year} − {base_year}) / ({target_year} − {base_year})",
        numbers,
        float(verdict.path_value or 0.0),
        unit,
    )
