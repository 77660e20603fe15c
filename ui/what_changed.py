"""What the page on releases says: the answer, the sentence for the press, the chart and the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from charts.chart import Chart
from charts.trajectory import trajectory_chart
from data.store import Store
from metrics.newest_release import UNITS, newest_release
from metrics.release_changes import VerdictChange, revision_of
from sentences import formats, release_words
from sentences.border_words import border_marks
from texts import _
from ui import reads
from ui.remembered import remembered

ALL = "all"


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


def place_of(store: Store, editions: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """What stands in the address of the page for one of these datasets and its release: against the release before it, or
    of the oldest the one after; None where none of the datasets has several."""
    for dataset, release in editions:
        labels = release_labels(store, dataset)
        if release in labels:
            newer = min(labels.index(release), len(labels) - 2)
            return {"dataset": dataset, "newer": labels[newer], "older": labels[newer + 1]}
    return None


def comparison(store: Store, dataset: str, *, older: str, newer: str) -> Comparison:
    """The two releases side by side, for every area."""
    rows = reads.releases(store)
    about = rows[rows["dataset"] == dataset].iloc[0]
    changes = reads.release_changes(store, dataset, older, newer)
    verdicts = reads.verdict_changes(store, dataset, older, newer, about["gas_coverage"])
    return Comparison(
        dataset, about["title"], about["publisher"], about["gas_coverage"], older, newer, changes, verdicts
    )


@remembered(most=500, in_words=True)
def newest_sentence(store: Store, area_id: str) -> str:
    """What the newest release said otherwise of one municipality, in one sentence; nothing where it has one release only."""
    found = newest_release(store, area_id)
    if found is None:
        return ""
    return release_words.press_sentence(
        found.publisher,
        store.register().areas[area_id].name,
        revision=revision_of(found.changes),
        verdict=found.verdict,
        unit=found.unit,
    )


@remembered()
def areas(store: Store, dataset: str, older: str, newer: str) -> dict[str, str]:
    """The municipalities that either release has, by name."""
    rows = (
        comparison(store, dataset, older=older, newer=newer)
        .municipalities.drop_duplicates("municipality_id")
        .sort_values("name")
    )
    return dict(zip(rows["municipality_id"], rows["name"], strict=True))


# The answer -------------------------------------------------------------------------------------------------


def answer(found: Comparison) -> str:
    """What the new release did to all municipalities together, in one sentence."""
    rows = found.municipalities
    revised = rows[rows["kind"] == "revised"]
    count, of = revised["municipality_id"].nunique(), rows["municipality_id"].nunique()
    if revised.empty:
        same = _("Release {newer} leaves all earlier years as they were.", newer=found.newer)
        return f"{same} {verdict_words(found.verdicts)}".strip()
    return f"{_revised_words(found, revised.iloc[0], count, of)} {verdict_words(found.verdicts)}".strip()


def _revised_words(found: Comparison, most: pd.Series, count: int, of: int) -> str:
    """most: the largest revision. count: how many municipalities were revised, of how many."""
    places = {
        "newer": found.newer,
        "name": most["name"],
        "year": str(most["year"]),
        "difference": _signed(most["difference_tco2e"], found.unit),
        "percent": formats.percent(most["difference_percent"], signed=True, digits=1),
    }
    if of == 1:
        return _(
            "Release {newer} revised earlier years of {name}, most of all {year}: {difference} ({percent}).",
            **places,
        )
    return _(
        "Release {newer} revised earlier years of {count} of {of} municipalities. The largest revision is {name} {year}: "
        "{difference} ({percent}).",
        count=count,
        of=of,
        **places,
    )


def verdict_words(verdicts: Sequence[VerdictChange]) -> str:
    """How many verdicts turn, in a sentence; nothing where no target is set."""
    turned = sum(verdict.flips for verdict in verdicts)
    if not verdicts:
        return ""
    if not turned:
        return _("No verdict on a target turns.")
    if len(verdicts) == 1:
        return _("The verdict on the target turns.")
    if turned == 1:
        return _("1 of {of} verdicts on targets turns.", of=len(verdicts))
    return _("{count} of {of} verdicts on targets turn.", count=turned, of=len(verdicts))


def press_sentence(found: Comparison, area_id: str, name: str) -> str:
    """One sentence on a municipality that may be quoted as it stands: facts only."""
    return release_words.press_sentence(
        found.publisher,
        name,
        revision=revision_of(found.of(area_id)),
        verdict=found.verdict_of(area_id),
        unit=found.unit,
    )


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
        marks=border_marks(reads.border_changes(store, area_id)),
        format=formats.chart_format(),
        unit_label=found.unit,
        empty_text=_("Neither release has a total for this municipality."),
    )
