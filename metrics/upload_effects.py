"""What an upload would do to the figures people look at: indicator values, verdicts and what is unusual, before and
after."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.code_lists import SECTORS
from data.store import NewUpload, StateChange, Store
from data.upload_states import RowCounts, rows_changed_back
from metrics.plausibility import TOTAL, plausibility
from metrics.progress import progress
from metrics.registry import INDICATORS
from metrics.values import indicator_values

METHOD = "linear_path"  # the one whose verdict the pages show
CLOSE = 1e-9  # relative; below it two sums differ by rounding only
NO_VERDICT = ("no_data", "no_target", "not_applicable")


@dataclass(frozen=True)
class UploadEffects:
    """Indicator values and verdicts that an upload would change.

    values: municipality_id, indicator, year (int), unit, old, new, difference, difference_percent; NaN = missing; the
    largest relative changes first, new years last. verdicts: municipality_id, indicator, old_verdict,
    new_verdict, old_status, new_status, old_ratio, new_ratio, new_reason (Text), one row per verdict whose word or
    status would change; without a target there is none. warnings: what would be unusual and was not before, as
    metrics.plausibility has it, without what the checks of the file tell already. municipalities: how many are touched."""

    values: pd.DataFrame
    verdicts: pd.DataFrame
    warnings: pd.DataFrame
    municipalities: int

    @property
    def is_nothing(self) -> bool:
        """Whether no indicator and no verdict would change, and nothing would be unusual that was not before."""
        return self.values.empty and self.verdicts.empty and self.warnings.empty


def upload_effects(store: Store, upload: NewUpload) -> UploadEffects:
    """The effects of committing an upload, computed on the store as if it had been committed; nothing is kept.

    Raises what Store.commit raises, except StoreChanged."""
    areas = affected_municipalities(store, upload)
    before = _figures(store, areas)
    with store.as_if_committed(upload) as after:
        then = _figures(after, areas)
    return _differences(before, then, new_warnings(upload, before.warnings, then.warnings), len(areas))


@dataclass(frozen=True)
class StateEffects:
    """What undoing or redoing an upload would change: rows by table and kind of change (data.upload_states), and the
    figures as UploadEffects has them, of which every warning that would be new is told."""

    rows: dict[str, RowCounts]
    figures: UploadEffects

    @property
    def is_nothing(self) -> bool:
        """Whether every row, indicator and verdict would stay as it is."""
        return not self.rows and self.figures.is_nothing


def state_effects(store: Store, upload_id: int, change: StateChange) -> StateEffects:
    """The effects of withdrawing or restoring an upload, computed on the store as if it had been; nothing is kept."""
    areas = store.query(_MUNICIPALITIES_OF, {"upload_id": upload_id})["area_id"].tolist()
    before = _figures(store, areas)
    with store.as_if_changed(upload_id, change) as after:
        rows = rows_changed_back(store, upload_id, after)
        then = _figures(after, areas)
    known = set(zip(before.warnings["municipality_id"], before.warnings["warning"], strict=True))
    is_known = _are_among(then.warnings, ("municipality_id", "warning"), known)
    is_open = then.warnings["acknowledged_by_note"].isna()
    opened = then.warnings[~is_known & is_open].reset_index(drop=True)
    return StateEffects(rows, _differences(before, then, opened, len(areas)))


_MUNICIPALITIES_OF = """
select distinct slices.area_id
from slices
join areas on areas.area_id = slices.area_id
where slices.upload_id = $upload_id and areas.kind = 'municipality'
order by slices.area_id
"""


def warnings_of_upload(store: Store, upload: NewUpload) -> pd.DataFrame:
    """What would be unusual after an upload and was not before, as UploadEffects has it, without its other effects.

    Raises what Store.commit raises, except StoreChanged."""
    areas = affected_municipalities(store, upload)
    before = unusual_in(store, areas)
    with store.as_if_committed(upload) as after:
        return new_warnings(upload, before, unusual_in(after, areas))


def unusual_in(store: Store, areas: Sequence[str]) -> pd.DataFrame:
    """What is unusual in the store by the checks that ask for its history and targets; columns as plausibility."""
    return plausibility(store, municipality_ids=areas, checks=OF_THE_STORE)


def new_warnings(upload: NewUpload, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The warnings after an upload that did not stand before and that nobody has acknowledged.

    Left out is what the checks of the file tell: totals that jump, and with them the sectors of that year, inhabitants
    that jump, and waste that does."""
    known = set(zip(before["municipality_id"], before["warning"], strict=True))
    is_known = _are_among(after, ("municipality_id", "warning"), known)
    jumps = after[(after["check"] == "jump") & (after["subject"] == TOTAL)]
    told_years = set(zip(jumps["municipality_id"], jumps["year"], strict=True))
    is_of_total = _are_among(after, ("municipality_id", "year"), told_years) & after["subject"].isin(SECTORS)
    is_told = after["subject"].isin([TOTAL, "population", *_told_of_materials(upload)]) | is_of_total
    is_left_out = is_told & after["check"].isin(["jump", "borders"])
    is_open = after["acknowledged_by_note"].isna()
    return after[~is_known & ~is_left_out & is_open].reset_index(drop=True)


