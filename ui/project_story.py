"""What the page of one project tells below its picture: the reports, who takes part and pays, what others can learn, who
builds on it, and where the row comes from. What people wrote is shown as they wrote it."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from data.code_lists import DECISIONS, HELIX_SIDES, INNOVATION_STAGES, PROJECT_STATUSES
from data.store import Store
from data.tables import TABLES
from metrics.innovation import helix_sides
from metrics.project_origin import named_as_origin
from metrics.sdg_targets import TITLES
from sentences import formats
from texts import MISSING, _, format_number
from ui import reads
from ui.remembered import remembered

UNIT = "t CO2e"
Project = dict[str, Any]


def day_of(when: pd.Timestamp) -> str:
    """A day as everywhere: 2026-04-30."""
    return when.strftime("%Y-%m-%d")


def sheet(table: str) -> str:
    """The name of a table's sheet in the templates."""
    return _(TABLES[table].sheet)


# --- what is read


@remembered()
def sides(store: Store, area_id: str) -> pd.DataFrame:
    """Which sides of the helix take part in each project (metrics.innovation.helix_sides)."""
    return helix_sides(store, area_id)


@remembered()
def followers(store: Store, area_id: str, project_id: str) -> pd.DataFrame:
    """Who names the project as origin of the idea (metrics.project_origin.named_as_origin)."""
    return named_as_origin(store, area_id, project_id)


@remembered()
def file_name(store: Store, upload_id: int) -> str:
    """The name of the file that an upload was."""
    found = store.query(
        "select file_name from uploads where upload_id = $upload_id order by file_name",
        {"upload_id": upload_id},
    )
    return str(found["file_name"].iloc[0])


# --- reports


def reports_list(reports: pd.DataFrame) -> str:
    """The reports as a list in time, the newest first: day, stage, status, how much is done; what was written."""
    return f'<ol class="vk-reports">{"".join(_report(row) for row in reports.to_dict("records"))}</ol>'


def _report(row: dict[Any, Any]) -> str:
    day = day_of(row["reported_on"])
    where = " · ".join(filter(None, _where(row)))
    next_step = _("Next: {step}", step=row["next_step"]) if row["next_step"] else ""
    texts = "".join(f"<p>{escape(words)}</p>" for words in (row["report_text"], next_step) if words)
    return f'<li><time datetime="{day}">{day}</time><span class="vk-where">{escape(where)}</span>{texts}</li>'


def _where(row: dict[Any, Any]) -> list[str]:
    return [
        _(INNOVATION_STAGES[row["innovation_stage"]]) if row["innovation_stage"] else "",
        _(PROJECT_STATUSES[row["status"]]) if row["status"] else "",
        ""
        if pd.isna(row["done_percent"])
        else _("{percent} done", percent=formats.percent(row["done_percent"])),
    ]


