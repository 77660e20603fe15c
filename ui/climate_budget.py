"""What the climate budget page shows: ceilings against what is expected, measures as wedges, the gap by year and the table
of measures."""

import pandas as pd

from charts import palette
from charts.budget_wedges import budget_wedges_chart
from charts.chart import Chart
from charts.levels import Level
from charts.levels import levels_chart as drawn_levels
from data.code_lists import DECISIONS, PROJECT_STATUSES, SECTORS
from data.store import Store
from metrics.climate_budget import ADOPTED, PROPOSED
from metrics.counted_effects import counted_effects
from metrics.registry import INDICATORS
from sentences import formats
from texts import N_, _, format_number, separators
from ui import choices, reads
from ui.layout import Fact

WHOLE = "all"  # in the address; the tables say ""
HISTORY_YEARS = 10  # before the budget, drawn for context
LEVELS = [
    Level("reported", N_("Reported"), palette.ACCENT, "solid"),
    Level("reference", N_("Without new measures"), palette.VINTAGE, "solid"),
    Level("after_adopted", N_("With adopted measures"), palette.ACCENT, "7px,3px"),
    Level("after_proposed", N_("With proposed ones too"), palette.ACCENT, "2px,4px"),
    Level("ceiling", N_("Ceiling"), palette.TEXT, "7px,5px"),
]


def unit_of(store: Store, area_id: str) -> str:
    """The unit of the municipality's headline emissions."""
    return INDICATORS[choices.headline_indicator(store, area_id)].unit


def sectors(budget: pd.DataFrame) -> list[str]:
    """What can be looked at: all together, then each sector of the budget."""
    return [WHOLE, *(code for code in SECTORS if code in set(budget["sector"]))]


def sector_title(code: str) -> str:
    """A sector in words."""
    return _("All sectors") if code == WHOLE else _(SECTORS[code])


def of_sector(budget: pd.DataFrame, sector: str) -> pd.DataFrame:
    """The rows of one sector, or of all together, by year."""
    return budget[budget["sector"] == ("" if sector == WHOLE else sector)].reset_index(drop=True)


def last_data_year(store: Store, area_id: str) -> int | None:
    """The newest year with emissions; None without any."""
    known = reads.values(store, (area_id,), (choices.headline_indicator(store, area_id),)).dropna(
        subset=["value"]
    )
    return int(known["year"].max()) if len(known) else None


def facts(row: pd.Series, unit: str) -> list[Fact]:
    """The figures of one year, all on one scale; what is not known is left out."""
    gap, left = row["gap_after_adopted_tco2e"], row["gap_after_proposed_tco2e"]
    entries = [
        (_("Ceiling {year}", year=str(row["year"])), row["ceiling_tco2e"], ""),
        (_("Without new measures"), row["reference_tco2e"], ""),
        (_("Adopted measures cut"), row["adopted_mid_tco2e"], _range(row, ADOPTED, unit)),
        (_("Proposed measures would cut"), row["proposed_mid_tco2e"], _range(row, PROPOSED, unit)),
        (_("Still missing") if gap > 0 else _("To spare"), abs(gap), ""),
        (_("Missing with the proposed ones") if left > 0 else _("To spare with the proposed ones"), abs(left), ""),
    ]  # fmt: skip
    return [
        Fact(term, _short(value, unit, row), remark) for term, value, remark in entries if not pd.isna(value)
    ]


def levels_chart(store: Store, area_id: str, of_one: pd.DataFrame, sector: str) -> Chart:
    """Reported and expected emissions against the ceilings."""
    history = _history(store, area_id, sector, int(of_one["year"].min()))
    renamed = of_one.rename(columns=lambda name: name.removesuffix("_tco2e"))
    kept = ["year", *(level.column for level in LEVELS if level.column != "reported")]
    frame = pd.concat([history, renamed[kept]]).sort_values("year", ignore_index=True)
    merged = frame.groupby("year", as_index=False).first()
    return drawn_levels(
        merged,
        LEVELS,
        format=formats.chart_format(),
        unit_label=unit_of(store, area_id),
        empty_text=_nothing(),
    )


def _history(store: Store, area_id: str, sector: str, first_year: int) -> pd.DataFrame:
    """The reported years before the budget's end, the last of them also as the start of what is expected."""
    if sector == WHOLE:
        key = choices.headline_indicator(store, area_id)
        known = reads.values(store, (area_id,), (key,))[["year", "value"]]
    else:
        parts = reads.breakdown(store, area_id, "sector", None)
        known = parts[parts["sector"] == sector].rename(columns={"emissions_tco2e": "value"})[
            ["year", "value"]
        ]
    known = known.dropna(subset=["value"])
    known = known[known["year"] >= first_year - HISTORY_YEARS].rename(columns={"value": "reported"})
    is_last = known["year"] == known["year"].max()
    begins = known["reported"].where(is_last & (known["year"] < first_year))
    return known.assign(reference=begins)


def wedges_chart(store: Store, area_id: str, of_one: pd.DataFrame, sector: str) -> Chart:
    """The needed cut by year, and the measures that fill it."""
    needed = pd.DataFrame(
        {"year": of_one["year"], "value": of_one["reference_tco2e"] - of_one["ceiling_tco2e"]}
    )
    return budget_wedges_chart(
        _effects(store, area_id, of_one, sector),
        needed,
        format=formats.chart_format(),
        unit_label=unit_of(store, area_id),
        empty_text=_nothing(),
    )


