"""What a council report is about, and what is read for it once: the series, the verdict, the climate budget."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from data.areas import Area
from data.snapshots import Snapshot, snapshots
from data.store import Store
from metrics.borders import BorderChange, border_changes
from metrics.budget_snapshots import KIND, frozen_rows
from metrics.climate_budget import listed_measures, measure_effects
from metrics.datasets import datasets_of, loaded_datasets
from metrics.errors import MetricError
from metrics.newest_release import NewRelease, newest_release
from metrics.portfolio import Gap, Gaps
from metrics.progress import progress
from metrics.reference_paths import ALL_SECTORS, ReferencePaths, reference_paths
from metrics.registry import INDICATORS
from metrics.release_changes import revision_of
from metrics.targets import Target, speaking_targets
from metrics.values import indicator_values
from metrics.verdicts import Verdict, assess
from sentences import answers, release_words
from texts import N_


@dataclass(frozen=True)
class Subject:
    """A municipality on the day a report is made.

    snapshot: the label of the frozen climate budget that is shown instead of today's; None = today's. Raises
    MetricError, when asked for it, where there is no such label."""

    store: Store
    area_id: str
    made_on: date
    snapshot: str | None = None
    _verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)

    @cached_property
    def area(self) -> Area:
        """The municipality in the register."""
        return self.store.register().areas[self.area_id]

    @property
    def name(self) -> str:
        """Its name."""
        return self.area.name

    @cached_property
    def values(self) -> pd.DataFrame:
        """The values of all its indicators (metrics.values.indicator_values)."""
        return indicator_values(self.store, municipality_ids=[self.area_id])

    def series(self, indicator: str) -> pd.DataFrame:
        """The values of one indicator, by year."""
        return self.values[self.values["indicator"] == indicator].reset_index(drop=True)

    @cached_property
    def emission_datasets(self) -> pd.DataFrame:
        """Its territorial emission datasets, headline first."""
        return datasets_of(self.store, self.area_id)

    @cached_property
    def datasets(self) -> pd.DataFrame:
        """Every dataset that speaks for it."""
        return loaded_datasets(self.store, [self.area_id])

    @cached_property
    def indicator(self) -> str:
        """ghg_total, or co2_total where the dataset that speaks covers CO2 only."""
        datasets = self.emission_datasets
        covers_co2_only = len(datasets) > 0 and datasets["gas_coverage"].iloc[0] == "co2"
        return "co2_total" if covers_co2_only else "ghg_total"

    @property
    def unit(self) -> str:
        """The unit of its headline emissions."""
        return INDICATORS[self.indicator].unit

    @cached_property
    def targets(self) -> dict[tuple[str, str], Target]:
        """The targets that speak, by area and indicator."""
        return speaking_targets(self.store, [self.area_id])

    def target(self, indicator: str) -> Target | None:
        """The target that speaks for an indicator."""
        return self.targets.get((self.area_id, indicator))

    def verdict(self, indicator: str, method: str) -> Verdict:
        """The verdict on an indicator, its trend carried no further than the natural limit."""
        if (indicator, method) not in self._verdicts:
            entry = INDICATORS[indicator]
            found = assess(self.series(indicator), self.target(indicator), method, indicator=entry)
            self._verdicts[(indicator, method)] = _within(found, entry.natural_limit)
        return self._verdicts[(indicator, method)]

    @cached_property
    def path(self) -> Verdict:
        """The verdict on the headline emissions by the required path."""
        return self.verdict(self.indicator, "linear_path")

    @cached_property
    def trend(self) -> Verdict:
        """The verdict on the headline emissions by their trend."""
        return self.verdict(self.indicator, "ols_projection")

    @cached_property
    def target_words(self) -> str:
        """The target as decided, in words; empty without one."""
        decided = self.target(self.indicator)
        return answers.target_in_words(decided, self.path, self.indicator) if decided else ""

    @cached_property
    def last_data_year(self) -> int | None:
        """The newest year with emissions; None without any."""
        known = self.series(self.indicator).dropna(subset=["value"])
        return int(known["year"].max()) if len(known) else None

    @cached_property
    def standings(self) -> pd.DataFrame:
        """The verdict on every indicator by the required path (metrics.progress.progress), in the order of the registry."""
        return progress(self.store, municipality_ids=[self.area_id], methods=["linear_path"])

    @cached_property
    def border_changes(self) -> list[BorderChange]:
        """The mergers and splits that its emission series crosses."""
        return border_changes(self.store, self.area_id)

    @cached_property
    def new_release(self) -> NewRelease | None:
        """What the newest release of its headline dataset changed; None where there is one release only."""
        return newest_release(self.store, self.area_id)

    @property
    def press_sentence(self) -> str:
        """What the newest release changed, in one sentence; nothing where there is one release only."""
        found = self.new_release
        if found is None:
            return ""
        return release_words.press_sentence(
            found.publisher,
            self.name,
            revision=revision_of(found.changes),
            verdict=found.verdict,
            unit=found.unit,
        )

    @cached_property
    def references(self) -> ReferencePaths:
        """What it would emit without new measures."""
        return reference_paths(self.store, self.area_id)

    def gap_without_measures(self, year: int) -> Gap:
        """What it would emit without new measures, less what is allowed, of all sectors together."""
        return Gaps(self.store, self.area_id).at(ALL_SECTORS, year)

    # --- the climate budget

    @cached_property
    def snapshots(self) -> list[Snapshot]:
        """Its frozen climate budgets, the oldest first."""
        return snapshots(self.store, self.area_id, KIND)

    @cached_property
    def frozen(self) -> Snapshot | None:
        """The frozen climate budget that is shown; None where today's is."""
        if self.snapshot is None:
            return None
        found = {each.label: each for each in self.snapshots}
        if self.snapshot not in found:
            raise MetricError(
                N_('Snapshot: expected one of {known}, found "{found}".', known=", ".join(found) or "-", found=self.snapshot)
            )  # fmt: skip
        return found[self.snapshot]

    @property
    def earlier_reports(self) -> list[str]:
        """The labels of the frozen climate budgets before the one shown, the oldest first."""
        labels = [each.label for each in self.snapshots]
        return labels if self.frozen is None else labels[: labels.index(self.frozen.label)]

    @cached_property
    def shown_rows(self) -> list[dict[str, Any]]:
        """The climate budget shown, in the form that a frozen one has (metrics.budget_snapshots.frozen_rows)."""
        return frozen_rows(self.store, self.area_id) if self.frozen is None else self.frozen.rows

    @property
    def earlier_rows(self) -> list[dict[str, Any]]:
        """The last frozen climate budget before the one shown; asked only where there is one."""
        rows = {each.label: each.rows for each in self.snapshots}
        return rows[self.earlier_reports[-1]]

    @cached_property
    def budget(self) -> pd.DataFrame:
        """The climate budget shown: the rows of metrics.climate_budget.climate_budget."""
        rows = pd.DataFrame([row for row in self.shown_rows if "measure_id" not in row])
        figures = [name for name in rows.columns if name.endswith("_tco2e")]
        return rows.astype(dict.fromkeys(figures, "float64"))

    @cached_property
    def effects(self) -> pd.DataFrame:
        """What each measure shown cuts in each year: year, title, sector, decision, effect_mid_tco2e (t)."""
        columns = ["year", "title", "sector", "decision", "effect_mid_tco2e"]
        if self.frozen is None:
            return measure_effects(self.store, self.area_id)[columns]
        rows = [
            (int(year), row["title"], row["sector"], row["decision"], cut)
            for row in self._frozen_measures
            for year, cut in row["effects"].items()
        ]
        return pd.DataFrame(rows, columns=columns).astype({"effect_mid_tco2e": "float64"})

    def measures(self, year: int) -> pd.DataFrame:
        """Every measure shown with its cut of the year: measure_id, title, decision, sector, responsible_unit,
        effect_mid_tco2e (t, NaN = not stated), comment (of the frozen report, else empty)."""
        if self.frozen is None:
            return listed_measures(self.store, self.area_id, year).assign(comment="")
        rows = [
            {**row, "responsible_unit": None, "effect_mid_tco2e": row["effects"].get(str(year))}
            for row in self._frozen_measures
        ]
        columns = (
            "measure_id", "title", "decision", "sector", "responsible_unit", "effect_mid_tco2e", "comment",
        )  # fmt: skip
        return pd.DataFrame(rows, columns=list(columns)).astype({"effect_mid_tco2e": "float64"})

    @property
    def _frozen_measures(self) -> list[dict[str, Any]]:
        rows = [] if self.frozen is None else self.frozen.rows
        return [row for row in rows if "measure_id" in row]


def _within(verdict: Verdict, limit: float | None) -> Verdict:
    ends = ("projected_value", "projected_low", "projected_high")
    known = {name: value for name in ends if (value := getattr(verdict, name)) is not None}
    return (
        replace(verdict, **{name: min(value, limit) for name, value in known.items()}) if limit else verdict
    )