def _are_among(frame: pd.DataFrame, columns: tuple[str, str], known: set[tuple]) -> pd.Series:
    keys = zip(frame[columns[0]], frame[columns[1]], strict=True)
    return pd.Series([key in known for key in keys], index=frame.index, dtype=bool)


OF_THE_STORE = ("jump", "gap", "end_year", "borders")


def _told_of_materials(upload: NewUpload) -> list[str]:
    if "materials" not in upload.tables:
        return []
    return [key for key, indicator in INDICATORS.items() if "materials" in indicator.tables]


def affected_municipalities(store: Store, upload: NewUpload) -> list[str]:
    """The ids of the municipalities that rows or ended records of an upload name."""
    named = {area for _table, area, _record in upload.removed_records}
    for rows in upload.tables.values():
        named |= set(rows["area_id"].unique().to_pylist())
    known = (store.register().resolve_id(area) for area in sorted(named))
    return [area.area_id for area in known if area is not None and area.kind == "municipality"]


@dataclass(frozen=True)
class _Figures:
    values: pd.DataFrame
    verdicts: pd.DataFrame
    warnings: pd.DataFrame


def _differences(before: _Figures, then: _Figures, warnings: pd.DataFrame, areas: int) -> UploadEffects:
    return UploadEffects(
        values=_changed_values(before.values, then.values),
        verdicts=_changed_verdicts(before.verdicts, then.verdicts),
        warnings=warnings,
        municipalities=areas,
    )


def _figures(store: Store, areas: Sequence[str]) -> _Figures:
    judged = store.query(_WITH_TARGETS, {"areas": list(areas)})["area_id"].tolist()
    return _Figures(
        indicator_values(store, municipality_ids=list(areas)),
        progress(store, municipality_ids=judged, methods=[METHOD]),
        unusual_in(store, areas),
    )


_WITH_TARGETS = """
select distinct area_id
from live_targets
where area_id in (select unnest($areas))
order by area_id
"""


def _changed_values(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    keys = ["municipality_id", "indicator", "year"]
    shown = [*keys, "unit", "value"]
    if before.empty and after.empty:  # pandas joins no two frames without rows
        return after.reindex(columns=[*keys, "unit", "old", "new", "difference", "difference_percent"])
    both = before[shown].merge(after[shown], on=[*keys, "unit"], how="outer", suffixes=("_old", "_new"))
    old, new = both["value_old"], both["value_new"]
    same = (old.isna() & new.isna()) | ((new - old).abs() <= CLOSE * old.abs())
    changed = both[~same].rename(columns={"value_old": "old", "value_new": "new"})
    changed["difference"] = changed["new"] - changed["old"]
    changed["difference_percent"] = (100 * changed["difference"] / changed["old"].abs()).where(
        changed["old"] != 0
    )
    order = changed["difference_percent"].abs().fillna(-1).sort_values(ascending=False, kind="stable").index
    return changed.loc[order].reset_index(drop=True)


def _changed_verdicts(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    keys = ["municipality_id", "indicator"]
    shown = [*keys, "verdict", "status", "ratio", "reason"]
    both = before[shown].merge(after[shown], on=keys, how="outer", suffixes=("_old", "_new"))
    both = both.fillna({"status_old": "no_target", "status_new": "no_target"})
    is_verdict = ~both["status_old"].isin(NO_VERDICT) | ~both["status_new"].isin(NO_VERDICT)
    differs = (both["verdict_old"] != both["verdict_new"]) | (both["status_old"] != both["status_new"])
    changed = both[is_verdict & differs]
    return pd.DataFrame(
        {
            "municipality_id": changed["municipality_id"],
            "indicator": changed["indicator"],
            "old_verdict": changed["verdict_old"],
            "new_verdict": changed["verdict_new"],
            "old_status": changed["status_old"],
            "new_status": changed["status_new"],
            "old_ratio": changed["ratio_old"],
            "new_ratio": changed["ratio_new"],
            "new_reason": changed["reason_new"],
        }
    ).reset_index(drop=True)
