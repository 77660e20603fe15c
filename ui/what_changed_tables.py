"""The tables of the page on releases: revised history, new years, figures that came or went, and verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.registry import STATUSES
from metrics.release_changes import VerdictChange
from texts import _
from ui import layout
from ui.remembered import remembered
from ui.what_changed import ALL, Comparison, comparison

SHORT = 30  # rows of a table that is read as a whole
SHOWN = 500  # rows of a longer one that are sent; its downloads have all


@dataclass(frozen=True)
class Tables:
    """What two releases say otherwise of one municipality or of all, as the page shows it."""

    revised: pd.DataFrame
    added: pd.DataFrame
    others: pd.DataFrame


@remembered(most=200, in_words=True)
def tables(store: Store, dataset: str, older: str, newer: str, area_id: str) -> Tables:
    """The tables for one municipality or, with ALL, for all of them. Of 1,200 municipalities they have 40,000 rows, so they
    are made once per state of the store."""
    found = comparison(store, dataset, older=older, newer=newer)
    rows = found.municipalities if area_id == ALL else found.of(area_id)
    return Tables(revised_table(found, rows), new_years_table(found, rows), other_table(found, rows))


def long_table(frame: pd.DataFrame, alt: str) -> None:
    """A table that scrolls; of a very long one the first rows."""
    st.dataframe(layout.grouped(frame.head(SHOWN)), hide_index=True, alt=alt)
    if len(frame) > SHOWN:
        st.caption(
            _(
                "The first {shown} of {count} are shown; the downloads have all.",
                shown=SHOWN,
                count=len(frame),
            )
        )


def verdicts_by_both(verdicts: Sequence[VerdictChange]) -> None:
    """The verdicts by both releases, those that turned first; of many, those that stay are folded."""
    if len(verdicts) <= SHORT:
        layout.table(verdict_table(verdicts), _("Verdicts by both releases"))
        return
    turned = [verdict for verdict in verdicts if verdict.flips]
    if turned:
        long_table(verdict_table(turned), _("Verdicts that turn"))
    label = _("Verdicts that stay: {count}", count=len(verdicts) - len(turned))
    with st.expander(label, icon=":material/check:", key="verdicts-staying", on_change="rerun") as panel:
        if panel.open:
            staying = [verdict for verdict in verdicts if not verdict.flips]
            long_table(verdict_table(staying), _("Verdicts that stay"))


def revised_table(found: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """The revised years, largest difference first."""
    revised = rows[rows["kind"] == "revised"]
    return pd.DataFrame(
        {
            _("Municipality"): revised["name"],
            _("Year"): revised["year"].astype(str),
            _("Earlier release, {unit}", unit=found.unit): revised["old_tco2e"],
            _("New release, {unit}", unit=found.unit): revised["new_tco2e"],
            _("Change, {unit}", unit=found.unit): revised["difference_tco2e"],
            _("Change, %"): revised["difference_percent"],
        }
    )


def new_years_table(found: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """The years that only the newer release has, each against the newest year before it in that release."""
    added = rows[rows["kind"] == "new_year"].sort_values(["name", "year"])
    known = rows.dropna(subset=["new_tco2e"]).sort_values("year")
    before = pd.merge_asof(
        added.assign(year=added["year"].astype("int64")).sort_values("year"),
        known[["municipality_id", "year", "new_tco2e"]]
        .assign(year=known["year"].astype("int64"))
        .rename(columns={"new_tco2e": "before_tco2e"})
        .assign(year_before=known["year"].astype("int64")),
        on="year",
        by="municipality_id",
        allow_exact_matches=False,
    ).sort_values(["name", "year"])
    return pd.DataFrame(
        {
            _("Municipality"): before["name"],
            _("Year"): before["year"].astype(str),
            _("Value, {unit}", unit=found.unit): before["new_tco2e"],
            _("Year before"): before["year_before"].map(lambda year: "" if pd.isna(year) else str(int(year))),
            _("Change on the year before, %"): 100
            * (before["new_tco2e"] - before["before_tco2e"])
            / before["before_tco2e"].abs().where(before["before_tco2e"] != 0),
        }
    )


def other_table(found: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """Years that one release has a figure for and the other has not, though it covers them."""
    words = {
        "filled": _("Only the new release has a figure"),
        "gone": _("The new release has no figure any more"),
    }
    others = rows[rows["kind"].isin(words)].sort_values(["name", "year"])
    value = others["new_tco2e"].where(others["kind"] == "filled", others["old_tco2e"])
    return pd.DataFrame(
        {
            _("Municipality"): others["name"],
            _("Year"): others["year"].astype(str),
            _("What happened"): others["kind"].map(words),
            _("Value, {unit}", unit=found.unit): value,
        }
    )


def verdict_table(verdicts: Sequence[VerdictChange]) -> pd.DataFrame:
    """The verdicts by both releases, those that turned first."""
    return pd.DataFrame(
        {
            _("Municipality"): [each.name for each in verdicts],
            _("By the earlier release"): [_status(each.before.status) for each in verdicts],
            _("By the new release"): [_status(each.after.status) for each in verdicts],
            _("Why"): [_(each.after.reason) for each in verdicts],
        }
    )


def _status(key: str) -> str:
    return f"{STATUSES[key].symbol} {_(STATUSES[key].word)}"
