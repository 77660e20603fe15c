"""What the page about materials says of what is bought: how much, what it is made of, and how much of it comes back."""

import pandas as pd

from data.store import Store
from metrics.material_flows import ALL, ORIGIN_ORDER, purchased_streams, stage_amounts, years_of
from sentences import formats
from texts import N_, Text, _
from ui import material_reads
from ui.material_answer import title_of, waste_of
from ui.remembered import remembered

BOUGHT: dict[str, Text] = {
    "food": N_("Food"),
    "medical": N_("Medical supplies"),
}  # no waste yet when it is bought
CONTENT = ("secondary_content", "renewable_content")
_PURCHASED = "purchased"


@remembered()
def origin_of(store: Store, area_id: str, chosen: str) -> str:
    """Whose purchases are shown: those of the origin chosen, else the first that has any; empty without."""
    amounts = material_reads.amounts(store, area_id)
    bought = amounts[amounts["stage"] == _PURCHASED].dropna(subset=["amount_tonnes"])
    found = [origin for origin in (chosen, *ORIGIN_ORDER) if origin in set(bought["origin"])]
    return found[0] if found else ""


@remembered()
def year_of(store: Store, area_id: str, origin: str, chosen: int) -> int:
    """The year chosen where something was bought in it, else the newest that has purchases."""
    amounts = material_reads.amounts(store, area_id)
    years = years_of(amounts[amounts["stage"] == _PURCHASED], origin)
    return chosen if chosen in years else years[0]


@remembered()
def streams(store: Store, area_id: str, origin: str, year: int) -> pd.DataFrame:
    """What was bought and came back (metrics.material_flows.purchased_streams)."""
    return purchased_streams(material_reads.amounts(store, area_id), origin, year=year)


def heading(origin: str) -> str:
    """The section's heading, with whose purchases and waste it is about."""
    return _("From what is bought to what is thrown away: {waste}", waste=waste_of(origin))


def sentence(store: Store, area_id: str, origin: str, year: int) -> str:
    """Which of the materials bought comes back least, in tonnes."""
    found = streams(store, area_id, origin, year)
    known = found.dropna(subset=["not_returned_tonnes"])
    stages = stage_amounts(material_reads.amounts(store, area_id), origin)
    [whole] = stages.loc[(stages["year"] == year) & (stages["stage"] == _PURCHASED), "amount_tonnes"]
    total = (
        _("How much was bought in {year} is not stated in full.", year=str(year))
        if pd.isna(whole)
        else _("{amount} were bought in {year}.", amount=formats.short_amount(whole, "t"), year=str(year))
    )
    if known.empty:
        return f"{total} " + _("What of it comes back is not stated by material.")
    least = known.iloc[0]
    places = {
        "material": _bought_title(least["material"]),
        "bought": formats.short_amount(least["purchased_tonnes"], "t"),
        "left": formats.short_amount(least["not_returned_tonnes"], "t"),
        "share": formats.percent(least["returned_percent"]),
    }
    if least["material"] == ALL:
        return f"{total} " + _(
            "{share} of that much came back for reuse, recycling or composting in the same year.", **places
        )
    return f"{total} " + _(
        "{material} comes back least: of {bought} bought, {share} came back for reuse, recycling or composting in the same "
        "year, {left} did not.", **places,
    )  # fmt: skip


@remembered(most=500, in_words=True)
def table(store: Store, area_id: str, origin: str, year: int) -> pd.DataFrame:
    """The materials bought, most that does not come back first; columns without any figure are left out."""
    found = streams(store, area_id, origin, year)
    columns = {
        f"{_('Bought')}, t": found["purchased_tonnes"],
        f"{_('Came back')}, t": found["returned_tonnes"],
        f"{_('Came back')}, %": found["returned_percent"],
        f"{_('Reused or recycled content')}, %": found["secondary_percent"],
        f"{_('Renewable content')}, %": found["renewable_percent"],
    }
    kept = {name: values for name, values in columns.items() if values.notna().any()}
    return pd.DataFrame({_("Material"): [_bought_title(code) for code in found["material"]], **kept})


def _bought_title(material: str) -> str:
    """A material as it is called when it is bought."""
    return _(BOUGHT[material]) if material in BOUGHT else title_of(material)


def caption(origin: str) -> str:
    """How the purchases are to be read."""
    return _(
        "Purchases stand beside {waste} of the same year. What is bought may stay in use for many years, so that little "
        "coming back is a question to ask and no fault. Reused or recycled content and renewable content are shares of the same "
        "mass and are not added: a material can be both. Reused and recycled content are stated together.",
        waste=waste_of(origin),
    )
