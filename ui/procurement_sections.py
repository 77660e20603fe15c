"""The sections of the procurement page below the joint tenders: calendar, needs, shares, ladder, and what is left out."""

import pandas as pd

from charts.chart import Chart
from charts.delivery_ladder import Rung, delivery_ladder_chart
from charts.demand_calendar import demand_calendar_chart
from charts.procurement_shares import procurement_shares_chart
from data.code_lists import ZERO_EMISSION_STEPS
from data.store import Store
from metrics.procurement import NEED, OPEN_STATUSES, TENDER
from sentences import formats
from texts import N_, Text, _
from ui import tender_reads, tender_words
from ui.remembered import remembered

NUMBER, VALUE, DELIVERIES = "number", "value", "deliveries"
MEASURES: dict[str, Text] = {
    NUMBER: N_("How many"),
    VALUE: N_("Contract value"),
    DELIVERIES: N_("Deliveries a year"),
}
CRITERIA: dict[str, Text] = {
    "environmental": N_("Environmental criteria"),
    "zero_emission": N_("Zero-emission delivery"),
    "circular": N_("Circular criteria"),
}
ON_THE_WAY = (*OPEN_STATUSES, "published")  # what the ladder and the calendar hold
OTHERS = N_(
    "Of others only what they have opened to joint buying or dialogue, and what is planned or in market dialogue."
)
_COLUMNS = {NUMBER: "count", VALUE: "value", DELIVERIES: "deliveries_per_year"}


def measures(calendar: pd.DataFrame) -> list[str]:
    """What the calendar can show: the value only where all amounts are in one currency."""
    is_one = calendar["currency"].dropna().nunique() == 1
    return [NUMBER, *([VALUE] if is_one else []), DELIVERIES]


@remembered(in_words=True)
def calendar_chart(store: Store, area_ids: tuple[str, ...], reader: str, measure: str) -> Chart:
    """What will be bought when. measure: NUMBER, VALUE or DELIVERIES."""
    calendar = tender_reads.calendar(store, area_ids, reader)
    frame = calendar.rename(columns={"cpv_division": "division"})
    frame = frame.assign(amount=frame[_COLUMNS[measure]].astype("float64"))
    if measure != NUMBER:  # a need has neither; its ring says that it is there
        frame.loc[frame["kind"] == NEED, "amount"] = float("nan")
    currencies = calendar["currency"].dropna()
    return demand_calendar_chart(
        frame[["division", "quarter", "kind", "amount", "count"]],
        _division_words(tender_reads.listed(store, area_ids, reader), reader),
        format=formats.chart_format(),
        measure_title=_(MEASURES[measure]),
        unit=currencies.iloc[0] if measure == VALUE and len(currencies) else "",
        empty_text=_("Nothing is planned that has a CPV code and a quarter."),
    )


def _division_words(items: pd.DataFrame, area_id: str) -> dict[str, str]:
    """Each CPV division by its code and what the buyers call what they buy in it."""
    placed = items.dropna(subset=["cpv_division", "quarter"])
    placed = placed[placed["status"].isin(ON_THE_WAY)]
    return {
        str(code): tender_words.shortened(f"{code} · {tender_words.what(rows, area_id, most=3)}")
        for code, rows in placed.groupby("cpv_division")
    }


def calendar_notes(calendar: pd.DataFrame, *, is_alone: bool) -> str:
    """At which rates amounts of the calendar were changed, and what is in no sum. is_alone: of one municipality only."""
    tenders = calendar[calendar["kind"] == TENDER]
    notes = [_("CPV divisions by their code and the buyers' own words."), *([] if is_alone else [_(OTHERS)])]
    if without := int(tenders["without_value"].sum()):
        notes.append(
            _("One tender has no value, currency or rate and is in no sum of values.")
            if without == 1
            else _(
                "{count} tenders have no value, currency or rate and are in no sum of values.", count=without
            )
        )
    if calendar["currency"].dropna().nunique() > 1:
        notes.append(
            _("Values stand in several currencies without a common rate, so they are not drawn on one scale.")
        )
    if rates := "; ".join(dict.fromkeys(tenders["rates"].dropna())):
        notes.append(_("Amounts in other currencies are changed at these rates: {rates}.", rates=rates))
    return " ".join(notes)


