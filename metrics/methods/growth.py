"""Growth rates, and where they mean nothing.

A rate is defined when all values are above zero, or all below. Zero and changes of sign have none: the result
would depend on the unit, or be a complex number that looks like a real one."""

import numpy as np

from metrics.series import Flags, Floats


def growth_rate(first: Floats, last: Floats, years: Floats) -> Floats:
    """The constant yearly change (last / first)^(1 / years) - 1, as a share; NaN where it has no real value."""
    with np.errstate(divide="ignore", invalid="ignore"):
        times = last / first
        rate = np.where(times >= 0, np.abs(times) ** (1 / years) - 1, np.nan)
    return np.where((years > 0) & np.isfinite(rate), rate, np.nan)


def is_growth_defined(*values: Floats) -> Flags:
    """Whether all values of a series are above zero, or all below."""
    with np.errstate(invalid="ignore"):
        return np.logical_and.reduce([value > 0 for value in values]) | np.logical_and.reduce(
            [value < 0 for value in values]
        )
