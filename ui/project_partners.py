"""Who takes part in the projects and who pays: the sides of the helix, and the money by funder and by who leads."""

from typing import Literal

import pandas as pd
import streamlit as st

from data.code_lists import HELIX_SIDES, ORGANISATION_KINDS
from data.store import Store
from metrics.exchange_rates import converted
from metrics.innovation import ALL_SIDES
from texts import _, format_number
from ui import downloads, layout, project_reads
from ui.remembered import remembered


def section(store: Store, area_id: str) -> None:
    """The sides with their shares, then the money."""
    sides = project_reads.helix(store, area_id)
    layout.heading(_("Who takes part"))
    st.markdown(sides_words(sides, len(project_reads.going_on(store, area_id))))
    layout.table(sides_table(store, area_id), _("Sides of the helix"))
    layout.heading(_("Who pays"))
    if project_reads.money(store, area_id, "funder").empty:
        st.markdown(
            _(
                "No money is stated yet: fill in the sheet Funding of the project template, and load it on the Upload page."
            )
        )
        return
    st.markdown(money_words(store, area_id))
    funders, leaders = st.columns(2, gap="large")
    with funders:
        layout.table(money_table(store, area_id, "funder"), _("Money by funder"))
    with leaders:
        layout.table(
            money_table(store, area_id, "lead_kind"), _("Money by the kind of organisation that leads")
        )
    with st.container(horizontal=True):
        downloads.buttons(
            money_table(store, area_id, "funder"), file_stem=f"{area_id}-project-money", key="money"
        )


def sides_words(sides: pd.DataFrame, going_on: int) -> str:
    """How many of the projects that are not stopped have all four sides."""
    together = int(sides.loc[sides["helix_side"] == ALL_SIDES, "projects"].sum())
    if not going_on:
        return _("Every project is stopped.")
    if going_on == 1 and together:
        return _("The only project has all four sides: public sector, business, academia and civil society.")
    if going_on == 1:
        return _(
            "The only project lacks some of the four sides: public sector, business, academia and civil society."
        )
    if together == 1:
        return _("One of {all} projects has all four sides: public sector, business, academia and civil society.",
                 all=going_on)  # fmt: skip
    if not together:
        return _("None of {all} projects has all four sides: public sector, business, academia and civil society.",
                 all=going_on)  # fmt: skip
    return _("{count} of {all} projects have all four sides: public sector, business, academia and civil society.",
             count=together, all=going_on)  # fmt: skip


@remembered(in_words=True)
def sides_table(store: Store, area_id: str) -> pd.DataFrame:
    """Projects and their share by side."""
    sides = project_reads.helix(store, area_id)
    names = [_("All four") if side == ALL_SIDES else _(HELIX_SIDES[side]) for side in sides["helix_side"]]
    return pd.DataFrame(
        {
            _("Side of the helix"): names,
            _("Projects"): [str(count) for count in sides["projects"]],
            _("Share of projects, %"): sides["share_percent"].astype(float),
        }
    )


@remembered(in_words=True)
def money_words(store: Store, area_id: str) -> str:
    """The sums per currency; added only where a rate is stated for each of them."""
    money = project_reads.money(store, area_id, "funder")
    sums = money.dropna(subset=["amount"]).groupby("currency")["amount"].sum()
    named = {currency: amount for currency, amount in sums.items() if currency}
    words = []
    if named:
        each = [_money(amount, str(currency)) for currency, amount in named.items()]
        words.append(_("Granted: {sums}.", sums=", ".join(each)))
    if len(named) > 1:
        words.append(_together(store, area_id, named))
    if without := int(money["without_amount"].sum()):
        words.append(
            _("One grant states no amount.")
            if without == 1
            else _("{count} grants state no amount.", count=without)
        )
    return " ".join(words)


def _together(store: Store, area_id: str, sums: dict) -> str:
    rates = project_reads.exchange_rates(store, area_id)
    largest = max(sums, key=lambda currency: sums[currency])
    amounts = [converted(amount, currency, largest, rates) for currency, amount in sums.items()]
    if any(amount is None for amount in amounts):
        return _("They are not added: a rate is missing on the sheet Exchange rates.")
    whole = sum(amount for amount in amounts if amount is not None)
    used = ", ".join(
        f"{rate.currency} {rate.rate_on:%Y-%m-%d}" for rate in rates.values() if rate.currency in sums
    )
    return _("Together {sum}, at the stated rates ({rates}).", sum=_money(whole, str(largest)), rates=used)


def _money(amount: float, currency: str) -> str:
    return f"{format_number(amount, digits=0)}\N{NO-BREAK SPACE}{currency}"


@remembered(in_words=True)
def money_table(store: Store, area_id: str, by: Literal["funder", "lead_kind"]) -> pd.DataFrame:
    """The sums as a table: who, how much in which currency, for how many projects."""
    money = project_reads.money(store, area_id, by)
    head = _("Funder") if by == "funder" else _("Kind of lead organisation")
    names = money["named"] if by == "funder" else [_kind(code) for code in money["named"]]
    return pd.DataFrame(
        {
            head: list(names),
            _("Amount"): money["amount"].astype(float),
            _("Currency"): money["currency"],
            _("Projects"): [str(count) for count in money["projects"]],
        }
    )


def _kind(code: str) -> str:
    return _(ORGANISATION_KINDS[code]) if code in ORGANISATION_KINDS else _("Not stated")
