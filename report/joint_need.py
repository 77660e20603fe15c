"""The summary of a joint need, for a dialogue with the market: who, what, how much and when, the requirements wished for, and
questions to suppliers. It holds open tenders and needs only, and no personal names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.code_lists import ZERO_EMISSION_STEPS
from data.store import Store
from metrics.joint_tenders import NEXT_STEPS, listed_tenders, members, volumes, volumes_by_quarter
from metrics.procurement import TENDER
from report.fictional import fictional_notice
from report.word_document import WordDocument
from sentences import left_out
from texts import MISSING, N_, Text, _, current_language, format_number

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CRITERIA: dict[str, Text] = {
    "environmental": N_("Environmental criteria"),
    "reuse": N_("Asks for reuse"),
    "repair": N_("Asks for repair"),
    "take_back": N_("Asks for take-back"),
}
_FIXED_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class JointNeed:
    """One group with all that its summary tells.

    group: a row of metrics.joint_tenders.JOINT; items: its tenders and needs; by_quarter: metrics.joint_tenders.QUARTERS;
    names: of the municipalities, by id; version: of the store."""

    group: Mapping[str, Any]
    items: pd.DataFrame
    by_quarter: pd.DataFrame
    names: Mapping[str, str]
    version: int

    @property
    def title(self) -> str:
        """What is needed in the buyers' own words, each once."""
        titles = list(dict.fromkeys(self.items["title"]))
        return "; ".join(titles[:3]) + (" …" if len(titles) > 3 else "")

    @property
    def names_of(self) -> list[str]:
        """Who takes part."""
        return [self.names[area_id] for area_id in self.group["municipality_ids"].split(", ")]


def joint_need(store: Store, group: Mapping[str, Any], *, on: date | None = None) -> JointNeed:
    """Everything that the summary of one group needs. group: a row of metrics.joint_tenders.joint_tenders."""
    area_ids = group["municipality_ids"].split(", ")
    items = members(listed_tenders(store, area_ids), dict(group))
    currency = group["currency"] if isinstance(group["currency"], str) else None
    areas = store.register().areas
    return JointNeed(
        group,
        items,
        volumes_by_quarter(store, items, currency=currency, on=on),
        {area_id: areas[area_id].name for area_id in area_ids},
        store.version,
    )


def joint_need_docx(need: JointNeed, *, written_on: date) -> bytes:
    """The summary as a Word document in the current language. written_on: the day it says it was made."""
    title = _("Joint need: {what}", what=need.title)
    document = WordDocument(title, language=current_language(), written_on=written_on)
    if notice := fictional_notice(need.names):
        document.paragraph(notice)
    document.paragraph(_summary(need), is_lead=True)
    document.paragraph(
        _(
            "This is preparation for a dialogue with the market. No tender is published by it, and it binds nobody."
        )
    )
    document.heading(_("Who takes part"))
    document.bullets(need.names_of)
    _write_needs(document, need)
    _write_quarters(document, need)
    _write_requirements(document, need)
    document.heading(_("Questions to the market"))
    document.numbered(questions(need))
    document.heading(_("Method and sources"))
    document.bullets(_method(need, written_on))
    return document.content()


def questions(need: JointNeed) -> list[str]:
    """What to ask suppliers: what follows from the tenders and needs, then what is always asked."""
    group, items = need.group, need.items
    places = {"names": _listed(need.names_of), "quarter": group["from_quarter"]}
    asked = []
    if group["strictest_step"] in ("required_from_date", "required_from_start", "verified"):
        asked.append(
            _(
                "Can you deliver without emissions to {names} from {quarter} on? If not to all: where, and from when?",
                **places,
            )
        )
    else:
        asked.append(
            _(
                "From when could you deliver without emissions to {names}, and for which part of the deliveries?",
                **places,
            )
        )
    if not pd.isna(group["deliveries_per_year"]):
        deliveries = format_number(group["deliveries_per_year"], digits=0)
        asked.append(
            _("Together there are {deliveries} deliveries a year. How many would it take if they were bundled?",
              deliveries=deliveries)
        )  # fmt: skip
    circular = [
        criterion for criterion in _CIRCULAR_QUESTIONS if items[criterion].fillna(False).astype(bool).any()
    ]
    asked += [_(_CIRCULAR_QUESTIONS[criterion]) for criterion in circular]
    if not circular:
        asked.append(_("What can you offer that is used, can be repaired, or is taken back after use?"))
    return [*asked, *(_(question) for question in _STANDING_QUESTIONS)]


