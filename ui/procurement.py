"""What the procurement page says of tenders and needs that could be put to the market together: the answer and the groups."""

from typing import Any

import pandas as pd

from data.store import Store
from metrics.joint_tenders import volumes
from metrics.procurement import OPEN_STATUSES, TENDER
from texts import N_, Text, _
from ui import tender_reads, tender_words
from ui.remembered import remembered

OWN, CHOSEN = "own", "chosen"
SCOPES: dict[str, Text] = {OWN: N_("Our municipality"), CHOSEN: N_("Chosen municipalities")}
MOST_AREAS = 12


def partners(groups: pd.DataFrame, area_id: str) -> list[str]:
    """Whom a municipality could buy together with, those of the best groups first."""
    listed = [each for ids in groups["municipality_ids"] for each in ids.split(", ")]
    return [each for each in dict.fromkeys(listed) if each != area_id]


def items_of(store: Store, group: dict[str, Any]) -> pd.DataFrame:
    """The tenders and needs of one group, a row of metrics.joint_tenders.JOINT."""
    return tender_reads.joined(
        store, group["cpv_class"], group["from_quarter"], group["to_quarter"], group["municipality_ids"]
    )


@remembered(in_words=True)
def answer(store: Store, area_id: str, area_ids: tuple[str, ...], among: tuple[str, ...] | None) -> str:
    """Which tenders to join, in one or two sentences. area_ids and among: as of tender_reads.joint."""
    groups = tender_reads.joint(store, area_ids, among)
    if groups.empty:
        return _why_none(store, tender_reads.listed(store, area_ids, area_id), area_id)
    best = groups.iloc[0].to_dict()
    others = [each for each in best["municipality_ids"].split(", ") if each != area_id]
    places = {
        "what": tender_words.what(items_of(store, best), area_id),
        "cpv": best["cpv_class"],
        "names": tender_words.names(store, others),
        "count": tender_words.counted(int(best["tenders"]), int(best["needs"])),
        "years": _years(best),
        "amounts": ", ".join(_sums(items_of(store, best), best)),
    }
    if len(others) < len(best["municipality_ids"].split(", ")):
        first = _("{what} (CPV {cpv}), together with {names}: {count} of {years}", **places)
    else:
        first = _("{what} (CPV {cpv}), by {names}: {count} of {years}", **places)
    told = f"{first}, {places['amounts']}." if places["amounts"] else f"{first}."
    return f"{told} {_and_more(len(groups) - 1)}".strip()


@remembered(in_words=True)
def of_all(store: Store, area_id: str, area_ids: tuple[str, ...]) -> str:
    """What all that were chosen could buy together, where the best group is one of fewer; nothing of one or two."""
    groups = tender_reads.joint(store, area_ids, area_ids)
    if len(area_ids) < 3 or groups.empty:
        return ""
    wanted = ", ".join(sorted(area_ids))
    found = groups[groups["municipality_ids"] == wanted]
    if found.empty:
        return _("Nothing fits all {count} of them.", count=len(area_ids))
    best = found.iloc[0].to_dict()
    if best["key"] == groups.iloc[0]["key"]:
        return ""
    places = {
        "what": tender_words.what(items_of(store, best), area_id),
        "cpv": best["cpv_class"],
        "count": tender_words.counted(int(best["tenders"]), int(best["needs"])),
        "all": len(area_ids),
    }
    sums = ", ".join(_sums(items_of(store, best), best))
    words = _("Fits all {all} of them: {what} (CPV {cpv}), {count}", **places)
    return f"{words}, {sums}." if sums else f"{words}."


def groups_note() -> str:
    """How the table of groups is to be read."""
    return _(
        "A tender may stand in several rows, so rows are not added up. Same CPV class or, weaker, the same division, at most "
        "two quarters apart; fit is the mean of class, time and requirement."
    )


def _and_more(count: int) -> str:
    if not count:
        return ""
    return (
        _("There is one more possibility.")
        if count == 1
        else _("There are {count} more possibilities.", count=count)
    )


def _why_none(store: Store, items: pd.DataFrame, area_id: str) -> str:
    """Why nothing can be bought together: nothing planned, nothing opened, or nobody near."""
    name = tender_words.name(store, area_id)
    ours = items[(items["municipality_id"] == area_id) & items["status"].isin(OPEN_STATUSES)]
    if ours.empty:
        return _("None yet: {name} has no planned tender and no need.", name=name)
    if len(ours) == 1 and not ours["is_open"].any():
        return _(
            "None yet: the only planned tender or need of {name} is not opened to joint buying or dialogue.",
            name=name,
        )
    if not ours["is_open"].any():
        return _("None yet: none of the {count} planned tenders and needs of {name} is opened to joint buying or dialogue.",
                 count=len(ours), name=name)  # fmt: skip
    return _(
        "None yet: nobody else has opened a tender or need of the same CPV division within two quarters of those of {name}.",
        name=name,
    )


def _years(group: dict[str, Any]) -> str:
    first, last = group["from_quarter"][:4], group["to_quarter"][:4]
    return first if first == last else f"{first}–{last}"


