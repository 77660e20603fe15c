"""The climate budget in sentences, as its page says them: one year's answer, the years after it, what closes the gap, and how
the gap moved between two reports."""

import pandas as pd

from metrics.reference_paths import REPORTED, TREND, UPLOADED
from metrics.registry import INDICATORS
from metrics.verdicts import Verdict
from sentences import formats
from texts import N_, Text, _

NAMED = 3
KINDS: dict[str, Text] = {
    UPLOADED: N_(
        "Without new measures: the path that was calculated and loaded, which may differ from the trend."
    ),
    TREND: N_("Without new measures: the trend of the last 8 data years, carried on."),
    REPORTED: N_("Without new measures: the figure reported for that year."),
}


def first_open_year(budget: pd.DataFrame, last_data_year: int | None) -> int:
    """The budget year to begin with: the first after the last data year, else the newest."""
    years = sorted(budget["year"].unique())
    ahead = [year for year in years if last_data_year is None or year > last_data_year]
    return int(ahead[0] if ahead else years[-1])


def is_above(row: pd.Series) -> bool | None:
    """Whether adopted measures leave more than the ceiling; None where that cannot be told."""
    gap = row["gap_after_adopted_tco2e"]
    return None if pd.isna(gap) else gap > 0


def answer(row: pd.Series, unit: str) -> str:
    """The budget of one year in words. row: of climate_budget."""
    places = {"year": str(row["year"]), "ceiling": _amount(row["ceiling_tco2e"], unit)}
    if pd.isna(row["reference_tco2e"]):
        return _(
            "What would be emitted in {year} without new measures cannot be told: load emissions, or a path that was "
            "calculated.", **places,
        )  # fmt: skip
    expected = _short(row["after_adopted_tco2e"], unit, row)
    if pd.isna(row["ceiling_tco2e"]) and row["adopted_mid_tco2e"] == 0:
        return _("No ceiling is decided for {year}. Without new measures {expected} are expected.",
                 expected=expected, **places)  # fmt: skip
    if pd.isna(row["ceiling_tco2e"]):
        return _("No ceiling is decided for {year}. With the adopted measures {expected} are expected.",
                 expected=expected, **places)  # fmt: skip
    gap = row["gap_after_adopted_tco2e"]
    places |= {"expected": expected, "gap": _short(abs(gap), unit, row)}
    if gap <= 0:
        return _("The ceiling of {year} is {ceiling}. With the adopted measures {expected} are expected, {gap} below it.",
                 **places)  # fmt: skip
    first = _("The ceiling of {year} is {ceiling}. With the adopted measures {expected} are expected: {gap} too much.",
              **places)  # fmt: skip
    return f"{first} {_with_proposed(row, unit)}".strip()


def outlook(of_one: pd.DataFrame, year: int, unit: str) -> str:
    """Whether the ceilings after the chosen year hold with the adopted measures; nothing where none is known to break."""
    later = of_one[(of_one["year"] > year) & (of_one["gap_after_adopted_tco2e"] > 0)]
    if later.empty:
        return ""
    last = later.iloc[-1]
    places = {"year": str(last["year"]), "gap": _short(last["gap_after_adopted_tco2e"], unit, last)}
    if len(later) == 1:
        return _("In {year} {gap} are still missing.", **places)
    return _(
        "From {first} on they do not suffice: {gap} are missing in {year}.",
        first=str(later["year"].iloc[0]),
        **places,
    )


def _with_proposed(row: pd.Series, unit: str) -> str:
    proposed, left = row["proposed_mid_tco2e"], row["gap_after_proposed_tco2e"]
    if pd.isna(proposed) or proposed == 0:
        return _("Nothing more is proposed.")
    if left <= 0:
        return _("The proposed measures would close the gap.")
    return _("The proposed measures would leave {gap} of it.", gap=_short(left, unit, row))


def verdict(row: pd.Series) -> tuple[str, str | None]:
    """The answer's first words and the status whose colour they take."""
    above = is_above(row)
    if above is None:
        return "", None
    return (_("Above the ceiling."), "off_track") if above else (_("Within the ceiling."), "on_track")


def notes(row: pd.Series, unit: str) -> list[str]:
    """What must be known about a year: where the reference comes from, what overlaps, what lacks its figure."""
    found = [_(KINDS[row["reference_kind"]])] if row["reference_kind"] in KINDS else []
    if row["overlap_tco2e"] > 0:
        found.append(
            _("Measures overlap: together they cut {overlap} more than there is to cut; that part is not counted.",
              overlap=formats.short_amount(row["overlap_tco2e"], unit))
        )  # fmt: skip
    if without := int(row["without_figure"]):
        found.append(
            _("One measure states no effect and counts as nothing.")
            if without == 1
            else _("{count} measures state no effect and count as nothing.", count=without)
        )
    return found


def _amount(value: float, unit: str) -> str:
    return formats.amount(value, unit)


def _short(value: float, unit: str, row: pd.Series) -> str:
    return formats.short_amount(value, unit, like=(row["reference_tco2e"], row["ceiling_tco2e"]))


# What closes the gap ---------------------------------------------------------------------------------------------


