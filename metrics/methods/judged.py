"""What a method finds for each series, and the classes that ratios fall into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from metrics.series import Flags, Floats

Words = NDArray[np.object_]


@dataclass(frozen=True)
class Judged:
    """One method's findings, an entry per series.

    word: the method's own word, its word for "not available" where it can say nothing. ratio: as the method
    defines it, NaN = none. is_met: whether the target is met. is_sound: whether the figures allow the method's
    arithmetic; where not, its word is shown and never counts as a verdict. details: what else the method
    publishes (score, growth rates), NaN = not known."""

    word: Words
    ratio: Floats
    is_met: Flags
    is_sound: Flags
    details: Mapping[str, Floats] = field(default_factory=dict)


def classed(
    ratio: Floats,
    classes: Sequence[tuple[float, str]],
    *,
    otherwise: str,
    unknown: str,
    is_strict: bool = False,
) -> Words:
    """The word of the first class, from the best on, whose limit the ratio reaches (is_strict: passes).

    Ratios are rounded to nine decimals first, so that 0.95 is not pushed below by binary fractions."""
    rounded = np.round(ratio, 9)
    words = np.full(ratio.shape, otherwise, dtype=object)
    for limit, word in reversed(classes):
        words = np.where(rounded > limit if is_strict else rounded >= limit, word, words)
    return np.where(np.isnan(ratio), unknown, words)


def is_met(value: Floats, target: Floats, direction: Floats) -> Flags:
    """Whether a value is at the target or beyond it; False where either is missing."""
    with np.errstate(invalid="ignore"):
        return np.where(direction > 0, value >= target, (direction < 0) & (value <= target))


def share_of_way(
    reached: Floats, *, base: Floats, wanted: Floats, target: Floats, direction: Floats
) -> Floats:
    """(reached - base) / (wanted - base); NaN where a part is unknown or nothing is asked for.

    A series that met its target in the base year has nothing left to go: 1 while it meets it, and below zero when it
    has lost it, since every step away is one in the wrong direction."""
    way = np.where(wanted == base, np.nan, wanted - base)
    share = (reached - base) / way
    kept = np.where(is_met(reached, target, direction), 1.0, -np.abs(share))
    return np.where(is_met(base, target, direction) & ~np.isnan(share), kept, share)