def _sums(items: pd.DataFrame, group: dict[str, Any]) -> list[str]:
    """What is known of a group's volume: money, deliveries, volumes of needs."""
    found = [] if pd.isna(group["value"]) else [tender_words.money(group["value"], group["currency"])]
    if not pd.isna(group["deliveries_per_year"]):
        found.append(_("{count} deliveries a year", count=tender_words.whole(group["deliveries_per_year"])))
    return [*found, *(tender_words.volume(amount, unit) for amount, unit in volumes(items))]


@remembered(in_words=True)
def groups_table(
    store: Store, area_id: str, area_ids: tuple[str, ...], among: tuple[str, ...] | None
) -> pd.DataFrame:
    """The groups side by side, the best first, in words for the screen."""
    rows = tender_reads.joint(store, area_ids, among).to_dict("records")
    return pd.DataFrame(
        {
            _("What"): [tender_words.what(items_of(store, row), area_id, most=3) for row in rows],
            _("CPV"): [row["cpv_class"] for row in rows],
            _("When"): [tender_words.quarters(row["from_quarter"], row["to_quarter"]) for row in rows],
            _("Who"): [tender_words.names(store, row["municipality_ids"].split(", ")) for row in rows],
            _("Number"): [tender_words.counted(int(row["tenders"]), int(row["needs"])) for row in rows],
            _("Together"): ["; ".join(_sums(items_of(store, row), row)) or _("not stated") for row in rows],
            _("All could ask for"): [tender_words.step(row["shared_step"]) for row in rows],
            _("Fit"): [tender_words.fit(row) for row in rows],
        }
    )


@remembered(in_words=True)
def groups_file(store: Store, area_ids: tuple[str, ...], among: tuple[str, ...] | None) -> pd.DataFrame:
    """The groups in full precision for other programs, headings in words."""
    groups = tender_reads.joint(store, area_ids, among)
    titles = {
        "key": _("Group"), "closeness": _("Alike in"), "cpv_class": _("CPV"), "from_quarter": _("From"), "to_quarter": _("To"),
        "municipality_ids": _("Municipality ids"), "ids": _("Ids"), "tenders": _("Tenders"), "needs": _("Needs"),
        "value": _("Value"), "currency": _("Currency"), "tenders_without_value": _("Tenders without value"),
        "deliveries_per_year": _("Deliveries a year"), "tenders_without_deliveries": _("Tenders without deliveries"),
        "shared_step": _("All could ask for"), "strictest_step": _("Strictest wish"), "class_score": _("Score of class"),
        "time_score": _("Score of time"), "requirement_score": _("Score of requirement"), "score": _("Score"),
        "rates": _("Rates used"),
    }  # fmt: skip
    closeness = {"class": _("CPV class"), "division": _("CPV division")}
    words = groups.assign(
        closeness=[closeness[each] for each in groups["closeness"]],
        shared_step=[tender_words.step(each) for each in groups["shared_step"]],
        strictest_step=[tender_words.step(each) for each in groups["strictest_step"]],
    )
    return words[list(titles)].rename(columns=titles)


@remembered(in_words=True)
def titles(
    store: Store, area_id: str, area_ids: tuple[str, ...], among: tuple[str, ...] | None
) -> dict[str, str]:
    """The groups by their keys as choices, the best first: what, CPV code, when."""
    rows = tender_reads.joint(store, area_ids, among).to_dict("records")
    return {row["key"]: _title(store, row, area_id) for row in rows}


def _title(store: Store, group: dict[str, Any], area_id: str) -> str:
    when = tender_words.quarters(group["from_quarter"], group["to_quarter"])
    return f"{tender_words.what(items_of(store, group), area_id)} · CPV {group['cpv_class']} · {when}"


@remembered(in_words=True)
def every_item(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """All that the reader may see, as a file."""
    return items_file(store, tender_reads.listed(store, area_ids, reader))


def items_file(store: Store, items: pd.DataFrame) -> pd.DataFrame:
    """Tenders and needs in full precision for other programs, one column a field, headings in words."""
    titles = {
        "municipality_id": _("Municipality id"), "municipality": _("Municipality"), "kind": _("Kind"), "id": _("Id"),
        "title": _("What"), "cpv_code": _("CPV code"), "quarter": _("Quarter"), "status": _("Status"),
        "contract_value": _("Value"), "currency": _("Currency"), "deliveries_per_year": _("Deliveries a year"),
        "volume": _("Volume"), "volume_unit": _("Unit of the volume"), "step": _("Zero-emission delivery"),
        "next_step": _("Next step"), "open": _("Open to partners"),
    }  # fmt: skip
    rows = items.to_dict("records")
    words = items.assign(
        municipality=[tender_words.name(store, row["municipality_id"]) for row in rows],
        kind=[_("Tender") if row["kind"] == TENDER else _("Need") for row in rows],
        status=[tender_words.status(row) for row in rows],
        step=[tender_words.step(row["zero_emission_step"]) for row in rows],
        next_step=[tender_words.next_step(row["zero_emission_step"]) for row in rows],
        open=[tender_words.is_open(row) for row in rows],
    )
    return words[list(titles)].rename(columns=titles)
