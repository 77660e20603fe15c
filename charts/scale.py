"""From the base unit (tonnes) to the unit a person reads on an axis: t, kt or Mt, and where the axis ticks
stand."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real

from charts.chart import ChartFormat
from texts import format_number

NO_BREAK = "\N{NO-BREAK SPACE}"
PERCENT = "%"
_STEPS = ((10_000_000.0, 1_000_000.0, "Mt"), (10_000.0, 1_000.0, "kt"))
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """How base-unit values are shown: divided by `divisor`, in `unit` on the axis and `short_unit` behind a
    number."""

    divisor: float
    unit: str
    short_unit: str
    base_unit: str

    def shown(self, value: float | None) -> float | None:
        """The value in the axis unit; missing (None, NaN) stays missing as None."""
        return None if is_missing(value) else float(value) / self.divisor  # type: ignore[arg-type]

    def amount(self, value: float | None, numbers: ChartFormat) -> str:
        """The value in words with its short unit, "94.5 kt"; a value too small for the axis unit keeps its
        own, "640 t".

        The space before the unit does not break. Missing is "–"."""
        if is_missing(value) or value is None:
            return "–"
        own = scale_for([value], self.base_unit)
        fits = own.divisor >= self.divisor or abs(value) >= self.divisor or value == 0
        chosen = self if fits else own
        number = numbers.number(float(value) / chosen.divisor)
        return f"{number}{NO_BREAK}{chosen.short_unit}".strip()


@dataclass(frozen=True)
class Axis:
    """A value axis: its ends and the distance between ticks, in the shown unit."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Every tick from low to high."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [round(index * self.step, 10) for index in range(first, last + 1)]


def is_missing(value: float | None) -> bool:
    """Whether a value is missing: None, NaN or not finite. Zero is not missing."""
    return value is None or not math.isfinite(value)


def scale_for(values: Iterable[float | None], unit_label: str) -> Scale:
    """The scale that shows the largest of the values (base unit) with few digits.

    values: None or NaN is missing and ignored. unit_label: "t CO2e" and other plain tonnes become kt from 10
    000 and Mt from 10 000 000; any other unit ("t CO2e/inhabitant", "%") is shown as it is."""
    words = unit_label.split(" ")
    largest = max((abs(value) for value in values if value is not None and math.isfinite(value)), default=0.0)
    if words[0] == "t" and "/" not in unit_label and " per " not in unit_label:
        for threshold, divisor, name in _STEPS:
            if largest >= threshold:
                return Scale(divisor, " ".join([name, *words[1:]]), name, unit_label)
    return Scale(1.0, unit_label, short_unit_of(unit_label), unit_label)


def short_unit_of(unit_label: str) -> str:
    """What stands behind a number: "kg" of "kg/inhabitant", nothing where the unit is no measure ("0-1", "per
    1000")."""
    first = unit_label.split(" ")[0].split("/")[0]
    return "" if first[:1].isdigit() or first.lower() == "per" else first


def axis_for(values: Iterable[float | None], *, most_ticks: int = 5) -> Axis:
    """An axis with round ticks that holds all values and zero; it ends at a tick unless that leaves much
    empty room.

    values: missing ones are ignored. No value at all gives 0 to 1."""
    present = [value for value in values if value is not None and math.isfinite(value)]
    low, high = min([0.0, *present]), max([0.0, *present])
    if high == low:
        return Axis(0.0, 1.0, 1.0)
    step = _nice_step((high - low) / (most_ticks - 1))
    return Axis(-_end(-low, step, high - low), _end(high, step, high - low), step)


def _end(furthest: float, step: float, span: float) -> float:
    tick = math.ceil(furthest / step - 1e-9) * step
    return tick if tick <= furthest + 0.15 * span else furthest + 0.06 * span


def _nice_step(smallest: float) -> float:
    power = 10.0 ** math.floor(math.log10(smallest))
    return next(factor * power for factor in _NICE if factor * power >= smallest * (1 - 1e-9))


def present(value: object) -> float | None:
    """A number as float; None, NaN and pandas' NA as None."""
    if not isinstance(value, Real):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def drawn(value: float | None) -> float | None:
    """A value for drawing: seven figures are more than a screen shows and fewer bytes to send. None stays."""
    return None if value is None else float(f"{value:.7g}")


def number_or_nan(value: float | None) -> float:
    """A value for a table: missing is NaN."""
    return float("nan") if value is None else value


def points(difference: float) -> str:
    """How many percentage points two shares are apart: one decimal, two below one point."""
    return format_number(abs(difference), digits=1 if abs(difference) >= 1 else 2)


def signed_percent(percent: float) -> str:
    """A change in whole percent with its sign, "+3" or "−29"; 0 has none."""
    words = format_number(percent, digits=0)
    return "+" + words if round(percent) > 0 else words
