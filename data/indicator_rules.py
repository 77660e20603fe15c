"""What a target must agree with, as loaders and metrics both need to know it; the registry of indicators fills it
in."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class IndicatorRules:
    """Unit and boundary of an indicator, as a target for it must state them.

    most: the natural limit that no target goes beyond, None = there is none. is_national: a figure of the country,
    for which no municipality sets a target. direction: where it should go; a target for what should rise is no cut.
    is_yes_or_no: 0 or 1, so that a target is 1 and nothing else."""

    unit: str
    basis: str = "territorial"
    includes_lulucf: bool = False
    includes_compensation: bool = False
    most: float | None = None
    is_national: bool = False
    direction: Literal["down", "up", "none"] = "down"
    is_yes_or_no: bool = False
