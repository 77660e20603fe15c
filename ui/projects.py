"""What the projects page says of the whole portfolio: how much of the gap it is expected to close, sector by sector, and
how far its projects have come."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charts.chart import Chart
from charts.funnel import funnel_chart
from charts.gap_coverage import gap_coverage_chart
from data.code_lists import INNOVATION_STAGES, OUTSIDE_TOTAL, SECTORS
from data.store import Store
from metrics.reference_paths import reference_paths
from metrics.registry import INDICATORS
from sentences import budget_words, formats, project_words
from texts import N_, Text, _
from ui import choices, project_reads, reads
from ui.layout import Fact
from ui.project_reads import Weights
from ui.remembered import remembered

STYLE = f"<style>{(Path(__file__).parent / 'projects.css').read_text(encoding='utf-8')}</style>"
YEAR = 2030
UNIT = "t CO2e"
WHOLE = ""  # the row of all sectors
GAP_KINDS: dict[str, Text] = {
    "ceiling": N_("The gap: what would be emitted without new measures, less the ceiling of the climate budget."),
    "target": N_("The gap: what would be emitted without new measures, less what the target allows."),
}  # fmt: skip
SAME_CUT = N_(
    "In a sector without a ceiling of its own the gap is told as if every sector cut as much as the total, in percent."
)


@dataclass(frozen=True)
class Verified:
    """What has been verified so far. tonnes: a year, None = nothing; projects: how many; years: the first and the last."""

    tonnes: float | None
    projects: int
    years: tuple[int, int] | None


def years(store: Store, area_id: str) -> list[str]:
    """The years that the page can be about: those with an expected cut, and 2030."""
    found = project_reads.effects(store, (area_id,)).dropna(subset=["expected_mid_tco2e"])
    return [str(year) for year in sorted({*map(int, found["year"]), YEAR})]


def whole(portfolio: pd.DataFrame) -> pd.Series:
    """The row of all sectors together."""
    return portfolio[portfolio["sector"] == WHOLE].iloc[0]


def verified_so_far(store: Store, area_id: str) -> Verified:
    """The newest verified cut of every project, added."""
    found = project_reads.verified(store, area_id)
    if found.empty:
        return Verified(None, 0, None)
    span = int(found["year"].min()), int(found["year"].max())
    return Verified(float(found["verified_tco2e"].sum()), len(found), span)


def page_scale(portfolio: pd.DataFrame) -> tuple[float, ...]:
    """The figure whose scale the answer and the figures follow: the largest gap, as the picture does."""
    return (float(portfolio["gap_tco2e"].abs().max()),)


def answer(row: pd.Series, verified: Verified, late: int, like: tuple[float, ...]) -> str:
    """The portfolio in words: expected, the gap, verified beside it, and how many are late. row: of all sectors; like: of
    page_scale."""
    said = expected_words(row, like), project_words.beside_gap(row.to_dict(), UNIT, like=like)
    return " ".join(filter(None, [*said, verified_words(verified, like), late_words(late)]))


def expected_words(row: pd.Series, like: tuple[float, ...]) -> str:
    """What is expected in the year."""
    if not row["projects"]:
        return _("No project states what it will cut in {year}.", year=formats.year(row["year"]))
    return _(
        "Weighted by stage, the projects are expected to cut {mid} in {year} ({low} to {high}).",
        year=formats.year(row["year"]),
        mid=formats.short_amount(row["weighted_mid_tco2e"], UNIT, like=like),
        low=formats.short_amount(row["weighted_low_tco2e"], UNIT, like=like),
        high=formats.short_amount(row["weighted_high_tco2e"], UNIT, like=like),
    )


def verified_words(verified: Verified, like: tuple[float, ...]) -> str:
    """What has been verified, which is never part of what is expected."""
    if verified.tonnes is None or verified.years is None:
        return _("Nothing is verified so far.")
    first, last = map(str, verified.years)
    places = {"amount": formats.short_amount(verified.tonnes, UNIT, like=like), "first": first, "last": last}
    if verified.projects == 1:
        return _("Verified so far: {amount} a year by one project, in {last}.", **places)
    if first == last:
        return _(
            "Verified so far: {amount} a year by {count} projects, in {last}.",
            count=verified.projects,
            **places,
        )
    return _("Verified so far: {amount} a year by {count} projects, in {first} to {last}.", count=verified.projects,
             **places)  # fmt: skip


def late_words(late: int) -> str:
    """How many projects are late."""
    if not late:
        return _("No project is late.")
    return _("One project is late.") if late == 1 else _("{count} projects are late.", count=late)


def verdict(row: pd.Series) -> tuple[str, str | None]:
    """The answer's first words and the status whose colour they take; a gap that is left is nobody's failure yet."""
    gap, mid = row["gap_tco2e"], row["weighted_mid_tco2e"]
    if pd.isna(gap) or not row["projects"]:
        return "", None
    if gap <= 0 or row["weighted_low_tco2e"] >= gap:
        return _("Yes."), "on_track"
    return (_("Yes, in the middle of the range."), None) if mid >= gap else (_("Not yet."), None)


def facts(row: pd.Series, verified: Verified, late: int, like: tuple[float, ...]) -> list[Fact]:
    """The figures beside the picture. like: of page_scale."""
    gap = row["gap_tco2e"]
    span = f"{formats.short_amount(row['weighted_low_tco2e'], UNIT, like=like)} – "
    span += formats.short_amount(row["weighted_high_tco2e"], UNIT, like=like)
    found = [] if pd.isna(gap) else [_gap_fact(row, like)]
    if row["projects"]:
        found += [
            Fact(_("Expected, weighted by stage"), formats.short_amount(row["weighted_mid_tco2e"], UNIT, like=like), span),
            Fact(_("Expected if everything succeeds"), formats.short_amount(row["expected_mid_tco2e"], UNIT, like=like)),
        ]  # fmt: skip
    known = (
        _("nothing yet")
        if verified.tonnes is None
        else formats.short_amount(verified.tonnes, UNIT, like=like)
    )
    return [*found, Fact(_("Verified so far, a year"), known), Fact(_("Late projects"), str(late))]


def _gap_fact(row: pd.Series, like: tuple[float, ...]) -> Fact:
    gap = row["gap_tco2e"]
    term = (
        _("Gap in {year}", year=formats.year(row["year"]))
        if gap > 0
        else _("To spare in {year}", year=formats.year(row["year"]))
    )
    remark = project_words.gap_remark(row["gap_kind"])
    return Fact(term, formats.short_amount(abs(gap), UNIT, like=like), remark)


def sector_words(code: str) -> str:
    """A sector in words; "" = none is stated."""
    return _(SECTORS[code]) if code in SECTORS else _("No sector stated")


def stage_words(code: str) -> str:
    """A stage in words."""
    return _(INNOVATION_STAGES[code]) if code in INNOVATION_STAGES else str(code)


@remembered(most=500, in_words=True)
def coverage_chart(store: Store, area_id: str, year: int, weights: Weights | None) -> Chart:
    """The gap of each sector beside what its projects are expected to cut."""
    found = project_reads.portfolio(store, area_id, year, weights)
    going_on = project_reads.going_on(store, area_id)["sector"].value_counts()
    rows = _within_the_total(found[found["sector"] != WHOLE], going_on)
    frame = pd.DataFrame(
        {
            "title": [sector_words(code) for code in rows["sector"]],
            "projects": [going_on.get(code, 0) for code in rows["sector"]],
            "stated": rows["projects"],
            "gap": rows["gap_tco2e"],
            "low": rows["weighted_low_tco2e"],
            "mid": rows["weighted_mid_tco2e"],
            "high": rows["weighted_high_tco2e"],
        }
    )
    alone = _alone(store, area_id, year, weights)
    return gap_coverage_chart(
        pd.concat([frame, alone], ignore_index=True), format=formats.chart_format(), unit_label=UNIT, year=year,
        empty_text=_("No sector has a gap or a project that states its cut. Load ceilings, or set a target."),
    )  # fmt: skip


def _within_the_total(rows: pd.DataFrame, going_on: pd.Series) -> pd.DataFrame:
    """The sectors that the gap is made of. One that the total leaves out, such as forests, has no part in a cut that is asked
    of the total: it is shown for its projects or a ceiling of its own."""
    is_outside = rows["sector"].isin(OUTSIDE_TOTAL) & (rows["gap_kind"] != "ceiling")
    gaps = rows["gap_tco2e"].mask(is_outside)
    return rows.assign(gap_tco2e=gaps)[~is_outside | rows["sector"].isin(going_on.index)]


def _alone(store: Store, area_id: str, year: int, weights: Weights | None) -> pd.DataFrame:
    """The projects that name no sector, as a line of their own; no row where every one does."""
    projects = (project_reads.going_on(store, area_id)["sector"] == "").sum()
    found = project_reads.expected(store, area_id, year, weights)
    found = found[(found["sector"] == "") & found["left_out"].isna()]
    ends = {
        end: [float((found[f"expected_{end}_tco2e"] * found["weight"]).sum())]
        for end in ("low", "mid", "high")
    }
    counts = {"projects": [int(projects)], "stated": [len(found)]}
    row = {"title": [sector_words("")], **counts, "gap": [float("nan")], **ends}
    return pd.DataFrame(row).head(1 if projects else 0)


def coverage_source(store: Store, area_id: str, portfolio: pd.DataFrame) -> str:
    """Where the gap and the effects come from."""
    words = _of_the_gap(store, area_id, whole(portfolio))
    if (portfolio["gap_kind"] == "same_cut").any():
        words.append(_(SAME_CUT))
    if (portfolio["gap_tco2e"] < 0).any():
        words.append(
            _("The gaps of sectors add up to more than the whole where others have something to spare.")
        )
    if INDICATORS[choices.headline_indicator(store, area_id)].gas_coverage == "co2":
        words.append(_("The gap is one of fossil CO2 only; projects state all greenhouse gases."))
    return " ".join([*words, _("Expected cuts as the projects state them.")])


def _of_the_gap(store: Store, area_id: str, row: pd.Series) -> list[str]:
    """How the gap of all sectors is found, and by which path without new measures; nothing where there is none."""
    if row["gap_kind"] not in GAP_KINDS:
        return []
    reference = reference_kind(store, area_id, int(row["year"]))
    return [_(GAP_KINDS[row["gap_kind"]]), _(budget_words.KINDS[reference])]


@remembered()
def reference_kind(store: Store, area_id: str, year: int) -> str:
    """Where the emissions without new measures of a year come from (metrics.reference_paths.Reference)."""
    return reference_paths(store, area_id).at(WHOLE, year).kind


@remembered(most=500, in_words=True)
def ladder_chart(store: Store, area_id: str) -> Chart:
    """The funnel by stage."""
    found = project_reads.funnel(store, area_id)
    count = len(project_reads.projects(store, (area_id,)))
    frame = pd.DataFrame(
        {
            "stage": [stage_words(code) for code in found["innovation_stage"]],
            "is_end": found["innovation_stage"] == "stopped",
            "here": found["projects"],
            "reached": found["reached"],
            "projects": count,
            "median_days": found["median_days"],
            "left": found["left"],
        }
    )
    return funnel_chart(
        frame, format=formats.chart_format(), implementation=stage_words("implementation"),
        empty_text=_("There is no project yet."),
    )  # fmt: skip


def last_data_year(store: Store, area_id: str) -> int | None:
    """The newest year with emissions; None without any."""
    known = reads.values(store, (area_id,), (choices.headline_indicator(store, area_id),)).dropna(
        subset=["value"]
    )
    return int(known["year"].max()) if len(known) else None
