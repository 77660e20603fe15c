"""The worked cases for linear_path, ols_projection and the growth-rate guard, from VEIKART_CASES."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics.progress import Target, Verdict, assess
from metrics.trajectory import growth_rate_is_defined

pytestmark = pytest.mark.samples
METHODS_HERE = ("linear_path", "ols_projection", "guard")
LEAST_CASES = {"linear_path": 7, "ols_projection": 3, "guard": 6}


@cache
def _cases() -> dict[str, Any]:
    folder = os.environ.get("VEIKART_CASES")
    assert folder, "VEIKART_CASES is not set. Expected the folder, or the path, of progress.json."
    path = Path(folder)
    path = path / "progress.json" if path.is_dir() else path
    assert path.is_file(), f"VEIKART_CASES: expected a file at {path}, found none."
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("method", METHODS_HERE)
def test_every_worked_case_of_a_method_comes_out(method):
    cases = [case for case in _cases()["cases"] if case["method"] == method]
    assert len(cases) >= LEAST_CASES[method]
    differences = [line for case in cases for line in _differences(case)]
    assert not differences, "\n".join(differences)


def _differences(case: dict[str, Any]) -> list[str]:
    found = _guarded(case["input"]) if case["method"] == "guard" else _judged(case)
    tolerance = case.get("tolerance", _cases()["default_tolerance"])
    return [
        f"{case['id']} {name}: expected {expected}, found {found[name]}"
        for name, expected in case["expected"].items()
        if found[name]
        != (pytest.approx(expected, rel=tolerance, abs=tolerance) if _is_number(expected) else expected)
    ]


def _guarded(given: dict[str, Any]) -> dict[str, Any]:
    return {"cagr_assessable": growth_rate_is_defined(given["base"], given["current"], given["target"])}


def _judged(case: dict[str, Any]) -> dict[str, Any]:
    given = case["input"]
    series = pd.DataFrame(
        [(int(str(year)[:4]), value) for year, value in given["series"]], columns=["year", "value"]
    )
    target = Target(
        target_year=given["target_year"],
        target_value=given["target"],
        base_year=given["base_year"],
        direction=given["direction"],
    )
    return _as_case(assess(series, target, case["method"]))


def _as_case(verdict: Verdict) -> dict[str, Any]:
    """A verdict under the names the case file uses."""
    return {
        "status": verdict.verdict,
        "ratio": verdict.ratio,
        "gap_share": verdict.ratio,
        "path_value": verdict.path_value,
        "required_per_year_from_now": verdict.required_per_year_from_now,
        "projected": verdict.projected_value,
        "slope": verdict.trend.slope_per_year if verdict.trend else None,
    }


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
