"""The form that sets a target on a page: a cut in percent on a base year, or an amount."""

from datetime import date
from typing import Any

import streamlit as st

from metrics.registry import INDICATORS
from metrics.targets import check_target
from texts import _

KINDS = ("percent", "amount")


def target_fields(indicator: str, years: list[int]) -> dict[str, Any] | None:
    """Ask for a target. years: data years that can be the base year. Returns the checked fields when
    submitted, else None.

    The fields fit loaders.forms.TargetEntry without municipality_id. Raises MetricError with the sentence for
    the reader."""
    unit = INDICATORS[indicator].unit
    kind_words = {"percent": _("Percent on a base year"), "amount": _("{unit} in the target year", unit=unit)}
    kind = st.segmented_control(
        _("The target is given as"),
        KINDS,
        default="percent",
        format_func=kind_words.__getitem__,
        key="target-kind",
        required=True,
    )
    with st.form("target", border=False):
        from_when, to_when, how_much = st.columns(3)
        base_year = from_when.selectbox(_("Base year"), years, index=0, key="target-base-year")
        target_year = int(to_when.number_input(_("Target year"), 2000, 2100, 2030, step=1, key="target-year"))
        with how_much:
            cut = _amount_asked(kind or "percent", unit)
        when, where = st.columns([1, 2])
        decided_on = when.date_input(
            _("Decided on"), value=None, min_value=date(1990, 1, 1), key="target-decided-on"
        )
        decision_url = where.text_input(
            _("Where the decision can be read"), key="target-url", placeholder="https://"
        )
        is_submitted = st.form_submit_button(_("Save the target"), type="primary", icon=":material/flag:")
    if not is_submitted:
        return None
    reduction_percent, target_value = (cut, None) if kind == "percent" else (None, cut)
    check_target(
        indicator=indicator,
        unit=unit,
        base_year=base_year,
        target_year=target_year,
        reduction_percent=reduction_percent,
        target_value=target_value,
    )
    return {
        "indicator": indicator,
        "unit": unit,
        "base_year": base_year,
        "target_year": target_year,
        "reduction_percent": reduction_percent,
        "target_value": target_value,
        "decided_on": decided_on,
        "decision_url": decision_url.strip(),
    }


def _amount_asked(kind: str, unit: str) -> float | None:
    if kind == "percent":
        return st.number_input(
            _("Cut in percent"), 0.0, 100.0, 55.0, step=1.0, format="%g", key="target-percent"
        )
    return st.number_input(_("Target in {unit}", unit=unit), value=None, step=1.0, key="target-amount")
