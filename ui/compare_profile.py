"""The sectors of the compared municipalities side by side, in the newest year that all of them have.

Fossil CO2 is never drawn beside all greenhouse gases: each gas coverage has a picture of its own. Within one, what
national datasets count may still differ, so the datasets are named below the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charts.chart import Chart
from charts.scale import PERCENT
from charts.sector_profile import ProfiledArea, sector_profile_chart
from data.code_lists import SECTORS
from data.store import Store
from metrics.registry import GAS_NAMES, INDICATORS, GasCoverage
from sentences import formats
from texts import N_, Text, _
from ui import compare_reads, reads

SHOWN: dict[str, Text] = {"shares": N_("Shares"), "per_head": N_("Per inhabitant")}
_COLUMNS = {"shares": "share_percent", "per_head": "emissions_per_capita_tco2e"}


@dataclass(frozen=True)
class Profile:
    """The municipalities of one gas coverage and what their sectors were in a year.

    is_common: whether all of them have that year; else it is the newest that most of them have. sectors: rows of
    metrics.sectors.sector_profile."""

    gas_coverage: GasCoverage
    year: int
    area_ids: tuple[str, ...]
    is_common: bool
    sectors: pd.DataFrame


def profiles(store: Store, area_ids: Sequence[str]) -> list[Profile]:
    """One for each gas coverage among the municipalities, in the order chosen."""
    sums = compare_reads.sector_sums(store, tuple(area_ids))
    coverage_of = sums.drop_duplicates("municipality_id").set_index("municipality_id")["gas_coverage"]
    found = []
    for coverage in dict.fromkeys(coverage_of[each] for each in area_ids if each in coverage_of):
        chosen = tuple(each for each in area_ids if coverage_of.get(each) == coverage)
        year, is_common = _year(sums[sums["municipality_id"].isin(chosen)], len(chosen))
        sectors = compare_reads.sector_profile(store, chosen, year)
        found.append(Profile(coverage, year, chosen, is_common, sectors))
    return found


def without_sectors(store: Store, area_ids: Sequence[str], found: Sequence[Profile]) -> str:
    """Who has no sectors at all, in one sentence; empty where all have."""
    drawn = {area_id for profile in found for area_id in profile.area_ids}
    names = [store.register().areas[each].name for each in area_ids if each not in drawn]
    return _("No sectors are loaded for {names}.", names=", ".join(names)) if names else ""


def answer(store: Store, found: Sequence[Profile]) -> str:
    """The largest source of the first municipality, and how much the same sector is elsewhere."""
    if not found:
        return _("None of them has emissions by sector yet.")
    profile = found[0]
    shares = _shares(profile)
    own = shares.loc[profile.area_ids[0]].dropna() if profile.area_ids[0] in shares.index else pd.Series()
    name = store.register().areas[profile.area_ids[0]].name
    if own.empty:
        return _("The shares of {name}'s sectors in {year} are not known.", name=name, year=str(profile.year))
    sector = str(own.idxmax())
    words = _("{sector} is {name}'s largest source in {year}: {share} of the comparable total.",
              sector=_(SECTORS[sector]), name=name, year=str(profile.year),
              share=formats.percent(own[sector]))  # fmt: skip
    others = shares[sector].drop(profile.area_ids[0]).dropna()
    return words if others.empty else f"{words} {_elsewhere(store, others)}"


def _elsewhere(store: Store, others: pd.Series) -> str:
    areas = store.register().areas
    low, high = str(others.idxmin()), str(others.idxmax())
    if low == high:
        return _("In {name} it is {share}.", name=areas[low].name, share=formats.percent(others[low]))
    return _(
        "Elsewhere it is between {low} ({low_name}) and {high} ({high_name}).",
        low=formats.percent(others[low]),
        low_name=areas[low].name,
        high=formats.percent(others[high]),
        high_name=areas[high].name,
    )


def title(profile: Profile, shown: str) -> str:
    """What a picture shows: the gases, the year, and how."""
    places = {"gases": _(GAS_NAMES[profile.gas_coverage]), "year": str(profile.year)}
    if shown == "shares":
        return _("Sectors as shares of the comparable total, {gases}, {year}", **places)
    return _("Sectors per inhabitant, {gases}, {year}", **places)


def chart(store: Store, profile: Profile, shown: str) -> Chart:
    """The bars of one gas coverage."""
    drawn = profile.sectors.rename(columns={"municipality_id": "area_id", _COLUMNS[shown]: "value"})
    known = _shares(profile).notna().any(axis=1)
    drawn = drawn.assign(value=drawn["value"].where(drawn["area_id"].map(known).fillna(value=False)))
    return sector_profile_chart(
        drawn[["area_id", "sector", "value"]],
        _areas(store, profile, drawn, known),
        titles=SECTORS,
        format=formats.chart_format(),
        unit_label=PERCENT if shown == "shares" else _per_head_unit(profile),
        year=profile.year,
    )


def _per_head_unit(profile: Profile) -> str:
    return formats.unit_words(INDICATORS[f"{profile.gas_coverage}_per_capita"].unit)


def _areas(store: Store, profile: Profile, drawn: pd.DataFrame, known: pd.Series) -> list[ProfiledArea]:
    areas = store.register().areas
    has_bar = drawn.groupby("area_id")["value"].count() > 0
    with_year = profile.sectors.dropna(subset=["emissions_tco2e"])["municipality_id"].unique()
    return [
        ProfiledArea(
            each,
            areas[each].name,
            "" if has_bar.get(each, False) else _why_no_bar(profile, each, set(with_year), known),
        )
        for each in profile.area_ids
    ]


def _why_no_bar(profile: Profile, area_id: str, with_year: set[str], known: pd.Series) -> Text:
    if area_id not in with_year:
        return N_("no figures for {year}", year=str(profile.year))
    if not known.get(area_id, False):
        return N_("a sector's figure is missing, so the total is not known")
    return N_("the inhabitants of {year} are not loaded", year=str(profile.year))


def source(store: Store, profile: Profile) -> str:
    """Which datasets the bars come from, and that they may not count the same."""
    sums = compare_reads.sector_sums(store, profile.area_ids)
    about = reads.all_datasets(store).set_index("dataset")
    titles = [
        f"{about.at[each, 'title']} ({about.at[each, 'publisher']})" for each in sums["dataset"].unique()
    ]
    if len(titles) == 1:
        return f"{titles[0]}."
    named = "; ".join(titles)
    return _("{datasets}. They divide and count sectors each in its own way: compare the picture, not the decimals.",
             datasets=named)  # fmt: skip


def year_note(profile: Profile) -> str:
    """That not all have the year; empty where they do."""
    if profile.is_common:
        return ""
    return _(
        "They have no year in common: {year} is the newest that most of them have.", year=str(profile.year)
    )


def table(store: Store, found: Sequence[Profile]) -> pd.DataFrame:
    """One row per municipality and sector, in full precision, for downloads."""
    columns = {
        "municipality": _("Municipality"), "gases": _("Gases"), "year": _("Year"), "sector_title": _("Sector"),
        "emissions_tco2e": _("Emissions, t"), "share_percent": _("Share of the comparable total, %"),
        "emissions_per_capita_tco2e": _("Emissions per inhabitant, t"),
    }  # fmt: skip
    areas = store.register().areas
    parts = [
        profile.sectors.assign(
            municipality=[areas[each].name for each in profile.sectors["municipality_id"]],
            gases=_(GAS_NAMES[profile.gas_coverage]),
            year=str(profile.year),
            sector_title=[_(SECTORS[each]) for each in profile.sectors["sector"]],
        )
        for profile in found
    ]
    return pd.concat(parts, ignore_index=True)[list(columns)].rename(columns=columns)


def share_table(store: Store, profile: Profile) -> pd.DataFrame:
    """One row per sector and a column per municipality, for the screen: % of the comparable total."""
    shares = _shares(profile).T
    order = shares.max(axis=1).sort_values(ascending=False, kind="stable").index
    areas = store.register().areas
    columns = {f"{areas[each].name}, %": shares.loc[order, each].astype(float).to_numpy()
               for each in profile.area_ids if each in shares}  # fmt: skip
    return pd.DataFrame({_("Sector"): [_(SECTORS[str(each)]) for each in order], **columns})


def _shares(profile: Profile) -> pd.DataFrame:
    """% of the comparable total: a row per municipality, a column per sector."""
    return profile.sectors.pivot(index="municipality_id", columns="sector", values="share_percent")


def _year(sums: pd.DataFrame, count: int) -> tuple[int, bool]:
    """The newest year that all have, and True; else the newest that most have."""
    having = sums.groupby("year")["municipality_id"].nunique()
    common = having[having == count]
    if len(common):
        return int(common.index.max()), True
    return int(having[having == having.max()].index.max()), False
