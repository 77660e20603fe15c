"""All worked cases of the progress methods, from VEIKART_CASES."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metrics.methods.open_sdg import aggregate
from metrics.series import series_set
from metrics.targets import Target
from metrics.trajectory import growth_rate_is_defined
from metrics.verdicts import method_named, verdict_on

pytestmark = pytest.mark.samples
# All cases of the file, by method: none may be lost.
CASES = {
    "opensdg": 63,
    "eurostat5": 32,
    "eurostat4": 7,
    "opensdg_aggregate": 7,
    "linear_path": 7,
    "guard": 6,
    "ols_projection": 3,
    "sdsn": 2,
    "unsd": 1,
}


@cache
def _cases() -> dict[str, Any]:
    folder = os.environ.get("VEIKART_CASES")
    assert folder, "VEIKART_CASES is not set. Expected the folder, or the path, of progress.json."
    path = Path(folder)
    path = path / "progress.json" if path.is_dir() else path
    assert path.is_file(), f"VEIKART_CASES: expected a file at {path}, found none."
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("method", list(CASES))
def test_every_worked_case_of_a_method_comes_out(method):
    cases = [case for case in _cases()["cases"] if case["method"] == method]
    assert len(cases) == CASES[method]
    differences = [line for case in cases for line in _differences(case)]
    assert not differences, "\n".join(differences)


def test_every_case_of_the_file_is_judged():
    assert len(_cases()["cases"]) == sum(CASES.values()) == 128


def _differences(case: dict[str, Any]) -> list[str]:
    found = _FOUND.get(case["method"], _judged)(case)
    tolerance = case.get("tolerance", _cases()["default_tolerance"])
    return [
        f"{case['id']} {name}: expected {expected}, found {found[name]}"
        for name, expected in case["expected"].items()
        if found[name]
        != (pytest.approx(expected, rel=tolerance, abs=tolerance) if _is_number(expected) else expected)
    ]


def _guarded(case: dict[str, Any]) -> dict[str, Any]:
    given = case["input"]
    return {"cagr_assessable": growth_rate_is_defined(given["base"], given["current"], given["target"])}


def _aggregated(case: dict[str, Any]) -> dict[str, Any]:
    found = aggregate(case["input"]["tree"])
    return {"score": found.score, "status": found.word}


def _judged(case: dict[str, Any]) -> dict[str, Any]:
    given = case["input"]
    points = sorted((int(str(year)[:4]), value) for year, value in given["series"])
    target = Target(
        target_year=given["target_year"],
        target_value=given["target"],
        base_year=given["base_year"],
        direction=given["direction"] or "down",
        natural_limit=given["limit"],
        is_gross=False,
    )
    method = method_named(case["method"])
    series = series_set([points], [target])
    judged = method.judge(series)
    verdict = verdict_on(points, target, method)
    details = {name: None if np.isnan(values[0]) else values[0] for name, values in judged.details.items()}
    return {
        "status": judged.word[0],
        "ratio": None if np.isnan(judged.ratio[0]) else judged.ratio[0],
        "gap_share": verdict.ratio,
        "path_value": verdict.path_value,
        "required_per_year_from_now": verdict.required_per_year_from_now,
        "projected": verdict.projected_value,
        "slope": verdict.trend.slope_per_year if verdict.trend else None,
        "target_met": bool(judged.is_met[0]),
        "expected_2030": details.get("expected"),
        **details,
    }


_FOUND = {"guard": _guarded, "opensdg_aggregate": _aggregated}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
