"""The chapters on indicators: materials and waste, and every indicator of SDG 12 and 13 with its verdict."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import pandas as pd

from metrics.indicator import Indicator
from metrics.registry import CORE, INDICATORS, STATUSES
from metrics.sdg_targets import TITLES, target_of
from metrics.verdicts import METHODS
from report import amounts
from report.council_report import report_charts
from report.council_report.council_subject import Subject
from report.document import Block, Chapter, Paragraph, Table
from texts import _

WASTE_TARGETS = ("12.2", "12.3", "12.4", "12.5")
PICTURED = ("recycling_rate", "residual_per_capita", "msw_per_capita")


@cache
def waste_indicators() -> tuple[str, ...]:
    """The indicators of materials and waste, in the order of the registry."""
    tables = {"materials", "figures"}
    return tuple(
        key
        for key, entry in INDICATORS.items()
        if target_of(entry.sdg_target) in WASTE_TARGETS
        and entry.indicator_class != "context"
        and tables & set(entry.tables)
        and "emissions" not in key
    )


def materials(subject: Subject) -> Chapter:
    """What is bought, thrown away, recycled and reused."""
    return Chapter("materials", _("Materials and waste"), tuple(_materials(subject)))


def _materials(subject: Subject) -> Iterator[Block]:
    found = subject.standings[subject.standings["indicator"].isin(waste_indicators())]
    known = found[found["status"] != "no_data"]
    if known.empty:
        yield Paragraph(_("No figures on materials or waste are loaded."))
        return
    yield Paragraph(
        " ".join(_moved(subject, key) for key in PICTURED if key in set(known["indicator"])), "lead"
    )
    pictured = next((key for key in PICTURED if key in set(known["indicator"])), None)
    if pictured:
        yield report_charts.picture(report_charts.trajectory(subject, pictured))
    yield _verdict_table(found, _("Indicators of materials and waste"))
    yield from _caveats(known["indicator"])


def _moved(subject: Subject, key: str) -> str:
    """The newest value of an indicator and how it has moved."""
    known, entry = subject.series(key).dropna(subset=["value"]), INDICATORS[key]
    first, last = known.iloc[0], known.iloc[-1]
    places = {
        "indicator": _(entry.short_title),
        "year": amounts.year(last["year"]),
        "value": amounts.indicator_value(last["value"], entry.unit),
    }
    if len(known) < 2:
        return _("{indicator} in {year}: {value}.", **places)
    before = amounts.indicator_value(first["value"], entry.unit)
    return _("{indicator} in {year}: {value}; {before} in {first}.", before=before, first=amounts.year(first["year"]),
             **places)  # fmt: skip


def _caveats(keys: Sequence[str]) -> Iterator[Block]:
    for key in keys:
        caveat = INDICATORS[key].caveat
        if caveat is not None and key in PICTURED:
            words = _("{name}: {sentence}", name=_(INDICATORS[key].short_title), sentence=_(caveat))
            yield Paragraph(words.rstrip(".") + ".", "note")


# SDG 12 and 13 ------------------------------------------------------------------------------------------------------


def indicators(subject: Subject) -> Chapter:
    """Every core indicator, and each other one that has data or a target, with its verdict."""
    return Chapter("indicators", _("Indicators of SDG 12 and 13"), tuple(_indicators(subject)))


def _indicators(subject: Subject) -> Iterator[Block]:
    other_gases = INDICATORS[INDICATORS[subject.indicator].counterpart].gas_coverage
    of_other_gases = [key for key, entry in INDICATORS.items() if entry.gas_coverage == other_gases]
    found = subject.standings[~subject.standings["indicator"].isin(of_other_gases)]
    is_shown = found["indicator"].isin(CORE) | ~found["status"].isin(["no_data", "not_applicable"])
    shown = found[is_shown & (found["status"] != "not_applicable")]
    yield Paragraph(_counted(shown["status"].tolist()), "lead")
    for goal, words in (("12", _("SDG 12")), ("13", _("SDG 13")), ("7", _("Other goals"))):
        of_goal = shown[shown["indicator"].map(lambda key: INDICATORS[key].sdg_target.split(".")[0]) == goal]
        if len(of_goal):
            yield _verdict_table(of_goal, words)
    yield Paragraph(_("Judged by the method “{method}”.", method=_(METHODS["linear_path"].title)), "note")


def _counted(statuses: list[str]) -> str:
    """How many indicators have each verdict, in the order of the verdicts."""
    counts = Counter(statuses)
    parts = [
        _("{status}: {count}", status=_(status.word), count=counts[key])
        for key, status in STATUSES.items()
        if counts[key]
    ]
    return _("Of {count} indicators: {parts}.", count=len(statuses), parts="; ".join(parts))


def _verdict_table(found: pd.DataFrame, caption: str) -> Table:
    """Indicators with newest value, target and verdict, by SDG target."""
    rows = [
        (
            target_of(INDICATORS[row["indicator"]].sdg_target),
            _(INDICATORS[row["indicator"]].short_title),
            _newest(row, INDICATORS[row["indicator"]]),
            _target(row, INDICATORS[row["indicator"]]),
            f"{STATUSES[row['status']].symbol} {_(STATUSES[row['status']].word)}",
        )
        for row in found.to_dict("records")
    ]
    order = {code: place for place, code in enumerate(TITLES)}
    ordered = sorted(rows, key=lambda row: order.get(row[0], len(order)))
    headings = (_("SDG target"), _("Indicator"), _("Newest value"), _("Target"), _("Verdict"))
    return Table(caption, headings, tuple(ordered))


def _newest(row: dict, entry: Indicator) -> str:
    if pd.isna(row["latest_value"]):
        return amounts.missing()
    value = amounts.indicator_value(row["latest_value"], entry.unit)
    return _("{value} in {year}", value=value, year=amounts.year(row["latest_year"]))


def _target(row: dict, entry: Indicator) -> str:
    if pd.isna(row["target_value"]):
        return _("no target") if pd.isna(row["target_year"]) else amounts.missing()
    value = amounts.indicator_value(row["target_value"], entry.unit)
    return _("{value} in {year}", value=value, year=amounts.year(row["target_year"]))
