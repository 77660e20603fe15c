"""The answer of the page about materials: which stream to begin with, in words, and what would make the answer better."""

from data.code_lists import MATERIALS
from data.store import Store
from metrics.material_flows import ALL
from metrics.registry import INDICATORS
from metrics.work_first import BY_MATERIAL, GENERATED_ONLY, TOTAL_ONLY, FirstStream
from sentences import answers, formats
from texts import N_, Text, _
from ui import reads

UNIT = "t"
RESIDUAL_RATE = "residual_per_capita"
ORIGIN_WASTE: dict[str, Text] = {
    "household": N_("household waste"),
    "municipal": N_("municipal waste"),
    "industry": N_("waste of industry within the borders"),
    "construction": N_("construction and demolition waste"),
    "own_operations": N_("waste of the municipal organisation"),
    "other": N_("waste of other origin"),
}


def title_of(material: str) -> str:
    """A material in words."""
    return _(MATERIALS.get(material, material))


def origin_title(origin: str) -> str:
    """The waste of an origin, as a choice."""
    words = waste_of(origin)
    return words[:1].upper() + words[1:]


def waste_of(origin: str) -> str:
    """The waste of an origin, within a sentence."""
    return _(ORIGIN_WASTE[origin])


def lead(first: FirstStream) -> str:
    """The stream to begin with, as the answer's first words; empty where none can be told."""
    return _("{material} first.", material=title_of(first.material)) if first.kind == BY_MATERIAL else ""


def answer(first: FirstStream, origin: str, year: int) -> str:
    """Where to begin, with the tonnes, the share and the change, and what would make the answer better."""
    if first.kind == BY_MATERIAL:
        return " ".join(filter(None, (f"{_amount_lost(first, origin, year)}.", _mixed(first))))
    if first.kind == TOTAL_ONLY:
        return f"{_amount_lost(first, origin, year)}. " + _(
            "Which materials these are is not stated, so that no stream can be put first: a waste composition "
            "analysis, or amounts by material and treatment, would say."
        )
    if first.kind == GENERATED_ONLY:
        return _generated(first, origin, year)
    return _("What is thrown away is not stated for {year}.", year=str(year))


def answer_without_tonnes(store: Store, area_id: str, name: str) -> str:
    """What published figures say where no tonnes are loaded; empty where there are none either."""
    known = reads.values(store, (area_id,), (RESIDUAL_RATE,)).dropna(subset=["value"])
    if known.empty:
        return ""
    newest = known.iloc[-1]
    return _(
        "In {year} {name} had {value} of residual waste. Tonnes by material are not loaded, so that no stream can be put first.",
        year=formats.year(newest["year"]), name=name, value=formats.amount(newest["value"], INDICATORS[RESIDUAL_RATE].unit),
    )  # fmt: skip


def _amount_lost(first: FirstStream, origin: str, year: int) -> str:
    """Tonnes, share of the waste and change, without a full stop."""
    places = {"amount": formats.short_amount(first.lost_tonnes, UNIT), "year": str(year)}
    said = (
        _("{amount} were thrown away unsorted in {year}", **places)
        if first.is_by_definition
        else _("{amount} were burnt or landfilled in {year}", **places)
    )
    return ", ".join(filter(None, (said, share_words(first, origin), change_words(first, year))))


def share_words(first: FirstStream, origin: str) -> str:
    """Which part of the origin's waste it is; empty where that is not known."""
    if first.share_of_waste_percent is None:
        return ""
    places = {"share": formats.percent(first.share_of_waste_percent), "waste": waste_of(origin)}
    if first.is_whole_stated:
        return _("{share} of all {waste}", **places)
    return _("{share} of the {waste} whose amount is stated", **places)


def change_words(first: FirstStream, year: int) -> str:
    """How it moved since its first year; empty without an earlier one."""
    if first.first_year is None or first.first_year >= year or not first.first_lost_tonnes:
        return ""
    assert first.lost_tonnes is not None  # its series begins with a figure
    return answers.change_since(first.first_year, first.first_lost_tonnes, first.lost_tonnes)


def _mixed(first: FirstStream) -> str:
    if not first.is_mixed:
        return ""
    if first.next_material:
        return _(
            "It is mixed: a waste composition analysis says what is in it. First among what is sorted: {material}, "
            "{amount} burnt or landfilled.",
            material=title_of(first.next_material).lower(),
            amount=formats.short_amount(first.next_lost_tonnes, UNIT),
        )
    return _("It is mixed: a waste composition analysis says what is in it and what to sort out first.")


def _generated(first: FirstStream, origin: str, year: int) -> str:
    amount = formats.short_amount(first.lost_tonnes, UNIT)
    if first.material == ALL:
        return _(
            "{amount} of {waste} were generated in {year}. What became of it is not stated, so that no stream can be put first.",
            amount=amount, waste=waste_of(origin), year=str(year),
        )  # fmt: skip
    return _(
        "The largest stream generated in {year} is {material}: {amount}. What became of it is not stated, so that nobody can "
        "tell how much is lost.", year=str(year), material=title_of(first.material).lower(), amount=amount,
    )  # fmt: skip
