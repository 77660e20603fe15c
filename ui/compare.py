"""One indicator of two to twelve municipalities on common axes, and what differs between their methods.

Values share an axis, and a sentence names the best change, only where metrics.comparison puts them in one group: one
dataset, one definition, no own accounts, and no border where countries count differently. Otherwise they stand side by
side as an index since a common year, with the difference named. Answers of yes or no and self-assessed scores have no
rate of change: they are listed."""

import pandas as pd

from charts.chart import Chart
from charts.comparison import ComparedArea, index_chart, small_multiples
from data.store import Store
from metrics.comparison import comparable_groups
from metrics.indicator import Indicator
from metrics.registry import GAS_NAMES, INDICATORS
from sentences import formats
from texts import _
from ui import choices, reads

MOST = 12
MEASURES = ("indexed", "absolute")
FORMS = tuple(key.removeprefix("ghg_") for key in choices.emission_forms("ghg"))
LISTED = ("binary", "score")  # scales without a rate of change


def offered(store: Store, area_ids: list[str]) -> list[str]:
    """What can be compared: the forms of territorial emissions, then the indicators that two of them have."""
    return [*FORMS, *choices.with_data(store, tuple(area_ids), least=2)]


def entry_of(form: str) -> Indicator:
    """The indicator of a form; of the two for different gases the one for greenhouse gases."""
    return INDICATORS[f"ghg_{form}" if form in FORMS else form]


def form_title(form: str) -> str:
    """The name of an indicator; without its gases where each municipality's dataset decides on those."""
    return _(entry_of(form).short_title)


def is_drawn(form: str) -> bool:
    """Whether its changes can be drawn: a yes or no and a self-assessed score have none."""
    return entry_of(form).scale not in LISTED


def series(store: Store, area_ids: list[str], form: str) -> pd.DataFrame:
    """One indicator for each area; of emissions the form (all gases or CO2) that its headline dataset covers.

    Returns area_id (in the order chosen), year, value (NaN = missing), indicator, unit, dataset, release, gas_coverage,
    definition."""
    keys = (f"ghg_{form}", f"co2_{form}") if form in FORMS else (form,)
    found = reads.values(store, tuple(area_ids), keys).rename(columns={"municipality_id": "area_id"})
    chosen = pd.Categorical(found["area_id"], categories=area_ids, ordered=True)
    order = chosen.argsort(kind="stable")
    return found.iloc[order].reset_index(drop=True)


def is_comparable(store: Store, found: pd.DataFrame) -> bool:
    """Whether all series belong to one group (metrics.comparison), so that values may share an axis and be ranked."""
    kinds = found.drop_duplicates(["area_id", "indicator", "definition", "dataset"])
    values = kinds.rename(columns={"area_id": "municipality_id"})
    return comparable_groups(values, reads.all_datasets(store))["group"].nunique() <= 1


def measures(store: Store, found: pd.DataFrame, form: str) -> tuple[str, ...]:
    """How the series can be shown, the best way first: a share is plainest as it is, others by their change."""
    if not is_comparable(store, found):
        return MEASURES[:1]
    return MEASURES[::-1] if entry_of(form).scale == "share" else MEASURES


def difference(store: Store, found: pd.DataFrame, form: str) -> str:
    """Why the series are neither ranked nor put on one axis, in one sentence; empty where they may be."""
    if not is_drawn(form):
        return _("Every municipality answers this for itself: the answers are listed and not ranked.")
    if is_comparable(store, found):
        return ""
    shown = _("Shown is each one's change since a year that all have.")
    return f"{_what_differs(store, found, form)} {shown}"


def _what_differs(store: Store, found: pd.DataFrame, form: str) -> str:
    kinds = reads.all_datasets(store).set_index("dataset")["kind"]
    if (kinds.reindex(found["dataset"].unique()) == "own_accounts").all():
        return _(
            "Every municipality counts these figures by its own method, so amounts are neither ranked nor put on one axis."
        )
    if found["definition"].nunique() > 1:
        each = found.drop_duplicates("area_id")["definition"].unique()
        titles = [_(entry_of(form).definition(key).title) for key in each]
        return _(
            "These figures count different things ({definitions}), so amounts are neither ranked nor put on one axis.",
            definitions="; ".join(titles),
        )
    entry = entry_of(form)
    if not entry.is_ranked_across_borders and found["area_id"].str[:2].nunique() > 1:
        return _(
            "Countries count this differently, so amounts are neither ranked nor put on one axis across borders."
        )
    return _(
        "These figures come from different datasets. Amounts are therefore neither ranked nor put on one axis."
    )


def chart(store: Store, found: pd.DataFrame, area_ids: list[str], measure: str) -> Chart:
    """Small multiples with common axes, or all as an index since a common year."""
    areas = _compared_areas(store, found, area_ids)
    drawn = found[["area_id", "year", "value"]]
    if measure == "indexed":
        return index_chart(drawn, areas, format=formats.chart_format())
    unit = formats.unit_words(found["unit"].iloc[0]) if len(found) else "t"
    return small_multiples(drawn, areas, format=formats.chart_format(), unit_label=unit)


def picture_title(form: str, measure: str) -> str:
    """What the picture shows; the page's answer has said what it tells."""
    title = form_title(form)
    if measure == "indexed":
        return _("{indicator}, as an index since a common year", indicator=title)
    return _("{indicator}, all on the same axes", indicator=title)


def _compared_areas(store: Store, found: pd.DataFrame, area_ids: list[str]) -> list[ComparedArea]:
    about = found.drop_duplicates("area_id").set_index("area_id")
    about = about[["indicator", "gas_coverage", "dataset", "definition"]]
    alike = ["dataset", "definition"]
    first = next((tuple(about.loc[each, alike]) for each in area_ids if each in about.index), None)
    return [
        ComparedArea(
            area_id,
            store.register().areas[area_id].name,
            _coverage_words(store, about, area_id),
            area_id in about.index and tuple(about.loc[area_id, alike]) != first,
        )
        for area_id in area_ids
    ]


def _coverage_words(store: Store, about: pd.DataFrame, area_id: str) -> str:
    """The gases or the definition a series covers, and its publisher's dataset where those are the same but the
    datasets are not."""
    if area_id not in about.index:
        return ""
    row = about.loc[area_id]
    entry = INDICATORS[str(row["indicator"])]
    covered = _(GAS_NAMES[row["gas_coverage"]]) if entry.is_emissions else ""
    if len(entry.definitions) > 1:
        covered = _(entry.definition(row["definition"]).title)
    if about[["gas_coverage", "definition"]].nunique().max() > 1 or about["dataset"].nunique() <= 1:
        return covered
    titles = reads.all_datasets(store).set_index("dataset")["title"]
    return ", ".join(filter(None, (covered, titles[row["dataset"]])))