def largest(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with a cut in the year, the largest first. measures: as metrics.climate_budget.listed_measures."""
    found = measures.dropna(subset=["effect_mid_tco2e"])
    found = found[found["effect_mid_tco2e"] > 0]
    return found.sort_values("effect_mid_tco2e", ascending=False, ignore_index=True)


def gap(trend: Verdict) -> float | None:
    """What the trend leaves above the target, t; None where that cannot be told."""
    if trend.projected_value is None or trend.target_value is None:
        return None
    return trend.projected_value - trend.target_value


def reaches_its_target(trend: Verdict) -> bool:
    """Whether the trend is known to leave no gap."""
    missing = gap(trend)
    return missing is not None and missing <= 0


def no_cut(measures: pd.DataFrame, trend: Verdict) -> str:
    """That no measure cuts anything in the target year, and what nobody sees for that: what closes the gap on the trend, or,
    where the trend leaves none, what leads back to the required path.

    measures: as metrics.climate_budget.listed_measures, none of them with a cut in that year."""
    year, is_reached = formats.year(trend.target_year), reaches_its_target(trend)
    if measures.empty and is_reached:
        return _("No measures are loaded, so nobody sees what brings emissions back to the required path.")
    if measures.empty:
        return _("No measures are loaded, so nobody sees what closes the gap.")
    if is_reached:
        return _("No measure states a cut in {year}, so nobody sees what brings emissions back to the required path.",
                 year=year)  # fmt: skip
    return _("No measure states a cut in {year}, so nobody sees what closes the gap.", year=year)


def counted(budget: pd.DataFrame, year: int) -> tuple[float, float] | None:
    """What the adopted measures cut in a year, and all of them, as the climate budget counts them: less what overlaps and
    what measures add; None where the budget does not reach that year. budget: as metrics.climate_budget.climate_budget."""
    of_year = budget[(budget["year"] == year) & (budget["sector"] == "")]
    if of_year.empty:
        return None
    row = of_year.iloc[0]
    if pd.isna(row["reference_tco2e"]):
        adopted, proposed = row[["adopted_mid_tco2e", "proposed_mid_tco2e"]].fillna(0.0)
        return float(adopted), float(adopted + proposed)
    return float(row["reference_tco2e"] - row["after_adopted_tco2e"]), float(
        row["reference_tco2e"] - row["after_proposed_tco2e"]
    )


def closing_answer(cuts: tuple[float, float], trend: Verdict, indicator: str) -> str:
    """How much of the gap the adopted and the proposed measures close, in words. cuts: of counted.

    The trend holds what earlier measures have brought about, so that only what is new counts."""
    unit, missing = INDICATORS[indicator].unit, gap(trend)
    adopted, every = cuts
    places = {
        "year": formats.year(trend.target_year),
        "gap": formats.short_amount(missing, unit),
        "adopted": formats.short_amount(adopted, unit, like=(missing,)),
        "every": formats.short_amount(every, unit, like=(missing,)),
    }
    if missing is None:
        return _("Measures would cut {every} in {year}.", **places)
    if missing <= 0:
        return _("On the present trend no gap is left; measures would cut {every} in {year}.", **places)
    if adopted >= missing:
        return _(
            "Adopted measures cut {adopted} in {year}: more than the gap of {gap} on the trend.", **places
        )
    left = formats.short_amount(missing - adopted, unit, like=(missing,))
    if every >= missing:
        return _(
            "Of the gap of {gap} on the trend in {year}, adopted measures close {adopted}; with the proposed ones it is closed.",
            **places,
        )
    rest = formats.short_amount(missing - every, unit, like=(missing,))
    if every > adopted:
        return _(
            "Of the gap of {gap} on the trend in {year}, adopted measures close {adopted}; the proposed ones too would leave "
            "{rest}.",
            rest=rest, **places,
        )  # fmt: skip
    return _(
        "Of the gap of {gap} on the trend in {year}, adopted measures close {adopted}: {left} are left.",
        left=left,
        **places,
    )


# Between two reports ----------------------------------------------------------------------------------------------


def moved_gap(changed: pd.DataFrame, *, year: int, unit: str) -> str:
    """How the gap of a year has moved between two reports. changed: metrics.budget_snapshots.compared_snapshots."""
    gap = changed[
        (changed["year"] == year)
        & (changed["sector"] == "")
        & (changed["figure"] == "gap_after_adopted_tco2e")
    ]
    if changed.empty:
        return _("Nothing has changed between the two.")
    if gap.empty or gap["change_tco2e"].isna().any():
        return _(
            "What is missing in {year} after the adopted measures is the same in both, or unknown in one.",
            year=str(year),
        )
    row = gap.iloc[0]
    return _moved(row["first_tco2e"], row["second_tco2e"], year=year, unit=unit)


def _moved(before: float, after: float, *, year: int, unit: str) -> str:
    """Amounts without a sign, since the words say on which side of the ceiling they lie. before, after: t above the ceiling,
    below zero = to spare."""
    places = {
        "year": str(year),
        "before": formats.short_amount(abs(before), unit),
        "after": formats.short_amount(abs(after), unit),
        "change": formats.short_amount(abs(after - before), unit),
    }
    if before > 0 >= after:
        return _("The budget of {year} went from {before} missing to {after} to spare.", **places)
    if after > 0 >= before:
        return _("The budget of {year} went from {before} to spare to {after} missing.", **places)
    if before > 0 and after < before:
        return _("What is missing in {year} went from {before} to {after}: {change} less.", **places)
    if before > 0:
        return _("What is missing in {year} went from {before} to {after}: {change} more.", **places)
    if after < before:
        return _("What is to spare in {year} went from {before} to {after}: {change} more.", **places)
    return _("What is to spare in {year} went from {before} to {after}: {change} less.", **places)