_CIRCULAR_QUESTIONS: dict[str, Text] = {
    "reuse": N_("Which part can be used or reusable goods, and with which guarantee?"),
    "repair": N_("How do you repair, and for how many years are spare parts to be had?"),
    "take_back": N_("How do you take goods back, and what becomes of them?"),
}
_STANDING_QUESTIONS: tuple[Text, ...] = (
    N_(
        "What does a joint volume change in price, and which lots would let small and local suppliers take part?"
    ),
    N_("What do you need from us: notice, length of contract, charging, times of delivery?"),
    N_("How can you show the emissions of each delivery, and how often?"),
)


def _summary(need: JointNeed) -> str:
    group = need.group
    places = {"names": _listed(need.names_of), "from_quarter": group["from_quarter"], "to_quarter": group["to_quarter"],
              "what": _counted(int(group["tenders"]), int(group["needs"]))}  # fmt: skip
    if group["from_quarter"] == group["to_quarter"]:
        first = _("{names} could go to the market together in {from_quarter}, with {what}.", **places)
    else:
        first = _(
            "{names} could go to the market together between {from_quarter} and {to_quarter}, with {what}.",
            **places,
        )
    told = _amounts(group["value"], group["currency"], group["deliveries_per_year"], volumes(need.items))
    return f"{first} {_('Together: {amounts}.', amounts=', '.join(told))}" if told else first


def _counted(tenders: int, needs: int) -> str:
    """How many tenders and needs, in words; what there is none of is not told."""
    words = []
    if tenders:
        words.append(_("one tender") if tenders == 1 else _("{count} tenders", count=tenders))
    if needs:
        words.append(_("one need") if needs == 1 else _("{count} needs", count=needs))
    return _("{first} and {second}", first=words[0], second=words[1]) if len(words) == 2 else words[0]


def _amounts(
    value: float | None, currency: str | None, deliveries: float | None, found: list[tuple[float, str]]
) -> list[str]:
    """The sums that are known, in words."""
    words = [] if value is None or pd.isna(value) else [_money(value, currency)]
    if deliveries is not None and not pd.isna(deliveries):
        words.append(_("{count} deliveries a year", count=_whole(deliveries)))
    return [*words, *_volume_words(found)]


@dataclass(frozen=True)
class _Column:
    """One column of a table: heading, cells, width beside the others, and whether it holds numbers."""

    heading: str
    cells: list[str]
    width: float
    is_number: bool = False


def _write_table(document: WordDocument, caption: str, columns: list[_Column]) -> None:
    """The columns that say something; a number of which nothing is known is left out."""
    told = [column for column in columns if not column.is_number or set(column.cells) - {MISSING, "0"}]
    rows = list(zip(*(column.cells for column in told), strict=True))
    document.table(
        caption,
        [column.heading for column in told],
        rows,
        widths=[column.width for column in told],
        numbers=[place for place, column in enumerate(told) if column.is_number],
    )


def _write_needs(document: WordDocument, need: JointNeed) -> None:
    document.heading(_("What is needed"))
    rows = need.items.to_dict("records")
    values = [_money(row["contract_value"], row["currency"]) for row in rows]
    columns = [
        _Column(_("Municipality"), [need.names[row["municipality_id"]] for row in rows], 1.4),
        _Column(_("What"), [_what(row) for row in rows], 2.1),
        _Column(_("CPV code"), [row["cpv_code"] for row in rows], 1.2),
        _Column(_("Quarter"), [row["quarter"] for row in rows], 1.25),
        _Column(_("Value"), values, 1.9, is_number=True),
        _Column(
            _("Deliveries a year"), [_whole(row["deliveries_per_year"]) for row in rows], 1.5, is_number=True
        ),
        _Column(
            _("Volume"), [_volume(row["volume"], row["volume_unit"]) for row in rows], 1.4, is_number=True
        ),
    ]
    _write_table(document, _("What is needed"), columns)


def _what(row: Mapping[str, Any]) -> str:
    return row["title"] if row["kind"] == TENDER else _("{what} (no tender yet)", what=row["title"])


