"""The form that sets a target on a page: a cut or rise in percent on a base year, or the value to reach."""

from datetime import date
from typing import Any

import streamlit as st

from metrics.indicator import Indicator
from metrics.registry import INDICATORS
from metrics.targets import check_target
from sentences import formats
from texts import _

KINDS = ("percent", "amount")
SMALL_STEP = 0.1  # of a score between 0 and 1


def target_fields(indicator: str, years: list[int]) -> dict[str, Any] | None:
    """Ask for a target. years: data years that can be the base year. Returns the checked fields when
    submitted, else None.

    The fields fit loaders.forms.TargetEntry without municipality_id. Raises MetricError with the sentence for
    the reader."""
    entry = INDICATORS[indicator]
    kind = _kind_asked(entry)
    with st.form("target", border=False):
        from_when, to_when, how_much = st.columns(3)
        base_year = from_when.selectbox(_("Base year"), years, index=0, key="target-base-year")
        target_year = int(to_when.number_input(_("Target year"), 2000, 2100, 2030, step=1, key="target-year"))
        with how_much:
            amount = _amount_asked(kind, entry)
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
    target: dict[str, Any] = {
        "indicator": indicator,
        "unit": entry.unit,
        "base_year": base_year,
        "target_year": target_year,
        "reduction_percent": amount if kind == "percent" else None,
        "target_value": amount if kind == "amount" else None,
        "basis": entry.basis,
        "includes_lulucf": entry.includes_lulucf,
        "includes_compensation": entry.includes_compensation,
    }
    check_target(**target)
    return target | {"decided_on": decided_on, "decision_url": decision_url.strip()}


def _kind_asked(entry: Indicator) -> str:
    """Percent or amount. A percentage of a share or score would be misread, and a yes or no has none."""
    if entry.scale != "amount":
        return "amount"
    kind_words = {
        "percent": _("Percent on a base year"),
        "amount": _("{unit} in the target year", unit=formats.unit_words(entry.unit)),
    }
    kind = st.segmented_control(
        _("The target is given as"),
        KINDS,
        default="percent",
        format_func=kind_words.__getitem__,
        key="target-kind",
        required=True,
    )
    return kind or "percent"


def _amount_asked(kind: str, entry: Indicator) -> float | None:
    """The amount, or the percentage as a cut: what should rise is asked for its rise."""
    if entry.scale == "binary":
        st.markdown(_("The target is yes."))
        return 1.0
    if kind == "amount":
        is_score = entry.scale == "score"
        label = _("Target in {unit}", unit=formats.unit_words(entry.unit))
        label = _("Target between 0 and 1") if is_score else label
        return st.number_input(label, value=None, step=SMALL_STEP if is_score else 1.0, key="target-amount")
    if entry.direction == "up":
        rise = st.number_input(
            _("Rise in percent"), 0.0, value=50.0, step=1.0, format="%g", key="target-percent"
        )
        return -rise
    return st.number_input(_("Cut in percent"), 0.0, 100.0, 55.0, step=1.0, format="%g", key="target-percent")
