"""What a target must agree with, as loaders and metrics both need to know it; the registry of indicators fills it
in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IndicatorRules:
    """Unit and boundary of an indicator, as a target for it must state them.

    most: the natural limit that no target goes beyond, None = there is none. is_national: a figure of the country,
    for which no municipality sets a target."""

    unit: str
    basis: str = "territorial"
    includes_lulucf: bool = False
    includes_compensation: bool = False
    most: float | None = None
    is_national: bool = False
