"""A flat table of all indicators of a municipality with the codes of the United Nations, for those who collect indicators of
the Sustainable Development Goals: one row an indicator for the year, and every value up to it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.code_lists import BASES, FIGURES, VALUE_STATUSES
from data.store import Store
from data.tables import TABLES
from metrics.datasets import loaded_datasets
from metrics.indicator import Indicator
from metrics.progress import progress
from metrics.registry import INDICATORS, STATUSES
from metrics.sdg_targets import target_of
from metrics.targets import targets
from metrics.values import indicator_values, missing_reason_text
from report.reporting.missing_for_report import (
    ACCOUNTS,
    OUTSIDE_VEIKART,
    RELEASES,
    TARGETS,
    Missing,
    missing_sheet,
)
from report.reporting.reporting_read_me import country_name, read_me
from report.reporting.reporting_workbook import Sheet, table_sheet, workbook_bytes
from report.reporting.un_indicators import OF_NATIONS_ONLY, SAME_AS, UN_INDICATORS, un_code
from texts import N_, Text, _, current_language, in_language

CLASSES: Mapping[str, Text] = {
    "core": N_("Core"),
    "optional": N_("Optional"),
    "context": N_("National context"),
}


def indicator_table_bytes(
    store: Store, municipality_id: str, year: int, *, made_on: date, language: str | None = None
) -> bytes:
    """The workbook (.xlsx) of a municipality's indicators of a year. language: the current one unless named.

    The same data version, choices and day give the same bytes. An indicator without a value stands there with the reason;
    the last sheet lists what is missing."""
    with in_language(language or current_language()):
        area = store.register().areas[municipality_id]
        title = _("Indicators of {name}, {year}", name=area.name, year=str(year))
        values = indicator_values(store, municipality_ids=[municipality_id])
        known = values[values["year"] <= year]
        table = indicator_rows(store, municipality_id, year, known)
        sheets = [
            _read_me(store, municipality_id, year, title=title, made_on=made_on),
            _indicator_sheet(table, municipality_id, area.name, country_name(area)),
            _series_sheet(known, municipality_id, _sources(store, municipality_id)),
            missing_sheet(missing_for_indicators(table, year)),
        ]
        return workbook_bytes(sheets, title=title, made_on=made_on)


def indicator_rows(store: Store, municipality_id: str, year: int, values: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator of the registry that concerns the municipality, in the order of the UN's codes.

    values: rows of metrics.values.indicator_values. Returns indicator, year, value (NaN = missing) and its status, release,
    dataset and missing_reason, the newest earlier value with its year, the target that speaks, the verdict of the newest
    year (status, reason). Indicators that do not apply (of the other gases, of nations) stand there as such."""
    of_year = values[values["year"] == year].drop_duplicates("indicator").set_index("indicator")
    earlier = values.dropna(subset=["value"]).sort_values("year").drop_duplicates("indicator", keep="last")
    decided = targets(store, [municipality_id]).set_index("indicator")
    judged = progress(store, municipality_ids=[municipality_id], methods=["linear_path"]).set_index(
        "indicator"
    )
    sources = _sources(store, municipality_id)
    newest = earlier.set_index("indicator")
    rows = [
        _row(INDICATORS[key], year, _of(of_year, key), _of(newest, key), _of(decided, key), _of(judged, key), sources)
        for key in sorted(INDICATORS, key=lambda key: _order(INDICATORS[key]))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _order(indicator: Indicator) -> tuple[list[tuple[int, str]], int]:
    parts = [(int(part), "") if part.isdigit() else (99, part) for part in indicator.sdg_target.split(".")]
    return parts, list(INDICATORS).index(indicator.key)


def _of(table: pd.DataFrame, key: str) -> dict[str, Any]:
    """The row of an indicator; empty where there is none."""
    return dict(table.loc[key]) if key in table.index else {}


def _sources(store: Store, municipality_id: str) -> dict[str, dict[str, Any]]:
    """The datasets that speak, by key."""
    rows = loaded_datasets(store, [municipality_id]).to_dict("records")
    return {str(row["dataset"]): row for row in rows}


def _row(
    indicator: Indicator,
    year: int,
    of_year: Mapping[str, Any],
    newest: Mapping[str, Any],
    target: Mapping[str, Any],
    judged: Mapping[str, Any],
    sources: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    source = sources.get(str(of_year.get("dataset")), {})
    is_usable = bool(target) and pd.isna(target["problem"])
    return {
        "indicator": indicator.key,
        "un_code": un_code(indicator.sdg_target),
        "sdg_target": target_of(indicator.sdg_target),
        "title": indicator.title,
        "indicator_class": indicator.indicator_class,
        "is_direct": indicator.is_direct,
        "proxy_reason": indicator.is_proxy_because,
        "unit": indicator.unit,
        "year": year,
        "value": of_year.get("value", float("nan")),
        "value_status": of_year.get("value_status"),
        "is_preliminary": of_year.get("is_preliminary"),
        "missing_reason": _why_missing(indicator, of_year, judged),
        "dataset": source.get("title"),
        "release": of_year.get("release"),
        "licence": source.get("licence"),
        "newest_year": newest.get("year"),
        "newest_value": newest.get("value", float("nan")),
        "target_year": target["target_year"] if is_usable else None,
        "target_value": target["target_value"] if is_usable else None,
        "status": judged.get("status", "no_data"),
        "boundary": indicator.boundary,
        "tags": "; ".join(indicator.tags),
    }


def _why_missing(indicator: Indicator, of_year: Mapping[str, Any], judged: Mapping[str, Any]) -> Text | None:
    """Why there is no value in the year; None where there is one."""
    if of_year and not pd.isna(of_year["value"]):
        return None
    if of_year:
        return missing_reason_text(of_year["missing_reason"])
    if judged.get("status") == "not_applicable":
        reason: Text = judged["reason"]
        return reason
    return N_("Not loaded for that year: {inputs}", inputs=_inputs_in_words(indicator))


def _inputs_in_words(indicator: Indicator) -> str:
    """What is measured, in the words of the sheets to fill in."""
    role = indicator.definitions[0].measured
    if role.table == "figures":
        return ", ".join(_(FIGURES[key]) for key in role.inputs)
    basis = role.table.removeprefix("emissions_")
    return _(BASES[basis]) if basis in BASES else _(TABLES[role.table].title)


# --- the sheets


def _read_me(store: Store, municipality_id: str, year: int, *, title: str, made_on: date) -> Sheet:
    shape = _(
        "A flat table with the codes of the United Nations' indicators for goals 12 and 13. It is not an official form, and a "
        "local figure is no national one: the column “Is the official indicator” says where it stands in for one."
    )
    method = [
        _("One row an indicator; definitions and formulas are on the page Data and methods."),
        _("A value of another year never stands for the year: it has columns of its own."),
        _("The verdict is that of the required path, for the newest year with a value."),
    ]
    return read_me(store, municipality_id, year, title=title, shape=shape, made_on=made_on, method=method)


def _indicator_sheet(table: pd.DataFrame, municipality_id: str, name: str, country: str) -> Sheet:
    shown = table.assign(
        municipality_id=municipality_id,
        name=name,
        country=country,
        title=[_(title) for title in table["title"]],
        indicator_class=[_(CLASSES[each]) for each in table["indicator_class"]],
        official=[_("yes") if each else _("no") for each in table["is_direct"]],
        status=[_(STATUSES[each].word) for each in table["status"]],
        value_status=[_(VALUE_STATUSES[each]) if each in VALUE_STATUSES else None for each in table["value_status"]],
        preliminary=[None if pd.isna(each) else _("yes") if each else _("no") for each in table["is_preliminary"]],
        un_code=[each or None for each in table["un_code"]],
        tags=[each or None for each in table["tags"]],
    )  # fmt: skip
    return table_sheet(_("Indicators"), _indicator_headings(), shown)


def _indicator_headings() -> dict[str, str]:
    return {
        "municipality_id": _("Municipality id"), "name": _("Municipality"), "country": _("Country"),
        "un_code": _("UN indicator"), "sdg_target": _("SDG target"), "indicator": _("Key"), "title": _("Indicator"),
        "indicator_class": _("Class"), "official": _("Is the official indicator"), "proxy_reason": _("Why it is not"),
        "year": _("Year"), "value": _("Value"), "unit": _("Unit"), "value_status": _("Data status"),
        "preliminary": _("Preliminary"), "missing_reason": _("Reason if missing"), "dataset": _("Dataset"),
        "release": _("Release"), "licence": _("Licence"), "newest_year": _("Newest year with a value"),
        "newest_value": _("Newest value"), "target_year": _("Target year"), "target_value": _("Target value"),
        "status": _("Verdict"), "boundary": _("Boundary"), "tags": _("Codes in other sets"),
    }  # fmt: skip


def _series_sheet(
    values: pd.DataFrame, municipality_id: str, sources: Mapping[str, Mapping[str, Any]]
) -> Sheet:
    """Every year of every indicator up to the year."""
    shown = values.assign(
        municipality_id=municipality_id,
        un_code=[un_code(INDICATORS[key].sdg_target) or None for key in values["indicator"]],
        title=[_(INDICATORS[key].title) for key in values["indicator"]],
        dataset=[sources.get(key, {}).get("title", key) for key in values["dataset"]],
        value_status=[_(VALUE_STATUSES[each]) if each in VALUE_STATUSES else None for each in values["value_status"]],
        missing_reason=[
            missing_reason_text(reason) if pd.isna(value) else None
            for value, reason in zip(values["value"], values["missing_reason"], strict=True)
        ],
    )  # fmt: skip
    headings = {
        "municipality_id": _("Municipality id"), "un_code": _("UN indicator"), "indicator": _("Key"),
        "title": _("Indicator"), "year": _("Year"), "value": _("Value"), "unit": _("Unit"),
        "value_status": _("Data status"), "missing_reason": _("Reason if missing"), "dataset": _("Dataset"),
        "release": _("Release"),
    }  # fmt: skip
    return table_sheet(_("Series"), headings, shown)


# --- what is missing


def missing_for_indicators(table: pd.DataFrame, year: int) -> list[Missing]:
    """The indicators without a value of the year and those without a target, core ones as asked of every city; then the
    UN's indicators that none of ours answers. table: rows of indicator_rows."""
    rows: list[dict[str, Any]] = table.to_dict("records")
    applies = [row for row in rows if row["status"] != "not_applicable"]
    return [
        *(_without_value(row, year) for row in applies if row["missing_reason"] is not None),
        *(_without_target(row) for row in applies if _lacks_target(row)),
        *_unanswered(table["un_code"]),
    ]


def _without_value(row: Mapping[str, Any], year: int) -> Missing:
    what = N_("{title}, {year}: {reason}", title=row["title"], year=str(year), reason=row["missing_reason"])
    is_emissions = INDICATORS[row["indicator"]].is_emissions
    part = row["un_code"] or row["sdg_target"]
    return Missing(part, what, RELEASES if is_emissions else ACCOUNTS, row["indicator_class"] == "core")


def _lacks_target(row: Mapping[str, Any]) -> bool:
    is_judged = INDICATORS[row["indicator"]].direction != "none" and row["indicator_class"] == "core"
    return is_judged and row["status"] == "no_target"


def _without_target(row: Mapping[str, Any]) -> Missing:
    return Missing(
        row["un_code"] or row["sdg_target"], N_("A target for: {title}", title=row["title"]), TARGETS
    )


def _unanswered(codes: Iterable[str]) -> list[Missing]:
    answered = set(codes)
    found = []
    for code, words in UN_INDICATORS.items():
        if code in answered or SAME_AS.get(code) in answered:
            continue
        is_national = code in OF_NATIONS_ONLY
        why = N_("asked of countries only") if is_national else N_("no indicator of Veikart answers it")
        what = N_("{indicator}: {why}", indicator=words, why=why)
        found.append(Missing(code, what, OUTSIDE_VEIKART, is_asked_of_all=False))
    return found