@remembered(in_words=True)
def needs_table(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """The needs, before there are tenders."""
    items = tender_reads.listed(store, area_ids, reader)
    rows = items[items["kind"] == NEED].to_dict("records")
    return pd.DataFrame(
        {
            _("Need"): [row["title"] for row in rows],
            _("Municipality"): [tender_words.name(store, row["municipality_id"]) for row in rows],
            _("CPV code"): [_stated(row["cpv_code"]) for row in rows],
            _("Volume"): [tender_words.volume(row["volume"], row["volume_unit"]) for row in rows],
            _("Earliest quarter"): [tender_words.quarter(row["quarter"]) for row in rows],
            _("Requirement wished"): [tender_words.step(row["zero_emission_step"]) for row in rows],
            _("Open to joint dialogue"): [tender_words.is_open(row) for row in rows],
        }
    )


@remembered(in_words=True)
def shares_chart(store: Store, area_id: str, criterion: str) -> Chart:
    """What share of a municipality's tenders meets a criterion, by year."""
    found = tender_reads.shares(store, area_id)
    of_one = found[(found["criterion"] == criterion) & found["year"].notna()]
    frame = of_one.assign(year=of_one["year"].astype(int), stated=of_one["yes_count"] + of_one["no_count"])
    names = {
        "yes_count": "yes",
        "count_share_percent": "count_percent",
        "value_share_percent": "value_percent",
    }
    return procurement_shares_chart(
        frame.rename(columns=names),
        format=formats.chart_format(),
        criterion=_(CRITERIA[criterion]),
        empty_text=_("No tender states it. Fill in the columns of the sheet Procurements and load it."),
    )


@remembered(in_words=True)
def shares_notes(store: Store, area_id: str, criterion: str) -> str:
    """Of what the shares are, and at which rates values were added up."""
    found = tender_reads.shares(store, area_id)
    of_one = found[found["criterion"] == criterion]
    notes = [
        _("Of the tenders of {name} that state it, by the year of their quarter; cancelled ones are left out.",
          name=tender_words.name(store, area_id)),
        _(_MEANINGS[criterion]),
    ]  # fmt: skip
    if unknown := int(of_one["unknown_count"].sum()):
        notes.append(
            _("One tender does not state it: neither yes nor no.")
            if unknown == 1
            else _("{count} tenders do not state it: neither yes nor no.", count=unknown)
        )
    if rates := "; ".join(dict.fromkeys(of_one["rates"].dropna())):
        notes.append(_("Amounts in other currencies are changed at these rates: {rates}.", rates=rates))
    return " ".join(notes)


_MEANINGS: dict[str, Text] = {
    "environmental": N_("Yes: any environmental criterion is set."),
    "zero_emission": N_(
        "Yes: required from a date or from the start, or verified; asking and giving points is a no."
    ),
    "circular": N_("Yes: reuse, repair or take-back is asked for."),
}


def on_the_way(items: pd.DataFrame) -> pd.DataFrame:
    """The tenders that are planned, in market dialogue or published."""
    return items[(items["kind"] == TENDER) & items["status"].isin(ON_THE_WAY)]


@remembered(in_words=True)
def ladder_chart(store: Store, area_ids: tuple[str, ...], reader: str) -> Chart:
    """Where the tenders on the way stand on the ladder of zero-emission delivery."""
    tenders = on_the_way(tender_reads.listed(store, area_ids, reader))
    codes = [*reversed(ZERO_EMISSION_STEPS), None]
    return delivery_ladder_chart(
        [_rung(tenders, code, reader) for code in codes],
        format=formats.chart_format(),
        name=tender_words.name(store, reader),
        empty_text=_("No tender is planned, in market dialogue or published."),
    )


def _rung(tenders: pd.DataFrame, code: str | None, reader: str) -> Rung:
    steps = tenders["zero_emission_step"]
    rows = tenders[steps.isna() if code is None else steps == code]
    is_ours = rows["municipality_id"] == reader
    return Rung(
        tender_words.step(code),
        tuple(rows["title"][is_ours]),
        tuple(rows["title"][~is_ours]),
        code is not None,
    )


@remembered(in_words=True)
def ladder_table(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """Each tender on the way with its step and the next one, the lowest steps first."""
    places = {step: place for place, step in enumerate(ZERO_EMISSION_STEPS)}
    tenders = on_the_way(tender_reads.listed(store, area_ids, reader))
    tenders = tenders.iloc[tenders["zero_emission_step"].map(places).fillna(-1).argsort(kind="stable")]
    rows = tenders.to_dict("records")
    return pd.DataFrame(
        {
            _("Tender"): [row["title"] for row in rows],
            _("Municipality"): [tender_words.name(store, row["municipality_id"]) for row in rows],
            _("Quarter"): [tender_words.quarter(row["quarter"]) for row in rows],
            _("Stands at"): [tender_words.step(row["zero_emission_step"]) for row in rows],
            _("Next step"): [tender_words.next_step(row["zero_emission_step"]) for row in rows],
        }
    )


def ladder_notes(*, is_alone: bool) -> str:
    """What the ladder holds. is_alone: of one municipality only."""
    notes = [_("Tenders that are planned, in market dialogue or published, as they were loaded.")]
    return " ".join([*notes, *([] if is_alone else [_(OTHERS)])])


@remembered(in_words=True)
def left_out_table(store: Store, area_ids: tuple[str, ...], reader: str) -> pd.DataFrame:
    """What lacks a statement, of what it is left out, and why."""
    rows = tender_reads.left_out(store, area_ids, reader).to_dict("records")
    of = {"value": _("Sums of values"), "calendar": _("Calendar and joint tenders")}
    return pd.DataFrame(
        {
            _("What"): [row["title"] for row in rows],
            _("Municipality"): [tender_words.name(store, row["municipality_id"]) for row in rows],
            _("Left out of"): [of[row["left_out_of"]] for row in rows],
            _("Why"): [_(row["reason"]) for row in rows],
        }
    )


def _stated(text: object) -> str:
    return text if isinstance(text, str) else _("Not stated")
