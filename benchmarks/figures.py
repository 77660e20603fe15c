"""One measured figure beside its floor and its budget, and the table they are printed in."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTHS = (58, 22, 36, 8, 22)
HEADINGS = ("", "measured", "floor", "ratio", "budget")


@dataclass(frozen=True)
class Figure:
    """A measured value in `unit`, lower is better.

    floor: the same unit, what the bare tool underneath needs (None = there is none to compare with). at_most: the
    budget for the value; at_most_times: for value / floor; at_least_times: for floor / value, where the floor is
    what a user would pick instead, as it is wherever is_alternative. detail: the same value said otherwise."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    at_most: float | None = None
    at_most_times: float | None = None
    at_least_times: float | None = None
    is_alternative: bool = False
    detail: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether a stated budget is exceeded."""
        times = self.value / self.floor if self.floor else None
        return bool(
            (self.at_most is not None and self.value > self.at_most)
            or (self.at_most_times is not None and times is not None and times > self.at_most_times)
            or (self.at_least_times is not None and times is not None and 1 / times < self.at_least_times)
        )

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The row of the table, as words."""
        floor = f"{shown(self.floor, self.unit)} {self.floor_name}" if self.floor is not None else ""
        value = shown(self.value, self.unit) + (f", {self.detail}" if self.detail else "")
        return self.name, value, floor, self._ratio(), self._budget()

    def _ratio(self) -> str:
        if not self.floor or not self.value:
            return ""
        is_faster = self.is_alternative or self.at_least_times is not None
        return f"1/{self.floor / self.value:.1f}" if is_faster else f"{self.value / self.floor:.2f}"

    def _budget(self) -> str:
        parts = [f"<= {shown(self.at_most, self.unit)}"] if self.at_most is not None else []
        parts += [f"<= {self.at_most_times:g} x"] if self.at_most_times is not None else []
        parts += [f"<= 1/{self.at_least_times:g}"] if self.at_least_times is not None else []
        return f"{' and '.join(parts)}  {'MISSED' if self.is_missed else 'met'}" if parts else ""


def shown(value: float | None, unit: str) -> str:
    """A value with its unit, three significant figures."""
    if value is None:
        return ""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f} {unit}"


def median(values: Iterable[float]) -> float:
    """The median; of an even number the mean of the two in the middle."""
    return statistics.median(list(values))


def percentile_95(values: Sequence[float]) -> float:
    """The smallest value that at least 95 % of the values do not exceed."""
    return sorted(values)[-(-95 * len(values) // 100) - 1]


def print_table(title: str, figures: Iterable[Figure]) -> None:
    """One section of the report."""
    print(f"\n{title}")
    print(_row(HEADINGS))
    for figure in figures:
        print(_row(figure.cells))


def _row(cells: Sequence[str]) -> str:
    first, *others = (cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    return "  ".join([first, *others]).rstrip()
