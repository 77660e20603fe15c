"""What the overview page shows, put together from indicators, verdicts and charts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.store import Store
from metrics.registry import INDICATORS
from metrics.verdicts import METHODS, Verdict
from sentences import answers, budget_words, formats
from sentences.key_figures import key_figures
from texts import _
from ui import late_projects, reads, upload_templates
from ui.indicator_facts import indicator_facts
from ui.layout import Fact, Step
from ui.remembered import remembered

UPLOAD_PAGE = "pages/upload.py"
JANUARY_TABLES = {"NO": "SSB 07459"}  # by country; data.datasets: the rule of ssb-population
FRESH_YEARS = (
    2  # an agency publishes about 18 months after a year's end; older than this, ask for the newer release
)


def yes_or_no_table(store: Store, area_id: str, indicator: str) -> pd.DataFrame:
    """The answers to a yes or no by year, the newest first, as words."""
    series = reads.values(store, (area_id,), (indicator,)).sort_values("year", ascending=False)
    words = [formats.indicator_value(value, INDICATORS[indicator].unit) for value in series["value"]]
    return pd.DataFrame(
        {_("Year"): [formats.year(year) for year in series["year"]], _(INDICATORS[indicator].short_title): words}
    )  # fmt: skip


@remembered(in_words=True)
def data_fact(store: Store, area_id: str, indicator: str) -> list[Fact]:
    """How new and how complete the series is."""
    series = reads.values(store, (area_id,), (indicator,))
    known = series.dropna(subset=["value"])
    if known.empty:
        return []
    newest = int(known["year"].max())
    count = _("one data year") if len(known) == 1 else _("{count} data years", count=len(known))
    words = [_("{year} is the newest year", year=str(newest)), count]
    missing = [str(year) for year in series.loc[series["value"].isna(), "year"]]
    if missing:
        words.append(_("missing: {years}", years=", ".join(missing)))
    if known["is_preliminary"].iloc[-1]:
        words.append(_("preliminary"))
    return [Fact(_("Data"), "\n".join(words), is_words=True)]


@remembered(most=500, in_words=True)
def next_steps(
    store: Store, area_id: str, indicator: str, today: date, *, is_demo: bool = False
) -> list[Step]:
    """What would say more or help next, most urgent first: emissions, a target, a newer release, inhabitants, the
    largest sources; the last two where the page is about territorial emissions. Only this looks at the clock."""
    name, path = store.register().areas[area_id].name, reads.verdict(store, area_id, indicator)
    if path.status == "no_data":
        why = _(
            "Without emissions there is nothing to judge. The agencies publish them for every municipality."
        )
        return [Step(why, _("Load emissions of {name}", name=name), UPLOAD_PAGE)]
    found, newest = [], path.latest_year or 0
    if path.status == "no_target" and not is_demo:
        found.append(
            Step(_("Without a target there is no verdict. Set the one your council decided, below."))
        )
    if today.year - newest > FRESH_YEARS:
        why = _("{year} is more than {count} years back. The publisher may have a newer release.",
                year=str(newest), count=FRESH_YEARS)  # fmt: skip
        found.append(Step(why, _("Load the newer file"), UPLOAD_PAGE))
    if not answers.is_of_territory(indicator):
        return found
    people = reads.inhabitants(store, area_id).dropna(subset=["inhabitants"])
    if newest not in set(people["year"]):
        why = _("Inhabitants of {year} are missing, so emissions per inhabitant stay open.", year=str(newest))
        why = " ".join(filter(None, (why, counted_in_january(area_id, newest))))
        found.append(Step(why, _("Load a population table"), UPLOAD_PAGE))
    found += _missing_plans(store, area_id, indicator, path) + late_projects.step(store, area_id, today)
    if path.target_year is not None and not is_demo:
        why = _("The council reads it on one page: verdict, gap, measures, what changed.")
        found.append(Step(why, _("Make the council report"), "pages/council_report.py"))
    if path.status in answers.BEHIND:
        why = _("The needed cut has to come from somewhere: the sectors show where the tonnes are.")
        by_sector = {"area": area_id, "split": "sector", "measure": "absolute"}
        found.append(Step(why, _("See the sectors"), "pages/emissions.py", by_sector))
    return found


def _missing_plans(store: Store, area_id: str, indicator: str, path: Verdict) -> list[Step]:
    """Measures to load, where the target asks for more than is done and none are known to cut anything by then."""
    if path.status not in answers.BEHIND or path.target_year is None:
        return []
    measures = reads.measures(store, area_id, path.target_year)
    if len(budget_words.largest(measures)):
        return []
    why = budget_words.no_cut(measures, reads.verdict(store, area_id, indicator, "ols_projection"))
    return [Step(why, _("Load measures"), UPLOAD_PAGE, upload_templates.query_of("climate-budget"))]


def counted_in_january(area_id: str, year: int) -> str:
    """Which year of the agency's table gives the inhabitants at the end of a year, where that is another one; else
    nothing."""
    table = JANUARY_TABLES.get(area_id[:2])
    if table is None:
        return ""
    return _(
        "{table} counts on 1 January: its year {next} gives the end of {year}.",
        table=table, next=str(year + 1), year=str(year),
    )  # fmt: skip


def facts(path: Verdict, trend: Verdict, indicator: str, definition: str = "") -> list[Fact]:
    """The figures beside the picture, all on one scale; what is not known is left out or said in words.

    definition: which of several was counted, in words; empty where there is one."""
    if answers.is_of_territory(indicator):
        found = key_figures(path, trend, INDICATORS[indicator].unit)
        return [Fact(each.term, each.value, each.remark) for each in found]
    return indicator_facts(path, trend, INDICATORS[indicator], definition)


@remembered(in_words=True)
def definition(store: Store, area_id: str, indicator: str) -> str:
    """Which of several definitions the newest value counts, in words; nothing where there is one."""
    entry = INDICATORS[indicator]
    known = reads.values(store, (area_id,), (indicator,)).dropna(subset=["value"])
    if known.empty or len(entry.definitions) < 2:
        return ""
    return _(entry.definition(known["definition"].iloc[-1]).title)


@remembered(in_words=True)
def national_context(store: Store, area_id: str) -> list[str]:
    """The newest figures of the country that stand beside a municipality as context; none where none are loaded."""
    country = area_id[:2]
    keys = tuple(key for key, entry in INDICATORS.items() if entry.indicator_class == "context")
    found = reads.values(store, (country,), keys).dropna(subset=["value"])
    return [
        _("{indicator}: {value} in {year}", indicator=_(INDICATORS[row.indicator].title),
          value=formats.indicator_value(row.value, row.unit), year=formats.year(row.year))
        for row in found.drop_duplicates("indicator", keep="last").itertuples()
    ]  # fmt: skip


def what_it_is(indicator: str) -> str:
    """One line on what the figures are: gases and boundary."""
    entry = INDICATORS[indicator]
    return _("{title}. {boundary}.", title=_(entry.title), boundary=_(entry.boundary))


def co2_note(indicator: str) -> str:
    """What has to be said at once where a dataset covers fossil CO2 only; else nothing."""
    if INDICATORS[indicator].gas_coverage != "co2":
        return ""
    return _("This is fossil CO2 only and is never compared with greenhouse gas totals.")


@remembered(in_words=True)
def source(store: Store, area_id: str, indicator: str) -> str:
    """Where the figures of an indicator come from."""
    series = reads.values(store, (area_id,), (indicator,))
    loaded = reads.loaded(store, area_id)
    named = loaded[loaded["dataset"].isin(series["dataset"].tail(1))]
    return "" if named.empty else source_line(named.iloc[0])


def source_line(dataset: pd.Series) -> str:
    """Publisher, dataset, licence and release of a dataset (a row of reads.datasets)."""
    licence = _(", licence {licence}", licence=dataset["licence"]) if dataset["licence"] else ""
    return _("Source: {publisher}, {title}{licence}. Release: {release}.", publisher=dataset["publisher"],
             title=dataset["title"], licence=licence, release=dataset["release"])  # fmt: skip


@remembered()
def base_years(store: Store, area_id: str, indicator: str) -> list[int]:
    """Data years a target may be measured from."""
    series = reads.values(store, (area_id,), (indicator,)).dropna(subset=["value"])
    return [int(year) for year in series["year"]]


def target_line(row: dict) -> str:
    """One stored target as a line of text."""
    entry = INDICATORS.get(row["indicator"])
    title = _(entry.short_title) if entry else row["indicator"]
    is_dated = pd.notna(row["decided_on"])
    decided = _(", decided {date}", date=f"{row['decided_on']:%Y-%m-%d}") if is_dated else ""
    link = f" ([{_('decision')}](<{row['decision_url']}>))" if row["decision_url"] else ""
    return f"**{title}**: {aim_in_words(row)}{decided}{link}"


def aim_in_words(row: Mapping[str, Any]) -> str:
    """What a target asks for and by when: −55 % on 2009 by 2030. row: reduction_percent, base_year, target_value, unit and
    target_year of a stored target or of one just entered."""
    if pd.notna(row["reduction_percent"]):
        aim = _(
            "{cut} on {base_year}",
            cut=formats.percent(-row["reduction_percent"], signed=True),
            base_year=formats.year(row["base_year"]),
        )
    else:
        aim = formats.indicator_value(row["target_value"], row["unit"])
    return f"{aim} {_('by {year}', year=formats.year(row['target_year']))}"


def method_words(path: Verdict, trend: Verdict, indicator: str) -> str:
    """Both methods with version, points used, ratio and reason, and the formula of the indicator."""
    entry = INDICATORS[indicator]
    lines = [f"**{_(entry.title)}**: {_(entry.formula)}. {_('Rows')}: {_(entry.input_rows)}."]
    for verdict in (path, trend):
        method = METHODS[verdict.method]
        ratio = _(" Ratio {ratio}.", ratio=f"{verdict.ratio:.2f}") if verdict.ratio is not None else ""
        lines.append(f"**{_(method.title)}** {method.version}: {_(method.rule)}.{ratio} {_(verdict.reason)} "
                     f"{_('Data years used: {count}.', count=verdict.points_used)}")  # fmt: skip
    return "\n\n".join(lines)