def _write_quarters(document: WordDocument, need: JointNeed) -> None:
    document.heading(_("Volumes by quarter"))
    rows, group = need.by_quarter.to_dict("records"), need.group
    together = {**group, "quarter": _("Together"), "volumes": volumes(need.items)}
    rows = [*rows, together] if len(rows) > 1 else rows
    columns = [
        _Column(_("Quarter"), [row["quarter"] for row in rows], 1.2),
        _Column(_("Tenders"), [str(row["tenders"]) for row in rows], 1, is_number=True),
        _Column(_("Needs"), [str(row["needs"]) for row in rows], 1, is_number=True),
        _Column(_("Value"), [_money(row["value"], row["currency"]) for row in rows], 1.6, is_number=True),
        _Column(_("Deliveries a year"), [_whole(row["deliveries_per_year"]) for row in rows], 1.4, is_number=True),
        _Column(_("Volume of the needs"), [", ".join(_volume_words(row["volumes"])) or MISSING for row in rows], 1.8,
                is_number=True),
    ]  # fmt: skip
    _write_table(document, _("Volumes by quarter"), columns)
    for words in _left_out(group):
        document.paragraph(words)


def _whole(number: float) -> str:
    return format_number(number, digits=0)


def _write_requirements(document: WordDocument, need: JointNeed) -> None:
    document.heading(_("Requirements wished for"))
    group = need.group
    if group["shared_step"]:
        shared, strictest = (
            _(ZERO_EMISSION_STEPS[group[name]]) for name in ("shared_step", "strictest_step")
        )
        document.paragraph(
            _("Zero-emission delivery. The step that all could take at once: {shared}. The strictest wish: {strictest}.",
              shared=shared, strictest=strictest),
            leads_on=True,
        )  # fmt: skip
    rows = need.items.to_dict("records")
    steps = [_step(row) for row in rows]
    columns = [
        _Column(_("Municipality"), [need.names[row["municipality_id"]] for row in rows], 1.4),
        _Column(_("What"), [row["title"] for row in rows], 1.8),
        _Column(_("Zero-emission delivery"), [_step_words(step) for step in steps], 2.1),
        _Column(_("Next step"), [_(NEXT_STEPS[step]) for step in steps], 1.6),
        _Column(_("Also asked for"), [_criteria_words(row) for row in rows], 1.6),
    ]
    _write_table(document, _("Requirements wished for"), columns)


def _step_words(step: str) -> str:
    return _(ZERO_EMISSION_STEPS[step]) if step else _("Not stated")


def _criteria_words(row: Mapping[str, Any]) -> str:
    return ", ".join(_(title) for key, title in CRITERIA.items() if row[key] is True) or MISSING


def _step(row: Mapping[str, Any]) -> str:
    return row["zero_emission_step"] if isinstance(row["zero_emission_step"], str) else ""


def _left_out(group: Mapping[str, Any]) -> list[str]:
    words = []
    if group["tenders_without_value"]:
        words.append(left_out.without_value(int(group["tenders_without_value"])))
    if group["tenders_without_deliveries"]:
        words.append(left_out.without_deliveries(int(group["tenders_without_deliveries"])))
    return words


def _method(need: JointNeed, written_on: date) -> list[str]:
    group = need.group
    is_class = group["closeness"] == "class"
    return [
        _("Same class of the common procurement vocabulary (CPV {code}), at most two quarters apart.", code=group["cpv_class"])
        if is_class
        else _("Same division of the common procurement vocabulary (CPV {code}), at most two quarters apart.",
               code=group["cpv_class"]),
        _("Only what its owner has opened to joint buying or dialogue, and what is planned or in market dialogue."),
        *_rates(group),
        _("Source: the municipalities' own records of procurements and needs, as loaded in Veikart (data version {version}).",
          version=str(need.version)),
        _("Written on {day}.", day=written_on.isoformat()),
    ]  # fmt: skip


def _rates(group: Mapping[str, Any]) -> list[str]:
    if not group["rates"]:
        return []
    return [_("Amounts in other currencies are changed at these rates: {rates}.", rates=group["rates"])]


def _money(amount: float | None, currency: str | None) -> str:
    if amount is None or pd.isna(amount):
        return MISSING
    words = format_number(float(amount), digits=0)
    return f"{words}{_FIXED_SPACE}{currency}" if isinstance(currency, str) else words


def _volume(volume: float | None, unit: str | None) -> str:
    if volume is None or pd.isna(volume):
        return MISSING
    return f"{format_number(float(volume))}{_FIXED_SPACE}{unit if isinstance(unit, str) else ''}".strip()


def _volume_words(found: list[tuple[float, str]]) -> list[str]:
    return [_volume(volume, unit) for volume, unit in found]


def _listed(names: list[str]) -> str:
    """Names as a sentence lists them; of many, the first ones and how many more."""
    if len(names) > 6:
        return _("{names} and {count} more", names=", ".join(names[:5]), count=len(names) - 5)
    return _("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
