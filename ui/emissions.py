"""What the emissions page shows: parts over time, absolute, per head or indexed, and where each figure stands
in its file."""

import pandas as pd

from charts.breakdown import breakdown_chart
from charts.chart import Chart
from data.code_lists import GASES, OUTSIDE_TOTAL, SECTORS
from data.store import Store
from metrics.registry import INDICATORS
from sentences import answers, formats
from texts import _
from ui import reads
from ui.remembered import remembered

SPLITS = ("sector", "gas")
MEASURES = ("absolute", "per_head", "indexed")
TITLES = {"sector": SECTORS, "gas": GASES}


@remembered()
def parts(
    store: Store, area_id: str, split: str, measure: str, dataset: str, years: tuple[int, int]
) -> pd.DataFrame:
    """Parts of an area's emissions within the years: year, category, value (t, or t per inhabitant; NaN =
    missing)."""
    found = reads.breakdown(store, area_id, split, dataset).rename(
        columns={split: "category", "emissions_tco2e": "value"}
    )
    found = found[found["year"].between(*years)]
    if measure == "per_head":
        people = reads.inhabitants(store, area_id).set_index("year")["inhabitants"]
        found = found.assign(value=found["value"] / found["year"].map(people))
    return found


@remembered(most=500, in_words=True)
def chart(
    store: Store, area_id: str, split: str, measure: str, dataset: str, years: tuple[int, int], indicator: str
) -> Chart:
    """The parts over time."""
    found = parts(store, area_id, split, measure, dataset, years)
    unit = INDICATORS[indicator].unit + (_("/inhabitant") if measure == "per_head" else "")
    return breakdown_chart(
        found[["year", "category", "value"]],
        dimension=split,  # type: ignore[arg-type]
        titles=TITLES[split],
        format=formats.chart_format(),
        unit_label=unit,
        is_indexed=measure == "indexed",
        empty_text=_empty_words(split, measure),
    )


@remembered(most=500, in_words=True)
def latest_parts(
    store: Store, area_id: str, split: str, measure: str, dataset: str, years: tuple[int, int], unit: str
) -> pd.DataFrame:
    """The newest year part by part, largest first: part, figure in the unit, share of the parts' sum, change since the
    first year shown."""
    found = parts(store, area_id, split, measure, dataset, years)
    known = found.dropna(subset=["value"])
    if known.empty:
        return pd.DataFrame()
    last, first = int(known["year"].max()), int(known["year"].min())
    newest = known[known["year"] == last].sort_values("value", ascending=False)
    total = newest.loc[~newest["category"].isin(OUTSIDE_TOTAL), "value"].sum()
    before = known[known["year"] == first].set_index("category")["value"]
    return pd.DataFrame(
        {
            _("Part"): [_(TITLES[split].get(code, code)) for code in newest["category"]],
            f"{last}, {unit}": newest["value"].to_list(),
            _("Share, %"): [100 * value / total if total > 0 and code not in OUTSIDE_TOTAL else None
                            for code, value in zip(newest["category"], newest["value"], strict=True)],
            _("Change since {year}, %", year=str(first)): [
                100 * (value / before[code] - 1) if before.get(code, 0) > 0 else None
                for code, value in zip(newest["category"], newest["value"], strict=True)
            ],
        }
    )  # fmt: skip


@remembered(most=500, in_words=True)
def answer(store: Store, area_id: str, indicator: str, dataset: str, years: tuple[int, int]) -> str:
    """The largest sector with its share, and how the total moved, within the years shown."""
    found = parts(store, area_id, "sector", "absolute", dataset, years)
    totals = reads.values_of_dataset(store, area_id, indicator, dataset).dropna(subset=["value"])
    totals = totals[totals["year"].between(*years)]
    return answers.largest_sector(totals, found, INDICATORS[indicator].unit)


def missing_people(store: Store, area_id: str, found: pd.DataFrame) -> list[int]:
    """Years with emissions whose population is not loaded."""
    known = set(reads.inhabitants(store, area_id).dropna(subset=["inhabitants"])["year"])
    return sorted(int(year) for year in set(found["year"]) - known)


def provenance_table(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts behind a figure with file, sheet and cell, in words."""
    return pd.DataFrame(
        {
            _("File"): facts["file_name"],
            _("Sheet"): facts["sheet"],
            _("Cell"): facts["cell"],
            _("Label in the file"): facts["source_label"],
            _("Sector"): [_(SECTORS[code]) if code in SECTORS else "" for code in facts["sector"]],
            _("Gas"): facts["gas"],
            _("Tonnes"): facts["emissions_tco2e"],
            _("Inhabitants"): facts["inhabitants"],
            _("Upload"): facts["upload_id"],
            _("Release"): facts["release"],
        }
    ).dropna(axis="columns", how="all")


def totals_words(compared: pd.DataFrame, unit: str) -> str:
    """Whether the publisher's totals agree with ours. compared: metrics.published_totals."""
    differing = compared[compared["explanation"].notna()]
    if differing.empty and len(compared) == 1:
        return _("Our total is the publisher's own in the only year.")
    if differing.empty:
        return _("Our totals are the publisher's own in all {count} years.", count=len(compared))
    row = differing.loc[differing["difference_tco2e"].abs().fillna(0.0).idxmax()]
    places = {
        "year": str(row["year"]),
        "explanation": _(row["explanation"]),
        "difference": formats.short_amount(row["difference_tco2e"], unit),
    }
    if len(differing) == 1 and pd.isna(row["difference_tco2e"]):
        return _("One year cannot be compared: {year}. {explanation}", **places)
    if len(differing) == 1:
        return _("One year differs: {year}, by {difference}. {explanation}", **places)
    return _("{count} of {all} years differ. The largest difference is {difference} in {year}. {explanation}",
             count=len(differing), all=len(compared), **places)  # fmt: skip


def totals_table(compared: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The publisher's totals beside ours, the newest year first, with what explains a difference."""
    rows = compared.sort_values("year", ascending=False)
    return pd.DataFrame(
        {
            _("Year"): [str(year) for year in rows["year"]],
            _("Counted here, {unit}", unit=unit): rows["counted_tco2e"],
            _("Publisher, {unit}", unit=unit): rows["published_tco2e"],
            _("Difference, {unit}", unit=unit): rows["difference_tco2e"],
            _("Why"): ["" if words is None else _(words) for words in rows["explanation"]],
        }
    )


def releases_table(store: Store, area_id: str, dataset: str) -> pd.DataFrame:
    """The totals of every live release of a dataset, one column each, newest first."""
    gas_coverage = reads.datasets(store, area_id).set_index("dataset").loc[dataset, "gas_coverage"]
    headline = "co2_total" if gas_coverage == "co2" else "ghg_total"
    newest = reads.values_of_dataset(store, area_id, headline, dataset)[["year", "value", "release"]]
    older = reads.vintages(store, area_id, dataset).rename(columns={"total_tco2e": "value"})[
        ["year", "value", "release"]
    ]
    both = pd.concat([newest, older]) if len(older) else newest
    wide = both.pivot(index="year", columns="release", values="value").reset_index()
    return wide[["year", *dict.fromkeys(both["release"])]].rename(columns={"year": _("Year")})


def _empty_words(split: str, measure: str) -> str:
    if measure == "per_head":
        return _(
            "Per head needs the population of the same years. Load a population table on the Upload page."
        )
    if split == "gas":
        return _("The publisher does not divide these emissions by gas.")
    return _("The publisher does not divide these emissions by sector.")
