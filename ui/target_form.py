"""The form that sets a target on a page: a cut in percent on a base year, or an amount."""

from datetime import date

import streamlit as st

from data.store import Store
from metrics.registry import INDICATORS
from metrics.targets import check_target
from texts import _

KINDS = ("percent", "amount")


def target_fields(indicator: str, years: list[int]) -> dict | None:
    """Ask for a target. years: data years that can be the base year. Returns the checked fields when submitted, else None.

    The fields fit loaders.forms.TargetEntry without municipality_id. Raises MetricError with the sentence for the reader."""
    entry = INDICATORS[indicator]
    kind_words = {"percent": _("Percent on a base year"), "amount": _("{unit} in the target year", unit=entry.unit)}
    kind = st.segmented_control(_("The target is given as"), KINDS, default="percent", format_func=kind_words.__getitem__, key="target-kind", required=True)
    with st.form("target", border=False):
        base_year = st.selectbox(_("Base year"), years, index=0, key="target-base-year")
        target_year = int(st.number_input(_("Target year"), 2000, 2100, 2030, step=1, key="target-year"))
        if kind == "percent":
            cut = st.number_input(_("Cut in percent"), 0.0, 200.0, 55.0, step=1.0, key="target-percent")
        else:
            cut = st.number_input(_("Target in {unit}", unit=entry.unit), value=None, step=1.0, key="target-amount")
        decided_on = st.date_input(_("Decided on"), value=None, min_value=date(1990, 1, 1), key="target-decided-on")
        decision_url = st.text_input(_("Where the decision can be read"), key="target-url", placeholder="https://")
        is_submitted = st.form_submit_button(_("Save the target"), type="primary", icon=":material/flag:")
    if not is_submitted:
        return None
    fields = {
        "indicator": indicator,
        "unit": entry.unit,
        "base_year": base_year,
        "target_year": target_year,
        "reduction_percent": cut if kind == "percent" else None,
        "target_value": cut if kind == "amount" else None,
    }
    check_target(**fields)
    return {**fields, "decided_on": decided_on, "decision_url": decision_url.strip()}


def stored_targets(store: Store, area_id: str) -> list[dict]:
    """All live targets of an area, newest decision first, as rows of the targets table."""
    return store.arrow(_TARGETS, {"area": area_id}).to_pylist()


_TARGETS = """
select record_id, indicator, unit, base_year, target_year, reduction_percent, target_value, decided_on, decision_url
from live_targets
where area_id = $area
order by decided_on desc nulls last, committed_event desc
"""
