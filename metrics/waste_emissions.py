"""What waste incineration emits within the borders, where the publisher tells it apart, beside the waste that the area
sends to be burnt (docs/methods.md, materials)."""

import pandas as pd

from data.store import Store
from metrics.material_flows import whole_amounts
from metrics.sources import sources_of

# As publishers name it; Miljødirektoratet puts it under energy supply. Compared without case and spaces.
INCINERATION = (
    "avfallsforbrenning", "avfallsförbränning", "affaldsforbrænding", "jätteenpoltto", "sorpbrennsla", "waste incineration",
)  # fmt: skip
# SMHI tells apart only this within its waste sector; a municipality's residual waste is not burnt there.
OTHER_BURNING = ("krematorier och förbränning av farligt avfall",)
MUNICIPAL, OTHER = "municipal_waste", "other_waste"
WASTE_EMISSIONS = ("year", "kind", "source", "emissions_tco2e")
BESIDE = ("year", "emissions_tco2e", "burnt_tonnes", "emissions_kgco2e_per_tonne")


def waste_emissions(store: Store, municipality_id: str, *, dataset: str | None = None) -> pd.DataFrame:
    """Emissions of burning waste within the borders, from the headline dataset or the one named.

    Only sources that add up to their sector (metrics.sources). kind: MUNICIPAL is incineration as such, OTHER burns
    hazardous waste and the like, to which no municipal tonnes belong. Returns WASTE_EMISSIONS by kind, source and year: t CO2e
    (CO2 alone where the dataset covers no more), NaN = missing; no rows where the publisher does not tell it apart."""
    sources = sources_of(store, municipality_id, dataset=dataset)
    return burning_sources(sources)


def burning_sources(sources: pd.DataFrame) -> pd.DataFrame:
    """The sources that burn waste, among those of an area (metrics.sources.sources_of). Returns WASTE_EMISSIONS."""
    kinds = [_kind(source) for source in sources["source"]]
    found = sources.assign(kind=kinds)[[kind != "" for kind in kinds]]
    return found.sort_values(["kind", "source", "year"], ignore_index=True)[list(WASTE_EMISSIONS)]


def emissions_beside_waste(burning: pd.DataFrame, amounts: pd.DataFrame, origin: str) -> pd.DataFrame:
    """What incineration emits beside what of an origin's waste is burnt, year by year, where either is known.

    burning: of waste_emissions. amounts: of metrics.material_flows.material_amounts, of the same area. The plant burns the
    waste of others too, and an area's waste may be burnt elsewhere: the quotient is of two figures of one place and year,
    and not what a tonne of waste emits. Returns BESIDE: t CO2e, t burnt with energy recovery, kg CO2e per t (NaN where one of
    both is missing or nothing is burnt), by year."""
    own = burning[burning["kind"] == MUNICIPAL]
    emitted = own.groupby("year")["emissions_tco2e"].sum(skipna=False)
    burnt = whole_amounts(amounts, origin, "energy_recovery")
    table = pd.DataFrame({"emissions_tco2e": emitted, "burnt_tonnes": burnt}, dtype="float64").sort_index()
    table["emissions_kgco2e_per_tonne"] = (1000 * table["emissions_tco2e"] / table["burnt_tonnes"]).where(
        table["burnt_tonnes"] > 0
    )
    known = table.dropna(subset=["emissions_tco2e", "burnt_tonnes"], how="all")
    return known.rename_axis("year").reset_index().astype({"year": "int64"})[list(BESIDE)]


def _kind(source: str) -> str:
    name = " ".join(str(source).casefold().split())
    if name in INCINERATION:
        return MUNICIPAL
    return OTHER if name in OTHER_BURNING else ""
