"""What the overview page shows, put together from indicators, verdicts and charts."""

from datetime import date

import pandas as pd

from charts.chart import Chart
from charts.trajectory import TargetPoint, trajectory_chart
from data.store import Store
from metrics.registry import INDICATORS
from metrics.trajectory import Path, projection_fan, required_path
from metrics.verdicts import METHODS, Verdict
from texts import _
from ui import answers, borders, formats, reads
from ui.layout import Fact, Step, Tile

UPLOAD_PAGE = "pages/upload.py"
BEHIND = ("too_slow", "off_track", "wrong_way")
TOTALS = ("ghg_total", "co2_total")
FRESH_YEARS = (
    2  # an agency publishes about 18 months after a year's end; older than this, ask for the newer release
)


def trajectory(store: Store, area_id: str, indicator: str, path: Verdict, trend: Verdict) -> Chart:
    """History, required path, target and projection of one indicator."""
    series = reads.values(store, (area_id,), (indicator,))
    is_drawable = path.target_value is not None and path.target_year is not None
    return trajectory_chart(
        series[["year", "value", "is_preliminary"]],
        path=_path_frame(path) if is_drawable and path.base_value is not None else None,
        target=TargetPoint(path.target_year, path.target_value) if is_drawable else None,  # type: ignore[arg-type]
        projection=_fan_frame(trend),
        vintages=_vintages(store, area_id, indicator),
        marks=borders.marks(store, area_id),
        format=formats.chart_format(),
        unit_label=INDICATORS[indicator].unit,
        subject=None if indicator in TOTALS else INDICATORS[indicator].short_title,
        empty_text=_(path.reason)
        if len(series)
        else _("No emissions are loaded for this municipality yet. Load a file on the Upload page."),
    )


def data_fact(store: Store, area_id: str, indicator: str) -> list[Fact]:
    """How new and how complete the series is."""
    series = reads.values(store, (area_id,), (indicator,))
    known = series.dropna(subset=["value"])
    if known.empty:
        return []
    newest = int(known["year"].max())
    words = [_("{year} is the newest year", year=str(newest)), _("{count} data years", count=len(known))]
    missing = [str(year) for year in series.loc[series["value"].isna(), "year"]]
    if missing:
        words.append(_("missing: {years}", years=", ".join(missing)))
    if known["is_preliminary"].iloc[-1]:
        words.append(_("preliminary"))
    return [Fact(_("Data"), "\n".join(words), is_words=True)]


def first_steps() -> str:
    """What awaits whoever opens an empty store."""
    return _(
        "1. Load the file your national agency publishes (Miljødirektoratet, SMHI, SCB), or fill in our template.\n"
        "2. Look through what was found, and commit it. Every upload can be undone.\n"
        "3. Set the target your council decided. This page then says whether it will be reached."
    )


def next_steps(
    store: Store, area_id: str, indicator: str, path: Verdict, today: date, *, is_demo: bool = False
) -> list[Step]:
    """What would say more or help next, most urgent first: emissions, a newer release, inhabitants, the
    largest sources. Only this looks at the clock."""
    name = store.register().areas[area_id].name
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
    people = reads.inhabitants(store, area_id).dropna(subset=["inhabitants"])
    if newest not in set(people["year"]):
        why = _("Inhabitants of {year} are missing, so emissions per inhabitant stay open.", year=str(newest))
        found.append(Step(why, _("Load a population table"), UPLOAD_PAGE))
    if path.status in BEHIND:
        why = _("The needed cut has to come from somewhere: the sectors show where the tonnes are.")
        found.append(Step(why, _("See the sources"), "pages/emissions.py"))
    return found


def facts(path: Verdict, trend: Verdict, unit: str) -> list[Fact]:
    """The figures beside the picture, all on one scale; what is not known is left out or said in words."""
    found: list[Fact] = []
    like = answers.page_scale(path)
    if path.latest_value is not None:
        found.append(
            Fact(
                _("Emissions {year}", year=formats.year(path.latest_year)),
                formats.amount(path.latest_value, unit),
            )
        )
    if path.path_value is not None and path.latest_value is not None:
        above = path.latest_value - path.path_value
        term = _("Above the path") if above > 0 else _("Below the path")
        found.append(
            Fact(
                term,
                formats.short_amount(abs(above), unit, like=like),
                answers.share_of(abs(above), path.path_value),
            )
        )
    if trend.projected_value is not None and trend.target_value is not None:
        gap = trend.projected_value - trend.target_value
        term = _("Gap in {year} on the trend") if gap > 0 else _("Margin in {year} on the trend")
        found.append(Fact(term.format(year=formats.year(trend.target_year)), formats.short_amount(abs(gap), unit, like=like),
                          answers.share_of(abs(gap), trend.target_value)))  # fmt: skip
    if path.required_per_year_from_now is not None:
        percent = path.needed_cut_percent_per_year
        cut = formats.percent(percent, digits=1) if percent is not None and percent > 0 else ""
        amount = max(0.0, -path.required_per_year_from_now)
        needed = formats.short_amount(amount, unit, like=like) if amount else _("none")
        found.append(Fact(_("Needed cut a year to {year}", year=formats.year(path.target_year)), needed, cut))
    if path.achieved_per_year is not None and path.trend is not None:
        found.append(
            Fact(
                _("Cut a year since {year}", year=formats.year(path.trend.first_year)),
                formats.short_amount(-path.achieved_per_year, unit, like=like),
            )
        )
    return found


