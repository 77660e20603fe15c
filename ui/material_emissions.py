"""What the page about materials says of the climate: the waste that is burnt beside what waste incineration emits."""

from dataclasses import dataclass

import pandas as pd

from charts import palette
from charts.chart import Chart
from charts.levels import Level, levels_chart
from data.store import Store
from metrics.registry import INDICATORS
from metrics.waste_emissions import MUNICIPAL, OTHER, emissions_beside_waste
from sentences import formats
from texts import N_, _
from ui import choices, material_reads, reads
from ui.material_answer import waste_of
from ui.remembered import remembered

LEVELS = [
    Level("emissions", N_("Emissions of waste incineration"), palette.ACCENT, "solid"),
    Level("burnt", N_("Waste burnt"), palette.TEXT, "7px,3px"),
]


@dataclass(frozen=True)
class Shown:
    """What can be said. sentence: the answer; table: year by year, without rows where there is nothing to show."""

    sentence: str
    table: pd.DataFrame
    is_indexed: bool = False


@remembered(most=500, in_words=True)
def shown(store: Store, area_id: str, origin: str, name: str) -> Shown:
    """Incineration within the borders beside what of the origin's waste is burnt."""
    if reads.datasets(store, area_id).empty:
        return Shown(_("No emissions of {name} are loaded.", name=name), pd.DataFrame())
    burning = material_reads.burning(store, area_id)
    if burning[burning["kind"] == MUNICIPAL].dropna(subset=["emissions_tco2e"]).empty:
        return Shown(_nothing_told(store, area_id, burning), pd.DataFrame())
    beside = _beside(store, area_id, origin)
    both = beside.dropna(subset=["emissions_tco2e", "burnt_tonnes"])
    is_indexed = len(_in_both(store, area_id, origin)) > 1
    return Shown(_sentence(store, area_id, origin, beside, both), _table(store, area_id, beside), is_indexed)


@remembered(most=500, in_words=True)
def index_picture(store: Store, area_id: str, origin: str) -> Chart:
    """Emissions and waste burnt since their first common year, which is 100."""
    both = _in_both(store, area_id, origin)
    frame = pd.DataFrame(
        {
            "year": both["year"],
            "emissions": 100 * both["emissions_tco2e"] / both["emissions_tco2e"].iloc[0],
            "burnt": 100 * both["burnt_tonnes"] / both["burnt_tonnes"].iloc[0],
        }
    )
    unit = _("{year} = 100", year=str(int(both["year"].iloc[0])))
    return levels_chart(
        frame, LEVELS, format=formats.chart_format(), unit_label=unit, empty_text=_("Nothing to draw yet.")
    )


@remembered(most=500, in_words=True)
def index_title(store: Store, area_id: str, origin: str) -> str:
    """How both moved since their first common year, in one sentence."""
    both = _in_both(store, area_id, origin)
    first, last = both.iloc[0], both.iloc[-1]
    return _(
        "Since {year} the emissions of waste incineration changed by {emitted}, the waste burnt by {burnt}",
        year=formats.year(first["year"]),
        emitted=formats.percent(100 * (last["emissions_tco2e"] / first["emissions_tco2e"] - 1), signed=True),
        burnt=formats.percent(100 * (last["burnt_tonnes"] / first["burnt_tonnes"] - 1), signed=True),
    )


def caveat(name: str) -> str:
    """How the two figures belong together, and how they do not."""
    return _(
        "The plant burns the waste of others too, and waste of {name} may be burnt elsewhere. Both figures are of one place and "
        "year; the quotient is not what a tonne of {name}'s waste emits. Only the fossil part counts as CO2.",
        name=name,
    )


@remembered()
def _beside(store: Store, area_id: str, origin: str) -> pd.DataFrame:
    return emissions_beside_waste(
        material_reads.burning(store, area_id), material_reads.amounts(store, area_id), origin
    )


def _in_both(store: Store, area_id: str, origin: str) -> pd.DataFrame:
    """The years in which waste was burnt and incineration emitted something."""
    beside = _beside(store, area_id, origin)
    return beside[(beside["emissions_tco2e"] > 0) & (beside["burnt_tonnes"] > 0)]


def _unit(store: Store, area_id: str) -> str:
    """t CO2e, or t CO2 where the dataset covers CO2 only."""
    return INDICATORS[choices.headline_indicator(store, area_id)].unit


def _nothing_told(store: Store, area_id: str, burning: pd.DataFrame) -> str:
    title = reads.datasets(store, area_id)["title"].iloc[0]
    said = _("The emissions dataset ({title}) does not tell waste incineration apart.", title=title)
    others = burning[burning["kind"] == OTHER].dropna(subset=["emissions_tco2e"])
    if others.empty:
        return said
    newest = others.iloc[-1]
    return f"{said} " + _(
        "It shows {source} with {value} in {year}, where a municipality's residual waste is not burnt.",
        source=newest["source"], value=formats.amount(newest["emissions_tco2e"], _unit(store, area_id)),
        year=formats.year(newest["year"]),
    )  # fmt: skip


def _sentence(store: Store, area_id: str, origin: str, beside: pd.DataFrame, both: pd.DataFrame) -> str:
    unit = _unit(store, area_id)
    newest = both.iloc[-1] if len(both) else beside.dropna(subset=["emissions_tco2e"]).iloc[-1]
    said = _(
        "Waste incineration within the borders emitted {emissions} in {year}.",
        emissions=formats.amount(newest["emissions_tco2e"], unit), year=formats.year(newest["year"]),
    )  # fmt: skip
    if both.empty:
        return f"{said} " + _(
            "How much of the {waste} is burnt is not stated for those years.", waste=waste_of(origin)
        )
    if pd.isna(newest["emissions_kgco2e_per_tonne"]):
        return f"{said} " + _("None of the {waste} was burnt.", waste=waste_of(origin))
    return f"{said} " + _(
        "{burnt} of {waste} were burnt with energy recovery in that year: {quotient} within the borders for every tonne of it.",
        burnt=formats.short_amount(newest["burnt_tonnes"], "t"), waste=waste_of(origin),
        quotient=f"{formats.number(newest['emissions_kgco2e_per_tonne'])}{formats.FIXED_SPACE}{_kilograms(unit)}",
    )  # fmt: skip


def _kilograms(unit: str) -> str:
    return f"kg {unit.removeprefix('t ')}"


def _table(store: Store, area_id: str, beside: pd.DataFrame) -> pd.DataFrame:
    unit = _unit(store, area_id)
    newest_first = beside.sort_values("year", ascending=False)
    return pd.DataFrame(
        {
            _("Year"): [str(year) for year in newest_first["year"]],
            f"{_('Emissions of waste incineration')}, {unit}": newest_first["emissions_tco2e"].to_list(),
            f"{_('Waste burnt')}, t": newest_first["burnt_tonnes"].to_list(),
            f"{_('Emissions per tonne burnt')}, {_kilograms(unit)}": newest_first[
                "emissions_kgco2e_per_tonne"
            ].to_list(),
        }
    )
