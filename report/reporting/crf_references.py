"""The rows of the Common Reporting Framework by their GPC reference, and where the figures of a national inventory stand
among them.

The framework's own words stay English in every language, since whoever receives the workbook looks for them; the labels
are those that loaders/formats/crf_inventory.py reads. What is asked of every city is general knowledge: docs/reporting.md."""

import re
from dataclasses import dataclass
from typing import Literal

from texts import N_, Text

Fit = Literal["exact", "approximate", "not_separable"]
DIRECT, INDIRECT, OUTSIDE = "Direct emissions", "Indirect emissions", "Outside boundary"
SCOPE_LABELS = {"1": DIRECT, "2": INDIRECT, "3": OUTSIDE}
ENERGY, TRANSPORT, WASTE, OTHER = "Stationary Energy", "Transportation", "Waste", "Other scope 3"
PRODUCTS = "Industrial Processes and Product Use (IPPU)"
LAND = "Agriculture, Forestry and Other Land Use (AFOLU)"
SECTORS_BY_NUMBER = {"I": ENERGY, "II": TRANSPORT, "III": WASTE, "IV": PRODUCTS, "V": LAND, "VI": OTHER}
NOT_TOLD_APART = "Not told apart by source"
GENERATION = "I.4.4"  # stands beside the sums: scope 2 holds it where it is used
LAND_USE = "V.2"  # beside the sums as well, as in every total of Veikart
FITS: dict[Fit, Text] = {
    "exact": N_("Exact"),
    "approximate": N_("Approximate"),
    "not_separable": N_("Not separable"),
}


@dataclass(frozen=True)
class Reference:
    """A row of the framework. part: the reference without its last number where that is a scope. scope: 1, 2 or 3."""

    number: str
    sector: str
    subsector: str
    scope: str
    is_asked_of_all: bool

    @property
    def part(self) -> str:
        """Sector and sub-sector: I.1 of I.1.2."""
        return ".".join(self.number.split(".")[:2])


@dataclass(frozen=True)
class Place:
    """Where a figure stands. number: the reference, "" where the framework has none for it, since the inventory does not
    tell its sources apart; sector, subsector and scope_label are the framework's words."""

    number: str
    sector: str
    subsector: str
    scope_label: str
    fit: Fit
    why: Text | None = None


_PARTS: tuple[tuple[str, str, str, str], ...] = (
    # part, sub-sector, last numbers, those asked of every city
    ("I.1", "Residential buildings", "123", "12"),
    ("I.2", "Commercial and institutional buildings and facilities", "123", "12"),
    ("I.3", "Manufacturing industries and construction", "123", "12"),
    ("I.4", "Energy industries", "1234", "124"),
    ("I.5", "Agriculture, forestry, and fishing activities", "123", "12"),
    ("I.6", "Non-specified sources", "123", ""),
    ("I.7", "Fugitive emissions from coal", "1", "1"),
    ("I.8", "Fugitive emissions from oil and natural gas systems", "1", "1"),
    ("II.1", "On-road", "123", "12"),
    ("II.2", "Rail", "123", "12"),
    ("II.3", "Waterborne navigation", "123", "12"),
    ("II.4", "Aviation", "123", "12"),
    ("II.5", "Off-road", "12", "12"),
    ("III.1", "Solid waste disposal", "123", "12"),
    ("III.2", "Biological treatment", "123", "12"),
    ("III.3", "Incineration and open burning", "123", "12"),
    ("III.4", "Wastewater", "123", "12"),
    ("IV.1", "Industrial processes", "", ""),
    ("IV.2", "Product use", "", ""),
    ("V.1", "Livestock", "", ""),
    (LAND_USE, "Land use", "", ""),
    ("V.3", "Other agriculture", "", ""),
    ("VI.1", "Other scope 3", "", ""),
)


def _references() -> dict[str, Reference]:
    found = {}
    for part, subsector, lasts, asked in _PARTS:
        for last in lasts or ("",):
            number = f"{part}.{last}" if last else part
            sector = SECTORS_BY_NUMBER[part.split(".")[0]]
            found[number] = Reference(
                number, sector, subsector, scope_of(number), bool(last) and last in asked
            )
    return found


def scope_of(number: str) -> str:
    """The scope of a reference, as loaders/formats/crf_inventory.py reads it: of waste, 2 is treated elsewhere."""
    group, _part, *rest = number.split(".")
    last = rest[0] if rest else ""
    if group == "III":
        return {"2": "3"}.get(last, "1")
    if group == "VI":
        return "3"
    return {"2": "2", "3": "3"}.get(last, "1")


REFERENCES: dict[str, Reference] = _references()
_WRITTEN = re.compile(r"((?:I|II|III|IV|V|VI)\.\d(?:\.\d)?)(?:\s|$)")


def written_reference(source_label: str) -> str:
    """The reference that a row read from a CRF workbook bears at the start of its label; "" where there is none."""
    found = _WRITTEN.match(source_label)
    return found[1] if found and found[1] in REFERENCES else ""


# --- from our sectors to the framework

