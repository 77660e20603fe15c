"""What it costs to avoid a tonne: the cost curve of the measures, its settings, and what cannot stand on it."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from charts.chart import Chart
from charts.macc import macc_chart
from data.code_lists import DECISIONS
from data.store import Store
from metrics.climate_budget import PROPOSED
from metrics.exchange_rates import EURO, Rate
from sentences import formats
from texts import _
from ui import choices, downloads, layout, project_reads, projects, reads
from ui.remembered import remembered

RATES = tuple(f"{step / 2:g}" for step in range(31))  # percent, 0 to 15


@dataclass(frozen=True)
class Settings:
    """What the curve is computed with. discount_percent: 0-100; since, until: years of the effects."""

    discount_percent: float
    since: int | None
    until: int | None
    currency: str


def section(store: Store, area_id: str) -> None:
    """The curve with its settings, its table, and the measures that are not on it."""
    if project_reads.costs(store, area_id, 0.0, None, None, None).empty:
        layout.heading(_("What a tonne costs"))
        st.markdown(
            _("No measures are loaded. Fill in the sheet Measures with investment, costs, savings and lifetime, and load it "
              "on the Upload page.")
        )  # fmt: skip
        return
    layout.heading(_("What a tonne costs"))
    settings = choose(store, area_id)
    on_curve, others = curve_table(store, area_id, settings), left_out_table(store, area_id, settings)
    if len(on_curve):
        layout.picture(
            chart(store, area_id, settings), key="macc", source=source(store, area_id, settings),
            file_stem=f"{area_id}-cost-curve",
        )  # fmt: skip
        layout.table_or_list(on_curve, _("Measures on the curve"))
    else:
        st.markdown(_("No measure states both its cost and its effect; what is missing stands below."))
    with st.container(horizontal=True):
        downloads.buttons(file(store, area_id, settings), file_stem=f"{area_id}-abatement", key="abatement")
    if len(others):
        layout.heading(_("Not on the curve"))
        layout.table_or_list(others, _("Not on the curve"))


def choose(store: Store, area_id: str) -> Settings:
    """The settings; every one stands in the address."""
    stated = f"{project_reads.stated_discount_percent(store, area_id):g}"
    rates = sorted({*RATES, stated}, key=float)
    years = [str(year) for year in _years(store, area_id)]
    currencies = _currencies(store, area_id)
    with st.container(horizontal=True, key="vk-cost-settings"):
        rate = choices.one_of(f"discount-rate-{area_id}", _("Discount rate"), rates, stated,
                              words=lambda percent: formats.percent(float(percent), digits=1))  # fmt: skip
        since = (
            choices.one_of(f"cost-since-{area_id}", _("Effects from"), years, years[0], words=str)
            if years
            else None
        )
        until = (
            choices.one_of(f"cost-until-{area_id}", _("Effects until"), years, years[-1], words=str)
            if years
            else None
        )
        currency = choices.one_of(
            f"cost-currency-{area_id}", _("Currency"), currencies, currencies[0], words=str
        )
    first, last = sorted([int(since), int(until)]) if since and until else (None, None)
    return Settings(float(rate), first, last, currency)


@remembered()
def _years(store: Store, area_id: str) -> list[int]:
    return sorted({int(year) for year in reads.effects_of_measures(store, area_id)["year"].dropna()})


@remembered()
def _currencies(store: Store, area_id: str) -> list[str]:
    """That of most measures first, then the others that measures or rates are stated in."""
    first = project_reads.costs(store, area_id, 0.0, None, None, None)["currency"].iloc[0]
    stated = set(reads.measures(store, area_id, projects.YEAR)["currency"].dropna())
    rates = set(project_reads.exchange_rates(store, area_id))
    more = stated | rates | ({EURO} if rates else set())
    return [first, *sorted(more - {first, ""})]


def of_settings(store: Store, area_id: str, settings: Settings) -> pd.DataFrame:
    """Every measure with its cost (metrics.abatement.abatement_costs)."""
    return project_reads.costs(
        store, area_id, settings.discount_percent, settings.since, settings.until, settings.currency
    )


@remembered(most=200, in_words=True)
def chart(store: Store, area_id: str, settings: Settings) -> Chart:
    """The curve."""
    found = of_settings(store, area_id, settings)
    known = found[found["reason"].isna()]
    frame = pd.DataFrame(
        {
            "title": known["title"],
            "is_proposed": known["decision"] == PROPOSED,
            "cost_per_tonne": known["cost_per_tonne"],
            "start": known["curve_from_tco2e"],
            "end": known["curve_to_tco2e"],
        }
    )
    return macc_chart(
        frame, format=formats.chart_format(), currency=settings.currency, unit_label=projects.UNIT,
        empty_text=_("No measure states both its cost and its effect; what is missing stands below."),
    )  # fmt: skip


@remembered(most=200, in_words=True)
def source(store: Store, area_id: str, settings: Settings) -> str:
    """What the curve was computed with: rate, years, currency, and the exchange rates that were used."""
    stated = project_reads.stated_discount_percent(store, area_id)
    places = {
        "rate": formats.percent(settings.discount_percent, digits=1),
        "stated": formats.percent(stated, digits=1),
    }
    words = [
        _("Investments are spread over their lifetime at {rate}.", **places)
        if settings.discount_percent == stated
        else _("Investments are spread over their lifetime at {rate}, not at {stated} as stated.", **places)
    ]
    if settings.since is not None:
        words.append(
            _(
                "The effect is the mean of {since} to {until}.",
                since=str(settings.since),
                until=str(settings.until),
            )
        )
    used = {*reads.measures(store, area_id, projects.YEAR)["currency"].dropna(), settings.currency}
    rates = [rate for rate in project_reads.exchange_rates(store, area_id).values() if rate.currency in used]
    if len(used) > 1:
        words += [_rate_words(rate) for rate in rates]
    return " ".join(words)


def _rate_words(rate: Rate) -> str:
    return _(
        "1 {currency} = {euro} EUR on {day} ({source}).", currency=rate.currency,
        euro=formats.number(rate.euro_per_unit), day=f"{rate.rate_on:%Y-%m-%d}", source=rate.source,
    )  # fmt: skip


@remembered(most=200, in_words=True)
def curve_table(store: Store, area_id: str, settings: Settings) -> pd.DataFrame:
    """The measures on the curve, numbered as in the picture."""
    found, currency = of_settings(store, area_id, settings), settings.currency
    on_curve = found[found["reason"].isna()]
    return pd.DataFrame(
        {
            _("Measure"): [f"{place}. {title}" for place, title in enumerate(on_curve["title"], start=1)],
            _("Decision"): [_(DECISIONS[code]) for code in on_curve["decision"]],
            f"{_('Cost a tonne')}, {currency}": on_curve["cost_per_tonne"].to_numpy(),
            f"{_('Cut a year')}, t": on_curve["yearly_effect_tco2e"].to_numpy(),
            f"{_('Net saving a year')}, {currency}": on_curve["net_saving"].to_numpy(),
            _("Taken as none"): [not_stated_words(names) for names in on_curve["not_stated"]],
        }
    )


def not_stated_words(names: str) -> str:
    """The amounts that nobody states, in words. names: of abatement_costs.not_stated."""
    words = {
        "investment": _("Investment"),
        "yearly_cost": _("Yearly cost"),
        "yearly_saving": _("Yearly saving"),
    }
    return ", ".join(words[name] for name in names.split(", ") if name)


@remembered(most=200, in_words=True)
def left_out_table(store: Store, area_id: str, settings: Settings) -> pd.DataFrame:
    """The measures that have no place on the curve, each with its reason."""
    found = of_settings(store, area_id, settings)
    others = found[found["reason"].notna()]
    return pd.DataFrame(
        {
            _("Measure"): others["title"].to_numpy(),
            _("Decision"): [_(DECISIONS[code]) for code in others["decision"]],
            _("Reason"): [_(reason) for reason in others["reason"]],
        }
    )


@remembered(most=200, in_words=True)
def file(store: Store, area_id: str, settings: Settings) -> pd.DataFrame:
    """Every measure to take away, also those that are not on the curve."""
    found = of_settings(store, area_id, settings)
    return pd.DataFrame(
        {
            _("Measure id"): found["measure_id"],
            _("Measure"): found["title"],
            _("Decision"): [_(DECISIONS[code]) for code in found["decision"]],
            _("Sector"): [projects.sector_words(code) for code in found["sector"]],
            _("Currency"): found["currency"],
            f"{_('Cut a year')}, {projects.UNIT}": found["yearly_effect_tco2e"],
            _("Net cost a year"): found["yearly_cost"],
            _("Cost a tonne"): found["cost_per_tonne"],
            _("Net saving a year"): found["net_saving"],
            _("Taken as none"): [not_stated_words(names) for names in found["not_stated"]],
            _("Reason"): ["" if reason is None else _(reason) for reason in found["reason"]],
        }
    )