def reports_table(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports to take away, one row each."""
    return pd.DataFrame(
        {
            _("Date"): [day_of(when) for when in reports["reported_on"]],
            _("Stage"): [_(INNOVATION_STAGES[code]) if code else "" for code in reports["innovation_stage"]],
            _("Status"): [_(PROJECT_STATUSES[code]) if code else "" for code in reports["status"]],
            _("Done, %"): reports["done_percent"].astype("float64"),
            _("Report"): reports["report_text"],
            _("Next step"): reports["next_step"],
        }
    )


# --- who takes part and pays, and what others can learn


def told_list(entries: Sequence[tuple[str, str]]) -> str:
    """Words of people under their headings; those that nobody wrote are left out."""
    rows = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(words)}</dd></div>" for term, words in entries if words
    )
    return f'<dl class="vk-told">{rows}</dl>' if rows else ""


def partners_by_side(partners: pd.DataFrame) -> list[tuple[str, str]]:
    """The partners, one line each, under their side of the helix."""
    return [
        (_(title), "\n".join(partners.loc[partners["helix_side"] == side, "partner"]))
        for side, title in HELIX_SIDES.items()
    ]


def missing_sides(there: pd.DataFrame) -> str:
    """The sides of the helix that nobody takes part for, in words. there: of the project (metrics.innovation.helix_sides)."""
    missing = [_(title) for side, title in HELIX_SIDES.items() if side not in set(there["helix_side"])]
    if not missing:
        return _("All four sides of the helix take part.")
    return _("Nobody takes part yet for: {sides}.", sides=", ".join(missing))


def money_table(funding: pd.DataFrame) -> pd.DataFrame:
    """Who pays how much; amounts of several currencies stand in columns of their own and are not added up."""
    currencies = list(dict.fromkeys(funding["currency"]))
    columns = {
        ", ".join(filter(None, (_(TABLES["project_funding"].column("amount").title), currency))): funding[
            "amount"
        ].where(funding["currency"] == currency)
        for currency in currencies
    }
    return pd.DataFrame({_("Funder"): funding["funder"], **columns}).astype(dict.fromkeys(columns, "float64"))


def money_words(funding: pd.DataFrame) -> str:
    """The sum of each currency in words, and how many amounts are not told."""
    told = funding.dropna(subset=["amount"])
    sums = [
        f"{format_number(float(amount), digits=0)}{formats.FIXED_SPACE}{currency}".strip()
        for currency, amount in told.groupby("currency")["amount"].sum().items()
    ]
    words = [_("In all {sums}.", sums=", ".join(sums))] if sums else []
    untold = len(funding) - len(told)
    if untold == 1:
        words.append(_("Of one funder the amount is not told."))
    elif untold:
        words.append(_("Of {count} funders the amount is not told.", count=untold))
    return " ".join(words)


def lessons(project: Project) -> list[tuple[str, str]]:
    """What others can learn, under the headings of the sheet; "" where nobody wrote it."""
    named = [
        "summary", "what_it_took", "obstacles", "business_model", "idea_origin", "who_can_help", "contact",
    ]  # fmt: skip
    told = [(_(TABLES["projects"].column(name).title), project[name]) for name in named]
    return [*told, (_(TABLES["projects"].column("sdg_targets").title), _sdg_words(project["sdg_targets"]))]


def _sdg_words(targets: str) -> str:
    """The SDG targets, those that indicators belong to with their short title."""
    codes = [code.strip() for code in targets.split(",") if code.strip()]
    return "\n".join(f"{code} {_(TITLES[code])}" if code in TITLES else code for code in codes)


def untold(project: Project) -> str:
    """Which of them nobody wrote; people are told of where the project may be shared, and otherwise not asked for."""
    personal = () if project["is_shareable"] else (_("Who can help"), _("Contact"))
    names = [term for term, words in lessons(project) if not words and term not in personal]
    return ", ".join(names)


# --- measures, and those who build on it


def measures_table(store: Store, area_id: str, project_id: str, year: int) -> pd.DataFrame:
    """The measures of the climate budget that the project carries out; the cut of that year."""
    listed = reads.measures(store, area_id, year)
    own = listed[listed["project_id"] == project_id]
    return pd.DataFrame(
        {
            _("Measure"): own["title"],
            _("Decision"): [_(DECISIONS[code]) for code in own["decision"]],
            f"{_('Cut {year}', year=str(year))}, {UNIT}": own["effect_mid_tco2e"].astype("float64"),
            _("Responsible"): own["responsible_unit"].fillna(""),
        }
    )


def followers_table(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    """Who builds on it, with the words by which they say so."""
    areas = store.register().areas
    return pd.DataFrame(
        {
            _("Project"): found["title"],
            _("Municipality"): [areas[area_id].name for area_id in found["municipality_id"]],
            _("Stage"): [_(INNOVATION_STAGES[code]) for code in found["innovation_stage"]],
            _("Origin of the idea"): found["idea_origin"],
        }
    )


def provenance(store: Store, project: Project) -> str:
    """Where the project's row stands, in words."""
    return _(
        "The project's own row: file {file}, sheet {sheet}, row {row} (upload {upload_id}).",
        file=file_name(store, int(project["upload_id"])),
        sheet=project["source_sheet"] or MISSING,
        row=formats.year(project["source_row"]),
        upload_id=str(project["upload_id"]),
    )
