"""One group of tenders and needs, opened: its tenders, its sums, how well it fits, and what is in no sum."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.store import Store
from metrics.joint_tenders import volumes
from metrics.procurement import TENDER
from sentences import left_out
from texts import _
from ui import procurement, tender_reads, tender_words
from ui.layout import Fact
from ui.remembered import remembered

MOST_ROWS = 30  # of the table; the files hold all


@dataclass(frozen=True)
class OpenedGroup:
    """Everything that the page shows of one group. row: as metrics.joint_tenders tells it; file: in full precision."""

    row: dict[str, Any]
    table: pd.DataFrame
    file: pd.DataFrame
    facts: list[Fact]
    notes: list[str]


@remembered(in_words=True, most=400)
def opened_group(
    store: Store, area_id: str, area_ids: tuple[str, ...], among: tuple[str, ...] | None, key: str
) -> OpenedGroup:
    """The group of a key, in words. area_ids and among: as of tender_reads.joint."""
    groups = tender_reads.joint(store, area_ids, among)
    row = groups[groups["key"] == key].iloc[0].to_dict()
    items = procurement.items_of(store, row)
    return OpenedGroup(
        row,
        _table(store, items, area_id),
        procurement.items_file(store, items),
        _facts(items, row),
        _notes(row),
    )


def _facts(items: pd.DataFrame, group: dict[str, Any]) -> list[Fact]:
    """The figures of one group; what is not known is left out."""
    entries = [
        Fact(_("Value together"), tender_words.money(group["value"], group["currency"])),
        Fact(_("Deliveries a year"), tender_words.whole(group["deliveries_per_year"])),
        *(
            Fact(_("Volume of the needs"), tender_words.volume(amount, unit))
            for amount, unit in volumes(items)
        ),
    ]
    told = [entry for entry in entries if entry.value != tender_words.MISSING]
    steps = [
        Fact(_("All could ask for at once"), tender_words.step(group["shared_step"]), is_words=True),
        Fact(_("Strictest wish"), tender_words.step(group["strictest_step"]), is_words=True),
    ]
    fit = Fact(_("Fit"), tender_words.fit(group), "; ".join(tender_words.fit_parts(group)), is_words=True)
    return [*told, *(steps if group["shared_step"] else []), fit]


def _notes(group: dict[str, Any]) -> list[str]:
    """What is not shown or in no sum of one group, and at which rates amounts were changed."""
    notes = []
    if group["count"] > MOST_ROWS:
        notes.append(_("Shown are {shown} of {count}; the files and the summary hold all.", shown=MOST_ROWS,
                       count=int(group["count"])))  # fmt: skip
    if group["tenders_without_value"]:
        notes.append(left_out.without_value(int(group["tenders_without_value"])))
    if group["needs"] and group["tenders"]:
        notes.append(_("Needs have no value yet."))
    if group["tenders_without_deliveries"]:
        notes.append(left_out.without_deliveries(int(group["tenders_without_deliveries"])))
    if group["rates"]:
        notes.append(
            _("Amounts in other currencies are changed at these rates: {rates}.", rates=group["rates"])
        )
    if group["without_step"] and group["shared_step"]:
        without = int(group["without_step"])
        notes.append(
            _("One of them states no step on the ladder.")
            if without == 1
            else _("{count} of them state no step on the ladder.", count=without)
        )
    return notes


def _table(store: Store, items: pd.DataFrame, area_id: str) -> pd.DataFrame:
    """One row for each tender and need, our own first; of a large group the first ones."""
    is_other = items["municipality_id"] != area_id
    rows = items.iloc[is_other.argsort(kind="stable")[:MOST_ROWS]].to_dict("records")
    table = pd.DataFrame(
        {
            _("What"): [row["title"] for row in rows],
            _("Municipality"): [tender_words.name(store, row["municipality_id"]) for row in rows],
            _("CPV code"): [row["cpv_code"] for row in rows],
            _("Quarter"): [tender_words.quarter(row["quarter"]) for row in rows],
            _("Value"): [tender_words.money(row["contract_value"], row["currency"]) for row in rows],
            _("Deliveries a year"): [tender_words.whole(row["deliveries_per_year"]) for row in rows],
            _("Volume"): [tender_words.volume(row["volume"], row["volume_unit"]) for row in rows],
            _("Zero-emission delivery"): [tender_words.step(row["zero_emission_step"]) for row in rows],
            _("Status"): [tender_words.status(row) for row in rows],
        }
    )
    if not (items["kind"] == TENDER).any():
        table = table.drop(columns=[_("Value"), _("Deliveries a year"), _("Status")])
    return table.drop(
        columns=[title for title in (_("Volume"),) if (table[title] == tender_words.MISSING).all()]
    )