def tiles(store: Store, area_id: str, shown: str) -> list[Tile]:
    """The other indicators that have data, emissions of the same gas coverage only, verdicts that were reached first,
    worst first."""
    coverage = INDICATORS[shown].gas_coverage
    found = []
    for key, entry in INDICATORS.items():
        if entry.gas_coverage not in (coverage, "") or key == shown:
            continue
        series = reads.values(store, (area_id,), (key,))
        known = series.dropna(subset=["value"])
        if series.empty or (known.empty and not entry.counterpart):
            continue
        verdict = reads.verdict(store, area_id, key)
        value = formats.indicator_value(verdict.latest_value, entry.unit)
        change_words = _tile_note(known, verdict, scale=entry.scale)
        note = " · ".join(filter(None, (change_words, _definition(key, known))))
        if key.endswith("_comparable_total"):
            note += " · " + _("without international transport")
        found.append((_urgency(verdict), Tile(_(entry.short_title), value, verdict.status, note)))
    return [tile for _order, tile in sorted(found, key=lambda pair: pair[0])]


def _definition(indicator: str, known: pd.DataFrame) -> str:
    """Which of several definitions was counted; nothing where there is one."""
    entry = INDICATORS[indicator]
    if known.empty or len(entry.definitions) < 2:
        return ""
    return _(entry.definition(known["definition"].iloc[-1]).title)


def what_it_is(indicator: str) -> str:
    """One line on what the figures are: gases and boundary."""
    entry = INDICATORS[indicator]
    return _("{title}. {boundary}.", title=_(entry.title), boundary=_(entry.boundary))


def co2_note(indicator: str) -> str:
    """What has to be said at once where a dataset covers fossil CO2 only; else nothing."""
    if INDICATORS[indicator].gas_coverage != "co2":
        return ""
    return _("This is fossil CO2 only and is never compared with greenhouse gas totals.")


def source(store: Store, area_id: str) -> str:
    """Where the headline figures come from."""
    datasets = reads.datasets(store, area_id)
    return "" if datasets.empty else source_line(datasets.iloc[0])


def source_line(dataset: pd.Series) -> str:
    """Publisher, dataset, licence and release of a dataset (a row of reads.datasets)."""
    licence = _(", licence {licence}", licence=dataset["licence"]) if dataset["licence"] else ""
    return _("Source: {publisher}, {title}{licence}. Release: {release}.", publisher=dataset["publisher"],
             title=dataset["title"], licence=licence, release=dataset["release"])  # fmt: skip


def base_years(store: Store, area_id: str, indicator: str) -> list[int]:
    """Data years a target may be measured from."""
    series = reads.values(store, (area_id,), (indicator,)).dropna(subset=["value"])
    return [int(year) for year in series["year"]]


def target_line(row: dict) -> str:
    """One stored target as a line of text."""
    entry = INDICATORS.get(row["indicator"])
    title = _(entry.short_title) if entry else row["indicator"]
    if pd.notna(row["reduction_percent"]):
        aim = _(
            "{cut} on {base_year}",
            cut=formats.percent(-row["reduction_percent"]),
            base_year=formats.year(row["base_year"]),
        )
    else:
        aim = formats.amount(row["target_value"], row["unit"])
    is_dated = pd.notna(row["decided_on"])
    decided = _(", decided {date}", date=f"{row['decided_on']:%Y-%m-%d}") if is_dated else ""
    link = f" ([{_('decision')}](<{row['decision_url']}>))" if row["decision_url"] else ""
    return f"**{title}**: {aim} {_('by {year}', year=formats.year(row['target_year']))}{decided}{link}"


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


def _path_frame(path: Verdict) -> pd.DataFrame:
    assert path.base_year is not None and path.base_value is not None
    assert path.target_year is not None and path.target_value is not None
    line = Path(path.base_year, path.base_value, path.target_year, path.target_value)
    years = [path.base_year, path.target_year]
    return pd.DataFrame({"year": years, "value": required_path(line, years)})


def _fan_frame(trend: Verdict) -> pd.DataFrame | None:
    if trend.trend is None or trend.projected_year is None or trend.latest_year is None:
        return None
    fan = projection_fan(trend.trend, range(trend.latest_year + 1, trend.projected_year + 1))
    return pd.DataFrame(
        [{"year": step.year, "value": step.value, "low": step.low, "high": step.high} for step in fan]
    )


def _vintages(store: Store, area_id: str, indicator: str) -> pd.DataFrame | None:
    if indicator not in TOTALS:
        return None
    datasets = reads.datasets(store, area_id)
    if datasets.empty:
        return None
    older = reads.vintages(store, area_id, datasets["dataset"].iloc[0])
    return older.rename(columns={"total_tco2e": "value"}) if len(older) else None


def _tile_note(known: pd.DataFrame, verdict: Verdict, *, scale: str) -> str:
    if known.empty:
        return _(verdict.reason)
    first, last = known.iloc[0], known.iloc[-1]
    change = (
        answers.change_since(int(first["year"]), float(first["value"]), float(last["value"]))
        if len(known) > 1 and scale == "amount"
        else ""
    )
    return " · ".join(filter(None, (formats.year(last["year"]), change)))


def _urgency(verdict: Verdict) -> int:
    order = ("wrong_way", "off_track", "too_slow", "on_track", "target_achieved")
    return order.index(verdict.status) if verdict.status in order else len(order)