def _effects(store: Store, area_id: str, of_one: pd.DataFrame, sector: str) -> pd.DataFrame:
    """What each measure of the sector cuts, as far as it is counted (metrics.counted_effects)."""
    effects = reads.effects_of_measures(store, area_id)
    chosen = effects if sector == WHOLE else effects[effects["sector"] == sector]
    return counted_effects(chosen, of_one)


def gap_table(of_one: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Year by year, in base unit: ceiling, expected, cuts and what is missing."""
    columns = {
        _("Ceiling"): "ceiling_tco2e",
        _("Without new measures"): "reference_tco2e",
        _("Adopted"): "adopted_mid_tco2e",
        _("Proposed"): "proposed_mid_tco2e",
        _("Missing after adopted"): "gap_after_adopted_tco2e",
        _("Missing after proposed"): "gap_after_proposed_tco2e",
    }
    years = [str(year) for year in of_one["year"]]
    return pd.DataFrame(
        {_("Year"): years} | {f"{title}, {unit}": of_one[name].to_list() for title, name in columns.items()}
    )


def measures_of(store: Store, area_id: str, year: int, sector: str) -> pd.DataFrame:
    """The measures of the sector chosen, or all (metrics.climate_budget.listed_measures)."""
    listed = reads.measures(store, area_id, year)
    return listed if sector == WHOLE else listed[listed["sector"] == sector].reset_index(drop=True)


def measures_table(listed: pd.DataFrame, year: int, unit: str) -> pd.DataFrame:
    """The measures for the screen: decision, owner, the cut with its range, the year's money and the project's status."""
    table = pd.DataFrame(
        {
            _("Measure"): listed["title"],
            _("Decision"): [_(DECISIONS[code]) for code in listed["decision"]],
            _("Responsible"): listed["responsible_unit"].fillna(""),
            f"{_('Cut {year}', year=str(year))}, {unit}": listed["effect_mid_tco2e"].astype("float64"),
            _("Range"): [_range_words(low, high) for low, high in zip(
                listed["effect_low_tco2e"], listed["effect_high_tco2e"], strict=True)],
            _("Money {year}", year=str(year)): [_money(amount, currency) for amount, currency in zip(
                listed["budget_amount"], listed["currency"], strict=True)],
            _("Project"): [_project(title, status) for title, status in zip(
                listed["project_title"], listed["status"], strict=True)],
            _("Shown by"): listed["result_indicator"].fillna(""),
        }
    )  # fmt: skip
    return table.drop(columns=[name for name in table.columns if (table[name] == "").all()])


def measures_file(listed: pd.DataFrame) -> pd.DataFrame:
    """The measures in full precision for other systems, one column a field, headings in words."""
    titles = {
        "measure_id": _("Measure id"), "title": _("Measure"), "decision": _("Decision"), "sector": _("Sector"),
        "responsible_unit": _("Responsible"), "effect_low_tco2e": _("Cut, low, t"), "effect_mid_tco2e": _("Cut, t"),
        "effect_high_tco2e": _("Cut, high, t"), "budget_amount": _("Money of the year"), "investment": _("Investment"),
        "yearly_cost": _("Yearly cost"), "yearly_saving": _("Yearly saving"), "currency": _("Currency"),
        "project_id": _("Project id"), "status": _("Project status"), "result_indicator": _("Result indicator"),
    }  # fmt: skip
    words = listed.assign(
        decision=[_(DECISIONS[code]) for code in listed["decision"]],
        sector=[_(SECTORS[code]) if code else "" for code in listed["sector"]],
        status=[_(PROJECT_STATUSES[code]) if code else "" for code in listed["status"]],
    )
    return words[list(titles)].rename(columns=titles)


def as_pasted(table: pd.DataFrame) -> str:
    """A table as text that a spreadsheet or finance system takes from the clipboard: tabs between, the reader's decimal
    mark, nothing where a figure is missing."""
    lines = ["\t".join(table.columns)]
    lines += ["\t".join(_pasted(value) for value in row) for row in table.itertuples(index=False)]
    return "\n".join(lines)


def _pasted(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", separators()[0])
    return " ".join(str(value).split())


def _range_words(low: float | None, high: float | None) -> str:
    if low is None or high is None or pd.isna(low) or pd.isna(high) or low == high:
        return ""
    first, last = sorted((float(low), float(high)))
    return f"{format_number(first, digits=0)}{formats.FIXED_SPACE}–{formats.FIXED_SPACE}{format_number(last, digits=0)}"


def _money(amount: float | None, currency: str | None) -> str:
    if amount is None or pd.isna(amount):
        return ""
    return f"{format_number(float(amount), digits=0)}{formats.FIXED_SPACE}{currency or ''}".strip()


def _project(title: str | None, status: str) -> str:
    if not isinstance(title, str) or not title:
        return ""
    return f"{title} ({_(PROJECT_STATUSES[status]).lower()})" if status else title


def _range(row: pd.Series, decision: str, unit: str) -> str:
    low, high = row[f"{decision}_low_tco2e"], row[f"{decision}_high_tco2e"]
    if pd.isna(low) or low == high:
        return ""
    return _("range {low} to {high}", low=_short(low, unit, row), high=_short(high, unit, row))


def _amount(value: float, unit: str) -> str:
    return formats.amount(value, unit)


def _short(value: float, unit: str, row: pd.Series) -> str:
    return formats.short_amount(value, unit, like=(row["reference_tco2e"], row["ceiling_tco2e"]))


def _nothing() -> str:
    return _("Nothing to draw yet. Load ceilings, a reference path or measures on the Upload page.")
