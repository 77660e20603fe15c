"""What the page on releases says: the answer, the sentence for the press, the chart and the tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charts.chart import Chart
from charts.trajectory import trajectory_chart
from data.store import Store
from metrics.registry import STATUSES
from metrics.release_changes import TOTAL_OF, Revision, VerdictChange, revision_of
from texts import N_, Text, _
from ui import borders, formats, reads
from ui.remembered import remembered

ALL = "all"
UNITS = {"ghg": "t CO2e", "co2": "t CO2"}


@dataclass(frozen=True)
class Comparison:
    """What is laid side by side: a dataset, an older and a newer release, and the changes between them."""

    dataset: str
    title: str
    publisher: str
    gas_coverage: str
    older: str
    newer: str
    changes: pd.DataFrame
    verdicts: list[VerdictChange]

    @property
    def unit(self) -> str:
        return UNITS.get(self.gas_coverage, "t")

    @property
    def municipalities(self) -> pd.DataFrame:
        """The rows of municipalities; counties and the nation stand apart."""
        return self.changes[self.changes["area_kind"] == "municipality"]

    def of(self, area_id: str) -> pd.DataFrame:
        return self.changes[self.changes["municipality_id"] == area_id]

    def verdict_of(self, area_id: str) -> VerdictChange | None:
        return next((each for each in self.verdicts if each.municipality_id == area_id), None)


def datasets(store: Store) -> dict[str, str]:
    """The datasets that have several releases: title and publisher by key."""
    rows = reads.releases(store)
    return {row.dataset: f"{row.title} ({row.publisher})" for row in rows.itertuples()}


def release_labels(store: Store, dataset: str) -> list[str]:
    """The releases of a dataset, newest first."""
    rows = reads.releases(store)
    return rows.loc[rows["dataset"] == dataset, "release"].tolist()


def comparison(store: Store, dataset: str, *, older: str, newer: str) -> Comparison:
    """The two releases side by side, for every area."""
    rows = reads.releases(store)
    about = rows[rows["dataset"] == dataset].iloc[0]
    changes = reads.release_changes(store, dataset, older, newer)
    verdicts = reads.verdict_changes(store, dataset, older, newer, about["gas_coverage"])
    return Comparison(
        dataset, about["title"], about["publisher"], about["gas_coverage"], older, newer, changes, verdicts
    )


def newest_of_area(store: Store, area_id: str) -> Comparison | None:
    """The two newest releases of the headline dataset of one municipality; None where it has one only."""
    datasets, rows = reads.datasets(store, area_id), reads.releases(store)
    if datasets.empty or rows.empty:
        return None
    about = rows[rows["dataset"] == datasets["dataset"].iloc[0]]
    if len(about) < 2:
        return None
    first, newer, older = about.iloc[0], about["release"].iloc[0], about["release"].iloc[1]
    changes, verdicts = reads.release_changes_of(
        store, area_id, first["dataset"], older, newer, first["gas_coverage"]
    )
    if changes["old_tco2e"].isna().all():  # the older release does not have it
        return None
    return Comparison(
        first["dataset"],
        first["title"],
        first["publisher"],
        first["gas_coverage"],
        older,
        newer,
        changes,
        verdicts,
    )


@remembered(most=500, in_words=True)
def newest_sentence(store: Store, area_id: str) -> str:
    """What the newest release said otherwise of one municipality, in one sentence; nothing where it has one release only."""
    found = newest_of_area(store, area_id)
    return press_sentence(found, area_id, store.register().areas[area_id].name) if found else ""


def areas(found: Comparison) -> dict[str, str]:
    """The municipalities that either release has, by name."""
    rows = found.municipalities.drop_duplicates("municipality_id").sort_values("name")
    return dict(zip(rows["municipality_id"], rows["name"], strict=True))


# The answer -------------------------------------------------------------------------------------------------


def answer(found: Comparison) -> str:
    """What the new release did to all municipalities together, in one sentence."""
    rows = found.municipalities
    revised = rows[rows["kind"] == "revised"]
    count, of = revised["municipality_id"].nunique(), rows["municipality_id"].nunique()
    if revised.empty:
        return _("Release {newer} leaves all earlier years as they were.", newer=found.newer)
    most = revised.iloc[0]
    return _(
        "Release {newer} revised earlier years of {count} of {of} municipalities. The largest revision is {name} {year}: "
        "{difference} ({percent}).",
        newer=found.newer,
        count=count,
        of=of,
        name=most["name"],
        year=str(most["year"]),
        difference=_signed(most["difference_tco2e"], found.unit),
        percent=formats.percent(most["difference_percent"], signed=True, digits=1),
    )


def press_sentence(found: Comparison, area_id: str, name: str) -> str:
    """One sentence on a municipality that may be quoted as it stands: facts only."""
    revision = revision_of(found.of(area_id))
    verdict = found.verdict_of(area_id)
    places = {
        "publisher": found.publisher,
        "name": name,
        **_revised_words(revision, found.unit),
        **_verdict_words(verdict),
    }
    text = _press_text(revision, verdict)
    return _(text, **places)


def _press_text(revision: Revision, verdict: VerdictChange | None) -> Text:
    """The sentence by what happened: revised upwards, downwards or not at all; the verdict turned, stayed, or is none."""
    if revision.year is None or revision.old_tco2e is None or revision.new_tco2e is None:
        way = "same"
    else:
        way = "higher" if revision.new_tco2e > revision.old_tco2e else "lower"
    judged = "none" if verdict is None else "turned" if verdict.flips else "stayed"
    return _PRESS[(way, judged)]


_PRESS = {
    ("higher", "none"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) more than "
        "the earlier release said."
    ),
    ("higher", "stayed"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) more than "
        "the earlier release said; the verdict on the climate target is still “{after}”."
    ),
    ("higher", "turned"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) more than "
        "the earlier release said; the verdict on the climate target turns from “{before}” to “{after}”."
    ),
    ("lower", "none"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) less than "
        "the earlier release said."
    ),
    ("lower", "stayed"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) less than "
        "the earlier release said; the verdict on the climate target is still “{after}”."
    ),
    ("lower", "turned"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) less than "
        "the earlier release said; the verdict on the climate target turns from “{before}” to “{after}”."
    ),
    ("same", "none"): N_("{publisher}'s new release leaves the earlier emissions of {name} as they were."),
    ("same", "stayed"): N_(
        "{publisher}'s new release leaves the earlier emissions of {name} as they were; the verdict on the climate target is "
        "still “{after}”."
    ),
    ("same", "turned"): N_(
        "{publisher}'s new release leaves the earlier emissions of {name} as they were; with its new year the verdict on the "
        "climate target turns from “{before}” to “{after}”."
    ),
}  # fmt: skip


def _revised_words(revision: Revision, unit: str) -> dict[str, str]:
    if revision.year is None or revision.old_tco2e is None or revision.new_tco2e is None:
        return {}
    difference = revision.new_tco2e - revision.old_tco2e
    percent = 100 * difference / abs(revision.old_tco2e) if revision.old_tco2e else None
    return {
        "year": str(revision.year),
        "new": formats.amount(revision.new_tco2e, unit),
        "difference": formats.amount(abs(difference), unit),
        "percent": formats.percent(abs(percent) if percent is not None else None, digits=1),
    }


def _verdict_words(verdict: VerdictChange | None) -> dict[str, str]:
    if verdict is None:
        return {}
    return {
        "before": _(STATUSES[verdict.before.status].word),
        "after": _(STATUSES[verdict.after.status].word),
    }


def _signed(value: float, unit: str) -> str:
    sign = "+" if value > 0 else "\N{MINUS SIGN}"
    return f"{sign}{formats.amount(abs(value), unit)}"


# The picture ------------------------------------------------------------------------------------------------


def chart(store: Store, found: Comparison, area_id: str) -> Chart:
    """The series of one municipality as the newer release has it, with the older one as a thin line."""
    rows = found.of(area_id).sort_values("year")
    new = rows[["year", "new_tco2e"]].rename(columns={"new_tco2e": "value"})
    old = rows[["year", "old_tco2e"]].rename(columns={"old_tco2e": "value"}).dropna()
    return trajectory_chart(
        new,
        vintages=old.assign(release=found.older),
        marks=borders.marks(store, area_id),
        format=formats.chart_format(),
        unit_label=found.unit,
        empty_text=_("Neither release has a total for this municipality."),
    )


# The tables -------------------------------------------------------------------------------------------------


def revised_table(found: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """The revised years, largest difference first."""
    revised = rows[rows["kind"] == "revised"]
    return pd.DataFrame(
        {
            _("Municipality"): revised["name"],
            _("Year"): revised["year"].astype(str),
            _("Earlier release, {unit}", unit=found.unit): revised["old_tco2e"],
            _("New release, {unit}", unit=found.unit): revised["new_tco2e"],
            _("Change, {unit}", unit=found.unit): revised["difference_tco2e"],
            _("Change, %"): revised["difference_percent"],
        }
    )


def new_years_table(found: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """The years that only the newer release has, each against the newest year before it in that release."""
    added = rows[rows["kind"] == "new_year"].sort_values(["name", "year"])
    known = rows.dropna(subset=["new_tco2e"]).sort_values("year")
    before = pd.merge_asof(
        added.assign(year=added["year"].astype("int64")).sort_values("year"),
        known[["municipality_id", "year", "new_tco2e"]]
        .assign(year=known["year"].astype("int64"))
        .rename(columns={"new_tco2e": "before_tco2e"})
        .assign(year_before=known["year"].astype("int64")),
        on="year",
        by="municipality_id",
        allow_exact_matches=False,
    ).sort_values(["name", "year"])
    return pd.DataFrame(
        {
            _("Municipality"): before["name"],
            _("Year"): before["year"].astype(str),
            _("Value, {unit}", unit=found.unit): before["new_tco2e"],
            _("Year before"): before["year_before"].map(lambda year: "" if pd.isna(year) else str(int(year))),
            _("Change on the year before, %"): 100
            * (before["new_tco2e"] - before["before_tco2e"])
            / before["before_tco2e"].abs().where(before["before_tco2e"] != 0),
        }
    )


def other_table(found: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """Years that one release has a figure for and the other has not, though it covers them."""
    words = {
        "filled": _("Only the new release has a figure"),
        "gone": _("The new release has no figure any more"),
    }
    others = rows[rows["kind"].isin(words)].sort_values(["name", "year"])
    value = others["new_tco2e"].where(others["kind"] == "filled", others["old_tco2e"])
    return pd.DataFrame(
        {
            _("Municipality"): others["name"],
            _("Year"): others["year"].astype(str),
            _("What happened"): others["kind"].map(words),
            _("Value, {unit}", unit=found.unit): value,
        }
    )


def verdict_table(verdicts: Sequence[VerdictChange]) -> pd.DataFrame:
    """The verdicts by both releases, those that turned first."""
    return pd.DataFrame(
        {
            _("Municipality"): [each.name for each in verdicts],
            _("By the earlier release"): [_status(each.before.status) for each in verdicts],
            _("By the new release"): [_status(each.after.status) for each in verdicts],
            _("Why"): [_(each.after.reason) for each in verdicts],
        }
    )


def _status(key: str) -> str:
    return f"{STATUSES[key].symbol} {_(STATUSES[key].word)}"


def indicator_of(found: Comparison) -> str:
    """The indicator whose target the verdicts are about."""
    return TOTAL_OF[found.gas_coverage]