_SEPARATE = N_("The inventory does not tell these sources apart.")
_COMBINED = N_("Industry's energy and process emissions in one figure; processes (IV.1) are included here.")
_GENERATED = N_(
    "Power and heat delivered to a grid: stands beside the sums, which count it where it is used."
)
_LOCAL_WASTE = N_(
    "What the plants within the borders emit; waste from elsewhere that they treat is not told apart."
)
_MIXED_ENERGY = N_("Fuels, electricity and district heat in one figure, by the publisher's own rules.")
_ABROAD = N_("Outside the boundary in the framework; the publisher counts it in its total.")
# The first words of a source, in small letters: of the publisher's Norwegian words and of plain English ones.
_SOURCES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "transport": (
        (
            "II.1",
            ("veitrafikk", "buses", "heavy vehicles", "passenger cars", "vans", "road", "vägtrafik", "cars"),
        ),
        ("II.2", ("rail", "jernbane", "järnväg", "bantrafik")),
        ("II.3", ("sjøfart", "sjöfart", "cargo ships", "ferries", "fishing vessels", "ships", "shipping")),
        ("II.4", ("luftfart", "flyg", "aviation", "domestic aviation")),
    ),
    "waste": (
        ("III.1", ("avfallsdeponigass", "landfill")),
        ("III.2", ("biologisk behandling", "biological treatment")),
        ("III.4", ("avløp", "wastewater")),
    ),
    "ippu": (("IV.2", ("bruk av", "use of", "product use")),),
    "agriculture": (
        (
            "V.1",
            (
                "fordøyelsesprosesser",
                "gjødselhåndtering",
                "digestion of livestock",
                "manure",
                "livestock",
                "enteric",
            ),
        ),
        ("V.3", ("jordbruksarealer", "farm land", "agricultural soils")),
    ),
}
_WHOLE: dict[str, tuple[str, Fit, Text | None]] = {
    "industry": ("I.3", "approximate", _COMBINED),
    "energy_generation": ("I.4", "approximate", _GENERATED),
    "off_road": ("II.5", "approximate", None),
    "lulucf": (LAND_USE, "exact", None),
}
_GROUPS = {
    "stationary_energy": "I",
    "energy": "I",
    "transport": "II",
    "international_transport": "II",
    "waste": "III",
    "ippu": "IV",
    "agriculture": "V",
}
# Which references a figure that is not told apart holds for sure, by what the sector is defined as.
_HELD = {
    "stationary_energy": ("I.1", "I.2"),
    "energy": ("I.1", "I.2"),
    "transport": ("II.1",),
    "waste": ("III.1", "III.4"),
    "ippu": ("IV.1", "IV.2"),
    "agriculture": ("V.1", "V.3"),
    "industry": ("IV.1",),
}


def placed(sector: str, subsector: str, scope: str) -> Place | None:
    """Where a figure of one of our sectors stands; None where the framework has no row for it (credits, a total, what no
    sector is known of). scope: "" = not stated, which for emissions within the borders is scope 1."""
    own_scope = scope or "1"
    if sector == "international_transport":
        return Place("", TRANSPORT, "International transport", OUTSIDE, "approximate", _ABROAD)
    if sector in _WHOLE:
        part, fit, why = _WHOLE[sector]
        return _at(_number(part, own_scope, is_generation=sector == "energy_generation"), fit, why)
    part = _part_of_source(sector, subsector)
    if part:
        is_waste = sector == "waste"
        return _at(
            _number(part, own_scope),
            "approximate" if is_waste else "exact",
            _LOCAL_WASTE if is_waste else None,
        )
    if sector not in _GROUPS:
        return None
    why = _MIXED_ENERGY if sector == "energy" else _SEPARATE
    group = SECTORS_BY_NUMBER[_GROUPS[sector]]
    return Place("", group, NOT_TOLD_APART, SCOPE_LABELS[own_scope], "not_separable", why)


def held_within(sector: str, subsector: str, scope: str) -> tuple[str, ...]:
    """The references that a figure without one of its own holds for sure, and that are therefore included elsewhere."""
    place = placed(sector, subsector, scope)
    if place is None or (place.number and sector != "industry"):
        return ()
    numbers = (_number(part, scope or "1") for part in _HELD.get(sector, ()))
    return tuple(number for number in numbers if number in REFERENCES)


def _part_of_source(sector: str, subsector: str) -> str:
    written = subsector.lower()
    for part, beginnings in _SOURCES.get(sector, ()):
        if written.startswith(beginnings):
            return part
    return ""


def _number(part: str, scope: str, *, is_generation: bool = False) -> str:
    """The reference of a part for a scope."""
    if is_generation:
        return GENERATION
    if part in REFERENCES:  # products, farming and land have no last number
        return part
    return f"{part}.{scope if part.split('.')[0] != 'III' else {'3': '2'}.get(scope, '1')}"


def _at(number: str, fit: Fit, why: Text | None) -> Place | None:
    reference = REFERENCES.get(number)
    if reference is None:  # such as off-road machinery outside the boundary, for which there is no row
        return None
    return Place(number, reference.sector, reference.subsector, SCOPE_LABELS[reference.scope], fit, why)
